#include "gui/audio/monitor_mix.h"

#include <algorithm>
#include <cmath>

namespace gui {
namespace {

constexpr double kWindowS = 1.5;      // of the loudness estimate
constexpr double kFadeS = 0.010;      // from one to the other
constexpr double kGateEnergy = 1e-6;  // -60 dBFS: pauses say nothing about loudness
constexpr float kFullScale = 0.98F;
constexpr float kMostGain = 3.9810717F;  // 12 dB

}  // namespace

void MonitorMix::reset(int rateHz) {
  decay_ = 1.0 / (kWindowS * rateHz);
  step_ = static_cast<float>(1.0 / (kFadeS * rateHz));
  originalEnergy_ = reconstructionEnergy_ = 0.0;
  gain_ = trim_ = 1.0F;
  share_ = -1.0F;
}

void MonitorMix::mix(std::span<const float> original, std::span<const float> reconstruction,
                     Listen listen, bool matched, std::span<float> out, std::span<float> side) {
  double energy = 0.0;
  for (const float x : original) energy += static_cast<double>(x) * x;
  const bool loud = energy > kGateEnergy * static_cast<double>(original.size());
  const float target = listen == Listen::reconstruction ? 1.0F : 0.0F;
  if (share_ < 0.0F) share_ = target;
  // Whichever is heard: switching must not change how loud it is.
  float peak = 0.0F;
  std::size_t loudAt = 0;  // the first sample that would pass full scale
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float loudest = std::abs(original[i]) + (side.empty() ? 0.0F : std::abs(side[i]));
    const float one = std::max(loudest, gain_ * std::abs(reconstruction[i]));
    if (peak * trim_ <= 1.0F && one * trim_ > 1.0F) loudAt = i;
    peak = std::max(peak, one);
  }
  const float trimmed = peak * trim_ > 1.0F ? kFullScale / peak : trim_;
  const float turn = (trimmed - trim_) / static_cast<float>(loudAt + 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double o = original[i];
    const double r = reconstruction[i];
    if (loud && matched) {
      originalEnergy_ += decay_ * (o * o - originalEnergy_);
      reconstructionEnergy_ += decay_ * (r * r - reconstructionEnergy_);
    }
    share_ += std::clamp(target - share_, -step_, step_);
    trim_ = std::max(trimmed, trim_ + turn);
    out[i] = trim_ * (original[i] * (1.0F - share_) + gain_ * reconstruction[i] * share_);
    if (!side.empty()) side[i] *= trim_ * (1.0F - share_);
  }
  if (!matched) {
    gain_ = 1.0F;
  } else if (originalEnergy_ > kGateEnergy * 0.01 && reconstructionEnergy_ > kGateEnergy * 0.01) {
    const auto wanted = static_cast<float>(std::sqrt(originalEnergy_ / reconstructionEnergy_));
    gain_ = std::clamp(wanted, 1.0F / kMostGain, kMostGain);
  }
}

double MonitorMix::matchDb() const { return 20.0 * std::log10(static_cast<double>(gain_)); }

}  // namespace gui
