// Whole files in, whole files out. Outputs appear under their name only when they are complete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"

namespace codec {

// Errors: io (missing, a folder, unreadable, larger than max_bytes).
Result<std::vector<std::byte>> read_file(const std::filesystem::path& path,
                                         std::uintmax_t max_bytes = std::uintmax_t{4} << 30);

// A name beside `path` under which an output grows until commit() renames it. If it is destroyed
// before, the temporary file is removed and what stood under `path` stays as it was.
class PendingFile {
 public:
  explicit PendingFile(std::filesystem::path path);
  ~PendingFile();
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;

  const std::filesystem::path& temporary() const { return temporary_; }
  Status commit();  // flush to disk is the writer's affair; this renames. Errors: io.

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  bool pending_ = true;
};

// Through a PendingFile. Errors: io.
Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
Status write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace codec
