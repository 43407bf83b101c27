#include "tests/support/random_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>

#include "codec/base/file_io.h"
#include "codec/base/sha256.h"
#include "codec/model/definition.h"
#include "codec/model/stored_model.h"
#include "tests/support/temporary_folder.h"

namespace testing_support {
namespace {

using codec::DType;
using codec::ModelConfig;
using codec::SafeTensors;
using codec::TensorData;

// Gaussian numbers that do not depend on the standard library (Box-Muller over mt19937).
class Gauss {
 public:
  explicit Gauss(std::uint32_t seed) : bits_(seed) {}

  float next(double deviation) {
    const double u = (static_cast<double>(bits_()) + 1.0) * 0x1p-32;
    const double v = static_cast<double>(bits_()) * 0x1p-32;
    return static_cast<float>(deviation * std::sqrt(-2.0 * std::log(u)) *
                              std::cos(2 * std::numbers::pi * v));
  }
  std::vector<float> many(std::size_t n, double deviation, double mean = 0) {
    std::vector<float> values(n);
    for (auto& v : values) v = next(deviation) + static_cast<float>(mean);
    return values;
  }

 private:
  std::mt19937 bits_;
};

class Writer {
 public:
  Writer(std::uint32_t seed, DType matrices) : gauss(seed), matrices_(matrices) {}

  void vector(const std::string& name, int n, double deviation, double mean = 0) {
    out.tensors[name] =
        TensorData::from_floats({n}, gauss.many(static_cast<std::size_t>(n), deviation, mean));
  }
  void put(const std::string& name, int rows, int columns, const std::vector<float>& values,
           DType type) {
    out.tensors[name] = TensorData::from_floats({rows, columns}, values, type);
  }
  // centred: rows sum to 0, so that a constant in the input does not drown what changes.
  void linear(const std::string& name, int outputs, int inputs, double gain, bool exact = false,
              bool centred = false) {
    const auto o = static_cast<std::size_t>(outputs);
    const auto i = static_cast<std::size_t>(inputs);
    auto values = gauss.many(o * i, gain / std::sqrt(static_cast<double>(inputs)));
    for (std::size_t r = 0; centred && r < o; ++r) {
      float mean = 0;
      for (std::size_t k = 0; k < i; ++k) mean += values[r * i + k] / static_cast<float>(i);
      for (std::size_t k = 0; k < i; ++k) values[r * i + k] -= mean;
    }
    put(name + ".weight", outputs, inputs, values, exact ? DType::f32 : matrices_);
    vector(name + ".bias", outputs, 0.02);
  }
  void norm(const std::string& name, int channels) {
    vector(name + ".weight", channels, 0.1, 1.0);
    vector(name + ".bias", channels, 0.1);
  }
  void blocks(const std::string& name, int count, int channels, int expansion, int taps) {
    for (int b = 0; b < count; ++b) {
      const auto prefix = name + "." + std::to_string(b) + ".";
      put(prefix + "depthwise.weight", channels, taps,
          gauss.many(static_cast<std::size_t>(channels * taps), 1.0 / std::sqrt(taps)), DType::f32);
      vector(prefix + "depthwise.bias", channels, 0.05);
      norm(prefix + "norm", channels);
      linear(prefix + "expand", expansion * channels, channels, 1.0);
      linear(prefix + "contract", channels, expansion * channels, 1.4);
      vector(prefix + "scale", channels, 0.1, 0.4);
    }
  }

  Gauss gauss;
  SafeTensors out;

