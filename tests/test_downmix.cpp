// Many channels to one, and what a look at a sound says of its level and channels.
#include <gtest/gtest.h>
#include <sndfile.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "codec/sound/audio_file.h"
#include "codec/sound/downmix.h"
#include "codec/sound/survey.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr int kRate = 16000;

std::vector<float> noise(std::size_t n, double rms, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0.0, rms);
  std::vector<float> x(n);
  for (float& v : x) v = static_cast<float>(normal(random));
  return x;
}

double db(double ratio) { return 20.0 * std::log10(ratio); }

TEST(Downmix, TheMeanUnlessSpeakersAreKnown) {
  for (const std::size_t n : {1u, 2u, 6u}) {
    const auto mean = downmix_for(std::vector<Speaker>(n, Speaker::other));
    EXPECT_TRUE(mean.is_mean);
    EXPECT_EQ(mean.weights, std::vector<double>(n, 1.0 / static_cast<double>(n)));
  }
  EXPECT_TRUE(downmix_for(std::vector<Speaker>{Speaker::front, Speaker::front}).is_mean);
  EXPECT_TRUE(downmix_for(std::vector<Speaker>{Speaker::low}).is_mean);
}

TEST(Downmix, OfAFilmTheCentreIsKeptAndTheLowChannelLeftOut) {
  const std::vector<Speaker> speakers = {Speaker::front, Speaker::front, Speaker::centre,
                                         Speaker::low,   Speaker::rear,  Speaker::rear};
  const auto film = downmix_for(speakers);
  ASSERT_FALSE(film.is_mean);
  const auto& w = film.weights;
  EXPECT_EQ(w[3], 0.0);
  EXPECT_NEAR(db(w[2]), -4.0, 0.05);
  EXPECT_NEAR(db(w[0] / w[2]), -3.01, 0.01);
  EXPECT_NEAR(db(w[4] / w[2]), -6.02, 0.01);
  EXPECT_NEAR(std::inner_product(w.begin(), w.end(), w.begin(), 0.0), 1.0, 1e-12);
}

TEST(Downmix, WordsAndNumbers) {
  using Kind = ChannelChoice::Kind;
  EXPECT_EQ(parse_channel("auto"), ChannelChoice{});
  EXPECT_EQ(parse_channel("mix"), (ChannelChoice{Kind::mix, 0}));
  EXPECT_EQ(parse_channel("left"), (ChannelChoice{Kind::one, 0}));
  EXPECT_EQ(parse_channel("right"), (ChannelChoice{Kind::one, 1}));
  EXPECT_EQ(parse_channel("3"), (ChannelChoice{Kind::one, 2}));
  for (const char* wrong : {"", "0", "-1", "1025", "2x", "Left", "1.0", " 1", "99999999999999"}) {
    EXPECT_FALSE(parse_channel(wrong).has_value()) << wrong;
  }
}

class Files : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("downmix-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // One file with sound in `channel` alone.
  fs::path write(const std::string& name, int format, int channels, int channel,
                 const std::vector<int>& map) {
    SF_INFO info{};
    info.samplerate = format == (SF_FORMAT_OGG | SF_FORMAT_OPUS) ? 48000 : kRate;
    info.channels = channels;
    info.format = format;
    const auto path = folder_ / name;
    SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
    EXPECT_NE(file, nullptr) << name << ": " << sf_strerror(nullptr);
    if (file == nullptr) return path;
    auto copy = map;
    if (!copy.empty()) {
      sf_command(file, SFC_SET_CHANNEL_MAP_INFO, copy.data(),
                 static_cast<int>(copy.size() * sizeof(int)));
    }
    const auto x = noise(kRate, 0.05);
    std::vector<float> frames(x.size() * static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < x.size(); ++i) {
      frames[i * static_cast<std::size_t>(channels) + static_cast<std::size_t>(channel)] = x[i];
    }
    EXPECT_EQ(sf_writef_float(file, frames.data(), kRate), kRate);
    sf_close(file);
    return path;
  }

  // Of the mix, relative to a channel.
  static double level(const fs::path& path) {
    auto reader = AudioReader::open(path);
    if (!reader) return std::nan("");
    std::vector<float> block(4096);
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t n = 1; n > 0;) {
      n = reader->read_mono(block).value();
      for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(block[i]) * block[i];
      count += static_cast<double>(n);
    }
    return db(std::sqrt(sum / count) / 0.05);
  }

  fs::path folder_;
};

