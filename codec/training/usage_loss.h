// Keeps the codes of one level in use where another loss would gather them on a few.
#pragma once

#include <torch/torch.h>

#include "codec/training/peers.h"

namespace codec {

// latents (B, T, D), codebook (K, D) -> scalar, nats: log K less the entropy of the mean over all
// frames of softmax(-|z - E|^2 / t), t being a tenth of the mean distance to the nearest entry. 0
// when all codes are used alike. The gradient reaches both. "All frames" are those of all
// processes. After Jansen et al., "Coincidence, Categorization, and Consolidation",
// arXiv:1911.05894 (diversity term), as Yu et al. use it, arXiv:2310.05737.
torch::Tensor usage_loss(const torch::Tensor& latents, const torch::Tensor& codebook,
                         const Peers& peers = {});

}  // namespace codec
