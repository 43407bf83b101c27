#include "codec/engine/verify.h"

#include <algorithm>
#include <cstring>
#include <thread>

#include "codec/engine/kernels/kernels.h"
#include "codec/engine/stream.h"

namespace codec {
namespace {

Codes encode_in_chunks(StreamEncoder& encoder, std::span<const float> samples, std::size_t chunk) {
  Codes codes;
  codes.levels = encoder.levels();
  while (!samples.empty()) {
    const std::size_t n = std::min(chunk, samples.size());
    encoder.push(samples.first(n), codes.data);
    samples = samples.subspan(n);
  }
  encoder.finish(codes.data);
  return codes;
}

// Aligned with the sound: without the delay.
std::vector<float> decode_in_chunks(StreamDecoder& decoder, const Codes& codes,
                                    std::size_t frames) {
  const auto levels = static_cast<std::size_t>(codes.levels);
  const auto hop = static_cast<std::size_t>(decoder.hop_samples());
  std::vector<float> audio(static_cast<std::size_t>(codes.frames()) * hop);
  std::size_t at = 0;
  for (std::span<const Code> rest = codes.data; !rest.empty();) {
    const std::size_t n = std::min(frames * levels, rest.size());
    at += decoder.push(rest.first(n), codes.levels, std::span(audio).subspan(at));
    rest = rest.subspan(n);
  }
  decoder.finish(audio);
  audio.erase(audio.begin(), audio.begin() + decoder.delay_samples());
  return audio;
}

// The first frame at which the first levels of `whole` are not `part`, or -1.
std::int64_t difference(const Codes& part, const Codes& whole, std::int64_t frames) {
  for (std::int64_t t = 0; t < frames; ++t) {
    for (int q = 0; q < part.levels; ++q) {
      if (t >= part.frames() || part.at(q, t) != whole.at(q, t)) return t;
    }
  }
  return part.frames() > frames ? frames : -1;
}

std::int64_t difference(std::span<const float> a, std::span<const float> b, std::size_t hop) {
  const std::size_t n = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < n; ++i) {
    if (std::memcmp(&a[i], &b[i], sizeof a[i]) != 0) return static_cast<std::int64_t>(i / hop);
  }
  return a.size() == b.size() ? -1 : static_cast<std::int64_t>(n / hop);
}

class Verifier {
 public:
  Verifier(const std::shared_ptr<const Model>& model, std::span<const float> samples,
           const VerifyOptions& options)
      : model_(model),
        samples_(samples),
        options_(options),
        hop_(static_cast<std::size_t>(model->config().hop_samples())),
        codes_(encode(model, samples)),
        audio_(decode(model, codes_)) {
    report_.frames = codes_.frames();
  }

  VerifyReport run() {
    check_encoder_chunks();
    check_levels();
    check_decoder_chunks();
    check_threads();
    if (options_.targets) check_targets();
    return std::move(report_);
  }

 private:
  void record(std::string name, std::int64_t first_difference) {
    report_.checks.push_back({std::move(name), first_difference < 0, first_difference});
    if (options_.on_check) options_.on_check(report_.checks.back());
  }

  std::int64_t compare(const Codes& codes) const {
    return difference(codes, codes_, codes_.frames());
  }

  void check_encoder_chunks() {
    const auto& config = model_->config();
    const auto subframe = static_cast<std::size_t>(config.analysis_hop_samples);
    const auto second = static_cast<std::size_t>(config.sample_rate_hz);
    std::vector<std::size_t> chunks = {1,    subframe - 1, subframe, subframe + 1, hop_ - 1,
                                       hop_, hop_ + 1,     1009,     second};
    std::sort(chunks.begin(), chunks.end());
    chunks.erase(std::unique(chunks.begin(), chunks.end()), chunks.end());
    for (const auto chunk : chunks) {
      StreamEncoder encoder(model_);
      record("encode, chunks of " + std::to_string(chunk) + (chunk == 1 ? " sample" : " samples"),
             compare(encode_in_chunks(encoder, samples_, chunk)));
    }
    StreamEncoder encoder(model_);
    std::vector<Code> ignored;
    encoder.push(samples_.first(samples_.size() / 2), ignored);
    encoder.reset();
    record("encode, after reset", compare(encode_in_chunks(encoder, samples_, 4 * hop_)));
  }

  void check_levels() {
    for (int q = 1; q < codes_.levels; ++q) {
      record("encode, first " + std::to_string(q) + (q == 1 ? " level" : " levels"),
             compare(encode(model_, samples_, q)));
    }
  }

  void check_decoder_chunks() {
    for (const std::size_t frames : {1u, 2u, 7u, 50u}) {
      StreamDecoder decoder(model_);
      record("decode, chunks of " + std::to_string(frames) + (frames == 1 ? " frame" : " frames"),
             difference(decode_in_chunks(decoder, codes_, frames), audio_, hop_));
    }
    StreamDecoder decoder(model_);
    std::vector<float> ignored(hop_);
    for (std::int64_t t = 0; t < codes_.frames() / 2; ++t) {
      const auto q = static_cast<std::size_t>(codes_.levels);
      decoder.push(std::span(codes_.data).subspan(static_cast<std::size_t>(t) * q, q),
                   codes_.levels, ignored);
    }
    decoder.reset();
    record("decode, after reset", difference(decode_in_chunks(decoder, codes_, 5), audio_, hop_));
  }

  void check_threads() {
    Codes codes[2];
    std::vector<float> audio[2];
    {
      const auto work = [&](std::size_t i) {
        StreamEncoder encoder(model_);
        codes[i] = encode_in_chunks(encoder, samples_, 977 + i * 3001);
        StreamDecoder decoder(model_);
        audio[i] = decode_in_chunks(decoder, codes_, 3 + i * 20);
      };
      std::jthread other(work, 1);
      work(0);
    }
    record("encode, 2 threads", std::max(compare(codes[0]), compare(codes[1])));
    record("decode, 2 threads",
           std::max(difference(audio[0], audio_, hop_), difference(audio[1], audio_, hop_)));
  }

  void check_targets() {
    for (std::size_t i = 0; i < engine::Targets::count(); ++i) {
      const std::string name = engine::Targets::name(i);
      const bool slow = i + 1 == engine::Targets::count();
      const auto n = slow ? std::min(samples_.size(),
                                     static_cast<std::size_t>(10 * model_->config().sample_rate_hz))
                          : samples_.size();
      const auto part = samples_.first(n / hop_ * hop_);
      engine::Targets::use(static_cast<int>(i));
      const auto codes = encode(model_, part);
      engine::Targets::use(-1);
      record("encode, " + name + (n < samples_.size() ? ", first 10 s" : ""),
             difference(codes, codes_, static_cast<std::int64_t>(part.size() / hop_)));
    }
  }

  std::shared_ptr<const Model> model_;
  std::span<const float> samples_;
  const VerifyOptions& options_;
  std::size_t hop_;
  Codes codes_;
  std::vector<float> audio_;
  VerifyReport report_;
};

}  // namespace

bool VerifyReport::identical() const {
  return std::all_of(checks.begin(), checks.end(),
                     [](const VerifyCheck& check) { return check.identical; });
}

VerifyReport verify_stream_identity(const std::shared_ptr<const Model>& model,
                                    std::span<const float> samples, const VerifyOptions& options) {
  return Verifier(model, samples, options).run();
}

}  // namespace codec
