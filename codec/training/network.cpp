#include "codec/training/network.h"

#include <cmath>
#include <string>

#include "codec/model/definition.h"
#include "codec/model/stored_model.h"
#include "codec/training/bf16_linear.h"
#include "codec/training/synthesis.h"
#include "codec/training/tensor_io.h"
#include "codec/training/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;
using torch::indexing::Slice;

constexpr double kLayerScale = 0.1;      // a block starts as a small correction
constexpr double kVarianceFloor = 1e-8;  // of the latent normalisation

bool moves_encoder(Part part) { return part == Part::all || part == Part::acoustic; }
bool moves_semantic_encoder(Part part) { return part == Part::all || part == Part::semantic; }

torch::nn::LayerNorm layer_norm(std::int64_t channels) {
  return torch::nn::LayerNorm(torch::nn::LayerNormOptions({channels}).eps(kNormEpsilon));
}

// (B, T, C) -> (B, T, r C): frame t beside the r - 1 before it, oldest first, zeros at the start.
Tensor stack_past(const Tensor& x, std::int64_t r) {
  const auto t = x.size(1);
  const auto padded = torch::constant_pad_nd(x, {0, 0, r - 1, 0});
  std::vector<Tensor> parts;
  for (std::int64_t i = 0; i < r; ++i) parts.push_back(padded.slice(1, i, i + t));
  return torch::cat(parts, 2);
}

// (B, T, C) -> (B, T + count, C): the last frame again behind the end.
Tensor hold_last(const Tensor& x, std::int64_t count) {
  if (count == 0) return x;
  return torch::cat({x, x.slice(1, x.size(1) - 1).expand({-1, count, -1})}, 1);
}

}  // namespace

Tensor DenseImpl::forward(const Tensor& x, Precision precision) {
  if (precision == Precision::f32) return torch::nn::LinearImpl::forward(x);
  return bf16_linear(x, weight, bias);
}

DepthwiseImpl::DepthwiseImpl(std::int64_t channels, std::int64_t taps) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(taps));
  weight_ = register_parameter("weight", torch::empty({channels, taps}).uniform_(-bound, bound));
  bias_ = register_parameter("bias", torch::zeros({channels}));
}

Tensor DepthwiseImpl::forward(const Tensor& x) { return causal_depthwise(x, weight_, bias_); }

BlockImpl::BlockImpl(std::int64_t channels, std::int64_t expansion, std::int64_t taps) {
  depthwise_ = register_module("depthwise", Depthwise(channels, taps));
  norm_ = register_module("norm", layer_norm(channels));
  expand_ = register_module("expand", Dense(channels, expansion * channels));
  contract_ = register_module("contract", Dense(expansion * channels, channels));
  scale_ = register_parameter("scale", torch::full({channels}, kLayerScale));
}

Tensor BlockImpl::forward(const Tensor& x, Precision precision) {
  const auto hidden = expand_->forward(norm_->forward(depthwise_->forward(x)), precision);
  return x + contract_->forward(torch::silu(hidden), precision) * scale_;
}

namespace {

// Features (B, S, bins) with silence in random bands and spans of each sound: sounds `from` and on
// of a batch of `whole`, for all of which places are drawn.
Tensor with_masks(const Tensor& features, std::int64_t count, std::int64_t from,
                  std::int64_t whole) {
  constexpr std::int64_t kLongest = 12;  // subframes
  auto out = features.clone();
  const auto draw = [](std::int64_t below) {
    return torch::randint(std::max<std::int64_t>(1, below), {1}, torch::kLong).item<std::int64_t>();
  };
  for (std::int64_t b = -from; b < whole - from; ++b) {
    for (std::int64_t i = 0; i < count; ++i) {
      const auto width = draw(out.size(2) / 10);
      const auto low = draw(out.size(2) - width);
      const auto length = draw(std::min(kLongest, out.size(1)));
      const auto start = draw(out.size(1) - length);
      if (b < 0 || b >= out.size(0)) continue;
      out[b].slice(1, low, low + width).fill_(kSilentFeature);
      out[b].slice(0, start, start + length).fill_(kSilentFeature);
    }
  }
  return out;
}

}  // namespace

Tensor analyse(const Tensor& audio, const ModelConfig& config) {
  const std::int64_t h = config.analysis_hop_samples;
  const std::int64_t n = config.analysis_window_samples;
  const auto spectrum = windowed_spectra(audio, n, h);
  return torch::log10(magnitude(spectrum).clamp_min(kMagnitudeFloor)) + kFeatureOffset;
}

