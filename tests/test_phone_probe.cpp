// The probes on a corpus made here, whose "phones" a random model can or cannot hear.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>
#include <sstream>

#include "codec/study/phone_frames.h"
#include "codec/study/phone_probe.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

class PhoneProbe : public testing::Test {
 protected:
  // Recordings of two "phones": loud noise and a soft tone, by turns. Two speakers a split.
  void SetUp() override {
    auto writer = CorpusWriter::create(folder_ / "corpus.sgc");
    ASSERT_TRUE(writer);
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0.0, 3000.0);
    for (int i = 0; i < 12; ++i) {
      std::vector<std::int16_t> pcm(16000);
      for (std::size_t n = 0; n < pcm.size(); ++n) {
        const double tone =
            300 * std::sin(2 * std::numbers::pi * 440 * static_cast<double>(n) / 16000);
        pcm[n] =
            static_cast<std::int16_t>(loud(n / 160) ? std::clamp(noise(random), -3e4, 3e4) : tone);
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

  static bool loud(std::size_t subframe) { return subframe / 20 % 2 == 0; }

  testing_support::TemporaryFolder folder_;
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
  ASSERT_EQ(heard->model.size(), 3u);  // level 1, levels 2 to 4, all levels
  const auto& level1 = heard->model.front();
  ASSERT_TRUE(level1.code);
  EXPECT_LT(level1.code->table.error, 0.2);
  EXPECT_GT(level1.code->pnmi, 0.4);
  EXPECT_LT(level1.linear_error, 0.25);
  EXPECT_EQ(level1.bits_per_token, 5);
  EXPECT_FALSE(heard->model[1].code);
  EXPECT_EQ(heard->model[1].name, "levels 2 to 4");
  EXPECT_LT(heard->model.back().linear_error, 0.25);
  EXPECT_LT(heard->model.back().abx_within.value_or(1), 0.1);
  EXPECT_EQ(heard->speakers, 2u);
  EXPECT_EQ(heard->speaker_recordings, 6u);
  // Loudness alone tells these phones apart: both baselines must hear it, with as many bits.
  ASSERT_EQ(heard->baselines.size(), 2u);
  ASSERT_TRUE(heard->baselines[0].code);
  EXPECT_LT(heard->baselines[0].code->table.error, 0.15);
  EXPECT_EQ(heard->baselines[0].bits_per_token, 5);
  EXPECT_FALSE(heard->baselines[1].code);
  EXPECT_LT(heard->baselines[1].linear_error, 0.15);
  EXPECT_LT(heard->baselines[1].abx_across.value_or(1), 0.05);
  // The table says the same, and is one that a model loads.
  ASSERT_TRUE(heard->table.validate()) << heard->table.validate().error().message;
  EXPECT_EQ(heard->table.codes.size(), static_cast<std::size_t>(model_->config().codebook_size));
  for (const auto& shares : heard->table.codes) {
    for (const auto& share : shares) EXPECT_TRUE(share.phone == 5 || share.phone == 9);
  }

  // Two speakers: either is named by the other's table.
  ASSERT_TRUE(level1.code->others_table_error);
  EXPECT_LT(*level1.code->others_table_error, 0.25);
  EXPECT_FALSE(level1.code->shipped);

  options.shipped = heard->table;
  options.baselines = false;
  const auto corpora = probe_corpora(model_, *corpus, labels, options, {"ma", "made"});
  ASSERT_TRUE(corpora) << corpora.error().message;
  ASSERT_EQ(corpora->size(), 2u);
  const auto* again = &corpora->front();
  // Each is measured as if it stood alone, to the last bit.
  for (const auto& report : *corpora) {
    EXPECT_EQ(report.frames, heard->frames);
    for (std::size_t i = 0; i < heard->model.size(); ++i) {
      EXPECT_EQ(report.model[i].linear_error, heard->model[i].linear_error);
      EXPECT_EQ(report.model[i].abx_across, heard->model[i].abx_across);
      EXPECT_EQ(report.model[i].speaker_accuracy, heard->model[i].speaker_accuracy);
    }
  }
  ASSERT_TRUE(again->model.front().code->shipped);
  // The same table, but for codes that it never saw: they are called silence, which nothing is.
  EXPECT_GE(again->model.front().code->shipped->error, level1.code->table.error);
  EXPECT_LT(again->model.front().code->shipped->error, level1.code->table.error + 0.1);
  EXPECT_EQ(again->model.front().code->shipped->silence, 0);
  const auto nothing = probe_corpora(model_, *corpus, labels, options, {"made", "elsewhere"});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, ErrorCode::empty);
  EXPECT_TRUE(nothing.error().message.starts_with("elsewhere: ")) << nothing.error().message;
  options = {};
  options.epochs = 200;

  const auto deaf = probe_phones(model_, *corpus, chance, options);
  ASSERT_TRUE(deaf);
  EXPECT_GT(deaf->model.front().code->table.error, 0.35);
  EXPECT_LT(deaf->model.front().code->pnmi, 0.15);
  EXPECT_GT(deaf->model.back().linear_error, 0.35);
  EXPECT_NEAR(deaf->baselines[1].abx_within.value_or(0), 0.5, 0.15);
}

TEST_F(PhoneProbe, TokensTakeTheLabelOfTheirInstant) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  PhoneLabels labels(*corpus);
  for (std::size_t s = 0; s < 100; ++s) labels.of(3)[s] = static_cast<std::uint8_t>(s % 40);
  // Window 640: the middle of token t's last window is sample 320 t, where label 2 t begins.
  const auto phones = token_phones(labels, ModelConfig{}, 3, 52);
  ASSERT_EQ(phones.size(), 52u);
  EXPECT_EQ(phones[0], 0);
  EXPECT_EQ(phones[7], 14);
  EXPECT_EQ(phones[49], 98 % 40);
  EXPECT_EQ(phones[50], kUnknownPhone);  // behind the last label
  // Window 320: sample 320 t + 160, where label 2 t + 1 begins.
  EXPECT_EQ(token_phones(labels, model_->config(), 3, 8)[7], 15);
}

