#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "codec/base/file_io.h"
#include "codec/batch/batch.h"
#include "codec/batch/batch_check.h"
#include "codec/batch/batch_finished.h"
#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_verify.h"
#include "codec/files/manifest.h"
#include "codec/model/stored_model.h"
#include "codec/sound/audio_file.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using codec::BatchOutcome;
using codec::Existing;

const std::shared_ptr<const codec::Model>& model() {
  static const auto tiny = testing_support::random_model(testing_support::tiny_config(), 7);
  return tiny;
}

void write_sound(const fs::path& path, double seconds, std::uint32_t seed) {
  fs::create_directories(path.parent_path());
  const auto samples =
      testing_support::synthetic_speech(static_cast<std::size_t>(16000 * seconds), 16000, seed);
  auto writer = codec::AudioWriter::create(path, {});
  ASSERT_TRUE(writer.ok()) << writer.error().message;
  ASSERT_TRUE(writer->write(samples).ok());
  ASSERT_TRUE(writer->finish().ok());
}

void write_text(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  ASSERT_TRUE(codec::write_file(path, text).ok());
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Every file below, hidden ones included, with its bytes.
std::map<std::string, std::string> tree(const fs::path& root) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) {
      files[entry.path().lexically_relative(root).string()] = text_of(entry.path());
    }
  }
  return files;
}

std::set<std::string> names(const fs::path& root) {
  std::set<std::string> found;
  for (const auto& [name, bytes] : tree(root)) {
    if (!name.starts_with('.')) found.insert(name);
  }
  return found;
}

struct Recorder : codec::BatchObserver {
  std::map<std::string, codec::BatchResult> results;  // by file name of the source
  codec::BatchTotals last;
  std::function<void(const codec::BatchResult&)> then;

  void on_end(const codec::BatchResult& result, const codec::BatchTotals& totals) override {
    EXPECT_TRUE(results.emplace(result.source.filename(), result).second) << result.source;
    last = totals;
    if (then) then(result);
  }
};

class BatchTest : public testing::Test {
 protected:
  void SetUp() override {
    write_sound(in_ / "a/one.wav", 0.5, 1);
    write_sound(in_ / "a/two.flac", 1.0, 2);
    write_sound(in_ / "b/c/three.wav", 0.25, 3);
    write_sound(in_ / "four.wav", 0.75, 4);
    write_text(in_ / "a/notes.txt", "no sound");
    options_.inputs = {in_ / ""};
    options_.out_folder = out_ / "";
    options_.workers = 2;
  }

  codec::BatchReport run(const codec::BatchOptions& options,
                         codec::BatchObserver* observer = nullptr,
                         codec::BatchControl* control = nullptr) {
    auto plan = codec::BatchPlan::make(options);
    EXPECT_TRUE(plan.ok()) << plan.error().message;
    if (!plan) return {};
    auto report = codec::run_batch(model(), *plan, observer, control);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return report ? std::move(*report) : codec::BatchReport{};
  }

  codec::Error plan_error(const codec::BatchOptions& options) {
    auto plan = codec::BatchPlan::make(options);
    EXPECT_FALSE(plan.ok());
    return plan ? codec::Error{} : plan.error();
  }

  testing_support::TemporaryFolder folder_;
  fs::path in_ = folder_ / "in";
  fs::path out_ = folder_ / "out";
  codec::BatchOptions options_;
};

TEST_F(BatchTest, KeepsTheTreeAndPassesOverOtherKinds) {
  const auto plan = codec::BatchPlan::make(options_);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->size(), 4u);
  EXPECT_EQ(plan->passed_over(), 1u);
  const auto report = run(options_);
  EXPECT_TRUE(report.all_well());
  EXPECT_EQ(report.totals.done, 4u);
  EXPECT_DOUBLE_EQ(report.totals.sound_s, 2.5);
  EXPECT_EQ(names(out_),
            (std::set<std::string>{"a/one.sgl", "a/two.sgl", "b/c/three.sgl", "four.sgl"}));
}

TEST_F(BatchTest, OutputsAreThoseOfSingleFiles) {
  run(options_);
  ASSERT_TRUE(codec::encode_file(model(), in_ / "a/two.flac", out_ / "alone.sgl").ok());
  EXPECT_EQ(text_of(out_ / "a/two.sgl"), text_of(out_ / "alone.sgl"));
}

TEST_F(BatchTest, NumberOfWorkersChangesNothing) {
  run(options_);
  auto one = options_;
  one.workers = 1;
  one.out_folder = folder_ / "one";
  run(one);
  EXPECT_EQ(tree(out_), tree(one.out_folder));
}

TEST_F(BatchTest, EveryKindThereAndBackIsTheSoundOfTheSgl) {
  run(options_);
  auto back = options_;
  back.inputs = {out_};
  back.to = "wav";
  back.out_folder = folder_ / "wav";
  EXPECT_TRUE(run(back).all_well());
  for (const std::string to : {"npy", "safetensors", "jsonl", "json", "csv"}) {
    auto there = options_;
    there.to = to;
    there.out_folder = folder_ / to;
    EXPECT_TRUE(run(there).all_well()) << to;
    auto home = back;
    home.inputs = {there.out_folder};
    home.out_folder = folder_ / (to + ".wav");
    EXPECT_TRUE(run(home).all_well()) << to;
    for (const auto& name : names(folder_ / "wav")) {
      EXPECT_EQ(text_of(folder_ / "wav" / name), text_of(home.out_folder / name)) << to << name;
    }
    auto from_sgl = there;
    from_sgl.inputs = {out_};
    from_sgl.out_folder = folder_ / (to + ".sgl");
    EXPECT_TRUE(run(from_sgl).all_well()) << to;
    for (const auto& name : names(there.out_folder)) {
      EXPECT_EQ(text_of(there.out_folder / name), text_of(from_sgl.out_folder / name)) << name;
    }
  }
}

TEST_F(BatchTest, BrokenFilesAreNamedAndStopNothing) {
  write_text(in_ / "a/text.wav", "this is no sound\n");
  write_text(in_ / "b/empty.wav", "");
  ASSERT_EQ(mkfifo((in_ / "pipe.wav").c_str(), 0600), 0);  // would be waited for
  fs::create_symlink("loop.wav", in_ / "loop.wav");
  options_.inputs.push_back(in_ / "missing.wav");
  Recorder recorder;
  const auto report = run(options_, &recorder);
  EXPECT_FALSE(report.all_well());
  EXPECT_EQ(report.totals.done, 4u);
  EXPECT_EQ(report.totals.failed, 5u);
  ASSERT_EQ(report.failures.size(), 5u);
  for (const char* name : {"text.wav", "empty.wav", "missing.wav", "pipe.wav", "loop.wav"}) {
    const auto& result = recorder.results.at(name);
    EXPECT_EQ(result.outcome, BatchOutcome::failed);
    EXPECT_NE(result.reason.find(name), std::string::npos) << result.reason;
    EXPECT_EQ(result.reason.find('\n'), std::string::npos);
  }
  EXPECT_EQ(names(out_).size(), 4u);  // and nothing of the others
  EXPECT_DOUBLE_EQ(recorder.last.fraction, 1.0);
}

TEST_F(BatchTest, WhatIsThereFailsUnlessSomethingElseWasAsked) {
  run(options_);
  const auto before = tree(out_);
  const auto failed = run(options_);
  EXPECT_EQ(failed.totals.failed, 4u);
  EXPECT_EQ(tree(out_), before);
}

TEST_F(BatchTest, SkipLeavesWhatIsThere) {
  write_text(out_ / "four.sgl", "mine");
  options_.existing = Existing::skip;
  const auto report = run(options_);
  EXPECT_EQ(report.totals.skipped, 1u);
  EXPECT_EQ(report.totals.done, 3u);
  EXPECT_EQ(text_of(out_ / "four.sgl"), "mine");
}

TEST_F(BatchTest, OverwriteReplacesWhatIsThere) {
  write_text(out_ / "four.sgl", "mine");
  options_.existing = Existing::overwrite;
  EXPECT_EQ(run(options_).totals.done, 4u);
  EXPECT_NE(text_of(out_ / "four.sgl"), "mine");
}

TEST_F(BatchTest, RenameKeepsBoth) {
  write_text(out_ / "four.sgl", "mine");
  write_text(out_ / "four-1.sgl", "mine too");
  options_.existing = Existing::rename;
  options_.manifest_out = folder_ / "list.jsonl";
  EXPECT_EQ(run(options_).totals.done, 4u);
  EXPECT_EQ(text_of(out_ / "four.sgl"), "mine");
  EXPECT_EQ(text_of(out_ / "four-1.sgl"), "mine too");
  EXPECT_TRUE(codec::inspect_file(out_ / "four-2.sgl").ok());
  EXPECT_NE(text_of(options_.manifest_out).find("out/four-2.sgl"), std::string::npos);
}

TEST_F(BatchTest, ResumeKeepsWhatIsFinishedByItsContent) {
  run(options_);
  const auto whole = tree(out_);
  options_.existing = Existing::resume;
  EXPECT_EQ(run(options_).totals.kept, 4u);
  EXPECT_EQ(tree(out_), whole);

  auto bytes = text_of(out_ / "four.sgl");
  bytes[bytes.size() / 2] ^= 1;  // the same length, another content
  write_text(out_ / "four.sgl", bytes);
  write_text(out_ / "a/one.sgl", "cut");
  fs::remove(out_ / "a/two.sgl");
  const auto report = run(options_);
  EXPECT_EQ(report.totals.kept, 1u);
  EXPECT_EQ(report.totals.done, 3u);
  EXPECT_EQ(tree(out_), whole);
}

