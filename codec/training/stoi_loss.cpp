#include "codec/training/stoi_loss.h"

#include <cmath>

namespace codec {
namespace {

using torch::Tensor;

constexpr int kBands = 15;
constexpr double kLowestHz = 150.0;
constexpr double kFrameS = 0.0256;
constexpr std::int64_t kSegment = 30;         // frames: 384 ms
constexpr double kPause = 1e-4;               // -40 dB, of the loudest frame's power
constexpr double kClip = 1.0 + 5.6234132519;  // 10^(15 / 20)
constexpr std::int64_t kFewest = 15;          // frames of a segment that are no pause
constexpr double kTiny = 1e-8;                // of the target's mean power: keeps roots off zero

}  // namespace

StoiLoss::StoiLoss(int sample_rate_hz, torch::Device device)
    : window_(2 * std::lround(kFrameS * sample_rate_hz / 2)), hop_(window_ / 2), fft_size_(1) {
  while (fft_size_ < 2 * window_) fft_size_ *= 2;
  taper_ = torch::hann_window(window_ + 1, /*periodic=*/true).slice(0, 1).to(device);
  const auto bins = fft_size_ / 2 + 1;
  auto bank = torch::zeros({bins, kBands});
  const auto bin_of = [&](double hz) {
    return std::lround(hz * static_cast<double>(fft_size_) / sample_rate_hz);
  };
  for (int b = 0; b < kBands; ++b) {
    const auto from = bin_of(kLowestHz * std::pow(2.0, (2.0 * b - 1.0) / 6.0));
    const auto to = bin_of(kLowestHz * std::pow(2.0, (2.0 * b + 1.0) / 6.0));
    for (auto k = from; k < to && k < bins; ++k) bank[k][b] = 1.0f;
  }
  bank_ = bank.to(device);
}

Tensor StoiLoss::band_power(const Tensor& audio) const {
  const auto frames = audio.unfold(1, window_, hop_) * taper_;
  const auto spectrum = torch::view_as_real(torch::fft::rfft(frames, fft_size_));
  return torch::matmul(spectrum.square().sum(-1), bank_);
}

Tensor StoiLoss::operator()(const Tensor& output, const Tensor& target) const {
  const auto frames = target.size(1) < window_ ? 0 : (target.size(1) - window_) / hop_ + 1;
  if (frames < kSegment) return output.sum() * 0.0;
  const auto power = band_power(target);
  const auto floor = kTiny * (power.mean({1, 2}, true) + 1e-12);
  const auto level = power.sum(2);  // (B, frames)
  const auto heard = (level > kPause * level.amax(1, true)).to(power.dtype());
  // Envelopes by segment, (B, segments, bands, frames).
  const auto segments = [&](const Tensor& p) { return (p + floor).sqrt().unfold(1, kSegment, 1); };
  const auto m = heard.unfold(1, kSegment, 1).unsqueeze(2);
  const auto n = m.sum(-1, true);
  const auto norm = [&](const Tensor& a) {
    return ((a.square() * m).sum(-1, true) + floor.unsqueeze(-1)).sqrt();
  };
  const auto centred = [&](const Tensor& a) {
    return (a - (a * m).sum(-1, true) / n.clamp_min(1.0)) * m;
  };
  const auto x = segments(power);
  const auto y = segments(band_power(output));
  const auto cut = torch::minimum(y * (norm(x) / norm(y)), x * kClip);
  const auto a = centred(x), b = centred(cut);
  const auto correlation = (a * b).sum(-1, true) / (norm(a) * norm(b));
  const auto counts = (n >= static_cast<double>(kFewest)).to(power.dtype()) * n;
  const auto lost = ((1.0 - correlation) * counts).mean(2).sum({1, 2});
  return (lost / counts.sum({1, 2, 3}).clamp_min(1.0)).mean();
}

}  // namespace codec
