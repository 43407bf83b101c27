// Sample-rate conversion: length, delay, pass band, stop band, and independence of the chunks.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "codec/sound/resampler.h"

namespace codec {
namespace {

std::vector<float> sine(double hz, int rate, std::size_t n) {
  std::vector<float> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = static_cast<float>(
        0.5 * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate));
  }
  return out;
}

// 200 Hz to 6.5 kHz, linear in time.
std::vector<float> chirp(int rate, std::size_t n) {
  std::vector<float> out(n);
  const double seconds = static_cast<double>(n) / rate;
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / rate;
    out[i] = static_cast<float>(
        0.5 * std::sin(2.0 * std::numbers::pi * (200.0 * t + 0.5 * 6300.0 / seconds * t * t)));
  }
  return out;
}

std::vector<float> convert(Resampler& resampler, const std::vector<float>& in,
                           std::size_t chunk = 4096) {
  std::vector<float> out;
  for (std::size_t at = 0; at < in.size(); at += chunk) {
    resampler.push(std::span(in).subspan(at, std::min(chunk, in.size() - at)), out);
  }
  resampler.finish(out);
  return out;
}

double db_of_difference(const std::vector<float>& a, const std::vector<float>& b,
                        std::size_t margin) {
  double error = 0.0, power = 0.0;
  for (std::size_t i = margin; i + margin < a.size(); ++i) {
    error += std::pow(static_cast<double>(a[i]) - b[i], 2);
    power += std::pow(static_cast<double>(b[i]), 2);
  }
  return 10.0 * std::log10(error / power + 1e-20);
}

constexpr int kRates[] = {1000, 8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000, 768000};

TEST(Resampler, LengthIsExact) {
  for (const int from : kRates) {
    for (const int to : {16000, 24000, 48000}) {
      auto resampler = Resampler::open(from, to);
      ASSERT_TRUE(resampler.ok());
      for (const std::size_t n : {0u, 1u, 2u, 159u, 160u, 161u, 5001u}) {
        const auto out = convert(*resampler, std::vector<float>(n, 0.1f));
        const auto want = (n * static_cast<std::size_t>(to) + static_cast<std::size_t>(from) - 1) /
                          static_cast<std::size_t>(from);
        ASSERT_EQ(out.size(), want) << from << " -> " << to << ", " << n << " samples";
        ASSERT_EQ(resampler->output_length(static_cast<std::int64_t>(n)),
                  static_cast<std::int64_t>(want));
      }
    }
  }
}

TEST(Resampler, ChirpKeepsItsPlace) {  // pass band and delay at once
  for (const int from : {44100, 48000, 22050, 96000}) {
    auto down = Resampler::open(from, 16000);
    ASSERT_TRUE(down.ok());
    const auto out = convert(*down, chirp(from, static_cast<std::size_t>(2 * from)));
    const auto want = chirp(16000, 32000);
    ASSERT_EQ(out.size(), want.size());
    EXPECT_LT(db_of_difference(out, want, 800), -80.0) << from;
    auto up = Resampler::open(16000, from);
    const auto back = convert(*up, want);
    EXPECT_LT(db_of_difference(back, chirp(from, static_cast<std::size_t>(2 * from)), 2000), -80.0)
        << from;
  }
}

TEST(Resampler, ThereAndBackKeepsTheLength) {
  for (const int rate : {8000, 11025, 44100, 48000}) {
    auto to = Resampler::open(rate, 16000);
    auto from = Resampler::open(16000, rate);
    const auto in = sine(500.0, rate, 12345);
    const auto out = convert(*from, convert(*to, in));
    ASSERT_GE(out.size(), in.size());
    EXPECT_LE(out.size(), in.size() + static_cast<std::size_t>(rate / 16000 + 1));
  }
}

TEST(Resampler, NothingFoldsBack) {  // 9 kHz and above must not appear in 0..8 kHz
  for (const double hz : {9000.0, 12000.0, 15500.0, 20000.0, 23000.0}) {
    auto resampler = Resampler::open(48000, 16000);
    const auto out = convert(*resampler, sine(hz, 48000, 96000));
    double peak = 0.0;
    for (std::size_t i = 1000; i + 1000 < out.size(); ++i) {
      peak = std::max(peak, std::fabs(static_cast<double>(out[i])));
    }
    EXPECT_LT(20.0 * std::log10(peak / 0.5 + 1e-12), -100.0) << hz << " Hz";
  }
}

TEST(Resampler, ChunksDoNotMatter) {
  for (const int from : {44100, 48000, 11025}) {
    auto resampler = Resampler::open(from, 16000);
    const auto in = chirp(from, 30011);
    const auto whole = convert(*resampler, in, in.size());
    for (const std::size_t chunk : {1u, 2u, 159u, 441u, 480u, 481u, 1009u, 16384u}) {
      ASSERT_EQ(convert(*resampler, in, chunk), whole) << from << ", chunks of " << chunk;
    }
  }
}

TEST(Resampler, ResetForgetsEverything) {
  auto resampler = Resampler::open(44100, 16000);
  const auto in = chirp(44100, 20000);
  const auto first = convert(*resampler, in);
  std::vector<float> dropped;
  resampler->push(sine(3000.0, 44100, 7777), dropped);
  resampler->reset();
  EXPECT_EQ(convert(*resampler, in), first);
}

TEST(Resampler, DelayIsTrue) {
  for (const int from : {44100, 48000, 8000}) {
    auto resampler = Resampler::open(from, 16000);
    const auto in = sine(440.0, from, static_cast<std::size_t>(from));
    std::vector<float> out;
    double most = 0.0;
    for (std::size_t i = 0; i < in.size(); ++i) {
      most =
          std::max(most, static_cast<double>(i) - static_cast<double>(out.size()) * from / 16000.0);
      resampler->push(std::span(in).subspan(i, 1), out);
    }
    EXPECT_LE(most, resampler->delay_samples()) << from;
    EXPECT_GT(most, 0.8 * resampler->delay_samples()) << from;
    std::printf("%d -> 16000: at most %.1f ms wait inside\n", from, 1000.0 * most / from);
  }
}

TEST(Resampler, EqualRatesPassThrough) {
  auto resampler = Resampler::open(16000, 16000);
  const auto in = chirp(16000, 1000);
  EXPECT_EQ(convert(*resampler, in, 7), in);
  EXPECT_EQ(resampler->delay_samples(), 0);
}

TEST(Resampler, RefusesOtherRates) {
  EXPECT_EQ(Resampler::open(999, 16000).error().code, ErrorCode::bad_value);
  EXPECT_EQ(Resampler::open(16000, 0).error().code, ErrorCode::bad_value);
  EXPECT_EQ(Resampler::open(768001, 16000).error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace codec
