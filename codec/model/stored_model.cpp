#include "codec/model/stored_model.h"

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

bool is_float(DType type) { return type == DType::f32 || type == DType::f16; }

// A table that no training moves. The first of a semantic encoder's model is one that it learns.
bool is_frozen_table(const std::string& name, const ModelConfig& config) {
  return name.starts_with("quantizer.") && name.ends_with(".table") &&
         !(config.semantic_encoder() && name == "quantizer.levels.0.table");
}

// As a float that still rounds to the half float nearest to `value` and not to a neighbour: what it
// cannot hold stands in its last bit ("round to odd", Boldo and Melquiond 2008).
float unrounded(double value, DType type) {
  auto near = static_cast<float>(value);
  if (type != DType::f16 || near == value) return near;
  if (std::abs(static_cast<double>(near)) > std::abs(value)) near = std::nextafter(near, 0.0F);
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(near) | 1U);
}

}  // namespace

Result<StoredModel> StoredModel::load(const std::filesystem::path& config_json) {
  auto config = ModelConfig::load(config_json);
  if (!config) return config.error();
  if (config->weights.empty() || config->weights_sha256.empty()) {
    return in(config_json, {ErrorCode::bad_value,
                            "model config: 'weights' and 'weights_sha256' must name the weights"});
  }
  const auto path = config_json.parent_path() / config->weights;
  auto bytes = SafeTensors::read(path);
  if (!bytes) return bytes.error();
  const auto fingerprint = sha256(*bytes);
  if (to_hex(fingerprint) != config->weights_sha256) {
    return in(path, {ErrorCode::corrupt, "SHA-256 is " + to_hex(fingerprint).substr(0, 12) +
                                             "..., " + config_json.filename().string() + " wants " +
                                             config->weights_sha256.substr(0, 12) +
                                             "...; the file is damaged or of another model"});
  }
  auto tensors = SafeTensors::parse(*bytes);
  if (!tensors) return in(path, tensors.error());
  return StoredModel{std::move(*config), std::move(*tensors), fingerprint};
}

void StoredModel::name_weights() { fingerprint = name_weights_in(config, weights.serialize()); }

Result<ModelConfig> StoredModel::save(const std::filesystem::path& folder) const {
  ModelConfig written = config;
  const auto bytes = weights.serialize();
  name_weights_in(written, bytes);
  if (auto s = write_file(folder / written.weights, bytes); !s) return s.error();
  if (auto s = write_file(folder / (config.name + ".json"), written.to_json()); !s) {
    return s.error();
  }
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