TEST_F(BatchTest, ResumeSeesAnotherSourceAndOtherSettings) {
  options_.existing = Existing::resume;
  run(options_);
  write_sound(in_ / "four.wav", 0.75, 40);  // as long as before
  EXPECT_EQ(run(options_).totals.done, 1u);
  options_.encode.levels = 2;
  EXPECT_EQ(run(options_).totals.done, 4u);
  EXPECT_EQ(run(options_).totals.kept, 4u);
}

// Another sound of the same rate, channels and length has an output that looks just as finished.
TEST_F(BatchTest, ResumeWithoutLedgerMakesAllAgain) {
  for (const std::string to : {"sgl", "npy", "json"}) {
    auto options = options_;
    options.to = to;
    options.out_folder = folder_ / ("bare-" + to);
    options.existing = Existing::resume;
    run(options);
    fs::remove(options.out_folder / ".sonoglyph-batch.jsonl");
    write_sound(in_ / "four.wav", 0.75, to == "npy" ? 41 : 42);
    EXPECT_EQ(run(options).totals.done, 4u) << to;
    auto fresh = options;
    fresh.out_folder = folder_ / ("fresh-" + to);
    run(fresh);
    EXPECT_EQ(tree(options.out_folder), tree(fresh.out_folder)) << to;
    EXPECT_EQ(run(options).totals.kept, 4u) << to;
  }
}

TEST_F(BatchTest, ResumeLooksAtTheSidecarToo) {
  options_.to = "npy";
  options_.existing = Existing::resume;
  run(options_);
  const auto whole = tree(out_);
  const auto sidecar = out_ / "four.npy.json";
  write_text(sidecar, text_of(sidecar) + " ");
  EXPECT_EQ(run(options_).totals.done, 1u);
  fs::remove(sidecar);
  EXPECT_EQ(run(options_).totals.done, 1u);
  EXPECT_EQ(tree(out_), whole);
}

// Whoever reads a source while somebody writes it gets the one, the other, or half of each.
TEST_F(BatchTest, ASourceThatChangesWhileItIsReadIsNotFinished) {
  struct Writer : codec::BatchObserver {
    fs::path path;
    bool is_done = false;
    void on_progress(const codec::BatchFile& file, double, double,
                     const codec::BatchTotals&) override {
      if (file.source != path || is_done) return;
      is_done = true;
      write_sound(path, 0.75, 77);  // as long as before
    }
  };
  for (const std::string to : {"sgl", "npy", "csv"}) {
    Writer writer;
    writer.path = in_ / "four.wav";
    write_sound(writer.path, 0.75, 4);
    auto options = options_;
    options.to = to;
    options.out_folder = folder_ / ("changed-" + to);
    options.existing = Existing::resume;
    const auto report = run(options, &writer);
    EXPECT_TRUE(writer.is_done);
    EXPECT_EQ(report.totals.failed, 1u);
    ASSERT_EQ(report.failures.size(), 1u);
    EXPECT_NE(report.failures[0].reason.find("four.wav: changed"), std::string::npos);
    EXPECT_EQ(names(options.out_folder).count("four." + to), 0u);
    EXPECT_EQ(names(options.out_folder).count("four.npy.json"), 0u);
    EXPECT_EQ(run(options).totals.done, 1u);
    ASSERT_TRUE(codec::tokenize_file(model(), writer.path, folder_ / "now.csv").ok());
    ASSERT_TRUE(
        codec::tokenize_file(model(), options.out_folder / ("four." + to), folder_ / "kept.csv")
            .ok());
    EXPECT_EQ(text_of(folder_ / "kept.csv"), text_of(folder_ / "now.csv")) << to;
  }
}

// The output folder, or one output, is removed while the batch runs: not all is done.
TEST_F(BatchTest, OutputsThatAreGoneAtTheEndHaveFailed) {
  struct Remover : Recorder {
    std::vector<std::string> lost;
    void on_lost(const codec::BatchResult& result, const codec::BatchTotals&) override {
      lost.push_back(result.output.filename());
    }
  };
  for (const bool all : {false, true}) {
    Remover remover;
    auto options = options_;
    options.out_folder = folder_ / (all ? "all" : "one");
    options.existing = Existing::resume;
    options.workers = 1;
    std::size_t ended = 0;
    remover.then = [&](const codec::BatchResult& result) {
      if (++ended == 2) all ? fs::remove_all(options.out_folder) : fs::remove(result.output);
    };
    const auto plan = codec::BatchPlan::make(options);
    ASSERT_TRUE(plan.ok());
    const auto report = codec::run_batch(model(), *plan, &remover);
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(report->totals.failed, all ? 2u : 1u);
    EXPECT_EQ(report->totals.done, all ? 2u : 3u);
    EXPECT_FALSE(report->all_well());
    EXPECT_EQ(remover.lost.size(), all ? 2u : 1u);
    for (const auto& failure : report->failures) {
      EXPECT_NE(failure.reason.find("is gone"), std::string::npos) << failure.reason;
    }
    EXPECT_EQ(run(options).totals.done, all ? 2u : 1u);
    EXPECT_EQ(names(options.out_folder).size(), 4u);
  }
}

