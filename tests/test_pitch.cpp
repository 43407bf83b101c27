#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

#include "codec/measure/pitch.h"

namespace codec {
namespace {

constexpr double kRate = 16000.0;

double instant_of(std::size_t s) { return static_cast<double>(s + 1) * 160.0 / kRate; }

// Harmonics 1..8 of amplitude(h), at the frequency hz(seconds).
std::vector<float> voice(double seconds, const std::function<double(double)>& hz,
                         const std::function<double(int)>& amplitude) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * kRate));
  double phase = 0.0;
  for (std::size_t n = 0; n < sound.size(); ++n) {
    const double f = hz(static_cast<double>(n) / kRate);
    phase += 2.0 * std::numbers::pi * f / kRate;
    for (int h = 1; h <= 8 && h * f < 7000.0; ++h) {
      sound[n] += static_cast<float>(0.1 * amplitude(h) * std::cos(h * phase));
    }
  }
  return sound;
}

std::vector<float> voice(double seconds, double hz) {
  return voice(
      seconds, [hz](double) { return hz; }, [](int) { return 1.0; });
}

std::vector<float> noise(double seconds, double amplitude) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * kRate));
  std::uint32_t state = 1;
  for (float& x : sound) {
    state = state * 1664525u + 1013904223u;
    x = static_cast<float>(amplitude * (state * 0x1p-31 - 1.0));
  }
  return sound;
}

std::size_t voiced_count(const std::vector<float>& f0) {
  return static_cast<std::size_t>(std::ranges::count_if(f0, [](float hz) { return hz > 0.0f; }));
}

std::vector<float> mixed(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t n = 0; n < a.size(); ++n) a[n] += b[n];
  return a;
}

std::vector<float> tone(double seconds, double hz, double amplitude) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * kRate));
  for (std::size_t n = 0; n < sound.size(); ++n) {
    sound[n] = static_cast<float>(
        amplitude * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(n) / kRate));
  }
  return sound;
}

// Times that the voice sets in or ends, and times that it leaps by more than half an octave.
struct Changes {
  int voicing = 0;
  int octave = 0;
};
Changes changes_of(const std::vector<float>& f0) {
  Changes changes;
  for (std::size_t s = 1; s < f0.size(); ++s) {
    if ((f0[s] > 0.0f) != (f0[s - 1] > 0.0f)) {
      ++changes.voicing;
    } else if (f0[s] > 0.0f && std::abs(std::log2(f0[s] / f0[s - 1])) > 0.5f) {
      ++changes.octave;
    }
  }
  return changes;
}

class SteadyVoice : public testing::TestWithParam<double> {};

TEST_P(SteadyVoice, IsFoundWithinHalfAPercent) {
  const auto f0 = track_f0(voice(1.0, GetParam()));
  ASSERT_EQ(f0.size(), 100u);
  for (std::size_t s = 4; s < 95; ++s) {
    EXPECT_NEAR(f0[s] / GetParam(), 1.0, 0.005) << "subframe " << s;
  }
}
INSTANTIATE_TEST_SUITE_P(Hertz, SteadyVoice,
                         testing::Values(62.0, 80.0, 123.4, 200.0, 317.0, 440.0, 530.0));

TEST(Pitch, DescribesTheEndOfTheSubframe) {
  // Two octaves a second: 10 ms early or late would be 1.4 % off, always to the same side.
  const auto hz = [](double t) { return 100.0 * std::exp2(2.0 * t); };
  const auto f0 = track_f0(voice(1.0, hz, [](int h) { return 1.0 / h; }));
  double bias = 0.0;
  for (std::size_t s = 5; s < 95; ++s) {
    const double error = f0[s] / hz(instant_of(s)) - 1.0;
    EXPECT_LT(std::abs(error), 0.02) << "subframe " << s;
    bias += error / 90.0;
  }
  EXPECT_LT(std::abs(bias), 0.004);
}

TEST(Pitch, AMissingFundamentalIsHeard) {
  const auto f0 = track_f0(voice(
      0.6, [](double) { return 150.0; }, [](int h) { return h == 1 ? 0.0 : 1.0; }));
  for (std::size_t s = 4; s < 55; ++s) EXPECT_NEAR(f0[s], 150.0, 1.0);
}

TEST(Pitch, AStrongSecondHarmonicIsNoOctave) {
  const auto f0 = track_f0(voice(
      0.6, [](double) { return 110.0; }, [](int h) { return h == 2 ? 5.0 : 1.0; }));
  for (std::size_t s = 4; s < 55; ++s) EXPECT_NEAR(f0[s], 110.0, 1.0);
}

TEST(Pitch, PulsesOfAlternatingHeightKeepTheirRate) {
  // 200 Hz pulses, each second one 5 % lower: strictly periodic at 100 Hz only.
  std::vector<float> pulses(9600, 0.0f);
  for (std::size_t n = 0; n < pulses.size(); n += 80) {
    pulses[n] = n % 160 == 0 ? 0.5f : 0.475f;
  }
  const auto f0 = track_f0(pulses);
  for (std::size_t s = 4; s < 55; ++s) EXPECT_NEAR(f0[s], 200.0, 1.0);
}

