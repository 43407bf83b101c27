// Reverse water-filling: the codebook that rate-distortion theory asks for.
// Cover and Thomas, "Elements of Information Theory", 2nd ed., section 10.3.3.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <span>

namespace quantizer {

// The level theta >= 0 with sum_i max(0, log2(variance_i / theta) / 2) = bits, for a Gaussian
// source with independent components. 0 if all variances are 0; the largest one if bits is 0.
// variances: finite and >= 0. bits: finite and >= 0.
double water_level(std::span<const double> variances, double bits);

struct WaterFilling {
  torch::Tensor mean;       // (D) float64; zero unless centred
  torch::Tensor variances;  // (R) float64, the largest eigenvalues of the covariance, falling
  // (D, R) float64: U diag(sqrt(max(variance - theta, 0))). map * n with n ~ N(0, I) is the random
  // code whose covariance the theory asks for.
  torch::Tensor map;
  double theta = 0.0;
  std::int64_t active_dimensions = 0;  // variances above theta
};

// samples (M, D), M >= 2; bits = log2(K); R = min(rank, D) components may be used. Not centred: the
// second moment about 0 in place of the covariance, for a codebook without bias.
// On samples' device; the eigenvalues on the CPU in float64. Throws c10::Error on a wrong shape
// or values that are not finite.
WaterFilling reverse_water_filling(const torch::Tensor& samples, double bits, std::int64_t rank,
                                   bool centred = true);

}  // namespace quantizer
