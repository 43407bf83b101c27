// The models that are at hand, found by what a file says of its codes.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/container/container.h"
#include "codec/engine/model.h"

namespace codec {

// Every model is loaded once and stays; what could not be loaded is tried again when it is asked
// for again.
// Threads: any; one loads while the others wait. Realtime: no.
class ModelShelf {
 public:
  // folders: looked in besides those that find_model() knows.
  explicit ModelShelf(std::vector<std::filesystem::path> folders = {})
      : folders_(std::move(folders)) {}

  // Which of its decoders every model that is loaded from now on uses; empty: its first. A model
  // that has none of that name is then an Error: bad_value.
  void use_decoder(std::string name);

  // One that is loaded already; nullptr is none.
  void put(std::shared_ptr<const Model> model);

  // By name or path, empty: the default model. Errors: those of find_model() and Model::load().
  Result<std::shared_ptr<const Model>> by_name(const std::string& name_or_path);

  // The one with the weights that the header names, whatever it is called here; where there is
  // none, that of its name with other weights, so that check_model() can tell both. The default
  // model where the header names none. `file` begins the message of an Error: wrong_model (neither
  // is installed), those of Model::load().
  Result<std::shared_ptr<const Model>> for_header(const std::string& file,
                                                  const StreamHeader& header);

  // What the config of the model with these weights says, without loading it.
  std::optional<ModelConfig> config_of(const StreamHeader& header);

 private:
  std::shared_ptr<const Model> with_weights(const Sha256& fingerprint) const;
  std::optional<std::filesystem::path> installed(const StreamHeader& header) const;
  Result<std::shared_ptr<const Model>> load(const std::filesystem::path& config_json);

  struct Loaded {
    std::filesystem::path path;  // empty: it was put there
    std::shared_ptr<const Model> model;
  };
  const std::vector<std::filesystem::path> folders_;
  std::string decoder_;
  mutable std::mutex mutex_;
  std::vector<Loaded> loaded_;
};

// What the semantic codebook alone wants: that the first codebook of `model` is one and, where the
// codes have a header, that this model made them. Errors: unsupported, wrong_model.
Status require_semantic(const Model& model);
Status require_semantic(const Model& model, const StreamHeader& header);

}  // namespace codec
