// Lists that are cut into shards once, what of a batch is finished, and the one list of all shards.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "codec/base/file_io.h"
#include "codec/batch/batch.h"
#include "codec/batch/batch_check.h"
#include "codec/batch/batch_split.h"
#include "codec/sound/audio_file.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using codec::BatchPlan;
using codec::Existing;

const std::shared_ptr<const codec::Model>& model() {
  static const auto tiny = testing_support::random_model(testing_support::tiny_config(), 7);
  return tiny;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class BatchShards : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(lists_);
    options_.out_folder = root_ / "out";
    options_.workers = 1;
    options_.to = "npy";
    options_.manifests = {lists_ / "list.jsonl"};
  }

  // A list of that many sounds in two folders, as long as the list says.
  void write_sounds(int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      const double seconds = 0.05 + 0.05 * (i % 4);
      const auto name = (i % 2 == 0 ? "a/" : "b/") + std::to_string(i) + ".wav";
      fs::create_directories((lists_ / name).parent_path());
      auto writer = codec::AudioWriter::create(lists_ / name, {});
      const auto samples = testing_support::synthetic_speech(
          static_cast<std::size_t>(16000 * seconds + 0.5), 16000, static_cast<std::uint32_t>(i));
      ASSERT_TRUE(writer->write(samples).ok());
      ASSERT_TRUE(writer->finish().ok());
      list += line(name, seconds);
    }
    write_list(list);
  }
  static std::string line(const std::string& path, double seconds) {
    return "{\"audio_filepath\": \"" + path + "\", \"duration\": " + std::to_string(seconds) +
           ", \"text\": \"t" + path + "\"}\n";
  }
  void write_list(const std::string& text) {
    ASSERT_TRUE(codec::write_file(options_.manifests.front(), text).ok());
  }

  codec::BatchOptions shard(int i, int n = 0) const {
    auto options = options_;
    options.shard = i;
    options.shards = n;
    return options;
  }
  static std::string error_of(const codec::BatchOptions& options) {
    const auto plan = BatchPlan::make(options);
    return plan ? "" : plan.error().message;
  }
  std::string split_error(int shards) const {
    const auto report = codec::split_manifest(options_, shards);
    return report ? "" : report.error().message;
  }
  // Sources of shard 1..n.
  std::vector<std::vector<std::string>> sources(int n) const {
    std::vector<std::vector<std::string>> all;
    for (int i = 1; i <= n; ++i) {
      const auto plan = BatchPlan::make(shard(i));
      EXPECT_TRUE(plan.ok()) << plan.error().message;
      all.emplace_back();
      for (std::size_t k = 0; plan && k < plan->size(); ++k) {
        all.back().push_back(plan->file(k).source.lexically_relative(lists_).string());
      }
    }
    return all;
  }
  static codec::BatchReport run(const codec::BatchOptions& options) {
    const auto plan = BatchPlan::make(options);
    EXPECT_TRUE(plan.ok()) << plan.error().message;
    if (!plan) return {};
    auto report = codec::run_batch(model(), *plan);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return report ? std::move(*report) : codec::BatchReport{};
  }
  codec::BatchCheck check(const codec::BatchOptions& options) {
    told_.clear();
    const auto plan = BatchPlan::make(options);
    EXPECT_TRUE(plan.ok()) << plan.error().message;
    if (!plan) return {};
    const auto checked =
        codec::check_batch(model(), *plan, [this](const codec::UnfinishedFile& unfinished) {
          told_[unfinished.file.source.filename()] =
              unfinished.is_missing ? "missing" : unfinished.reason;
        });
    EXPECT_TRUE(checked.ok()) << checked.error().message;
    return checked ? *checked : codec::BatchCheck{};
  }

  testing_support::TemporaryFolder root_;
  fs::path lists_ = root_ / "lists";
  codec::BatchOptions options_;
  std::map<std::string, std::string> told_;
};

