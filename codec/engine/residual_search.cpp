#include "codec/engine/residual_search.h"

#include <algorithm>
#include <utility>

namespace codec::engine {
namespace {

constexpr std::size_t kFramesAtOnce = 6;  // whose paths go over a codebook together

}  // namespace

ResidualSearch::ResidualSearch(const Weights& weights)
    : weights_(weights), own_first_(weights.latent_width > weights.codebooks[0].dim) {
  const std::size_t most = kFramesAtOnce * weights.search_width;
  for (auto* paths : {&paths_, &longer_}) {
    paths->residuals.resize(most * weights.codebooks[0].dim);
    paths->errors.resize(most);
    paths->codes.resize(most * weights.codebooks.size());
  }
  found_.resize(most);
}

void ResidualSearch::run(float* latents, std::size_t frames, std::size_t levels, Code* codes) {
  if (weights_.search_width == 1) return nearest_of_each(latents, frames, levels, codes);
  const std::size_t all_levels = weights_.codebooks.size();
  for (std::size_t from = 0; from < frames; from += kFramesAtOnce) {
    const std::size_t n = std::min(kFramesAtOnce, frames - from);
    find_paths(latents + from * weights_.latent_width, n);
    for (std::size_t t = 0; t < n; ++t) {
      std::copy_n(paths_.codes.data() + t * all_levels, levels, codes + (from + t) * levels);
    }
  }
}

// Level by level, all frames at once.
void ResidualSearch::nearest_of_each(float* latents, std::size_t frames, std::size_t levels,
                                     Code* codes) {
  const std::size_t width = weights_.latent_width;
  float* residual = latents + (width - weights_.codebooks[0].dim);
  for (std::size_t q = 0; q < levels; ++q) {
    const Codebook& book = weights_.codebooks[q];
    nearest(book.search, q == 0 ? latents : residual, width, frames, codes + q, levels);
    for (std::size_t t = 0; t < frames; ++t) {
      subtract(residual + t * width, book.entry(codes[t * levels + q]), book.dim);
    }
  }
}

// Leaves the best path of each frame, one of each, in paths_.
void ResidualSearch::find_paths(const float* latents, std::size_t frames) {
  const auto& books = weights_.codebooks;
  const std::size_t dim = books[0].dim;
  const std::size_t width = weights_.latent_width;
  paths_.count = 1;
  std::fill_n(paths_.errors.begin(), frames, 0.0f);
  for (std::size_t t = 0; t < frames; ++t) {
    std::copy_n(latents + (t + 1) * width - dim, dim, paths_.residuals.data() + t * dim);
  }
  std::size_t level = 0;
  if (own_first_) {
    nearest(books[0].search, latents, width, frames, paths_.codes.data(), books.size());
    for (std::size_t t = 0; t < frames; ++t) {
      subtract(paths_.residuals.data() + t * dim, books[0].entry(paths_.codes[t * books.size()]),
               dim);
    }
    level = 1;
  }
  for (; level < books.size(); ++level) {
    extend(frames, level, level + 1 < books.size() ? weights_.search_width : 1);
    std::swap(paths_, longer_);
  }
}

// From each frame's paths_ to its `wanted` best of longer_, or as many as there are.
void ResidualSearch::extend(std::size_t frames, std::size_t level, std::size_t wanted) {
  const Codebook& book = weights_.codebooks[level];
  const std::size_t levels = weights_.codebooks.size();
  const std::size_t count = std::min(wanted, paths_.count * book.search.outputs);
  nearest_several(book.search, paths_.residuals.data(), paths_.errors.data(), frames, paths_.count,
                  count, found_.data());
  longer_.count = count;
  for (std::size_t i = 0; i < frames * count; ++i) {
    const Candidate& found = found_[i];
    const std::size_t path = i / count * paths_.count + found.path;
    float* residual = longer_.residuals.data() + i * book.dim;
    std::copy_n(paths_.residuals.data() + path * book.dim, book.dim, residual);
    subtract(residual, book.entry(found.code), book.dim);
    longer_.errors[i] = found.error;
    std::copy_n(paths_.codes.data() + path * levels, level, longer_.codes.data() + i * levels);
    longer_.codes[i * levels + level] = found.code;
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
