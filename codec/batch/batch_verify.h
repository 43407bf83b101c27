// A folder of outputs held against what its ledgers say of them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "codec/base/result.h"
#include "codec/base/sha256.h"

namespace codec {

struct BatchVerifyOptions {
  std::filesystem::path out_folder = {};  // only read
  // shards > 1: the outputs of that shard's ledger alone; what no ledger knows is not looked for.
  int shard = 1;
  int shards = 1;
  int workers = 0;  // threads, one file each; 0 = one a core
  // Of all token outputs; nothing: that of most of them.
  std::optional<Sha256> model = {};
};

enum class BatchFault {
  missing,
  damaged,      // cannot be read, or not to its end
  changed,      // reads well, but is not what was written
  other_model,  // holds tokens of another model than the others
  unknown,      // an output of no ledger, or one that is not complete
  ledger,       // of a ledger itself
};

struct BatchFinding {
  BatchFault fault = BatchFault::missing;
  std::string what;  // one line that names the file
};

struct BatchVerifyReport {
  std::size_t outputs = 0;  // that the ledgers have
  std::size_t missing = 0;
  std::size_t damaged = 0;
  std::size_t changed = 0;
  std::size_t other_model = 0;
  std::size_t unknown = 0;
  std::size_t ledger = 0;
  std::uintmax_t bytes = 0;  // read

  std::size_t faults() const {
    return missing + damaged + changed + other_model + unknown + ledger;
  }
};

// Reads every output once: its length and CRC-32C, and those of the .npy.json beside it. Files that
// are not of a kind that the ledgers have are passed over, hidden ones as well.
// tell: each finding; step: after each output. Both are called on any thread, one call at a time,
// and may be empty. Memory: about 100 bytes an output.
// Errors: io (no such folder, no ledger, a batch is writing there), cancelled.
Result<BatchVerifyReport> verify_batch(
    const BatchVerifyOptions& options, const std::function<void(const BatchFinding&)>& tell = {},
    const std::function<void(std::size_t done, const BatchVerifyReport& so_far)>& step = {},
    const std::atomic<bool>* cancel = nullptr);

}  // namespace codec
