// A linear layer whose three matrix products (output, input gradient, weight gradient) run in
// bfloat16 with float32 results. Twice as fast as float32 on a CPU with AVX512-BF16.
#pragma once

#include <torch/torch.h>

namespace codec {

// x (..., in), weight (out, in), bias (out), all float32 -> (..., out) float32.
torch::Tensor bf16_linear(const torch::Tensor& x, const torch::Tensor& weight,
                          const torch::Tensor& bias);

}  // namespace codec
