// SimVQ: a codebook that one linear map moves as a whole.
// Zhu et al., "Addressing Representation Collapse in Vector Quantized Models with One Linear
// Layer", arXiv:2411.02038. Rotation trick: Fifty et al., arXiv:2410.06424.
//
// Axes, in every shape comment of this library:
//   B batch   T frames   D latent width   F width of the frozen table   K entries   Q levels
// Latents are (B, T, D) float32, or (B, D, T) with channel_first; T may be several axes, or none.
// Codes are int64 in [0, K).
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <utility>

namespace quantizer {

enum class LossReduction {
  sum_over_dim,  // mean over B, T; sum over D: the weight does not depend on D
  mean,          // mean over B, T, D, as vector-quantize-pytorch does
};

struct SimVqOptions {
  std::int64_t dim = 32;              // D >= 1
  std::int64_t frozen_dim = 0;        // F; 0 means D
  std::int64_t codebook_size = 1024;  // K >= 1
  bool linear_map = true;             // false: the codebook is the table itself (plain VQ; F == D)
  bool bias = true;                   // of the linear map
  bool trainable_table = false;       // true: the table is a parameter, false: a buffer
  bool rotation_trick = false;        // false: straight-through estimator
  bool channel_first = false;         // latents are (B, D, T)
  double commitment_weight = 1.0;     // of the whole loss
  double input_to_quantize_commit_loss_weight = 0.25;  // of |x - sg(q)|^2; |sg(x) - q|^2 has 1
  LossReduction loss_reduction = LossReduction::sum_over_dim;
};

struct Quantized {
  torch::Tensor latents;  // as x; carries the gradient to x, none to the codebook
  torch::Tensor codes;    // (B, T) int64
  // Scalar: commitment_weight (|sg(x) - q|^2 + w |x - sg(q)|^2), reduced by loss_reduction.
  torch::Tensor loss;
};

// One level. The codebook is E = C W^T + b: C (K, F) ~ N(0, 1/F) is frozen, W (D, F) and b (D) are
// learned. A step on W moves all K entries, so that none is left behind to die.
// Tensor names: table, weight, bias.
//
// Errors: a wrong shape, dtype, option or code is a bug in the caller and throws c10::Error.
// Threads: after freeze(), const methods may run concurrently. Nothing else may.
// Realtime: no. Every call allocates.
class SimVqImpl : public torch::nn::Module {
 public:
  explicit SimVqImpl(const SimVqOptions& options);

  // B * T >= 1. Never waits for the device.
  Quantized forward(const torch::Tensor& x);

  // The same with codes (B, T) that something else chose.
  Quantized forward_codes(const torch::Tensor& x, const torch::Tensor& codes);

  // x -> codes (B, T), without gradient. Of equal entries the lowest index, whatever the BLAS;
  // distances that differ by less than float32 rounds are as near as it can tell.
  torch::Tensor encode(const torch::Tensor& x) const;

  // codes (B, T) -> latents. Throws on a code outside [0, K).
  torch::Tensor decode(const torch::Tensor& codes) const;

  // (K, D). Costs K*D*F multiplications, unless frozen.
  torch::Tensor codebook() const;

  // Enters eval(), computes the codebook and |E_k|^2 / 2 once and keeps them, without gradient,
  // until the next train(true). Call it again when weights or device have changed.
  void freeze();
  bool frozen() const { return folded_codebook_.defined(); }
  void train(bool on = true) override;

  const SimVqOptions& options() const { return options_; }

  torch::Tensor table;   // C (K, F)
  torch::Tensor weight;  // W (D, F), orthogonal at first; undefined without linear_map
  torch::Tensor bias;    // b (D), zero at first; undefined without linear_map or bias

 private:
  void check(const torch::Tensor& x) const;
  torch::Tensor nearest(const torch::Tensor& rows, const torch::Tensor& entries) const;

  SimVqOptions options_;
  torch::Tensor folded_codebook_;    // (K, D), undefined unless frozen
  torch::Tensor folded_half_norms_;  // (K)
  // (K) the lowest index of an equal row of the table, as the table stood at that version: it
  // hardly ever changes, and no step of training shall look at all of it anew.
  const torch::Tensor& firsts() const;
  mutable torch::Tensor firsts_;
  mutable std::pair<const void*, std::int64_t> firsts_of_;
};
TORCH_MODULE(SimVq);

// x (..., D), codebook (K, D) -> codes (...) int64 without gradient; of equal entries the lowest.
torch::Tensor nearest_codes(const torch::Tensor& x, const torch::Tensor& codebook);

// x (N, D), codebook (K, D) -> (N) int64 by brute force in float64, the lowest index on a tie: the
// definition that every faster search is tested against. Needs N*K*D doubles.
torch::Tensor nearest_reference(const torch::Tensor& x, const torch::Tensor& codebook);

// The rotation trick (arXiv:2410.06424, section 4.2): q's value to the bit, and the gradient of the
// rotation and scaling that take x to q, both seen as constants. x and q: (..., D) of equal shape.
torch::Tensor rotate_to(const torch::Tensor& x, const torch::Tensor& q);

}  // namespace quantizer