EncoderImpl::EncoderImpl(const ModelConfig& c, int channels, int blocks)
    : subframes_(c.subframes_per_frame) {
  input_ = register_module("input", Dense(kEncoderFrames * subframes_ * c.bins(), channels));
  blocks_ = register_module("blocks", torch::nn::ModuleList());
  for (int i = 0; i < blocks; ++i) {
    blocks_->push_back(Block(channels, c.encoder_expansion, c.block_kernel));
  }
  norm_ = register_module("norm", layer_norm(channels));
  project_ = register_module("project", Dense(channels, c.latent_dim));
}

Tensor EncoderImpl::forward(const Tensor& features, Precision precision) {
  const auto b = features.size(0);
  const auto frames = features.size(1) / subframes_;
  const auto bins = features.size(2);
  // Subframes before the start are silence.
  const auto silence = torch::full({b, subframes_, bins}, kSilentFeature, features.options());
  const auto grouped =
      torch::cat({silence, features}, 1).reshape({b, frames + 1, subframes_ * bins});
  auto u = torch::cat({grouped.slice(1, 0, frames), grouped.slice(1, 1, frames + 1)}, 2);
  u = input_->forward(u, precision);
  for (const auto& block : *blocks_) u = block->as<Block>()->forward(u, precision);
  return project_->forward(norm_->forward(u), Precision::f32);
}

DecoderImpl::DecoderImpl(const ModelConfig& c)
    : subframes_(c.subframes_per_frame),
      lookahead_(c.lookahead_frames),
      fine_channels_(c.fine_channels) {
  input_ = register_module("input",
                           Dense((kDecoderFrames + lookahead_) * c.latent_dim, c.decoder_channels));
  blocks_ = register_module("blocks", torch::nn::ModuleList());
  for (int i = 0; i < c.decoder_blocks; ++i) {
    blocks_->push_back(Block(c.decoder_channels, c.decoder_expansion, c.block_kernel));
  }
  up_ = register_module("up", Dense(c.decoder_channels, subframes_ * fine_channels_));
  fine_ = register_module("fine", torch::nn::ModuleList());
  for (int i = 0; i < c.fine_blocks; ++i) {
    fine_->push_back(Block(c.fine_channels, c.fine_expansion, c.block_kernel));
  }
  norm_ = register_module("norm", layer_norm(c.fine_channels));
  head_ = register_module("head", Dense(c.fine_channels, HeadLayout(c).width));
  initialise_head(head_->weight, head_->bias, c);
}

Tensor DecoderImpl::forward(const Tensor& latents, Precision precision) {
  const auto held = hold_last(latents, lookahead_);
  auto u = input_->forward(stack_past(held, kDecoderFrames + lookahead_), precision);
  for (const auto& block : *blocks_) u = block->as<Block>()->forward(u, precision);
  auto v = up_->forward(u, precision);
  v = v.reshape({v.size(0), v.size(1) * subframes_, fine_channels_});
  for (const auto& block : *fine_) v = block->as<Block>()->forward(v, precision);
  return head_->forward(norm_->forward(v), Precision::f32);
}

NetworkImpl::NetworkImpl(const ModelConfig& config, const TrainingOptions& options)
    : config_(config), options_(options) {
  encoder_ =
      register_module("encoder", Encoder(config, config.encoder_channels, config.encoder_blocks));
  if (config.semantic_encoder()) {
    semantic_ = register_module("semantic",
                                Encoder(config, config.semantic_channels, config.semantic_blocks));
  }
  latent_mean_ = register_buffer("latent_mean", torch::zeros({config.latent_width()}));
  latent_var_ = register_buffer("latent_var", torch::ones({config.latent_width()}));
  quantizer::ResidualSimVqOptions q;
  q.levels = config.levels;
  q.dropout = options.quantizer_dropout;
  q.search_width = config.search_width;
  q.own_first = config.semantic_encoder();
  q.level.dim = config.latent_dim;
  q.level.codebook_size = config.codebook_size;
  q.level.bias = options.linear_map;
  q.level.linear_map = options.linear_map;
  q.level.trainable_table = options.trainable_table;
  q.level.rotation_trick = options.rotation_trick;
  q.level.loss_reduction = quantizer::LossReduction::sum_over_dim;
  quantizer_ = register_module("quantizer", quantizer::ResidualSimVq(q));
  decoder_ = register_module("decoder", Decoder(config));
}

