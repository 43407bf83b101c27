// What a sound is like, before it is encoded: how loud, and what its mix leaves of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "codec/sound/downmix.h"

namespace codec {

// The level of what sounds in a sound: pauses do not count.
// Threads: one at a time. Realtime: no.
class LevelMeter {
 public:
  explicit LevelMeter(int sample_rate_hz);
  void add(float sample);

  // RMS in dB relative to full scale of the blocks of 100 ms that are louder than -60 dBFS, or than
  // 37 dB below the loudest where that is less. Nothing where no block is above -120 dBFS.
  std::optional<double> level_db();
  double peak() const { return peak_; }
  double power() const { return power_; }  // sum of the squares of all samples

 private:
  static constexpr int kLowest_db = -120;
  static constexpr int kBins = 200;  // of 1 dB: what is beyond counts in the last
  struct Bin {
    double power = 0.0;
    std::int64_t samples = 0;
  };
  void end_block();

  std::int64_t block_samples_;
  double sum_ = 0.0;  // of the block
  std::int64_t samples_ = 0;
  double peak_ = 0.0;
  double power_ = 0.0;
  std::array<Bin, kBins> bins_{};
};

// In dBFS: from there on models lose what is audible.
inline constexpr double kQuiet_db = -45.0;
inline constexpr double kLoud_db = -6.0;

// The gain in dB that brings the level to -23 dBFS, peaks at most to -0.5. Nothing where no level
// is heard.
std::optional<double> levelling_gain_db(LevelMeter& heard);
// The same where the level is below kQuiet_db or above kLoud_db, else 0.
double automatic_gain_db(LevelMeter& heard);

// What samples are multiplied by for a gain in thousandths of a dB, as files keep it.
float factor_of_millidb(double gain_millidb);

// Threads: one at a time. Realtime: no.
class SoundSurvey {
 public:
  SoundSurvey(int sample_rate_hz, const Downmix& downmix);
  void add(std::span<const float> interleaved);

  // Power of the mix relative to what channels that know nothing of each other would leave there:
  // 0 dB of such, 10 log10(n) of n that are alike, far below 0 where they cancel.
  double mix_gain_db() const;
  // Whether nearly nothing of the channels is left in the mix: below -10 dB, or a correlation of
  // two channels below -0.9.
  bool cancels() const;
  int loudest() const;  // channel, from 0
  LevelMeter& mixed() { return mixed_; }
  LevelMeter& channel(int c) {
    return channels_.empty() ? mixed_ : channels_[static_cast<std::size_t>(c)];
  }

 private:
  Downmix downmix_;
  LevelMeter mixed_;
  std::vector<LevelMeter> channels_;
  std::vector<float> mono_;
};

}  // namespace codec
