// autoencoder: SimVQ in a network of one's own. 16 numbers that lie near a curve become three codes
// of 64; prints the error and the use of the codebooks before and after 300 steps.
#include <cstdio>

#include "quantizer/residual_simvq.h"

namespace nn = torch::nn;

int main() {
  torch::manual_seed(1);
  quantizer::ResidualSimVqOptions options;
  options.level.dim = 8;
  options.level.codebook_size = 64;
  options.levels = 3;
  quantizer::ResidualSimVq quantizer(options);
  nn::Sequential encoder(nn::Linear(16, 64), nn::GELU(), nn::Linear(64, 8));
  nn::Sequential decoder(nn::Linear(8, 64), nn::GELU(), nn::Linear(64, 16));
  nn::ModuleList all(encoder, quantizer, decoder);
  torch::optim::AdamW optimizer(all->parameters(), torch::optim::AdamWOptions(3e-3));

  const auto batch = [] {  // (8, 32, 16)
    const auto phase = torch::rand({8, 32, 1}) * 6.28;
    return torch::sin(phase * torch::arange(1, 17)) + 0.05 * torch::randn({8, 32, 16});
  };
  for (int step = 0; step <= 300; ++step) {
    const auto x = batch();
    const auto quantized = quantizer->forward(encoder->forward(x));
    const auto error = torch::mse_loss(decoder->forward(quantized.latents), x);
    if (step % 300 == 0) {
      std::printf("step %d: error %.3f, codes used", step, error.item<double>());
      for (int q = 0; q < 3; ++q) {
        const auto used = std::get<0>(at::_unique(quantized.codes.select(2, q)));
        std::printf(" %d", static_cast<int>(used.numel()));
      }
      std::printf("\n");
    }
    optimizer.zero_grad();
    (error + quantized.losses.sum() / quantized.active).backward();
    optimizer.step();
  }
}
