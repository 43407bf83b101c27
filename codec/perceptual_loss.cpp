#include "codec/perceptual_loss.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "codec/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr int kBands = 49;
constexpr double kLowestHz = 50.0;
// Speech at the listening level, in the units of the standard's constants and in dB over the
// threshold's zero.
constexpr double kSpeechPower = 3.4e6;
constexpr double kListeningDb = 71.0;
constexpr double kZwicker = 0.23;         // exponent of loudness
constexpr double kLoudnessScale = 0.1866;
constexpr double kFloor = 1e-6;
constexpr double kAudiblePower = 1e3;  // of a frame; softer ones do not count

double bark(double hz) { return 7.0 * std::asinh(hz / 650.0); }
double hertz(double z) { return 650.0 * std::sinh(z / 7.0); }

double threshold_db(double hz) {  // Terhardt, Hearing Research 1, 1979
  const double khz = hz / 1000.0;
  return 3.64 * std::pow(khz, -0.8) - 6.5 * std::exp(-0.6 * (khz - 3.3) * (khz - 3.3)) +
         1e-3 * std::pow(khz, 4.0);
}

}  // namespace

PerceptualLoss::PerceptualLoss(int sample_rate_hz, torch::Device device)
    : window_(sample_rate_hz * 32 / 1000) {
  taper_ = torch::hann_window(window_, /*periodic=*/true).to(device);
  const auto bins = window_ / 2 + 1;
  const double low = bark(kLowestHz);
  const double step = (bark(sample_rate_hz / 2.0) - low) / kBands;
  auto bank = torch::zeros({bins, kBands});
  auto a = bank.accessor<float, 2>();
  std::vector<float> threshold, exponent, width;
  for (int z = 0; z < kBands; ++z) {
    const double from = low + step * z;
    // A bin counts for a band by the share of its width that lies in it; a band's power is that of
    // its bins whatever its width.
    const double first = hertz(from) * static_cast<double>(window_) / sample_rate_hz;
    const double last = hertz(from + step) * static_cast<double>(window_) / sample_rate_hz;
    for (std::int64_t k = 0; k < bins; ++k) {
      const double at = static_cast<double>(k);
      const double share = std::min(at + 0.5, last) - std::max(at - 0.5, first);
      if (share > 0) a[k][z] = static_cast<float>(share);
    }
    const double centre = hertz(from + step / 2);
    threshold.push_back(static_cast<float>(
        kSpeechPower * std::pow(10.0, (threshold_db(centre) - kListeningDb) / 10.0)));
    const double z_centre = from + step / 2;
    exponent.push_back(static_cast<float>(
        kZwicker *
        (z_centre < 4.0 ? std::pow(std::min(2.0, 6.0 / (z_centre + 2.0)), 0.15) : 1.0)));
    width.push_back(static_cast<float>(step));
  }
  bank_ = bank.to(device);
  threshold_ = torch::tensor(threshold).to(device);
  exponent_ = torch::tensor(exponent).to(device);
  width_ = torch::tensor(width).to(device);
}

Tensor PerceptualLoss::bands(const Tensor& audio) const {
  const auto frames = audio.unfold(1, window_, window_ / 2) * taper_;
  return torch::matmul(magnitude(torch::fft::rfft(frames)).square(), bank_);
}

Tensor PerceptualLoss::loudness(const Tensor& power) const {
  const auto half = threshold_ / 0.5;
  const auto above = (0.5 + 0.5 * power / threshold_).clamp_min(1.0);
  return kLoudnessScale * half.pow(exponent_) * (above.pow(exponent_) - 1.0);
}

Tensor PerceptualLoss::operator()(const Tensor& output, const Tensor& target) const {
  auto x = bands(target);  // (B, F, Z)
  auto y = bands(output);
  // Both as loud as the standard wants the reference; the codec must keep the level, so that one
  // factor serves both.
  constexpr std::int64_t kFrom = 5, kTo = 36;  // bands of about 325..3250 Hz
  const auto level = kSpeechPower / (x.slice(2, kFrom, kTo).sum(2).mean(1) + kFloor);
  const auto scale = level.clamp_max(1e9).reshape({-1, 1, 1});
  x = x * scale;
  y = y * scale;
  const auto audible = (x.sum(2) > kAudiblePower).to(x.dtype());  // (B, F)
  const auto frames = audible.sum() + 1.0;
  // What a listener gets used to: a linear filter, up to 20 dB a band, and small gains a frame.
  Tensor compensation;
  {
    torch::NoGradGuard no_grad;
    const auto weight = audible.unsqueeze(2);
    const auto filter = (((y * weight).sum(1, true) + 1e3) / ((x * weight).sum(1, true) + 1e3))
                            .clamp(0.01, 100.0);
    x = x * filter;
    const auto gain = ((x.sum(2, true) + 5e3) / (y.sum(2, true) + 5e3)).clamp(3e-4, 5.0);
    compensation = gain;
  }
  y = y * compensation;
  const auto loud_x = loudness(x);
  const auto loud_y = loudness(y);
  const auto difference = loud_y - loud_x;
  const auto mask = 0.25 * torch::minimum(loud_x, loud_y).detach();
  const auto disturbance = (difference.abs() - mask).clamp_min(0.0);  // (B, F, Z)
  auto asymmetry = ((y.detach() + 50.0) / (x + 50.0)).pow(1.2);
  asymmetry = torch::where(asymmetry < 3.0, torch::zeros_like(asymmetry), asymmetry.clamp_max(12.0));
  const auto added = disturbance * asymmetry * (difference > 0).to(x.dtype());
  const auto emphasis = ((x.sum(2) + 1e5) / 1e7).pow(0.04);  // of quiet frames
  const auto total_width = width_.sum();
  const auto d = ((disturbance * width_).square().sum(2) + 1e-6).sqrt() * total_width.sqrt();
  const auto da = (added * width_).sum(2);
  const auto d_frame = (d / emphasis).clamp_max(45.0);
  const auto da_frame = (da / emphasis).clamp_max(45.0);
  return ((0.1 * d_frame + 0.0309 * da_frame) * audible).sum() / frames;
}

}  // namespace codec
