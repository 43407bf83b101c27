// How flat the sound is: whether the peaks and valleys of its spectrum stand out as much as those
// of the recording, wherever they lie. Losses that compare bin by bin are least where a decoder
// that does not know the place of a formant draws none, as means do; the ear hears that as muffled.
// Global variance in speech synthesis is the same thought: Toda and Tokuda, IEICE Trans. E90-D(5),
// 2007.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace codec {

// Mean |difference| of the natural logarithm of the standard deviation of detail, over patches of
// 0.26 s and 20 bands that overlap by half. Detail is what log power in 96 mel bands (window 32 ms,
// hop 8 ms) above 700 Hz has between Gaussians of 0.8 and 6.4 bands across and slower than 45 ms
// along: formants and the colour of a voice, not harmonics, nor the draw of a noise. Sound (B, n)
// of one rate, aligned in time; a scalar, the mean over the batch. 0: stands out as much
// everywhere.
class ContrastLoss {
 public:
  ContrastLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  torch::Tensor spread(const torch::Tensor& audio) const;  // (B, 1, patches, patches)

  std::int64_t window_;
  torch::Tensor taper_;   // (window)
  torch::Tensor bank_;    // (bins, bands)
  torch::Tensor detail_;  // (bands, bands): what is left of each band between the two widths
};

}  // namespace codec
