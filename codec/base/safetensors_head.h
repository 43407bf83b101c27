// How a safetensors file begins, looked at before all of it is read.
#pragma once

#include <cstdint>
#include <filesystem>

#include "codec/base/result.h"

namespace codec {

// A header takes some forty times its bytes in memory, and those of models have about 20 kB.
constexpr std::uint64_t kMostSafeTensorsHeader = std::uint64_t{1} << 20;

// That a regular file begins as a safetensors file, with a header that it has room for. Of others
// nothing is known. Errors: not_our_format, truncated, corrupt (a header over the most).
Status check_safetensors_head(const std::filesystem::path& path);

}  // namespace codec