// A process that kills itself with SIGKILL in the middle of a file, after two were finished.
void run_until_killed(const codec::BatchOptions& options) {
  struct Bomb : codec::BatchObserver {
    int ended = 0;
    void on_end(const codec::BatchResult&, const codec::BatchTotals&) override { ++ended; }
    void on_progress(const codec::BatchFile&, double, double, const codec::BatchTotals&) override {
      if (ended >= 2) raise(SIGKILL);
    }
  };
  const pid_t child = fork();
  if (child == 0) {
    Bomb bomb;
    const auto plan = codec::BatchPlan::make(options);
    if (plan) (void)codec::run_batch(model(), *plan, &bomb);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
}

TEST_F(BatchTest, KilledAndResumedIsAnUndisturbedRunByteForByte) {
  for (std::uint32_t i = 0; i < 6; ++i) {
    write_sound(in_ / ("d/" + std::to_string(i) + ".wav"), 0.5, 10 + i);
  }
  auto undisturbed = options_;
  undisturbed.out_folder = folder_ / "undisturbed";
  run(undisturbed);

  (void)model();
  options_.workers = 1;
  run_until_killed(options_);
  EXPECT_LT(names(out_).size(), names(undisturbed.out_folder).size() + 1);
  EXPECT_NE(tree(out_), tree(undisturbed.out_folder));
  options_.existing = Existing::resume;
  options_.workers = 2;
  const auto report = run(options_);
  EXPECT_EQ(report.totals.kept, 2u);
  EXPECT_EQ(report.totals.done, 8u);
  EXPECT_EQ(tree(out_), tree(undisturbed.out_folder));  // no temporary file is left either
}

TEST_F(BatchTest, ShardsPartitionTheList) {
  for (int i = 0; i < 40; ++i) write_text(in_ / ("d/" + std::to_string(i) + ".wav"), "x");
  std::set<fs::path> seen;
  std::size_t most = 0;
  for (int shard = 1; shard <= 4; ++shard) {
    options_.shard = shard;
    options_.shards = 4;
    const auto plan = codec::BatchPlan::make(options_);
    ASSERT_TRUE(plan.ok());
    most = std::max(most, plan->size());
    for (std::size_t i = 0; i < plan->size(); ++i) {
      EXPECT_TRUE(seen.insert(plan->file(i).source).second);
    }
  }
  EXPECT_EQ(seen.size(), 44u);
  EXPECT_LT(most, 22u);
}

TEST_F(BatchTest, ShardsTogetherMakeTheWhole) {
  run(options_);
  auto part = options_;
  part.out_folder = folder_ / "parts";
  part.shards = 8;  // a folder of more ledgers than a small vector of names first has room for
  for (part.shard = 1; part.shard <= 8; ++part.shard) EXPECT_TRUE(run(part).all_well());
  EXPECT_EQ(names(part.out_folder), names(out_));
  for (const auto& name : names(out_)) {
    EXPECT_EQ(text_of(part.out_folder / name), text_of(out_ / name));
  }
  for (int i = 1; i <= 8; ++i) {  // of shards that had no file as well
    const auto ledger = ".sonoglyph-batch." + std::to_string(i) + "-of-8.jsonl";
    if (!fs::exists(part.out_folder / ledger)) write_text(part.out_folder / ledger, "");
  }
  part.shard = part.shards = 1;  // what shards finished, the whole knows
  part.existing = Existing::resume;
  EXPECT_EQ(run(part).totals.kept, 4u);
}

TEST_F(BatchTest, CancelFinishesFilesInHandAndResumeGoesOn) {
  options_.workers = 1;
  codec::BatchControl control;
  Recorder recorder;
  recorder.then = [&](const codec::BatchResult&) { control.cancel(); };
  const auto report = run(options_, &recorder, &control);
  EXPECT_TRUE(report.cancelled);
  EXPECT_EQ(report.totals.done, 1u);
  EXPECT_EQ(report.never_begun, 3u);
  EXPECT_EQ(names(out_).size(), 1u);
  options_.existing = Existing::resume;
  const auto rest = run(options_);
  EXPECT_EQ(rest.totals.kept, 1u);
  EXPECT_EQ(rest.totals.done, 3u);
}

TEST_F(BatchTest, AbortDropsFilesInHandWithoutATrace) {
  struct Aborter : codec::BatchObserver {
    codec::BatchControl control;
    void on_start(const codec::BatchFile&) override { control.abort(); }
  } aborter;
  options_.workers = 1;
  const auto report = run(options_, &aborter, &aborter.control);
  EXPECT_TRUE(report.cancelled);
  EXPECT_EQ(report.totals.done, 0u);
  EXPECT_TRUE(names(out_).empty());
}

TEST_F(BatchTest, TwoSourcesForOneOutputAreAnErrorBeforeTheStart) {
  write_sound(in_ / "a/one.flac", 0.1, 9);
  const auto error = plan_error(options_);
  EXPECT_EQ(error.code, codec::ErrorCode::bad_value);
  EXPECT_NE(error.message.find("one.flac"), std::string::npos) << error.message;
  EXPECT_FALSE(fs::exists(out_));
  options_.pattern = "{dir}/{name}.{ext}";
  EXPECT_EQ(run(options_).totals.done, 5u);
  EXPECT_TRUE(fs::exists(out_ / "a/one.flac.sgl"));
}

TEST_F(BatchTest, OneSourceNamedTwiceIsOne) {
  options_.inputs = {in_ / "four.wav", in_ / "four.wav", in_};
  EXPECT_EQ(run(options_).totals.done, 4u);
}

TEST_F(BatchTest, BadOptionsAreErrorsBeforeTheStart) {
  const auto wrong = [&](auto change) {
    auto options = options_;
    change(options);
    return plan_error(options).code;
  };
  using codec::ErrorCode;
  EXPECT_EQ(wrong([](auto& o) { o.to = "xyz"; }), ErrorCode::unsupported);
  EXPECT_EQ(wrong([](auto& o) { o.pattern = "{what}"; }), ErrorCode::bad_value);
  EXPECT_EQ(wrong([](auto& o) { o.pattern = "../{stem}.{ext}"; }), ErrorCode::bad_value);
  EXPECT_EQ(wrong([](auto& o) { o.pattern = "{dir}/"; }), ErrorCode::bad_value);
  EXPECT_EQ(wrong([](auto& o) { o.shard = 0; }), ErrorCode::bad_value);
  EXPECT_EQ(wrong([](auto& o) { o.to = "flac"; }), ErrorCode::empty);  // no tokens there
  EXPECT_EQ(wrong([](auto& o) { o.manifests = {"nowhere.jsonl"}; }), ErrorCode::io);
}

TEST_F(BatchTest, ManifestsComeInAndGoOutWithWhatTheySay) {
  write_text(in_ / "list.jsonl",
             "{\"audio_filepath\": \"a/one.wav\", \"duration\": 0.5, \"text\": \"hello \\u00e4\", "
             "\"id\": \"utt/1\", \"speaker\": 7}\n"
             "{\"id\": \"r2\", \"sources\": [{\"type\": \"file\", \"channels\": [0], \"source\": "
             "\"b/c/three.wav\"}], \"sampling_rate\": 16000}\n"
             "not json\n\n"
             "{\"audio_filepath\": \"four.wav\", \"offset\": 1.5}\n");
  options_.inputs.clear();
  options_.manifests = {in_ / "list.jsonl"};
  options_.pattern = "{id}.{ext}";
  options_.manifest_out = out_ / "done.jsonl";
  const auto report = run(options_);
  EXPECT_EQ(report.totals.done, 2u);
  EXPECT_EQ(report.totals.failed, 2u);
  EXPECT_EQ(names(out_), (std::set<std::string>{"done.jsonl", "r2.sgl", "utt_1.sgl"}));
  for (const auto& failure : report.failures) {
    const bool is_cut = failure.reason.find("an excerpt from 1.5 s") != std::string::npos;
    EXPECT_NE(failure.reason.find(is_cut ? "four.wav:" : "list.jsonl:"), std::string::npos)
        << failure.reason;
  }
  auto reader = codec::ManifestReader::open(options_.manifest_out, codec::ManifestSource::tokens);
  ASSERT_TRUE(reader.ok());
  const auto line = reader->next();
  ASSERT_TRUE(line && line->entry.ok());
  const codec::json::Value fields(line->entry->fields);
  EXPECT_EQ(line->entry->id, "utt/1");
  EXPECT_EQ(line->entry->source, out_ / "utt_1.sgl");
  EXPECT_EQ(*fields.find("text")->string(), "hello \xc3\xa4");
  EXPECT_EQ(*fields.find("speaker")->number(), 7.0);
  EXPECT_EQ(*fields.find("duration")->number(), 0.5);

  auto back = options_;  // the list that went out comes in
  back.manifests = {options_.manifest_out};
  back.to = "flac";
  back.pattern = "{stem}.{ext}";
  back.out_folder = folder_ / "back";
  back.manifest_out = folder_ / "back.tsv";
  EXPECT_EQ(run(back).totals.done, 2u);
  EXPECT_TRUE(fs::exists(folder_ / "back/utt_1.flac"));
  const auto table = text_of(back.manifest_out);
  EXPECT_NE(table.find("id\taudio_filepath\tduration"), std::string::npos) << table;
  EXPECT_NE(table.find("back/utt_1.flac\t0.5\t"), std::string::npos) << table;
}

TEST_F(BatchTest, TabSeparatedListsComeIn) {
  write_text(in_ / "list.tsv", "file\tkind\na/one.wav\tspeech\nfour.wav\tspeech\n");
  options_.inputs.clear();
  options_.manifests = {in_ / "list.tsv"};
  EXPECT_EQ(run(options_).totals.done, 2u);
  EXPECT_EQ(names(out_), (std::set<std::string>{"a/one.sgl", "four.sgl"}));
}

TEST_F(BatchTest, DamagedTokensAreNamedEitherWay) {
  run(options_);
  auto bytes = text_of(out_ / "a/two.sgl");
  bytes[260] ^= 0x55;  // in a packet
  write_text(out_ / "a/two.sgl", bytes);
  auto back = options_;
  back.inputs = {out_};
  back.to = "wav";
  back.out_folder = folder_ / "strict";
  back.decode.accept_damage = false;
  auto report = run(back);
  EXPECT_EQ(report.totals.failed, 1u);
  EXPECT_FALSE(fs::exists(folder_ / "strict/a/two.wav"));
  back.out_folder = folder_ / "salvaged";
  back.decode.accept_damage = true;
  report = run(back);
  EXPECT_EQ(report.totals.damaged, 1u);
  EXPECT_EQ(report.totals.done, 4u);
  EXPECT_FALSE(report.all_well());
  ASSERT_EQ(report.failures.size(), 1u);
  EXPECT_NE(report.failures[0].reason.find("two.sgl: damaged"), std::string::npos);
  EXPECT_TRUE(fs::exists(folder_ / "salvaged/a/two.wav"));
}

TEST_F(BatchTest, CutSoundsAreCountedAndNamedEachTime) {
  const auto whole = text_of(in_ / "a/one.wav");
  write_text(in_ / "a/one.wav", whole.substr(0, whole.size() / 2));
  options_.existing = Existing::resume;
  for (int i = 0; i < 2; ++i) {
    const auto report = run(options_);
    EXPECT_EQ(report.totals.damaged, 1u);
    EXPECT_FALSE(report.all_well());
    ASSERT_EQ(report.failures.size(), 1u);
    EXPECT_NE(report.failures[0].reason.find("one.wav: cut: "), std::string::npos)
        << report.failures[0].reason;
    EXPECT_TRUE(fs::exists(out_ / "a/one.sgl"));
  }
}

TEST_F(BatchTest, ResumeRemovesItsOwnTemporaryFilesAlone) {
  const std::string longest(251, 'n');
  write_sound(in_ / (longest + ".wav"), 0.25, 9);
  const auto digits = std::string(16, 'a');
  std::vector<fs::path> own;
  for (const auto& name : {std::string("four.sgl"), longest + ".sgl"}) {
    own.push_back(out_ / (codec::pending_prefix(name) + digits));
  }
  const std::vector<fs::path> others = {out_ / "four.sgl.part-2", out_ / "four.sgl.part-abc",
                                        out_ / ("five.sgl.part-" + digits)};
  for (const auto& path : own) write_text(path, "half");
  for (const auto& path : others) write_text(path, "mine");
  options_.existing = Existing::resume;
  EXPECT_TRUE(run(options_).all_well());
  EXPECT_TRUE(fs::exists(out_ / (longest + ".sgl")));
  for (const auto& path : own) EXPECT_FALSE(fs::exists(path)) << path;
  for (const auto& path : others) EXPECT_TRUE(fs::exists(path)) << path;
}

TEST_F(BatchTest, TwoRunsDoNotWriteOneLedger) {
  struct Second : codec::BatchObserver {
    const codec::BatchPlan* plan = nullptr;
    std::string message;
    void on_start(const codec::BatchFile&) override {
      if (!message.empty()) return;
      const auto report = codec::run_batch(model(), *plan);
      message = report ? "ran" : report.error().message;
    }
  } second;
  const auto plan = codec::BatchPlan::make(options_);
  ASSERT_TRUE(plan.ok());
  second.plan = &*plan;
  ASSERT_TRUE(codec::run_batch(model(), *plan, &second).ok());
  EXPECT_NE(second.message.find("another batch"), std::string::npos) << second.message;
}

// The whole sound at `path`, interleaved.
std::vector<float> samples_of(const fs::path& path, codec::AudioInfo& info) {
  auto reader = codec::AudioReader::open(path);
  if (!reader) return {};
  info = reader->info();
  std::vector<float> all;
  std::vector<float> block(4096 * static_cast<std::size_t>(info.channels));
  for (auto n = reader->read(block); n && *n > 0; n = reader->read(block)) {
    all.insert(
        all.end(), block.begin(),
        block.begin() + static_cast<std::ptrdiff_t>(*n * static_cast<std::size_t>(info.channels)));
  }
  return all;
}

struct Part {
  std::size_t first = 0;
  std::size_t count = 0;
  std::vector<std::size_t> channels = {};  // none: all
};

// A file of its own, in floats, so that nothing is rounded.
void cut_out(const fs::path& from, const Part& part, const fs::path& to) {
  codec::AudioInfo info;
  const auto all = samples_of(from, info);
  const auto n = static_cast<std::size_t>(info.channels);
  auto channels = part.channels;
  if (channels.empty()) {
    for (std::size_t c = 0; c < n; ++c) channels.push_back(c);
  }
  std::vector<float> out;
  ASSERT_LE((part.first + part.count) * n, all.size());
  for (std::size_t i = part.first; i < part.first + part.count; ++i) {
    for (const auto c : channels) out.push_back(all[i * n + c]);
  }
  auto writer = codec::AudioWriter::create(to, {.sample_rate_hz = info.sample_rate_hz,
                                                .channels = static_cast<int>(channels.size()),
                                                .sample_format = codec::SampleFormat::float32});
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE(writer->write(out).ok());
  ASSERT_TRUE(writer->finish().ok());
}

class ManifestTest : public BatchTest {
 protected:
  void SetUp() override {
    write_sound(in_ / "a.wav", 4.0, 5);
    options_.out_folder = out_;
    options_.manifests = {in_ / "list.jsonl"};
  }

  // Two seconds of two different channels at 48 kHz.
  void write_stereo(const fs::path& path) {
    auto writer = codec::AudioWriter::create(path, {.sample_rate_hz = 48000, .channels = 2});
    ASSERT_TRUE(writer.ok());
    const auto left = testing_support::synthetic_speech(96000, 48000, 6);
    const auto right = testing_support::synthetic_speech(96000, 48000, 8);
    std::vector<float> both;
    for (std::size_t i = 0; i < left.size(); ++i) both.insert(both.end(), {left[i], right[i]});
    ASSERT_TRUE(writer->write(both).ok());
    ASSERT_TRUE(writer->finish().ok());
  }

  // The only output of a list of one line, anew.
  std::string output_of(const std::string& list, const std::string& text, const std::string& to) {
    write_text(in_ / list, text);
    auto options = options_;
    options.manifests = {in_ / list};
    options.out_folder = folder_ / ("lines/" + std::to_string(++lines_));
    options.to = to;
    options.tokens.sidecar = false;
    const auto report = run(options);
    for (const auto& failure : report.failures) told_ = failure.reason;
    const auto made = names(options.out_folder);
    return made.size() == 1 ? text_of(options.out_folder / *made.begin()) : std::string();
  }

  std::string tokens_of(const fs::path& sound, const Part& part, const std::string& to) {
    cut_out(sound, part, folder_ / "part.wav");
    const auto out = folder_ / ("part." + to);
    const auto made = to == "sgl" ? codec::encode_file(model(), folder_ / "part.wav", out)
                                  : codec::tokenize_file(model(), folder_ / "part.wav", out, {},
                                                         {.sidecar = false});
    EXPECT_TRUE(made.ok());
    return text_of(out);
  }

  int lines_ = 0;
  std::string told_;
};

// The .sgl of an excerpt is that of a file that holds nothing else, byte for byte.
TEST_F(ManifestTest, ExcerptsAreThoseOfFilesCutOut) {
  struct Case {
    std::string line;
    Part part;
  };
  const std::string a = "{\"audio_filepath\": \"a.wav\", ";
  for (const auto& [line, part] : std::vector<Case>{
           {a + "\"offset\": 0, \"duration\": 1.0}", {0, 16000}},
           {a + "\"offset\": 1.5, \"duration\": 1}", {24000, 16000}},
           {a + "\"offset\": \"1.5\", \"duration\": \" 1.0 \"}", {24000, 16000}},
           {a + "\"offset\": 1.00003}", {16000, 48000}},
           {a + "\"offset\": 1.00004, \"duration\": 0.50003}", {16001, 8000}},
           {a + "\"start\": 3, \"duration\": 1.01}", {48000, 16000}},
           {a + "\"start\": 1.0, \"end\": 2.5}", {16000, 24000}},
           {a + "\"start_time\": 1.0, \"end_time\": 2.0, \"duration\": 1.0}", {16000, 16000}},
           {a + "\"begin\": \"2\", \"stop\": \"2.25\"}", {32000, 4000}},
           {a + "\"end\": 0.75}", {0, 12000}},
           {a + "\"duration\": 1.0}", {0, 16000}},
           {a + "\"duration\": 3.8}", {0, 60800}},
           {a + "\"offset\": null, \"duration\": 4.0}", {0, 64000}},
           {a + "\"duration\": 3.9}", {0, 64000}},  // of 4.0, rounded
           {a + "\"duration\": 17.25}", {0, 64000}},
           {a + "\"duration\": -1}", {0, 64000}},
           {a + "\"offset\": 0, \"duration\": 4.0, \"channel\": 0}", {0, 64000}}}) {
    EXPECT_EQ(output_of("list.jsonl", line + "\n", "sgl"), tokens_of(in_ / "a.wav", part, "sgl"))
        << line << told_;
  }
  for (const std::string to : {"npy", "json", "jsonl", "csv", "safetensors"}) {
    EXPECT_EQ(output_of("list.jsonl", a + "\"offset\": 1.5, \"duration\": 1.0}\n", to),
              tokens_of(in_ / "a.wav", {24000, 16000}, to))
        << to;
  }
  EXPECT_EQ(output_of("list.tsv",
                      "\xef\xbb\xbfpath\toffset\tduration\ttext\r\na.wav\t1.5\t1.0\thi\r\n", "sgl"),
            tokens_of(in_ / "a.wav", {24000, 16000}, "sgl"));
  EXPECT_EQ(output_of("list.tsv", "path\tstart_time\tend_time\tchannel\na.wav\t\t1\t0\n", "sgl"),
            tokens_of(in_ / "a.wav", {0, 16000}, "sgl"));
}

TEST_F(ManifestTest, ExcerptsOfEveryFormatAndOfChannels) {
  for (const std::string name :
       {"b.wav", "b.flac", "b.ogg", "b.opus", "b.mp3", "b.aiff", "b.caf"}) {
    write_stereo(in_ / name);
    const auto line = "{\"audio_filepath\": \"" + name + "\", \"offset\": 0.7, \"duration\": 0.5";
    EXPECT_EQ(output_of("list.jsonl", line + "}\n", "sgl"),
              tokens_of(in_ / name, {33600, 24000}, "sgl"))
        << name << told_;
    if (name == "b.flac" || name == "b.aiff" || name == "b.caf") continue;
    EXPECT_EQ(output_of("list.jsonl", line + ", \"channel\": 1}\n", "sgl"),
              tokens_of(in_ / name, {33600, 24000, {1}}, "sgl"))
        << name << told_;
  }
  const auto of = [&](const std::string& fields) {
    return output_of("list.jsonl", "{\"path\": \"b.wav\", " + fields + "}\n", "sgl");
  };
  EXPECT_EQ(of("\"channel\": 0"), tokens_of(in_ / "b.wav", {0, 96000, {0}}, "sgl"));
  EXPECT_EQ(of("\"channel\": \"1\""), tokens_of(in_ / "b.wav", {0, 96000, {1}}, "sgl"));
  EXPECT_EQ(of("\"channel\": [1, 0]"), tokens_of(in_ / "b.wav", {0, 96000}, "sgl"));
  EXPECT_EQ(of("\"channel_selector\": 1, \"offset\": 1.0"),
            tokens_of(in_ / "b.wav", {48000, 48000, {1}}, "sgl"));
  options_.encode.normalize = true;  // to the level of the excerpt
  const auto normal = of("\"offset\": 1.0, \"channel\": 1");
  cut_out(in_ / "b.wav", {48000, 48000, {1}}, folder_ / "part.wav");
  codec::EncodeOptions normalized;
  normalized.normalize = true;
  ASSERT_TRUE(
      codec::encode_file(model(), folder_ / "part.wav", folder_ / "n.sgl", normalized).ok());
  EXPECT_EQ(normal, text_of(folder_ / "n.sgl"));
}

TEST_F(ManifestTest, LhotseCutsAndRecordings) {
  write_stereo(in_ / "b.wav");
  const auto recording = [](const std::string& path, const std::string& channels) {
    return "{\"id\": \"r\", \"sources\": [{\"type\": \"file\", \"channels\": " + channels +
           ", \"source\": \"" + path + "\"}], \"sampling_rate\": 48000, \"num_samples\": 96000, " +
           "\"duration\": 2.0}";
  };
  const auto cut = [&](const std::string& fields, const std::string& channels) {
    return output_of("list.jsonl",
                     "{\"id\": \"c\", " + fields + ", \"recording\": " +
                         recording("b.wav", channels) + ", \"type\": \"MonoCut\"}\n",
                     "sgl");
  };
  EXPECT_EQ(cut("\"start\": 0, \"duration\": 1.0, \"channel\": 0", "[0, 1]"),
            tokens_of(in_ / "b.wav", {0, 48000, {0}}, "sgl"));
  EXPECT_EQ(cut("\"start\": 0.5, \"duration\": 1.25, \"channel\": 1", "[0, 1]"),
            tokens_of(in_ / "b.wav", {24000, 60000, {1}}, "sgl"));
  EXPECT_EQ(cut("\"start\": 0, \"duration\": 2.0, \"channel\": 5", "[4, 5]"),
            tokens_of(in_ / "b.wav", {0, 96000, {1}}, "sgl"));
  EXPECT_EQ(cut("\"start\": 0, \"duration\": 2.0, \"channel\": [0, 1]", "[0, 1]"),
            tokens_of(in_ / "b.wav", {0, 96000}, "sgl"));
  EXPECT_EQ(output_of("list.jsonl", recording("b.wav", "[0, 1]") + "\n", "sgl"),
            tokens_of(in_ / "b.wav", {0, 96000}, "sgl"));
  const std::string two =
      "{\"start\": 0, \"duration\": 4.0, \"channel\": 1, \"recording\": {\"id\": \"r\", "
      "\"sources\": ["
      "{\"type\": \"file\", \"channels\": [0], \"source\": \"b.wav\"}, "
      "{\"type\": \"file\", \"channels\": [1], \"source\": \"a.wav\"}]}}\n";
  EXPECT_EQ(output_of("list.jsonl", two, "sgl"), tokens_of(in_ / "a.wav", {0, 64000}, "sgl"));
}

TEST_F(ManifestTest, WhatIsNoExcerptOfTheSoundIsRefusedByName) {
  run([&] {
    auto options = options_;
    options.manifests.clear();
    options.inputs = {in_ / "a.wav"};
    options.out_folder = in_;
    return options;
  }());  // in/a.sgl
  const std::string a = "{\"audio_filepath\": \"a.wav\", ";
  const std::string cut =
      ", \"start\": 0, \"duration\": 1, \"channel\": 0, \"recording\": {\"sources\": [";
  struct Case {
    std::string line;
    std::string word;
  };
  for (const auto& [line, word] : std::vector<Case>{
           {a + "\"offset\": -1, \"duration\": 1}", "\"offset\""},
           {a + "\"offset\": \"later\"}", "\"offset\""},
           {a + "\"offset\": \"1,5\"}", "\"offset\""},
           {a + "\"offset\": true}", "\"offset\""},
           {a + "\"start_time\": \"00:01:30\"}", "\"start_time\""},
           {a + "\"offset\": 0, \"duration\": 0}", "\"duration\""},
           {a + "\"offset\": 1, \"duration\": -2}", "\"duration\""},
           {a + "\"duration\": \"1:00\"}", "\"duration\""},
           {a + "\"offset\": 1, \"start\": 2}", "\"start\""},
           {a + "\"start\": 1, \"end\": 2, \"duration\": 3}", "\"duration\""},
           {a + "\"start\": 2, \"end\": 2}", "\"end\""},
           {a + "\"offset\": 4.5}", "a.wav"},
           {a + "\"offset\": 3.5, \"duration\": 1.0}", "a.wav"},
           {a + "\"offset\": 1e300}", "a.wav"},
           {a + "\"offset\": 0, \"duration\": 1e-9}", "a.wav"},
           {a + "\"frame_offset\": 16000, \"num_frames\": 16000}", "\"frame_offset\""},
           {a + "\"offset_ms\": 0}", "\"offset_ms\""},
           {a + "\"segment\": [0.5, 1.5]}", "\"segment\""},
           {a + "\"timestamp\": [0, 1.5]}", "\"timestamp\""},
           {a + "\"t0\": 1, \"t1\": 2}", "\"t0\""},
           {a + "\"from\": \"0.5\", \"to\": 2}", "\"from\""},
           {a + "\"trim_start\": 1}", "\"trim_start\""},
           {a + "\"Start\": \"soon\"}", "\"Start\""},
           {a + "\"startTime\": 1, \"start\": 2}", "contradict"},
           {a + "\"onset\": 2, \"offset\": 1}", "\"offset\""},
           {a + "\"channels\": [1]}", "channel 1"},
           {a + "\"channel\": 1}", "channel 1"},
           {a + "\"channel\": \"left\"}", "\"channel\""},
           {a + "\"channel\": -1}", "\"channel\""},
           {a + "\"channel\": []}", "\"channel\""},
           {"{\"audio_filepath\": \"a.sgl\", \"offset\": 1.0}", "a.sgl"},
           {"{\"audio_filepath\": \"a.wav\\u0000.txt\"}", "0 in its name"},
           {"{\"id\": 1" + cut +
                "{\"type\": \"command\", \"channels\": [0], \"source\": \"cat\"}]}}",
            "\"command\""},
           {"{\"id\": 1" + cut +
                "{\"type\": \"file\", \"channels\": [1], \"source\": \"a.wav\"}]}}",
            "\"channel\""},
           {"{\"id\": 1" + cut +
                "{\"type\": \"file\", \"channels\": [0], \"source\": \"a.wav\"}], \"transforms\": "
                "[{\"name\": \"Speed\"}]}}",
            "\"transforms\""},
           {"{\"id\": 1, \"tracks\": [], \"type\": \"MixedCut\"}", "\"tracks\""}}) {
    for (const std::string to : {"sgl", "npy"}) {
      told_.clear();
      EXPECT_EQ(output_of("list.jsonl", line + "\n", to), "") << line;
      EXPECT_NE(told_.find(word), std::string::npos) << line << ": " << told_;
    }
  }
}

TEST_F(ManifestTest, PartsAreToldInManyWays) {
  const std::string a = "{\"audio_filepath\": \"a.wav\", ";
  const auto want = tokens_of(in_ / "a.wav", {16000, 24000}, "npy");
  for (const std::string how :
       {"\"Start\": 1, \"End\": 2.5", "\"OFFSET\": \"1\", \"Duration\": 1.5",
        "\"startTime\": 1.0, \"endTime\": 2.5", "\"onset\": 1, \"offset\": 2.5",
        "\"segment_start\": 1, \"segment_end\": 2.5", "\"start\": 1, \"end\": 2.5, \"to\": 7",
        "\"Begin Time\": 1, \"End Time\": \"2.5\", \"channels\": [0]"}) {
    EXPECT_EQ(output_of("list.jsonl", a + how + "}\n", "npy"), want) << how << told_;
  }
  EXPECT_EQ(output_of("list.tsv", "path\tStart\tEnd\na.wav\t1\t2.5\n", "npy"), want);
  const auto whole = tokens_of(in_ / "a.wav", {0, 64000}, "npy");
  for (const std::string how :
       {"\"segment\": \"part-7\"", "\"channels\": 1", "\"from\": \"a corpus\"",
        "\"timestamp\": [[0, 1], [1, 2]]", "\"segments\": [{\"start\": 1, \"end\": 2}]"}) {
    EXPECT_EQ(output_of("list.jsonl", a + how + "}\n", "npy"), whole) << how << told_;
  }
}

// A list whose last line was cut off, one with two columns of one name, one in UTF-16.
TEST_F(ManifestTest, BrokenTablesAreRefused) {
  const std::string head = "path\toffset\tduration\ttext\n";
  EXPECT_EQ(output_of("list.tsv", head + "a.wav\t1\n", "npy"), "");
  EXPECT_NE(told_.find("\"duration\""), std::string::npos) << told_;
  EXPECT_NE(output_of("list.tsv", head + "a.wav\t1\t1.5\n", "npy"), "") << told_;
  EXPECT_EQ(output_of("list.tsv", "path\toffset\toffset\na.wav\t1\t2\n", "npy"), "");
  EXPECT_NE(told_.find("contradict"), std::string::npos) << told_;
  for (const std::string name : {"list.jsonl", "list.tsv"}) {
    write_text(in_ / name, std::string("\xff\xfe{\0\"\0", 6));
    options_.manifests = {in_ / name};
    const auto error = plan_error(options_);
    EXPECT_EQ(error.code, codec::ErrorCode::unsupported);
    EXPECT_NE(error.message.find("UTF-16"), std::string::npos) << error.message;
  }
}

TEST_F(ManifestTest, PartsOfOneFileWantNamesOfTheirOwn) {
  const std::string lines =
      "{\"audio_filepath\": \"a.wav\", \"offset\": 0, \"duration\": 1.0, \"id\": 11}\n"
      "{\"audio_filepath\": \"a.wav\", \"offset\": 1.5, \"duration\": 1.0, \"id\": 12}\n"
      "{\"audio_filepath\": \"a.wav\", \"offset\": 1.5, \"duration\": 1.0, \"id\": 12}\n";
  write_text(in_ / "list.jsonl", lines);
  const auto error = plan_error(options_);
  EXPECT_EQ(error.code, codec::ErrorCode::bad_value);
  EXPECT_NE(error.message.find("{start}"), std::string::npos) << error.message;
  options_.pattern = "{stem}-{start}-{end}-{channel}.{ext}";
  EXPECT_EQ(run(options_).totals.done, 2u);
  EXPECT_EQ(names(out_), (std::set<std::string>{"a-0-1-all.sgl", "a-1.5-2.5-all.sgl"}));
  options_.pattern = "{id}.{ext}";
  options_.existing = Existing::resume;
  EXPECT_EQ(run(options_).totals.done, 2u);
  EXPECT_EQ(text_of(out_ / "12.sgl"), text_of(out_ / "a-1.5-2.5-all.sgl"));
  EXPECT_EQ(run(options_).totals.kept, 2u);
  auto moved = lines;
  moved.replace(moved.find("0, \"dur"), 1, "2");  // another part under the same id
  write_text(in_ / "list.jsonl", moved);
  const auto report = run(options_);
  EXPECT_EQ(report.totals.kept, 1u);
  EXPECT_EQ(report.totals.done, 1u);
  EXPECT_EQ(text_of(out_ / "11.sgl"), tokens_of(in_ / "a.wav", {32000, 16000}, "sgl"));
}

TEST_F(ManifestTest, ByteOrderMarksAndListsInBrackets) {
  write_text(in_ / "list.jsonl", "\xef\xbb\xbf{\"audio_filepath\": \"a.wav\"}\n");
  EXPECT_EQ(run(options_).totals.done, 1u);
  write_text(in_ / "list.jsonl", "\xef\xbb\xbf \n[\n{\"audio_filepath\": \"a.wav\"}\n]\n");
  const auto error = plan_error(options_);
  EXPECT_EQ(error.code, codec::ErrorCode::unsupported);
  EXPECT_NE(error.message.find("list.jsonl"), std::string::npos);
}

TEST_F(ManifestTest, WhatIsNotOursGoesOutAsItCameIn) {
  const std::string rest =
      "\"speaker_id\": 9007199254740993, \"score\": 1.0, \"rate\": 1e-3, \"nested\": {\"ts\": "
      "1700000000000000001, \"x\": [0.10, 2.50]}, \"none\": null";
  write_text(in_ / "list.jsonl",
             "{\"id\": 1234567890123456789, \"audio_filepath\": \"a.wav\", \"offset\": \"1.50\", "
             "\"duration\": 1.00, " +
                 rest + "}\n");
  options_.manifest_out = folder_ / "done.jsonl";
  options_.pattern = "{id}.{ext}";
  EXPECT_EQ(run(options_).totals.done, 1u);
  EXPECT_EQ(text_of(options_.manifest_out),
            "{\"id\": 1234567890123456789, \"audio_filepath\": \"in/a.wav\", \"duration\": 1.00, "
            "\"tokens_filepath\": \"out/1234567890123456789.sgl\", \"frames\": 250, \"offset\": "
            "\"1.50\", " +
                rest + "}\n");
  auto back =
      options_;  // the tokens are the excerpt; the sound made of them is no part of anything
  back.manifests = {options_.manifest_out};
  back.to = "wav";
  back.out_folder = folder_ / "back";
  back.manifest_out = folder_ / "back.jsonl";
  EXPECT_EQ(run(back).totals.done, 1u);
  EXPECT_EQ(text_of(back.manifest_out).find("offset"), std::string::npos);
  codec::AudioInfo info;
  EXPECT_EQ(samples_of(folder_ / "back/1234567890123456789.wav", info).size(), 16000u);
}

TEST_F(ManifestTest, CutsGoOutAsCutsAndRecordingsToo) {
  const std::string recording =
      "{\"id\": \"rec\", \"sources\": [{\"type\": \"file\", \"channels\": [0], \"source\": "
      "\"a.wav\"}], \"sampling_rate\": 16000, \"num_samples\": 64000, \"duration\": 4.0}";
  const std::string head =
      "{\"id\": \"cut-1\", \"start\": 1.0, \"duration\": 2.0, \"channel\": 0, \"supervisions\": "
      "[{\"id\": \"s\", \"start\": 0.0, \"text\": \"hi\"}], \"recording\": " +
      recording;
  write_text(in_ / "list.jsonl",
             head + ", \"custom\": {\"mine\": 7}, \"type\": \"MonoCut\"}\n" + recording + "\n");
  options_.pattern = "{id}.{ext}";
  options_.manifest_out = folder_ / "cuts.jsonl";
  EXPECT_EQ(run(options_).totals.done, 2u);
  EXPECT_EQ(text_of(options_.manifest_out),
            head +
                ", \"custom\": {\"mine\": 7, \"tokens_filepath\": \"out/cut-1.sgl\", \"frames\": "
                "500}, \"type\": \"MonoCut\"}\n"
                "{\"id\": \"rec\", \"start\": 0, \"duration\": 4.0, \"channel\": 0, "
                "\"supervisions\": [], \"recording\": " +
                recording +
                ", \"custom\": {\"tokens_filepath\": \"out/rec.sgl\", \"frames\": 1000}, \"type\": "
                "\"MonoCut\"}\n");
  auto back = options_;  // their tokens to sound
  back.manifests = {options_.manifest_out};
  back.to = "wav";
  back.out_folder = folder_ / "back";
  back.manifest_out = folder_ / "back.jsonl";
  EXPECT_EQ(run(back).totals.done, 2u);
  EXPECT_NE(text_of(back.manifest_out).find("\"audio_filepath\": \"back/cut-1.wav\""),
            std::string::npos);
  codec::AudioInfo info;
  EXPECT_EQ(samples_of(folder_ / "back/cut-1.wav", info).size(), 32000u);
}

TEST_F(ManifestTest, ListsAreNotWrittenOverWhatIsNeeded) {
  write_text(in_ / "list.jsonl", "{\"audio_filepath\": \"a.wav\"}\n");
  options_.manifest_out = in_ / "list.jsonl";
  EXPECT_EQ(plan_error(options_).code, codec::ErrorCode::bad_value);
  options_.to = "jsonl";
  options_.manifest_out = out_ / "a.jsonl";
  EXPECT_EQ(plan_error(options_).code, codec::ErrorCode::bad_value);
}

TEST_F(ManifestTest, NamesOfAnyBytesComeBack) {
  const std::string name = "caf\xe9\xff.wav";
  fs::copy_file(in_ / "a.wav", in_ / name);
  options_.manifests.clear();
  options_.inputs = {in_ / name};
  options_.manifest_out = folder_ / "list.jsonl";
  EXPECT_EQ(run(options_).totals.done, 1u);
  EXPECT_NE(text_of(options_.manifest_out).find("in/caf\\udce9\\udcff.wav"), std::string::npos);
  options_.existing = Existing::resume;
  EXPECT_EQ(run(options_).totals.kept, 1u);
  auto reader = codec::ManifestReader::open(options_.manifest_out);
  ASSERT_TRUE(reader.ok());
  const auto line = reader->next();
  ASSERT_TRUE(line && line->entry.ok());
  EXPECT_EQ(line->entry->source, in_ / name);
  // A row of a .tsv cannot hold every name.
  fs::copy_file(in_ / "a.wav", in_ / "tab\t.wav");
  options_.inputs = {in_ / "tab\t.wav"};
  options_.manifest_out = folder_ / "list.tsv";
  auto plan = codec::BatchPlan::make(options_);
  ASSERT_TRUE(plan.ok());
  const auto report = codec::run_batch(model(), *plan);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, codec::ErrorCode::bad_value);
  EXPECT_FALSE(fs::exists(options_.manifest_out));
}

