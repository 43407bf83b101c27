// Many files in one go, both ways: sound -> .sgl or token files, .sgl or token files -> sound.
// The CLI's `batch` and the desktop app's batch dialog are both this.
//
//   auto plan = BatchPlan::make(options);              // lists and checks, converts nothing
//   auto report = run_batch(model, *plan, &observer, &control);
//
// Memory: one stream pair a worker, and about 100 bytes a file for the list. Nothing else grows
// with the number or the length of the files (token outputs, not .sgl, hold one file's codes).
//
// Finished work is recognised by content. A ledger in the output folder (.sonoglyph-batch*.jsonl)
// tells for each output: its length and CRC-32C, those of its source, and the settings. With
// Existing::resume an output is kept where all of them still hold; anything else is made again, so
// also what no ledger knows.
//
// What is promised: a killed run loses nothing that it had finished. A loss of power may cost what
// was finished in the last seconds (the file system is told to write all of it every five, and at
// the end of the run): then outputs or entries are missing, cut, or full of zeros, which their sums
// and the form of the entries tell, and --resume makes those again. When run_batch() has returned
// without an Error, outputs, manifest and ledger are on the disk, as far as that tells the truth.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/engine/model.h"
#include "codec/files/file_codec.h"
#include "codec/tokens/token_file.h"

namespace codec {

enum class Existing {
  fail,       // an output that is there already is a failure of its file
  skip,       // is left as it is
  overwrite,  // is made again
  rename,     // stays, the new one becomes NAME-1, NAME-2, ...
  resume,     // is kept where it is finished (see above), otherwise made again
};

struct BatchOptions {
  // Files are taken as they are; folders give, with all their subfolders, the files whose extension
  // is one that the direction reads. Hidden files and linked folders are passed over.
  std::vector<std::filesystem::path> inputs;
  // .jsonl or .tsv lists of sources (codec/files/manifest.h).
  std::vector<std::filesystem::path> manifests;
  std::string include;  // where not empty: only files of folders whose name matches, as in *.flac

  std::filesystem::path out_folder;  // made where it is missing
  // Extension of the outputs, without a dot. sgl, npy, json, jsonl, csv, safetensors encode (the
  // last five also convert .sgl); what AudioWriter knows decodes. tar and megatron, and jsonl with
  // a shard_size, are shards of many sources (codec/tokens/shard_file.h): shard-000000 and so on in
  // out_folder, where pattern and manifest_out have no say.
  std::string to = "sgl";
  std::size_t shard_size = 0;  // sources a shard, 0: kShardSize, and of a jsonl one a file
  static constexpr std::size_t kShardSize = 1000;
  // Below out_folder. {dir} folder of the source below its input, {stem}, {ext} = to,
  // {name} = file name of the source, {id} of the manifest or else the stem; of an excerpt that a
  // manifest names {start} and {end} in seconds ("0" and "end" of a whole) and {channel} ("all").
  std::string pattern = "{dir}/{stem}.{ext}";
  Existing existing = Existing::fail;
  // Of sources that would become one output the first is taken and the others are left out; false:
  // they are an error.
  bool first_of_twins = false;

  // 1..shards: only the sources that fall to this one. As split_manifest() cut the list
  // (batch_split.h), or else by a hash of their path. shards 0: as many as the list was cut into.
  int shard = 1;
  int shards = 1;
  int workers = 0;  // threads, one file each; 0 = one a core

  // Codes are read with the installed model that each source names; the model of run_batch() is for
  // sounds and for codes that name none.
  bool models_of_sources = false;
  // Which of their decoders those models use; empty: their first.
  std::string decoder;

  std::filesystem::path manifest_out;  // .jsonl or .tsv of all finished outputs, or empty

  // 0: an output for each source.
  std::size_t rows_per_shard() const {
    const bool is_always = to == "tar" || to == "megatron";
    return is_always && shard_size == 0 ? kShardSize : shard_size;
  }

  EncodeOptions encode;  // the members `control` of these are not used
  TokenOptions tokens;
  DecodeOptions decode;
};

struct BatchFile {
  std::size_t index = 0;         // 0..size() - 1, in the sorted order of the list
  std::filesystem::path source;  // "MANIFEST:LINE" where the line names none
  std::filesystem::path output;  // as planned; Existing::rename may change it
  std::uintmax_t source_bytes = 0;
};

struct BatchLeftOut {
  std::filesystem::path source;
  std::string reason;
};

class BatchPlan {
 public:
  // Walks the inputs and checks everything that can be checked before the start.
  // Errors: bad_value (options, pattern, two sources for one output, an output outside of
  // out_folder, a list that was cut into another number of shards, or has changed since), io (a
  // manifest), empty (nothing to do), unsupported (`to`, token options that it cannot hold).
  // Of a list that was cut only this shard is read; what is checked of the whole was, then.
  // A missing or unreadable source is no error here but a failure of its file later.
  static Result<BatchPlan> make(BatchOptions options);
  ~BatchPlan();
  BatchPlan(BatchPlan&&) noexcept;
  BatchPlan& operator=(BatchPlan&&) noexcept;

