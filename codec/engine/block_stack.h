// Causal ConvNeXt blocks one after another, with the rows that each still needs of the past.
#pragma once

#include <cstddef>
#include <vector>

#include "codec/base/aligned.h"
#include "codec/engine/weights.h"

namespace codec::engine {

// Threads: one at a time. Realtime: input(), run() and reset() do not allocate.
class BlockStack {
 public:
  // At most max_rows rows a run. The blocks, all of `channels` channels, must outlive this object.
  BlockStack(const std::vector<Block>& blocks, std::size_t channels, std::size_t max_rows);

  // Where the caller puts the rows of the next run, (max_rows, channels).
  float* input();
  // The first `rows` rows of input() through all blocks: (rows, channels), valid until the next
  // run. May be altered by the caller.
  float* run(std::size_t rows);
  void reset();  // the past is zeros again

 private:
  const std::vector<Block>& blocks_;
  std::size_t channels_;
  // Before each block, taps - 1 rows of the past and then the rows of this run; and at last the
  // output, without a past.
  std::vector<Aligned<float>> rows_;
  Aligned<float> narrow_;  // (max_rows, channels)
  Aligned<float> wide_;    // (max_rows, widest hidden layer)
};

}  // namespace codec::engine