TEST_F(BatchTest, ASidecarOfSomebodyElseStays) {
  options_.to = "npy";
  const std::string mine = "{\"reviewed by\": \"me\"}";
  write_text(out_ / "four.npy.json", mine);
  for (const auto existing : {Existing::fail, Existing::resume, Existing::skip}) {
    options_.existing = existing;
    fs::remove(out_ / "four.npy");
    const auto report = run(options_);
    ASSERT_GE(report.failures.size(), 1u);
    EXPECT_EQ(text_of(out_ / "four.npy.json"), mine);
    EXPECT_FALSE(fs::exists(out_ / "four.npy"));
  }
  options_.existing = Existing::rename;
  EXPECT_EQ(run(options_).totals.done, 4u);
  EXPECT_EQ(text_of(out_ / "four.npy.json"), mine);
  EXPECT_TRUE(fs::exists(out_ / "four-1.npy"));
  options_.existing = Existing::overwrite;
  EXPECT_EQ(run(options_).totals.done, 4u);
  EXPECT_NE(text_of(out_ / "four.npy.json"), mine);
}

// What was made before the rules changed has other codes: it is made again, not mixed in.
TEST_F(BatchTest, ResumeMakesWhatOlderRulesMadeAgain) {
  run(options_);
  options_.existing = Existing::resume;
  EXPECT_EQ(run(options_).totals.kept, 4u);
  const auto ledger = out_ / ".sonoglyph-batch.jsonl";
  auto text = text_of(ledger);
  const std::string now = "\"settings\": \"2 to=sgl";
  for (auto at = text.find(now); at != std::string::npos; at = text.find(now, at)) {
    text.replace(at, now.size(), "\"settings\": \"1 to=sgl");
  }
  write_text(ledger, text);
  const auto report = run(options_);
  EXPECT_EQ(report.totals.done, 4u);
  EXPECT_EQ(report.totals.kept, 0u);
  EXPECT_EQ(run(options_).totals.kept, 4u);
}

