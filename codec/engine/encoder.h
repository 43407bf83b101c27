// Features to latents (codec/training/network.h, "Encoder").
#pragma once

#include <cstddef>
#include <optional>

#include "codec/base/aligned.h"
#include "codec/engine/block_stack.h"
#include "codec/engine/weights.h"
#include "codec/model/model_config.h"

namespace codec::engine {

// Threads: one at a time. Realtime: features(), run() and reset() do not allocate.
class Encoder {
 public:
  // At most max_frames frames a run. The weights must outlive this object.
  Encoder(const Weights& weights, const ModelConfig& config, std::size_t max_frames);

  // Where the caller puts the features of the next run, (frames * subframes_per_frame, bins).
  float* features();
  // Latents (frames, latent_width), valid until the next run; the quantizer may use them up.
  float* run(std::size_t frames);
  void reset();

 private:
  // From the features of `frames` frames to the columns of latents_ that begin at `column`.
  void run_stack(const Matrix& input, BlockStack& blocks, const Norm& norm, const Matrix& project,
                 std::size_t frames, std::size_t column);

  const Weights& weights_;
  std::size_t frame_floats_;  // of features in a frame: subframes * bins
  Aligned<float> features_;   // one frame of the past, then those of this run
  BlockStack blocks_;
  std::optional<BlockStack> semantic_;
  Aligned<float> latents_;  // (max_frames, latent_width)
};

}  // namespace codec::engine
