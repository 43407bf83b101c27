#include "codec/training/synthesis.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "codec/sound/mel.h"
#include "codec/sound/noise.h"

namespace codec {
namespace {

using torch::Tensor;

Tensor hann(std::int64_t n, const Tensor& like) {
  return torch::hann_window(n, /*periodic=*/true, like.options().dtype(torch::kFloat32));
}

// (bands, bins): linear interpolation over mel of `bands` values, for a window of n samples.
Tensor band_matrix(const ModelConfig& c, std::int64_t n, const Tensor& like) {
  const auto bins = n / 2 + 1;
  auto m = torch::zeros({c.bands, bins});
  auto a = m.accessor<float, 2>();
  for (std::int64_t k = 0; k < bins; ++k) {
    const double hz =
        hertz_of_bin(static_cast<std::size_t>(k), c.sample_rate_hz, static_cast<std::size_t>(n));
    const MelPosition at(hz, c.sample_rate_hz, c.bands);
    a[at.low][k] = static_cast<float>(1.0 - at.fraction);
    a[at.low + 1][k] = static_cast<float>(at.fraction);
  }
  return m.to(like.device());
}

Tensor band_gain(const Tensor& bands, const Tensor& matrix) {
  return torch::exp(torch::matmul(bands, matrix).clamp_max(kGainLimit));
}

Tensor shift_right(const Tensor& x) {  // (B, S), 0 enters
  return torch::constant_pad_nd(x, {1, -1});
}

Tensor repeatable_noise(std::int64_t n, const Tensor& like) {
  std::vector<float> values(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) {
    values[static_cast<std::size_t>(i)] = noise_at(static_cast<std::uint32_t>(i));
  }
  return torch::tensor(values).unsqueeze(0).to(like.device());
}

Tensor spectra_of(const Tensor& audio, const Tensor& window, std::int64_t hop) {
  const auto n = window.size(0);
  const auto frames = torch::constant_pad_nd(audio, {n - hop, 0}).unfold(1, n, hop);
  return torch::fft::rfft(frames * window, c10::nullopt, -1, "ortho");
}

}  // namespace

Tensor sound_of_spectra(const Tensor& spectra, const Tensor& window, std::int64_t h) {
  const auto n = window.size(0);
  const auto frames = torch::fft::irfft(spectra, n, -1, "ortho") * window;
  const auto b = frames.size(0);
  const auto s = frames.size(1);
  // Frame s covers [(s + 1) h - n, (s + 1) h): part j of it lands on block s + 1 + j - n / h.
  const auto parts = frames.reshape({b, s, n / h, h});
  auto out = torch::zeros({b, s + n / h - 1, h}, frames.options());
  for (std::int64_t j = 0; j < n / h; ++j) out.slice(1, j, j + s) += parts.select(2, j);
  const auto norm = window.square().sum() / static_cast<double>(h);
  return out.slice(1, n / h - 1, n / h - 1 + s).reshape({b, s * h}) / norm;
}

void initialise_head(Tensor& weight, Tensor& bias, const ModelConfig& c) {
  torch::NoGradGuard no_grad;
  const HeadLayout layout(c);
  bias.zero_();
  if (c.source_filter) {
    bias.slice(0, layout.harmonic, layout.noise + c.bands).fill_(-3.0);
    // With both heads the free one begins as a whisper beside the source-filter.
    if (c.free_spectrum) weight.slice(0, layout.magnitude, layout.width).normal_(0.0, 1e-3);
  }
}

Tensor windowed_spectra(const Tensor& audio, std::int64_t window, std::int64_t hop) {
  return spectra_of(audio, hann(window, audio), hop);
}

Tensor f0_at_source(const Tensor& f0, const ModelConfig& c) {
  const auto late = c.source_delay_subframes();
  return torch::constant_pad_nd(f0, {late, -late});
}

Tensor predicted_pitch(const Tensor& heads, const ModelConfig& c) {
  const HeadLayout layout(c);
  if (c.pitch_classes == 0) return torch::sigmoid(heads.select(2, layout.pitch));
  const auto a = heads.slice(2, layout.pitch, layout.pitch + c.pitch_classes);
  const auto p = torch::softmax(a, 2);
  const auto k = torch::arange(c.pitch_classes, a.options());
  const auto peak = torch::argmax(a, 2, /*keepdim=*/true).to(a.dtype());
  const auto near = p * ((k - peak).abs() <= kPitchReach).to(a.dtype());
  return (near * k).sum(2) / near.sum(2) / (c.pitch_classes - 1);
}

Tensor predicted_f0(const Tensor& heads, const ModelConfig& c) {
  const HeadLayout layout(c);
  const auto pitch = predicted_pitch(heads, c);
  const auto f0 = c.f0_min_hz * torch::exp2(pitch * std::log2(c.f0_max_hz / c.f0_min_hz));
  return torch::where(heads.select(2, layout.voicing) > 0, f0, torch::zeros_like(f0));
}

Tensor pulse_train(const Tensor& f0, const ModelConfig& c, const Tensor& phase_offset) {
  torch::NoGradGuard no_grad;
  const std::int64_t h = c.analysis_hop_samples;
  const auto b = f0.size(0);
  const auto s = f0.size(1);
  const auto before = shift_right(f0);
  const auto either = torch::where(f0 > 0, f0, before);
  const auto idle = torch::full_like(f0, kUnvoicedHz);
  const auto end = torch::where(either > 0, either, idle);
  const auto begin = torch::where(before > 0, before, end);

  const auto ramp =
      (torch::arange(1, h + 1, f0.options()) / static_cast<double>(h)).reshape({1, 1, h});
  const auto mix = [&](const Tensor& from, const Tensor& to) {
    return (from.unsqueeze(2) + (to - from).unsqueeze(2) * ramp).reshape({b, s * h});
  };
  const auto f = mix(begin, end);
  const auto gain = mix((before > 0).to(f0.dtype()), (f0 > 0).to(f0.dtype()));

  constexpr double kTurn = 2 * std::numbers::pi;
  auto phase = torch::cumsum(f.to(torch::kFloat64) * (kTurn / c.sample_rate_hz), 1);
  if (phase_offset.defined()) phase = phase + phase_offset;
  phase = torch::remainder(phase, kTurn).to(torch::kFloat32);
  const auto harmonics = torch::floor(kHighestHarmonicHz / f);
  const auto half = torch::sin(phase / 2);
  const auto close = half.abs() < kPulseEdge;
  const auto pulse = torch::where(close, harmonics,
                                  torch::sin((harmonics + 0.5) * phase) /
                                          (2 * torch::where(close, torch::ones_like(half), half)) -
                                      0.5);
  return pulse * torch::sqrt(2.0 / harmonics) * gain;
}

Tensor synthesise(const Tensor& heads, const ModelConfig& c, const Tensor& f0, const Tensor& noise,
                  const Tensor& phase_offset) {
  const std::int64_t h = c.analysis_hop_samples;
  const HeadLayout layout(c);
  const auto part = [&](int at, int width) { return heads.slice(2, at, at + width); };
  Tensor audio;
  if (c.source_filter) {
    const std::int64_t n = c.source_window_samples();
    const auto window = hann(n, heads).sqrt();
    const auto matrix = band_matrix(c, n, heads);
    const auto source =
        pulse_train(f0.defined() ? f0 : predicted_f0(heads.detach(), c), c, phase_offset);
    const auto hiss = noise.defined() ? noise : repeatable_noise(heads.size(1) * h, heads);
    const auto spectra =
        spectra_of(source, window, h) * band_gain(part(layout.harmonic, c.bands), matrix) +
        spectra_of(hiss, window, h) * band_gain(part(layout.noise, c.bands), matrix);
    const auto late = c.source_delay_subframes() * h;
    audio = torch::constant_pad_nd(sound_of_spectra(spectra, window, h), {-late, late});
  }
  if (c.free_spectrum) {
    const auto magnitude =
        torch::exp(part(layout.magnitude, c.bins()).clamp_max(kGainLimit) + kFreeOffset);
    const auto free = sound_of_spectra(torch::polar(magnitude, part(layout.phase, c.bins())),
                                       hann(c.analysis_window_samples, heads), h);
    audio = audio.defined() ? audio + free : free;
  }
  return audio;
}

}  // namespace codec
