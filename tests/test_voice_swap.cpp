// The voice swap on codes that are written by hand, and the experiment on a corpus made here.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "codec/engine/residual_search.h"
#include "codec/study/swap_experiment.h"
#include "codec/study/voice_swap.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

Codes random_codes(const ModelConfig& config, std::size_t frames, std::uint32_t seed) {
  std::mt19937 random(seed);
  Codes out{config.levels, {}};
  for (std::size_t i = 0; i < frames * static_cast<std::size_t>(config.levels); ++i) {
    out.data.push_back(
        static_cast<Code>(random() % static_cast<std::uint32_t>(config.codebook_size)));
  }
  return out;
}

Codes one_level(const Codes& codes, int level) {
  Codes out{1, {}};
  for (std::int64_t t = 0; t < codes.frames(); ++t) out.data.push_back(codes.at(level, t));
  return out;
}

// With an encoder of its own, level 1 chooses its codes among other entries than it adds.
class VoiceSwapOf : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(SemanticChannels, VoiceSwapOf, testing::Values(0, 24));

TEST_P(VoiceSwapOf, KeepsLevelOneAndTakesTheOthersFromTheVoice) {
  auto config = testing_support::tiny_config();
  config.semantic_channels = GetParam();
  const auto model = testing_support::random_model(config, 1);
  const auto said = random_codes(config, 40, 2);
  const auto voice = random_codes(config, 30, 3);
  const auto by_frame = swap_voice_by_frame(*model, said, voice);
  const auto by_mean = swap_voice_by_mean(*model, said, voice);
  EXPECT_EQ(one_level(by_frame, 0), one_level(said, 0));
  EXPECT_EQ(one_level(by_mean, 0), one_level(said, 0));
  for (std::int64_t t = 0; t < said.frames(); ++t) {
    // Levels 2..Q come from one frame of B, all of them, and none is nearer.
    const auto dim = model->weights().codebooks[0].dim;
    const auto& entries = model->weights().first_entries;
    const auto distance = [&](std::int64_t s) {
      double sum = 0;
      for (std::size_t d = 0; d < dim; ++d) {
        const double x = static_cast<double>(entries[said.at(0, t) * dim + d]) -
                         static_cast<double>(entries[voice.at(0, s) * dim + d]);
        sum += x * x;
      }
      return sum;
    };
    double least = 1e9, taken = 1e9;
    for (std::int64_t s = 0; s < voice.frames(); ++s) {
      least = std::min(least, distance(s));
      bool same = true;
      for (int q = 1; q < config.levels; ++q) same = same && by_frame.at(q, t) == voice.at(q, s);
      if (same) taken = distance(s);
    }
    EXPECT_DOUBLE_EQ(taken, least) << "frame " << t;
  }
}

TEST(VoiceSwap, ByFrameOfItselfIsItself) {
  const auto config = testing_support::tiny_config();
  const auto model = testing_support::random_model(config, 1);
  auto codes = random_codes(config, 30, 4);
  // Level 1 repeats 0..9 three times: only the order of frames tells them apart.
  for (std::size_t t = 0; t < 30; ++t) {
    codes.data[t * static_cast<std::size_t>(config.levels)] = static_cast<Code>(t % 10);
  }
  EXPECT_EQ(swap_voice_by_frame(*model, codes, codes), codes);
}

