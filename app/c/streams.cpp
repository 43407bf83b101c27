// Sound in memory: sonoglyph_encoder, sonoglyph_decoder, and whole sounds through them.
#include <algorithm>
#include <utility>

#include "app/c/border.h"

struct sonoglyph_encoder {
  codec::SoundEncoder stream;
  c::Waiting<codec::Code> codes;
};

struct sonoglyph_decoder {
  c::ModelPtr model;
  codec::SoundDecoder stream;
  int levels = 0;
  c::Waiting<float> samples;
  std::int64_t frames = 0;          // pushed since the start of the sound
  std::vector<codec::Code> filler;  // the frame that stands for lost ones: the last that came
};

namespace c {
namespace {

constexpr std::size_t kSamplesAtOnce = 16384;
constexpr std::size_t kFramesAtOnce = 256;

codec::Result<std::unique_ptr<sonoglyph_encoder>> open_encoder(const sonoglyph_model* model,
                                                               int sample_rate_hz, int levels) {
  if (model == nullptr) return bad("no model");
  const auto count = checked_levels(*model->model, levels);
  if (!count) return count.error();
  if (auto is = check_rate(sample_rate_hz); !is) return is.error();
  auto stream = codec::SoundEncoder::open(model->model, sample_rate_hz, *count);
  if (!stream) return stream.error();
  return std::make_unique<sonoglyph_encoder>(sonoglyph_encoder{std::move(*stream), {}});
}

codec::Result<std::unique_ptr<sonoglyph_decoder>> open_decoder(const sonoglyph_model* model,
                                                               int sample_rate_hz, int levels) {
  if (model == nullptr) return bad("no model");
  const auto count = checked_levels(*model->model, levels);
  if (!count) return count.error();
  if (auto is = check_rate(sample_rate_hz); !is) return is.error();
  auto stream = codec::SoundDecoder::open(model->model, sample_rate_hz);
  if (!stream) return stream.error();
  return std::make_unique<sonoglyph_decoder>(
      sonoglyph_decoder{model->model,
                        std::move(*stream),
                        *count,
                        {},
                        0,
                        std::vector<codec::Code>(static_cast<std::size_t>(*count))});
}

codec::Status push(sonoglyph_encoder& encoder, const float* samples, std::size_t count) {
  if (samples == nullptr && count > 0) return bad("no samples");
  const std::span all(samples, count);
  if (auto is = check_samples(all); !is) return is;
  for (std::size_t at = 0; at < count; at += kSamplesAtOnce) {
    encoder.stream.push(all.subspan(at, std::min(kSamplesAtOnce, count - at)),
                        encoder.codes.back());
  }
  return codec::Done{};
}

codec::Status push(sonoglyph_decoder& decoder, const codec::Code* codes, std::int64_t frames) {
  const auto levels = static_cast<std::size_t>(decoder.levels);
  const auto count = code_count(frames, decoder.levels);
  if (!count) return count.error();
  if (codes == nullptr && *count > 0) return bad("no codes");
  const std::span all(codes, *count);
  if (auto is = check_codes(all, *decoder.model); !is) return is;
  for (std::size_t at = 0; at < *count; at += kFramesAtOnce * levels) {
    decoder.stream.push(all.subspan(at, std::min(kFramesAtOnce * levels, *count - at)),
                        decoder.levels, decoder.samples.back());
  }
  if (frames > 0) std::copy(all.end() - decoder.levels, all.end(), decoder.filler.begin());
  decoder.frames += frames;
  return codec::Done{};
}

codec::Status push_lost(sonoglyph_decoder& decoder, std::int64_t frames) {
  if (const auto count = code_count(frames, decoder.levels); !count) return count.error();
  if (frames == 0) return codec::Done{};
  decoder.stream.lose(decoder.frames, frames);
  for (std::int64_t i = 0; i < frames; ++i) {
    decoder.stream.push(decoder.filler, decoder.levels, decoder.samples.back());
  }
  decoder.frames += frames;
  return codec::Done{};
}

void start_again(sonoglyph_decoder& decoder) {
  decoder.frames = 0;
  std::fill(decoder.filler.begin(), decoder.filler.end(), codec::Code{0});
}

}  // namespace
}  // namespace c

sonoglyph_status sonoglyph_encode(const sonoglyph_model* model, const float* samples,
                                  std::size_t count, int sample_rate_hz, int levels,
                                  std::uint16_t** codes, std::int64_t* frames) {
  return c::guarded([&]() -> codec::Status {
    if (codes == nullptr || frames == nullptr) return c::bad("no place for the codes");
    *codes = nullptr;
    *frames = 0;
    auto encoder = c::open_encoder(model, sample_rate_hz, levels);
    if (!encoder) return encoder.error();
    if (auto pushed = c::push(**encoder, samples, count); !pushed) return pushed;
    auto& made = (*encoder)->codes.back();
    (*encoder)->stream.finish(made);
    *codes = c::to_array(made);
    *frames = static_cast<std::int64_t>(made.size()) / (*encoder)->stream.levels();
    return codec::Done{};
  });
}

