// What comes by a pipe, as a file that can be looked at twice.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "codec/base/result.h"
#include "codec/base/temporary_file.h"

namespace codec {

// Neither a regular file nor a folder: "-", a named pipe, /dev/fd/63, a socket, a device.
bool is_pipe(const std::filesystem::path& path);

// What copy_pipe() takes at most: SONOGLYPH_SPOOL_MIB of the environment, else 16 GiB; and never
// more than half of what was free on the disk of `to`, a descriptor, when it was asked.
std::uintmax_t most_spooled(int to);

// `begun`, which was read already, and all that `from` still gives, to the end of `to`: both are
// descriptors. `name` begins the message. Errors: io, also where it is more than most_spooled().
Status copy_pipe(int from, std::string_view begun, int to, const std::string& name);

// Threads: one at a time.
class Spool {
 public:
  // A regular file (or what is not there) is named as it is. All that a pipe gives is copied into
  // a file in the folder for temporary files, which vanishes with this object; its extension is
  // that of the pipe, or else that of the kind of tokens or text that it holds, or `otherwise`.
  // Errors: io, those of copy_pipe() among them.
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
