// How different two sounds are to an ear, differentiable: the disturbances of ITU-T P.862 (PESQ;
// Beerends, Hekstra, Rix, Hollier, J. Audio Eng. Soc. 50(10), 2002) in wide band, on frames that are
// aligned already. After the idea of Martin-Donas et al., IEEE SPL 25(11), 2018 (PMSQE).
//
// It is a loss, not the standard's measure: critical bands and the threshold of hearing come from
// closed formulas (Schroeder's bark scale; Terhardt 1979), gains are compensated without smoothing
// over time, and frames are averaged without the L6 norm over 320 ms.
#pragma once

#include <torch/torch.h>

namespace codec {

// Threads: const calls may run concurrently.
class PerceptualLoss {
 public:
  PerceptualLoss(int sample_rate_hz, torch::Device device);

  // output and target (B, n) float, n >= 512 at 16 kHz. Scalar in points of the PESQ scale that are
  // lost (0 = none; about 2.7 for a PESQ of 1.8): 0.1 D + 0.0309 D_A, mean over audible frames.
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  torch::Tensor bands(const torch::Tensor& audio) const;     // -> (B, frames, Z) power a band
  torch::Tensor loudness(const torch::Tensor& power) const;  // (..., Z) sone a bark

  std::int64_t window_;
  torch::Tensor taper_;      // (window)
  torch::Tensor bank_;       // (bins, Z)
  torch::Tensor threshold_;  // (Z) power at the threshold of hearing
  torch::Tensor exponent_;   // (Z)
  torch::Tensor width_;      // (Z) bark
};

}  // namespace codec
