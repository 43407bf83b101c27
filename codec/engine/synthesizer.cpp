#include "codec/engine/synthesizer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "codec/engine/kernels/kernels.h"
#include "codec/sound/mel.h"
#include "codec/sound/noise.h"

namespace codec::engine {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

float* floats(std::span<std::complex<float>> bins) { return reinterpret_cast<float*>(bins.data()); }

void drop_front(Aligned<float>& buffer, std::size_t n) {
  std::copy(buffer.begin() + static_cast<std::ptrdiff_t>(n), buffer.end(), buffer.begin());
}

}  // namespace

Synthesizer::Synthesizer(const ModelConfig& config)
    : config_(config),
      parts_(config),
      hop_(static_cast<std::size_t>(config.analysis_hop_samples)),
      bins_(static_cast<std::size_t>(config.bins())),
      forward_(static_cast<std::size_t>(config.source_window_samples())),
      source_inverse_(forward_.size()),
      inverse_(static_cast<std::size_t>(config.analysis_window_samples)),
      phases_(hop_),
      hertz_(hop_),
      voicing_(hop_) {
  const auto hann = [](std::size_t i, double length) {
    return 0.5 - 0.5 * std::cos(kTurn * static_cast<double>(i) / length);
  };
  const std::size_t n = inverse_.size();
  const auto length = static_cast<double>(n);
  // The sum over j of hann[i + j h]^2 is the same for every i: 3 N / (8 h).
  const double overlap = 0.375 * length / static_cast<double>(hop_);
  for (std::size_t i = 0; i < n; ++i) {
    output_window_.push_back(static_cast<float>(hann(i, length) / std::sqrt(length) / overlap));
  }
  const auto source_length = static_cast<double>(forward_.size());
  for (std::size_t i = 0; i < forward_.size(); ++i) {
    source_window_.push_back(static_cast<float>(std::sqrt(hann(i, source_length) / source_length)));
  }
  source_bins_ = forward_.bins().size();
  gains_.resize(source_bins_);
  for (std::size_t k = 0; k < source_bins_; ++k) {
    const double hz = hertz_of_bin(k, config.sample_rate_hz, forward_.size());
    const MelPosition at(hz, config.sample_rate_hz, config.bands);
    low_band_.push_back(at.low);
    fraction_.push_back(static_cast<float>(at.fraction));
  }
  for (auto* state : {&source_, &noise_}) state->resize(forward_.size());
  overlap_.resize(n);
}

double Synthesizer::pitch_of(const float* head) const {
  const float* told = head + parts_.pitch;
  const int classes = config_.pitch_classes;
  if (classes == 0) return 1.0 / (1.0 + std::exp(-static_cast<double>(*told)));
  const int peak = static_cast<int>(std::max_element(told, told + classes) - told);
  double weights = 0.0;
  double sum = 0.0;
  for (int k = std::max(0, peak - kPitchReach); k <= std::min(classes - 1, peak + kPitchReach);
       ++k) {
    const double weight = std::exp(static_cast<double>(told[k]) - told[peak]);
    weights += weight;
    sum += weight * k;
  }
  return sum / weights / (classes - 1);
}

void Synthesizer::make_source(const float* head) {
  const double octaves = std::log2(config_.f0_max_hz / config_.f0_min_hz);
  const float f0 = head[parts_.voicing] > 0
                       ? static_cast<float>(config_.f0_min_hz * std::exp2(pitch_of(head) * octaves))
                       : 0.0f;
  const float before = last_f0_;
  const float end = f0 > 0 ? f0 : before > 0 ? before : static_cast<float>(kUnvoicedHz);
  const float begin = before > 0 ? before : end;
  const float gain_begin = before > 0 ? 1.0f : 0.0f;
  const float gain_end = f0 > 0 ? 1.0f : 0.0f;
  for (std::size_t i = 0; i < hop_; ++i) {
    const float ramp = static_cast<float>(i + 1) / static_cast<float>(hop_);
    hertz_[i] = begin + (end - begin) * ramp;
    voicing_[i] = gain_begin + (gain_end - gain_begin) * ramp;
  }
  const double radians = kTurn / config_.sample_rate_hz;
  for (std::size_t i = 0; i < hop_; ++i) {
    phase_ += static_cast<double>(hertz_[i]) * radians;
    if (phase_ >= kTurn) phase_ -= kTurn;
    phases_[i] = static_cast<float>(phase_);
  }
  last_f0_ = f0;

  drop_front(source_, hop_);
  drop_front(noise_, hop_);
  const std::size_t newest = source_.size() - hop_;
  if (gain_begin + gain_end > 0) {
    pulses(phases_.data(), hertz_.data(), voicing_.data(), hop_, source_.data() + newest);
  } else {
    std::fill_n(source_.data() + newest, hop_, 0.0f);
  }
  for (std::size_t i = 0; i < hop_; ++i) {
    noise_[newest + i] = noise_at(sample_ + static_cast<std::uint32_t>(i));
  }
  sample_ += static_cast<std::uint32_t>(hop_);
}

void Synthesizer::add_source_filter(const float* head) {
  float* spectrum = floats(source_inverse_.bins());
  std::fill_n(spectrum, 2 * source_bins_, 0.0f);
  const auto add_part = [&](const Aligned<float>& signal, int bands) {
    multiply(source_window_.data(), signal.data(), source_window_.size(), forward_.time().data());
    forward_.forward();
    band_gains(head + bands, low_band_.data(), fraction_.data(), source_bins_, gains_.data());
    add_filtered(floats(forward_.bins()), gains_.data(), source_bins_, spectrum);
  };
  make_source(head);
  add_part(source_, parts_.harmonic);
  add_part(noise_, parts_.noise);
  spectrum[1] = 0;                     // the spectrum of a real signal: irfft ignores these,
  spectrum[2 * source_bins_ - 1] = 0;  // FFTW leaves it open
  source_inverse_.inverse();
  // The oldest end of the free part's window.
  multiply_add(source_window_.data(), source_inverse_.time().data(), source_window_.size(),
               overlap_.data());
}

void Synthesizer::add_free_spectrum(const float* head) {
  float* spectrum = floats(inverse_.bins());
  std::fill_n(spectrum, 2 * bins_, 0.0f);
  add_polar(head + parts_.magnitude, head + parts_.phase, bins_, spectrum);
  spectrum[1] = 0;
  spectrum[2 * bins_ - 1] = 0;
  inverse_.inverse();
  multiply_add(output_window_.data(), inverse_.time().data(), output_window_.size(),
               overlap_.data());
}

void Synthesizer::run(const float* heads, std::size_t subframes, float* audio) {
  for (std::size_t s = 0; s < subframes; ++s) {
    const float* head = heads + s * static_cast<std::size_t>(parts_.width);
    if (config_.source_filter) add_source_filter(head);
    if (config_.free_spectrum) add_free_spectrum(head);
    std::copy_n(overlap_.data(), hop_, audio + s * hop_);
    drop_front(overlap_, hop_);
    std::fill_n(overlap_.data() + delay(), hop_, 0.0f);
  }
}

void Synthesizer::reset() {
  for (auto* state : {&source_, &noise_, &overlap_}) {
    std::fill(state->begin(), state->end(), 0.0f);
  }
  last_f0_ = 0;
  phase_ = 0;
  sample_ = 0;
}

}  // namespace codec::engine
