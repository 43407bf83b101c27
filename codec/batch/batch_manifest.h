// The list of what a batch has finished.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "codec/base/result.h"
#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_list.h"

namespace codec {

// Writes options.manifest_out: the files of the plan in their order, each with what its ledger says
// of it; those for which `entry_of` has nothing are left out. Errors: those of ManifestWriter, io.
Status write_batch_manifest(
    const BatchPlan::State& plan,
    const std::function<std::optional<LedgerEntry>(std::size_t index)>& entry_of);

}  // namespace codec
