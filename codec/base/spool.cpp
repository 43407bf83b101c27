#include "codec/base/spool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "codec/base/descriptor.h"
#include "codec/base/file_io.h"

namespace codec {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\xef\xbb\xbf";  // and a byte order mark

// Of token files, which are known by their names alone; "" of all else.
std::string_view extension_for(std::string_view begin) {
  if (begin.starts_with("\x93NUMPY")) return ".npy";
  if (const auto text = begin.substr(std::min(begin.size(), begin.find_first_not_of(kBlanks)));
      text.starts_with("{") || text.starts_with("[")) {
    return ".jsonl";
  }
  if (begin.starts_with("frame,") || begin.starts_with("# ")) return ".csv";
  if (begin.size() >= 9 && begin.substr(3, 6) == std::string_view("\0\0\0\0\0{", 6)) {
    return ".safetensors";
  }
  return "";
}

ssize_t read_some(int fd, std::vector<char>& block) {
  ssize_t n = 0;
  do {
    n = ::read(fd, block.data(), block.size());
  } while (n < 0 && errno == EINTR);
  return n;
}

}  // namespace

bool is_pipe(const std::filesystem::path& path) {
  struct stat status {};
  if (path == "-") return true;
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

Spool Spool::as_it_is(const std::filesystem::path& path) {
  Spool spool;
  spool.path_ = path;
  spool.name_ = path == "-" ? "stdin" : path.string();
  return spool;
}

Result<Spool> Spool::open(const std::filesystem::path& path, std::string_view otherwise) {
  auto spool = as_it_is(path);
  if (!is_pipe(path)) return spool;
  const auto error = [&spool](const char* doing) {
    return Error{ErrorCode::io, spool.name_ + ": cannot " + doing + ": " +
                                    std::strerror(errno != 0 ? errno : EIO)};
  };
  const Descriptor from(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                    : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (from.get() < 0) return error("read");
  std::vector<char> block(std::size_t{1} << 16);
  auto n = read_some(from.get(), block);
  if (n < 0) return error("read");
  auto extension = path == "-" ? std::string() : path.extension().string();
  if (extension.empty()) {
    extension = extension_for(std::string_view(block.data(), static_cast<std::size_t>(n)));
    if (extension.empty()) extension = otherwise;
  }
  TemporaryFile to(extension);
  if (to.fd() < 0) return error("copy to a temporary file");
  for (; n > 0; n = read_some(from.get(), block)) {
    const auto part = std::span(block).first(static_cast<std::size_t>(n));
    if (const int why = write_all(to.fd(), std::as_bytes(part)); why != 0) {
      errno = why;
      return error("copy to a temporary file");
    }
  }
  if (n < 0) return error("read");
  to.close();
  spool.copy_.emplace(std::move(to));
  return spool;
}

}  // namespace codec
