// The definition of the codec's network in libtorch: what is trained, and what the fast engine
// (codec/engine/model.h, codec/engine/stream.h) must agree with.
//
// Axes: B batch, S subframes (10 ms), T frames (20 ms), N window, h subframe, C channels,
//       D latent width, K codes, Q levels. Everything here is channels-last: (B, T, C).
//
// The signal path, with the tensor names of the safetensors file in [brackets]:
//
//   Analysis. Subframe s covers samples [(s+1)h - N, (s+1)h); samples before the start are 0.
//     X = rfft(hann_periodic(N) * x) / sqrt(N);  feature = log10(max(|X|, 1e-4)) + 2.
//   Encoder. Frame t sees the R = 2 * subframes_per_frame subframes that end with its own last one,
//     oldest first (the sound before the start is silence, so its features are -2):
//     u = Linear(R * bins -> C)                                 [encoder.input.{weight,bias}]
//     u = Block(u), encoder_blocks times                        [encoder.blocks.i.*]
//     z = Linear(LayerNorm(u)) -> D                 [encoder.norm.*, encoder.project.*]
//     In training a BatchNorm without affine part and a factor D^-1/2 follow, so that |z|^2 is
//     about 1; in an exported file both are folded into encoder.project.
//   Semantic encoder, with semantic_channels > 0: another encoder of the same features, of its own
//     width and depth, gives z1 (normalised likewise)               [semantic.*, as encoder.*]
//   Block(x) = x + scale * W2 silu(W1 LayerNorm(depthwise(x)))
//     depthwise: causal, k taps, tap k-1 meets the present; zeros before the start.
//       [depthwise.weight (C, k), depthwise.bias] [norm.weight, norm.bias: eps 1e-5]
//       [expand.weight (eC, C), expand.bias] [contract.weight (C, eC), contract.bias] [scale (C)]
//     silu(x) = x / (1 + exp(-x)); measured here at a quarter of the time of tanh-form GELU.
//   Quantizer. Level q: E = C W^T + b  [quantizer.levels.q.{table (K,D), weight (D,D), bias (D)}],
//     code = argmin_k |r - E_k|^2, the lowest index on a tie; r -= E_code. Sum over levels = z^.
//     With a semantic encoder, level 0 takes argmin_k |z1 - F_k|^2, F = C V^T + v as above
//     [quantizer.first.*]; its E is a table alone [quantizer.levels.0.table (K,D)], and its E_code
//     is subtracted from z all the same.
//   Decoder. u = Linear(z^[t-2] .. z^[t+a] -> C), a = lookahead_frames; zeros before the start, the
//     last frame again behind the end. t runs from -a on: the decoder is a causal one whose input
//     sees 3 + a frames and whose sound comes a frames late, of which the first a are dropped.
//                                                               [decoder.input.*]
//     u = Block(u), decoder_blocks times                        [decoder.blocks.i.*]
//     v = Linear(C -> subframes_per_frame * F), split into subframes   [decoder.up.*]
//     v = Block(v), fine_blocks times, at subframe rate         [decoder.fine.i.*]
//     y = Linear(LayerNorm(v))                                  [decoder.norm.*, decoder.head.*]
//     y = (pitch 1 or pitch_classes, voicing 1, harmonic bands, noise bands | free log-magnitude
//     bins, free phase bins); the part before the bar only with source_filter, the part behind with
//     free_spectrum.
//   Synthesis: codec/training/synthesis.h.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>

#include "codec/base/safetensors.h"
#include "codec/model/model_config.h"
#include "codec/training/peers.h"
#include "quantizer/residual_simvq.h"

namespace codec {

// Where the products of the linear layers are computed. bf16 halves the time of a training step on
// CPUs with AVX512-BF16 and on GPUs; sums, norms, losses and the master weights stay float32.
enum class Precision { f32, bf16 };

// Linear layer whose product may run in bfloat16.
class DenseImpl : public torch::nn::LinearImpl {
 public:
  using torch::nn::LinearImpl::LinearImpl;
  torch::Tensor forward(const torch::Tensor& x, Precision precision);
};
TORCH_MODULE(Dense);

// Causal depthwise convolution over (B, T, C).
class DepthwiseImpl : public torch::nn::Module {
 public:
  DepthwiseImpl(std::int64_t channels, std::int64_t taps);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  torch::Tensor weight_;  // (C, k)
  torch::Tensor bias_;    // (C)
};
TORCH_MODULE(Depthwise);

class BlockImpl : public torch::nn::Module {
 public:
  BlockImpl(std::int64_t channels, std::int64_t expansion, std::int64_t taps);
  torch::Tensor forward(const torch::Tensor& x, Precision precision);  // (B, T, C) both ways

 private:
  Depthwise depthwise_{nullptr};
  torch::nn::LayerNorm norm_{nullptr};
  Dense expand_{nullptr};
  Dense contract_{nullptr};
  torch::Tensor scale_;  // (C)
};
TORCH_MODULE(Block);

// Audio to features: (B, n) float -> (B, S, bins), S = n / h; n a multiple of h.
torch::Tensor analyse(const torch::Tensor& audio, const ModelConfig& config);

class EncoderImpl : public torch::nn::Module {
 public:
  EncoderImpl(const ModelConfig& config, int channels, int blocks);
  // Features (B, S, bins), S = T * subframes_per_frame -> z (B, T, D), not yet normalised.
  torch::Tensor forward(const torch::Tensor& features, Precision precision);

