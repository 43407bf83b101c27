#include "codec/compare/contender.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "codec/base/printed.h"
#include "codec/compare/foreign_codec.h"
#include "codec/files/sound_stream.h"
#include "codec/sound/resampler.h"
#include "codec/sound/survey.h"

namespace codec {
namespace {

constexpr int kLeastOpusKbps = 6;
constexpr int kMostOpusKbps = 510;
constexpr int kMostLevels = 32;

Error wrong(std::string_view part, const std::string& why) {
  return Error{ErrorCode::bad_value, "\"" + std::string(part) + "\": " + why};
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "3" or "1..5"
Result<std::pair<int, int>> counts_of(std::string_view part, std::string_view text) {
  const auto dots = text.find("..");
  const auto first = whole_number(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : whole_number(text.substr(dots + 2));
  if (!first || !last || *first < 1 || *last < *first || *last > kMostLevels) {
    return wrong(part, "codebooks are a number or a range as 1..5");
  }
  return std::pair(*first, *last);
}

Status add_part(std::string_view part, std::vector<Contender>& list) {
  const auto colon = part.rfind(':');
  const auto name = part.substr(0, colon);
  const bool told = colon != std::string_view::npos;
  const auto value = told ? part.substr(colon + 1) : std::string_view();
  if (name.empty()) return wrong(part, "names no codec");
  if (name == "opus") {
    const auto kbps = whole_number(value);
    if (!kbps || *kbps < kLeastOpusKbps || *kbps > kMostOpusKbps) {
      return wrong(part, "Opus wants its kbps, 6 to 510, as opus:12");
    }
    list.push_back({Contender::Kind::opus, {}, 0, *kbps * 1000});
    return Done{};
  }
  if (name == "codec2") {
    const auto bps = whole_number(value == "700C" ? "700" : value);
    if (!bps || std::ranges::find(kCodec2Rates, *bps) == std::end(kCodec2Rates)) {
      return wrong(part, "Codec 2 has 3200, 2400, 1600, 1400, 1300, 1200 and 700 bits a second");
    }
    list.push_back({Contender::Kind::codec2, {}, 0, *bps});
    return Done{};
  }
  const std::string model = name == "self" ? std::string() : std::string(name);
  if (!told) {
    list.push_back({Contender::Kind::model, model, 0, 0});
    return Done{};
  }
  const auto counts = counts_of(part, value);
  if (!counts) return counts.error();
  for (int levels = counts->first; levels <= counts->second; ++levels) {
    list.push_back({Contender::Kind::model, model, levels, 0});
  }
  return Done{};
}

std::vector<float> fitted(std::vector<float> sound, std::size_t length) {
  sound.resize(length);
  return sound;
}

Result<std::vector<float>> at_rate(std::span<const float> samples, int from_hz, int to_hz) {
  auto resampler = Resampler::open(from_hz, to_hz);
  if (!resampler) return resampler.error();
  std::vector<float> out;
  resampler->push(samples, out);
  resampler->finish(out);
  return out;
}

// The reference through one model: encoded once, decoded for each number of codebooks.
class ModelRun {
 public:
  ModelRun(std::shared_ptr<const Model> model, std::span<const float> reference, int hz)
      : model_(std::move(model)), reference_(reference), hz_(hz) {}

  const Model& model() const { return *model_; }

  Result<Rendition> decode(int levels, const std::atomic<bool>* cancel) {
    if (codes_.empty()) {
      if (auto status = encode(cancel); !status) return status.error();
    }
    auto decoder = SoundDecoder::open(
        model_, hz_,
        {.gain_millidb = gain_millidb_, .length = static_cast<SampleIndex>(reference_.size())});
    if (!decoder) return decoder.error();
    const int all = model_->config().levels;
    const std::uint32_t mask = (levels >= 32 ? 0u : 1u << levels) - 1u;
    Rendition r;
    r.name = printed("%s %d of %d", model_->config().name.c_str(), levels, all);
    r.kbps = model_->config().bit_rate_bps(levels) / 1000.0;
    const auto block = 50 * static_cast<std::size_t>(all);
    for (std::size_t at = 0; at < codes_.size(); at += block) {
      if (cancel != nullptr && *cancel) return Error{ErrorCode::cancelled, "cancelled"};
      decoder->push(std::span(codes_).subspan(at, std::min(block, codes_.size() - at)), all,
                    r.sound, mask);
    }
    decoder->finish(r.sound);
    r.sound = fitted(std::move(r.sound), reference_.size());
    return r;
  }

 private:
  Status encode(const std::atomic<bool>* cancel) {
    auto encoder = SoundEncoder::open(model_, hz_);
    if (!encoder) return encoder.error();
    LevelMeter heard(hz_);
    for (const float sample : reference_) heard.add(sample);
    gain_millidb_ = static_cast<int>(std::lround(1000.0 * automatic_gain_db(heard)));
    const auto gain = factor_of_millidb(gain_millidb_);
    const auto block = static_cast<std::size_t>(hz_);
    std::vector<float> piece;
    for (std::size_t at = 0; at < reference_.size(); at += block) {
      if (cancel != nullptr && *cancel) return Error{ErrorCode::cancelled, "cancelled"};
      const auto from = reference_.subspan(at, std::min(block, reference_.size() - at));
      piece.assign(from.begin(), from.end());
      if (gain_millidb_ != 0) {
        for (float& sample : piece) sample *= gain;
      }
      encoder->push(piece, codes_);
    }
    encoder->finish(codes_);
    return Done{};
  }

  std::shared_ptr<const Model> model_;
  std::span<const float> reference_;
  int hz_;
  int gain_millidb_ = 0;     // as a file of it would have
  std::vector<Code> codes_;  // frame-major, all levels
};

Result<Rendition> foreign(const Contender& c, std::span<const float> reference, int hz) {
  const bool opus = c.kind == Contender::Kind::opus;
  const int its_hz = opus ? 16000 : 8000;
  const auto in = at_rate(reference, hz, its_hz);
  if (!in) return in.error();
  auto coded = opus ? through_opus(*in, c.bps) : through_codec2(*in, c.bps);
  if (!coded) return coded.error();
  auto back = at_rate(coded->sound, its_hz, hz);
  if (!back) return back.error();
  Rendition r;
  r.name = opus ? printed("Opus %d kbps", c.bps / 1000) : printed("Codec 2 %d", c.bps);
  r.kbps = coded->kbps;
  r.sound = fitted(std::move(*back), reference.size());
  return r;
}

}  // namespace

bool has_codec(Contender::Kind kind) {
  switch (kind) {
    case Contender::Kind::model:
      return true;
    case Contender::Kind::opus:
#ifdef SONOGLYPH_OPUS
      return true;
#else
      return false;
#endif
    case Contender::Kind::codec2:
#ifdef SONOGLYPH_CODEC2
      return true;
#else
      return false;
#endif
  }
  return false;
}

Result<std::vector<Contender>> parse_contenders(std::string_view list) {
  std::vector<Contender> contenders;
  for (std::size_t begin = 0; begin <= list.size();) {
    const auto end = std::min(list.find(',', begin), list.size());
    if (auto status = add_part(list.substr(begin, end - begin), contenders); !status) {
      return status.error();
    }
    begin = end + 1;
  }
  return contenders;
}

Result<std::vector<Rendition>> render(std::span<const float> reference, int sample_rate_hz,
                                      std::span<const Contender> contenders, ModelShelf& shelf,
                                      const std::shared_ptr<const Model>& self,
                                      const std::atomic<bool>* cancel) {
  std::map<std::string, ModelRun> runs;
  std::vector<Rendition> renditions;
  for (const Contender& c : contenders) {
    if (cancel != nullptr && *cancel) return Error{ErrorCode::cancelled, "cancelled"};
    if (c.kind != Contender::Kind::model) {
      auto rendition = foreign(c, reference, sample_rate_hz);
      if (!rendition) return rendition.error();
      renditions.push_back(std::move(*rendition));
      continue;
    }
    auto run = runs.find(c.model);
    if (run == runs.end()) {
      auto model = c.model.empty() ? Result(self) : shelf.by_name(c.model);
      if (!model) return model.error();
      if (*model == nullptr) return Error{ErrorCode::bad_value, "there is no model for \"self\""};
      run = runs.emplace(c.model, ModelRun(*model, reference, sample_rate_hz)).first;
    }
    const auto& config = run->second.model().config();
    if (c.levels > config.levels) {
      return Error{ErrorCode::bad_value, printed("%s has %d codebooks, not %d", config.name.c_str(),
                                                 config.levels, c.levels)};
    }
    auto rendition = run->second.decode(c.levels == 0 ? config.levels : c.levels, cancel);
    if (!rendition) return rendition.error();
    renditions.push_back(std::move(*rendition));
  }
  return renditions;
}

}  // namespace codec
