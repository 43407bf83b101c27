// What training knows of a model's codes, as a small network of integers: it predicts each bit of a
// code from the codes of the two frames before it and of the levels below it. Integers only, so the
// prediction is the same on every machine. Made by codec/study/prior_training.h, kept as
// safetensors. A prior is part of its model: files coded with one cannot be read with another.
//
// Axes: Q levels, K codebook entries, H hidden width, S = 3 Q slots (levels of the frame before,
// of the one before that, and of this frame).
//
//   leaf      u16 (Q, K)      code -> leaf of the binary tree, a permutation: near sounds lie near
//   embed     u8  (S, K+1, H) two's complement; row K: no such code
//   bias1     i32 (Q, H)
//   weight2   u8  (Q, H, H)   two's complement
//   bias2     i32 (Q, H)
//   node      u8  (Q, K, H)   two's complement; row n of the tree's node n, 1..K-1
//   node_bias i32 (Q, K)
//
//   h1 = clamp((bias1[q] + sum over s of embed[s][code_s]) >> shift1, 0, 127)
//   h2 = clamp((bias2[q] + weight2[q] h1) >> shift2, 0, 127)
//   stretch(node n) = clamp((node_bias[q][n] + node[q][n] . h2) >> shift3, -2047, 2047)
// where stretch(p) = 256 ln(p / (1 - p)) and p is the probability that the bit is 1.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/safetensors.h"
#include "codec/base/types.h"

namespace codec {

// Immutable; any number of threads.
class EntropyPrior {
 public:
  // Metadata: format "sonoglyph-prior-1", weights_sha256 (of the model that made the codes),
  // shift1, shift2, shift3. Errors: not_our_format, newer_version, corrupt (shapes, dtypes, a leaf
  // table that is no permutation, shifts, values whose sums could leave 32 bits).
  static Result<std::shared_ptr<const EntropyPrior>> from_tensors(const SafeTensors& file);
  static Result<std::shared_ptr<const EntropyPrior>> load(const std::filesystem::path& path);

  int levels() const { return levels_; }  // Q
  int bits() const { return bits_; }      // log2 K
  int hidden() const { return hidden_; }  // H
  const std::string& weights_sha256() const { return weights_sha256_; }
  std::uint64_t id() const { return id_; }  // of the content, never 0; names it in containers

  Code leaf(int level, Code code) const { return leaf_[index(level, code)]; }
  Code code(int level, Code leaf) const { return code_[index(level, leaf)]; }

  // Prepares the predictions for one code. before, before2: the codes of the two frames before,
  // `levels` of each, or empty; lower: the codes of this frame's levels 0..level-1.
  // scratch.size() == 2 H; its first H numbers are h2 afterwards.
  void prepare(int level, std::span<const Code> before, std::span<const Code> before2,
               std::span<const Code> lower, std::span<std::int32_t> scratch) const;
  // node 1..K-1; scratch as prepare() left it.
  int stretch(int level, std::uint32_t node, std::span<const std::int32_t> scratch) const;

 private:
  EntropyPrior() = default;
  std::size_t index(int level, std::size_t i) const {
    return (static_cast<std::size_t>(level) << bits_) + i;
  }

  int levels_ = 0;
  int bits_ = 0;
  int hidden_ = 0;
  int shift1_ = 0;
  int shift2_ = 0;
  int shift3_ = 0;
  std::uint64_t id_ = 0;
  std::string weights_sha256_;
  std::vector<Code> leaf_;
  std::vector<Code> code_;
  std::vector<std::int8_t> embed_;
  std::vector<std::int32_t> bias1_;
  std::vector<std::int8_t> weight2_;
  std::vector<std::int32_t> bias2_;
  std::vector<std::int8_t> node_;
  std::vector<std::int32_t> node_bias_;
};

}  // namespace codec
