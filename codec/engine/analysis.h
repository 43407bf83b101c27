// Sound to log-magnitude spectra: the first stage of the encoder (codec/training/network.h,
// "Analysis").
#pragma once

#include <cstddef>

#include "codec/base/aligned.h"
#include "codec/model/model_config.h"
#include "codec/sound/fft.h"

namespace codec::engine {

// Without state between calls. Threads: one at a time. Realtime: run() does not allocate.
class Analysis {
 public:
  explicit Analysis(const ModelConfig& config);

  // samples: the window - hop samples before subframe 0, then subframes * hop samples.
  // features: (subframes, bins), log10 |X| + 2 in [-2, ...).
  void run(const float* samples, std::size_t subframes, float* features);

 private:
  std::size_t hop_;
  std::size_t bins_;
  Aligned<float> window_;  // Hann / sqrt(N)
  RealFft fft_;            // portable: codes depend on it
};

}  // namespace codec::engine
