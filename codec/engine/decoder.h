// Quantized latents to the outputs of the decoder's heads (codec/training/network.h, "Decoder").
#pragma once

#include <cstddef>

#include "codec/base/aligned.h"
#include "codec/engine/block_stack.h"
#include "codec/engine/weights.h"
#include "codec/model/model_config.h"

namespace codec::engine {

// Threads: one at a time. Realtime: latents(), repeat(), run() and reset() do not allocate.
class Decoder {
 public:
  // At most max_frames frames a run. The weights must outlive this object.
  Decoder(const Weights& weights, const ModelConfig& config, std::size_t max_frames);

  // Where the caller puts the latents of the next run, (frames, D).
  float* latents();
  // Those of the last frame once more, for a run of one frame.
  void repeat();
  // Heads (frames * subframes_per_frame, HeadLayout::width), valid until the next run. They are
  // those of the frames lookahead_frames before: the first ones lie before the start of the sound.
  const float* run(std::size_t frames);
  void reset();

 private:
  const Weights& weights_;
  std::size_t dim_;
  std::size_t subframes_;
  std::size_t past_;        // frames beside the newest that the input layer sees
  Aligned<float> latents_;  // those of the past, then those of this run
  BlockStack blocks_;
  BlockStack fine_;
  Aligned<float> heads_;
};

}  // namespace codec::engine
