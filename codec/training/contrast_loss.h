// How flat the sound is: whether its spectrum stands out as much as that of the recording, wherever
// its peaks lie. Losses that compare bin by bin are least where a decoder that does not know the
// place of a peak draws none, as means do; the ear hears that as muffled. Global variance in speech
// synthesis is the same thought: Toda and Tokuda, IEICE Trans. E90-D(5), 2007.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace codec {

// Mean |difference| of the natural logarithm of the standard deviation of log magnitudes in 80 mel
// bands (window 32 ms, hop 8 ms) above 1 kHz: over 11 neighbouring bands of each instant, and over
// 9 instants (72 ms) of each band. Sound (B, n) of one rate, aligned in time; a scalar, the mean
// over the batch. 0: as peaky everywhere, 0.2 about 2.5 kbps.
class ContrastLoss {
 public:
  ContrastLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  torch::Tensor bands_of(const torch::Tensor& audio) const;  // (B, frames, bands), logarithms

  std::int64_t window_;
  torch::Tensor taper_;  // (window)
  torch::Tensor bank_;   // (bins, bands)
};

}  // namespace codec
