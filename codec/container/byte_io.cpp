#include "codec/container/byte_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "codec/base/file_io.h"

namespace codec {
namespace {

Error io_error(const std::string& name, const char* doing) {
  return {ErrorCode::io,
          name + ": cannot " + doing + ": " + std::strerror(errno != 0 ? errno : EIO)};
}

// Owns a descriptor, unless it is stdin or stdout.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > 2) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  // False where the system reports that written bytes were lost.
  bool close() {
    const int fd = std::exchange(fd_, -1);
    return fd <= 2 || ::close(fd) == 0;
  }

 private:
  int fd_;
};

class FdSource : public ByteSource {
 public:
  FdSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {
    struct stat info {};
    if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
      const auto at = fd == STDIN_FILENO ? ::lseek(fd, 0, SEEK_CUR) : 0;
      base_ = at > 0 ? static_cast<std::uint64_t>(at) : 0;
      const auto bytes = static_cast<std::uint64_t>(info.st_size);
      size_ = bytes - std::min(bytes, base_);
    }
  }
  Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> out) override {
    std::size_t done = 0;
    while (done < out.size()) {
      const auto rest = out.subspan(done);
      const auto n = size_ ? ::pread(fd_.get(), rest.data(), rest.size(),
                                     static_cast<off_t>(base_ + offset + done))
                           : ::read(fd_.get(), rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return io_error(name_, "read");
      if (n == 0) break;
      done += static_cast<std::size_t>(n);
      if (!size_) break;  // what a pipe has now: waiting for more would delay what came
    }
    return done;
  }
  std::optional<std::uint64_t> size() const override { return size_; }

 private:
  Descriptor fd_;
  std::string name_;
  std::uint64_t base_ = 0;
  std::optional<std::uint64_t> size_;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::span<const std::byte> bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> out) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const auto part = bytes_.subspan(offset, std::min(out.size(), bytes_.size() - offset));
    std::copy(part.begin(), part.end(), out.begin());
    return part.size();
  }
  std::optional<std::uint64_t> size() const override { return bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
};

class FdSink : public ByteSink {
 public:
  FdSink(int fd, std::string name) : fd_(fd), name_(std::move(name)) {
    struct stat info {};
    regular_ = fd > 2 && ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
  }
  Status write(std::span<const std::byte> bytes) override {
    errno = write_all(fd_.get(), bytes);
    if (errno != 0) return io_error(name_, "write");
    return Done{};
  }
  Result<bool> rewrite_start(std::span<const std::byte> bytes) override {
    if (!regular_) return false;
    const auto n = ::pwrite(fd_.get(), bytes.data(), bytes.size(), 0);
    if (n != static_cast<ssize_t>(bytes.size())) return io_error(name_, "write");
    return true;
  }
  Status finish() override {
    if (regular_ && ::fsync(fd_.get()) != 0) return io_error(name_, "write");
    if (!fd_.close()) return io_error(name_, "write");
    return Done{};
  }

 private:
  Descriptor fd_;
  std::string name_;
  bool regular_ = false;
};

class PendingSink : public ByteSink {
 public:
  explicit PendingSink(PendingFile file) : file_(std::move(file)) {}
  Status write(std::span<const std::byte> bytes) override { return file_.write(bytes); }
  Result<bool> rewrite_start(std::span<const std::byte> bytes) override {
    if (file_.in_place()) return false;
    if (auto written = file_.write_at(0, bytes); !written) return written.error();
    return true;
  }
  Status finish() override { return file_.commit(); }

 private:
  PendingFile file_;
};

class MemorySink : public ByteSink {
 public:
  explicit MemorySink(std::vector<std::byte>& bytes) : bytes_(bytes), start_(bytes.size()) {}
  Status write(std::span<const std::byte> bytes) override {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return Done{};
  }
  Result<bool> rewrite_start(std::span<const std::byte> bytes) override {
    std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(start_));
    return true;
  }
  Status finish() override { return Done{}; }

 private:
  std::vector<std::byte>& bytes_;
  std::size_t start_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::filesystem::path& path) {
  if (path == "-") return std::unique_ptr<ByteSource>(new FdSource(STDIN_FILENO, "stdin"));
  std::error_code ec;
  if (std::filesystem::is_directory(path, ec)) {
    return Error{ErrorCode::io, path.string() + ": cannot read: it is a folder"};
  }
  errno = 0;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error(path.string(), "read");
  return std::unique_ptr<ByteSource>(new FdSource(fd, path.string()));
}

std::unique_ptr<ByteSource> ByteSource::memory(std::span<const std::byte> bytes) {
  return std::make_unique<MemorySource>(bytes);
}

Result<std::unique_ptr<ByteSink>> ByteSink::create(const std::filesystem::path& path,
                                                   Placement placement) {
  if (path == "-") {
    return std::unique_ptr<ByteSink>(new FdSink(STDOUT_FILENO, "stdout"));
  }
  if (placement == Placement::pending) {
    auto file = PendingFile::create(path);
    if (!file) return file.error();
    return std::unique_ptr<ByteSink>(new PendingSink(std::move(*file)));
  }
  std::error_code ec;
  if (std::filesystem::is_directory(path, ec)) {
    return Error{ErrorCode::io, path.string() + ": cannot write: it is a folder"};
  }
  errno = 0;
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return io_error(path.string(), "write");
  return std::unique_ptr<ByteSink>(new FdSink(fd, path.string()));
}

std::unique_ptr<ByteSink> ByteSink::memory(std::vector<std::byte>& bytes) {
  return std::make_unique<MemorySink>(bytes);
}

}  // namespace codec
