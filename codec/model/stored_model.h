// A model as its files hold it: NAME.json and the tensors that it names, those of the tokenizer and
// of one decoder as one set. For what works on weights without running them.
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
  Sha256 fingerprint{};  // of the weights' file; of the tokenizer's where decoders are apart

  // decoder: the name of one of the config's; empty: its first.
  // Errors: those of ModelConfig::load and SafeTensors::parse; bad_value where the config names no
  // weights or not that decoder; corrupt where a hash is not the config's or where a decoder's file
  // holds what is none.
  static Result<StoredModel> load(const std::filesystem::path& config_json,
                                  const std::string& decoder = {});

  // Makes the config name the weights as they are now: their file and its hash, of a model whose
  // decoder stands in the weights.
  void name_weights();
  // Writes NAME.safetensors, then NAME.json with the hash, the decoder in the weights; returns the
  // config as written. Errors: io.
  Result<ModelConfig> save(const std::filesystem::path& folder) const;
};

// Whether this tensor is a decoder's.
bool is_decoders(const std::string& tensor_name);

// Writes the parts apart: NAME.safetensors (the tokenizer), NAME.DECODER.safetensors and NAME.json.
// `tokenizer`: a model that is apart already and whose tokenizer stays as it is, with its other
// decoders: `whole` gives it one more, or a better one of that name; a path that its files lie
// beside must be `folder`. nullptr: the first of its kind.
// Whatever else named the decoder's file, other names of it and retired tokenizers in `folder`,
// names what it holds now.
// Errors: bad_value: a decoder that `tokenizer` cannot have, since `whole` speaks of other codes or
// has no decoder; io.
Result<ModelConfig> save_apart(const StoredModel& whole, const std::string& decoder,
                               const std::filesystem::path& folder,
                               const StoredModel* tokenizer = nullptr);

// Whether a decoder of one can take what the other's codes stand for: the same frames, as wide.
bool share_latents(const ModelConfig& a, const ModelConfig& b);

// What is left of `old` when `successor`'s decoders have learned its codes as well: a decode_only
// model NAME of its codebooks alone, which decodes whatever `old` does by the decoders of
// `successor`. Writes NAME.safetensors and NAME.json into `folder`, where the successor's files lie.
// Errors: bad_value: a successor whose decoder stands in its weights or takes other latents, a name
// that is no file's; io.
Result<ModelConfig> retire_tokenizer(const StoredModel& old, const ModelConfig& successor,
                                     const std::string& name, const std::filesystem::path& folder);

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
