// A run's discriminators beside its model, NAME.adversary.safetensors, for whoever trains it on:
// new ones cost the sound a thousand steps (models/README.md). What plays sound reads none of it.
#pragma once

#include <cstddef>
#include <filesystem>

#include "codec/training/steps.h"

namespace codec {

// What follows the model's name.
inline constexpr const char* kDiscriminatorFile = ".adversary.safetensors";

// folder/NAME.adversary.safetensors, f32, names of Steps::discriminators(). None: no file.
Status save_discriminators(const Steps& steps, const std::filesystem::path& folder,
                           const std::string& name);

// Takes up those that lie beside a model, as far as they have the run's names and shapes; returns
// how many tensors that were. 0 where there is no file, or the run has no discriminators.
// Errors: those of the file.
Result<std::size_t> take_discriminators(const std::filesystem::path& config_json, Steps& steps);

}  // namespace codec
