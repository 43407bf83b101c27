#include "codec/study/voice_swap.h"

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

#include "codec/engine/residual_search.h"

namespace codec {
namespace {

double squared_distance(const float* a, const float* b, std::size_t dim) {
  double sum = 0;
  for (std::size_t d = 0; d < dim; ++d) {
    const double x = static_cast<double>(a[d]) - static_cast<double>(b[d]);
    sum += x * x;
  }
  return sum;
}

}  // namespace

Codes swap_voice_by_frame(const Model& model, const Codes& said, const Codes& voice) {
  const auto dim = model.weights().codebooks[0].dim;
  const float* entries = model.weights().first_entries.data();
  Codes out = said;
  std::map<Code, std::vector<std::int64_t>> nearest;  // frames of B, of each code of A
  std::int64_t last = -2;
  for (std::int64_t t = 0; t < said.frames(); ++t) {
    auto [it, is_new] = nearest.try_emplace(said.at(0, t));
    if (is_new) {
      double least = std::numeric_limits<double>::infinity();
      for (std::int64_t s = 0; s < voice.frames(); ++s) {
        const double d =
            squared_distance(entries + said.at(0, t) * dim, entries + voice.at(0, s) * dim, dim);
        if (d < least) it->second.clear();
        if (d <= least) it->second.push_back(s);
        least = std::min(least, d);
      }
    }
    const auto& frames = it->second;
    const auto next = std::find(frames.begin(), frames.end(), last + 1);
    last = next == frames.end() ? frames.front() : *next;
    for (int q = 1; q < said.levels; ++q) {
      out.data[static_cast<std::size_t>(t * said.levels + q)] = voice.at(q, last);
    }
  }
  return out;
}

Codes swap_voice_by_mean(const Model& model, const Codes& said, const Codes& voice) {
  const auto& weights = model.weights();
  const auto dim = weights.codebooks[0].dim;
  const auto levels = static_cast<std::size_t>(voice.levels);
  const auto frames = static_cast<std::size_t>(voice.frames());
  Aligned<float> added(frames * dim);
  engine::look_up(weights, voice.data.data(), frames, levels, ~1u, added.data());

  struct Mean {
    std::vector<double> sum;
    double frames = 0;
    std::vector<Code> codes;  // of levels 2..Q, once they have been looked for
  };
  Mean all;
  std::map<Code, Mean> of_code;
  for (std::size_t t = 0; t < frames; ++t) {
    for (auto* mean : {&all, &of_code[voice.at(0, static_cast<std::int64_t>(t))]}) {
      mean->sum.resize(dim);
      for (std::size_t d = 0; d < dim; ++d) {
        mean->sum[d] += static_cast<double>(added[t * dim + d]);
      }
      mean->frames += 1;
    }
  }
  Codes out = said;
  Aligned<float> rest(dim);
  for (std::int64_t t = 0; t < said.frames(); ++t) {
    const auto found = of_code.find(said.at(0, t));
    auto& mean = found == of_code.end() ? all : found->second;
    if (mean.codes.empty()) {
      for (std::size_t d = 0; d < dim; ++d) {
        rest[d] = static_cast<float>(mean.sum[d] / mean.frames);
      }
      for (std::size_t q = 1; q < levels; ++q) {
        const auto& book = weights.codebooks[q];
        engine::nearest(book.search, rest.data(), dim, 1, &mean.codes.emplace_back(), 1);
        engine::subtract(rest.data(), book.entry(mean.codes.back()), dim);
      }
    }
    std::copy(mean.codes.begin(), mean.codes.end(), out.data.begin() + t * said.levels + 1);
  }
  return out;
}

}  // namespace codec
