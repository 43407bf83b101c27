// The adversary of training: discriminators that see spectrograms at several resolutions, and what
// they teach the decoder. No model holds them; they lie beside it (discriminator_file.h).
//
// Discriminator: Jang et al., "UnivNet", arXiv:2106.07889 (multi-resolution spectrograms), on the
// complex spectrum, so that it hears phase, and on bands of it with layers of their own, both as in
// Kumar et al., arXiv:2306.06546. Hinge losses: Lim and Ye, arXiv:1705.02894. Feature matching:
// Kumar et al., "MelGAN", arXiv:1910.06711.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "codec/training/network.h"

namespace codec {

struct AdversaryOptions {
  std::int64_t channels = 16;
  bool bands = false;  // each resolution in five bands, each with layers of its own
  std::vector<std::int64_t> windows = {512, 1024, 2048};  // samples; the hop is a quarter
  Precision precision = Precision::f32;                   // of the convolutions
};

// One band of one resolution: 2-d convolutions over (frames, bins).
class BandDiscriminatorImpl : public torch::nn::Module {
 public:
  explicit BandDiscriminatorImpl(const AdversaryOptions& options);
  // x (B, 3, frames, bins) -> the output of every layer, (B, C, frames, bins); the last one is the
  // verdict (C = 1): above 0 for recorded sound.
  std::vector<torch::Tensor> forward(torch::Tensor x);

 private:
  Precision precision_;
  torch::nn::ModuleList layers_;
};
TORCH_MODULE(BandDiscriminator);

// One resolution. What its bands see: real and imaginary part of X / |X|^0.7, and log10 |X|.
class SpectrogramDiscriminatorImpl : public torch::nn::Module {
 public:
  SpectrogramDiscriminatorImpl(std::int64_t window, const AdversaryOptions& options);
  // audio (B, n), n >= window -> what each band's discriminator says, lowest band first.
  std::vector<std::vector<torch::Tensor>> forward(const torch::Tensor& audio);

 private:
  std::int64_t window_;
  torch::Tensor taper_;
  std::vector<std::int64_t> edges_;  // bins; band b is [edges_[b], edges_[b + 1])
  std::vector<BandDiscriminator> bands_;
};
TORCH_MODULE(SpectrogramDiscriminator);

// Means over all bands of all resolutions.
struct AdversaryLoss {
  // What the decoder lowers: minus the mean verdict on its sound.
  torch::Tensor verdict;
  // What it lowers as well: mean |difference| of features, in units of the recorded sound's mean
  // |feature|.
  torch::Tensor feature;
  // What the discriminators lower: the hinge loss.
  torch::Tensor discriminator;
};

class AdversaryImpl : public torch::nn::Module {
 public:
  explicit AdversaryImpl(const AdversaryOptions& options);

  // output and target (B, n). Gradients of verdict and feature reach output alone, that of
  // discriminator the parameters alone, whatever order they are taken in. The sounds are heard once
  // each.
  AdversaryLoss forward(const torch::Tensor& output, const torch::Tensor& target,
                        const Peers& peers = {});

 private:
  std::vector<SpectrogramDiscriminator> discriminators_;
};
TORCH_MODULE(Adversary);

}  // namespace codec
