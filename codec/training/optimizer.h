// AdamW and AdaGrad with their state in plain sight, so that a checkpoint is a safetensors file and
// nothing executable (torch::save would pickle it).
#pragma once

#include <torch/torch.h>

#include <functional>
#include <string>
#include <vector>

#include "codec/base/safetensors.h"

namespace codec {

enum class OptimizerKind { adamw, adagrad };

struct OptimizerOptions {
  OptimizerKind kind = OptimizerKind::adamw;
  double beta1 = 0.8;
  double beta2 = 0.99;
  double epsilon = 1e-8;
  double weight_decay = 1e-3;  // decoupled, AdamW only, matrices only
};

// AdamW: Loshchilov & Hutter, arXiv:1711.05101. AdaGrad: Duchi, Hazan, Singer, JMLR 12, 2011.
// Threads: the training thread only.
class Optimizer {
 public:
  Optimizer(std::vector<std::pair<std::string, torch::Tensor>> parameters,
            const OptimizerOptions& options);

  void zero_grad();
  // One step along the parameters' gradients, each at the rate of its name; parameters without
  // gradient stay.
  void step(const std::function<double(const std::string& name)>& learning_rate);

  // State as tensors "optimizer.first.NAME", "optimizer.second.NAME" and the step count.
  void save(SafeTensors& file) const;
  Status load(const SafeTensors& file);

 private:
  struct Slot {
    std::string name;
    torch::Tensor parameter;
    torch::Tensor first;   // mean of gradients (AdamW)
    torch::Tensor second;  // mean (AdamW) or sum (AdaGrad) of their squares
  };
  OptimizerOptions options_;
  std::vector<Slot> slots_;
  std::int64_t steps_ = 0;
};

}  // namespace codec
