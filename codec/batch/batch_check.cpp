#include "codec/batch/batch_check.h"

#include <system_error>

#include "codec/batch/batch_finished.h"
#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_list.h"
#include "codec/batch/batch_manifest.h"
#include "codec/batch/batch_shards.h"
#include "codec/files/code_source.h"
#include "codec/files/model_shelf.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

// "" or how the file is not the one that the ledger tells of.
std::string difference(const fs::path& path, const FileSum& told) {
  std::error_code ec;
  const auto bytes = fs::file_size(path, ec);
  if (ec) return path.string() + " is gone";
  if (bytes == told.bytes) return {};
  return path.string() + " has " + std::to_string(bytes) + " bytes, not " +
         std::to_string(told.bytes);
}

class Check {
 public:
  Check(const BatchPlan& plan, const Model* model, BatchLedger& ledger)
      : plan_(plan),
        state_(plan.state()),
        model_(model),
        ledger_(ledger),
        settings_(batch_settings(state_, model)) {}

  // Nothing where the file is finished; else why not.
  std::optional<UnfinishedFile> one(std::size_t i, BatchCheck& check) {
    UnfinishedFile unfinished{plan_.file(i), false, {}};
    const auto& output = unfinished.file.output;
    std::error_code ec;
    unfinished.is_missing = !fs::exists(output, ec);
    unfinished.reason = state_.list.fault(i);
    if (unfinished.is_missing || !unfinished.reason.empty()) return unfinished;
    const auto entry = ledger_.find(state_.list.output(i, state_.options));
    unfinished.reason = entry ? reason(i, *entry, unfinished.file) : "no ledger knows it";
    if (!unfinished.reason.empty()) return unfinished;
    check.sound_s += entry->sound_s;
    return std::nullopt;
  }

 private:
  std::string reason(std::size_t i, const LedgerEntry& entry, const BatchFile& file) {
    if (auto other = difference(file.output, entry.output_sum); !other.empty()) return other;
    if (has_sidecar(state_.options) && entry.beside_sum) {
      const auto other = difference(sidecar_of(file.output), *entry.beside_sum);
      if (!other.empty()) return other;
    }
    if (auto other = difference(file.source, entry.source_sum); !other.empty()) return other;
    const auto part =
        is_known_whole(i, entry) ? Result<std::string>(std::string()) : part_of(state_, i);
    if (!part) return part.error().message;
    const auto decoder = state_.direction == BatchDirection::to_sound
                             ? decoder_of(file.source)
                             : Result<std::string>(std::string());
    if (!decoder) return decoder.error().message;
    if (entry.settings == settings_ + (part->empty() ? "" : " " + *part) + *decoder) return {};
    return "was made with other settings (" + entry.settings + ")";
  }

  // decoder_setting() of what a run would decode the source with; no weights are read.
  Result<std::string> decoder_of(const fs::path& source) {
    if (!state_.options.models_of_sources) return decoder_setting(model_->config());
    const auto codes = CodeSource::open(source);
    if (!codes) return codes.error();
    if (!codes->has_header() || codes->header().model_name.empty()) {
      return decoder_setting(model_->config());
    }
    auto config = shelf_.config_of(codes->header());
    if (!config) {
      return Error{ErrorCode::wrong_model,
                   "its model " + codes->header().model_name + " is not installed"};
    }
    if (const auto& name = state_.options.decoder; !name.empty()) {
      if (auto known = config->use_decoder(name); !known) return known.error();
    }
    return decoder_setting(*config);
  }

  // That the list means all of the source, by how long the ledger says it is: a list that tells
  // durations does not have all its sounds opened.
  bool is_known_whole(std::size_t i, const LedgerEntry& entry) const {
    const auto& e = state_.list.excerpt(i);
    return entry.settings == settings_ && e.slack_s > 0.0 && e.start_s == 0.0 && e.end_s == 0.0 &&
           e.channels.empty() && entry.sound_s < e.duration_s + e.slack_s / 2;
  }

  const BatchPlan& plan_;
  const BatchPlan::State& state_;
  const Model* const model_;
  BatchLedger& ledger_;
  ModelShelf shelf_;
  const std::string settings_;
};

// Of shards all rows or none are finished.
Result<BatchCheck> check_shards(const Model* model, const BatchPlan& plan, BatchLedger& ledger,
                                const std::function<void(const UnfinishedFile&)>& tell) {
  const auto& state = plan.state();
  BatchShards shards(state, batch_settings(state, model));
  if (auto longer = shards.check_end(); !longer) return longer.error();
  BatchCheck result;
  result.files = plan.size();
  for (std::size_t row = 0; row < plan.size();) {
    const auto shard = shards.shard_of(row);
    const auto entry = ledger.find(shards.output(shard));
    const bool is_whole = entry && shards.is_whole(shard, *entry);
    if (is_whole) result.sound_s += entry->sound_s;
    std::error_code ec;
    const bool is_missing = !fs::exists(plan.file(row).output, ec);
    for (; row < plan.size() && shards.shard_of(row) == shard; ++row) {
      ++(is_whole ? result.finished : is_missing ? result.missing : result.unfinished);
      if (is_whole || !tell) continue;
      UnfinishedFile unfinished{plan.file(row), is_missing, state.list.fault(row)};
      if (!is_missing && unfinished.reason.empty()) {
        unfinished.reason = "is not of these sources and settings, or not whole";
      }
      tell(unfinished);
    }
  }
  return result;
}

}  // namespace

Result<BatchCheck> check_batch(const std::shared_ptr<const Model>& model, const BatchPlan& plan,
                               const std::function<void(const UnfinishedFile&)>& tell) {
  if (model == nullptr && plan.needs_model()) {
    return Error{ErrorCode::wrong_model, "this batch needs a model"};
  }
  auto ledger = BatchLedger::read(plan.options().out_folder);
  if (!ledger) return ledger.error();
  if (plan.options().rows_per_shard() > 0) return check_shards(model.get(), plan, **ledger, tell);
  Check check(plan, model.get(), **ledger);
  BatchCheck result;
  std::vector<bool> is_finished(plan.size(), false);
  result.files = plan.size();
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const auto unfinished = check.one(i, result);
    is_finished[i] = !unfinished;
    ++(!unfinished ? result.finished : unfinished->is_missing ? result.missing : result.unfinished);
    if (unfinished && tell) tell(*unfinished);
  }
  if (plan.options().manifest_out.empty()) return result;
  auto written = write_batch_manifest(plan.state(), [&](std::size_t i) {
    const auto output = plan.state().list.output(i, plan.options());
    return is_finished[i] ? (*ledger)->find(output) : std::nullopt;
  });
  if (!written) return written.error();
  return result;
}

}  // namespace codec
