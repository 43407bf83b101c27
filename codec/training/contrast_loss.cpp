#include "codec/training/contrast_loss.h"

#include <algorithm>
#include <cmath>

#include "codec/training/losses.h"
#include "codec/training/smoothing.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr int kBands = 96;            // of the whole spectrum
constexpr double kLowestHz = 700;     // of the bands that count
constexpr double kFine = 0.8;         // bands: standard deviations of the Gaussians
constexpr double kWide = 6.4;         //
constexpr std::int64_t kSmooth = 7;   // frames, twice
constexpr std::int64_t kFrames = 32;  // of a patch
constexpr std::int64_t kAcross = 20;  // bands of it
constexpr double kFloor = 1e-6;       // of power
constexpr double kLeastSpread = 1e-3;

}  // namespace

ContrastLoss::ContrastLoss(int sample_rate_hz, torch::Device device)
    : window_(2 * (sample_rate_hz * 16 / 1000)),
      taper_(torch::hann_window(window_, /*periodic=*/true).to(device)) {
  const auto bank = mel_bank(sample_rate_hz, window_, kBands);
  const auto lowest = std::lround(kLowestHz * static_cast<double>(window_) / sample_rate_hz);
  const auto counts = bank.slice(0, 0, lowest).sum(0) == 0;  // nothing of it lies below
  bank_ = bank.index({torch::indexing::Slice(), counts}).contiguous().to(device);
  const auto bands = torch::arange(bank_.size(1), torch::kFloat64);
  const auto detail = gaussian_smoothing(bands, kFine) - gaussian_smoothing(bands, kWide);
  detail_ = detail.to(torch::kFloat32).to(device);
}

Tensor ContrastLoss::spread(const Tensor& audio) const {
  const auto power = torch::matmul(magnitudes(audio, taper_, window_ / 4).square(), bank_);
  auto detail = torch::matmul(torch::log(power + kFloor), detail_).transpose(1, 2);
  for (int i = 0; i < 2; ++i) {
    detail = torch::avg_pool1d(detail, std::min(kSmooth, detail.size(2)), 1);
  }
  const auto frames = std::min(kFrames, detail.size(2));
  const auto variance = torch::avg_pool2d(detail.square().unsqueeze(1), {kAcross, frames},
                                          {kAcross / 2, (frames + 1) / 2});
  return 0.5 * torch::log(variance + kLeastSpread);
}

Tensor ContrastLoss::operator()(const Tensor& output, const Tensor& target) const {
  return (spread(output) - spread(target)).abs().mean();
}

}  // namespace codec
