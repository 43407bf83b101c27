// How much of an error is heard, by the model of hearing of ITU-T P.862 (2001, with P.862.2's wide
// band): differentiable, so that a decoder that cannot have every bit right errs where it is heard
// least.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace codec {

// 0.1 D + 0.0309 A, the distance from P.862's best raw score of 4.5: 0 = nothing is heard, about 2
// at 2.5 kbps. Sound (B, n) of one rate, aligned in time.
//
// Frames of 32 ms (hop 16 ms) in equal steps of the Bark scale of Wang, Sekey and Gersho (1992),
// the target brought to 79 dB SPL over the crop; the output's frames to the target's level;
// Zwicker's loudness over Terhardt's threshold of hearing. D: the differences of loudness less a
// quarter of the smaller one, which masks. A: those weighted by what is added rather than missing.
// Both are summed over bands (L2, L1), 320 ms of frames (L6) and time (L2). A gain of
// each band that lasts the whole crop is forgiven within 20 dB, as P.862 forgives filters. Unlike
// P.862 nothing is aligned in time, and bands follow a formula in place of a table: the value is
// for a gradient, not for a report (codec/measure has that).
class LoudnessLoss {
 public:
  LoudnessLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  torch::Tensor band_power(const torch::Tensor& audio) const;  // (B, frames, bands), mean squares
  torch::Tensor loudness(const torch::Tensor& power) const;    // sone a Bark

  std::int64_t window_;
  std::int64_t hop_;
  torch::Tensor taper_;      // (window)
  torch::Tensor bank_;       // (bins, bands)
  torch::Tensor threshold_;  // (bands), power; 1 = 0 dB SPL
  torch::Tensor exponent_;   // (bands)
  double width_;             // of a band, Bark
};

}  // namespace codec
