// How loud each part of the spectrum is over longer spans. Losses of log magnitudes, frame by
// frame, are least at the median of what a decoder cannot know, which is 1.6 dB below the mean
// power of a noise; and a loss that hears what is added more than what is missing leans the same
// way. So a decoder that minimises them is quieter than the recording. Over a span the draw of a
// noise averages out, and its power can be asked for.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace codec {

// Mean |difference| of the natural logarithm of the power in 24 mel bands (window 64 ms, hop 16 ms)
// over spans of 400 ms that overlap by half; powers 50 dB below the recording's strongest do not
// count. Sound (B, n) of one rate, aligned in time; a scalar, the mean over the batch.
// 0: as loud everywhere; 0.23 is 1 dB.
class BalanceLoss {
 public:
  BalanceLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  torch::Tensor powers(const torch::Tensor& audio) const;  // (B, spans, bands)

  std::int64_t window_;
  torch::Tensor taper_;  // (window)
  torch::Tensor bank_;   // (bins, bands)
};

}  // namespace codec
