#include "codec/batch/batch.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <system_error>
#include <thread>

#include "codec/base/file_io.h"
#include "codec/batch/batch_finished.h"
#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_list.h"
#include "codec/batch/batch_manifest.h"
#include "codec/batch/batch_meter.h"
#include "codec/batch/batch_shards.h"
#include "codec/files/model_shelf.h"

namespace codec {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kPauseStep = std::chrono::milliseconds(50);
constexpr auto kSyncStep = std::chrono::seconds(5);

// What one conversion gave.
struct Converted {
  double sound_s = 0.0;
  std::int64_t frames = 0;
  std::string damage;        // of the source, "" where it was whole
  std::string note = {};     // EncodeReport::note
  std::string decoder = {};  // decoder_setting(), of a sound
};

void fail(BatchResult& result, std::string reason) {
  result.outcome = BatchOutcome::failed;
  result.reason = std::move(reason);
}

class BatchRun {
 public:
  BatchRun(const BatchPlan::State& plan, std::shared_ptr<const Model> model,
           BatchObserver* observer, BatchControl* control)
      : plan_(plan),
        options_(plan.options),
        model_(std::move(model)),
        observer_(observer),
        control_(control != nullptr ? *control : own_control_),
        settings_(batch_settings(plan, model_.get())),
        order_(plan.list.size()),
        outcomes_(plan.list.size(), BatchOutcome::cancelled),
        meter_(plan.list) {
    shelf_.use_decoder(options_.decoder);
    shelf_.put(model_);
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    if (options_.rows_per_shard() > 0) {  // in their order, so that few shards are open at once
      shards_.emplace(plan, settings_);
      return;
    }
    // The longest first, so that no worker is left alone with one at the end.
    std::stable_sort(order_.begin(), order_.end(), [this](std::uint32_t a, std::uint32_t b) {
      return plan_.list[a].bytes > plan_.list[b].bytes;
    });
  }

  Result<BatchReport> run() {
    if (shards_) {
      if (auto free = shards_->check(); !free) return free.error();
    }
    auto ledger = BatchLedger::open(options_.out_folder, options_.shard, options_.shards);
    if (!ledger) return ledger.error();
    ledger_ = std::move(*ledger);
    if (options_.existing == Existing::resume && !ledger_->is_shared()) remove_leftovers(plan_);
    ledger_->settled();
    run_workers();
    if (fatal_) return *fatal_;
    if (auto status = ledger_->sync(); !status) return status.error();
    look_for_outputs();
    report_.totals = meter_.totals();
    report_.cancelled = report_.never_begun > 0 || meter_.cancelled() > 0;
    if (auto status = conclude(); !status) return status.error();
    return std::move(report_);
  }

