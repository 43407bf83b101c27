// Lossless entropy coding of codes with integer arithmetic only, so that every machine decodes what
// any machine encoded. Each code is coded bit by bit down a binary tree by a carry-less range
// coder; several models predict each bit and are mixed in the logistic domain (as in lpaq, M.
// Mahoney, http://mattmahoney.net/dc/#lpaq). The state starts afresh with every block, so a block
// (one packet of a container) decodes by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"

namespace codec {

class EntropyPrior;  // what a model's training knows of its codes; codec/model/entropy_prior.h

// Threads: one at a time per object. Realtime: no.
class EntropyCoder {
 public:
  // levels 1..32, bits 1..16. prior: nullptr (learns from the block alone), or one made for at
  // least as many levels and as many bits.
  EntropyCoder(int levels, int bits, std::shared_ptr<const EntropyPrior> prior = nullptr);
  ~EntropyCoder();
  EntropyCoder(EntropyCoder&&) noexcept;
  EntropyCoder& operator=(EntropyCoder&&) noexcept;

  // codes: whole frames, frame-major, each below 2^bits. Appends the block.
  void encode(std::span<const Code> codes, std::vector<std::byte>& out);
  // Any bytes may come in: the codes are then nonsense, but each below 2^bits, and the time is
  // bounded by codes.size(). The caller checks a CRC. False where the block is longer than needed.
  bool decode(std::span<const std::byte> in, std::span<Code> codes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace codec
