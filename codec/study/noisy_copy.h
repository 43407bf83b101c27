// A recording as it would be in a noisier place, for tables that are to hold there as well.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace codec {

// The sound (-1..1) with noise of a random tilt 8 to 30 dB below it (RMS), 0 to 20 dB softer as a
// whole, clipped at full scale. The same seed gives the same copy.
std::vector<float> noisy_copy(std::span<const float> sound, std::uint64_t seed);

}  // namespace codec
