// Columns of the short-time Fourier transform of finished sound, for views and for metrics. (The
// codec's own causal analysis is defined in codec/training/synthesis.h.)
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "codec/base/types.h"
#include "codec/sound/fft.h"

namespace codec {

// 0.5 - 0.5 cos(2 pi n / N), n = 0..N-1.
std::vector<float> periodic_hann(std::size_t size);

// What lies before sample 0 and after the last one.
enum class Edge {
  silence,
  mirror,  // x[-n] = x[n], x[last + n] = x[last - n], as torch.stft does with center=True
};

// One column at a time: N samples around an instant, tapered by a periodic Hann window, the
// spectrum of N / 2 + 1 bins; bin k stands at k * rate / N Hz.
// Threads: one at a time per object; constructing one is cheap (no measuring of plans).
// Realtime: no call allocates after construction.
class ShortTimeSpectrum {
 public:
  explicit ShortTimeSpectrum(std::size_t window_samples);  // N, even, >= 2

  std::size_t window_samples() const { return window_.size(); }
  std::size_t bins() const { return window_.size() / 2 + 1; }

  // |X_k|^2 of the window [centre - N/2, centre + N/2), neither scaled by N nor by the window.
  // power.size() == bins().
  void power(std::span<const float> samples, SampleIndex centre, Edge edge, std::span<float> power);

  // The same for a view: a full-scale sine reads 0 at its bin. dBFS, never below floor_db; silence
  // around the sound. levels.size() == bins().
  void decibels(std::span<const float> samples, SampleIndex centre, float floor_db,
                std::span<float> levels);

 private:
  std::vector<float> window_;
  float full_scale_power_;  // |X_k|^2 of a sine of amplitude 1 at bin k
  RealFft fft_;
};

// Triangular bands whose centres are equally spaced in mel = 2595 log10(1 + f / 700) between 0 and
// half the rate; height 1, each reaches from the centre below to the centre above.
// Threads: const methods may run concurrently.
class MelBank {
 public:
  // window_samples: N of the spectrum. bands >= 1. A band narrower than the distance of two bins
  // may hold none.
  MelBank(int sample_rate_hz, std::size_t window_samples, int bands);

  std::size_t bands() const { return bands_.size(); }
  std::size_t bins() const { return bins_; }
  double centre_hz(std::size_t band) const { return bands_[band].centre_hz; }

  // mel[b] = sum over k of weight[b][k] spectrum[k]. spectrum.size() == bins(),
  // mel.size() == bands().
  void apply(std::span<const float> spectrum, std::span<float> mel) const;

 private:
  struct Band {
    double centre_hz = 0.0;
    std::size_t first_bin = 0;
    std::vector<float> weights;  // of first_bin, first_bin + 1, ...
  };
  std::size_t bins_;
  std::vector<Band> bands_;
};

}  // namespace codec
