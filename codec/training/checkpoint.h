// The state of a training run as one safetensors file: weights, their average, statistics,
// optimizer. With the data and noise of a step drawn from (seed, step) alone, that is all there is.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <vector>

#include "codec/training/network.h"
#include "codec/training/optimizer.h"

namespace codec {

// An exponential moving average of the network's parameters.
class WeightAverage {
 public:
  WeightAverage(const Network& network, double decay);

  void update();  // after each optimizer step
  void reset();   // start anew from the present weights
  void swap();    // exchange average and weights; twice is nothing
  void save(SafeTensors& file) const;
  Status load(const SafeTensors& file);

 private:
  std::vector<std::pair<std::string, torch::Tensor>> parameters_;
  std::vector<torch::Tensor> averages_;
  double decay_;
  std::int64_t updates_ = 0;
};

struct RunPosition {
  std::int64_t step = 0;  // steps done
  double minutes = 0;     // spent so far, over all sessions
};

// trained: everything that the optimizer moves, by name: the network's parameters and those of
// heads that only training has.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

Status save_checkpoint(const std::filesystem::path& path, const Network& network,
                       const NamedTensors& trained, const WeightAverage& average,
                       const Optimizer& optimizer, const RunPosition& position,
                       const std::string& commit, Part part);

// Errors: io, corrupt; bad_value where the checkpoint is of another ModelConfig, and where a
// decoder would go on from a run that moved its tokenizer: that one's model has averaged weights,
// which are not those here, and so other codes.
Result<RunPosition> load_checkpoint(const std::filesystem::path& path, Network& network,
                                    const NamedTensors& trained, WeightAverage& average,
                                    Optimizer& optimizer, Part part);

}  // namespace codec
