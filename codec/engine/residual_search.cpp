#include "codec/engine/residual_search.h"

#include <algorithm>

namespace codec::engine {

void search(const Weights& weights, float* latents, std::size_t frames, std::size_t levels,
            Code* codes) {
  const std::size_t width = weights.latent_width;
  float* residual = latents + (width - weights.codebooks[0].dim);
  for (std::size_t q = 0; q < levels; ++q) {
    const Codebook& book = weights.codebooks[q];
    nearest(book.search, q == 0 ? latents : residual, width, frames, codes + q, levels);
    for (std::size_t t = 0; t < frames; ++t) {
      subtract(residual + t * width, book.entry(codes[t * levels + q]), book.dim);
    }
  }
}

void look_up(const Weights& weights, const Code* codes, std::size_t frames, std::size_t levels,
             std::uint32_t level_mask, float* latents) {
  const std::size_t dim = weights.codebooks[0].dim;
  std::fill_n(latents, frames * dim, 0.0f);
  for (std::size_t q = 0; q < levels; ++q) {
    if ((level_mask >> q & 1u) == 0) continue;
    for (std::size_t t = 0; t < frames; ++t) {
      add(latents + t * dim, weights.codebooks[q].entry(codes[t * levels + q]), dim);
    }
  }
}

}  // namespace codec::engine
