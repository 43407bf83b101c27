// The JSON beside the weights: everything that fixes the shape of a model. Unknown keys are errors.
//
// Format 1: one file of weights. Format 2: the tokenizer (encoders, quantizer) has a file of
// weights, whose hash is what token files, priors and phone tables name, and each of the decoders
// one of its own: tokens stand still while decoders improve.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"

namespace codec {

namespace json {
class Value;
}

// One decoder of a tokenizer. The numbers mean what ModelConfig's of the same kind mean.
struct DecoderConfig {
  std::string name;  // [a-z0-9._-]+, 1..64 characters
  int channels = 288;
  int blocks = 5;
  int expansion = 3;
  int fine_channels = 256;
  int fine_blocks = 2;
  int fine_expansion = 2;
  int pitch_classes = 0;
  int lookahead_frames = 0;
  std::string weights;         // file name beside the config, no folder in it
  std::string weights_sha256;  // 64 hex digits; checked at load

  friend bool operator==(const DecoderConfig&, const DecoderConfig&) = default;
};

struct ModelConfig {
  int format = 1;                // of this file: 2 where it has decoders
  std::string name = "unnamed";  // [a-z0-9._-]+, 1..64 characters
  std::string description;       // one line for people
  int sample_rate_hz = 16000;
  int analysis_hop_samples = 160;     // h: one subframe
  int analysis_window_samples = 640;  // N, a multiple of h; periodic Hann, causal
  int subframes_per_frame = 2;        // hop = h * subframes
  int encoder_channels = 288;
  int encoder_blocks = 5;     // at frame rate
  int semantic_channels = 0;  // of an encoder of its own for level 1; 0: level 1 shares the encoder
  int semantic_blocks = 4;
  // A first code speaks of the sound this many frames before its own, so that it is chosen when
  // what follows is known; the sound itself waits for nothing. 0..16.
  int semantic_delay_frames = 0;
  int encoder_expansion = 3;  // hidden width of a block / its channels
  int latent_dim = 32;        // D
  int levels = 5;             // Q, 1..16
  int codebook_size = 1024;   // K, a power of two, 2..65536
  // Paths through the levels that the search of the codes keeps, 1..32; 1: each level takes the
  // entry nearest to what the levels before it left. Any codes are decoded alike.
  int search_width = 1;
  int decoder_channels = 288;
  int decoder_blocks = 5;  // at frame rate
  int decoder_expansion = 3;
  int fine_channels = 256;  // decoder blocks at subframe rate
  int fine_blocks = 2;
  int fine_expansion = 2;
  // Values that tell the pitch: 0 is one, else this many classes over log F0
  // (codec/model/definition.h).
  int pitch_classes = 0;
  // Frames behind its own that the decoder sees: its sound waits for them, so each costs a hop of
  // latency. 0..32.
  int lookahead_frames = 0;
  int block_kernel = 7;       // taps of the causal depthwise convolutions
  int bands = 64;             // mel-spaced gains of the harmonic and of the noise filter
  bool source_filter = true;  // the decoder's heads: at least one of the two
  bool free_spectrum = true;
  double f0_min_hz = 60.0;
  double f0_max_hz = 540.0;
  std::vector<std::string> level_roles;  // empty, or Q of "semantic" | "acoustic"
  std::string weights;                   // file name beside the config, no folder in it
  std::string weights_sha256;            // 64 hex digits; checked at load
  // The decoders that there are, the default first; empty: it stands in the weights. In a format 2
  // file decoder_channels .. fine_expansion stand with each of them and nowhere else; once loaded
  // they are those of the decoder in use.
  std::vector<DecoderConfig> decoders;
  std::string decoder;  // name of the one in use; not in the file
  // SHA-256 of weights whose codes these weights decode as well.
  std::vector<std::string> decodes;
  bool decode_only = false;  // the weights hold no encoder: for codes that others made

  int hop_samples() const { return analysis_hop_samples * subframes_per_frame; }
  int bins() const { return analysis_window_samples / 2 + 1; }
  // Whether codes of the weights with that hash are decoded by these.
  bool decodes_codes_of(const std::string& sha256) const;
  bool semantic_encoder() const { return semantic_channels > 0; }
  int latent_width() const { return semantic_encoder() ? 2 * latent_dim : latent_dim; }
  // Of the source-filter part (codec/training/synthesis.h), and how late it runs.
  int source_window_samples() const { return 2 * analysis_hop_samples; }
  int source_delay_subframes() const { return analysis_window_samples / analysis_hop_samples - 2; }
  int bits_per_code() const;  // log2 K
  double frame_rate_hz() const { return static_cast<double>(sample_rate_hz) / hop_samples(); }
  double bit_rate_bps(int q) const;  // of q levels, nominal
  // Samples that must arrive before the output sample of the same instant can leave: one hop to
  // collect a frame, those that the decoder looks ahead, and window - subframe until the
  // overlap-add is complete.
  int latency_samples() const { return latency_samples(lookahead_frames); }
  int latency_samples(int lookahead) const {  // of a decoder that looks so many frames ahead
    return (1 + lookahead) * hop_samples() + analysis_window_samples - analysis_hop_samples;
  }

  // Without names, roles, hashes, decoders' names and how codes are searched: models of one shape
  // take one another's weights.
  ModelConfig shape() const;
  // Makes that one of `decoders` the one in use. Errors: bad_value, naming those that there are.
  Status use_decoder(const std::string& decoder_name);
  // The numbers of the decoder in use, without names and hashes.
  DecoderConfig decoder_shape() const;
  void set_decoder_shape(const DecoderConfig& shape);
  // The decoder whose sound waits for the fewest frames; of several the one in use, or else the
  // first of them.
  const std::string& quickest_decoder() const;
  // Of the file that holds the decoder in use, 64 hex digits: what sounds depend on besides codes.
  const std::string& decoder_sha256() const;

  double latency_ms() const { return latency_ms(lookahead_frames); }
  double latency_ms(int lookahead) const {
    return 1000.0 * latency_samples(lookahead) / sample_rate_hz;
  }
  // Of the decoder that delays sound least.
  double least_latency_ms() const;
  double semantic_delay_ms() const { return 1000.0 * semantic_delay_frames / frame_rate_hz(); }

  // Every field in its range, and the fields consistent with one another.
  Status validate() const;
  std::string to_json() const;
  static Result<ModelConfig> from_json(std::string_view text);
  static Result<ModelConfig> from_value(const json::Value& value);
  // Reads and validates. Errors: io, not_our_format, newer_version, bad_value.
  static Result<ModelConfig> load(const std::filesystem::path& path);

  friend bool operator==(const ModelConfig&, const ModelConfig&) = default;
};

}  // namespace codec
