// safetensors (https://github.com/huggingface/safetensors): 8 bytes little-endian header length,
// a JSON header, raw little-endian data. Nothing in it is executable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "codec/base/result.h"

namespace codec {

enum class DType { f32, f16, i64, i32, i16, u16, u8 };

std::size_t size_of(DType type);

struct TensorData {
  DType type = DType::f32;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;  // row-major, little-endian; bytes.size() == product * size_of

  std::int64_t elements() const;
  // Values as float32; f16 is widened exactly. Only for f32 and f16 (otherwise empty).
  std::vector<float> to_floats() const;
  static TensorData from_floats(std::vector<std::int64_t> shape, std::span<const float> values,
                                DType type = DType::f32);
};

struct SafeTensors {
  std::map<std::string, TensorData> tensors;
  std::map<std::string, std::string> metadata;

  const TensorData* find(const std::string& name) const;

  // Any bytes may come in. Overlapping, misaligned or out-of-range spans, a header over 1 MiB,
  // shapes that overflow and unknown dtypes are errors. Errors: truncated, corrupt, unsupported.
  static Result<SafeTensors> parse(std::span<const std::byte> file);
  // Regular files of up to kMaxFile alone. Errors: those of parse(), io.
  static constexpr std::uintmax_t kMaxFile = std::uintmax_t{1} << 30;
  // The bytes of such a file; before all of them are read, its head must be one.
  static Result<std::vector<std::byte>> read(const std::filesystem::path& path);
  static Result<SafeTensors> load(const std::filesystem::path& path);

  std::vector<std::byte> serialize() const;
  // Through a temporary name and a rename.
  Status save(const std::filesystem::path& path) const;
};

}  // namespace codec
