// Bytes of a file, of stdin or of memory behind one reader, and of a file, stdout or memory behind
// one writer. For the container alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "codec/base/result.h"

namespace codec {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills `out` from `offset` on; fewer bytes only at the end. A pipe reads on from where it is:
  // there `offset` must be the sum of all bytes read so far. Errors: io.
  virtual Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> out) = 0;
  // Nothing for a pipe.
  virtual std::optional<std::uint64_t> size() const = 0;

  // "-" is stdin. Errors: io.
  static Result<std::unique_ptr<ByteSource>> open(const std::filesystem::path& path);
  static std::unique_ptr<ByteSource> memory(std::span<const std::byte> bytes);
};

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  // Hands the bytes to the system before it returns. Errors: io.
  virtual Status write(std::span<const std::byte> bytes) = 0;
  // Overwrites bytes at the start; false where that cannot be (a pipe).
  virtual Result<bool> rewrite_start(std::span<const std::byte> bytes) = 0;
  // Gives the output its name. Errors: io.
  virtual Status finish() = 0;

  enum class Placement { pending, in_place };
  // "-" is stdout. Errors: io.
  static Result<std::unique_ptr<ByteSink>> create(const std::filesystem::path& path,
                                                  Placement placement);
  static std::unique_ptr<ByteSink> memory(std::vector<std::byte>& bytes);
};

}  // namespace codec
