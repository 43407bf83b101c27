#include "codec/study/mel_features.h"

#include <algorithm>
#include <cmath>

#include "codec/sound/spectrum.h"
#include "codec/study/phone_frames.h"

namespace codec {

std::vector<float> mel_features(std::span<const float> samples, const ModelConfig& config,
                                std::size_t frames, const MelFeatureOptions& o) {
  const auto window = static_cast<std::size_t>(config.analysis_window_samples);
  const auto bands = static_cast<std::size_t>(o.bands);
  const auto windows = static_cast<std::size_t>(o.windows);
  ShortTimeSpectrum spectrum(window);
  const MelBank bank(config.sample_rate_hz, window, o.bands);
  std::vector<float> power(spectrum.bins());
  // White noise of variance s has |X|^2 = s * sum of window^2 = s * 3/8 N in each bin.
  const float floor = 1e-8f * 0.375f * static_cast<float>(window);
  std::vector<float> out(frames * bands * windows);
  const SampleIndex subframe = config.analysis_hop_samples;
  const auto measure = [&](SampleIndex centre, std::span<float> to) {
    spectrum.power(samples, centre, Edge::silence, power);
    bank.apply(power, to);
    for (auto& v : to) v = std::log(std::max(v, floor));
  };
  for (std::size_t t = 0; t < frames; ++t) {
    for (std::size_t w = 0; w < windows; ++w) {
      const std::span to(out.data() + (t * windows + w) * bands, bands);
      // A window that the frame before has measured already?
      const auto per_frame = static_cast<std::size_t>(config.subframes_per_frame);
      if (t > 0 && w >= per_frame) {
        std::copy_n(out.data() + ((t - 1) * windows + w - per_frame) * bands, bands, to.data());
      } else {
        measure(label_instant(config, t) - static_cast<SampleIndex>(w) * subframe, to);
      }
    }
  }
  return out;
}

}  // namespace codec
