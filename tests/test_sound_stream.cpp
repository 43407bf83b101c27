// Sound in and out: any rate, any pieces, the exact length, and silence where frames were lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "codec/files/sound_stream.h"
#include "tests/support/random_model.h"

namespace codec {
namespace {

class SoundStream : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    model_ = testing_support::random_model(testing_support::tiny_config(), 1);
    codes_ = encode(model_, testing_support::synthetic_speech(64 * 300, 16000, 3));
  }
  static void TearDownTestSuite() { model_.reset(); }

  static std::span<const Code> frames(std::int64_t first, std::int64_t count) {
    const auto q = static_cast<std::size_t>(codes_.levels);
    return std::span(codes_.data)
        .subspan(static_cast<std::size_t>(first) * q, static_cast<std::size_t>(count) * q);
  }
  static std::vector<float> decoded(SoundDecoder& decoder, std::int64_t step,
                                    std::int64_t first = 0) {
    std::vector<float> audio;
    for (auto at = first; at < codes_.frames(); at += step) {
      decoder.push(frames(at, std::min(step, codes_.frames() - at)), codes_.levels, audio);
    }
    decoder.finish(audio);
    return audio;
  }
  static SoundDecoder open(int rate, const SoundDecoderOptions& options = {}) {
    return std::move(*SoundDecoder::open(model_, rate, options));
  }

  static std::shared_ptr<const Model> model_;
  static Codes codes_;
};

std::shared_ptr<const Model> SoundStream::model_;
Codes SoundStream::codes_;

TEST_F(SoundStream, CodesAreThoseOfTheStreamInAnyPieces) {
  for (const int rate : {16000, 44100}) {
    const auto sound = testing_support::synthetic_speech(30001, rate, 4);
    auto resampler = *Resampler::open(rate, 16000);
    std::vector<float> converted;
    resampler.push(sound, converted);
    resampler.finish(converted);
    const auto want = encode(model_, converted, 2);
    auto encoder = std::move(*SoundEncoder::open(model_, rate, 2));
    EXPECT_EQ(encoder.levels(), 2);
    for (const std::size_t piece : {30001u, 777u, 1u}) {
      std::vector<Code> codes;
      for (std::size_t at = 0; at < sound.size(); at += piece) {
        encoder.push(std::span(sound).subspan(at, std::min(piece, sound.size() - at)), codes);
      }
      encoder.finish(codes);
      EXPECT_EQ(codes, want.data) << rate << " Hz in pieces of " << piece;
    }
  }
  EXPECT_EQ(SoundEncoder::open(model_, 10).error().code, ErrorCode::bad_value);
}

TEST_F(SoundStream, SoundIsThatOfTheStreamInAnyPieces) {
  auto plain = open(16000);
  const auto want = decode(model_, codes_);
  for (const std::int64_t step : {1, 48, 300}) EXPECT_EQ(decoded(plain, step), want) << step;
  auto other = open(44100, {.gain_millidb = 6000, .length = 50001});
  const auto once = decoded(other, 300);
  EXPECT_EQ(once.size(), 50001u);
  for (const std::int64_t step : {1, 48}) EXPECT_EQ(decoded(other, step), once) << step;
  auto loud = open(44100);
  const auto factor = static_cast<float>(std::pow(10.0, -0.3));
  EXPECT_EQ(once[20000], decoded(loud, 300)[20000] * factor);
  EXPECT_EQ(SoundDecoder::open(model_, 10).error().code, ErrorCode::bad_value);
}

TEST_F(SoundStream, ALengthThatIsToldLateIsKept) {
  const auto want = decode(model_, codes_);
  auto decoder = open(16000, {.length_is_told_late = true});
  for (const SampleIndex length : {64 * 299 + 1, 64 * 299 + 63, 64 * 300}) {
    std::vector<float> audio;
    decoder.push(frames(0, 300), codes_.levels, audio);
    EXPECT_FALSE(decoder.is_complete());
    EXPECT_LT(audio.size(), static_cast<std::size_t>(64 * 299));
    decoder.finish(audio, length);
    ASSERT_EQ(audio.size(), static_cast<std::size_t>(length));
    EXPECT_TRUE(std::equal(audio.begin(), audio.end(), want.begin()));
  }
}

TEST_F(SoundStream, LostFramesAreSilentAndTheOthersUntouched) {
  const auto want = decode(model_, codes_);
  const std::vector<Damage::Range> lost = {{40, 10}, {100, 1}, {101, 20}, {290, 10}};
  auto told = open(16000, {.lost = lost});
  const auto got = decoded(told, 48);
  ASSERT_EQ(got.size(), want.size());
  for (std::int64_t t = 0; t < 300; ++t) {
    const auto in = [t](std::int64_t first, std::int64_t end) { return t >= first && t < end; };
    const bool silent = in(42, 50) || in(102, 121) || in(292, 300);  // edges: 80 samples
    const bool edge = in(40, 52) || in(100, 123) || in(290, 300);
    for (auto i = static_cast<std::size_t>(t * 64); i < static_cast<std::size_t>(t * 64 + 64);
         ++i) {
      if (silent) {
        ASSERT_EQ(got[i], 0.0f) << t;
      } else if (!edge) {
        ASSERT_EQ(got[i], want[i]) << t;
      }
      ASSERT_LE(std::fabs(got[i]), std::fabs(want[i]));
    }
  }
  EXPECT_EQ(decoded(told, 7), got) << "after finish() as newly opened";
  // The same found on the way, which the next sound has forgotten.
  auto found = open(16000);
  std::vector<float> audio;
  for (std::int64_t t = 0; t < 300; ++t) {
    for (const auto& range : lost) {
      if (t >= range.first && t < range.first + range.count) found.lose(t, 1);
    }
    found.push(frames(t, 1), codes_.levels, audio);
  }
  found.finish(audio);
  EXPECT_EQ(audio, got);
  EXPECT_EQ(decoded(found, 48), want);
}

TEST_F(SoundStream, RestartsAtAnyFrame) {
  auto plain = open(16000);
  plain.restart(200);
  const auto want = decoded(plain, 48, 200);
  ASSERT_EQ(want.size(), static_cast<std::size_t>(64 * 100));
  auto decoder = open(16000, {.lost = {{250, 20}}});
  const auto whole = decoded(decoder, 48);
  decoder.restart(200);
  const auto rest = decoded(decoder, 48, 200);
  ASSERT_EQ(rest.size(), want.size());
  EXPECT_TRUE(std::equal(rest.begin(), rest.begin() + 64 * 50, want.begin()));
  EXPECT_TRUE(std::equal(rest.begin() + 64 * 72, rest.end(), want.begin() + 64 * 72));
  EXPECT_TRUE(
      std::all_of(rest.begin() + 64 * 52, rest.begin() + 64 * 70, [](float v) { return v == 0; }));
  decoder.restart(255);  // inside
  std::vector<float> audio;
  decoder.push(frames(255, 40), codes_.levels, audio);
  EXPECT_TRUE(std::all_of(audio.begin(), audio.begin() + 64 * 15, [](float v) { return v == 0; }));
  EXPECT_NE(audio[64 * 20], 0.0f);
}

}  // namespace
}  // namespace codec
