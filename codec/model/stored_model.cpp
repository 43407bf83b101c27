#include "codec/model/stored_model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "codec/base/file_io.h"

namespace codec {
namespace {

Error in(const std::filesystem::path& path, const Error& error) {
  return {error.code, path.string() + ": " + error.message};
}

Sha256 name_weights_in(ModelConfig& config, std::span<const std::byte> bytes) {
  const auto fingerprint = sha256(bytes);
  config.weights = config.name + ".safetensors";
  config.weights_sha256 = to_hex(fingerprint);
  return fingerprint;
}

// The tensors of a file that lies beside the config and has that hash.
Result<SafeTensors> load_hashed(const std::filesystem::path& config_json, const std::string& file,
                                const std::string& wanted) {
  const auto path = config_json.parent_path() / file;
  auto bytes = SafeTensors::read(path);
  if (!bytes) return bytes.error();
  const auto hash = to_hex(sha256(*bytes));
  if (hash != wanted) {
    return in(path, {ErrorCode::corrupt, "SHA-256 is " + hash.substr(0, 12) + "..., " +
                                             config_json.filename().string() + " wants " +
                                             wanted.substr(0, 12) +
                                             "...; the file is damaged or of another model"});
  }
  auto tensors = SafeTensors::parse(*bytes);
  if (!tensors) return in(path, tensors.error());
  return tensors;
}

bool is_float(DType type) { return type == DType::f32 || type == DType::f16; }

// The config of the same model with its decoder in the weights.
ModelConfig in_one(ModelConfig config) {
  config.format = 1;
  config.decoders.clear();
  config.decoder.clear();
  return config;
}

// A table that no training moves. The first of a semantic encoder's model is one that it learns.
bool is_frozen_table(const std::string& name, const ModelConfig& config) {
  return name.starts_with("quantizer.") && name.ends_with(".table") &&
         !(config.semantic_encoder() && name == "quantizer.levels.0.table");
}

// Whether a code of one is the same code of the other: everything but the decoder agrees, up to
// what folding the latents' statistics into half floats costs.
bool same_codes(const StoredModel& a, const StoredModel& b) {
  constexpr double kFolding = 2e-3;  // of the largest value: two roundings to half floats
  auto shape = a.config.shape();
  auto other_shape = b.config.shape();
  for (auto* s : {&shape, &other_shape}) s->set_decoder_shape({});
  if (shape != other_shape) return false;
  for (const auto& [name, tensor] : b.weights.tensors) {
    if (is_decoders(name)) continue;
    const auto* other = a.weights.find(name);
    if (other == nullptr || other->shape != tensor.shape || !is_float(tensor.type) ||
        !is_float(other->type)) {
      return false;
    }
    const auto x = tensor.to_floats();
    const auto y = other->to_floats();
    double largest = 0.0;
    double apart = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      largest = std::max(largest, std::abs(static_cast<double>(x[i])));
      apart = std::max(apart, std::abs(static_cast<double>(x[i]) - y[i]));
    }
    if (!(apart <= kFolding * largest)) return false;
  }
  return true;
}

// As a float that still rounds to the half float nearest to `value` and not to a neighbour: what it
// cannot hold stands in its last bit ("round to odd", Boldo and Melquiond 2008).
float unrounded(double value, DType type) {
  auto near = static_cast<float>(value);
  if (type != DType::f16 || near == value) return near;
  if (std::abs(static_cast<double>(near)) > std::abs(value)) near = std::nextafter(near, 0.0F);
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(near) | 1U);
}

// Puts `part` under its weights' file wherever the config has a decoder in that file, each under
// the name that it has there. Whether there was one.
bool replace_decoder(ModelConfig& config, const DecoderConfig& part) {
  bool found = false;
  for (auto& d : config.decoders) {
    if (d.weights != part.weights) continue;
    const auto name = std::move(d.name);
    d = part;
    d.name = name;
    found = true;
  }
  return found;
}