TEST_F(BatchShards, EachItemIsInOneAndAllAreEquallyLong) {
  std::string list;
  std::set<std::string> wanted;
  for (int i = 0; i < 1000; ++i) {
    const auto name = std::to_string(i) + ".wav";
    list += line(name, 1.0 + i % 13) + (i % 7 == 0 ? "\n" : "");
    wanted.insert(name);
  }
  write_list(list);
  const auto report = codec::split_manifest(options_, 40);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->items, 1000);
  EXPECT_EQ(report->untold, 0);
  EXPECT_LE(report->most_s - report->least_s, 26.0);
  EXPECT_NEAR(report->seconds / 40, report->most_s, 13.0);
  std::set<std::string> got;
  for (const auto& part : sources(40)) {
    for (const auto& name : part) EXPECT_TRUE(got.insert(name).second) << name;
  }
  EXPECT_EQ(got, wanted);
}

TEST_F(BatchShards, WithoutDurationsTheyCountFiles) {
  std::string list = "path\tspeaker\r\n";
  for (int i = 0; i < 10; ++i) list += std::to_string(i) + ".wav\tx\r\n";
  options_.manifests = {lists_ / "list.tsv"};
  write_list(list.substr(0, list.size() - 2));  // and no end of the last line
  const auto report = codec::split_manifest(options_, 5);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->untold, 10);
  for (const auto& part : sources(5)) EXPECT_EQ(part.size(), 2U);
}

TEST_F(BatchShards, WhatIsNamedAgainIsMadeOnceAndFaultsKeepTheirLine) {
  write_list(line("a.wav", 1) + line("b.wav", 1) + "{\"no\": 1}\n" + line("a.wav", 1) +
             line("c.wav", 1) + line("./b.wav", 1) + line("a.wav", 1));
  const auto report = codec::split_manifest(options_, 3);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->items, 4);
  EXPECT_EQ(report->repeated, 3);
  EXPECT_EQ(report->untold, 1);
  EXPECT_EQ(report->seconds, 3.0);
  std::multiset<std::string> got;
  for (const auto& part : sources(3)) got.insert(part.begin(), part.end());
  EXPECT_EQ(got, (std::multiset<std::string>{"a.wav", "b.wav", "c.wav", "list.jsonl:3"}));
}

TEST_F(BatchShards, OneOfManyHoursLeavesOthersEmpty) {
  write_list(line("a.wav", 1) + line("b.wav", 1000) + line("c.wav", 1));
  ASSERT_EQ(split_error(3), "");
  std::size_t all = 0;
  for (const auto& part : sources(3)) all += part.size();
  EXPECT_EQ(all, 3U);
  fs::create_directories(options_.out_folder);
  for (int i = 1; i <= 3; ++i) EXPECT_EQ(run(shard(i)).totals.done, 0U);  // no such sounds
}

TEST_F(BatchShards, WhatDoesNotFitTheListIsRefused) {
  write_list(line("a/x.wav", 1) + line("b/x.wav", 1));
  EXPECT_NE(error_of(shard(1)).find("--split"), std::string::npos);
  EXPECT_NE(split_error(3).find("2 items for 3 shards"), std::string::npos);
  options_.pattern = "{stem}.{ext}";
  EXPECT_NE(split_error(2).find("would both become x.npy"), std::string::npos);
  options_.pattern = "{dir}/{stem}.{ext}";
  ASSERT_EQ(split_error(2), "");
  EXPECT_EQ(error_of(shard(2)), "");
  EXPECT_NE(error_of(shard(3)).find("1..2"), std::string::npos);
  EXPECT_NE(error_of(shard(1, 4)).find("was split into 2"), std::string::npos);
  EXPECT_EQ(error_of(shard(1, 2)), "");
  auto other = shard(1);
  other.to = "sgl";
  EXPECT_NE(error_of(other).find("split again"), std::string::npos);

  write_list(line("a/x.wav", 1) + line("b/y.wav", 1));  // as long as before
  EXPECT_EQ(error_of(shard(1)), "");
  EXPECT_NE(error_of(shard(2)).find("has changed"), std::string::npos);
  write_list(line("a/x.wav", 1));
  EXPECT_NE(error_of(shard(1)).find("not as long"), std::string::npos);

  const auto split = options_.out_folder / ".sonoglyph-split.list.jsonl";
  write_list(line("a/x.wav", 1) + line("b/x.wav", 1));
  const auto text = text_of(split);
  for (std::size_t n = 0; n < text.size(); n += 11) {  // any beginning of it
    ASSERT_TRUE(codec::write_file(split, text.substr(0, n)).ok());
    EXPECT_NE(error_of(shard(2)), "") << n;
  }
}

