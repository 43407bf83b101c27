// What training minimises. All of these are scalars, means over the batch; audio is (B, n).
#pragma once

#include <torch/torch.h>

#include <vector>

#include "codec/model_config.h"

namespace codec {

// Multi-scale log-mel distance: for each window (hop a quarter of it), the mean |difference| of
// log10 of triangular mel bands of the magnitude spectrum, floored at 1e-4; the mean over windows.
// codec/metrics.h measures the same on finished sound.
class MelLoss {
 public:
  MelLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  struct Scale {
    std::int64_t window;
    torch::Tensor taper;  // (window)
    torch::Tensor bank;   // (bins, bands)
  };
  std::vector<Scale> scales_;
};

// 1 - mean correlation of third-octave envelopes over 384 ms, after the short-time objective
// intelligibility measure (Taal, Hendriks, Heusdens, Jensen, IEEE TASLP 19(7), 2011) without its
// clipping; segments 40 dB below the loudest do not count. Differentiable, at the rate given.
class EnvelopeLoss {
 public:
  EnvelopeLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  std::int64_t window_;
  std::int64_t hop_;
  torch::Tensor taper_;  // (window)
  torch::Tensor bank_;   // (bins, 15)
};

// Pitch and voicing of the heads (B, S, .) against F0 (B, S) in Hz, 0 = unvoiced: mean absolute
// error of the position between f0_min and f0_max on a log scale over voiced subframes, and the
// binary cross-entropy of voicing.
struct PitchLoss {
  torch::Tensor pitch;
  torch::Tensor voicing;
};
PitchLoss pitch_loss(const torch::Tensor& heads, const torch::Tensor& f0,
                     const ModelConfig& config);

}  // namespace codec
