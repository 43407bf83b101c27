// One sound through several codecs.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "codec/compare/contender.h"
#include "codec/files/sound_stream.h"
#include "codec/measure/metrics.h"
#include "codec/measure/over_time.h"
#include "codec/sound/survey.h"
#include "tests/support/random_model.h"

namespace codec {
namespace {

using Kind = Contender::Kind;

TEST(Contenders, AreReadFromAList) {
  const auto list = parse_contenders("self:1..3,other:2,self,opus:12,codec2:700C");
  ASSERT_TRUE(list.ok()) << list.error().message;
  const std::vector<Contender> wanted{{Kind::model, "", 1, 0},   {Kind::model, "", 2, 0},
                                      {Kind::model, "", 3, 0},   {Kind::model, "other", 2, 0},
                                      {Kind::model, "", 0, 0},   {Kind::opus, "", 0, 12000},
                                      {Kind::codec2, "", 0, 700}};
  EXPECT_EQ(*list, wanted);
}

TEST(Contenders, WhatIsNoneNamesItself) {
  for (const char* list :
       {"", ",", "self:0", "self:3..1", "self:1..", "self:1..33", "self:x", "opus", "opus:5",
        "opus:511", "opus:6k", "codec2:1000", "codec2", ":3"}) {
    const auto contenders = parse_contenders(list);
    ASSERT_FALSE(contenders.ok()) << list;
    EXPECT_EQ(contenders.error().code, ErrorCode::bad_value);
    EXPECT_EQ(contenders.error().message.find('\n'), std::string::npos);
  }
}

// A model's renditions are those of the streams: all codes, decoded by the first so many.
TEST(Render, IsTheDecodedSoundOfTheFirstCodebooks) {
  const auto model = testing_support::random_model(testing_support::tiny_config(), 5);
  const auto sound = testing_support::synthetic_speech(16000, 16000, 3);
  const auto contenders = parse_contenders("self:2,self");
  ModelShelf shelf;
  const auto renditions = render(sound, 16000, *contenders, shelf, model);
  ASSERT_TRUE(renditions.ok()) << renditions.error().message;
  ASSERT_EQ(renditions->size(), 2u);
  EXPECT_NE((*renditions)[0].name.find("2 of 4"), std::string::npos);
  EXPECT_DOUBLE_EQ((*renditions)[0].kbps, model->config().bit_rate_bps(2) / 1000.0);
  auto encoder = SoundEncoder::open(model, 16000);
  auto decoder = SoundDecoder::open(model, 16000, {.length = 16000});
  std::vector<Code> codes;
  std::vector<float> decoded;
  encoder->push(sound, codes);
  encoder->finish(codes);
  decoder->push(codes, 4, decoded, 3u);
  decoder->finish(decoded);
  EXPECT_EQ((*renditions)[0].sound, decoded);
  EXPECT_NE((*renditions)[1].sound, decoded);
}

// As encode does, which keeps the level in the header.
TEST(Render, BringsAVeryQuietSoundToALevelAndBack) {
  const auto model = testing_support::random_model(testing_support::tiny_config(), 5);
  auto quiet = testing_support::synthetic_speech(16000, 16000, 3);
  for (float& x : quiet) x *= 1e-3f;
  LevelMeter heard(16000);
  for (const float x : quiet) heard.add(x);
  const double gain_db = automatic_gain_db(heard);
  ASSERT_GT(gain_db, 20.0);
  const auto gain = static_cast<float>(std::pow(10.0, std::round(1000.0 * gain_db) / 20000.0));
  auto loud = quiet;
  for (float& x : loud) x *= gain;
  ModelShelf shelf;
  const auto of_quiet = render(quiet, 16000, *parse_contenders("self"), shelf, model);
  const auto of_loud = render(loud, 16000, *parse_contenders("self"), shelf, model);
  ASSERT_TRUE(of_quiet.ok() && of_loud.ok());
  for (std::size_t i = 0; i < loud.size(); ++i) {
    ASSERT_NEAR((*of_quiet)[0].sound[i] * gain, (*of_loud)[0].sound[i], 1e-4) << i;
  }
}

TEST(Render, SaysWhatAModelDoesNotHave) {
  const auto model = testing_support::random_model(testing_support::tiny_config(), 5);
  const std::vector<float> sound(4000, 0.1F);
  ModelShelf shelf;
  const std::vector<Contender> five{{Kind::model, "", 5, 0}};
  EXPECT_EQ(render(sound, 16000, five, shelf, model).error().code, ErrorCode::bad_value);
  EXPECT_EQ(render(sound, 16000, five, shelf, nullptr).error().code, ErrorCode::bad_value);
  const std::vector<Contender> nowhere{{Kind::model, "no such model", 1, 0}};
  EXPECT_FALSE(render(sound, 16000, nowhere, shelf, model).ok());
}

// Opus at a high rate is nearly the sound itself: only where it is aligned to the sample.
TEST(Render, OpusIsAlignedAndAtItsRate) {
  if (!has_codec(Kind::opus)) GTEST_SKIP() << "built without libopus";
  const auto sound = testing_support::synthetic_speech(32000, 16000, 3);
  ModelShelf shelf;
  const auto renditions = render(sound, 16000, *parse_contenders("opus:64,opus:8"), shelf, nullptr);
  ASSERT_TRUE(renditions.ok()) << renditions.error().message;
  ASSERT_EQ(renditions->front().sound.size(), sound.size());
  EXPECT_GT(*si_sdr_db(sound, renditions->front().sound), 10.0);
  EXPECT_NEAR(renditions->back().kbps, 8.0, 3.0);
}

TEST(Render, Codec2IsAlignedWithinAFewMilliseconds) {
  if (!has_codec(Kind::codec2)) GTEST_SKIP() << "built without libcodec2";
  // A burst of a voiced sound between pauses: its loud part is where it was.
  std::vector<float> sound(24000, 0.0F);
  for (std::size_t i = 8000; i < 16000; ++i) {
    double x = 0.0;
    for (int h = 1; h < 12; ++h) {
      x += std::sin(2.0 * std::numbers::pi * 120.0 * h * static_cast<double>(i) / 16000.0) / h;
    }
    sound[i] = static_cast<float>(0.2 * x);
  }
  ModelShelf shelf;
  const auto renditions = render(sound, 16000, *parse_contenders("codec2:3200"), shelf, nullptr);
  ASSERT_TRUE(renditions.ok()) << renditions.error().message;
  const auto& heard = renditions->front().sound;
  ASSERT_EQ(heard.size(), sound.size());
  EXPECT_DOUBLE_EQ(renditions->front().kbps, 3.2);
  const auto energy = [&](std::size_t from, std::size_t to) {
    return energy_of(std::span(heard).subspan(from, to - from));
  };
  const double loud = energy(9000, 15000);
  EXPECT_LT(energy(4000, 7200), 0.05 * loud);
  EXPECT_LT(energy(17000, 20000), 0.05 * loud);
  EXPECT_GT(energy(8400, 9000), 0.2 * loud);
  EXPECT_GT(energy(15000, 15600), 0.2 * loud);
}

TEST(OverTime, TheBadSecondIsFound) {
  const int rate = 16000;
  auto reference = testing_support::synthetic_speech(static_cast<std::size_t>(4 * rate), rate, 7);
  auto decoded = reference;
  for (int i = 2 * rate; i < 3 * rate; ++i) {
    decoded[static_cast<std::size_t>(i)] += 0.2F * static_cast<float>(i % 7 - 3) / 3.0F;
  }
  const auto points = quality_over_time(reference, decoded, rate, rate);
  ASSERT_EQ(points.size(), 4u);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].begin, static_cast<SampleIndex>(i) * rate);
    ASSERT_TRUE(points[i].mel.has_value());
    if (i == 2) {
      EXPECT_GT(*points[i].mel, 0.1);
    } else {
      EXPECT_EQ(*points[i].mel, 0.0);
    }
  }
}

TEST(OverTime, SilenceHasNoFigureAndAShortRestJoins) {
  const int rate = 16000;
  auto reference = testing_support::synthetic_speech(static_cast<std::size_t>(rate), rate, 7);
  reference.resize(static_cast<std::size_t>(2 * rate + rate / 4));
  const auto points = quality_over_time(reference, reference, rate, rate);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_TRUE(points[0].mel.has_value());
  EXPECT_FALSE(points[1].mel.has_value());
  EXPECT_EQ(points[1].end, 2 * rate + rate / 4);
  EXPECT_TRUE(quality_over_time({}, {}, rate, rate).empty());
}

}  // namespace
}  // namespace codec
