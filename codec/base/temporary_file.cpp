#include "codec/base/temporary_file.h"

#include <fcntl.h>
#include <stdlib.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace codec {

TemporaryFile::TemporaryFile(std::string_view extension) {
  std::error_code ec;
  const auto folder = std::filesystem::temp_directory_path(ec);
  auto name = (folder / ("sonoglyph-XXXXXX" + std::string(extension))).string();
  if (ec) {
    path_ = name;
    errno = ENOTDIR;
    return;
  }
  fd_.reset(::mkostemps(name.data(), static_cast<int>(extension.size()), O_CLOEXEC));
  path_ = name;
  if (fd_.get() < 0) return;
  is_there_ = true;
  mark_ = Unfinished(path_);
}

TemporaryFile::~TemporaryFile() {
  if (is_there_) ::unlink(path_.c_str());
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : path_(other.path_),
      fd_(std::move(other.fd_)),
      is_there_(std::exchange(other.is_there_, false)),
      mark_(std::move(other.mark_)) {}

}  // namespace codec
