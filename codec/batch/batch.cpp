#include "codec/batch/batch.h"

#include <algorithm>
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
#include "codec/batch/batch_meter.h"
#include "codec/files/manifest.h"
#include "codec/files/model_shelf.h"

namespace codec {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kPauseStep = std::chrono::milliseconds(50);

// What one conversion gave.
struct Converted {
  double sound_s = 0.0;
  std::int64_t frames = 0;
  std::string damage;  // of the source, "" where it was whole
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
        meter_(plan.list) {
    shelf_.put(model_);
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    // The longest first, so that no worker is left alone with one at the end.
    std::stable_sort(order_.begin(), order_.end(), [this](std::uint32_t a, std::uint32_t b) {
      return plan_.list[a].bytes > plan_.list[b].bytes;
    });
  }

  Result<BatchReport> run() {
    auto ledger = BatchLedger::open(options_.out_folder, options_.shard, options_.shards);
    if (!ledger) return ledger.error();
    ledger_ = std::move(*ledger);
    if (options_.existing == Existing::resume) remove_leftovers(plan_);
    run_workers();
    if (fatal_) return *fatal_;
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
      if (control_.is_cancelled() || stopped_) {
        const std::scoped_lock lock(mutex_);
        ++report_.never_begun;
      } else {
        one(order_[turn]);
      }
    }
  }

