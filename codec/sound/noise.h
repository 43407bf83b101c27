// The noise source of the synthesis: white, zero mean, unit variance, a pure function of the sample
// index, so that decoding is repeatable, seekable, and the same in the engine and the definition.
#pragma once

#include <cstdint>

namespace codec {

// Uniform on [-sqrt(3), sqrt(3)): Weyl steps of the golden ratio through the 32-bit finaliser of
// "lowbias32" (C. Wellons, public domain), of which the upper 24 bits are used.
constexpr float noise_at(std::uint32_t sample_index) {
  std::uint32_t x = sample_index * 0x9e3779b9u + 0x7f4a7c15u;
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;
  return (static_cast<float>(x >> 8) * 0x1p-24f - 0.5f) * 3.4641016151377544f;
}

}  // namespace codec
