#include <system_error>

#include "codec/batch/batch_list.h"
#include "codec/batch/batch_shards.h"
#include "codec/batch/batch_split.h"
#include "codec/tokens/shard_file.h"

namespace codec {
namespace {

Error bad(std::string what) { return {ErrorCode::bad_value, std::move(what)}; }

Status check_pattern(const std::string& pattern) {
  for (auto open = pattern.find('{'); open != std::string::npos;
       open = pattern.find('{', open + 1)) {
    const auto word = pattern.substr(open, pattern.find('}', open) - open + 1);
    if (word != "{dir}" && word != "{stem}" && word != "{ext}" && word != "{name}" &&
        word != "{id}" && word != "{start}" && word != "{end}" && word != "{channel}") {
      return bad("pattern '" + pattern + "': " + word +
                 " is none of {dir} {stem} {ext} {name} {id} {start} {end} {channel}");
    }
  }
  return Done{};
}

Status check_shards(const BatchOptions& options) {
  if (options.rows_per_shard() == 0) return Done{};
  if (!shard_format(options.to)) {
    return bad("a shard size is for tar, megatron and jsonl, not for " + options.to);
  }
  if (options.pattern != BatchOptions().pattern) {
    return bad("shards are named shard-000000 and so on: no pattern for " + options.to);
  }
  if (!options.manifest_out.empty()) {
    return bad("a list of the outputs is no use with shards, whose rows have id, path and fields");
  }
  if (options.existing == Existing::rename) {
    return bad("shards of two lists in one folder would be read as one: no renaming of shards");
  }
  return Done{};
}

}  // namespace

Status check_batch_options(const BatchOptions& options) {
  if (options.out_folder.empty()) return bad("no output folder");
  if (options.shards < 0 || options.shards > 1000000) return bad("shards must be 1..1000000");
  if (options.workers < 0 || options.workers > 1024) return bad("workers must be 0..1024");
  if (!options.manifest_out.empty() && !manifest_format(options.manifest_out)) {
    return Error{ErrorCode::unsupported,
                 options.manifest_out.string() + ": a manifest is a .jsonl or a .tsv"};
  }
  for (const auto& manifest : options.manifests) {
    std::error_code ec;
    if (!options.manifest_out.empty() &&
        std::filesystem::equivalent(manifest, options.manifest_out, ec)) {
      return bad(options.manifest_out.string() + ": is the list that comes in; give the one that " +
                 "goes out another name");
    }
  }
  if (auto fits = check_shards(options); !fits) return fits;
  const auto& tokens = options.tokens;
  const bool flattened = tokens.layout != TokenLayout::nested;
  const auto format = token_format("x." + options.to);
  if (options.rows_per_shard() > 0) {
    if (auto fits = check_shard_options(*shard_format(options.to), tokens); !fits) return fits;
  } else if (format) {
    if (auto fits = check_options(*format, tokens); !fits) return fits;
  } else if (flattened || tokens.semantic_only || tokens.dedup) {
    return bad("flattened, semantic and deduplicated tokens are no " + options.to +
               "; npy, json, jsonl, csv and safetensors are kinds of tokens");
  }
  std::error_code ec;
  const auto out = std::filesystem::status(options.out_folder, ec);
  if (std::filesystem::exists(out) && !std::filesystem::is_directory(out)) {
    return Error{ErrorCode::io, options.out_folder.string() + " is not a folder"};
  }
  return check_pattern(options.pattern);
}

namespace {

Status check_shard(const BatchOptions& options) {
  if (options.shard >= 1 && options.shard <= options.shards) return Done{};
  return bad("shard must be 1.." + std::to_string(options.shards) + ", not " +
             std::to_string(options.shard));
}

// How the list of these options was cut, where it was and a shard is wanted; options.shards is
// that many then.
Result<std::optional<BatchSplit>> split_for(BatchOptions& options) {
  if (options.shards == 1) return std::optional<BatchSplit>();
  auto split = BatchSplit::find(options);
  if (!split) return split;
  if (!*split && options.shards == 0) {
    return bad("into how many shards? I/N says it, or a list that was split (--split N)");
  }
  if (*split && options.shards != 0 && options.shards != (*split)->shards()) {
    return bad(options.manifests.front().string() + ": was split into " +
               std::to_string((*split)->shards()) + " shards, not " +
               std::to_string(options.shards));
  }
  if (*split) options.shards = (*split)->shards();
  return split;
}

Status add_all(BatchPlan::State& state, const BatchOptions& options) {
  for (const auto& input : options.inputs) state.list.add_input(input, options, state.passed_over);
  for (const auto& manifest : options.manifests) {
    if (auto status = state.list.add_manifest(manifest, options); !status) return status;
  }
  if (state.list.size() > 0) return Done{};
  return Error{ErrorCode::empty,
               "nothing to convert to " + options.to + " in what was named" +
                   (state.passed_over > 0 ? " (" + std::to_string(state.passed_over) +
                                                " files of other kinds passed over)"
                                          : std::string())};
}

}  // namespace

Result<BatchPlan> BatchPlan::make(BatchOptions options) {
  auto state = std::make_unique<State>();
  const auto direction = batch_direction(options.to);
  if (!direction) return direction.error();
  state->direction = *direction;
  if (auto status = check_batch_options(options); !status) return status.error();
  const auto split = split_for(options);
  if (!split) return split.error();
  if (auto status = check_shard(options); !status) return status.error();
  if (*split) {
    const auto part = (*split)->part(options.shard);
    if (!part) return part.error();
    auto added =
        state->list.add_part(options.manifests.front(), options, (*split)->elsewhere(), *part);
    if (!added) return added.error();
  } else if (auto added = add_all(*state, options); !added) {
    return added.error();
  }
  if (auto status = state->list.check_outputs(options); !status) return status.error();
  if (!*split) state->list.keep_shard(options.shard, options.shards);
  state->list.measure();
  for (std::size_t i = 0; i < state->list.size(); ++i) state->source_bytes += state->list[i].bytes;
  state->options = std::move(options);
  return BatchPlan(std::move(state));
}

BatchPlan::BatchPlan(std::unique_ptr<State> state) : state_(std::move(state)) {}
BatchPlan::~BatchPlan() = default;
BatchPlan::BatchPlan(BatchPlan&&) noexcept = default;
BatchPlan& BatchPlan::operator=(BatchPlan&&) noexcept = default;

const BatchOptions& BatchPlan::options() const { return state_->options; }
std::size_t BatchPlan::size() const { return state_->list.size(); }
std::uintmax_t BatchPlan::source_bytes() const { return state_->source_bytes; }
std::size_t BatchPlan::passed_over() const { return state_->passed_over; }
const std::vector<BatchLeftOut>& BatchPlan::left_out() const { return state_->list.left_out(); }

BatchFile BatchPlan::file(std::size_t index) const {
  const auto& list = state_->list;
  const auto& options = state_->options;
  const auto rows = options.rows_per_shard();
  const auto output =
      rows > 0 ? shard_files(shard_stem(options, index / rows), *shard_format(options.to)).back()
               : options.out_folder / list.output(index, options);
  return {index, list.source(index), output, list[index].bytes};
}

bool BatchPlan::needs_model() const {
  if (state_->direction == BatchDirection::to_sound || state_->options.to == "sgl") return true;
  for (std::size_t i = 0; i < size(); ++i) {
    const auto source = state_->list.source(i);
    if (is_special(source)) continue;
    const auto reader = ContainerReader::open(source);
    if (reader ? reader->header().prior_id != 0 : !state_->list.path(i).ends_with(".sgl")) {
      return true;
    }
  }
  return false;
}

}  // namespace codec
