#include "codec/training/usage_loss.h"

#include <cmath>

namespace codec {

torch::Tensor usage_loss(const torch::Tensor& latents, const torch::Tensor& codebook,
                         const Peers& peers) {
  const auto z = latents.reshape({-1, latents.size(2)});
  const auto distance = z.square().sum(1, true) + codebook.square().sum(1) -
                        2.0 * torch::matmul(z, codebook.t());  // (N, K)
  const auto scale = (0.1 * peers.mean(distance.detach().amin(1).mean())).clamp_min(1e-6);
  const auto share = peers.mean(torch::softmax(-distance / scale, 1).mean(0));
  const auto entropy = -(share * torch::log(share + 1e-12)).sum();
  return std::log(static_cast<double>(codebook.size(0))) - entropy;
}

}  // namespace codec
