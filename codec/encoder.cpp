#include "codec/encoder.h"

#include <algorithm>

namespace codec::engine {
namespace {
constexpr float kSilence = -2.0f;  // log10(1e-4) + 2
}

Encoder::Encoder(const Weights& weights, const ModelConfig& config, std::size_t max_frames)
    : weights_(weights),
      frame_floats_(static_cast<std::size_t>(config.subframes_per_frame * config.bins())),
      features_((1 + max_frames) * frame_floats_, kSilence),
      blocks_(weights.encoder_blocks, weights.encoder_input.outputs, max_frames),
      latents_(max_frames * weights.encoder_project.outputs) {}

float* Encoder::features() { return features_.data() + frame_floats_; }

float* Encoder::run(std::size_t frames) {
  const std::size_t channels = weights_.encoder_input.outputs;
  const std::size_t dim = weights_.encoder_project.outputs;
  // A row is the frame before and the frame itself: rows overlap by half.
  linear(weights_.encoder_input, features_.data(), frame_floats_, frames, blocks_.input(),
         channels);
  std::copy_n(features_.data() + frames * frame_floats_, frame_floats_, features_.data());
  float* u = blocks_.run(frames);
  layer_norm(weights_.encoder_norm, u, frames, u);
  linear(weights_.encoder_project, u, channels, frames, latents_.data(), dim);
  return latents_.data();
}

void Encoder::reset() {
  std::fill(features_.begin(), features_.end(), kSilence);
  blocks_.reset();
}

}  // namespace codec::engine
