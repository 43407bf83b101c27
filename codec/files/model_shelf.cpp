#include "codec/files/model_shelf.h"

#include <algorithm>
#include <utility>

namespace codec {
namespace {

namespace fs = std::filesystem;

// A name out of a file is never a path.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && !name.ends_with(".json");
}

}  // namespace

void ModelShelf::use_decoder(std::string name) {
  const std::lock_guard lock(mutex_);
  decoder_ = std::move(name);
}

void ModelShelf::put(std::shared_ptr<const Model> model) {
  if (model == nullptr) return;
  const std::lock_guard lock(mutex_);
  loaded_.push_back({{}, std::move(model)});
}

Result<std::shared_ptr<const Model>> ModelShelf::by_name(const std::string& name_or_path) {
  const auto path = find_model(name_or_path, folders_);
  if (!path) return path.error();
  const std::lock_guard lock(mutex_);
  return load(*path);
}

Result<std::shared_ptr<const Model>> ModelShelf::for_header(const std::string& file,
                                                            const StreamHeader& header) {
  if (header.model_name.empty()) return by_name({});
  const std::lock_guard lock(mutex_);
  if (auto model = with_weights(header.fingerprint)) return model;
  auto path = installed(header);
  if (!path && is_plain_name(header.model_name)) {
    if (auto named = find_model(header.model_name, folders_)) path = *named;
  }
  if (!path) {
    return Error{ErrorCode::wrong_model,
                 file + ": was made by model " + header.model_name + ", which is not installed"};
  }
  auto model = load(*path);
  if (!model) return Error{model.error().code, file + ": " + model.error().message};
  return model;
}

std::optional<ModelConfig> ModelShelf::config_of(const StreamHeader& header) {
  if (header.model_name.empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto path = installed(header);
  auto config = path ? ModelConfig::load(*path) : Result<ModelConfig>(Error{});
  return config ? std::optional(std::move(*config)) : std::nullopt;
}

std::shared_ptr<const Model> ModelShelf::with_weights(const Sha256& fingerprint) const {
  const auto found = std::find_if(loaded_.begin(), loaded_.end(), [&](const Loaded& loaded) {
    return loaded.model->decodes(fingerprint);
  });
  return found != loaded_.end() ? found->model : nullptr;
}

// The config with these weights: that of the header's name first, since one may stand under
// several.
std::optional<fs::path> ModelShelf::installed(const StreamHeader& header) const {
  const auto wanted = to_hex(header.fingerprint);
  if (is_plain_name(header.model_name)) {
    const auto path = find_model(header.model_name, folders_);
    const auto config = path ? ModelConfig::load(*path) : Result<ModelConfig>(path.error());
    if (config && config->decodes_codes_of(wanted)) return *path;
  }
  return find_weights(wanted, folders_);
}

Result<std::shared_ptr<const Model>> ModelShelf::load(const fs::path& config_json) {
  const auto found = std::find_if(loaded_.begin(), loaded_.end(),
                                  [&](const Loaded& loaded) { return loaded.path == config_json; });
  if (found != loaded_.end()) return found->model;
  auto model = Model::load(config_json, Extras::load, decoder_);
  if (model) loaded_.push_back({config_json, *model});
  return model;
}

Status require_semantic(const Model& model) {
  if (model.is_semantic()) return Done{};
  return Error{ErrorCode::unsupported,
               "model " + model.config().name + " has no semantic codebook"};
}

Status require_semantic(const Model& model, const StreamHeader& header) {
  if (model.decodes(header.fingerprint)) return require_semantic(model);
  return Error{ErrorCode::wrong_model,
               "of model " + name_of_model(header.model_name, header.fingerprint) + ", not of " +
                   name_of_model(model.config().name, model.fingerprint()) +
                   ", so what its codebook 1 means is not known"};
}

}  // namespace codec
