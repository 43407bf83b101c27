#include "codec/model/model_config.h"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/json_fields.h"
#include "codec/base/sha256.h"

namespace codec {
namespace {

constexpr int kNewestFormat = 2;

template <typename F>
constexpr bool reads = std::is_same_v<std::remove_cvref_t<F>, json::FieldReader>;

// One list of the fields serves reading and writing. F is called with (key, member).
template <typename Config, typename F>
void for_each_field(Config& c, F&& f) {
  f("format", c.format);
  f("name", c.name);
  f("description", c.description);
  f("sample_rate_hz", c.sample_rate_hz);
  f("analysis_hop_samples", c.analysis_hop_samples);
  f("analysis_window_samples", c.analysis_window_samples);
  f("subframes_per_frame", c.subframes_per_frame);
  f("encoder_channels", c.encoder_channels);
  f("encoder_blocks", c.encoder_blocks);
  f("semantic_channels", c.semantic_channels);
  f("semantic_blocks", c.semantic_blocks);
  f("semantic_delay_frames", c.semantic_delay_frames);
  f("encoder_expansion", c.encoder_expansion);
  f("latent_dim", c.latent_dim);
  f("levels", c.levels);
  f("codebook_size", c.codebook_size);
  if (reads<F> || c.search_width > 1) f("search_width", c.search_width);
  if (c.format == 1) {
    f("decoder_channels", c.decoder_channels);
    f("decoder_blocks", c.decoder_blocks);
    f("decoder_expansion", c.decoder_expansion);
    f("fine_channels", c.fine_channels);
    f("fine_blocks", c.fine_blocks);
    f("fine_expansion", c.fine_expansion);
    if (reads<F> || c.pitch_classes > 0) f("pitch_classes", c.pitch_classes);
    if (reads<F> || c.lookahead_frames > 0) f("lookahead_frames", c.lookahead_frames);
  }
  f("block_kernel", c.block_kernel);
  f("bands", c.bands);
  f("source_filter", c.source_filter);
  f("free_spectrum", c.free_spectrum);
  f("f0_min_hz", c.f0_min_hz);
  f("f0_max_hz", c.f0_max_hz);
  f("level_roles", c.level_roles);
  f("weights", c.weights);
  f("weights_sha256", c.weights_sha256);
}

template <typename Decoder, typename F>
void for_each_decoder_field(Decoder& d, F&& f) {
  f("name", d.name);
  f("channels", d.channels);
  f("blocks", d.blocks);
  f("expansion", d.expansion);
  f("fine_channels", d.fine_channels);
  f("fine_blocks", d.fine_blocks);
  f("fine_expansion", d.fine_expansion);
  if (reads<F> || d.pitch_classes > 0) f("pitch_classes", d.pitch_classes);
  if (reads<F> || d.lookahead_frames > 0) f("lookahead_frames", d.lookahead_frames);
  f("weights", d.weights);
  f("weights_sha256", d.weights_sha256);
}

Error bad(const std::string& what) { return {ErrorCode::bad_value, "model config: " + what}; }

bool is_name(const std::string& s) {
  if (s.empty() || s.size() > 64) return false;
  for (const char c : s) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-')) {
      return false;
    }
  }
  return true;
}

bool is_file_name(const std::string& s) {
  return s.find('/') == std::string::npos && s.find('\\') == std::string::npos && s != "." &&
         s != "..";
}

std::string decoders_json(const std::vector<DecoderConfig>& decoders) {
  std::string list = "[";
  for (const auto& decoder : decoders) {
    json::FieldWriter writer;
    for_each_decoder_field(decoder, writer);
    auto object = writer.finish();
    object.pop_back();
    list += (list.size() > 1 ? ", " : "") + object;
  }
  return list + "]";
}

// The first fault, or nothing.
std::string read_decoders(const json::Value& list, std::vector<DecoderConfig>& decoders) {
  if (list.array() == nullptr) return "'decoders' must be a list of objects";
  for (const auto& item : *list.array()) {
    if (item.object() == nullptr) return "'decoders' must be a list of objects";
    DecoderConfig decoder;
    json::FieldReader reader(item);
    for_each_decoder_field(decoder, reader);
    const auto in = "decoder " + std::to_string(decoders.size() + 1) + ": ";
    if (!reader.error().empty()) return in + reader.error();
    if (const auto key = reader.unknown_key(); !key.empty()) {
      return in + "unknown key '" + key + "'";
    }
    decoders.push_back(std::move(decoder));
  }
  return {};
}

