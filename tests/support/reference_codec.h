// The codec by the letter of codec/training/network.h and codec/training/synthesis.h: double
// precision, one loop a sum, no state, no speed. What the engine is measured against where libtorch
// is not built.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codec/base/safetensors.h"
#include "codec/base/types.h"
#include "codec/model/model_config.h"

namespace testing_support {

using Rows = std::vector<std::vector<double>>;  // [row][column]

// The tensors must be those of the config. Threads: const methods may run concurrently.
class ReferenceCodec {
 public:
  ReferenceCodec(codec::ModelConfig config, codec::SafeTensors weights);

  Rows features(std::span<const float> samples) const;  // (S, bins), whole frames only
  Rows latents(const Rows& features) const;  // (T, D), or with a semantic encoder (T, 2D)
  std::vector<double> entry(int level, int code) const;     // E_code of a level, (D)
  std::vector<double> searched(int level, int code) const;  // what its search compares with, (D)
  Rows quantized(const codec::Codes& codes) const;          // (T, D)
  Rows heads(const Rows& quantized) const;  // (S, head width), lookahead_frames late
  std::vector<double> synthesise(const Rows& heads) const;  // S * h samples

 private:
  std::vector<double> tensor(const std::string& name) const;
  std::vector<double> row_of(const std::string& name, int code) const;
  Rows linear(const std::string& name, const Rows& x) const;
  Rows norm(const std::string& name, const Rows& x) const;
  Rows block(const std::string& name, const Rows& x) const;
  std::vector<double> source(const Rows& heads) const;

  codec::ModelConfig config_;
  codec::SafeTensors weights_;
};

}  // namespace testing_support
