// A file in the folder for temporary files that vanishes with the object, and at a signal.
#pragma once

#include <filesystem>
#include <string_view>

#include "codec/base/descriptor.h"
#include "codec/base/unfinished.h"

namespace codec {

// Threads: one at a time.
class TemporaryFile {
 public:
  // Empty, open for reading and writing, for its owner alone. Where it cannot be made fd() is -1
  // and errno says why; path() is then what it would have been called.
  explicit TemporaryFile(std::string_view extension);  // with its dot, or ""
  ~TemporaryFile();
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;

  const std::filesystem::path& path() const { return path_; }
  int fd() const { return fd_.get(); }
  void close() { fd_.reset(); }  // the file stays

 private:
  std::filesystem::path path_;
  Descriptor fd_;
  bool is_there_ = false;
  Unfinished mark_;
};

}  // namespace codec