 private:
  DType matrices_;
};

}  // namespace

ModelConfig tiny_config() {
  ModelConfig c;
  c.name = "tiny";
  c.analysis_hop_samples = 32;
  c.analysis_window_samples = 128;
  c.encoder_channels = 24;
  c.encoder_blocks = 2;
  c.latent_dim = 12;
  c.levels = 4;
  c.codebook_size = 32;
  c.decoder_channels = 40;
  c.decoder_blocks = 2;
  c.fine_channels = 24;
  c.fine_blocks = 1;
  c.bands = 10;
  return c;
}

SafeTensors random_weights(const ModelConfig& c, std::uint32_t seed, DType matrices) {
  Writer w(seed, matrices);
  w.linear("encoder.input", c.encoder_channels, 2 * c.subframes_per_frame * c.bins(), 3.0, false,
           true);
  w.blocks("encoder.blocks", c.encoder_blocks, c.encoder_channels, c.encoder_expansion,
           c.block_kernel);
  w.norm("encoder.norm", c.encoder_channels);
  w.linear("encoder.project", c.latent_dim, c.encoder_channels,
           1.0 / std::sqrt(static_cast<double>(c.latent_dim)), true);

  if (c.semantic_encoder()) {
    w.linear("semantic.input", c.semantic_channels, 2 * c.subframes_per_frame * c.bins(), 3.0,
             false, true);
    w.blocks("semantic.blocks", c.semantic_blocks, c.semantic_channels, c.encoder_expansion,
             c.block_kernel);
    w.norm("semantic.norm", c.semantic_channels);
    w.linear("semantic.project", c.latent_dim, c.semantic_channels,
             1.0 / std::sqrt(static_cast<double>(c.latent_dim)), true);
  }

  const auto d = static_cast<std::size_t>(c.latent_dim);
  const double unit = 1.0 / std::sqrt(static_cast<double>(c.latent_dim));
  for (int q = 0; q < c.levels; ++q) {
    const auto name = "quantizer.levels." + std::to_string(q);
    w.put(name + ".table", c.codebook_size, c.latent_dim,
          w.gauss.many(static_cast<std::size_t>(c.codebook_size) * d, unit), DType::f32);
    if (q == 0 && c.semantic_encoder()) continue;
    const double shrink = std::pow(0.75, q);
    auto map = w.gauss.many(d * d, 0.2 * shrink * unit);
    for (std::size_t i = 0; i < d; ++i) map[i * d + i] += static_cast<float>(0.9 * shrink);
    w.put(name + ".weight", c.latent_dim, c.latent_dim, map, DType::f32);
    w.vector(name + ".bias", c.latent_dim, 0.05 * shrink * unit);
  }

  if (c.semantic_encoder()) {
    w.put("quantizer.first.table", c.codebook_size, c.latent_dim,
          w.gauss.many(static_cast<std::size_t>(c.codebook_size) * d, unit), DType::f32);
    w.put("quantizer.first.weight", c.latent_dim, c.latent_dim, w.gauss.many(d * d, 0.9 * unit),
          DType::f32);
    w.vector("quantizer.first.bias", c.latent_dim, 0.05 * unit);
  }

  w.linear("decoder.input", c.decoder_channels, (3 + c.lookahead_frames) * c.latent_dim, 2.0);
  w.blocks("decoder.blocks", c.decoder_blocks, c.decoder_channels, c.decoder_expansion,
           c.block_kernel);
  w.linear("decoder.up", c.subframes_per_frame * c.fine_channels, c.decoder_channels, 1.0);
  w.blocks("decoder.fine", c.fine_blocks, c.fine_channels, c.fine_expansion, c.block_kernel);
  w.norm("decoder.norm", c.fine_channels);
  const codec::HeadLayout parts(c);
  const int width = parts.width;
  w.linear("decoder.head", width, c.fine_channels, 1.0);
  // As loud as speech: low gains.
  auto bias = w.gauss.many(static_cast<std::size_t>(width), 0.1);
  const auto lower = [&](int first, int n) {
    for (int i = first; i < first + n; ++i) bias[static_cast<std::size_t>(i)] -= 3.5f;
  };
  if (c.source_filter) lower(parts.harmonic, 2 * c.bands);
  if (c.free_spectrum) lower(parts.magnitude, c.bins());
  w.out.tensors["decoder.head.bias"] = TensorData::from_floats({width}, bias);
  return std::move(w.out);
}

std::filesystem::path write_random_model(const std::filesystem::path& folder, ModelConfig config,
                                         std::uint32_t seed, DType matrices) {
  const auto bytes = random_weights(config, seed, matrices).serialize();
  config.weights = config.name + ".safetensors";
  config.weights_sha256 = codec::to_hex(codec::sha256(bytes));
  const auto path = folder / (config.name + ".json");
  auto written = codec::write_file(folder / config.weights, bytes);
  if (written) written = codec::write_file(path, config.to_json());
  if (!written) throw std::runtime_error(written.error().message);
  return path;
}

std::shared_ptr<const codec::Model> random_model(const ModelConfig& config, std::uint32_t seed,
                                                 DType matrices) {
  const TemporaryFolder folder;
  auto model = codec::Model::load(write_random_model(folder, config, seed, matrices));
  if (!model) throw std::runtime_error(model.error().message);
  return *model;
}

std::filesystem::path write_two_decoders(const std::filesystem::path& folder,
                                         int lookahead_frames) {
  auto config = tiny_config();
  const auto path = folder / (config.name + ".json");
  const auto write = [&](const char* decoder, const codec::StoredModel* tokenizer) {
    const auto written =
        codec::save_apart({config, random_weights(config, 5), {}}, decoder, folder, tokenizer);
    if (!written) throw std::runtime_error(written.error().message);
  };
  config.lookahead_frames = lookahead_frames;
  write("studio", nullptr);
  const auto tokenizer = codec::StoredModel::load(path);
  if (!tokenizer) throw std::runtime_error(tokenizer.error().message);
  config.lookahead_frames = 0;
  write("live", &*tokenizer);
  return path;
}

std::vector<float> synthetic_speech(std::size_t samples, int sample_rate_hz, std::uint32_t seed) {
  Gauss gauss(seed);
  const double rate = sample_rate_hz;
  const auto syllable = static_cast<std::size_t>(0.18 * rate);
  std::vector<float> out(samples);
  double phase = 0;
  double f0 = 120;
  double target = 160;
  double formants[3] = {600, 1500, 2600};
  double low = 0;  // of the noise: a one-pole filter
  double voiced = 1;
  for (std::size_t n = 0; n < samples; ++n) {
    if (n % syllable == 0) {
      target = 140 + 50 * static_cast<double>(gauss.next(1));
      voiced = gauss.next(1) > -0.6f ? 1 : 0;
      formants[0] = 500 + 150 * static_cast<double>(gauss.next(1));
      formants[1] = 1500 + 400 * static_cast<double>(gauss.next(1));
      formants[2] = 2700 + 300 * static_cast<double>(gauss.next(1));
    }
    f0 += (std::max(70.0, target) - f0) * 0.0005;
    phase += 2 * std::numbers::pi * f0 / rate;
    const double place = static_cast<double>(n % syllable) / static_cast<double>(syllable);
    const double envelope = std::sin(std::numbers::pi * place);
    double v = 0;
    for (int k = 1; k <= 24 && k * f0 < 0.45 * rate; ++k) {
      double level = 0.02;
      for (const double f : formants) level += std::exp(-std::pow((k * f0 - f) / 160, 2));
      v += level * std::sin(k * phase);
    }
    const double noise = static_cast<double>(gauss.next(1));
    low += 0.3 * (noise - low);
    v = voiced * 0.12 * v + (1 - voiced) * 0.25 * (noise - low) + 0.001 * noise;
    const bool pause = n / (8 * syllable) % 4 == 3;
    out[n] = static_cast<float>(pause ? 0.0005 * noise : std::clamp(envelope * v, -0.5, 0.5));
  }
  return out;
}

}  // namespace testing_support