// The same weights with another search choose other codes.
TEST_F(BatchTest, ResumeMakesWhatWasSearchedOtherwiseAgain) {
  run(options_);
  options_.existing = Existing::resume;
  const auto plan = codec::BatchPlan::make(options_);
  ASSERT_TRUE(plan.ok());
  auto config = testing_support::tiny_config();
  config.search_width = 4;
  const auto wide = testing_support::random_model(config, 7);
  ASSERT_EQ(wide->fingerprint(), model()->fingerprint());
  const auto first = codec::run_batch(wide, *plan);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first->totals.done, 4u);
  const auto again = codec::run_batch(wide, *plan);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->totals.kept, 4u);
}

// A decoder that got better under its name makes other sounds of the same codes: sounds are made
// again, codes are kept, and --check knows it beforehand.
TEST_F(BatchTest, ResumeMakesSoundsOfABetterDecoderAgain) {
  const auto whole = [](std::uint32_t decoder_seed) {
    const auto config = testing_support::tiny_config();
    codec::StoredModel stored{config, testing_support::random_weights(config, 7), {}};
    for (const auto& [name, t] : testing_support::random_weights(config, decoder_seed).tensors) {
      if (codec::is_decoders(name)) stored.weights.tensors[name] = t;
    }
    stored.name_weights();
    return stored;
  };
  const auto models = folder_ / "models";
  fs::create_directories(models);
  ASSERT_TRUE(codec::save_apart(whole(7), "live", models).ok());
  ASSERT_EQ(::setenv("SONOGLYPH_MODELS", models.c_str(), 1), 0);
  const auto run_now = [&](const codec::BatchOptions& options) {
    const auto now = codec::Model::load(models / "tiny.json");
    auto plan = codec::BatchPlan::make(options);
    EXPECT_TRUE(now.ok() && plan.ok());
    auto report = codec::run_batch(*now, *plan, nullptr, nullptr);
    EXPECT_TRUE(report.ok());
    return report->totals;
  };
  const auto finished = [&](const codec::BatchOptions& options) {
    const auto now = codec::Model::load(models / "tiny.json");
    const auto plan = codec::BatchPlan::make(options);
    const auto checked = codec::check_batch(*now, *plan, {});
    EXPECT_TRUE(checked.ok());
    return checked->finished;
  };
  options_.existing = Existing::resume;
  ASSERT_EQ(run_now(options_).done, 4u);
  auto named = options_;
  named.inputs = {out_};
  named.to = "wav";
  named.out_folder = folder_ / "named";
  named.models_of_sources = false;
  auto by_source = named;
  by_source.out_folder = folder_ / "by_source";
  by_source.models_of_sources = true;
  for (const auto& options : {named, by_source}) {
    EXPECT_EQ(run_now(options).done, 4u);
    EXPECT_EQ(finished(options), 4u);
    EXPECT_EQ(run_now(options).kept, 4u);
  }
  const auto before = tree(named.out_folder);
  const auto tokenizer = codec::StoredModel::load(models / "tiny.json");
  ASSERT_TRUE(tokenizer.ok());
  ASSERT_TRUE(codec::save_apart(whole(9), "live", models, &*tokenizer).ok());
  for (const auto& options : {named, by_source}) {
    EXPECT_EQ(finished(options), 0u);
    EXPECT_EQ(run_now(options).done, 4u);
    EXPECT_EQ(finished(options), 4u);
    EXPECT_EQ(run_now(options).kept, 4u);
  }
  EXPECT_NE(tree(named.out_folder), before);
  EXPECT_EQ(run_now(options_).kept, 4u);
  ::unsetenv("SONOGLYPH_MODELS");
}

