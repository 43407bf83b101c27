// Codes packed to log2 K bits each: frame by frame, level 0 first, most significant bit first, then
// zero bits up to a whole byte. For Q = 2, bits = 10, two frames (f0 l0, f0 l1, f1 l0, f1 l1):
//
//   byte   0        1        2        3        4
//          00000000 00111111 11112222 22222233 33333333
#pragma once

#include <cstddef>
#include <span>

#include "codec/base/types.h"

namespace codec {

// bits 1..16.
constexpr std::size_t packed_bytes(std::size_t codes, int bits) {
  return (codes * static_cast<std::size_t>(bits) + 7) / 8;
}
static_assert(packed_bytes(4, 10) == 5);

// Every code < 2^bits; out.size() == packed_bytes(codes.size(), bits).
void pack(int bits, std::span<const Code> codes, std::span<std::byte> out);

// Any bytes may come in. False where in.size() is not packed_bytes(codes.size(), bits), or a bit
// after the last code is set: then codes are unspecified, yet each is below 2^bits.
bool unpack(int bits, std::span<const std::byte> in, std::span<Code> codes);

}  // namespace codec
