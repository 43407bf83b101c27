// Residual quantization with SimVQ levels: each level quantizes what the levels before it left.
// Zeghidour et al., "SoundStream", arXiv:2107.03312, algorithm 1. Axes: quantizer/simvq.h.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "quantizer/simvq.h"

namespace quantizer {

struct ResidualSimVqOptions {
  SimVqOptions level;       // of every level
  std::int64_t levels = 4;  // Q >= 1
  // Probability, 0..1, that a training forward draws how many levels are active, uniformly from
  // 1..Q. Otherwise all are. Off in eval().
  double dropout = 0.0;
  // The first code is chosen by a latent of its own, against a SimVQ codebook of its own (`first`);
  // level 1 becomes a table, free to learn what each of these codes says of x: the mean of x where
  // it is chosen. So one code is semantic by what it is chosen for and acoustic by what it adds,
  // and the other levels are not in its way (the split of Defossez et al., "Moshi",
  // arXiv:2410.00037, without its second quantizer). A table and not a linear map of the chosen
  // entry: measured, it leaves 10 % less of x to the levels behind.
  bool own_first = false;
  // Paths through the levels that the search of the codes keeps, >= 1: the codes are those of the
  // path that leaves least of x after all Q levels (the M-algorithm of Jelinek and Anderson, IEEE
  // Trans. IT-17, 1971). 1: each level takes the entry nearest to what is left.
  std::int64_t search_width = 1;
};

struct ResidualQuantized {
  torch::Tensor latents;    // as x: the sum over the active levels
  torch::Tensor codes;      // (B, T, Q) int64; -1 on levels that were not active
  torch::Tensor losses;     // (Q); 0 on levels that were not active
  std::int64_t active = 0;  // 1..Q; the loss of the codec is losses.sum() / active
};

// What initialise_by_water_filling() found at one level.
struct LevelStart {
  std::int64_t active_dimensions = 0;  // eigenvalues above the water level
  std::int64_t codes_used = 0;         // 0..K, by the samples
  double energy_before = 0.0;          // mean |r|^2 of the residual that came in
  double energy_after = 0.0;           // and of what the level left
};

// Tensor names: levels.q.{table, weight, bias}; with own_first first.{table, weight, bias}, and of
// level 0 the table alone.
//
// Gradients, as in vector-quantize-pytorch's ResidualSimVQ: the residual subtracts a constant, so
// that d latents / d x is the sum of the levels' own (Q times the identity with straight-through).
//
// Errors: a wrong shape, dtype, option or code is a bug in the caller and throws c10::Error.
// Threads: after freeze(), const methods may run concurrently. Nothing else may.
// Realtime: no. Every call allocates.
class ResidualSimVqImpl : public torch::nn::Module {
 public:
  explicit ResidualSimVqImpl(const ResidualSimVqOptions& options);

  // active: 1..Q, or 0 for all or the dropout's draw (from torch's global CPU generator).
  // first, as x: with own_first, what the first code is chosen by.
  ResidualQuantized forward(const torch::Tensor& x, std::int64_t active = 0,
                            const torch::Tensor& first = {});

  // x -> codes (B, T, active), without gradient; active 0 means Q. A shorter prefix is the head of
  // a longer one.
  torch::Tensor encode(const torch::Tensor& x, std::int64_t active = 0,
                       const torch::Tensor& first = {}) const;

  // codes (B, T, q) of the first q levels, 1 <= q <= Q -> latents. A code of -1 adds nothing.
  // Throws on a code outside [-1, K).
  torch::Tensor decode(const torch::Tensor& codes) const;
  // Only the levels with keep[level], keep.size() == q.
  torch::Tensor decode(const torch::Tensor& codes, const std::vector<bool>& keep) const;
  // codes (B, T, q) -> (q, B, T, D), or (q, B, D, T) with channel_first: each level on its own.
  torch::Tensor decode_levels(const torch::Tensor& codes) const;

  // samples (M, D) float32, M >= 2, typical latents: sets every level's map and bias, level after
  // level, by reverse water-filling of the residual (quantizer/water_filling.h). With a linear map
  // the tables stay; without one they are drawn anew. Without a bias the codebook stays around the
  // origin, so that latents of a large mean use little of it. Ends a freeze. first: as in
  // forward().
  std::vector<LevelStart> initialise_by_water_filling(const torch::Tensor& samples,
                                                      const torch::Tensor& first = {});

  void freeze();

  // What the first code is chosen by, (K, D): level 1's codebook without own_first.
  torch::Tensor first_codebook() const;
  // With own_first: its code error, as a level's loss. first (B, T, D), codes (B, T) -> scalar.
  torch::Tensor first_loss(const torch::Tensor& first, const torch::Tensor& codes) const;
  // With own_first: the map that chooses by water-filling of first (M, D); and level 1's entries as
  // the best guess of x (M, D) from the codes of first (M, D), where a code is rare a linear one.
  void start_first_code(const torch::Tensor& first);
  void fit_first_entries(const torch::Tensor& x, const torch::Tensor& first);

  std::int64_t size() const { return options_.levels; }  // Q
  // Levels themselves are channels-last.
  SimVq& level(std::int64_t index) { return levels_.at(static_cast<std::size_t>(index)); }
  const SimVq& level(std::int64_t index) const {
    return levels_.at(static_cast<std::size_t>(index));
  }
  const ResidualSimVqOptions& options() const { return options_; }

 private:
  std::int64_t choose_active(std::int64_t wanted) const;
  torch::Tensor channels_last(const torch::Tensor& x) const;

  torch::Tensor first_codes(const torch::Tensor& x, const torch::Tensor& first) const;
  torch::Tensor best_paths(const torch::Tensor& x, const torch::Tensor& first) const;

  ResidualSimVqOptions options_;
  std::vector<SimVq> levels_;
  SimVq first_{nullptr};  // what chooses the first code, with own_first
};
TORCH_MODULE(ResidualSimVq);

}  // namespace quantizer
