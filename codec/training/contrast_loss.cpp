#include "codec/training/contrast_loss.h"

#include <algorithm>
#include <cmath>

#include "codec/training/losses.h"

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
  const auto bank = mel_bank(sample_rate_hz, window_, kBands);
  const auto lowest = std::lround(kLowestHz * static_cast<double>(window_) / sample_rate_hz);
  const auto counts = bank.slice(0, 0, lowest).sum(0) == 0;  // nothing of it lies below
  bank_ = bank.index({torch::indexing::Slice(), counts}).contiguous().to(device);
}

Tensor ContrastLoss::bands_of(const Tensor& audio) const {
  const auto bands = torch::matmul(magnitudes(audio, taper_, window_ / 4), bank_);
  return torch::log(bands.clamp_min(kFloor));
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
