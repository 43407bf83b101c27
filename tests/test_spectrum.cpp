#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <thread>
#include <vector>

#include "codec/sound/fft.h"
#include "codec/sound/spectrum.h"

namespace codec {
namespace {

constexpr float kGuard = 999.0f;

TEST(RealFft, OneSampleHasAFlatSpectrum) {
  RealFft fft(6);
  fft.time()[0] = 2.0f;
  fft.forward();
  ASSERT_EQ(fft.bins().size(), 4u);
  for (const auto& bin : fft.bins()) EXPECT_EQ(bin, std::complex<float>(2.0f, 0.0f));
}

TEST(RealFft, TheInverseGivesNTimesTheInput) {
  RealFft fft(10);
  for (std::size_t n = 0; n < 10; ++n) fft.time()[n] = static_cast<float>(n * n);
  fft.forward();
  fft.inverse();
  for (std::size_t n = 0; n < 10; ++n) {
    EXPECT_NEAR(fft.time()[n], 10.0f * static_cast<float>(n * n), 1e-3f);
  }
}

TEST(RealFft, IsConstructedFromManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([] {
      for (std::size_t size = 2; size < 200; ++size) {
        RealFft fft(size);
        fft.time()[1] = 1.0f;
        fft.forward();
        EXPECT_NEAR(std::abs(fft.bins()[1]), 1.0f, 1e-5f);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(ShortTimeSpectrum, DirectCurrentFillsTwoBins) {
  // The periodic Hann window is 1/2 - cos/2: N/2 at bin 0, N/4 at bin 1, nothing above.
  ShortTimeSpectrum spectrum(8);
  const std::vector<float> ones(100, 1.0f);
  std::vector<float> power(spectrum.bins() + 1, kGuard);
  spectrum.power(ones, 50, Edge::silence, std::span(power).first(spectrum.bins()));
  const std::vector<float> want{16.0f, 4.0f, 0.0f, 0.0f, 0.0f};
  for (std::size_t k = 0; k < want.size(); ++k) EXPECT_NEAR(power[k], want[k], 1e-5f) << k;
  EXPECT_EQ(power.back(), kGuard);
}

TEST(ShortTimeSpectrum, TheMiddleOfTheWindowIsTheInstantAskedFor) {
  // One impulse under the top of the window (weight 1) has power 1 everywhere; half a window
  // later it stands under the window's first zero.
  std::vector<float> impulse(100, 0.0f);
  impulse[40] = 1.0f;
  ShortTimeSpectrum spectrum(8);
  std::vector<float> power(spectrum.bins());
  spectrum.power(impulse, 40, Edge::silence, power);
  for (const float p : power) EXPECT_NEAR(p, 1.0f, 1e-6f);
  spectrum.power(impulse, 44, Edge::silence, power);
  for (const float p : power) EXPECT_NEAR(p, 0.0f, 1e-6f);
  spectrum.power(impulse, 42, Edge::silence, power);  // weight 1/2
  for (const float p : power) EXPECT_NEAR(p, 0.25f, 1e-6f);
}

TEST(ShortTimeSpectrum, MirroredEdgesRepeatTheSoundBackwards) {
  // Around sample 0 of (0, 1, 0, 0, ...) the mirrored sound is ..., 0, 1, 0, 1, 0, ...: of the
  // window of 8 the weights of -1 and +1 are (1 + cos 45 deg) / 2 each, and their sum is bin 0.
  std::vector<float> sound(50, 0.0f);
  sound[1] = 1.0f;
  ShortTimeSpectrum spectrum(8);
  std::vector<float> power(spectrum.bins());
  spectrum.power(sound, 0, Edge::mirror, power);
  const double weight = (1.0 + std::sqrt(0.5)) / 2.0;
  EXPECT_NEAR(power[0], 4.0 * weight * weight, 1e-5);
  spectrum.power(sound, 0, Edge::silence, power);
  EXPECT_NEAR(power[0], weight * weight, 1e-5);
}

TEST(ShortTimeSpectrum, MirrorsASoundShorterThanTheWindow) {
  const std::vector<float> three{1.0f, 1.0f, 1.0f};
  const std::vector<float> one{1.0f};
  ShortTimeSpectrum spectrum(64);
  std::vector<float> power(spectrum.bins());
  spectrum.power(three, 1, Edge::mirror, power);
  EXPECT_NEAR(power[0], 32.0f * 32.0f, 1e-2f);
  spectrum.power(one, 0, Edge::mirror, power);
  EXPECT_NEAR(power[0], 32.0f * 32.0f, 1e-2f);
  spectrum.power({}, 0, Edge::mirror, power);
  EXPECT_EQ(power[0], 0.0f);
}

TEST(ShortTimeSpectrum, AFullScaleSineReadsZeroDecibels) {
  std::vector<float> sine(1000);
  for (std::size_t n = 0; n < sine.size(); ++n) {
    sine[n] = static_cast<float>(std::sin(2.0 * std::numbers::pi * static_cast<double>(n) / 8.0));
  }
  ShortTimeSpectrum spectrum(64);  // bin 8 of 64
  std::vector<float> levels(spectrum.bins());
  spectrum.decibels(sine, 500, -120.0f, levels);
  EXPECT_NEAR(levels[8], 0.0f, 1e-3f);
  EXPECT_NEAR(levels[7], -6.0206f, 1e-3f);  // half the amplitude, a property of the window
  EXPECT_LE(levels[20], -100.0f);
  spectrum.decibels(sine, -500, -120.0f, levels);
  for (const float level : levels) EXPECT_EQ(level, -120.0f);
}

TEST(MelBank, OneBandPeaksAtTheSquareRoot) {
  // Half of the mel range up to f is at 700 (sqrt(1 + f / 700) - 1): 1767.8 Hz for 8 kHz.
  const MelBank bank(16000, 16, 1);  // bins 1 kHz apart
  EXPECT_NEAR(bank.centre_hz(0), 1767.797, 1e-2);
  std::vector<float> mel{0.0f, kGuard};
  const auto weight_of_bin = [&](std::size_t k) {
    std::vector<float> spectrum(9, 0.0f);
    spectrum[k] = 1.0f;
    bank.apply(spectrum, std::span(mel).first(1));
    return mel[0];
  };
  EXPECT_EQ(weight_of_bin(0), 0.0f);
  EXPECT_NEAR(weight_of_bin(1), 1000.0 / 1767.797, 1e-5);
  EXPECT_NEAR(weight_of_bin(2), 6000.0 / (8000.0 - 1767.797), 1e-5);
  EXPECT_NEAR(weight_of_bin(8), 0.0, 1e-12);
  EXPECT_EQ(mel[1], kGuard);
}

TEST(MelBank, NeighbouringBandsSumToOneBetweenTheirCentres) {
  const MelBank bank(16000, 1024, 20);
  std::vector<float> mel(20);
  for (std::size_t k = 0; k < bank.bins(); ++k) {
    const double hz = static_cast<double>(k) * 16000.0 / 1024.0;
    if (hz < bank.centre_hz(0) || hz > bank.centre_hz(19)) continue;
    std::vector<float> spectrum(bank.bins(), 0.0f);
    spectrum[k] = 1.0f;
    bank.apply(spectrum, mel);
    float sum = 0.0f;
    for (const float m : mel) sum += m;
    EXPECT_NEAR(sum, 1.0f, 1e-5f) << hz << " Hz";
  }
}

}  // namespace
}  // namespace codec
