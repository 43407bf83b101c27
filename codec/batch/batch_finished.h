// Whether an output is finished already, and what a killed run left behind.
#pragma once

#include <filesystem>
#include <string>

#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_list.h"

namespace codec {

// All that the bytes of the outputs depend on besides their sources, as one line: the rules of this
// program by their number, the model, the options. For an excerpt its ExcerptReader::part()
// follows. Ledgers on disk have these very words: with others all of it is made again.
std::string batch_settings(const BatchPlan::State& plan, const Model* model);

// What a sound depends on besides those settings and its codes, to follow them: the very file of
// the decoder in use, which a better one of the same name may replace.
std::string decoder_setting(const ModelConfig& config);

// Which part of its source a manifest means: ExcerptReader::part(), "" for all of it and of codes.
// Errors: those of ExcerptReader::open().
Result<std::string> part_of(const BatchPlan::State& plan, std::size_t index);

// Whether the output is there and was made with these settings from this source: by the sums of all
// of them. What no ledger knows is not finished: nothing in it tells of which sound it is.
bool is_finished(const LedgerEntry& entry, const BatchOptions& options, const std::string& settings,
                 const std::filesystem::path& source, const std::filesystem::path& output);

// Whether a FILE.npy.json is written beside the outputs, and its name.
bool has_sidecar(const BatchOptions& options);
std::filesystem::path sidecar_of(const std::filesystem::path& npy);

// Whether a file's name, without its folder, is that of an output that is not complete.
bool is_pending(const std::string& name);

// Removes the temporary files of the plan's outputs. For a time when nobody else writes there.
void remove_leftovers(const BatchPlan::State& plan);

}  // namespace codec