  const BatchOptions& options() const;
  std::size_t size() const;  // of this shard
  BatchFile file(std::size_t index) const;
  std::uintmax_t source_bytes() const;  // of all
  std::size_t passed_over() const;      // files of folders with other extensions
  // What first_of_twins left out, with one line that says why.
  const std::vector<BatchLeftOut>& left_out() const;
  // Whether run_batch() needs a model: everything but .sgl -> tokens, and that too
  // where one was coded with its model's prior. Opens sources until it knows.
  bool needs_model() const;

  struct State;
  const State& state() const { return *state_; }  // for run_batch()

 private:
  explicit BatchPlan(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

enum class BatchOutcome {
  done,
  damaged,    // done, but the source was cut or had lost frames: `reason` says what
  kept,       // was finished before (resume)
  skipped,    // was there before (skip)
  failed,     // `reason` says why
  cancelled,  // stopped in the middle or never begun
};

struct BatchResult {
  std::size_t index = 0;
  BatchOutcome outcome = BatchOutcome::done;
  std::filesystem::path source;
  std::filesystem::path output;  // the name in fact
  std::string reason;            // of a failure or damage: one line that names the file
  std::string note;              // EncodeReport::note with the file's name, or ""
  double sound_s = 0.0;          // of the converted sound
  std::uintmax_t output_bytes = 0;
  double wall_s = 0.0;
};

struct BatchTotals {
  std::size_t files = 0;
  std::size_t done = 0;  // damaged ones included
  std::size_t damaged = 0;
  std::size_t kept = 0;
  std::size_t skipped = 0;
  std::size_t failed = 0;
  std::size_t running = 0;
  double sound_s = 0.0;  // converted so far, files in hand included
  double wall_s = 0.0;   // since the start, without pauses
  std::uintmax_t output_bytes = 0;
  double fraction = 0.0;         // 0..1, by bytes of the sources
  std::optional<double> left_s;  // estimate, once there is something to go by

  std::size_t ended() const { return done + kept + skipped + failed; }
  double times_realtime() const { return wall_s > 0 ? sound_s / wall_s : 0.0; }
};

// Called on the workers' threads, one call at a time. Keep it short: a slow observer holds up the
// other workers.
class BatchObserver {
 public:
  virtual ~BatchObserver() = default;
  virtual void on_start(const BatchFile& /*file*/) {}
  // A few times a second a file.
  virtual void on_progress(const BatchFile& /*file*/, double /*done_s*/, double /*total_s*/,
                           const BatchTotals& /*totals*/) {}
  virtual void on_end(const BatchResult& /*result*/, const BatchTotals& /*totals*/) {}
  // After the last file: an output that was made or kept is no longer there, and counts as failed.
  virtual void on_lost(const BatchResult& /*result*/, const BatchTotals& /*totals*/) {}
};

// Any thread, signal handlers included (lock-free atomics only).
class BatchControl {
 public:
  void pause() { paused_ = true; }  // within a fraction of a second, also inside a file
  void go_on() { paused_ = false; }
  void cancel() { cancelled_ = true; }            // begins no further file; finishes those in hand
  void abort() { cancelled_ = aborted_ = true; }  // also drops those in hand, without a trace
  bool is_paused() const { return paused_; }
  bool is_cancelled() const { return cancelled_; }
  bool is_aborted() const { return aborted_; }
  const std::atomic<bool>& aborted() const { return aborted_; }

 private:
  std::atomic<bool> paused_{false};
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> aborted_{false};
};

struct BatchReport {
  BatchTotals totals;
  std::vector<BatchResult> failures;  // and damaged ones: the first kMaxFailures
  std::size_t never_begun = 0;        // after a cancellation
  bool cancelled = false;
  static constexpr std::size_t kMaxFailures = 10000;

  bool all_well() const { return totals.failed == 0 && totals.damaged == 0 && !cancelled; }
};

// Returns when all is done or cancelled. A bad file is a failure in the report and stops nothing.
// model: nullptr only where the plan needs none. observer, control: may be nullptr.
// Errors: io (out_folder, ledger or manifest_out cannot be written), bad_value (the options do not
// fit the model), wrong_model (no model). Threads: any; it starts its workers and joins them.
Result<BatchReport> run_batch(const std::shared_ptr<const Model>& model, const BatchPlan& plan,
                              BatchObserver* observer = nullptr, BatchControl* control = nullptr);

}  // namespace codec
