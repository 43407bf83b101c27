// What training minimises. All of these are scalars, means over the batch; audio is (B, n). Where
// several processes have parts of a batch, the mean of theirs is that of the whole batch.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "codec/model/model_config.h"
#include "codec/training/peers.h"

namespace codec {

// What the losses see of a sound. Triangular mel bands over the bins of a window: (bins, bands), on
// the CPU.
torch::Tensor mel_bank(int rate_hz, std::int64_t window, int bands);
// Magnitudes (B, frames, bins) of windows that lie inside the sound; taper (window).
torch::Tensor magnitudes(const torch::Tensor& audio, const torch::Tensor& taper, std::int64_t hop);

// Multi-scale log-mel distance: for each window (hop a quarter of it), the mean |difference| of
// log10 of triangular mel bands of the magnitude spectrum, floored at 1e-4; the mean over windows.
// codec/measure/metrics.h measures it on finished sound, there with a window of 128 and the edges
// as well.
//
// fine: the mean |difference| of log10 magnitudes bin by bin, floored at 1e-2, windows 1024 and
// 2048 only. It sees the stripes every 1 / hop Hz that a free spectrum of constant phase leaves
// between the bands of the mel scale, and harmonics at the wrong place.
class SpectralLoss {
 public:
  struct Value {
    torch::Tensor mel;
    torch::Tensor fine;
  };
  SpectralLoss(int sample_rate_hz, torch::Device device);
  Value operator()(const torch::Tensor& output, const torch::Tensor& target) const;

 private:
  struct Scale {
    std::int64_t window;
    torch::Tensor taper;  // (window)
    torch::Tensor bank;   // (bins, bands)
    bool fine;
  };
  std::vector<Scale> scales_;
};

// 1 - mean correlation of third-octave envelopes over 384 ms, after the short-time objective
// intelligibility measure (Taal, Hendriks, Heusdens, Jensen, IEEE TASLP 19(7), 2011) without its
// clipping; segments 40 dB below the loudest do not count. Differentiable, at the rate given.
class EnvelopeLoss {
 public:
  EnvelopeLoss(int sample_rate_hz, torch::Device device);
  torch::Tensor operator()(const torch::Tensor& output, const torch::Tensor& target,
                           const Peers& peers = {}) const;

 private:
  std::int64_t window_;
  std::int64_t hop_;
  torch::Tensor taper_;  // (window)
  torch::Tensor bank_;   // (bins, 15)
};

// Pitch and voicing of the heads (B, S, .) against F0 (B, S) in Hz at their instants
// (f0_at_source(), codec/training/synthesis.h), 0 = unvoiced: mean absolute
// error of the position between f0_min and f0_max on a log scale over voiced subframes, and the
// binary cross-entropy of voicing.
struct PitchLoss {
  torch::Tensor pitch;
  torch::Tensor voicing;
};
PitchLoss pitch_loss(const torch::Tensor& heads, const torch::Tensor& f0, const ModelConfig& config,
                     const Peers& peers = {});

}  // namespace codec
