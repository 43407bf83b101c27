#include "gui/document/comparison.h"

#include <algorithm>
#include <cmath>

#include "codec/measure/over_time.h"

namespace gui {

std::vector<codec::Contender> usualContenders(const codec::Model& model) {
  using Kind = codec::Contender::Kind;
  std::vector<codec::Contender> list;
  for (int q = 1; q <= model.config().levels; ++q) list.push_back({Kind::model, {}, q, 0});
  if (codec::has_codec(Kind::opus)) {
    for (const int bps : {6000, 12000}) list.push_back({Kind::opus, {}, 0, bps});
  }
  if (codec::has_codec(Kind::codec2)) {
    for (const int bps : {1300, 2400}) list.push_back({Kind::codec2, {}, 0, bps});
  }
  return list;
}

codec::Result<Comparison> compareSpan(const Track& original, TimeSpan span, const ModelPtr& model,
                                      const std::vector<codec::Contender>& contenders,
                                      const CodecWorker::Control& control) {
  constexpr float kMostGain = 3.9810717F;  // 12 dB
  const int rate = original.rateHz();
  std::vector<float> reference(static_cast<std::size_t>(span.length()));
  original.read(span.begin, reference);
  Comparison result;
  result.span = span;
  result.original = Track(rate);
  result.original.append(reference);
  const double energy = codec::energy_of(reference);
  codec::ModelShelf shelf;
  shelf.put(model);
  const auto model_of = [](const codec::Contender& c) {
    return c.kind == codec::Contender::Kind::model;
  };
  for (std::size_t at = 0; at < contenders.size();) {
    // Numbers of codebooks of one model together: it encodes once.
    std::size_t end = at + 1;
    while (end < contenders.size() && model_of(contenders[at]) && model_of(contenders[end]) &&
           contenders[end].model == contenders[at].model) {
      ++end;
    }
    auto rendered = codec::render(reference, rate, std::span(contenders).subspan(at, end - at),
                                  shelf, model, control.cancelled);
    if (!rendered) return rendered.error();
    for (codec::Rendition& r : *rendered) {
      auto figures = codec::evaluate(r.name, reference, r.sound, rate);
      if (!figures) return figures.error();
      const double own = codec::energy_of(r.sound);
      const float gain =
          own > 0.0 && energy > 0.0
              ? std::clamp(static_cast<float>(std::sqrt(energy / own)), 1.0F / kMostGain, kMostGain)
              : 1.0F;
      for (float& x : r.sound) x = std::clamp(x * gain, -1.0F, 1.0F);
      ComparedSound sound{r.name, r.kbps, std::move(*figures), Track(rate)};
      sound.sound.append(r.sound);
      result.sounds.push_back(std::move(sound));
    }
    at = end;
    control.progress(static_cast<double>(at) / static_cast<double>(contenders.size()));
  }
  return result;
}

}  // namespace gui
