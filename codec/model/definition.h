// The numbers of the codec's formulas (codec/training/network.h, codec/training/synthesis.h), once
// for the definition in libtorch and for the engine, and where the parts of a head's output begin.
// They are part of every trained model: another number is another codec.
#pragma once

#include <algorithm>

#include "codec/model/model_config.h"

namespace codec {

// Features: log10(max(|X|, kMagnitudeFloor)) + kFeatureOffset.
inline constexpr double kMagnitudeFloor = 1e-4;
inline constexpr double kFeatureOffset = 2.0;
inline constexpr double kSilentFeature = -2.0;

// What an input layer sees, in frames that end with the present one.
inline constexpr int kEncoderFrames = 2;
inline constexpr int kDecoderFrames = 3;

inline constexpr double kNormEpsilon = 1e-5;  // of LayerNorm

inline constexpr double kUnvoicedHz = 100.0;  // at which the phase runs on where nothing is voiced
inline constexpr double kHighestHarmonicHz = 7600.0;
inline constexpr double kPulseEdge = 5e-4;   // of |sin(phase / 2)|: nearer, a pulse is its limit
inline constexpr double kGainLimit = 6.0;    // of log gains and log magnitudes
inline constexpr double kFreeOffset = -4.0;  // of the free spectrum's log magnitudes

// Pitch told by P = pitch_classes values a: with k* the largest of them, the lowest on a tie, and
// p = softmax(a), the position on the axis log F0 from f0_min (0) to f0_max (1) is
//   sum over |k - k*| <= kPitchReach of p_k k / sum of those p_k / (P - 1)
// (Kim et al., "CREPE: A Convolutional Representation for Pitch Estimation", arXiv:1802.06182).
// Told by one value a, it is sigmoid(a).
inline constexpr int kPitchReach = 4;
inline constexpr double kPitchSpread = 1.25;  // of a target in training, in classes

// Where the parts of a head's output begin; -1 where the model has no such part.
struct HeadLayout {
  explicit HeadLayout(const ModelConfig& c) {
    const auto take = [this](int n) {
      const int at = width;
      width += n;
      return at;
    };
    if (c.source_filter) {
      pitch = take(std::max(1, c.pitch_classes));
      voicing = take(1);
      harmonic = take(c.bands);
      noise = take(c.bands);
    }
    if (c.free_spectrum) {
      magnitude = take(c.bins());
      phase = take(c.bins());
    }
  }

  int pitch = -1;      // 1, or pitch_classes
  int voicing = -1;    // 1
  int harmonic = -1;   // bands
  int noise = -1;      // bands
  int magnitude = -1;  // bins, free spectrum
  int phase = -1;      // bins, free spectrum
  int width = 0;       // of all parts
};

}  // namespace codec
