// What of a batch is finished, without converting anything: by the ledgers of its output folder and
// the lengths of the files. What only their bytes tell, --resume finds out. Of shards of many
// sources the bytes are read, theirs and those of the sources.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "codec/base/result.h"
#include "codec/batch/batch.h"

namespace codec {

struct BatchCheck {
  std::size_t files = 0;
  std::size_t finished = 0;
  std::size_t missing = 0;     // no output
  std::size_t unfinished = 0;  // an output that is not what the list and the settings ask for
  double sound_s = 0.0;        // of the finished ones

  bool all_finished() const { return finished == files; }
};

struct UnfinishedFile {
  BatchFile file;
  bool is_missing = false;
  std::string reason;  // "" where it is missing and nothing else is wrong
};

// tell: each file that is not finished, in the order of the list; may be empty. Where the options
// have a manifest_out, it lists those that are: the outputs of all shards in one, each once.
// Any number of batches may be writing. model: as of run_batch(). Errors: io, wrong_model,
// bad_value (shards of a longer list are there).
Result<BatchCheck> check_batch(const std::shared_ptr<const Model>& model, const BatchPlan& plan,
                               const std::function<void(const UnfinishedFile&)>& tell);

}  // namespace codec
