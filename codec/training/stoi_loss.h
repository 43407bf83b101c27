// How much of what is said is lost, by the short-time objective intelligibility (STOI) of Taal,
// Hendriks, Heusdens and Jensen (IEEE TASLP 19(7), 2011): differentiable.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace codec {

// 1 - STOI, the mean over the crops: 0 = every envelope is kept, 0.1 about 2.5 kbps. Sound (B, n)
// of one rate, at least 8 kHz, aligned in time; a crop with less than 0.4 s that is no pause
// counts as 0.
//
// Frames of 25.6 ms (hop half), 15 third octaves from 150 Hz; over each run of 30 frames (384 ms),
// the correlation of the target's envelope with the output's, brought to its level and cut 15 dB
// over it. As the paper, but: at the sound's own rate; and frames 40 dB under the target's loudest
// weigh nothing where they stand, in place of being taken out of the sound. The value is for a
// gradient, not for a report (codec/measure/metrics.h has that).
class StoiLoss {
 public:
  StoiLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  torch::Tensor band_power(const torch::Tensor& audio) const;  // (B, frames, bands)

  std::int64_t window_;
  std::int64_t hop_;
  std::int64_t fft_size_;
  torch::Tensor taper_;  // (window)
  torch::Tensor bank_;   // (bins, bands), 0 or 1
};

}  // namespace codec