// The same in every other config of the folder: retired tokenizers, whose codes it decodes as well.
Status replace_decoder_beside(const std::filesystem::path& folder, const std::string& own_name,
                              const DecoderConfig& part) {
  namespace fs = std::filesystem;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != ".json" || it->path().stem() == own_name) continue;
    auto config = ModelConfig::load(it->path());
    if (!config || !replace_decoder(*config, part)) continue;
    if (auto s = write_file(it->path(), config->to_json()); !s) return s;
  }
  if (error) return Error{ErrorCode::io, folder.string() + ": " + error.message()};
  return Done{};
}

}  // namespace

Result<StoredModel> StoredModel::load(const std::filesystem::path& config_json,
                                      const std::string& decoder) {
  auto config = ModelConfig::load(config_json);
  if (!config) return config.error();
  if (config->weights.empty() || config->weights_sha256.empty()) {
    return in(config_json, {ErrorCode::bad_value,
                            "model config: 'weights' and 'weights_sha256' must name the weights"});
  }
  if (!decoder.empty()) {
    if (auto s = config->use_decoder(decoder); !s) return in(config_json, s.error());
  }
  auto tensors = load_hashed(config_json, config->weights, config->weights_sha256);
  if (!tensors) return tensors.error();
  for (const auto& d : config->decoders) {
    if (d.name != config->decoder) continue;
    auto its = load_hashed(config_json, d.weights, d.weights_sha256);
    if (!its) return its.error();
    for (auto& [name, tensor] : its->tensors) {
      if (!is_decoders(name)) {
        return in(config_json.parent_path() / d.weights,
                  {ErrorCode::corrupt, "holds '" + name + "', which is no part of a decoder"});
      }
      tensors->tensors[name] = std::move(tensor);
    }
  }
  StoredModel model{std::move(*config), std::move(*tensors), {}};
  parse_hex(model.config.weights_sha256, model.fingerprint);
  return model;
}

void StoredModel::name_weights() {
  config = in_one(config);
  fingerprint = name_weights_in(config, weights.serialize());
}

Result<ModelConfig> StoredModel::save(const std::filesystem::path& folder) const {
  ModelConfig written = in_one(config);
  const auto bytes = weights.serialize();
  name_weights_in(written, bytes);
  if (auto s = write_file(folder / written.weights, bytes); !s) return s.error();
  if (auto s = write_file(folder / (config.name + ".json"), written.to_json()); !s) {
    return s.error();
  }
  return written;
}

bool is_decoders(const std::string& tensor_name) { return tensor_name.starts_with("decoder."); }

Result<ModelConfig> save_apart(const StoredModel& whole, const std::string& decoder,
                               const std::filesystem::path& folder, const StoredModel* tokenizer) {
  auto its_weights = whole.weights;
  std::erase_if(its_weights.tensors, [](const auto& t) { return !is_decoders(t.first); });
  auto written = tokenizer != nullptr ? tokenizer->config : in_one(whole.config);
  const auto no = [&](const std::string& why) {
    return Error{ErrorCode::bad_value,
                 "'" + whole.config.name + "' is no decoder of '" + written.name + "': " + why};
  };
  if (its_weights.tensors.empty()) return no("it has none");
  if (tokenizer != nullptr) {
    if (written.decoders.empty()) return no("that one's decoder stands in its weights");
    if (!same_codes(whole, *tokenizer)) return no("its codes are others");
  }

  auto part = whole.config.decoder_shape();
  part.name = decoder;
  const auto bytes = its_weights.serialize();
  part.weights = written.name + "." + decoder + ".safetensors";
  part.weights_sha256 = to_hex(sha256(bytes));
  written.format = 2;
  replace_decoder(written, part);
  const auto old = std::find_if(written.decoders.begin(), written.decoders.end(),
                                [&](const DecoderConfig& d) { return d.name == decoder; });
  if (old != written.decoders.end()) {
    *old = part;
  } else {
    written.decoders.push_back(part);
  }
  if (tokenizer == nullptr) {
    auto rest = whole.weights;
    std::erase_if(rest.tensors, [](const auto& t) { return is_decoders(t.first); });
    const auto tokens = rest.serialize();
    name_weights_in(written, tokens);
    if (auto s = write_file(folder / written.weights, tokens); !s) return s.error();
  }
  if (auto s = written.use_decoder(decoder); !s) return s.error();
  if (auto s = write_file(folder / part.weights, bytes); !s) return s.error();
  if (auto s = write_file(folder / (written.name + ".json"), written.to_json()); !s) {
    return s.error();
  }
  if (auto s = replace_decoder_beside(folder, written.name, part); !s) return s.error();
  return written;
}