// z (B, T, D), whose statistics stand at `from`.
Tensor NetworkImpl::normalised(const Tensor& z, std::int64_t from, bool learning) {
  const auto width = static_cast<std::int64_t>(config_.latent_dim);
  const auto running_mean = latent_mean_.slice(0, from, from + width);
  const auto running_var = latent_var_.slice(0, from, from + width);
  auto mean = running_mean;
  auto var = running_var;
  if (learning) {
    const auto flat = z.reshape({-1, z.size(2)});
    mean = peers_.mean(flat.mean(0));
    var = peers_.mean((flat - mean).square().mean(0));
    torch::NoGradGuard no_grad;
    running_mean.lerp_(mean, options_.latent_momentum);
    running_var.lerp_(var, options_.latent_momentum);
  }
  return (z - mean) *
         ((var + kVarianceFloor).rsqrt() / std::sqrt(static_cast<double>(config_.latent_dim)));
}

Tensor NetworkImpl::encode(const Tensor& audio) {
  const auto features = analyse(audio, config_);
  // What stands still in training runs without gradient, on its running statistics.
  const bool standing = is_training() && !moves_encoder(options_.part);
  Tensor z;
  {
    const torch::AutoGradMode gradient(torch::GradMode::is_enabled() && !standing);
    z = normalised(encoder_->forward(features, options_.precision),
                   config_.latent_width() - config_.latent_dim, is_training() && !standing);
  }
  if (!semantic_) return z;
  return torch::cat({run_semantic(features), z}, 2);
}

Tensor NetworkImpl::run_semantic(const Tensor& features) {
  const bool learning = is_training() && moves_semantic_encoder(options_.part);
  const torch::AutoGradMode gradient(torch::GradMode::is_enabled() && (learning || !is_training()));
  const auto heard =  // as it is where a start is looked for, without gradient
      learning && torch::GradMode::is_enabled() && options_.semantic_masks > 0
          ? with_masks(features, options_.semantic_masks, peers_.rank() * features.size(0),
                       peers_.count() * features.size(0))
          : features;
  return normalised(semantic_->forward(heard, options_.precision), 0, learning);
}

Tensor NetworkImpl::encode_semantic(const Tensor& audio) {
  return run_semantic(analyse(audio, config_));
}

quantizer::ResidualQuantized NetworkImpl::quantize(const Tensor& latents, std::int64_t active) {
  const auto z = acoustic_part(latents);
  auto q = quantizer_->forward(z, active, own_first(latents));
  if (!quantizer_->options().level.rotation_trick) q.latents = z + (q.latents - z).detach();
  return q;
}

Tensor NetworkImpl::level_one_part(const Tensor& latents) const {
  return latents.slice(-1, 0, config_.latent_dim);
}

Tensor NetworkImpl::acoustic_part(const Tensor& latents) const {
  return latents.slice(-1, latents.size(-1) - config_.latent_dim);
}

Tensor NetworkImpl::own_first(const Tensor& latents) const {
  return config_.semantic_encoder() ? level_one_part(latents) : Tensor();
}

std::vector<quantizer::LevelStart> NetworkImpl::start_quantizers(const Tensor& latents) {
  return quantizer_->initialise_by_water_filling(acoustic_part(latents), own_first(latents));
}

void NetworkImpl::start_first_code(const Tensor& latents) {
  quantizer_->start_first_code(level_one_part(latents));
}

void NetworkImpl::fit_first_entries(const Tensor& latents) {
  quantizer_->fit_first_entries(acoustic_part(latents), level_one_part(latents));
}

Tensor NetworkImpl::decode_heads(const Tensor& latents) {
  const std::int64_t before = config_.lookahead_frames * config_.subframes_per_frame;
  return decoder_->forward(latents, options_.precision).slice(1, before);
}

Tensor NetworkImpl::encode_codes(const Tensor& audio, int levels) {
  torch::NoGradGuard no_grad;
  const auto latents = encode(audio);
  return quantizer_->encode(acoustic_part(latents), levels, own_first(latents));
}

Tensor NetworkImpl::decode_codes(const Tensor& codes) {
  torch::NoGradGuard no_grad;
  const auto heads = decoder_->forward(quantizer_->decode(codes), options_.precision);
  return synthesise(heads, config_).slice(1, config_.lookahead_frames * config_.hop_samples());
}