TEST_F(PhoneProbe, LateFirstCodesSpeakOfEarlierTokens) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  PhoneLabels labels(*corpus);
  for (std::size_t s = 0; s < 100; ++s) labels.of(3)[s] = static_cast<std::uint8_t>(s % 40);
  ModelConfig config;
  config.semantic_delay_frames = 3;
  const auto now = token_phones(labels, config, 3, 20);
  const auto late = first_code_phones(labels, config, 3, 20);
  ASSERT_EQ(late.size(), 20u);
  for (std::size_t t = 0; t < 20; ++t) {
    EXPECT_EQ(late[t], t < 3 ? kUnknownPhone : now[t - 3]) << t;
  }
  EXPECT_EQ(first_code_phones(labels, config, 3, 2),
            (std::vector<std::uint8_t>{kUnknownPhone, kUnknownPhone}));

  const Codes codes{2, {1, 10, 2, 20, 3, 30, 4, 40, 5, 50}};
  config.semantic_delay_frames = 2;
  EXPECT_EQ(with_first_codes_in_place(codes, config),
            (Codes{2, {3, 10, 4, 20, 5, 30, 5, 40, 5, 50}}));
  config.semantic_delay_frames = 0;
  EXPECT_EQ(with_first_codes_in_place(codes, config), codes);
  EXPECT_TRUE(with_first_codes_in_place(Codes{2, {}}, config).data.empty());
}

// A model whose first code only comes some frames after its sound is told by the delay alone.
TEST_F(PhoneProbe, TheDelayOfAModelIsTakenBack) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  constexpr int kLate = 3;
  auto config = model_->config();
  config.semantic_delay_frames = kLate;
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic"};
  const auto late = testing_support::random_model(config, 1);
  PhoneLabels labels(*corpus);
  const auto subframes = static_cast<std::size_t>(config.subframes_per_frame);
  for (std::size_t i = 0; i < corpus->entries().size(); ++i) {
    auto of = labels.of(i);
    // Loudness of kLate tokens later.
    for (std::size_t s = 0; s < of.size(); ++s) of[s] = loud(s + kLate * subframes) ? 5 : 9;
  }
  ProbeOptions options;
  options.baselines = false;
  options.epochs = 200;
  const auto told = probe_phones(late, *corpus, labels, options, model_);
  ASSERT_TRUE(told);
  EXPECT_LT(told->model.front().linear_error + 0.05, told->against.front().linear_error);
}