bool share_latents(const ModelConfig& a, const ModelConfig& b) {
  return a.sample_rate_hz == b.sample_rate_hz && a.hop_samples() == b.hop_samples() &&
         a.latent_dim == b.latent_dim;
}

Result<ModelConfig> retire_tokenizer(const StoredModel& old, const ModelConfig& successor,
                                     const std::string& name, const std::filesystem::path& folder) {
  ModelConfig written = old.config;
  const auto no = [&](const std::string& why) {
    return Error{ErrorCode::bad_value, "'" + successor.name + "' does not decode what '" +
                                           written.name + "' made: " + why};
  };
  if (successor.decoders.empty()) return no("its decoder stands in its weights");
  if (!share_latents(written, successor)) return no("its frames or its latent are others");
  SafeTensors codebooks;
  codebooks.metadata = old.weights.metadata;
  for (const auto& [key, tensor] : old.weights.tensors) {
    if (key.starts_with("quantizer.")) codebooks.tensors[key] = tensor;
  }
  written.format = 2;
  written.description = "Decodes files of an older " + written.name;
  written.decode_only = true;
  written.decodes.push_back(old.config.weights_sha256);
  written.name = name;
  written.decoders = successor.decoders;
  const auto bytes = codebooks.serialize();
  name_weights_in(written, bytes);
  if (auto s = written.use_decoder(written.decoders.front().name); !s) return s.error();
  if (auto s = written.validate(); !s) return s.error();
  if (auto s = write_file(folder / written.weights, bytes); !s) return s.error();
  if (auto s = write_file(folder / (name + ".json"), written.to_json()); !s) return s.error();
  return written;
}

Result<StoredModel> mean_of_models(const StoredModel& a, const StoredModel& b, double share) {
  if (!(share >= 0 && share <= 1)) {
    return Error{ErrorCode::bad_value, "the share of the second model must lie within 0 and 1"};
  }
  const auto differ = [&](const std::string& why) {
    return Error{ErrorCode::bad_value,
                 "'" + a.config.name + "' and '" + b.config.name + "' have no mean: " + why};
  };
  if (a.config.shape() != b.config.shape()) return differ("their configs differ");
  if (a.weights.tensors.size() != b.weights.tensors.size()) return differ("other tensors");
  StoredModel out{a.config, a.weights, {}};
  for (auto& [name, tensor] : out.weights.tensors) {
    const auto* other = b.weights.find(name);
    if (other == nullptr) return differ("the second has no " + name);
    if (other->shape != tensor.shape) return differ(name + " has another shape");
    if (!is_float(tensor.type) || !is_float(other->type)) return differ(name + " is not float");
    auto values = tensor.to_floats();
    const auto others = other->to_floats();
    if (is_frozen_table(name, a.config) && values != others) {
      return differ(name + " was drawn anew");
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = unrounded((1.0 - share) * values[i] + share * others[i], tensor.type);
    }
    tensor = TensorData::from_floats(tensor.shape, values, tensor.type);
  }
  return out;
}

Status scale_first_map(StoredModel& model, double factor) {
  const auto it = model.weights.tensors.find("quantizer.first.weight");
  if (it == model.weights.tensors.end() || !is_float(it->second.type)) {
    return Error{ErrorCode::bad_value,
                 "'" + model.config.name + "' has no semantic encoder, whose map could be scaled"};
  }
  auto values = it->second.to_floats();
  for (float& v : values) v = static_cast<float>(factor * v);
  it->second = TensorData::from_floats(it->second.shape, values, it->second.type);
  return Done{};
}

}  // namespace codec
