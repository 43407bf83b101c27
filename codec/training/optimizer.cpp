#include "codec/training/optimizer.h"

#include <cmath>

#include "codec/training/tensor_io.h"
#include "codec/training/training_kernels.h"

namespace codec {

Optimizer::Optimizer(std::vector<std::pair<std::string, torch::Tensor>> parameters,
                     const OptimizerOptions& options)
    : options_(options) {
  for (auto& [name, p] : parameters) {
    auto second = torch::zeros_like(p);
    auto first = options.kind == OptimizerKind::adamw ? torch::zeros_like(p) : torch::Tensor();
    slots_.push_back({name, p, first, second});
  }
}

void Optimizer::zero_grad() {
  for (auto& slot : slots_) slot.parameter.mutable_grad() = torch::Tensor();
}

void Optimizer::step(const std::function<double(const std::string& name)>& learning_rate) {
  torch::NoGradGuard no_grad;
  ++steps_;
  const auto t = static_cast<double>(steps_);
  const double correct1 = 1.0 - std::pow(options_.beta1, t);
  const double correct2 = 1.0 - std::pow(options_.beta2, t);
  for (auto& slot : slots_) {
    const auto& g = slot.parameter.grad();
    if (!g.defined()) continue;
    const double rate = learning_rate(slot.name);
    if (options_.kind == OptimizerKind::adagrad) {
      slot.second.addcmul_(g, g);
      slot.parameter.addcdiv_(g, slot.second.sqrt().add_(options_.epsilon), -rate);
      continue;
    }
    adamw_step(slot.parameter, g, slot.first, slot.second,
               {.decay = slot.parameter.dim() >= 2 ? rate * options_.weight_decay : 0.0,
                .beta1 = options_.beta1,
                .beta2 = options_.beta2,
                .rate = rate / correct1,
                .second_scale = 1.0 / correct2,
                .epsilon = options_.epsilon});
  }
}

void Optimizer::save(SafeTensors& file) const {
  for (const auto& slot : slots_) {
    if (slot.first.defined()) file.tensors["optimizer.first." + slot.name] = to_data(slot.first);
    file.tensors["optimizer.second." + slot.name] = to_data(slot.second);
  }
  file.metadata["optimizer.steps"] = std::to_string(steps_);
}

Status Optimizer::load(const SafeTensors& file) {
  for (auto& slot : slots_) {
    if (slot.first.defined()) {
      if (auto s = copy_into(file, "optimizer.first." + slot.name, slot.first); !s) return s;
    }
    if (auto s = copy_into(file, "optimizer.second." + slot.name, slot.second); !s) return s;
  }
  const auto it = file.metadata.find("optimizer.steps");
  steps_ = it == file.metadata.end() ? 0 : std::atoll(it->second.c_str());
  return Done{};
}

}  // namespace codec
