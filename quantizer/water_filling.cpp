#include "quantizer/water_filling.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace quantizer {

double water_level(std::span<const double> variances, double bits) {
  TORCH_CHECK(std::isfinite(bits) && bits >= 0.0, "water_level: a rate of ", bits, " bits");
  std::vector<double> falling;
  for (const double v : variances) {
    TORCH_CHECK(std::isfinite(v) && v >= 0.0, "water_level: a variance of ", v);
    if (v > 0.0) falling.push_back(v);
  }
  std::sort(falling.begin(), falling.end(), std::greater<>());
  // With the n largest above the water, n/2 (mean log2 v - log2 theta) = bits. The right n is the
  // first whose theta drowns the next component.
  double sum_log2 = 0.0;
  double theta = 0.0;
  for (std::size_t n = 1; n <= falling.size(); ++n) {
    sum_log2 += std::log2(falling[n - 1]);
    theta = std::exp2((sum_log2 - 2.0 * bits) / static_cast<double>(n));
    if (n < falling.size() && falling[n] <= theta) break;
  }
  return theta;
}

WaterFilling reverse_water_filling(const torch::Tensor& samples, double bits, std::int64_t rank,
                                   bool centred) {
  const torch::NoGradGuard no_grad;
  TORCH_CHECK(samples.dim() == 2 && samples.size(0) >= 2 && samples.size(1) >= 1,
              "reverse_water_filling: samples ", samples.sizes(), " are not (M >= 2, D >= 1)");
  TORCH_CHECK(rank >= 1, "reverse_water_filling: rank ", rank);
  auto x = samples.to(torch::kDouble);
  TORCH_CHECK(x.isfinite().all().item<bool>(), "reverse_water_filling: samples are not finite");
  const auto dim = x.size(1);
  const auto mean = centred ? x.mean(0) : torch::zeros({dim}, x.options());
  if (centred) x = x - mean;
  const auto covariance = (x.t().mm(x) / static_cast<double>(x.size(0))).cpu();

  const auto [rising, vectors] = torch::linalg_eigh(covariance);
  const auto used = std::min(rank, dim);
  const auto variances = rising.flip(0).narrow(0, 0, used).clamp_min(0.0).contiguous();
  const auto axes = vectors.flip(1).narrow(1, 0, used);

  WaterFilling result;
  result.theta = water_level(
      {variances.data_ptr<double>(), static_cast<std::size_t>(variances.numel())}, bits);
  result.active_dimensions = variances.gt(result.theta).sum().item<std::int64_t>();
  result.map = (axes * (variances - result.theta).clamp_min(0.0).sqrt()).to(samples.device());
  result.variances = variances.to(samples.device());
  result.mean = mean;
  return result;
}

}  // namespace quantizer