  void one(std::size_t index) {
    const BatchFile file{index, plan_.list.source(index),
                         options_.out_folder / plan_.list.output(index, options_),
                         plan_.list[index].bytes};
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
      treat(file, result);
    } catch (const std::exception& e) {
      fail(result, file.source.string() + ": " + e.what());
    }
    const std::chrono::duration<double> wall = Clock::now() - begin;
    result.wall_s = wall.count();
    const std::scoped_lock lock(mutex_);
    meter_.end(result);
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
      return fail(result, file.source.string() + ": is no regular file");
    }
    if (!settle_output(file, result)) return;
    std::error_code ec;
    fs::create_directories(result.output.parent_path(), ec);
    if (ec) {
      return fail(result, result.output.parent_path().string() + ": cannot make: " + ec.message());
    }
    const auto converted = convert(file, result.output);
    if (!converted && converted.error().code == ErrorCode::cancelled) {
      result.outcome = BatchOutcome::cancelled;
    } else if (!converted) {
      fail(result, converted.error().message);
    } else {
      result.sound_s = converted->sound_s;
      result.output_bytes = fs::file_size(result.output, ec);
      if (converted->damage.empty()) return remember(file, result, *converted);
      // Not in the ledger: a later run shall name it again.
      result.outcome = BatchOutcome::damaged;
      result.reason = file.source.string() + ": " + converted->damage;
    }
  }

  // False where nothing is to be made. May give the output another name.
  bool settle_output(const BatchFile& file, BatchResult& result) {
    std::error_code ec;
    if (options_.existing == Existing::rename) {
      take_free_name(result);
      return true;
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
    const bool is_new = !known;
    const auto entry =
        finished_before(plan_, model_, settings_, std::move(known), file.source, output);
    if (!entry) return true;
    if (is_new) append(*entry);
    result.outcome = BatchOutcome::kept;
    result.sound_s = entry->sound_s;
    result.output_bytes = entry->output_sum.bytes;
    return false;
  }

  void take_free_name(BatchResult& result) {
    const std::scoped_lock lock(mutex_);
    const auto planned = result.output;
    std::error_code ec;
    for (std::int64_t n = 1;
         fs::exists(result.output, ec) || !taken_.insert(result.output.string()).second; ++n) {
      result.output = planned.parent_path() / planned.stem();
      result.output += "-" + std::to_string(n) + planned.extension().string();
    }
    if (result.output != planned) {
      renamed_[result.index] = result.output.lexically_relative(options_.out_folder).string();
    }
  }

  Result<Converted> convert(const BatchFile& file, const fs::path& output) {
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
    auto codes = codes_of(file.source);
    if (!codes) return codes.error();
    const auto model = *codes ? model_for(**codes) : model_;
    if (!model) return model.error();
    if (options_.tokens.semantic_only && *model != nullptr) {
      if (auto is = require_semantic(**model); !is) {
        return Error{is.error().code, file.source.string() + ": " + is.error().message};
      }
    }
    if (plan_.direction == BatchDirection::to_sound) {
      auto decode = options_.decode;
      decode.control = job;
      const auto report = decode_file(*model, std::move(**codes), output, decode);
      if (!report) return report.error();
      return Converted{report->seconds, report->frames, describe(report->damage)};
    }
    auto encode = options_.encode;
    encode.control = job;
    const auto report =
        options_.to == "sgl" ? encode_file(*model, file.source, output, encode)
        : *codes ? tokenize_file(*model, std::move(**codes), output, encode, options_.tokens)
                 : tokenize_file(*model, file.source, output, encode, options_.tokens);
    if (!report) return report.error();
    return Converted{report->seconds, report->frames,
                     report->flaw.empty() ? describe(report->damage) : report->flaw};
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

  void remember(const BatchFile& file, const BatchResult& result, const Converted& converted) {
    const auto source_sum = sum_of_file(file.source);
    const auto output_sum = sum_of_file(result.output);
    if (!source_sum || !output_sum) return;  // then a later run makes it again
    LedgerEntry entry;
    entry.output = result.output.lexically_relative(options_.out_folder).string();
    entry.source = fs::absolute(file.source).lexically_normal().string();
    entry.output_sum = *output_sum;
    entry.source_sum = *source_sum;
    entry.settings = settings_;
    entry.sound_s = converted.sound_s;
    entry.frames = converted.frames;
    append(entry);
  }

  void append(const LedgerEntry& entry) {
    const std::scoped_lock lock(mutex_);
    if (auto status = ledger_->append(entry); !status && !fatal_) {
      fatal_ = status.error();
      stopped_ = true;
    }
  }

  void wait_while_paused() {
    while (control_.is_paused() && !control_.is_cancelled()) {
      std::this_thread::sleep_for(kPauseStep);
      const std::scoped_lock lock(mutex_);
      meter_.stand_still();
    }
  }

  std::string final_output(std::size_t i) const {
    const auto renamed = renamed_.find(i);
    return renamed != renamed_.end() ? renamed->second : plan_.list.output(i, options_);
  }

  // The manifest that was asked for, and the ledger in the order of the list.
  Status conclude() {
    if (report_.totals.done > 0) {
      if (auto synced = sync_disk(options_.out_folder); !synced) return synced;
    }
    if (!options_.manifest_out.empty()) {
      if (auto status = write_manifest(); !status) return status.error();
    }
    return ledger_->arrange(plan_.list.size(), [this](std::size_t i) { return final_output(i); });
  }

  Status write_manifest() {
    std::error_code ec;
    fs::create_directories(fs::absolute(options_.manifest_out).parent_path(), ec);
    auto writer = ManifestWriter::create(options_.manifest_out);
    if (!writer) return writer.error();
    std::map<fs::path, ManifestReader> readers;
    for (std::size_t i = 0; i < plan_.list.size(); ++i) {
      const auto output = final_output(i);
      const auto entry = ledger_->find(output);
      if (!entry || !fs::exists(options_.out_folder / output, ec)) continue;
      ManifestRecord record;
      const bool to_sound = plan_.direction == BatchDirection::to_sound;
      record.audio = to_sound ? options_.out_folder / output : plan_.list.source(i);
      record.tokens = to_sound ? plan_.list.source(i) : options_.out_folder / output;
      record.duration_s = entry->sound_s;
      record.frames = entry->frames;
      record.id = std::string(plan_.list.id(i));
      if (record.id.empty()) record.id = fs::path(output).replace_extension().string();
      record.passed_through = fields_of(i, readers);
      writer->write(record);
    }
    return writer->finish();
  }

  json::Object fields_of(std::size_t i, std::map<fs::path, ManifestReader>& readers) const {
    const auto& manifest = plan_.list.manifest(i);
    if (manifest.empty() || plan_.list[i].line < 0) return {};
    auto reader = readers.find(manifest);
    if (reader == readers.end()) {
      auto opened = ManifestReader::open(manifest);
      if (!opened) return {};
      reader = readers.emplace(manifest, std::move(*opened)).first;
    }
    auto entry = reader->second.at(plan_.list[i].line);
    return entry ? std::move(entry->fields) : json::Object();
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

  std::mutex mutex_;  // all below
  std::unique_ptr<BatchLedger> ledger_;
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
