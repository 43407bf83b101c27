// The mel scale, 2595 log10(1 + f / 700), and the two ways from the bins of a spectrum to values
// that are equally spaced on it between 0 and half the rate. Bin k of a window of n samples stands
// at k * rate / n Hz. Everything in double, so that all who round it to floats have the same ones.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace codec {

inline double mel_of_hertz(double hz) { return 2595.0 * std::log10(1.0 + hz / 700.0); }
inline double hertz_of_mel(double mel) { return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0); }

inline double hertz_of_bin(std::size_t bin, int sample_rate_hz, std::size_t window_samples) {
  return static_cast<double>(bin) * sample_rate_hz / static_cast<double>(window_samples);
}

// Triangular bands of height 1: each reaches from the centre below to the centre above.
class MelTriangles {
 public:
  MelTriangles(int sample_rate_hz, int bands) {  // bands >= 1
    const double top = mel_of_hertz(sample_rate_hz / 2.0);
    for (int i = 0; i < bands + 2; ++i) {
      edges_.push_back(hertz_of_mel(top * static_cast<double>(i) / (bands + 1)));
    }
  }
  double centre_hz(std::size_t band) const { return edges_[band + 1]; }
  double weight(std::size_t band, double hz) const {  // 0 outside of the band
    const double low = edges_[band], centre = edges_[band + 1], high = edges_[band + 2];
    return std::max(0.0, std::min((hz - low) / (centre - low), (high - hz) / (high - centre)));
  }

 private:
  std::vector<double> edges_;
};

// Linear interpolation among `bands` >= 2 values, the first at 0 Hz, the last at half the rate: the
// value at hz is (1 - fraction) of band `low` and fraction of the next one.
struct MelPosition {
  MelPosition(double hz, int sample_rate_hz, int bands) {
    const double position = mel_of_hertz(hz) / mel_of_hertz(sample_rate_hz / 2.0) * (bands - 1);
    low = std::min(static_cast<int>(position), bands - 2);
    fraction = position - low;
  }
  int low;
  double fraction;
};

}  // namespace codec