TEST(VoiceSwap, ByMeanFindsTheNearestCodesOfTheMean) {
  const auto config = testing_support::tiny_config();
  const auto model = testing_support::random_model(config, 1);
  const auto levels = static_cast<std::size_t>(config.levels);
  // B has code 3 twice with different frames above it, and code 4 once.
  const Codes voice{config.levels, {3, 1, 2, 3, 3, 9, 8, 7, 4, 5, 5, 5}};
  const Codes said{config.levels, {3, 0, 0, 0, 4, 0, 0, 0, 11, 0, 0, 0}};
  const auto swapped = swap_voice_by_mean(*model, said, voice);
  const auto& weights = model->weights();
  const auto dim = weights.codebooks[0].dim;
  Aligned<float> added(3 * dim);
  engine::look_up(weights, voice.data.data(), 3, levels, ~1u, added.data());
  const auto expect = [&](std::size_t frame, std::vector<std::size_t> from) {
    std::vector<double> rest(dim);
    for (const auto f : from) {
      for (std::size_t d = 0; d < dim; ++d) {
        rest[d] += static_cast<double>(added[f * dim + d]) / static_cast<double>(from.size());
      }
    }
    for (std::size_t q = 1; q < levels; ++q) {
      double least = 1e9;
      std::size_t found = 0;
      for (std::size_t k = 0; k < static_cast<std::size_t>(config.codebook_size); ++k) {
        double sum = 0;
        for (std::size_t d = 0; d < dim; ++d) {
          const double x = rest[d] - static_cast<double>(weights.codebooks[q].entry(k)[d]);
          sum += x * x;
        }
        if (sum < least) {
          least = sum;
          found = k;
        }
      }
      EXPECT_EQ(swapped.at(static_cast<int>(q), static_cast<std::int64_t>(frame)), found)
          << "frame " << frame << " level " << q;
      for (std::size_t d = 0; d < dim; ++d) {
        rest[d] -= static_cast<double>(weights.codebooks[q].entry(found)[d]);
      }
    }
  };
  expect(0, {0, 1});     // code 3: the mean of its two frames
  expect(1, {2});        // code 4: its one frame
  expect(2, {0, 1, 2});  // code 11, which B never uses: the mean of all
}

class SwapExperiment : public testing::Test {
 protected:
  void SetUp() override {
    auto writer = CorpusWriter::create(folder_ / "corpus.sgc");
    ASSERT_TRUE(writer);
    for (int i = 0; i < 8; ++i) {
      const auto sound =
          testing_support::synthetic_speech(16000, 16000, 10u + static_cast<unsigned>(i));
      std::vector<std::int16_t> pcm;
      for (const float v : sound) pcm.push_back(static_cast<std::int16_t>(30000 * v));
      CorpusEntry entry;
      entry.name = "r" + std::to_string(i);
      entry.set = "made";
      entry.split = i < 2 ? Split::train : Split::test;
      entry.speaker = i < 2 ? "t" : i < 5 ? "a" : "b";
      ASSERT_TRUE(writer->add(entry, pcm, std::vector<float>(100, i < 5 ? 100.0f : 200.0f)));
    }
    ASSERT_TRUE(writer->commit());
    auto config = testing_support::tiny_config();
    config.analysis_hop_samples = 160;
    config.analysis_window_samples = 640;
    config.subframes_per_frame = 2;
    model_ = testing_support::random_model(config, 1);
  }

  testing_support::TemporaryFolder folder_;
  std::shared_ptr<const Model> model_;
};

TEST_F(SwapExperiment, MeasuresAndWritesEveryPair) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  PhoneLabels labels(*corpus);
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t s = 0; s < labels.of(i).size(); ++s) labels.of(i)[s] = s / 10 % 2 ? 5 : 9;
  }
  SwapOptions options;
  options.pairs = 3;
  options.wav_folder = folder_ / "out";
  const auto report = run_voice_swap(model_, *corpus, labels, options);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->pairs, 3u);
  EXPECT_EQ(report->speakers, 2u);
  EXPECT_EQ(report->table_frames, 100);
  ASSERT_EQ(report->rows.size(), 5u);
  EXPECT_EQ(report->rows[0].same_phone, 1.0);  // A as coded is what it is compared with
  EXPECT_FALSE(report->rows[4].same_phone);
  for (const auto& row : report->rows) {
    EXPECT_GE(row.nearer_b, 0.0);
    EXPECT_LE(row.named_a + row.named_b, 1.0);
  }
  for (const char* name : {"00_a", "00_b", "00_level1", "00_nearest", "00_mean", "02_mean"}) {
    EXPECT_TRUE(std::filesystem::exists(options.wav_folder / (std::string(name) + ".wav"))) << name;
  }
  EXPECT_NE(to_text(*report).find("nearest frame of B"), std::string::npos);
  const auto again = run_voice_swap(model_, *corpus, labels, options);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_text(*again), to_text(*report));
}

TEST_F(SwapExperiment, WantsTwoSpeakersWithTwoRecordings) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  const PhoneLabels unknown(*corpus);
  const auto none = run_voice_swap(model_, *corpus, unknown, {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::empty);
}

}  // namespace
}  // namespace codec
