#include "codec/training/losses.h"

#include <algorithm>
#include <cmath>

#include "codec/model/definition.h"
#include "codec/sound/mel.h"
#include "codec/training/synthesis.h"
#include "codec/training/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr double kMelFloor = 1e-4;
constexpr double kFineFloor = 1e-2;

}  // namespace

Tensor mel_bank(int rate_hz, std::int64_t window, int bands) {
  const MelTriangles triangles(rate_hz, bands);
  const auto bins = window / 2 + 1;
  auto bank = torch::zeros({bins, bands});
  auto a = bank.accessor<float, 2>();
  for (std::int64_t k = 0; k < bins; ++k) {
    const double hz =
        hertz_of_bin(static_cast<std::size_t>(k), rate_hz, static_cast<std::size_t>(window));
    for (int i = 0; i < bands; ++i) {
      a[k][i] = static_cast<float>(triangles.weight(static_cast<std::size_t>(i), hz));
    }
  }
  return bank;
}

Tensor magnitudes(const Tensor& audio, const Tensor& taper, std::int64_t hop) {
  const auto frames = audio.unfold(1, taper.size(0), hop) * taper;
  return magnitude(torch::fft::rfft(frames));
}

SpectralLoss::SpectralLoss(int sample_rate_hz, torch::Device device) {
  constexpr struct {
    std::int64_t window;
    int bands;
    bool fine;
  } kScales[] = {{256, 20, false}, {512, 40, false}, {1024, 80, true}, {2048, 128, true}};
  for (const auto& s : kScales) {
    scales_.push_back({s.window, torch::hann_window(s.window, /*periodic=*/true).to(device),
                       mel_bank(sample_rate_hz, s.window, s.bands).to(device), s.fine});
  }
}

SpectralLoss::Value SpectralLoss::operator()(const Tensor& output, const Tensor& target) const {
  auto mel = torch::zeros({}, output.options());
  auto fine = torch::zeros({}, output.options());
  double fine_scales = 0;
  for (const auto& s : scales_) {
    const auto a = magnitudes(output, s.taper, s.window / 4);
    const auto b = magnitudes(target, s.taper, s.window / 4);
    const auto distance = [](const Tensor& x, const Tensor& y, double floor) {
      return (torch::log10(x.clamp_min(floor)) - torch::log10(y.clamp_min(floor))).abs().mean();
    };
    mel = mel + distance(torch::matmul(a, s.bank), torch::matmul(b, s.bank), kMelFloor);
    if (s.fine) {
      fine = fine + distance(a, b, kFineFloor);
      ++fine_scales;
    }
  }
  return {mel / static_cast<double>(scales_.size()), fine / fine_scales};
}

EnvelopeLoss::EnvelopeLoss(int sample_rate_hz, torch::Device device)
    : window_(sample_rate_hz * 256 / 10000), hop_(sample_rate_hz * 128 / 10000) {
  constexpr int kBands = 15;
  taper_ = torch::hann_window(window_, /*periodic=*/true).to(device);
  const auto bins = window_ / 2 + 1;
  auto bank = torch::zeros({bins, kBands});
  auto a = bank.accessor<float, 2>();
  for (int i = 0; i < kBands; ++i) {
    const double centre = 150.0 * std::pow(2.0, i / 3.0);
    const auto bin = [&](double hz) {
      return std::lround(hz * static_cast<double>(window_) / sample_rate_hz);
    };
    const auto low = bin(centre * std::pow(2.0, -1.0 / 6.0));
    const auto high = std::max(low + 1, bin(centre * std::pow(2.0, 1.0 / 6.0)));
    for (auto k = low; k < std::min<long>(high, bins); ++k) a[k][i] = 1.0f;
  }
  bank_ = bank.to(device);
}

Tensor EnvelopeLoss::operator()(const Tensor& output, const Tensor& target,
                                const Peers& peers) const {
  constexpr std::int64_t kSegment = 30;  // frames: 384 ms
  const auto segments = [&](const Tensor& audio) {
    const auto power = magnitudes(audio, taper_, hop_).square();
    const auto envelope = (torch::matmul(power, bank_) + 1e-8).sqrt();  // (B, frames, 15)
    return envelope.unfold(1, kSegment, kSegment / 6);                  // (B, M, 15, 30)
  };
  const auto centred = [](const Tensor& x) {
    const auto c = x - x.mean(-1, true);
    return c / (c.square().sum(-1, true) + 1e-8).sqrt();
  };
  const auto x = segments(target);
  const auto correlation = (centred(x) * centred(segments(output))).sum(-1).mean(-1);  // (B, M)
  const auto energy = x.square().sum({2, 3});
  const auto audible = (energy > 1e-4 * energy.amax(1, true)).to(x.dtype());
  return 1.0 - (correlation * audible).sum() / peers.mean(audible.sum());
}

namespace {

// Absolute error of the position; of classes the cross-entropy against a Gaussian around it.
Tensor pitch_miss(const Tensor& heads, const Tensor& position, const ModelConfig& config) {
  const HeadLayout layout(config);
  const int n = config.pitch_classes;
  if (n == 0) return (torch::sigmoid(heads.select(2, layout.pitch)) - position).abs();
  const auto k = torch::arange(n, heads.options());
  const auto away = (k - (position * (n - 1)).unsqueeze(2)) / kPitchSpread;
  const auto target = torch::softmax(-0.5 * away.square(), 2);
  const auto log_p = torch::log_softmax(heads.slice(2, layout.pitch, layout.pitch + n), 2);
  return -(target * log_p).sum(2);
}

}  // namespace

PitchLoss pitch_loss(const Tensor& heads, const Tensor& f0, const ModelConfig& config,
                     const Peers& peers) {
  const HeadLayout layout(config);
  const auto voiced = (f0 > 0).to(heads.dtype());
  const double octaves = std::log2(config.f0_max_hz / config.f0_min_hz);
  const auto position =
      torch::log2(f0.clamp(config.f0_min_hz, config.f0_max_hz) / config.f0_min_hz) / octaves;
  const auto miss = pitch_miss(heads, position, config) * voiced;
  return {miss.sum() / ((peers.sum(voiced.sum()) + 1.0) / peers.count()),
          torch::binary_cross_entropy_with_logits(heads.select(2, layout.voicing), voiced)};
}

}  // namespace codec
