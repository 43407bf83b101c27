#include "codec/engine/model.h"

#include "codec/engine/weights.h"
#include "codec/model/entropy_prior.h"
#include "codec/model/phone_table.h"
#include "codec/model/stored_model.h"

namespace codec {
namespace {

// The prior beside the weights; nullptr where there is none.
Result<std::shared_ptr<const EntropyPrior>> load_prior(std::filesystem::path path,
                                                       const ModelConfig& config) {
  path.replace_extension(".prior.safetensors");
  std::error_code ec;
  if (!std::filesystem::exists(path, ec)) return std::shared_ptr<const EntropyPrior>();
  auto prior = EntropyPrior::load(path);
  if (!prior) return prior;
  if (!config.decodes_codes_of((*prior)->weights_sha256()) || (*prior)->levels() != config.levels ||
      (*prior)->bits() != config.bits_per_code()) {
    return Error{ErrorCode::wrong_model, path.string() + ": a prior of weights " +
                                             (*prior)->weights_sha256().substr(0, 8) + ", not of " +
                                             config.weights_sha256.substr(0, 8) +
                                             "; train it anew or remove it"};
  }
  return prior;
}

// The phones beside the weights; nullptr where there are none.
Result<std::shared_ptr<const PhoneTable>> load_phones(std::filesystem::path path,
                                                      const ModelConfig& config) {
  path.replace_extension(".phones.json");
  std::error_code ec;
  if (!std::filesystem::exists(path, ec)) return std::shared_ptr<const PhoneTable>();
  auto table = PhoneTable::load(path);
  if (!table) return table.error();
  if (!config.decodes_codes_of(table->weights_sha256)) {
    return Error{ErrorCode::wrong_model, path.string() + ": phones of weights " +
                                             table->weights_sha256.substr(0, 8) + ", not of " +
                                             config.weights_sha256.substr(0, 8) +
                                             "; make the table anew or remove it"};
  }
  if (table->codes.size() != static_cast<std::size_t>(config.codebook_size)) {
    return Error{ErrorCode::bad_value,
                 path.string() + ": phones of " + std::to_string(table->codes.size()) +
                     " codes, the model has " + std::to_string(config.codebook_size)};
  }
  return std::make_shared<const PhoneTable>(std::move(*table));
}

}  // namespace

Model::~Model() = default;

bool Model::is_semantic() const {
  return !config_.level_roles.empty() && config_.level_roles.front() == "semantic";
}

bool Model::decodes(const Sha256& codes_of) const {
  return config_.decodes_codes_of(to_hex(codes_of));
}

Status Model::encodes() const {
  if (!config_.decode_only) return Done{};
  return Error{ErrorCode::unsupported,
               "model " + config_.name + " decodes older files and makes no codes"};
}

Result<std::shared_ptr<const Model>> Model::load(const std::filesystem::path& config_json,
                                                 Extras extras, const std::string& decoder) {
  auto stored = StoredModel::load(config_json, decoder);
  if (!stored) return stored.error();
  const auto weights_path = config_json.parent_path() / stored->config.weights;
  auto weights = engine::make_weights(stored->weights, stored->config);
  if (!weights) {
    return Error{weights.error().code, weights_path.string() + ": " + weights.error().message};
  }

  std::shared_ptr<Model> model(new Model);
  if (extras == Extras::load) {
    auto prior = load_prior(weights_path, stored->config);
    if (!prior) return prior.error();
    auto phones = load_phones(weights_path, stored->config);
    if (!phones) return phones.error();
    model->prior_ = std::move(*prior);
    model->phones_ = std::move(*phones);
  }
  model->config_json_ = config_json;
  model->config_ = std::move(stored->config);
  model->fingerprint_ = stored->fingerprint;
  model->weights_ = std::move(*weights);
  return std::shared_ptr<const Model>(std::move(model));
}

Result<std::shared_ptr<const Model>> Model::quickest(const std::shared_ptr<const Model>& model) {
  const auto& name = model->config().quickest_decoder();
  if (name == model->config().decoder) return model;
  return load(model->config_json_, Extras::leave, name);
}

}  // namespace codec