 private:
  std::int64_t subframes_;
  Dense input_{nullptr};
  torch::nn::ModuleList blocks_;
  torch::nn::LayerNorm norm_{nullptr};
  Dense project_{nullptr};
};
TORCH_MODULE(Encoder);

class DecoderImpl : public torch::nn::Module {
 public:
  explicit DecoderImpl(const ModelConfig& config);
  // Quantized latents (B, T, D) -> head outputs (B, S, width of the head), S = (a + T) subframes:
  // those of the a frames before the start come first.
  torch::Tensor forward(const torch::Tensor& latents, Precision precision);

 private:
  std::int64_t subframes_;
  std::int64_t lookahead_;
  std::int64_t fine_channels_;
  Dense input_{nullptr};
  torch::nn::ModuleList blocks_;
  Dense up_{nullptr};
  torch::nn::ModuleList fine_;
  torch::nn::LayerNorm norm_{nullptr};
  Dense head_{nullptr};
};
TORCH_MODULE(Decoder);

// What a training run moves: everything, the semantic encoder with the map that chooses the first
// code, all but these two, or the decoder alone. "semantic" needs no sound of the decoder and is
// quick; "decoder" leaves every code what it is.
enum class Part { all, semantic, acoustic, decoder };

// What a network does in training alone.
struct TrainingOptions {
  double quantizer_dropout = 0.25;  // probability that a step trains a prefix of the levels
  bool rotation_trick = false;
  bool linear_map = true;        // false: plain VQ, for the laboratory
  bool trainable_table = false;  // true: the table learns as well
  // Bands of up to a tenth of the spectrum, and as many spans of up to 120 ms, that a semantic
  // encoder does not hear in training (Park et al., "SpecAugment", arXiv:1904.08779).
  std::int64_t semantic_masks = 0;
  double latent_momentum = 0.02;  // of the running statistics of the latent normalisation
  Part part = Part::all;          // the statistics of the rest stand still
  Precision precision = Precision::f32;
};

class NetworkImpl : public torch::nn::Module {
 public:
  explicit NetworkImpl(const ModelConfig& config, const TrainingOptions& options = {});

  const ModelConfig& config() const { return config_; }

  // Audio (B, n) -> latents (B, T, latent_width) with |z|^2 about 1. In train() mode by the
  // statistics of the batch, which the running ones follow; in eval() mode by the running ones.
  torch::Tensor encode(const torch::Tensor& audio);
  // Latents (B, T, latent_width) -> quantized ones (B, T, D), whose gradient reaches the latents
  // once (not once a level). It does not reach those of a semantic encoder, which the code error
  // and the phone head train. active: levels, 1..Q; 0: all, or the dropout's draw.
  quantizer::ResidualQuantized quantize(const torch::Tensor& latents, std::int64_t active = 0);
  // encode() of the semantic encoder alone: (B, T, D).
  torch::Tensor encode_semantic(const torch::Tensor& audio);
  // The part of latents that the first code is chosen by, (B, T, D): all without a semantic
  // encoder.
  torch::Tensor level_one_part(const torch::Tensor& latents) const;
  // The part that the levels sum up to, (B, T, D): all without a semantic encoder.
  torch::Tensor acoustic_part(const torch::Tensor& latents) const;
  // Quantized latents (B, T, D) -> head outputs (B, S, .), which synthesise() turns into sound.
  torch::Tensor decode_heads(const torch::Tensor& latents);

  // Inference, in eval() mode: audio (B, n) -> codes (B, T, q), and codes -> audio (B, T * hop).
  torch::Tensor encode_codes(const torch::Tensor& audio, int levels = 0);
  torch::Tensor decode_codes(const torch::Tensor& codes);

  // In train() mode the statistics of a batch are those of all its parts.
  void share_batches(const Peers& peers) { peers_ = peers; }

  // Sets the running statistics to those of these latent-sized outputs, before normalisation.
  void calibrate(const std::vector<torch::Tensor>& audio_batches);

  // The file of a finished model: matrices as f16, or f32; statistics and D^-1/2 folded in.
  SafeTensors export_weights(DType matrices) const;
  // From such a file. The statistics become those of an identity. Errors: corrupt (names, shapes).
  Status import_weights(const SafeTensors& file);

  // Reverse water-filling of the codebooks on these latents (M, latent_width).
  std::vector<quantizer::LevelStart> start_quantizers(const torch::Tensor& latents);

  // The same for the first code alone, and level 1's entries fitted to what the code says (see
  // quantizer::ResidualSimVq); latents (M, latent_width) of a network with a semantic encoder.
  void start_first_code(const torch::Tensor& latents);
  void fit_first_entries(const torch::Tensor& latents);

  quantizer::ResidualSimVq& residual_quantizer() { return quantizer_; }

 private:
  torch::Tensor own_first(const torch::Tensor& latents) const;  // or undefined
  torch::Tensor run_semantic(const torch::Tensor& features);
  torch::Tensor normalised(const torch::Tensor& z, std::int64_t from, bool learning);

  ModelConfig config_;
  TrainingOptions options_;
  Peers peers_;
  Encoder encoder_{nullptr};
  Encoder semantic_{nullptr};  // empty without semantic encoder
  // Running statistics of the encoders' output (latent_width): semantic, acoustic.
  torch::Tensor latent_mean_;
  torch::Tensor latent_var_;
  quantizer::ResidualSimVq quantizer_{nullptr};
  Decoder decoder_{nullptr};
};
TORCH_MODULE(Network);

// Whether a tensor takes part in choosing the first code with a semantic encoder.
bool chooses_first_code(const std::string& tensor_name);

// Rounds the network's weights to `matrices`, writes NAME.safetensors and NAME.json into `folder`
// with the hash, and returns the config as written.
Result<ModelConfig> export_model(const Network& network, const std::filesystem::path& folder,
                                 DType matrices);

// From an exported pair; the network is in eval() mode.
Result<Network> import_model(const std::filesystem::path& config_json);

}  // namespace codec
