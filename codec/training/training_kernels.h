// Operations of the training graph whose libtorch forms cost most of a step on a CPU, written as
// one pass over memory each, with their gradients. On other devices the libtorch form runs.
// tests/test_train.cpp compares values and gradients with libtorch's.
// Threads: as libtorch's own operations.
#pragma once

#include <torch/torch.h>

namespace codec {

// |x| of a complex tensor, any shape. The gradient at 0 is 0. Measured against torch::abs (hypot
// and complex sgn): a fifth of the time, forward and backward.
torch::Tensor magnitude(const torch::Tensor& x);

// Causal depthwise convolution: x (B, T, C), weight (C, k), bias (C) -> (B, T, C);
// y[t] = bias + sum_i weight[i] x[t - (k - 1) + i], zeros before the start.
torch::Tensor causal_depthwise(const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias);

// One step of AdamW in place: p *= 1 - decay; m += (1 - beta1)(g - m); v = beta2 v + (1 - beta2)
// g^2; p -= rate m / (sqrt(v second_scale) + epsilon). All four tensors have one shape; p, m and v
// are contiguous.
struct AdamWStep {
  double decay, beta1, beta2, rate, second_scale, epsilon;
};
void adamw_step(torch::Tensor& p, const torch::Tensor& g, torch::Tensor& m, torch::Tensor& v,
                const AdamWStep& step);

}  // namespace codec
