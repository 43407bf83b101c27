// Sharper formants: what stands out of a spectrum stands out more, as the postfilters of speech
// coders do (Chen and Gersho, IEEE Trans. Speech Audio Process. 3(1), 1995), here on a whole sound,
// for a decoder that learns to sound so by itself.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace codec {

// Log power between Gaussians of 35 and 145 mel across (standard deviations), slower than a
// Gaussian of 30 ms along, times `strength` is added to log power above 600 Hz (fading in over
// 500 Hz); phases stay. Window 32 ms, hop 8 ms, zeros beyond the ends.
// Threads: any number at a time.
class FormantPostfilter {
 public:
  FormantPostfilter(int sample_rate_hz, torch::Device device);
  // (B, n) -> (B, n), without gradient. strength 0: as it was; 0.5: half as much again.
  torch::Tensor operator()(const torch::Tensor& audio, double strength) const;

 private:
  std::int64_t window_;
  torch::Tensor taper_;   // (window)
  torch::Tensor fine_;    // (bins, bins): power times it is power smoothed
  torch::Tensor detail_;  // (bins, bins): log power times it is what is to be added, not yet smooth
  torch::Tensor along_;   // (1, 1, frames)
};

}  // namespace codec