 private:
  void run_workers() {
    auto workers = options_.workers > 0 ? static_cast<std::size_t>(options_.workers)
                                        : std::max(1u, std::thread::hardware_concurrency());
    workers = std::min(workers, std::max<std::size_t>(1, order_.size()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) threads.emplace_back([this] { work(); });
  }

  void work() {
    const LateSync late;
    for (;;) {
      wait_while_paused();
      const auto turn = next_.fetch_add(1);
      if (turn >= order_.size()) return;
      // A shard in hand is ended, as a file in hand is.
      const bool is_in_hand =
          shards_ && shards_->has_begun(shards_->shard_of(order_[turn])) && !control_.is_aborted();
      if ((control_.is_cancelled() && !is_in_hand) || stopped_) {
        const std::scoped_lock lock(mutex_);
        ++report_.never_begun;
      } else {
        one(order_[turn]);
      }
    }
  }

  void one(std::size_t index) {
    const BatchFile file{index, plan_.list.source(index),
                         options_.out_folder / planned_output(index), plan_.list[index].bytes};
    {
      const std::scoped_lock lock(mutex_);
      meter_.start(index);
      if (observer_ != nullptr) observer_->on_start(file);
    }
    const auto begin = Clock::now();
    BatchResult result;
    result.index = index;
    result.source = file.source;
    result.output = file.output;
    try {
      if (shards_) {
        treat_row(file, result);
      } else {
        treat(file, result);
      }
    } catch (const std::exception& e) {
      fail(result, file.source.string() + ": " + e.what());
    }
    const std::chrono::duration<double> wall = Clock::now() - begin;
    result.wall_s = wall.count();
    const std::scoped_lock lock(mutex_);
    meter_.end(result);
    outcomes_[index] = result.outcome;
    if (!result.reason.empty() && report_.failures.size() < BatchReport::kMaxFailures) {
      report_.failures.push_back(result);
    }
    if (observer_ != nullptr) observer_->on_end(result, meter_.totals());
  }

  void treat(const BatchFile& file, BatchResult& result) {
    if (auto fault = plan_.list.fault(file.index); !fault.empty()) {
      return fail(result, std::move(fault));
    }
    if (is_special(file.source)) {
      return fail(result, file.source.string() + ": is a pipe or a device; a batch takes files");
    }
    const auto part = part_of(plan_, file.index);
    if (!part) return fail(result, part.error().message);
    const auto settings = settings_ + (part->empty() ? "" : " " + *part);
    if (!settle_output(file, settings, result)) return;
    std::error_code ec;
    fs::create_directories(result.output.parent_path(), ec);
    if (ec) {
      return fail(result, result.output.parent_path().string() + ": cannot make: " + ec.message());
    }
    const auto before = sum_of_file(file.source);  // if it cannot be read, the conversion says why
    const auto converted = convert(file, result.output);
    if (!converted && converted.error().code == ErrorCode::cancelled) {
      result.outcome = BatchOutcome::cancelled;
    } else if (!converted) {
      fail(result, converted.error().message);
    } else {
      result.sound_s = converted->sound_s;
      if (!converted->note.empty()) {
        result.note = file.source.string() + ": " + converted->note;
      }
      finish(file, before, *converted, settings, result);
    }
  }

  // A source that becomes a row of a shard.
  void treat_row(const BatchFile& file, BatchResult& result) {
    const auto shard = shards_->shard_of(file.index);
    const auto fate = shards_->fate(shard, [&] {
      const std::scoped_lock lock(mutex_);
      return ledger_->find(shards_->output(shard));
    });
    if (fate != BatchShards::Fate::make) {
      result.outcome = fate == BatchShards::Fate::keep ? BatchOutcome::kept : BatchOutcome::skipped;
      if (shards_->shard_of(file.index + 1) != shard) result.output_bytes = shards_->bytes(shard);
      return;
    }
    std::optional<BatchShards::Ended> ended;
    try {
      ended = make_row(file, result);
    } catch (const std::exception& e) {
      fail(result, file.source.string() + ": " + e.what());
    }
    if (!shards_->end(file.index, std::move(ended)) || control_.is_aborted()) return;
    auto written = shards_->write(shard);
    if (!written) {
      const std::scoped_lock lock(mutex_);
      return stop_unless(written.error());
    }
    result.output_bytes = shards_->bytes(shard);
    if (*written) append(**written);
  }

  std::optional<BatchShards::Ended> make_row(const BatchFile& file, BatchResult& result) {
    const auto failed = [&](std::string reason) {
      fail(result, std::move(reason));
      return std::optional<BatchShards::Ended>();
    };
    if (auto fault = plan_.list.fault(file.index); !fault.empty()) return failed(std::move(fault));
    if (is_special(file.source)) {
      return failed(file.source.string() + ": is a pipe or a device; a batch takes files");
    }
    BatchShards::Ended row;
    row.row = shards_->begin_row(file.index);
    const auto before = shards_->identify(file.index, row.row);
    auto tokens = tokens_of(file);
    if (!tokens && tokens.error().code == ErrorCode::cancelled) {
      result.outcome = BatchOutcome::cancelled;
      return std::nullopt;
    }
    if (!tokens) return failed(tokens.error().message);
    const auto after = shards_->identify(file.index, row.row);
    if (!before || !after || *before != *after) {
      return failed(file.source.string() + ": changed while it was read; once more then");
    }
    const auto& report = tokens->report;
    row.source = *after;
    row.sound_s = result.sound_s = report.seconds;
    row.frames = report.frames;
    row.row.fields.insert(row.row.fields.begin() + 1, {"duration", report.seconds});
    row.row.tokens = std::move(tokens->tokens);
    if (!report.note.empty()) result.note = file.source.string() + ": " + report.note;
    const auto damage = report.flaw.empty() ? describe(report.damage) : report.flaw;
    if (!damage.empty()) {
      row.is_damaged = true;
      result.outcome = BatchOutcome::damaged;
      result.reason = file.source.string() + ": " + damage;
    }
    return row;
  }

  Result<EncodedTokens> tokens_of(const BatchFile& file) {
    auto opened = open(file);
    if (!opened) return opened.error();
    auto encode = options_.encode;
    encode.control = job_of(file);
    encode.excerpt = plan_.list.excerpt(file.index);
    if (opened->codes) {
      return encode_tokens(opened->model, std::move(*opened->codes), encode);
    }
    return encode_tokens(opened->model, file.source, encode);
  }

  // What is to be known of an output that was just made.
  void finish(const BatchFile& file, const Result<FileSum>& before, const Converted& converted,
              const std::string& settings, BatchResult& result) {
    const auto after = sum_of_file(file.source);
    if (!before || !after || *before != *after) {
      // Of which of the two sounds the output is, nobody knows.
      std::error_code ec;
      fs::remove(result.output, ec);
      if (has_sidecar(options_)) fs::remove(sidecar_of(result.output), ec);
      return fail(result, file.source.string() + ": changed while it was read; once more then");
    }
    LedgerEntry entry;
    if (auto sum = sum_of_file(result.output); sum) {
      entry.output_sum = *sum;
    } else {
      return fail(result, sum.error().message + ", just after it was written");
    }
    if (has_sidecar(options_)) {
      auto sum = sum_of_file(sidecar_of(result.output));
      if (!sum) return fail(result, sum.error().message + ", just after it was written");
      entry.beside_sum = *sum;
    }
    result.output_bytes = entry.output_sum.bytes;
    if (!converted.damage.empty()) {  // not in the ledger: a later run shall name it again
      result.outcome = BatchOutcome::damaged;
      result.reason = file.source.string() + ": " + converted.damage;
      return;
    }
    entry.output = result.output.lexically_relative(options_.out_folder).string();
    entry.source = fs::absolute(file.source).lexically_normal().string();
    entry.source_sum = *after;
    entry.settings = settings + converted.decoder;
    entry.sound_s = converted.sound_s;
    entry.frames = converted.frames;
    append(entry);
  }

  // False where nothing is to be made. May give the output another name.
  bool settle_output(const BatchFile& file, const std::string& settings, BatchResult& result) {
    std::error_code ec;
    if (options_.existing == Existing::rename) {
      take_free_name(result);
      return true;
    }
    const std::array outputs = {file.output, sidecar_of(file.output)};
    if (const auto files = refuse_special(outputs); !files) {
      fail(result, files.error().message);
      return false;
    }
    if (options_.existing == Existing::overwrite || !fs::exists(file.output, ec)) return true;
    if (options_.existing == Existing::fail) {
      fail(result, file.output.string() + ": is there already");
      return false;
    }
    if (options_.existing == Existing::skip) {
      result.outcome = BatchOutcome::skipped;
      return false;
    }
    const auto output = plan_.list.output(file.index, options_);
    std::optional<LedgerEntry> known;
    {
      const std::scoped_lock lock(mutex_);
      known = ledger_->find(output);
    }
    if (!known || !known->settings.starts_with(settings)) return true;
    const auto all = settings + decoder_of(file);
    if (!is_finished(*known, options_, all, file.source, file.output)) return true;
    result.outcome = BatchOutcome::kept;
    result.sound_s = known->sound_s;
    result.output_bytes = known->output_sum.bytes;
    return false;
  }

  void take_free_name(BatchResult& result) {
    const std::scoped_lock lock(mutex_);
    const auto planned = result.output;
    std::error_code ec;
    for (std::int64_t n = 1; fs::exists(result.output, ec) ||
                             (has_sidecar(options_) && fs::exists(sidecar_of(result.output), ec)) ||
                             !taken_.insert(result.output.string()).second;
         ++n) {
      result.output = planned.parent_path() / planned.stem();
      result.output += "-" + std::to_string(n) + planned.extension().string();
    }
    if (result.output != planned) {
      renamed_[result.index] = result.output.lexically_relative(options_.out_folder).string();
    }
  }

  JobControl job_of(const BatchFile& file) {
    JobControl job;
    job.cancel = &control_.aborted();
    job.progress = [this, &file](double done_s, double total_s) {
      {
        const std::scoped_lock lock(mutex_);
        meter_.progress(file.index, done_s, total_s);
        if (observer_ != nullptr) observer_->on_progress(file, done_s, total_s, meter_.totals());
      }
      wait_while_paused();
    };
    return job;
  }

  // The codes of a source that has them already, and the model for it.
  struct Opened {
    std::optional<CodeSource> codes;
    std::shared_ptr<const Model> model;
  };
  Result<Opened> open(const BatchFile& file) {
    auto codes = codes_of(file.source);
    if (!codes) return codes.error();
    auto model = *codes ? model_for(**codes) : model_;
    if (!model) return model.error();
    if (options_.tokens.semantic_only && *model != nullptr) {
      if (auto is = require_semantic(**model); !is) {
        return Error{is.error().code, file.source.string() + ": " + is.error().message};
      }
    }
    return Opened{std::move(*codes), std::move(*model)};
  }

  // decoder_setting() of what decodes the file, "" of what is not decoded, or cannot be.
  std::string decoder_of(const BatchFile& file) {
    if (plan_.direction != BatchDirection::to_sound) return {};
    const auto opened = open(file);
    return opened ? decoder_setting(opened->model->config()) : std::string();
  }

  Result<Converted> convert(const BatchFile& file, const fs::path& output) {
    auto opened = open(file);
    if (!opened) return opened.error();
    auto& [codes, model] = *opened;
    const auto job = job_of(file);
    if (plan_.direction == BatchDirection::to_sound) {
      auto decode = options_.decode;
      decode.control = job;
      const auto report = decode_file(model, std::move(*codes), output, decode);
      if (!report) return report.error();
      return Converted{report->seconds, report->frames, describe(report->damage), "",
                       decoder_setting(model->config())};
    }
    auto encode = options_.encode;
    encode.control = job;
    encode.excerpt = plan_.list.excerpt(file.index);
    auto tokens = options_.tokens;
    tokens.overwrite = options_.existing == Existing::overwrite;
    const auto report = options_.to == "sgl" ? encode_file(model, file.source, output, encode)
                        : codes ? tokenize_file(model, std::move(*codes), output, encode, tokens)
                                : tokenize_file(model, file.source, output, encode, tokens);
    if (!report) return report.error();
    return Converted{report->seconds, report->frames,
                     report->flaw.empty() ? describe(report->damage) : report->flaw, report->note};
  }

  // Nothing where the source is sound.
  Result<std::optional<CodeSource>> codes_of(const fs::path& source) {
    if (options_.to == "sgl") return std::optional<CodeSource>();
    if (plan_.direction != BatchDirection::to_sound) return CodeSource::open_codes(source);
    auto codes = CodeSource::open(source);
    if (!codes) return codes.error();
    return std::optional(std::move(*codes));
  }

  // The model for codes: where models_of_sources is set, the installed one that they name; nullptr
  // where reading them takes none.
  Result<std::shared_ptr<const Model>> model_for(const CodeSource& codes) {
    if (!options_.models_of_sources || !codes.has_header()) return model_;
    const bool only_read = plan_.direction != BatchDirection::to_sound && !codes.needs_prior() &&
                           !options_.tokens.semantic_only;
    if (only_read) return std::shared_ptr<const Model>();
    return shelf_.for_header(codes.name(), codes.header());
  }

  void append(const LedgerEntry& entry) {
    bool is_due = false;
    {
      const std::scoped_lock lock(mutex_);
      stop_unless(ledger_->append(entry));
      is_due = Clock::now() - synced_ > kSyncStep;
      if (is_due) synced_ = Clock::now();
    }
    if (!is_due) return;
    const auto synced = ledger_->sync();
    const std::scoped_lock lock(mutex_);
    stop_unless(synced);
  }

  void stop_unless(const Status& status) {
    if (status || fatal_) return;
    fatal_ = status.error();
    stopped_ = true;
  }

  void wait_while_paused() {
    while (control_.is_paused() && !control_.is_cancelled()) {
      std::this_thread::sleep_for(kPauseStep);
      const std::scoped_lock lock(mutex_);
      meter_.stand_still();
    }
  }

  std::string planned_output(std::size_t i) const {
    return shards_ ? shards_->output(shards_->shard_of(i)) : plan_.list.output(i, options_);
  }
  std::string final_output(std::size_t i) const {
    const auto renamed = renamed_.find(i);
    return renamed != renamed_.end() ? renamed->second : planned_output(i);
  }

  // Whoever removes outputs of a running batch shall not read that all is done.
  void look_for_outputs() {
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      const auto outcome = outcomes_[i];
      std::error_code ec;
      const auto path = options_.out_folder / final_output(i);
      if (outcome != BatchOutcome::done && outcome != BatchOutcome::damaged &&
          outcome != BatchOutcome::kept) {
        continue;
      }
      const bool is_made =
          !shards_ || outcome == BatchOutcome::kept || shards_->was_written(shards_->shard_of(i));
      if (is_made && fs::exists(path, ec)) continue;
      if (!is_made && control_.is_aborted()) {
        meter_.drop(outcome);
        continue;
      }
      BatchResult result;
      result.index = i;
      result.source = plan_.list.source(i);
      result.output = path;
      fail(result, path.string() + ": is gone again; somebody removed it");
      meter_.lose(outcome);
      if (report_.failures.size() < BatchReport::kMaxFailures) report_.failures.push_back(result);
      if (observer_ != nullptr) observer_->on_lost(result, meter_.totals());
    }
  }

