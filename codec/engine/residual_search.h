// Latents to codes and back (codec/training/network.h, "Quantizer"): exhaustive search level by
// level in the frozen codebooks E = C W^T + b.
#pragma once

#include <cstddef>
#include <cstdint>

#include "codec/base/types.h"
#include "codec/engine/weights.h"

namespace codec::engine {

// Threads: any number at once. Realtime: no allocation.

// latents (frames, latent_width): used up, the residual of the last level stays in its last D
// columns. Level 0 searches in the first D columns, which are the same ones without semantic
// encoder. codes (frames, levels): of each level the nearest entry, the lowest on a tie.
void search(const Weights& weights, float* latents, std::size_t frames, std::size_t levels,
            Code* codes);

// codes (frames, levels), each < K -> their sum (frames, D), over the levels whose bit is set in
// level_mask, level 0 first.
void look_up(const Weights& weights, const Code* codes, std::size_t frames, std::size_t levels,
             std::uint32_t level_mask, float* latents);

}  // namespace codec::engine
