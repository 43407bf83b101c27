#include "codec/training/contrast_loss.h"

#include <algorithm>

#include "codec/sound/mel.h"
#include "codec/training/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr int kBands = 80;          // of the whole spectrum
constexpr double kLowestHz = 1000;  // of the bands that count
constexpr double kFloor = 1e-3;     // of magnitudes
constexpr double kLeastSpread = 1e-2;
constexpr std::int64_t kAcross = 11;  // bands
constexpr std::int64_t kAlong = 9;    // frames

// ln of the standard deviation within patches of x (B, frames, bands), which overlap by half.
Tensor spread(const Tensor& x, std::int64_t frames, std::int64_t bands) {
  const auto mean = [&](const Tensor& y) {
    return torch::avg_pool2d(
        y.unsqueeze(1), {frames, bands},
        {std::max<std::int64_t>(1, frames / 2), std::max<std::int64_t>(1, bands / 2)});
  };
  const auto variance = mean(x.square()) - mean(x).square();
  return 0.5 * torch::log(variance.clamp_min(0) + kLeastSpread);
}

}  // namespace

ContrastLoss::ContrastLoss(int sample_rate_hz, torch::Device device)
    : window_(2 * (sample_rate_hz * 16 / 1000)) {
  taper_ = torch::hann_window(window_, /*periodic=*/true).to(device);
  const MelTriangles triangles(sample_rate_hz, kBands);
  const auto bins = window_ / 2 + 1;
  auto bank = torch::zeros({bins, kBands});
  auto a = bank.accessor<float, 2>();
  for (std::int64_t k = 0; k < bins; ++k) {
    const double hz = hertz_of_bin(static_cast<std::size_t>(k), sample_rate_hz,
                                   static_cast<std::size_t>(window_));
    for (int i = 0; i < kBands; ++i) {
      a[k][i] = static_cast<float>(triangles.weight(static_cast<std::size_t>(i), hz));
    }
  }
  const auto lowest = std::lround(kLowestHz * static_cast<double>(window_) / sample_rate_hz);
  const auto counts = bank.slice(0, 0, lowest).sum(0) == 0;  // nothing of it lies below
  bank_ = bank.index({torch::indexing::Slice(), counts}).contiguous().to(device);
}

Tensor ContrastLoss::bands_of(const Tensor& audio) const {
  const auto frames = audio.unfold(1, window_, window_ / 4) * taper_;
  return torch::log(torch::matmul(magnitude(torch::fft::rfft(frames)), bank_).clamp_min(kFloor));
}

Tensor ContrastLoss::operator()(const Tensor& output, const Tensor& target) const {
  const auto made = bands_of(output);
  const auto wanted = bands_of(target);
  const auto missed = [&](std::int64_t frames, std::int64_t bands) {
    return (spread(made, frames, bands) - spread(wanted, frames, bands)).abs().mean();
  };
  return 0.5 * (missed(1, kAcross) + missed(kAlong, 1));
}

}  // namespace codec
