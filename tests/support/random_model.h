// Models with random but plausible weights, for tests and benchmarks that need no trained one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "codec/base/safetensors.h"
#include "codec/engine/model.h"
#include "codec/model/model_config.h"

namespace testing_support {

// Small enough for a naive reference: 16 kHz, hop 64, window 128, 24 and 40 channels (no multiples
// of a vector), two blocks a side, D = 12, Q = 4, K = 32.
codec::ModelConfig tiny_config();

// Every tensor of codec/training/network.h for that config, Gaussian by seed: latents with |z|^2
// about 1 that follow the sound, codebooks that shrink from level to level. Matrices as the trainer
// exports them: of type `matrices`, what decides codes in f32.
codec::SafeTensors random_weights(const codec::ModelConfig& config, std::uint32_t seed,
                                  codec::DType matrices = codec::DType::f16);

// Writes NAME.json and NAME.safetensors of such a model into the folder; returns the path of the
// JSON. Throws std::runtime_error where that fails.
std::filesystem::path write_random_model(const std::filesystem::path& folder,
                                         codec::ModelConfig config, std::uint32_t seed,
                                         codec::DType matrices = codec::DType::f16);

// The same, written to a temporary folder, loaded, and removed.
std::shared_ptr<const codec::Model> random_model(const codec::ModelConfig& config,
                                                 std::uint32_t seed,
                                                 codec::DType matrices = codec::DType::f16);

// Writes tiny.json into the folder: tiny_config() with the decoders "studio", the default, which
// looks `lookahead_frames` ahead, and "live", which does not; returns its path. Throws as above.
std::filesystem::path write_two_decoders(const std::filesystem::path& folder, int lookahead_frames);

// Something like speech: glides of harmonics with formant-like peaks, noise, pauses. Peaks at 0.5.
std::vector<float> synthetic_speech(std::size_t samples, int sample_rate_hz, std::uint32_t seed);

}  // namespace testing_support
