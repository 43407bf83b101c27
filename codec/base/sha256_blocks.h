// The blocks of SHA-256, by the processor's own instructions where it has them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace codec {

using Sha256State = std::array<std::uint32_t, 8>;  // H0..H7
// Takes `count` blocks of 64 bytes into the state.
using Sha256Blocks = void (*)(Sha256State& state, const std::uint8_t* data, std::size_t count);

void portable_sha256_blocks(Sha256State& state, const std::uint8_t* data, std::size_t count);
// nullptr where this processor has no such instructions (Intel's SHA extensions).
Sha256Blocks processors_sha256_blocks();

}  // namespace codec
