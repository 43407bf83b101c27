// A model's tensors, checked and laid out for the kernels.
//
// Kept apart rather than folded: the affine part of the norms and the block scale. Each costs one
// multiply-add a channel, and unfolded matrices may stay f16, which is what bounds single frames.
// Folded or computed once: codebooks E = C W^T + b and |E|^2 / 2, in double and then rounded.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "codec/base/aligned.h"
#include "codec/base/result.h"
#include "codec/base/safetensors.h"
#include "codec/engine/kernels/kernels.h"
#include "codec/model/model_config.h"

namespace codec::engine {

// x + scale * contract(silu(expand(norm(depthwise(x))))), codec/training/network.h.
struct Block {
  Depthwise conv;
  Norm norm;
  Matrix expand;
  Matrix contract;
  Aligned<float> scale;

  std::size_t channels() const { return scale.size(); }
};

struct Codebook {
  std::size_t dim = 0;
  Aligned<float> entries;  // E (K, D)
  CodebookMatrix search;   // in E, or for level 0 with a semantic encoder in F

  const float* entry(std::size_t code) const { return entries.data() + code * dim; }
};

// entries (K, D), row-major -> what nearest() searches in.
CodebookMatrix search_matrix(std::span<const float> entries, std::size_t dim);

struct Weights {
  // Of the encoder; empty where the config is decode_only, as the semantic ones then are.
  Matrix encoder_input;
  std::vector<Block> encoder_blocks;
  Norm encoder_norm;
  Matrix encoder_project;

  // Of the semantic encoder; empty where there is none.
  Matrix semantic_input;
  std::vector<Block> semantic_blocks;
  Norm semantic_norm;
  Matrix semantic_project;

  std::size_t latent_width = 0;  // D, or 2D: semantic, acoustic
  std::vector<Codebook> codebooks;
  std::size_t search_width = 1;  // paths that the search keeps
  Aligned<float> first_entries;  // F (K, D) of level 0; without semantic encoder its E

  Matrix decoder_input;
  std::vector<Block> decoder_blocks;
  Matrix decoder_up;
  std::vector<Block> fine_blocks;
  Norm decoder_norm;
  Matrix decoder_head;
};

// Exactly the tensors of codec/training/network.h, f32 or f16, finite. config is valid.
// Errors: corrupt, naming the tensor: missing, unknown, of another shape or type, not finite.
Result<std::unique_ptr<Weights>> make_weights(const SafeTensors& file, const ModelConfig& config);

}  // namespace codec::engine
