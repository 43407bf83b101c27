// k-means (S. Lloyd, 1957), begun by k-means++ (D. Arthur, S. Vassilvitskii, SODA 2007) on a sample
// of the points: what a learned codebook is measured against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "codec/base/types.h"

namespace codec {

struct KMeansOptions {
  std::size_t clusters = 1024;  // K, 1..65536
  int rounds = 12;
  std::uint64_t seed = 1;
};

// points (N, D), N >= 1, finite -> centres (K, D). Deterministic. A cluster that loses its last
// point takes over the point that lies farthest from its centre; where N < K, centres repeat.
std::vector<float> kmeans(std::span<const float> points, std::size_t dim,
                          const KMeansOptions& options);

// The nearest centre of each point (N), the lowest on a tie.
std::vector<Code> nearest_centres(std::span<const float> centres, std::span<const float> points,
                                  std::size_t dim);

}  // namespace codec