TEST_F(BatchShards, TogetherTheyAreOneRunAndCheckTellsWhatIsLeft) {
  write_sounds(12);
  auto whole = options_;
  whole.out_folder = root_ / "whole";
  whole.manifest_out = root_ / "whole.jsonl";
  EXPECT_EQ(run(whole).totals.done, 12U);

  ASSERT_EQ(split_error(4), "");
  EXPECT_EQ(check(options_).missing, 12U);
  for (int i = 1; i <= 3; ++i) run(shard(i));
  const auto part = check(options_);
  EXPECT_EQ(part.missing, BatchPlan::make(shard(4))->size());
  EXPECT_EQ(part.finished, 12U - part.missing);
  EXPECT_FALSE(part.all_finished());
  EXPECT_TRUE(check(shard(2)).all_finished());
  EXPECT_FALSE(check(shard(4)).all_finished());
  run(shard(4));

  auto merged = options_;
  merged.manifest_out = root_ / "merged.jsonl";
  EXPECT_TRUE(check(merged).all_finished());
  EXPECT_TRUE(told_.empty());
  for (int i = 0; i < 12; ++i) {
    const auto name = (i % 2 == 0 ? "a/" : "b/") + std::to_string(i) + ".npy";
    EXPECT_EQ(text_of(options_.out_folder / name), text_of(whole.out_folder / name)) << name;
  }
  auto list = text_of(merged.manifest_out);
  for (std::size_t at = 0; (at = list.find("\"out/", at)) != std::string::npos;) {
    list.replace(at, 5, "\"whole/");
  }
  EXPECT_EQ(list, text_of(whole.manifest_out));

  // Another number of shards keeps what all of these made.
  ASSERT_EQ(split_error(3), "");
  for (int i = 1; i <= 3; ++i) {
    auto again = shard(i);
    again.existing = Existing::resume;
    const auto report = run(again);
    EXPECT_EQ(report.totals.done, 0U);
    EXPECT_EQ(report.totals.kept, report.totals.files);
  }
}

TEST_F(BatchShards, CheckSeesWhatIsNotAsItWasMade) {
  write_sounds(8);
  run(options_);
  ASSERT_TRUE(check(options_).all_finished());
  const auto out = [this](const char* name) { return options_.out_folder / name; };
  fs::remove(out("a/0.npy"));
  fs::resize_file(out("b/1.npy"), 10);
  fs::resize_file(out("a/2.npy.json"), 10);
  fs::resize_file(lists_ / "b/3.wav", 400);
  fs::remove(lists_ / "a/4.wav");
  const auto checked = check(options_);
  EXPECT_EQ(checked.missing, 1U);
  EXPECT_EQ(checked.unfinished, 4U);
  EXPECT_EQ(told_["0.wav"], "missing");
  EXPECT_NE(told_["1.wav"].find("10 bytes"), std::string::npos);
  EXPECT_NE(told_["2.wav"].find("2.npy.json has 10 bytes"), std::string::npos);
  EXPECT_NE(told_["3.wav"].find("400 bytes"), std::string::npos);
  EXPECT_NE(told_["4.wav"].find("is gone"), std::string::npos);

  auto other = options_;
  other.encode.levels = 2;
  EXPECT_EQ(check(other).finished, 0U);
  EXPECT_NE(told_["5.wav"].find("other settings"), std::string::npos);
  fs::remove(out(".sonoglyph-batch.jsonl"));
  EXPECT_EQ(check(options_).finished, 0U);
  EXPECT_EQ(told_["5.wav"], "no ledger knows it");
}

}  // namespace
