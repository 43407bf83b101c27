// Smoothing by a matrix.
#pragma once

#include <torch/torch.h>

namespace codec {

// (n, n) float64: a row of n values that lie at `at` (n, float64), times it, is that row smoothed
// by a Gaussian of this standard deviation, in the unit of `at`; at the edges, the mean of what is
// there.
inline torch::Tensor gaussian_smoothing(const torch::Tensor& at, double deviation) {
  const auto weights = torch::exp(-0.5 * ((at.unsqueeze(1) - at) / deviation).square());
  return weights / weights.sum(0, /*keepdim=*/true);
}

}  // namespace codec
