// The laboratory: its list, its files, and two small experiments run for real.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "codec/base/file_io.h"
#include "codec/corpus/corpus.h"
#include "codec/training/laboratory.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

TEST(Laboratory, EveryExperimentDiffersFromTheBaseAndIsValid) {
  const auto experiments = lab_experiments({});
  ASSERT_GE(experiments.size(), 12u);
  std::set<std::string> names;
  for (const auto& e : experiments) {
    EXPECT_TRUE(e.fit.model.validate()) << e.name;
    EXPECT_TRUE(names.insert(e.name).second) << e.name << " twice";
    EXPECT_FALSE(e.question.empty());
  }
  const auto named = [&](const std::string& name) {
    for (const auto& e : experiments) {
      if (e.name == name) return e.fit;
    }
    ADD_FAILURE() << "no experiment " << name;
    return FitOptions{};
  };
  EXPECT_TRUE(named("plain-vq").training.trainable_table);
  EXPECT_FALSE(named("plain-vq").training.linear_map);
  EXPECT_FALSE(named("cold").water_filling);
  EXPECT_EQ(named("adagrad").optimizer.kind, OptimizerKind::adagrad);
  // Equal bits: one big book and two small ones.
  EXPECT_EQ(named("one-of-65536").model.bit_rate_bps(1), named("two-of-256").model.bit_rate_bps(2));
}

TEST(Laboratory, TableOfResultsComesBackFromItsFile) {
  const std::vector<LabResult> results = {
      {"a",
       "one, two",
       2000,
       {{100, 0.5, 0.3, 0.7, {}, {1, 0.5}, {900.25, 12}},
        {200, 1, 0.25, 0.75, {}, {1, 1}, {1000, 20}}}},
      {"b", "three", 800, {{100, 0.5, 0.4, 0.6, {0.1, 0.2, 0.3}, {0.25}, {3}}}}};
  const auto back = parse_lab_csv(lab_csv(results));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(lab_csv(*back), lab_csv(results));
  EXPECT_EQ(back->at(0).question, "one, two");
  EXPECT_NE(lab_table(*back).find("| a | 2.0 | 0.2500 | 0.7500 | 100 100 | 1000 20 |"),
            std::string::npos)
      << lab_table(*back);
  EXPECT_FALSE(parse_lab_csv("step,mel\n1,2\n"));
  EXPECT_FALSE(parse_lab_csv(lab_csv(results) + "cut,off\n"));
}

TEST(Laboratory, RunsWhatIsMissingAndKeepsWhatIsThere) {
  const testing_support::TemporaryFolder folder;
  {
    auto writer = CorpusWriter::create(folder / "corpus.sgc");
    ASSERT_TRUE(writer);
    for (int i = 0; i < 3; ++i) {
      constexpr int n = 16000 * 3;
      std::vector<std::int16_t> pcm(n);
      for (int k = 0; k < n; ++k) {
        const double phase = std::fmod((110.0 + 30 * i) * k / 16000.0, 1.0);
        const double envelope = 0.5 + 0.5 * std::sin(k / 700.0);
        pcm[static_cast<std::size_t>(k)] =
            static_cast<std::int16_t>(9000 * envelope * (std::exp(-6 * phase) - 0.16));
      }
      CorpusEntry entry;
      entry.name = entry.speaker = "e" + std::to_string(i);
      entry.set = "hum";
      entry.split = i == 2 ? Split::valid : Split::train;
      ASSERT_TRUE(
          writer->add(entry, pcm, std::vector<float>(n / 160, static_cast<float>(110 + 30 * i))));
    }
    ASSERT_TRUE(writer->commit());
  }
  LabOptions options;
  options.corpus = folder / "corpus.sgc";
  options.folder = folder / "lab";
  options.steps = 70;  // ten after the free ones
  options.measure_every = 65;
  options.threads = 1;
  std::string text;
  const auto log = [&](const std::string& line) { text += line + "\n"; };

  options.only = {"nothing"};
  EXPECT_FALSE(run_lab(options, log));

  // What the corpus lacks is told before anything is made.
  options.only.clear();
  options.study = LabStudy::heads;
  auto refused = run_lab(options, log);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("corpus.sgc: no training entry belongs to set"),
            std::string::npos)
      << refused.error().message;
  options.study = LabStudy::simvq;
  {
    auto writer = CorpusWriter::create(folder / "train-only.sgc");
    ASSERT_TRUE(writer);
    CorpusEntry entry;
    entry.name = entry.speaker = entry.set = "hum";
    entry.split = Split::train;
    constexpr int n = 16000 * 3;
    ASSERT_TRUE(writer->add(entry, std::vector<std::int16_t>(n, 100), std::vector<float>(n / 160)));
    ASSERT_TRUE(writer->commit());
  }
  options.corpus = folder / "train-only.sgc";
  refused = run_lab(options, log);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("holds no validation recording"), std::string::npos)
      << refused.error().message;
  EXPECT_FALSE(std::filesystem::exists(options.folder));
  options.corpus = folder / "corpus.sgc";

  options.only = {"plain-vq"};
  auto results = run_lab(options, log);
  ASSERT_TRUE(results) << results.error().message;
  ASSERT_EQ(results->size(), 1u);
  ASSERT_EQ(results->at(0).measures.size(), 2u) << text;
  EXPECT_EQ(results->at(0).measures[1].step, 70);
  EXPECT_EQ(results->at(0).measures[1].perplexity.size(), 4u);
  EXPECT_GT(results->at(0).measures[1].perplexity[0], 1.0);
  EXPECT_GT(results->at(0).measures[1].mel, 0.0);

  text.clear();
  options.only = {"k-256", "plain-vq"};
  results = run_lab(options, log);
  ASSERT_TRUE(results) << results.error().message;
  EXPECT_EQ(results->size(), 2u);
  EXPECT_EQ(text.find("== plain-vq"), std::string::npos) << "it was there";
  EXPECT_NE(text.find("== k-256"), std::string::npos);
  // An experiment that stands before those that are there takes none of them away.
  options.only = {"simvq"};
  results = run_lab(options, log);
  ASSERT_TRUE(results) << results.error().message;
  const auto bytes = read_file(options.folder / "lab.csv");
  ASSERT_TRUE(bytes);
  const auto kept = parse_lab_csv({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->size(), 3u);
  for (const char* name : {"lab.csv", "lab.md", "lab.svg"}) {
    EXPECT_TRUE(std::filesystem::exists(options.folder / name)) << name;
  }
}

}  // namespace
}  // namespace codec
