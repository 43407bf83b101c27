// What makes level 1 semantic in training, and is left behind at export: a linear phone classifier
// on the level's quantized latents, and a speaker classifier whose reversed gradient drives the
// voice out of them (Ganin & Lempitsky, arXiv:1409.7495).
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "codec/training/peers.h"
#include "quantizer/residual_simvq.h"

namespace codec {

struct PhoneHeadOptions {
  std::int64_t latent_dim = 32;
  std::int64_t phones = 0;    // classes
  std::int64_t speakers = 0;  // of the training corpus
  double reversal = 1.0;      // factor of the reversed gradient
};

struct PhoneLoss {
  torch::Tensor phone;          // cross-entropy, nats, mean over frames with a label
  torch::Tensor speaker;        // cross-entropy of the speaker classifier, nats
  torch::Tensor phone_error;    // share of wrong frames, without gradient
  torch::Tensor speaker_error;  // share of wrong windows, without gradient
};

class PhoneHeadImpl : public torch::nn::Module {
 public:
  explicit PhoneHeadImpl(const PhoneHeadOptions& options);

  // level1 (B, T, D), phones (B, T) int64 with -1 where nothing is known, speakers (B) int64.
  PhoneLoss forward(const torch::Tensor& level1, const torch::Tensor& phones,
                    const torch::Tensor& speakers, const Peers& peers = {});

 private:
  PhoneHeadOptions options_;
  torch::nn::Linear phone_{nullptr};
  torch::nn::Linear hidden_{nullptr};
  torch::nn::Linear speaker_{nullptr};
};
TORCH_MODULE(PhoneHead);

// The entries of level 1 that latents (B, T, D) were quantized to, with codes (B, T): the gradient
// reaches the latents (straight through) and the level's linear map alike.
torch::Tensor level_one(quantizer::ResidualSimVq& quantizer, const torch::Tensor& latents,
                        const torch::Tensor& codes);

}  // namespace codec