// An old folder is made again where one letter of this changes.
TEST_F(BatchTest, SettingsInLedgersStayAsTheyAre) {
  const auto settings = [&](auto change) {
    auto options = options_;
    change(options);
    auto plan = codec::BatchPlan::make(options);
    EXPECT_TRUE(plan.ok()) << plan.error().message;
    return codec::batch_settings(plan->state(), nullptr);
  };
  EXPECT_EQ(settings([](auto&) {}), "2 to=sgl levels=0 gain=0 auto=-45,-6 entropy packet=0");
  EXPECT_EQ(settings([](auto& o) {
              o.encode.gain_db = 0.1;
              o.encode.normalize = true;
              o.encode.entropy_coding = false;
            }),
            "2 to=sgl levels=0 gain=0.10000000000000001 normalize auto=-45,-6 packet=0");
  EXPECT_EQ(settings([](auto& o) {
              o.to = "npy";
              o.tokens.layout = codec::TokenLayout::delay;
              o.encode.auto_gain = false;
            }),
            "2 to=npy levels=0 gain=0 as_loud layout=2 offsets sidecar");
  auto plan = codec::BatchPlan::make(options_);
  ASSERT_TRUE(plan.ok());
  EXPECT_NE(codec::batch_settings(plan->state(), model().get()).find(" flush=0 "),
            std::string::npos);
  run(options_);
  EXPECT_EQ(
      settings([&](auto& o) {
        o.inputs = {out_};
        o.to = "wav";
        o.decode.sample_format = codec::SampleFormat::pcm24;
      }),
      "2 to=wav levels=0 mask=4294967295 rate=0 channels=1 format=1 quality=0.59999999999999998");
}

