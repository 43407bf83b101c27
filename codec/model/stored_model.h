// A model as its two files hold it: NAME.json and the tensors that it names. For what works on
// weights without running them.
#pragma once

#include <filesystem>

#include "codec/base/result.h"
#include "codec/base/safetensors.h"
#include "codec/base/sha256.h"
#include "codec/model/model_config.h"

namespace codec {

struct StoredModel {
  ModelConfig config;
  SafeTensors weights;
  Sha256 fingerprint{};  // of the weights' file

  // Errors: those of ModelConfig::load and SafeTensors::parse; bad_value where the config names no
  // weights; corrupt where their hash is not the config's.
  static Result<StoredModel> load(const std::filesystem::path& config_json);

  // Makes the config name the weights as they are now: their file and its hash.
  void name_weights();
  // Writes NAME.safetensors, then NAME.json with the hash; returns the config as written.
  // Errors: io.
  Result<ModelConfig> save(const std::filesystem::path& folder) const;
};

// (1 - share) of `a`'s weights and `share` of `b`'s, each rounded to the type that it has in `a`:
// the mean of two trainings that share a start ("model soups", arXiv 2203.05482). Named as `a`.
// share: 0..1. Errors: bad_value where the models differ in shape or in a frozen table, so that a
// code of one would be another code of the other.
Result<StoredModel> mean_of_models(const StoredModel& a, const StoredModel& b, double share);

// Scales the linear map over the table from which the first code is chosen: below 1 its codes lie
// closer together, and more of them where speech is. Errors: bad_value where the first code has no
// such map of its own.
Status scale_first_map(StoredModel& model, double factor);

}  // namespace codec
