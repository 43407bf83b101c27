#include "codec/training/peers.h"

#include <chrono>
#include <cstdlib>
#include <exception>

#ifdef SONOGLYPH_C10D
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif
#ifdef SONOGLYPH_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace codec {
namespace {

using torch::Tensor;

constexpr std::chrono::minutes kPatience(10);  // a checkpoint of the leading process lies between

}  // namespace

#ifdef SONOGLYPH_C10D

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

class Peers::Group {
 public:
  explicit Group(c10::intrusive_ptr<Backend> backend) : backend_(std::move(backend)) {}

  void sum(Tensor& contiguous) {
    std::vector<Tensor> tensors{contiguous};
    backend_->allreduce(tensors)->wait();
  }

 private:
  c10::intrusive_ptr<Backend> backend_;
};

namespace {

// HOST:PORT, or a path.
c10::intrusive_ptr<c10d::Store> store_at(const std::string& meeting, int rank, int count) {
  const auto colon = meeting.rfind(':');
  if (meeting.find('/') != std::string::npos || colon == std::string::npos) {
    return c10::make_intrusive<c10d::FileStore>(meeting, count);
  }
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(std::atoi(meeting.c_str() + colon + 1));
  options.isServer = rank == 0;
  options.numWorkers = static_cast<std::size_t>(count);
  return c10::make_intrusive<c10d::TCPStore>(meeting.substr(0, colon), options);
}

c10::intrusive_ptr<Backend> backend_on([[maybe_unused]] const torch::Device& device,
                                       const c10::intrusive_ptr<c10d::Store>& store, int rank,
                                       int count) {
#ifdef SONOGLYPH_NCCL
  if (device.is_cuda()) {
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, count);
  }
#endif
  const auto options = c10d::ProcessGroupGloo::Options::create();
  options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
  options->timeout = kPatience;
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, count, options);
}

}  // namespace

Result<Peers> Peers::meet(int rank, int count, const std::string& meeting,
                          const torch::Device& device) {
  Peers peers;
  if (count == 1) return peers;
  if (count < 1 || rank < 0 || rank >= count) {
    return Error{ErrorCode::bad_value, "a process of " + std::to_string(count) +
                                           " is numbered 0 to " + std::to_string(count - 1) +
                                           ", not " + std::to_string(rank)};
  }
#ifndef SONOGLYPH_NCCL
  if (device.is_cuda()) {
    return Error{ErrorCode::unsupported, "several processes on GPUs: built without NCCL"};
  }
#endif
  if (meeting.empty()) {
    return Error{ErrorCode::bad_value, "several processes want a place to meet"};
  }
  try {
    peers.group_ =
        std::make_shared<Group>(backend_on(device, store_at(meeting, rank, count), rank, count));
    peers.device_ = device;
    peers.rank_ = rank;
    peers.count_ = count;
    peers.any(false);  // all are there
  } catch (const std::exception& e) {
    const std::string what = e.what();
    return Error{ErrorCode::io,
                 meeting + ": the processes do not meet: " + what.substr(0, what.find('\n'))};
  }
  return peers;
}

#else

class Peers::Group {
 public:
  void sum(Tensor&) {}
};

Result<Peers> Peers::meet(int, int count, const std::string&, const torch::Device&) {
  if (count == 1) return Peers();
  return Error{ErrorCode::unsupported,
               "several processes: built without libtorch's gloo (Debian: libgloo-dev)"};
}

#endif

Tensor Peers::sum(const Tensor& x) const {
  if (alone()) return x;
  // Two nodes of the graph in one: the sum of values forward, of gradients backward.
  class Sum : public torch::autograd::Function<Sum> {
   public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x,
                          const std::shared_ptr<Group>& group) {
      context->saved_data["group"] = reinterpret_cast<std::int64_t>(group.get());
      auto out = x.detach().clone(at::MemoryFormat::Contiguous);
      group->sum(out);
      return out;
    }
    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::tensor_list& gradients) {
      auto* group = reinterpret_cast<Group*>(context->saved_data["group"].toInt());
      auto out = gradients[0].clone(at::MemoryFormat::Contiguous);
      group->sum(out);
      return {out, Tensor()};
    }
  };
  return Sum::apply(x, group_);
}

void Peers::average(const std::vector<Tensor>& tensors) const {
  if (alone()) return;
  torch::NoGradGuard no_grad;
  std::vector<Tensor> flat;
  for (const auto& t : tensors) {
    if (t.defined()) flat.push_back(t.reshape({-1}));
  }
  if (flat.empty()) return;
  auto all = torch::cat(flat);
  group_->sum(all);
  all /= count_;
  std::int64_t at = 0;
  for (const auto& t : tensors) {
    if (!t.defined()) continue;
    auto target = t;
    target.copy_(all.slice(0, at, at + t.numel()).reshape(t.sizes()));
    at += t.numel();
  }
}

bool Peers::any(bool mine) const {
  if (alone()) return mine;
  auto votes = torch::full({1}, mine ? 1.0 : 0.0, torch::TensorOptions(device_));
  group_->sum(votes);
  return votes.item<float>() > 0.5f;
}

}  // namespace codec