// Names, files and hashes; the numbers are judged when a decoder is put to use.
std::string fault_of_decoders(const std::vector<DecoderConfig>& decoders) {
  for (std::size_t i = 0; i < decoders.size(); ++i) {
    const auto& d = decoders[i];
    if (!is_name(d.name)) return "a decoder's 'name' wants 1..64 characters of a-z 0-9 . _ -";
    for (std::size_t j = 0; j < i; ++j) {
      if (decoders[j].name == d.name) return "two decoders are named '" + d.name + "'";
    }
    if (d.weights.empty() || !is_file_name(d.weights)) {
      return "decoder '" + d.name + "': 'weights' names a file beside the config, without a folder";
    }
    if (!is_sha256(d.weights_sha256)) {
      return "decoder '" + d.name + "': 'weights_sha256' wants 64 hex digits";
    }
  }
  return {};
}

// Of the decoder in use and all others.
int least_lookahead(const ModelConfig& config) {
  int least = config.lookahead_frames;
  for (const auto& d : config.decoders) least = std::min(least, d.lookahead_frames);
  return least;
}

}  // namespace

int ModelConfig::bits_per_code() const {
  return static_cast<int>(std::bit_width(static_cast<unsigned>(codebook_size))) - 1;
}

bool ModelConfig::decodes_codes_of(const std::string& sha256) const {
  return sha256 == weights_sha256 ||
         std::find(decodes.begin(), decodes.end(), sha256) != decodes.end();
}

ModelConfig ModelConfig::shape() const {
  ModelConfig config = *this;
  config.format = 1;
  config.name = "run";
  config.description.clear();
  config.level_roles.clear();
  config.weights.clear();
  config.weights_sha256.clear();
  config.decoders.clear();
  config.decoder.clear();
  config.decodes.clear();
  config.search_width = 1;
  return config;
}

Status ModelConfig::use_decoder(const std::string& decoder_name) {
  std::string known;
  for (const auto& d : decoders) {
    if (d.name == decoder_name) {
      decoder = d.name;
      set_decoder_shape(d);
      return validate();
    }
    known += (known.empty() ? "" : ", ") + d.name;
  }
  return Error{ErrorCode::bad_value,
               "model " + name + " has no decoder '" + decoder_name + "'" +
                   (known.empty() ? ": its only one has no name" : "; it has " + known)};
}

void ModelConfig::set_decoder_shape(const DecoderConfig& d) {
  decoder_channels = d.channels;
  decoder_blocks = d.blocks;
  decoder_expansion = d.expansion;
  fine_channels = d.fine_channels;
  fine_blocks = d.fine_blocks;
  fine_expansion = d.fine_expansion;
  pitch_classes = d.pitch_classes;
  lookahead_frames = d.lookahead_frames;
}

const std::string& ModelConfig::quickest_decoder() const {
  const int least = least_lookahead(*this);
  for (const auto& d : decoders) {
    if (lookahead_frames > least && d.lookahead_frames == least) return d.name;
  }
  return decoder;
}

double ModelConfig::least_latency_ms() const { return latency_ms(least_lookahead(*this)); }

const std::string& ModelConfig::decoder_sha256() const {
  for (const auto& d : decoders) {
    if (d.name == decoder) return d.weights_sha256;
  }
  return weights_sha256;
}

DecoderConfig ModelConfig::decoder_shape() const {
  DecoderConfig d;
  d.channels = decoder_channels;
  d.blocks = decoder_blocks;
  d.expansion = decoder_expansion;
  d.fine_channels = fine_channels;
  d.fine_blocks = fine_blocks;
  d.fine_expansion = fine_expansion;
  d.pitch_classes = pitch_classes;
  d.lookahead_frames = lookahead_frames;
  return d;
}

double ModelConfig::bit_rate_bps(int q) const { return q * bits_per_code() * frame_rate_hz(); }