TEST_F(Files, SurroundIsMixedWhereTheFileOrItsFormatTellsOfIt) {
  const std::vector<int> film = {SF_CHANNEL_MAP_LEFT,      SF_CHANNEL_MAP_RIGHT,
                                 SF_CHANNEL_MAP_CENTER,    SF_CHANNEL_MAP_LFE,
                                 SF_CHANNEL_MAP_REAR_LEFT, SF_CHANNEL_MAP_REAR_RIGHT};
  const int wavex = SF_FORMAT_WAVEX | SF_FORMAT_PCM_16;
  EXPECT_NEAR(level(write("c.wav", wavex, 6, 2, film)), -4.0, 0.1);
  EXPECT_LT(level(write("l.wav", wavex, 6, 3, film)), -90.0);
  EXPECT_NEAR(level(write("f.wav", wavex, 6, 0, film)), -7.0, 0.1);
  EXPECT_NEAR(level(write("r.wav", wavex, 6, 5, film)), -10.0, 0.1);
  const int flac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
  EXPECT_NEAR(level(write("c.flac", flac, 6, 2, {})), -4.0, 0.1);
  EXPECT_LT(level(write("l.flac", flac, 6, 3, {})), -90.0);
  EXPECT_LT(level(write("l8.flac", flac, 8, 3, {})), -90.0);
  // Vorbis has the centre second and the low channel last.
  const int vorbis = SF_FORMAT_OGG | SF_FORMAT_VORBIS;
  EXPECT_NEAR(level(write("c.ogg", vorbis, 6, 1, {})), -4.0, 1.5);
  EXPECT_LT(level(write("l.ogg", vorbis, 6, 5, {})), -30.0);
}

TEST_F(Files, SeveralMicrophonesAreAveraged) {
  const int wav = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  for (const int channel : {0, 2, 3, 5}) {
    EXPECT_NEAR(level(write("m.wav", wav, 6, channel, {})), db(1.0 / 6.0), 0.1);
  }
}

TEST_F(Files, OneChannelAlone) {
  const auto path = write("m.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 3, 1, {});
  for (const int channel : {0, 1, 2}) {
    auto reader = AudioReader::open(path);
    ASSERT_TRUE(reader->choose_channel(channel).ok());
    std::vector<float> block(kRate);
    ASSERT_EQ(*reader->read_mono(block), block.size());
    const double sum = std::inner_product(block.begin(), block.end(), block.begin(), 0.0);
    EXPECT_EQ(sum > 0.0, channel == 1);
  }
  auto reader = AudioReader::open(path, "the name");
  const auto wrong = reader->choose_channel(3);
  EXPECT_EQ(wrong.error().code, ErrorCode::bad_value);
  EXPECT_NE(wrong.error().message.find("the name: channel 4"), std::string::npos);
}

double level_of(const std::vector<float>& x) {
  LevelMeter meter(kRate);
  for (const float v : x) meter.add(v);
  return meter.level_db().value_or(-999.0);
}

TEST(LevelMeter, PausesDoNotCount) {
  for (const double level : {0.0, -23.0, -63.0, -90.0}) {
    auto x = noise(2 * kRate, std::pow(10.0, level / 20.0));
    EXPECT_NEAR(level_of(x), level, 0.2);
    x.resize(20 * kRate, 0.0f);
    EXPECT_NEAR(level_of(x), level, 0.2);
  }
  // A room 40 dB below the voice, as long as you like.
  auto x = noise(kRate, 0.01);
  const auto room = noise(30 * kRate, 0.0001);
  x.insert(x.end(), room.begin(), room.end());
  EXPECT_NEAR(level_of(x), -40.0, 0.2);
  EXPECT_EQ(level_of(std::vector<float>(kRate, 0.0f)), -999.0);
  EXPECT_EQ(level_of({}), -999.0);
  EXPECT_NEAR(level_of(noise(50, 0.1)), -20.0, 1.5);  // shorter than a block
}

SoundSurvey seen(std::size_t channels, const std::function<float(std::size_t, std::size_t)>& at) {
  SoundSurvey survey(kRate, downmix_for(std::vector<Speaker>(channels, Speaker::other)));
  std::vector<float> frames(channels * kRate);
  for (std::size_t i = 0; i < frames.size(); ++i) frames[i] = at(i % channels, i / channels);
  survey.add(frames);
  return survey;
}

TEST(SoundSurvey, ChannelsThatCancel) {
  const auto a = noise(kRate, 0.1, 1);
  const auto b = noise(kRate, 0.1, 2);
  const auto alike = seen(2, [&](auto, auto i) { return a[i]; });
  EXPECT_NEAR(alike.mix_gain_db(), 3.0, 0.1);
  EXPECT_FALSE(alike.cancels());
  const auto apart = seen(2, [&](auto c, auto i) { return c == 0 ? a[i] : b[i]; });
  EXPECT_NEAR(apart.mix_gain_db(), 0.0, 0.2);
  EXPECT_FALSE(apart.cancels());
  EXPECT_FALSE(seen(2, [&](auto c, auto i) { return c == 0 ? a[i] : 0.0f; }).cancels());
  const auto upside = seen(2, [&](auto c, auto i) { return c == 0 ? 0.9f * a[i] : -a[i]; });
  EXPECT_TRUE(upside.cancels());
  EXPECT_EQ(upside.loudest(), 1);
  EXPECT_TRUE(seen(4, [&](auto c, auto i) { return c % 2 == 0 ? a[i] : -a[i]; }).cancels());
  // An inverted channel that is much weaker takes little away.
  EXPECT_FALSE(seen(2, [&](auto c, auto i) { return c == 0 ? a[i] : -0.3f * a[i]; }).cancels());
  EXPECT_FALSE(seen(2, [](auto, auto) { return 0.0f; }).cancels());
  EXPECT_FALSE(seen(1, [&](auto, auto i) { return a[i]; }).cancels());
}

}  // namespace
}  // namespace codec