  // The manifest that was asked for, and the ledger in the order of the list.
  Status conclude() {
    if (!options_.manifest_out.empty()) {
      auto written = write_batch_manifest(plan_, [this](std::size_t i) {
        std::error_code ec;
        const auto output = final_output(i);
        const bool is_there = fs::exists(options_.out_folder / output, ec);
        return is_there ? ledger_->find(output) : std::nullopt;
      });
      if (!written) return written;
    }
    if (shards_) {
      return ledger_->arrange(shards_->count(),
                              [this](std::size_t s) { return shards_->output(s); });
    }
    return ledger_->arrange(plan_.list.size(), [this](std::size_t i) { return final_output(i); });
  }

  const BatchPlan::State& plan_;
  const BatchOptions& options_;
  const std::shared_ptr<const Model> model_;
  BatchObserver* const observer_;
  BatchControl own_control_;
  BatchControl& control_;
  const std::string settings_;
  std::vector<std::uint32_t> order_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stopped_{false};

  ModelShelf shelf_;
  std::optional<BatchShards> shards_;  // where outputs are of many sources

  std::mutex mutex_;  // all below
  std::unique_ptr<BatchLedger> ledger_;
  Clock::time_point synced_ = Clock::now();
  std::vector<BatchOutcome> outcomes_;
  BatchMeter meter_;
  BatchReport report_;
  std::set<std::string> taken_;                 // names given away where outputs are renamed,
  std::map<std::size_t, std::string> renamed_;  // and those that differ from the plan
  std::optional<Error> fatal_;
};

}  // namespace

Result<BatchReport> run_batch(const std::shared_ptr<const Model>& model, const BatchPlan& plan,
                              BatchObserver* observer, BatchControl* control) {
  if (model == nullptr && plan.needs_model()) {
    return Error{ErrorCode::wrong_model, "this batch needs a model"};
  }
  const int levels = plan.options().encode.levels;
  if (model != nullptr && (levels < 0 || levels > model->config().levels)) {
    return Error{ErrorCode::bad_value, "the model has " + std::to_string(model->config().levels) +
                                           " codebooks, not " + std::to_string(levels)};
  }
  return BatchRun(plan.state(), model, observer, control).run();
}

}  // namespace codec
