// Latents to codes and back (codec/training/network.h, "Quantizer"), in the frozen codebooks
// E = C W^T + b: the search keeps the best paths through the levels (a beam: the M-algorithm of
// Jelinek and Anderson, IEEE Trans. IT-17, 1971), which leaves less of the latent than the nearest
// entry of each level in turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "codec/base/aligned.h"
#include "codec/base/types.h"
#include "codec/engine/weights.h"

namespace codec::engine {

// Threads: one at a time. Realtime: run() does not allocate.
class ResidualSearch {
 public:
  // The weights must outlive this object.
  explicit ResidualSearch(const Weights& weights);

  // latents (frames, latent_width): used up. codes (frames, levels): of the path through all levels
  // that leaves least, its first `levels`, so that fewer levels are the head of more. Level 0 with
  // a semantic encoder is the entry nearest to the first D columns, on every path. Of equal paths
  // the one with the better head, of equal entries the lowest.
  void run(float* latents, std::size_t frames, std::size_t levels, Code* codes);

 private:
  // The paths of several frames, as many for each.
  struct Paths {
    std::size_t count = 0;      // of one frame
    Aligned<float> residuals;   // what they leave (frames, count, D)
    std::vector<float> errors;  // (|that|^2 - |latent|^2) / 2 (frames, count)
    std::vector<Code> codes;    // (frames, count, Q)
  };

  void nearest_of_each(float* latents, std::size_t frames, std::size_t levels, Code* codes);
  void find_paths(const float* latents, std::size_t frames);
  void extend(std::size_t frames, std::size_t level, std::size_t wanted);

  const Weights& weights_;
  bool own_first_;  // a semantic encoder chooses the first code
  Paths paths_;
  Paths longer_;
  std::vector<Candidate> found_;
};

// codes (frames, levels), each < K -> their sum (frames, D), over the levels whose bit is set in
// level_mask, level 0 first. Threads: any number at once. Realtime: no allocation.
void look_up(const Weights& weights, const Code* codes, std::size_t frames, std::size_t levels,
             std::uint32_t level_mask, float* latents);

}  // namespace codec::engine
