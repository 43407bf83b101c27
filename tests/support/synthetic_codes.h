// Codes with the statistics of speech tokens, from a seed: states that last, levels that hang
// together, and some noise. Integers only, so that every machine makes the same.
#pragma once

#include <cstdint>

#include "codec/base/types.h"

namespace testing_support {

// xorshift64*, Vigna 2016.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  std::uint32_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::uint32_t>((state_ * 0x2545f4914f6cdd1du) >> 32);
  }
  std::uint32_t below(std::uint32_t n) { return next() % n; }

 private:
  std::uint64_t state_;
};

// A hidden state of `phones` values stays with probability 7/8; each level draws one of 2^q * 4
// codes that the state allows, so that upper levels are nearly noise.
inline codec::Codes markov_codes(int levels, int bits, std::int64_t frames, std::uint64_t seed,
                                 std::uint32_t phones = 40) {
  Random random(seed);
  codec::Codes codes{levels, {}};
  codes.data.reserve(static_cast<std::size_t>(levels * frames));
  std::uint32_t phone = 0;
  for (std::int64_t t = 0; t < frames; ++t) {
    if (random.below(8) == 0) phone = random.below(phones);
    for (int q = 0; q < levels; ++q) {
      const std::uint32_t width = std::uint32_t{4} << (q < 12 ? q : 12);
      const std::uint32_t pick = random.below(width);
      const std::uint32_t mixed =
          (phone * 977u + pick * 131u + static_cast<std::uint32_t>(q)) * 2654435761u;
      codes.data.push_back(static_cast<codec::Code>(mixed >> (32 - bits)));
    }
  }
  return codes;
}

}  // namespace testing_support
