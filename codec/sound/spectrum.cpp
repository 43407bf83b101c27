#include "codec/sound/spectrum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>

#include "codec/sound/mel.h"

namespace codec {
namespace {

// Index into a sound of `length` >= 1 samples that is mirrored at both ends without end.
std::size_t mirrored(SampleIndex index, SampleIndex length) {
  const SampleIndex period = std::max<SampleIndex>(2 * (length - 1), 1);
  const SampleIndex folded = ((index % period) + period) % period;
  return static_cast<std::size_t>(folded < length ? folded : period - folded);
}

float sum_of(std::span<const float> values) {
  double sum = 0.0;
  for (const float value : values) sum += value;
  return static_cast<float>(sum);
}

}  // namespace

std::vector<float> periodic_hann(std::size_t size) {
  std::vector<float> window(size);
  for (std::size_t n = 0; n < size; ++n) {
    window[n] =
        static_cast<float>(0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(n) /
                                                static_cast<double>(size)));
  }
  return window;
}

ShortTimeSpectrum::ShortTimeSpectrum(std::size_t window_samples)
    : window_(periodic_hann(window_samples)),
      full_scale_power_(sum_of(window_) * sum_of(window_) / 4.0f),
      fft_(window_samples) {
  assert(window_samples % 2 == 0);
}

void ShortTimeSpectrum::power(std::span<const float> samples, SampleIndex centre, Edge edge,
                              std::span<float> power) {
  assert(power.size() == bins());
  const auto time = fft_.time();
  const auto length = static_cast<SampleIndex>(samples.size());
  const auto size = static_cast<SampleIndex>(window_.size());
  const SampleIndex begin = centre - size / 2;
  for (SampleIndex n = 0; n < size; ++n) {
    const SampleIndex at = begin + n;
    const auto i = static_cast<std::size_t>(n);
    if (at >= 0 && at < length) {
      time[i] = samples[static_cast<std::size_t>(at)] * window_[i];
    } else if (edge == Edge::mirror && length > 0) {
      time[i] = samples[mirrored(at, length)] * window_[i];
    } else {
      time[i] = 0.0f;
    }
  }
  fft_.forward();
  std::ranges::transform(fft_.bins(), power.begin(),
                         [](const std::complex<float>& bin) { return std::norm(bin); });
}

void ShortTimeSpectrum::decibels(std::span<const float> samples, SampleIndex centre, float floor_db,
                                 std::span<float> levels) {
  power(samples, centre, Edge::silence, levels);
  for (float& level : levels) {
    level = std::max(floor_db, 10.0f * std::log10(level / full_scale_power_));
  }
}

MelBank::MelBank(int sample_rate_hz, std::size_t window_samples, int bands)
    : bins_(window_samples / 2 + 1), bands_(static_cast<std::size_t>(bands)) {
  const MelTriangles triangles(sample_rate_hz, bands);
  for (std::size_t b = 0; b < bands_.size(); ++b) {
    Band& band = bands_[b];
    band.centre_hz = triangles.centre_hz(b);
    for (std::size_t k = 0; k < bins_; ++k) {
      const double weight = triangles.weight(b, hertz_of_bin(k, sample_rate_hz, window_samples));
      if (weight <= 0.0) continue;
      if (band.weights.empty()) band.first_bin = k;
      band.weights.push_back(static_cast<float>(weight));
    }
  }
}

void MelBank::apply(std::span<const float> spectrum, std::span<float> mel) const {
  assert(spectrum.size() == bins_ && mel.size() == bands_.size());
  for (std::size_t b = 0; b < bands_.size(); ++b) {
    float sum = 0.0f;
    for (std::size_t i = 0; i < bands_[b].weights.size(); ++i) {
      sum += bands_[b].weights[i] * spectrum[bands_[b].first_bin + i];
    }
    mel[b] = sum;
  }
}

}  // namespace codec