class LedgerTest : public testing::Test {
 protected:
  std::unique_ptr<codec::BatchLedger> open(int shard = 1, int shards = 1) {
    auto ledger = codec::BatchLedger::open(root_, shard, shards);
    if (!ledger) {
      told_ = ledger.error().message;
      return nullptr;
    }
    (*ledger)->settled();
    return std::move(*ledger);
  }
  static codec::LedgerEntry entry(int i) {
    codec::LedgerEntry e;
    e.output = "deep/o\xff" + std::to_string(i) + ".npy";
    e.source = "/s/" + std::to_string(i) + ".wav";
    e.output_sum = {9007199254740993u - static_cast<unsigned>(i), 4294967295u};
    e.source_sum = {static_cast<std::uintmax_t>(i), 7u};
    if (i % 2 == 0) e.beside_sum = {{5, 6}};
    e.settings = "1 to=npy \"quoted\"";
    e.sound_s = 0.1 * i;
    e.frames = i;
    return e;
  }
  static bool same(const codec::LedgerEntry& a, const codec::LedgerEntry& b) {
    return a.output == b.output && a.source == b.source && a.output_sum == b.output_sum &&
           a.source_sum == b.source_sum && a.beside_sum == b.beside_sum &&
           a.settings == b.settings && a.sound_s == b.sound_s && a.frames == b.frames;
  }
  fs::path file() const { return root_ / ".sonoglyph-batch.jsonl"; }

  testing_support::TemporaryFolder folder_;
  fs::path root_ = folder_ / "out";
  std::string told_;
};

// A loss of power leaves any beginning of what was written, or zeros where it was to be.
TEST_F(LedgerTest, AnyBeginningOfItIsRead) {
  {
    auto ledger = open();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(ledger->append(entry(i)).ok());
  }
  const auto whole = text_of(file());
  for (std::size_t n = 0; n <= whole.size(); ++n) {
    const auto near = whole.substr(n > 2 ? n - 2 : 0, 4).find('\n') != std::string::npos;
    if (!near && n % 7 != 0) continue;  // every cut about the end of a line, some of the others
    for (const bool zeros : {false, true}) {
      auto text = whole.substr(0, n);
      if (zeros) text.resize(whole.size(), '\0');
      write_text(file(), text);
      {
        auto ledger = open();
        ASSERT_NE(ledger, nullptr) << told_;
        std::size_t end = 0;
        for (int i = 0; i < 3; ++i) {
          end = whole.find('\n', end) + 1;
          const auto found = ledger->find(entry(i).output);
          ASSERT_EQ(found.has_value(), n >= end) << n << ", entry " << i;
          ASSERT_TRUE(!found || same(*found, entry(i)));
        }
        ASSERT_TRUE(ledger->append(entry(9)).ok());
        ASSERT_TRUE(same(*ledger->find(entry(9).output), entry(9)));
      }
      auto again = open();
      ASSERT_TRUE(again->find(entry(9).output)) << n;
      ASSERT_TRUE(same(*again->find(entry(9).output), entry(9)));
    }
  }
}

TEST_F(LedgerTest, OneBatchHasItAlsoWhileItIsPutInOrder) {
  auto first = open();
  ASSERT_NE(first, nullptr);
  ASSERT_TRUE(first->append(entry(1)).ok());
  EXPECT_EQ(open(), nullptr);
  EXPECT_NE(told_.find("another batch"), std::string::npos);
  ASSERT_TRUE(first->arrange(0, [](std::size_t) { return std::string(); }).ok());
  EXPECT_EQ(open(), nullptr) << "the new file under the name is locked as the old one was";
  auto other = open(1, 2);
  ASSERT_NE(other, nullptr);
  EXPECT_TRUE(other->is_shared());
  first.reset();
  auto second = open();
  ASSERT_NE(second, nullptr);
  EXPECT_TRUE(second->find(entry(1).output));
  EXPECT_TRUE(second->is_shared());
  other.reset();
  second.reset();
  EXPECT_FALSE(open()->is_shared());
}

// A batch that waits with the old file in its hand must not write into it once it has no name.
TEST_F(LedgerTest, TheFileThatHasTheNameIsWritten) {
  auto first = open();
  std::vector<std::jthread> threads;
  std::atomic<int> opened{0};
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] {
      for (int tries = 0; tries < 20000; ++tries) {
        auto ledger = codec::BatchLedger::open(root_, 1, 1);
        if (!ledger) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
          continue;
        }
        (*ledger)->settled();
        ++opened;
        EXPECT_TRUE((*ledger)->append(entry(10 + t)).ok());
        EXPECT_TRUE((*ledger)->arrange(0, [](std::size_t) { return std::string(); }).ok());
        return;
      }
    });
  }
  ASSERT_TRUE(first->append(entry(1)).ok());
  ASSERT_TRUE(first->arrange(0, [](std::size_t) { return std::string(); }).ok());
  first.reset();
  threads.clear();
  ASSERT_EQ(opened, 2);
  auto last = open();
  for (const int i : {1, 10, 11}) EXPECT_TRUE(last->find(entry(i).output)) << i;
}

// What a running shard is just writing is no leftover.
TEST_F(BatchTest, LeftoversStayWhileAnotherShardRuns) {
  const auto leftover = out_ / (codec::pending_prefix("four.sgl") + std::string(16, 'a'));
  auto other = codec::BatchLedger::open(out_, 1, 2);
  ASSERT_TRUE(other.ok());
  (*other)->settled();
  write_text(leftover, "half");
  options_.existing = Existing::resume;
  run(options_);
  EXPECT_TRUE(fs::exists(leftover));
  other->reset();
  run(options_);
  EXPECT_FALSE(fs::exists(leftover));
}

}  // namespace

