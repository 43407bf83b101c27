// The processes that train one model together: each on its own part of every batch, all with the
// same weights. What one process alone would compute of the whole batch, they compute together, up
// to the order of sums. Behind it stands libtorch's c10d: gloo on processors, NCCL on GPUs.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

#include "codec/base/result.h"

namespace codec {

// Threads: one at a time per object, and every process calls the same members in the same order.
// Where a process is gone, the others' calls throw after a time limit (c10::Error).
class Peers {
 public:
  Peers() = default;  // one process alone: sums and means are those of its own values

  // meeting: "HOST:PORT", where process 0 listens, or the path of a file on a disk that all see
  // and that is not there yet. 0 <= rank < count.
  // Errors: unsupported where libtorch came without gloo (for "cuda": NCCL); bad_value for a
  // meeting that is neither; io where they do not meet.
  static Result<Peers> meet(int rank, int count, const std::string& meeting,
                            const torch::Device& device);

  int rank() const { return rank_; }
  int count() const { return count_; }
  bool alone() const { return count_ == 1; }
  bool leads() const { return rank_ == 0; }  // who writes files and speaks

  // Over all processes, the same on each. Gradient: the sum of all processes' gradients, so that
  // the mean of the processes' gradients is that of the mean of their losses.
  torch::Tensor sum(const torch::Tensor& x) const;
  torch::Tensor mean(const torch::Tensor& x) const { return alone() ? x : sum(x) / count_; }
  // In place, without gradient; undefined tensors are left out (the same ones on each process).
  void average(const std::vector<torch::Tensor>& tensors) const;
  // Whether any process says so.
  bool any(bool mine) const;

 private:
  class Group;
  std::shared_ptr<Group> group_;
  torch::Device device_ = torch::kCPU;
  int rank_ = 0;
  int count_ = 1;
};

}  // namespace codec
