#include "codec/engine/analysis.h"

#include <cmath>
#include <numbers>

#include "codec/engine/kernels/kernels.h"

namespace codec::engine {

Analysis::Analysis(const ModelConfig& config)
    : hop_(static_cast<std::size_t>(config.analysis_hop_samples)),
      bins_(static_cast<std::size_t>(config.bins())),
      fft_(static_cast<std::size_t>(config.analysis_window_samples), RealFft::Rounding::portable) {
  const std::size_t n = fft_.size();
  const auto length = static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double hann =
        0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / length);
    window_.push_back(static_cast<float>(hann / std::sqrt(length)));
  }
}

void Analysis::run(const float* samples, std::size_t subframes, float* features) {
  const auto bins = fft_.bins();
  for (std::size_t s = 0; s < subframes; ++s) {
    multiply(window_.data(), samples + s * hop_, window_.size(), fft_.time().data());
    fft_.forward();
    log_magnitude(reinterpret_cast<const float*>(bins.data()), bins_, features + s * bins_);
  }
}

}  // namespace codec::engine
