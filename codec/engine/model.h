// A trained codec ready to run, without libtorch: weights folded, packed and checked. Immutable, so
// any number of streams on any number of threads may share one.
// The definition it must agree with is codec/training/network.h (libtorch); tests/test_engine.cpp
// compares.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/sha256.h"
#include "codec/model/model_config.h"

namespace codec {

class EntropyPrior;
struct PhoneTable;

namespace engine {
struct Weights;
}

// What may stand beside the weights: the prior of entropy coding, the table of phones.
enum class Extras { load, leave };

class Model {
 public:
  // Reads NAME.json and the safetensors file that it names, checks hash, names and shapes. Where
  // WEIGHTS.prior.safetensors or WEIGHTS.phones.json stand beside WEIGHTS.safetensors, they are
  // loaded too: they must be of these weights. Extras::leave does not look at them.
  // decoder: the name of one of the config's decoders; empty: its first.
  // Errors: io, not_our_format, newer_version, corrupt, truncated, bad_value, wrong_model.
  static Result<std::shared_ptr<const Model>> load(const std::filesystem::path& config_json,
                                                   Extras extras = Extras::load,
                                                   const std::string& decoder = {});
  // For sound that somebody waits for: that of the same file with the decoder that delays it least,
  // which is `model` itself where that is the one in use. The codes are the same. Without extras.
  // Errors: those of load().
  static Result<std::shared_ptr<const Model>> quickest(const std::shared_ptr<const Model>& model);
  ~Model();

  const ModelConfig& config() const { return config_; }
  // SHA-256 of the weights file; of the tokenizer's where decoders are apart.
  const Sha256& fingerprint() const { return fingerprint_; }
  // Whether codes of the model with that fingerprint are this one's to decode.
  bool decodes(const Sha256& codes_of) const;
  // Whether it makes codes. Errors: unsupported, of a decode_only model.
  Status encodes() const;
  // What entropy coding knows of this model's codes (codec/model/entropy_prior.h), or nullptr.
  const std::shared_ptr<const EntropyPrior>& prior() const { return prior_; }
  // What the codes of level 1 stand for (codec/model/phone_table.h), or nullptr.
  const std::shared_ptr<const PhoneTable>& phones() const { return phones_; }
  bool is_semantic() const;                                     // the config calls level 1 so
  const engine::Weights& weights() const { return *weights_; }  // for StreamEncoder/Decoder

 private:
  Model() = default;
  std::filesystem::path config_json_;
  ModelConfig config_;
  Sha256 fingerprint_{};
  std::unique_ptr<engine::Weights> weights_;
  std::shared_ptr<const EntropyPrior> prior_;
  std::shared_ptr<const PhoneTable> phones_;
};

// A model file by path or by name. A name ("speech-16k") is looked for as NAME.json in
// $SONOGLYPH_MODELS, in `folders`, in models/ beside and above the program, and in the installed
// data folder. An empty string means the default model. Errors: io, with the places searched.
Result<std::filesystem::path> find_model(const std::string& name_or_path,
                                         std::span<const std::filesystem::path> folders = {});

// The config in any of those folders that names these weights (SHA-256 in hex), whatever it is
// called.
std::optional<std::filesystem::path> find_weights(
    const std::string& sha256, std::span<const std::filesystem::path> folders = {});

// Every *.json config found in those folders that loads as a ModelConfig and is not decode_only.
std::vector<std::filesystem::path> list_models(std::span<const std::filesystem::path> folders = {});
// Why those do not load that stand beside weights of their name.
std::vector<Error> broken_models(std::span<const std::filesystem::path> folders = {});

}  // namespace codec
