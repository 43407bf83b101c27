// Trains the network of codec/model/entropy_prior.h on the codes that a model gives for a corpus:
// minutes of one thread, without libtorch. In floats, with the ranges that the integers will have,
// then rounded.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/safetensors.h"
#include "codec/base/types.h"
#include "codec/engine/model.h"

namespace codec {

struct PriorEpoch {
  int epoch = 0;                // 1..epochs
  double bits_per_frame = 0.0;  // of the training codes, mean over the epoch
  double nominal_bits = 0.0;    // Q log2 K
};

struct PriorOptions {
  int hidden = 48;         // H, 4..512
  int epochs = 4;          // 1..100
  int packet_frames = 50;  // the past that a packet may use begins with it
  std::uint64_t seed = 1;
  std::function<void(const PriorEpoch&)> on_epoch = nullptr;
  const std::atomic<bool>* cancel = nullptr;
};

// sounds: one each, all levels of the model. The same input gives the same file on one machine.
// Errors: empty (no frame), bad_value (options, or codes that are not the model's), cancelled.
Result<SafeTensors> train_prior(const Model& model, std::span<const Codes> sounds,
                                const PriorOptions& options = {});

}  // namespace codec
