#include "codec/training/loudness.h"

#include <algorithm>
#include <cmath>

#include "codec/training/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr int kBands = 49;
constexpr double kLevel = 7.943e7;          // power of the target: 79 dB SPL
constexpr double kQuietest = 1e-6;          // mean square; a quieter target is not raised further
constexpr double kSone = 0.1866;            // loudness of a 40 dB tone at 1 kHz: 1 sone
constexpr double kExponent = 0.23;          // Zwicker
constexpr double kMasked = 0.25;            // of the smaller loudness
constexpr double kLoudestDisturbance = 45;  // of a frame
constexpr std::int64_t kFramesOfSyllable = 20;

double bark(double hz) { return 6.0 * std::asinh(hz / 600.0); }
double hertz_of_bark(double z) { return 600.0 * std::sinh(z / 6.0); }

// dB SPL (Terhardt, 1979).
double threshold_of_hearing(double hz) {
  const double k = std::max(hz, 30.0) / 1000.0;
  return 3.64 * std::pow(k, -0.8) - 6.5 * std::exp(-0.6 * (k - 3.3) * (k - 3.3)) +
         1e-3 * std::pow(k, 4.0);
}

// Over the last dimension, as a mean: (mean x^p)^(1/p), with a gradient at 0.
Tensor power_mean(const Tensor& x, double p) {
  return (x.pow(p).mean(-1) + std::pow(1e-3, p)).pow(1.0 / p);
}

// Frames' disturbances (B, frames): L6 over a syllable, L2 over time.
Tensor over_time(const Tensor& frames) {
  const auto n = std::min(kFramesOfSyllable, frames.size(1));
  const auto syllables = power_mean(frames.unfold(1, n, std::max<std::int64_t>(1, n / 2)), 6.0);
  return power_mean(syllables, 2.0);
}

// (B, 1, bands): the gain of each band over the crop, which a listener takes for the room; of
// frames that are no pause, within 20 dB.
Tensor filter(const Tensor& reference, const Tensor& degraded) {
  const auto active = (reference.sum(2, true) > 1e5).to(reference.dtype());
  const auto mean = [&](const Tensor& power) {
    return (power * active).sum(1, true) / active.sum(1, true).clamp_min(1.0);
  };
  return ((mean(degraded) + 1e3) / (mean(reference) + 1e3)).clamp(1e-2, 1e2);
}

}  // namespace

LoudnessLoss::LoudnessLoss(int sample_rate_hz, torch::Device device)
    : window_(sample_rate_hz * 32 / 1000), hop_(window_ / 2) {
  taper_ = torch::hann_window(window_, /*periodic=*/true).to(device);
  const auto bins = window_ / 2 + 1;
  const double top = bark(sample_rate_hz / 2.0);
  width_ = top / kBands;
  auto bank = torch::zeros({bins, kBands});
  auto threshold = torch::zeros({kBands});
  auto exponent = torch::zeros({kBands});
  auto a = bank.accessor<float, 2>();
  const double step = static_cast<double>(sample_rate_hz) / static_cast<double>(window_);
  // Mean squares by Parseval: both halves of the spectrum, of a tapered window.
  const double scale = 2.0 / (static_cast<double>(window_) * static_cast<double>(window_));
  for (int i = 0; i < kBands; ++i) {
    const double low = hertz_of_bark(width_ * i), high = hertz_of_bark(width_ * (i + 1));
    for (std::int64_t k = 0; k < bins; ++k) {  // a bin's power is spread over its own width
      const double from = std::max(low, (static_cast<double>(k) - 0.5) * step);
      const double to = std::min(high, (static_cast<double>(k) + 0.5) * step);
      if (to > from) a[k][i] = static_cast<float>(scale * (to - from) / step);
    }
    const double z = width_ * (i + 0.5);
    threshold[i] = std::pow(10.0, threshold_of_hearing(hertz_of_bark(z)) / 10.0);
    // Low bands grow faster, as P.862 has it.
    exponent[i] = kExponent * (z < 4 ? std::pow(std::min(2.0, 6.0 / (z + 2.0)), 0.15) : 1.0);
  }
  bank_ = bank.to(device);
  threshold_ = threshold.to(device);
  exponent_ = exponent.to(device);
}

Tensor LoudnessLoss::band_power(const Tensor& audio) const {
  const auto frames = audio.unfold(1, window_, hop_) * taper_;
  const auto spectrum = torch::view_as_real(torch::fft::rfft(frames));
  return torch::matmul(spectrum.square().sum(-1), bank_);
}

Tensor LoudnessLoss::loudness(const Tensor& power) const {
  const auto over = torch::pow(0.5 + 0.5 * power / threshold_, exponent_) - 1.0;
  return kSone * torch::pow(threshold_ / 0.5, exponent_) * over.clamp_min(0.0);
}

Tensor LoudnessLoss::operator()(const Tensor& output, const Tensor& target) const {
  const auto gain = kLevel / target.square().mean(1).clamp_min(kQuietest).reshape({-1, 1, 1});
  auto reference = band_power(target) * gain;
  auto degraded = band_power(output) * gain;
  reference = reference * filter(reference, degraded);
  const auto audible = [&](const Tensor& p) {  // (B, frames): what is over the threshold
    return (p * (p > threshold_).to(p.dtype())).sum(2);
  };
  const auto heard = audible(reference);
  const auto level = ((heard + 5e3) / (audible(degraded) + 5e3)).clamp(3e-4, 5.0);
  degraded = degraded * level.unsqueeze(2);

  const auto x = loudness(reference);
  const auto y = loudness(degraded);
  const auto away = ((y - x).abs() - kMasked * torch::minimum(x, y)).clamp_min(0.0);
  const double bark_in_all = width_ * kBands;
  const auto added = torch::pow((degraded + 50.0) / (reference + 50.0), 1.2).clamp_max(12.0);
  const auto weight = ((heard + 1e5) / 1e7).pow(0.04);
  const auto frame = [&](const Tensor& sum) {
    return (sum / weight).clamp_max(kLoudestDisturbance);
  };
  const auto symmetric = frame(power_mean(away, 2.0) * bark_in_all);
  const auto asymmetric =
      frame((away * added * (added >= 3.0).to(added.dtype())).mean(2) * bark_in_all);
  return (0.1 * over_time(symmetric) + 0.0309 * over_time(asymmetric)).mean();
}

}  // namespace codec
