#include "codec/engine/residual_search.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace codec::engine {

ResidualSearch::ResidualSearch(const Weights& weights)
    : weights_(weights), own_first_(weights.latent_width > weights.codebooks[0].dim) {
  const std::size_t width = weights.search_width;
  for (auto* paths : {&paths_, &longer_}) {
    paths->residuals.resize(width * weights.codebooks[0].dim);
    paths->errors.resize(width);
    paths->codes.resize(width * weights.codebooks.size());
  }
  scores_.resize(width * width);
  found_.resize(width * width);
  taken_.resize(width);
}

void ResidualSearch::run(float* latents, std::size_t frames, std::size_t levels, Code* codes) {
  if (weights_.search_width == 1) return nearest_of_each(latents, frames, levels, codes);
  for (std::size_t t = 0; t < frames; ++t) {
    std::copy_n(best_path(latents + t * weights_.latent_width), levels, codes + t * levels);
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

const Code* ResidualSearch::best_path(const float* latent) {
  const auto& books = weights_.codebooks;
  const std::size_t dim = books[0].dim;
  std::copy_n(latent + weights_.latent_width - dim, dim, paths_.residuals.data());
  paths_.errors[0] = 0.0f;
  paths_.count = 1;
  std::size_t level = 0;
  if (own_first_) {
    nearest(books[0].search, latent, weights_.latent_width, 1, paths_.codes.data(), 1);
    subtract(paths_.residuals.data(), books[0].entry(paths_.codes[0]), dim);
    level = 1;
  }
  for (; level < books.size(); ++level) {
    extend(level, level + 1 < books.size() ? weights_.search_width : 1);
    std::swap(paths_, longer_);
  }
  return paths_.codes.data();
}

// The `wanted` best of all paths and their next codes: from paths_ to longer_.
void ResidualSearch::extend(std::size_t level, std::size_t wanted) {
  const Codebook& book = weights_.codebooks[level];
  const std::size_t levels = weights_.codebooks.size();
  nearest_several(book.search, paths_.residuals.data(), book.dim, paths_.count, wanted,
                  scores_.data(), found_.data());
  std::fill_n(taken_.begin(), paths_.count, std::size_t{0});
  for (longer_.count = 0; longer_.count < wanted; ++longer_.count) {
    const auto error = [&](std::size_t path) {
      return taken_[path] < wanted ? paths_.errors[path] + scores_[path * wanted + taken_[path]]
                                   : std::numeric_limits<float>::infinity();
    };
    std::size_t best = 0;
    for (std::size_t path = 1; path < paths_.count; ++path) {
      if (error(path) < error(best)) best = path;
    }
    const float least = error(best);
    if (longer_.count > 0 && !(least < std::numeric_limits<float>::infinity())) return;
    const Code code = found_[best * wanted + taken_[best]++];
    float* residual = longer_.residuals.data() + longer_.count * book.dim;
    std::copy_n(paths_.residuals.data() + best * book.dim, book.dim, residual);
    subtract(residual, book.entry(code), book.dim);
    longer_.errors[longer_.count] = least;
    Code* path = longer_.codes.data() + longer_.count * levels;
    std::copy_n(paths_.codes.data() + best * levels, level, path);
    path[level] = code;
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
