// A training recipe: the JSON that, with a corpus and a commit, says how a model was made.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "codec/training/trainer.h"

namespace codec {

// {"model": {ModelConfig}, "steps": ..., ...}; absent keys keep their defaults, unknown ones are
// errors. Neither corpus nor folder stands in it: they belong to the machine.
Result<FitOptions> parse_recipe(std::string_view json_text);
Result<FitOptions> load_recipe(const std::filesystem::path& path);
std::string to_json(const FitOptions& options);

}  // namespace codec