Status ModelConfig::validate() const {
  const auto range = [](const char* field, int v, int low, int high) -> std::string {
    if (v >= low && v <= high) return {};
    return std::string("'") + field + "' is " + std::to_string(v) + ", wanted " +
           std::to_string(low) + ".." + std::to_string(high);
  };
  if (format > kNewestFormat) {
    return Error{ErrorCode::newer_version, "model config: format " + std::to_string(format) +
                                               " is newer than this program (" +
                                               std::to_string(kNewestFormat) +
                                               "); update Sonoglyph"};
  }
  for (const auto& fault : {range("format", format, 1, kNewestFormat),
                            range("sample_rate_hz", sample_rate_hz, 8000, 48000),
                            range("analysis_hop_samples", analysis_hop_samples, 16, 4096),
                            range("analysis_window_samples", analysis_window_samples, 32, 16384),
                            range("subframes_per_frame", subframes_per_frame, 1, 8),
                            range("encoder_channels", encoder_channels, 4, 2048),
                            range("encoder_blocks", encoder_blocks, 0, 64),
                            range("semantic_channels", semantic_channels, 0, 2048),
                            range("semantic_blocks", semantic_blocks, 0, 64),
                            range("semantic_delay_frames", semantic_delay_frames, 0, 16),
                            range("encoder_expansion", encoder_expansion, 1, 8),
                            range("latent_dim", latent_dim, 1, 512),
                            range("search_width", search_width, 1, 32),
                            range("levels", levels, 1, 16),
                            range("codebook_size", codebook_size, 2, 65536),
                            range("decoder_channels", decoder_channels, 4, 2048),
                            range("decoder_blocks", decoder_blocks, 0, 64),
                            range("decoder_expansion", decoder_expansion, 1, 8),
                            range("fine_channels", fine_channels, 4, 2048),
                            range("fine_blocks", fine_blocks, 0, 64),
                            range("fine_expansion", fine_expansion, 1, 8),
                            range("pitch_classes", pitch_classes, 0, 1024),
                            range("lookahead_frames", lookahead_frames, 0, 32),
                            range("block_kernel", block_kernel, 1, 31),
                            range("bands", bands, 2, 512)}) {
    if (!fault.empty()) return bad(fault);
  }
  if (!is_name(name)) return bad("'name' wants 1..64 characters of a-z 0-9 . _ -");
  if (!std::has_single_bit(static_cast<unsigned>(codebook_size))) {
    return bad("'codebook_size' is " + std::to_string(codebook_size) + ", wanted a power of two");
  }
  if (analysis_window_samples % analysis_hop_samples != 0 ||
      analysis_window_samples < 2 * analysis_hop_samples || analysis_window_samples % 2 != 0) {
    return bad("'analysis_window_samples' wants an even multiple, 2 or more, of the hop");
  }
  if (!source_filter && !free_spectrum) return bad("no head: 'source_filter' or 'free_spectrum'");
  if (!(f0_min_hz >= 20 && f0_min_hz < f0_max_hz && f0_max_hz <= 2000)) {
    return bad("wanted 20 <= f0_min_hz < f0_max_hz <= 2000");
  }
  if (!level_roles.empty() && static_cast<int>(level_roles.size()) != levels) {
    return bad("'level_roles' wants one role a level");
  }
  for (const auto& role : level_roles) {
    if (role != "semantic" && role != "acoustic") {
      return bad("a level role is \"semantic\" or \"acoustic\"");
    }
  }
  if (semantic_delay_frames > 0 && (level_roles.empty() || level_roles.front() != "semantic")) {
    return bad("'semantic_delay_frames' wants a first level whose role is \"semantic\"");
  }
  if (!is_file_name(weights)) {
    return bad("'weights' names a file beside the config, without a folder");
  }
  if (!weights_sha256.empty() && !is_sha256(weights_sha256)) {
    return bad("'weights_sha256' wants 64 hex digits");
  }
  if ((format == 2) != !decoders.empty()) {
    return bad(format == 2 ? "format 2 wants 'decoders'" : "'decoders' want format 2");
  }
  if (const auto fault = fault_of_decoders(decoders); !fault.empty()) return bad(fault);
  for (const auto& hash : decodes) {
    if (!is_sha256(hash)) return bad("'decodes' wants hashes of 64 hex digits");
  }
  return Done{};
}

std::string ModelConfig::to_json() const {
  json::FieldWriter writer;
  for_each_field(*this, writer);
  if (!decoders.empty()) writer.raw("decoders", decoders_json(decoders));
  if (!decodes.empty()) writer("decodes", decodes);
  if (decode_only) writer("decode_only", decode_only);
  return writer.finish();
}

Result<ModelConfig> ModelConfig::from_json(std::string_view text) {
  auto root = json::parse(text);
  if (!root) return Error{ErrorCode::not_our_format, "model config: " + root.error().message};
  return from_value(*root);
}

Result<ModelConfig> ModelConfig::from_value(const json::Value& value) {
  if (value.object() == nullptr) {
    return Error{ErrorCode::not_our_format, "model config: not a JSON object"};
  }
  ModelConfig config;
  json::FieldReader reader(value);
  for_each_field(config, reader);
  if (!reader.error().empty()) return bad(reader.error());
  // A newer format may have keys of its own: say that it is newer rather than which key is unknown.
  if (config.format > kNewestFormat) return config.validate().error();
  if (const auto* list = reader.member("decoders")) {
    if (const auto fault = read_decoders(*list, config.decoders); !fault.empty()) return bad(fault);
  }
  reader("decodes", config.decodes);
  reader("decode_only", config.decode_only);
  if (!reader.error().empty()) return bad(reader.error());
  if (const auto key = reader.unknown_key(); !key.empty()) return bad("unknown key '" + key + "'");
  if (auto valid = config.validate(); !valid) return valid.error();
  if (!config.decoders.empty()) {
    if (auto s = config.use_decoder(config.decoders.front().name); !s) return s.error();
  }
  return config;
}

Result<ModelConfig> ModelConfig::load(const std::filesystem::path& path) {
  auto bytes = read_regular_file(path, 1 << 20);
  if (!bytes) return bytes.error();
  auto config = from_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!config) return Error{config.error().code, path.string() + ": " + config.error().message};
  return config;
}

}  // namespace codec
