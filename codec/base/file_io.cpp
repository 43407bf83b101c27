#include "codec/base/file_io.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <streambuf>
#include <system_error>
#include <utility>

#include "codec/base/crc32c.h"

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

Result<std::vector<std::byte>> read_regular_file(const std::filesystem::path& path,
                                                 std::uintmax_t max_bytes) {
  struct stat info {};
  errno = 0;
  if (::stat(path.c_str(), &info) != 0) return io_error(path, "read", last_error());
  if (!S_ISREG(info.st_mode)) return io_error(path, "read", "it is no regular file");
  if (static_cast<std::uintmax_t>(info.st_size) > max_bytes) {
    return io_error(path, "read",
                    "it has " + std::to_string(info.st_size) + " bytes, at most " +
                        std::to_string(max_bytes) + " are read");
  }
  return read_file(path, max_bytes);
}

namespace {

constexpr std::size_t kLongestName = 255;  // bytes, of every file system that matters here
constexpr std::string_view kPending = ".part-";
constexpr std::size_t kDigits = 16;

std::string hexadecimal(std::uint64_t v, int digits) {
  constexpr std::string_view kDigitsOf = "0123456789abcdef";
  std::string text;
  for (int i = digits - 1; i >= 0; --i) text += kDigitsOf[(v >> (4 * i)) & 0xf];
  return text;
}

// The descriptor N of a link /proc/self/fd/N, -1 of any other.
int own_descriptor(const std::filesystem::path& link) {
  struct stat own {};
  struct stat folder {};
  const auto name = link.filename().string();
  int n = -1;
  const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), n);
  if (fault != std::errc() || end != name.data() + name.size()) return -1;
  for (const char* mine : {"/proc/self/fd", "/proc/thread-self/fd"}) {
    if (::stat(mine, &own) == 0 && ::stat(link.parent_path().c_str(), &folder) == 0 &&
        own.st_dev == folder.st_dev && own.st_ino == folder.st_ino) {
      return n;
    }
  }
  return -1;
}

