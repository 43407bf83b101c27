// What comes by a pipe, as a file that can be looked at twice.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "codec/base/result.h"
#include "codec/base/temporary_file.h"

namespace codec {

// Neither a regular file nor a folder: "-", a named pipe, /dev/fd/63, a socket, a device.
bool is_pipe(const std::filesystem::path& path);

// Threads: one at a time.
class Spool {
 public:
  // A regular file (or what is not there) is named as it is. All that a pipe gives is copied into
  // a file in the folder for temporary files, which vanishes with this object; its extension is
  // that of the pipe, or else that of the kind of tokens or text that it holds, or `otherwise`.
  // Errors: io.
  static Result<Spool> open(const std::filesystem::path& path, std::string_view otherwise = "");
  static Spool as_it_is(const std::filesystem::path& path);  // without a copy

  const std::filesystem::path& path() const { return copy_ ? copy_->path() : path_; }
  const std::string& name() const { return name_; }  // for messages; "stdin" for "-"
  bool is_copy() const { return copy_.has_value(); }

 private:
  Spool() = default;

  std::filesystem::path path_;
  std::string name_;
  std::optional<TemporaryFile> copy_;
};

}  // namespace codec
