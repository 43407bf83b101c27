#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <set>

#include "codec/base/file_io.h"
#include "codec/batch/batch.h"
#include "codec/files/manifest.h"
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

TEST_F(BatchTest, ResumeWithoutLedgerReadsTheSglItself) {
  options_.existing = Existing::resume;
  run(options_);
  const auto whole = tree(out_);
  fs::remove(out_ / ".sonoglyph-batch.jsonl");
  write_text(out_ / "a/one.sgl", text_of(out_ / "a/one.sgl").substr(0, 300));
  write_sound(in_ / "four.wav", 0.8, 4);
  const auto report = run(options_);
  EXPECT_EQ(report.totals.kept, 2u);
  EXPECT_EQ(report.totals.done, 2u);
  EXPECT_EQ(text_of(out_ / "a/one.sgl"), whole.at("a/one.sgl"));
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
    EXPECT_NE(failure.reason.find("list.jsonl:"), std::string::npos) << failure.reason;
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

}  // namespace