TEST(Pitch, NoiseSilenceDcAndAClickAreUnvoiced) {
  EXPECT_LE(voiced_count(track_f0(noise(2.0, 0.3))), 10u);
  EXPECT_EQ(voiced_count(track_f0(std::vector<float>(16000, 0.0f))), 0u);
  EXPECT_EQ(voiced_count(track_f0(std::vector<float>(16000, 0.25f))), 0u);
  std::vector<float> click(16000, 0.0f);
  click[8000] = 1.0f;
  EXPECT_EQ(voiced_count(track_f0(click)), 0u);
}

TEST(Pitch, VoicingFollowsTheVoice) {
  auto sound = noise(1.5, 0.001);
  const auto middle = voice(0.5, 180.0);
  for (std::size_t n = 0; n < middle.size(); ++n) sound[8000 + n] += middle[n];
  const auto f0 = track_f0(sound);
  for (std::size_t s = 0; s < f0.size(); ++s) {
    const double t = instant_of(s);
    if (t < 0.47 || t > 1.03) {
      EXPECT_EQ(f0[s], 0.0f) << t << " s";
    } else if (t > 0.52 && t < 0.98) {
      EXPECT_NEAR(f0[s], 180.0, 2.0) << t << " s";
    }
  }
}

TEST(Pitch, APureLowToneIsNotPulledByTheWindow) {
  const auto f0 = track_f0(tone(1.0, 110.0, 0.3));
  for (std::size_t s = 4; s < 95; ++s) EXPECT_NEAR(f0[s], 110.0, 0.5);
}

TEST(Pitch, HumBelowTheVoiceIsNeitherVoicedNorHarmful) {
  // Rectified mains hum, 38 dB below the voice.
  auto sound = voice(0.5, 210.0);
  sound.resize(16000, 0.0f);
  for (const double hz : {100.0, 200.0, 300.0}) sound = mixed(sound, tone(1.0, hz, 0.002));
  const auto f0 = track_f0(sound);
  for (std::size_t s = 4; s < 46; ++s) EXPECT_NEAR(f0[s], 210.0, 2.0);
  for (std::size_t s = 55; s < f0.size(); ++s) EXPECT_EQ(f0[s], 0.0f) << s;
}

TEST(Pitch, RumbleLouderThanTheVoiceIsIgnored) {
  const auto f0 = track_f0(mixed(voice(1.0, 190.0), tone(1.0, 21.0, 1.0)));
  for (std::size_t s = 4; s < 95; ++s) EXPECT_NEAR(f0[s], 190.0, 2.0);
}

TEST(Pitch, TheVoicingCostBridgesDoubt) {
  const auto doubtful = mixed(voice(3.0, 150.0), noise(3.0, 0.85));
  PitchOptions free_of_cost;
  free_of_cost.voicing_cost = 0.0;
  const int without = changes_of(track_f0(doubtful, free_of_cost)).voicing;
  EXPECT_GE(without, 20);
  EXPECT_LE(changes_of(track_f0(doubtful)).voicing, without / 2);
}

TEST(Pitch, TheJumpCostKeepsTheOctave) {
  std::vector<float> pulses(48000, 0.0f);  // 200 Hz or 100 Hz, as one likes
  for (std::size_t n = 0; n < pulses.size(); n += 80) pulses[n] = n % 160 == 0 ? 1.0f : 0.82f;
  const auto ambiguous = mixed(pulses, noise(3.0, 0.06));
  PitchOptions free_of_cost;
  free_of_cost.octave_jump_cost = 0.0;
  EXPECT_GE(changes_of(track_f0(ambiguous, free_of_cost)).octave, 10);
  EXPECT_LE(changes_of(track_f0(ambiguous)).octave, 1);
}

TEST(Pitch, TheLevelDoesNotMatter) {
  const auto loud = mixed(voice(0.5, 140.0), noise(0.5, 0.05));
  auto quiet = loud;
  for (float& x : quiet) x *= 0x1p-10f;
  EXPECT_EQ(track_f0(quiet), track_f0(loud));
}

TEST(Pitch, ASampleThatIsNoNumberHarmsOnlyItsSurroundings) {
  auto sound = voice(1.0, 200.0);
  sound[8000] = std::numeric_limits<float>::quiet_NaN();
  const auto f0 = track_f0(sound);
  EXPECT_EQ(f0[49], 0.0f);
  for (std::size_t s = 4; s < 44; ++s) EXPECT_NEAR(f0[s], 200.0, 1.0);
  for (std::size_t s = 56; s < 95; ++s) EXPECT_NEAR(f0[s], 200.0, 1.0);
}

TEST(Pitch, LengthsRoundDown) {
  EXPECT_TRUE(track_f0({}).empty());
  EXPECT_TRUE(track_f0(std::vector<float>(159)).empty());
  EXPECT_EQ(track_f0(std::vector<float>(160)).size(), 1u);
  EXPECT_EQ(track_f0(std::vector<float>(479)).size(), 2u);
}

TEST(Pitch, OtherRatesAreUnderstood) {
  std::vector<float> sound(24000);
  for (std::size_t n = 0; n < sound.size(); ++n) {
    sound[n] = n % 150 == 0 ? 0.5f : 0.0f;  // 160 Hz at 24 kHz
  }
  PitchOptions options;
  options.sample_rate_hz = 24000;
  options.hop_samples = 240;
  const auto f0 = track_f0(sound, options);
  ASSERT_EQ(f0.size(), 100u);
  for (std::size_t s = 4; s < 95; ++s) EXPECT_NEAR(f0[s], 160.0, 1.0);
}

}  // namespace
}  // namespace codec
