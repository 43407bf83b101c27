#include "codec/engine/encoder.h"

#include <algorithm>

#include "codec/model/definition.h"

namespace codec::engine {
namespace {
constexpr auto kSilence = static_cast<float>(kSilentFeature);
static_assert(kEncoderFrames == 2);  // one frame is kept for the next run
}  // namespace

Encoder::Encoder(const Weights& weights, const ModelConfig& config, std::size_t max_frames)
    : weights_(weights),
      frame_floats_(static_cast<std::size_t>(config.subframes_per_frame * config.bins())),
      features_((1 + max_frames) * frame_floats_, kSilence),
      blocks_(weights.encoder_blocks, weights.encoder_input.outputs, max_frames),
      latents_(max_frames * weights.latent_width) {
  if (config.semantic_encoder()) {
    semantic_.emplace(weights.semantic_blocks, weights.semantic_input.outputs, max_frames);
  }
}

float* Encoder::features() { return features_.data() + frame_floats_; }

void Encoder::run_stack(const Matrix& input, BlockStack& blocks, const Norm& norm,
                        const Matrix& project, std::size_t frames, std::size_t column) {
  const std::size_t channels = input.outputs;
  // A row is the frame before and the frame itself: rows overlap by half.
  linear(input, features_.data(), frame_floats_, frames, blocks.input(), channels);
  float* u = blocks.run(frames);
  layer_norm(norm, u, frames, u);
  linear(project, u, channels, frames, latents_.data() + column, weights_.latent_width);
}

float* Encoder::run(std::size_t frames) {
  const auto& w = weights_;
  if (semantic_) {
    run_stack(w.semantic_input, *semantic_, w.semantic_norm, w.semantic_project, frames, 0);
  }
  run_stack(w.encoder_input, blocks_, w.encoder_norm, w.encoder_project, frames,
            w.latent_width - w.encoder_project.outputs);
  std::copy_n(features_.data() + frames * frame_floats_, frame_floats_, features_.data());
  return latents_.data();
}

void Encoder::reset() {
  std::fill(features_.begin(), features_.end(), kSilence);
  blocks_.reset();
  if (semantic_) semantic_->reset();
}

}  // namespace codec::engine
