#include "codec/base/file_io.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace codec {
namespace {

Error io_error(const std::filesystem::path& path, const char* doing, const std::string& why) {
  return {ErrorCode::io, path.string() + ": cannot " + doing + ": " + why};
}

std::string last_error() { return std::strerror(errno != 0 ? errno : EIO); }

}  // namespace

Result<std::vector<std::byte>> read_file(const std::filesystem::path& path,
                                         std::uintmax_t max_bytes) {
  std::error_code ec;
  if (std::filesystem::is_directory(path, ec)) return io_error(path, "read", "it is a folder");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return io_error(path, "read", last_error());
  std::vector<std::byte> bytes;
  constexpr std::size_t kBlock = std::size_t{1} << 20;
  const auto hint = std::filesystem::file_size(path, ec);
  if (!ec && hint <= max_bytes) bytes.reserve(hint);
  while (in) {
    const auto old = bytes.size();
    bytes.resize(old + kBlock);
    in.read(reinterpret_cast<char*>(bytes.data() + old), kBlock);
    bytes.resize(old + static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > max_bytes) {
      return io_error(path, "read", "larger than " + std::to_string(max_bytes) + " bytes");
    }
  }
  if (in.bad()) return io_error(path, "read", last_error());
  return bytes;
}

PendingFile::PendingFile(std::filesystem::path path) : path_(std::move(path)) {
  static std::atomic<unsigned> counter{0};
  std::error_code ec;
  const auto type = std::filesystem::status(path_, ec).type();
  temporary_ = path_;
  if (type != std::filesystem::file_type::regular &&
      type != std::filesystem::file_type::directory && std::filesystem::exists(path_, ec)) {
    pending_ = false;  // a device or a named pipe is written as it is, never replaced
    return;
  }
  temporary_ += ".part-" + std::to_string(getpid()) + "-" + std::to_string(counter++);
}

PendingFile::~PendingFile() {
  if (!pending_) return;
  std::error_code ec;
  std::filesystem::remove(temporary_, ec);
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      pending_(std::exchange(other.pending_, false)) {}

Status PendingFile::commit() {
  if (temporary_ == path_) return Done{};
  std::error_code ec;
  std::filesystem::rename(temporary_, path_, ec);
  if (ec) return io_error(path_, "write", ec.message());
  pending_ = false;
  return Done{};
}

Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  PendingFile pending(path);
  {
    errno = 0;
    std::ofstream out(pending.temporary(), std::ios::binary | std::ios::trunc);
    if (!out) return io_error(path, "write", last_error());
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return io_error(path, "write", last_error());
  }
  return pending.commit();
}

Status write_file(const std::filesystem::path& path, std::string_view text) {
  return write_file(path, std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace codec
