#include "codec/sound/survey.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace codec {

LevelMeter::LevelMeter(int sample_rate_hz) : block_samples_(sample_rate_hz / 10) {}

void LevelMeter::add(float sample) {
  const auto v = static_cast<double>(sample);
  sum_ += v * v;
  power_ += v * v;
  peak_ = std::max(peak_, std::fabs(v));
  if (++samples_ == block_samples_) end_block();
}

void LevelMeter::end_block() {
  if (sum_ > 0.0) {
    const double db = 10.0 * std::log10(sum_ / static_cast<double>(samples_)) - kLowest_db;
    if (db >= 0.0) {
      auto& bin = bins_[static_cast<std::size_t>(std::min(db, kBins - 1.0))];
      bin.power += sum_;
      bin.samples += samples_;
    }
  }
  sum_ = 0.0;
  samples_ = 0;
}

std::optional<double> LevelMeter::level_db() {
  if (samples_ > 0) end_block();
  constexpr int kGate = -60 - kLowest_db;
  constexpr int kBelowLoudest = 37;
  int loudest = kBins - 1;
  while (loudest >= 0 && bins_[static_cast<std::size_t>(loudest)].samples == 0) --loudest;
  if (loudest < 0) return std::nullopt;
  Bin sum;
  for (int i = std::max(0, std::min(kGate, loudest - kBelowLoudest)); i <= loudest; ++i) {
    sum.power += bins_[static_cast<std::size_t>(i)].power;
    sum.samples += bins_[static_cast<std::size_t>(i)].samples;
  }
  return 10.0 * std::log10(sum.power / static_cast<double>(sum.samples));
}

SoundSurvey::SoundSurvey(int sample_rate_hz, const Downmix& downmix)
    : downmix_(downmix),
      mixed_(sample_rate_hz),
      channels_(downmix.weights.size() > 1 ? downmix.weights.size() : 0,
                LevelMeter(sample_rate_hz)) {}

void SoundSurvey::add(std::span<const float> interleaved) {
  const auto channels = downmix_.weights.size();
  if (channels > 1) {
    mono_.resize(interleaved.size() / channels);
    mix(interleaved, downmix_, mono_);
    for (std::size_t i = 0; i < interleaved.size(); ++i) {
      channels_[i % channels].add(interleaved[i]);
    }
    for (const float v : mono_) mixed_.add(v);
  } else {
    for (const float v : interleaved) mixed_.add(v);
  }
}

double SoundSurvey::mix_gain_db() const {
  double apart = 0.0;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    apart += downmix_.weights[c] * downmix_.weights[c] * channels_[c].power();
  }
  if (apart <= 0.0) return 0.0;
  if (mixed_.power() <= 0.0) return -std::numeric_limits<double>::infinity();
  return 10.0 * std::log10(mixed_.power() / apart);
}

bool SoundSurvey::cancels() const { return mix_gain_db() < -10.0; }

int SoundSurvey::loudest() const {
  const auto found =
      std::max_element(channels_.begin(), channels_.end(),
                       [](const auto& a, const auto& b) { return a.power() < b.power(); });
  return channels_.empty() ? 0 : static_cast<int>(found - channels_.begin());
}

std::optional<double> levelling_gain_db(LevelMeter& heard) {
  const auto level = heard.level_db();
  if (!level) return std::nullopt;
  const double room_db = -0.5 - 20.0 * std::log10(heard.peak());
  return std::clamp(std::min(-23.0 - *level, room_db), -120.0, 120.0);
}

double automatic_gain_db(LevelMeter& heard) {
  const auto level = heard.level_db();
  const bool is_odd = level && (*level < kQuiet_db || *level > kLoud_db);
  return is_odd ? *levelling_gain_db(heard) : 0.0;
}

float factor_of_millidb(double gain_millidb) {
  return static_cast<float>(std::pow(10.0, gain_millidb / 20000.0));
}

}  // namespace codec
