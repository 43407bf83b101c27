#include "codec/engine/decoder.h"

#include <algorithm>

#include "codec/model/definition.h"

namespace codec::engine {

Decoder::Decoder(const Weights& weights, const ModelConfig& config, std::size_t max_frames)
    : weights_(weights),
      dim_(static_cast<std::size_t>(config.latent_dim)),
      subframes_(static_cast<std::size_t>(config.subframes_per_frame)),
      past_(static_cast<std::size_t>(kDecoderFrames - 1 + config.lookahead_frames)),
      latents_((past_ + max_frames) * dim_),
      blocks_(weights.decoder_blocks, weights.decoder_input.outputs, max_frames),
      fine_(weights.fine_blocks, weights.decoder_head.inputs, max_frames * subframes_),
      heads_(max_frames * subframes_ * weights.decoder_head.outputs) {}

float* Decoder::latents() { return latents_.data() + past_ * dim_; }

void Decoder::repeat() { std::copy_n(latents() - dim_, dim_, latents()); }

const float* Decoder::run(std::size_t frames) {
  const std::size_t channels = weights_.decoder_input.outputs;
  const std::size_t fine_channels = weights_.decoder_head.inputs;
  const std::size_t subframes = frames * subframes_;
  linear(weights_.decoder_input, latents_.data(), dim_, frames, blocks_.input(), channels);
  std::copy_n(latents_.data() + frames * dim_, past_ * dim_, latents_.data());
  const float* u = blocks_.run(frames);
  // One row of `up` is the frame's subframes side by side, which is their rows in order.
  linear(weights_.decoder_up, u, channels, frames, fine_.input(), subframes_ * fine_channels);
  float* v = fine_.run(subframes);
  layer_norm(weights_.decoder_norm, v, subframes, v);
  linear(weights_.decoder_head, v, fine_channels, subframes, heads_.data(),
         weights_.decoder_head.outputs);
  return heads_.data();
}

void Decoder::reset() {
  std::fill(latents_.begin(), latents_.end(), 0.0f);
  blocks_.reset();
  fine_.reset();
}

}  // namespace codec::engine
