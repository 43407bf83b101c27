#include "codec/study/kmeans.h"

#include <algorithm>
#include <limits>
#include <random>

#include "codec/engine/weights.h"

namespace codec {
namespace {

constexpr std::size_t kStartPoints = 16;  // of the sample that the start is drawn from, a cluster

// Four sums, so that the compiler may keep them in one vector; D is what it is.
float squared_distance(const float* a, const float* b, std::size_t dim) {
  float sums[4] = {};
  std::size_t d = 0;
  for (; d + 4 <= dim; d += 4) {
    for (std::size_t i = 0; i < 4; ++i) {
      const float x = a[d + i] - b[d + i];
      sums[i] += x * x;
    }
  }
  for (; d < dim; ++d) sums[0] += (a[d] - b[d]) * (a[d] - b[d]);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// Each next centre is a point, chosen with a chance that goes with its squared distance from the
// nearest centre so far.
std::vector<float> start(std::span<const float> points, std::size_t dim, std::size_t clusters,
                         std::mt19937_64& random) {
  const auto n = points.size() / dim;
  const auto drawn = std::min(n, kStartPoints * clusters);
  std::vector<float> sample;
  for (std::size_t i = 0; i < drawn; ++i) {
    const auto at = drawn == n ? i : random() % n;
    sample.insert(sample.end(), points.begin() + static_cast<std::ptrdiff_t>(at * dim),
                  points.begin() + static_cast<std::ptrdiff_t>((at + 1) * dim));
  }
  std::vector<float> centres;
  std::vector<float> least(drawn, std::numeric_limits<float>::max());
  std::size_t next = random() % drawn;
  for (std::size_t c = 0; c < clusters; ++c) {
    const float* centre = sample.data() + next * dim;
    centres.insert(centres.end(), centre, centre + dim);
    double total = 0;
    for (std::size_t i = 0; i < drawn; ++i) {
      least[i] = std::min(least[i], squared_distance(sample.data() + i * dim, centre, dim));
      total += static_cast<double>(least[i]);
    }
    // 53 bits -> [0, total).
    double left = static_cast<double>(random() >> 11) * 0x1p-53 * total;
    next = 0;
    while (next + 1 < drawn && left >= static_cast<double>(least[next])) {
      left -= static_cast<double>(least[next]);
      ++next;
    }
  }
  return centres;
}

}  // namespace

std::vector<float> kmeans(std::span<const float> points, std::size_t dim, const KMeansOptions& o) {
  const auto n = points.size() / dim;
  std::mt19937_64 random(o.seed);
  auto centres = start(points, dim, o.clusters, random);
  std::vector<double> sums(centres.size());
  std::vector<std::size_t> members(o.clusters);
  std::vector<Code> last;
  for (int round = 0; round < o.rounds; ++round) {
    auto codes = nearest_centres(centres, points, dim);
    if (codes == last) break;
    std::ranges::fill(sums, 0.0);
    std::ranges::fill(members, 0u);
    for (std::size_t i = 0; i < n; ++i) {
      ++members[codes[i]];
      double* sum = sums.data() + codes[i] * dim;
      for (std::size_t d = 0; d < dim; ++d) sum[d] += static_cast<double>(points[i * dim + d]);
    }
    std::vector<std::size_t> empty;
    for (std::size_t c = 0; c < o.clusters; ++c) {
      if (members[c] == 0) {
        empty.push_back(c);
        continue;
      }
      for (std::size_t d = 0; d < dim; ++d) {
        centres[c * dim + d] =
            static_cast<float>(sums[c * dim + d] / static_cast<double>(members[c]));
      }
    }
    if (!empty.empty()) {
      std::vector<std::pair<float, std::size_t>> far;  // (- squared distance, point)
      for (std::size_t i = 0; i < n; ++i) {
        const float* centre = centres.data() + codes[i] * dim;
        far.emplace_back(-squared_distance(points.data() + i * dim, centre, dim), i);
      }
      std::ranges::sort(far);
      for (std::size_t e = 0; e < empty.size(); ++e) {
        const float* point = points.data() + far[e % n].second * dim;
        std::copy_n(point, dim, centres.data() + empty[e] * dim);
      }
    }
    last = std::move(codes);
  }
  return centres;
}

std::vector<Code> nearest_centres(std::span<const float> centres, std::span<const float> points,
                                  std::size_t dim) {
  const auto n = points.size() / dim;
  std::vector<Code> codes(n);
  engine::nearest(engine::search_matrix(centres, dim), points.data(), dim, n, codes.data(), 1);
  return codes;
}

}  // namespace codec
