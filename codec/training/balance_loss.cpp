#include "codec/training/balance_loss.h"

#include <algorithm>

#include "codec/training/losses.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr int kBands = 24;
constexpr std::int64_t kSpan = 22;   // frames: 64 + 21 * 16 ms
constexpr double kInaudible = 1e-5;  // of the strongest power

}  // namespace

BalanceLoss::BalanceLoss(int sample_rate_hz, torch::Device device)
    : window_(sample_rate_hz * 64 / 1000),
      taper_(torch::hann_window(window_, /*periodic=*/true).to(device)),
      bank_(mel_bank(sample_rate_hz, window_, kBands).to(device)) {}

Tensor BalanceLoss::powers(const Tensor& audio) const {
  const auto frames = torch::matmul(magnitudes(audio, taper_, window_ / 4).square(), bank_);
  const auto span = std::min(kSpan, frames.size(1));
  return torch::avg_pool1d(frames.transpose(1, 2), span, (span + 1) / 2).transpose(1, 2);
}

Tensor BalanceLoss::operator()(const Tensor& output, const Tensor& target) const {
  const auto wanted = powers(target);
  const auto floor = kInaudible * wanted.amax({1, 2}, /*keepdim=*/true) + 1e-10;
  return (torch::log(powers(output) + floor) - torch::log(wanted + floor)).abs().mean();
}

}  // namespace codec
