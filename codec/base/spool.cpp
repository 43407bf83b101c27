#include "codec/base/spool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <span>
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

Error cannot(const std::string& name, const char* doing, int why) {
  return {ErrorCode::io, name + ": cannot " + doing + ": " + std::strerror(why != 0 ? why : EIO)};
}

}  // namespace

std::uintmax_t most_spooled(int to) {
  std::uintmax_t most = std::uintmax_t{16} << 30;
  if (const char* told = std::getenv("SONOGLYPH_SPOOL_MIB")) {
    std::uintmax_t mib = 0;
    const auto* end = told + std::strlen(told);
    const auto [at, why] = std::from_chars(told, end, mib);
    if (why == std::errc() && at == end) most = std::min(mib, std::uintmax_t{1} << 40) << 20;
  }
  struct statvfs disk {};
  if (::fstatvfs(to, &disk) != 0) return most;
  return std::min(most, static_cast<std::uintmax_t>(disk.f_bavail) * disk.f_frsize / 2);
}

Status copy_pipe(int from, std::string_view begun, int to, const std::string& name) {
  const auto most = most_spooled(to);
  std::vector<char> block(begun.begin(), begun.end());
  std::uintmax_t copied = 0;
  for (auto n = static_cast<ssize_t>(block.size());;) {
    if (n < 0) return cannot(name, "read", errno);
    copied += static_cast<std::uintmax_t>(n);
    if (copied > most) {
      return Error{ErrorCode::io, name + ": gives more than the " + std::to_string(most >> 20) +
                                      " MiB that are copied of a pipe at most (16 GiB or "
                                      "SONOGLYPH_SPOOL_MIB, and half of the free disk); write it "
                                      "to a file first"};
    }
    const auto part = std::span(block).first(static_cast<std::size_t>(n));
    if (const int why = write_all(to, std::as_bytes(part)); why != 0) {
      return cannot(name, "copy to a temporary file", why);
    }
    block.resize(std::size_t{1} << 16);
    n = read_some(from, block);
    if (n == 0) return Done{};
  }
}

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
  const auto error = [&spool](const char* doing) { return cannot(spool.name_, doing, errno); };
  const Descriptor from(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                    : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (from.get() < 0) return error("read");
  std::vector<char> block(std::size_t{1} << 16);
  const auto n = read_some(from.get(), block);
  if (n < 0) return error("read");
  const std::string_view begun(block.data(), static_cast<std::size_t>(n));
  auto extension = path == "-" ? std::string() : path.extension().string();
  if (extension.empty()) {
    extension = extension_for(begun);
    if (extension.empty()) extension = otherwise;
  }
  TemporaryFile to(extension);
  if (to.fd() < 0) return error("copy to a temporary file");
  if (auto copied = copy_pipe(from.get(), begun, to.fd(), spool.name_); !copied) {
    return copied.error();
  }
  to.close();
  spool.copy_.emplace(std::move(to));
  return spool;
}

}  // namespace codec