TEST_F(PhoneProbe, ComparesTwoModelsOnTheSameFrames) {
  const auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  PhoneLabels labels(*corpus);
  for (std::size_t i = 0; i < corpus->entries().size(); ++i) {
    for (std::size_t s = 0; s < labels.of(i).size(); ++s) labels.of(i)[s] = loud(s) ? 5 : 9;
  }
  ProbeOptions options;
  options.baselines = false;
  const auto other = testing_support::random_model(model_->config(), 2);
  const auto alone = probe_phones(model_, *corpus, labels, options);
  const auto both = probe_phones(model_, *corpus, labels, options, other);
  const auto twin = probe_phones(other, *corpus, labels, options);
  ASSERT_TRUE(alone && both && twin);
  EXPECT_TRUE(both->baselines.empty());
  ASSERT_EQ(both->against.size(), both->model.size());
  // Neither disturbs the other: the same figures to the last bit.
  for (std::size_t i = 0; i < both->model.size(); ++i) {
    EXPECT_EQ(both->model[i].linear_error, alone->model[i].linear_error);
    EXPECT_EQ(both->model[i].abx_across, alone->model[i].abx_across);
    EXPECT_EQ(both->model[i].bits_per_phone, alone->model[i].bits_per_phone);
    EXPECT_EQ(both->against[i].linear_error, twin->model[i].linear_error);
  }
  EXPECT_EQ(both->table.weights_sha256, alone->table.weights_sha256);

  auto config = model_->config();
  config.analysis_window_samples = 640;
  const auto unlike =
      probe_phones(model_, *corpus, labels, options, testing_support::random_model(config, 1));
  ASSERT_FALSE(unlike);
  EXPECT_EQ(unlike.error().code, ErrorCode::bad_value);
}

ProbeReport report_of(double linear, double pnmi) {
  ProbeReport r;
  r.model = {{.name = "level 1",
              .bits_per_token = 10,
              .bits_per_phone = 66.25,
              .code = CodeFigures{},
              .linear_error = linear,
              .abx_within = 0.2,
              .abx_across = 0.25,
              .speaker_accuracy = 0.1},
             {.name = "all levels",
              .bits_per_token = 50,
              .bits_per_phone = 300,
              .code = {},
              .linear_error = 0.5,
              .abx_within = {},
              .abx_across = {},
              .speaker_accuracy = 0.4}};
  r.model[0].code->pnmi = pnmi;
  return r;
}

TEST(ProbeText, SaysHowMuchBetterLevelOneIs) {
  auto r = report_of(0.42, 0.60);
  r.against = report_of(0.60, 0.40).model;
  const auto text = to_text(r);
  EXPECT_NE(text.find("linear phone error 30.0 % lower (relative), PNMI 1.50 times"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("speaker known from level 1: 0.25 of what all levels give"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("other model: level 1"), std::string::npos) << text;
}

TEST(ProbeText, MarkdownHasTheSameCellsInEveryRow) {
  const auto text = to_text(report_of(0.42, 0.60), ProbeText::markdown);
  std::istringstream in(text);
  std::vector<std::string> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("|")) rows.push_back(line);
  }
  ASSERT_EQ(rows.size(), 4u) << text;  // header, rule, two rows
  for (const auto& row : rows) EXPECT_EQ(std::ranges::count(row, '|'), 12) << row;
  EXPECT_TRUE(rows[2].starts_with("| level 1 | 10 | 66.2 | 0.0 % | 42.0 % | 0.000 | 0.600 |"))
      << rows[2];
  EXPECT_TRUE(rows[3].starts_with("| all levels | 50 | 300.0 | - | 50.0 % | - | - | - | - | - |"))
      << rows[3];
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
