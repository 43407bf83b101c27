// Log-mel frames beside a model's tokens: what the probes measure a codebook against.
//
// The frame of token t holds the bands of `windows` periodic Hann windows as long as the model's:
// the last one is the token's own last analysis window, the others lie a subframe earlier each.
// Four of them are what the encoder's first layer sees of a token of the shipped models (70 ms in
// all), so both sides know the same sound up to the same sample; what the encoder remembers from
// further back is its own merit.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "codec/model/model_config.h"

namespace codec {

inline constexpr int kMelFeatureBands = 40;

struct MelFeatureOptions {
  int bands = kMelFeatureBands;
  int windows = 4;
};

// Samples at the model's rate -> (frames, bands * windows): natural logarithms of the power in each
// band (at least that of a bin of white noise at -80 dBFS), latest window first. Silence stands
// around the sound.
std::vector<float> mel_features(std::span<const float> samples, const ModelConfig& config,
                                std::size_t frames, const MelFeatureOptions& options = {});

}  // namespace codec