// A folder against its ledgers: "FAULT NAME" of each finding.
class VerifyBatchTest : public BatchTest {
 protected:
  std::set<std::string> verify(codec::BatchVerifyOptions options = {}) {
    static const std::map<codec::BatchFault, std::string> kWords = {
        {codec::BatchFault::missing, "missing"}, {codec::BatchFault::damaged, "damaged"},
        {codec::BatchFault::changed, "changed"}, {codec::BatchFault::other_model, "model"},
        {codec::BatchFault::unknown, "unknown"}, {codec::BatchFault::ledger, "ledger"}};
    if (options.out_folder.empty()) options.out_folder = out_;
    std::set<std::string> found;
    told_.clear();
    const auto report = codec::verify_batch(options, [&](const codec::BatchFinding& finding) {
      told_ += finding.what + "\n";
      const auto begin = options.out_folder.string().size() + 1;
      auto name = finding.what.substr(begin, finding.what.find(':', begin) - begin);
      found.insert(kWords.at(finding.fault) + " " + name);
    });
    EXPECT_TRUE(report.ok()) << report.error().message;
    if (report) {
      EXPECT_EQ(report->faults(), found.size()) << told_;
      outputs_ = report->outputs;
    }
    return found;
  }
  using Found = std::set<std::string>;
  std::string told_;
  std::size_t outputs_ = 0;
};

TEST_F(VerifyBatchTest, WhatWasWrittenIsWell) {
  for (const char* to : {"sgl", "npy", "json", "jsonl", "csv", "safetensors"}) {
    options_.to = to;
    options_.pattern = std::string(to) + "/{dir}/{stem}.{ext}";
    options_.manifest_out = out_ / (std::string(to) + "/all.jsonl");
    EXPECT_TRUE(run(options_).all_well());
    EXPECT_EQ(verify(), Found()) << told_;
  }
  EXPECT_EQ(outputs_, 24u);
  options_.inputs = {out_ / "sgl"};
  options_.out_folder = folder_ / "sounds";
  options_.to = "flac";
  options_.pattern = "{dir}/{stem}.{ext}";
  options_.manifest_out.clear();
  EXPECT_TRUE(run(options_).all_well());
  EXPECT_EQ(verify({.out_folder = folder_ / "sounds"}), Found()) << told_;
  EXPECT_EQ(outputs_, 4u);
  write_text(folder_ / "sounds/a/two.flac", text_of(folder_ / "sounds/a/two.flac").substr(0, 900));
  EXPECT_EQ(verify({.out_folder = folder_ / "sounds"}), Found{"damaged a/two.flac"}) << told_;
}

TEST_F(VerifyBatchTest, EachFaultIsNamedByItsKind) {
  write_sound(in_ / "five.wav", 0.5, 5);
  write_sound(in_ / "a,b: \"c\" \xff.wav", 0.5, 6);
  run(options_);
  EXPECT_EQ(verify(), Found()) << told_;
  fs::remove(out_ / "a/one.sgl");
  auto text = text_of(out_ / "a/two.sgl");
  text[text.size() / 2] ^= 1;
  write_text(out_ / "a/two.sgl", text);
  fs::copy_file(out_ / "five.sgl", out_ / "four.sgl", fs::copy_options::overwrite_existing);
  fs::copy_file(out_ / "five.sgl", out_ / "b/extra.sgl");
  const auto pending = codec::pending_prefix("five.sgl") + std::string(16, 'a');
  write_text(out_ / "b" / pending, "half");
  write_text(out_ / "notes.txt", "of another kind");
  fs::remove(out_ / "b/c/three.sgl");
  fs::create_directory(out_ / "b/c/three.sgl");
  EXPECT_EQ(verify(),
            (Found{"missing a/one.sgl", "damaged a/two.sgl", "changed four.sgl",
                   "unknown b/extra.sgl", "unknown b/" + pending, "changed b/c/three.sgl"}))
      << told_;
  fs::remove(out_ / "a/two.sgl");
  fs::create_symlink("nowhere", out_ / "a/two.sgl");
  fs::remove(out_ / "four.sgl");
  ASSERT_EQ(::mkfifo((out_ / "four.sgl").c_str(), 0600), 0);
  write_text(out_ / "five.sgl", "");
  const auto found = verify();
  EXPECT_TRUE(found.contains("missing a/two.sgl") && found.contains("changed four.sgl") &&
              found.contains("damaged five.sgl"))
      << told_;
}

TEST_F(VerifyBatchTest, SidecarsBelongToTheirOutputs) {
  options_.to = "npy";
  run(options_);
  write_text(out_ / "four.npy.json", "{}");
  fs::remove(out_ / "a/one.npy.json");
  fs::copy_file(out_ / "a/two.npy.json", out_ / "alone.npy.json");
  EXPECT_EQ(verify(),
            (Found{"changed four.npy.json", "missing a/one.npy.json", "unknown alone.npy.json"}))
      << told_;
}

TEST_F(VerifyBatchTest, EveryFileOfAShardCounts) {
  for (const std::string to : {"tar", "megatron", "jsonl"}) {
    auto options = options_;
    options.to = to;
    options.shard_size = 3;
    options.out_folder = folder_ / to;
    EXPECT_TRUE(run(options).all_well());
    const auto check = [&] { return verify({.out_folder = folder_ / to}); };
    EXPECT_EQ(check(), Found()) << told_;
    for (const auto& name : names(folder_ / to)) {
      const auto path = folder_ / to / name;
      const auto bytes = text_of(path);
      auto other = bytes;
      other[other.size() / 2] ^= 1;
      write_text(path, other);
      auto found = check();
      EXPECT_EQ(found.size(), 1u) << name;
      if (to != "jsonl") {
        EXPECT_TRUE(found.begin()->starts_with("changed ")) << name << told_;
      }
      fs::remove(path);
      EXPECT_EQ(check(), Found{"missing " + name}) << told_;
      write_text(path, bytes);
    }
    EXPECT_EQ(check(), Found()) << told_;
    const auto other = testing_support::random_model(testing_support::tiny_config(), 8);
    EXPECT_EQ(verify({.out_folder = folder_ / to, .model = other->fingerprint()}).size(), 2u)
        << to << told_;
  }
}

TEST_F(VerifyBatchTest, OneModelOfMostOrAsNamed) {
  run(options_);
  const auto other = testing_support::random_model(testing_support::tiny_config(), 8);
  ASSERT_NE(other->fingerprint(), model()->fingerprint());
  ASSERT_TRUE(codec::encode_file(other, in_ / "four.wav", out_ / "four.sgl").ok());
  EXPECT_EQ(verify(), Found{"model four.sgl"}) << told_;  // the ledger has another
  options_.inputs = {in_ / "four.wav"};
  options_.existing = Existing::overwrite;
  auto plan = codec::BatchPlan::make(options_);
  ASSERT_TRUE(plan.ok() && codec::run_batch(other, *plan).ok());
  EXPECT_EQ(verify(), Found{"model four.sgl"}) << told_;  // and so have the others
  EXPECT_EQ(verify({.model = other->fingerprint()}),
            (Found{"model a/one.sgl", "model a/two.sgl", "model b/c/three.sgl"}))
      << told_;
}

TEST_F(VerifyBatchTest, ShardsAndTheirLedgers) {
  options_.shards = 3;
  for (options_.shard = 1; options_.shard <= 3; ++options_.shard) run(options_);
  EXPECT_EQ(verify(), Found()) << told_;
  EXPECT_EQ(outputs_, 4u);
  std::size_t sum = 0;
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(verify({.shard = i, .shards = 3}), Found()) << told_;
    sum += outputs_;
  }
  EXPECT_EQ(sum, 4u);
  const auto lost = out_ / ".sonoglyph-batch.2-of-3.jsonl";
  const auto text = text_of(lost);
  fs::remove(lost);
  EXPECT_TRUE(verify().contains("ledger .sonoglyph-batch.2-of-3.jsonl")) << told_;
  EXPECT_FALSE(codec::verify_batch({.out_folder = out_, .shard = 2, .shards = 3}).ok());
  write_text(lost, text + "{\"output\": \"half");
  EXPECT_EQ(verify(), Found{"ledger .sonoglyph-batch.2-of-3.jsonl"}) << told_;
}

// An output that a later run made again is in two ledgers: the sum of one of them is enough.
TEST_F(VerifyBatchTest, LaterLedgersCount) {
  run(options_);
  options_.existing = Existing::overwrite;
  options_.encode.levels = 1;
  options_.shards = 2;
  for (options_.shard = 1; options_.shard <= 2; ++options_.shard) run(options_);
  EXPECT_EQ(verify(), Found()) << told_;
  EXPECT_EQ(outputs_, 4u);
}

TEST_F(VerifyBatchTest, LedgersThatLieAndFoldersWithout) {
  const auto error = [](const fs::path& folder) {
    const auto report = codec::verify_batch({.out_folder = folder});
    EXPECT_FALSE(report.ok());
    return report ? std::string() : report.error().message;
  };
  EXPECT_NE(error(folder_ / "none").find("none"), std::string::npos);
  EXPECT_NE(error(in_).find("no ledger"), std::string::npos);
  run(options_);
  {
    auto ledger = codec::BatchLedger::open(out_, 1, 1);
    ASSERT_TRUE(ledger.ok());
    EXPECT_NE(error(out_).find("is writing"), std::string::npos);
    codec::LedgerEntry entry;
    entry.output = "../in/four.wav";
    entry.output_sum = *codec::sum_of_file(in_ / "four.wav");
    entry.settings = "1 to=wav";
    ASSERT_TRUE((*ledger)->append(entry).ok());
  }
  EXPECT_EQ(verify(), Found{"ledger ../in/four.wav"}) << told_;
}