void NetworkImpl::calibrate(const std::vector<Tensor>& audio_batches) {
  torch::NoGradGuard no_grad;
  const auto measure = [&](Encoder& encoder, std::int64_t from) {
    std::vector<Tensor> latents;
    for (const auto& audio : audio_batches) {
      latents.push_back(
          encoder->forward(analyse(audio, config_), options_.precision).flatten(0, 1));
    }
    const auto all = torch::cat(latents);
    latent_mean_.slice(0, from, from + config_.latent_dim).copy_(all.mean(0));
    latent_var_.slice(0, from, from + config_.latent_dim)
        .copy_((all - all.mean(0)).square().mean(0));
  };
  if (semantic_ && moves_semantic_encoder(options_.part)) measure(semantic_, 0);
  if (moves_encoder(options_.part)) {
    measure(encoder_, config_.latent_width() - config_.latent_dim);
  }
}

namespace {

// Tensors that decide codes or are small stay f32.
bool is_matrix(const std::string& name, const Tensor& t) {
  return t.dim() == 2 && !name.starts_with("quantizer.") && !name.ends_with(".project.weight") &&
         name.find("depthwise") == std::string::npos;
}

bool is_statistic(const std::string& name) { return name.starts_with("latent_"); }

}  // namespace

SafeTensors NetworkImpl::export_weights(DType matrices) const {
  torch::NoGradGuard no_grad;
  std::map<std::string, Tensor> all;
  for (const auto& p : named_parameters()) all[p.key()] = p.value();
  for (const auto& b : named_buffers()) {
    if (!is_statistic(b.key())) all[b.key()] = b.value();
  }
  const auto gain =
      (latent_var_ + kVarianceFloor).rsqrt() / std::sqrt(static_cast<double>(config_.latent_dim));
  // Plain VQ is the map that leaves the table alone.
  const auto d = config_.latent_dim;
  const bool own_first = config_.semantic_encoder();
  for (std::int64_t q = 0; q < config_.levels && !quantizer_->options().level.linear_map; ++q) {
    const auto name =
        q == 0 && own_first ? "quantizer.first" : "quantizer.levels." + std::to_string(q);
    all[name + ".weight"] = torch::eye(d);
    all[name + ".bias"] = torch::zeros({d});
  }
  const auto fold = [&](const std::string& name, std::int64_t from) {
    auto& weight = all.at(name + ".weight");
    auto& bias = all.at(name + ".bias");
    const auto part_gain = gain.slice(0, from, from + d);
    weight = weight * part_gain.unsqueeze(1);
    bias = (bias - latent_mean_.slice(0, from, from + d)) * part_gain;
  };
  if (semantic_) fold("semantic.project", 0);
  fold("encoder.project", config_.latent_width() - d);

  SafeTensors out;
  out.metadata["format"] = "sonoglyph";
  out.metadata["model"] = config_.name;
  for (const auto& [name, t] : all) {
    out.tensors[name] = to_data(t, is_matrix(name, t) ? matrices : DType::f32);
  }
  return out;
}

Status NetworkImpl::import_weights(const SafeTensors& file) {
  torch::NoGradGuard no_grad;
  std::map<std::string, Tensor> all;
  for (auto& p : named_parameters()) all[p.key()] = p.value();
  for (auto& b : named_buffers()) {
    if (!is_statistic(b.key())) all[b.key()] = b.value();
  }
  for (const auto& [name, data] : file.tensors) {
    if (!all.contains(name)) {
      return Error{ErrorCode::corrupt, "weights: unknown tensor '" + name + "'"};
    }
  }
  for (auto& [name, t] : all) {
    if (auto copied = copy_into(file, name, t); !copied) return copied;
  }
  latent_mean_.zero_();
  latent_var_.fill_(1.0 / config_.latent_dim - kVarianceFloor);
  return Done{};
}

bool chooses_first_code(const std::string& name) {
  return name.starts_with("semantic.") || name.starts_with("quantizer.first.");
}

Result<ModelConfig> export_model(const Network& network, const std::filesystem::path& folder,
                                 DType matrices) {
  return StoredModel{network->config(), network->export_weights(matrices), {}}.save(folder);
}

Result<Network> import_model(const std::filesystem::path& config_json) {
  auto model = StoredModel::load(config_json);
  if (!model) return model.error();
  Network network(model->config);
  if (auto s = network->import_weights(model->weights); !s) return s.error();
  network->eval();
  return network;
}

}  // namespace codec