sonoglyph_status sonoglyph_decode(const sonoglyph_model* model, const std::uint16_t* codes,
                                  std::int64_t frames, int levels, int sample_rate_hz,
                                  float** samples, std::size_t* count) {
  return c::guarded([&]() -> codec::Status {
    if (samples == nullptr || count == nullptr) return c::bad("no place for the samples");
    *samples = nullptr;
    *count = 0;
    auto decoder = c::open_decoder(model, sample_rate_hz, levels);
    if (!decoder) return decoder.error();
    if (auto pushed = c::push(**decoder, codes, frames); !pushed) return pushed;
    auto& made = (*decoder)->samples.back();
    if (frames > 0) (*decoder)->stream.finish(made);
    *samples = c::to_array(made);
    *count = made.size();
    return codec::Done{};
  });
}

sonoglyph_status sonoglyph_encoder_open(const sonoglyph_model* model, int sample_rate_hz,
                                        int levels, sonoglyph_encoder** encoder) {
  return c::guarded([&]() -> codec::Status {
    if (encoder == nullptr) return c::bad("no place for the encoder");
    *encoder = nullptr;
    auto opened = c::open_encoder(model, sample_rate_hz, levels);
    if (!opened) return opened.error();
    *encoder = opened->release();
    return codec::Done{};
  });
}

int sonoglyph_encoder_levels(const sonoglyph_encoder* encoder) {
  return encoder != nullptr ? encoder->stream.levels() : 0;
}

int sonoglyph_encoder_latency(const sonoglyph_encoder* encoder) {
  return encoder != nullptr ? encoder->stream.latency_samples() : 0;
}

sonoglyph_status sonoglyph_encoder_push(sonoglyph_encoder* encoder, const float* samples,
                                        std::size_t count) {
  return c::guarded([&]() -> codec::Status {
    if (encoder == nullptr) return c::bad("no encoder");
    return c::push(*encoder, samples, count);
  });
}

sonoglyph_status sonoglyph_encoder_finish(sonoglyph_encoder* encoder) {
  return c::guarded([&]() -> codec::Status {
    if (encoder == nullptr) return c::bad("no encoder");
    encoder->stream.finish(encoder->codes.back());
    return codec::Done{};
  });
}

std::int64_t sonoglyph_encoder_ready(const sonoglyph_encoder* encoder) {
  if (encoder == nullptr) return 0;
  return static_cast<std::int64_t>(encoder->codes.size()) / encoder->stream.levels();
}

std::int64_t sonoglyph_encoder_pull(sonoglyph_encoder* encoder, std::uint16_t* codes,
                                    std::int64_t max_frames) {
  const auto n = std::min(max_frames, sonoglyph_encoder_ready(encoder));
  if (n <= 0 || codes == nullptr) return 0;
  encoder->codes.take(codes, static_cast<std::size_t>(n * encoder->stream.levels()));
  return n;
}

void sonoglyph_encoder_reset(sonoglyph_encoder* encoder) {
  if (encoder == nullptr) return;
  c::guarded([&]() -> codec::Status {
    encoder->codes.clear();
    encoder->stream.reset();
    return codec::Done{};
  });
}

void sonoglyph_encoder_free(sonoglyph_encoder* encoder) { delete encoder; }

sonoglyph_status sonoglyph_decoder_open(const sonoglyph_model* model, int sample_rate_hz,
                                        int levels, sonoglyph_decoder** decoder) {
  return c::guarded([&]() -> codec::Status {
    if (decoder == nullptr) return c::bad("no place for the decoder");
    *decoder = nullptr;
    auto opened = c::open_decoder(model, sample_rate_hz, levels);
    if (!opened) return opened.error();
    *decoder = opened->release();
    return codec::Done{};
  });
}

int sonoglyph_decoder_delay(const sonoglyph_decoder* decoder) {
  return decoder != nullptr ? decoder->stream.delay_samples() : 0;
}

sonoglyph_status sonoglyph_decoder_push(sonoglyph_decoder* decoder, const std::uint16_t* codes,
                                        std::int64_t frames) {
  return c::guarded([&]() -> codec::Status {
    if (decoder == nullptr) return c::bad("no decoder");
    return c::push(*decoder, codes, frames);
  });
}

sonoglyph_status sonoglyph_decoder_push_lost(sonoglyph_decoder* decoder, std::int64_t frames) {
  return c::guarded([&]() -> codec::Status {
    if (decoder == nullptr) return c::bad("no decoder");
    return c::push_lost(*decoder, frames);
  });
}

sonoglyph_status sonoglyph_decoder_finish(sonoglyph_decoder* decoder) {
  return c::guarded([&]() -> codec::Status {
    if (decoder == nullptr) return c::bad("no decoder");
    if (decoder->frames > 0) decoder->stream.finish(decoder->samples.back());
    c::start_again(*decoder);
    return codec::Done{};
  });
}

std::int64_t sonoglyph_decoder_ready(const sonoglyph_decoder* decoder) {
  return decoder != nullptr ? static_cast<std::int64_t>(decoder->samples.size()) : 0;
}

std::int64_t sonoglyph_decoder_pull(sonoglyph_decoder* decoder, float* samples,
                                    std::int64_t max_samples) {
  const auto n = std::min(max_samples, sonoglyph_decoder_ready(decoder));
  if (n <= 0 || samples == nullptr) return 0;
  decoder->samples.take(samples, static_cast<std::size_t>(n));
  return n;
}

void sonoglyph_decoder_reset(sonoglyph_decoder* decoder) {
  if (decoder == nullptr) return;
  c::guarded([&]() -> codec::Status {
    decoder->samples.clear();
    decoder->stream.restart();
    c::start_again(*decoder);
    return codec::Done{};
  });
}

void sonoglyph_decoder_free(sonoglyph_decoder* decoder) { delete decoder; }