bool is_in_proc(const std::filesystem::path& path) {
  struct statfs system {};
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  return ::statfs(folder.c_str(), &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

// Where the last link leads that is no descriptor's.
std::filesystem::path follow(std::filesystem::path path) {
  std::error_code ec;
  for (int i = 0; i < 40 && std::filesystem::is_symlink(path, ec) && !is_in_proc(path); ++i) {
    path = path.parent_path() / std::filesystem::read_symlink(path, ec);
  }
  return path;
}

// A new file beside `target`, in `name`; -1: errno says why.
int open_beside(const std::filesystem::path& target, mode_t mode, std::filesystem::path& name,
                Unfinished& mark) {
  const auto start = target.parent_path() / pending_prefix(target.filename().string());
  for (int tries = 0; tries < 100; ++tries) {
    std::uint64_t random = 0;
    if (::getentropy(&random, sizeof random) != 0) return -1;
    name = start;
    name += hexadecimal(random, kDigits);
    mark = Unfinished(name);  // first: a signal may come at any time
    const int fd = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd >= 0) return fd;
    const int why = errno;
    mark.strike();
    errno = why;
    if (why != EEXIST) return -1;
  }
  return -1;
}

// What replaces a file takes on its owner and mode.
void take_after(int fd, const struct stat& old) {
  mode_t mode = old.st_mode & 0777;
  if (::fchown(fd, old.st_uid, old.st_gid) != 0 &&
      ::fchown(fd, static_cast<uid_t>(-1), old.st_gid) != 0) {
    struct stat own {};
    // Another group shall not read what that of the old file alone could.
    if (::fstat(fd, &own) != 0 || own.st_gid != old.st_gid) mode &= ~mode_t{070};
  }
  ::fchmod(fd, mode);
}

thread_local int late_syncs = 0;  // LateSyncs that live on this thread

// A new name is on the disk when its folder is. Folders that cannot be synced are none of ours.
void sync_folder_of(const std::filesystem::path& path) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

LateSync::LateSync() { ++late_syncs; }
LateSync::~LateSync() { --late_syncs; }

Status sync_disk(const std::filesystem::path& folder) {
  errno = 0;
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return io_error(folder, "open", last_error());
  const int failed = ::syncfs(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (failed != 0) return io_error(folder, "write", std::strerror(failed));
  return Done{};
}

std::string pending_prefix(std::string_view name) {
  std::string prefix(name);
  constexpr auto kRoom = kLongestName - kPending.size() - kDigits;
  if (prefix.size() > kRoom) {
    std::size_t keep = kRoom - 9;
    while (keep > 0 && (static_cast<unsigned char>(prefix[keep]) & 0xc0) == 0x80) --keep;
    prefix.resize(keep);
    prefix += "~" + hexadecimal(crc32c(std::as_bytes(std::span(name.data(), name.size()))), 8);
  }
  return prefix + std::string(kPending);
}

int write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    if (n == 0) return EIO;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return 0;
}

class PendingFile::Buffer : public std::streambuf {
 public:
  explicit Buffer(int fd) : fd_(fd), bytes_(std::size_t{1} << 16) { empty(); }
  int failure() const { return failure_; }

 protected:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  int sync() override {
    const auto part = std::span(pbase(), static_cast<std::size_t>(pptr() - pbase()));
    if (failure_ == 0) failure_ = write_all(fd_, std::as_bytes(part));
    empty();
    return failure_ == 0 ? 0 : -1;
  }

 private:
  void empty() { setp(bytes_.data(), bytes_.data() + bytes_.size()); }
  int fd_;
  int failure_ = 0;
  std::vector<char> bytes_;
};

PendingFile::PendingFile(std::filesystem::path path) : path_(std::move(path)) {}

Result<PendingFile> PendingFile::create(const std::filesystem::path& path) {
  PendingFile file(path);
  struct stat old {};
  errno = 0;
  // The system refuses to follow links here that others may have laid.
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return file.error_of(errno);
  if (exists && S_ISDIR(old.st_mode)) return io_error(path, "write", "it is a folder");
  file.target_ = follow(path);
  std::error_code ec;
  const bool is_descriptor = exists && std::filesystem::is_symlink(file.target_, ec);
  file.in_place_ = exists && (is_descriptor || !S_ISREG(old.st_mode));
  if (file.in_place_) {
    const int own = is_descriptor ? own_descriptor(file.target_) : -1;
    file.fd_ = own >= 0 ? ::fcntl(own, F_DUPFD_CLOEXEC, 3)
                        : ::open(file.target_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    file.fd_ = open_beside(file.target_, exists ? 0600 : 0666, file.temporary_, file.mark_);
    if (file.fd_ < 0) file.temporary_.clear();
    if (file.fd_ >= 0 && exists) take_after(file.fd_, old);
  }
  if (file.fd_ < 0) return file.error_of(errno);
  return file;
}

PendingFile::~PendingFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      mark_(std::move(other.mark_)),
      fd_(std::exchange(other.fd_, -1)),
      failure_(other.failure_),
      in_place_(other.in_place_),
      buffer_(std::move(other.buffer_)),
      stream_(std::move(other.stream_)) {}

Error PendingFile::error_of(int why) const {
  return io_error(path_, "write", std::strerror(why != 0 ? why : EIO));
}

Status PendingFile::write(std::span<const std::byte> bytes) {
  if (failure_ == 0) failure_ = write_all(fd_, bytes);
  return check();
}

Status PendingFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (failure_ == 0 && !bytes.empty()) {
    const auto n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      failure_ = n < 0 && errno != 0 ? errno : EIO;
      break;
    }
    offset += static_cast<std::uint64_t>(n);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return check();
}

Status PendingFile::check() const {
  if (failure_ != 0) return error_of(failure_);
  if (buffer_ != nullptr && buffer_->failure() != 0) return error_of(buffer_->failure());
  return Done{};
}

std::ostream& PendingFile::stream() {
  if (stream_ == nullptr) {
    buffer_ = std::make_unique<Buffer>(fd_);
    stream_ = std::make_unique<std::ostream>(buffer_.get());
  }
  return *stream_;
}

Status PendingFile::commit() {
  if (stream_ != nullptr) stream_->flush();
  if (auto whole = check(); !whole) return whole;
  // Pipes and devices have nothing to bring to a disk.
  const bool synced =
      late_syncs > 0 || ::fsync(fd_) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP;
  if (!synced) return error_of(errno);
  if (::close(std::exchange(fd_, -1)) != 0) return error_of(errno);
  if (in_place_) return Done{};
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) return error_of(errno);
  temporary_.clear();
  mark_.strike();
  if (late_syncs == 0) sync_folder_of(target_);
  return Done{};
}

Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  auto pending = PendingFile::create(path);
  if (!pending) return pending.error();
  if (auto written = pending->write(bytes); !written) return written;
  return pending->commit();
}

Status write_file(const std::filesystem::path& path, std::string_view text) {
  return write_file(path, std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace codec
