// The probes on a corpus made here, whose "phones" a random model can or cannot hear.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>

#include "codec/phone_probe.h"
#include "tests/support/random_model.h"

namespace codec {
namespace {

class PhoneProbe : public testing::Test {
 protected:
  // Recordings of two "phones": loud noise and a soft tone, by turns. Two speakers a split.
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("probe-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    auto writer = CorpusWriter::create(folder_ / "corpus.sgc");
    ASSERT_TRUE(writer);
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0.0, 3000.0);
    for (int i = 0; i < 12; ++i) {
      std::vector<std::int16_t> pcm(16000);
      for (std::size_t n = 0; n < pcm.size(); ++n) {
        const double tone =
            300 * std::sin(2 * std::numbers::pi * 440 * static_cast<double>(n) / 16000);
        pcm[n] = static_cast<std::int16_t>(loud(n / 160) ? std::clamp(noise(random), -3e4, 3e4) : tone);
      }
      CorpusEntry entry;
      entry.name = "r" + std::to_string(i);
      entry.set = "made";
      entry.split = i < 6 ? Split::train : Split::test;
      entry.speaker = (i < 6 ? "a" : "b") + std::to_string(i % 2);
      ASSERT_TRUE(writer->add(entry, pcm, std::vector<float>(pcm.size() / 160)));
    }
    ASSERT_TRUE(writer->commit());
    auto config = testing_support::tiny_config();
    config.analysis_hop_samples = 160;  // labels stand every 160 samples
    config.analysis_window_samples = 320;
    config.subframes_per_frame = 2;
    model_ = testing_support::random_model(config, 1);
    ASSERT_NE(model_, nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static bool loud(std::size_t subframe) { return subframe / 20 % 2 == 0; }

  std::filesystem::path folder_;
  std::shared_ptr<const Model> model_;
};

TEST_F(PhoneProbe, HearsWhatCodesTellAndNothingWhereLabelsAreChance) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  PhoneLabels labels(*corpus);
  PhoneLabels chance(*corpus);
  std::mt19937 random(4);
  for (std::size_t i = 0; i < corpus->entries().size(); ++i) {
    for (std::size_t s = 0; s < labels.of(i).size(); ++s) {
      labels.of(i)[s] = loud(s) ? 5 : 9;
      chance.of(i)[s] = random() % 2 ? 5 : 9;
    }
  }
  ProbeOptions options;
  options.epochs = 200;  // of a batch or two
  const auto heard = probe_phones(model_, *corpus, labels, options);
  ASSERT_TRUE(heard) << heard.error().message;
  EXPECT_EQ(heard->frames, 6 * 50);
  EXPECT_EQ(heard->training_frames, 6 * 50);
  EXPECT_NEAR(heard->phone_entropy_bits, 1.0, 0.05);
  EXPECT_LT(heard->table_error, 0.2);
  EXPECT_GT(heard->pnmi, 0.4);
  EXPECT_LT(heard->linear_error_level1, 0.25);
  EXPECT_LT(heard->linear_error_all, 0.25);
  EXPECT_EQ(heard->speakers, 2u);
  EXPECT_EQ(heard->speaker_recordings, 6u);
  // The table says the same, and is one that a model loads.
  ASSERT_TRUE(heard->table.validate()) << heard->table.validate().error().message;
  EXPECT_EQ(heard->table.codes.size(), static_cast<std::size_t>(model_->config().codebook_size));
  for (const auto& shares : heard->table.codes) {
    for (const auto& share : shares) EXPECT_TRUE(share.phone == 5 || share.phone == 9);
  }

  const auto deaf = probe_phones(model_, *corpus, chance, options);
  ASSERT_TRUE(deaf);
  EXPECT_GT(deaf->table_error, 0.35);
  EXPECT_LT(deaf->pnmi, 0.15);
  EXPECT_GT(deaf->linear_error_all, 0.35);
}

TEST_F(PhoneProbe, NothingToMeasureIsAnError) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  const PhoneLabels unknown(*corpus);
  const auto none = probe_phones(model_, *corpus, unknown, {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::empty);
}

}  // namespace
}  // namespace codec
