// Whether an output is finished already, and what a killed run left behind.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_list.h"

namespace codec {

// All that the bytes of the outputs depend on besides their sources, as one line.
std::string batch_settings(const BatchPlan::State& plan, const Model* model);

// The entry of an output that is finished: its own in the ledger, or for an .sgl that no ledger
// knows a new one made from what the file says of itself. Nothing where it must be made again.
std::optional<LedgerEntry> finished_before(const BatchPlan::State& plan,
                                           const std::shared_ptr<const Model>& model,
                                           const std::string& settings,
                                           std::optional<LedgerEntry> known,
                                           const std::filesystem::path& source,
                                           const std::string& output);

// Removes the temporary files of the plan's outputs: nobody else writes those.
void remove_leftovers(const BatchPlan::State& plan);

}  // namespace codec
