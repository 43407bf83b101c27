#include "gui/audio/spool.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <system_error>
#include <utility>

namespace gui {
namespace {

constexpr std::size_t kHeaderBytes = 44;
static_assert(std::endian::native == std::endian::little, "WAV is written as memory stands");

std::array<char, kHeaderBytes> wavHeader(int rateHz, std::uint64_t dataBytes) {
  std::array<char, kHeaderBytes> h{};
  const auto put = [&h](std::size_t at, auto value) { std::memcpy(&h[at], &value, sizeof value); };
  const auto limited = [](std::uint64_t n) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(n, 0xffffffffu));
  };
  std::memcpy(&h[0], "RIFF", 4);
  put(4, limited(dataBytes + kHeaderBytes - 8));
  std::memcpy(&h[8], "WAVEfmt ", 8);
  put(16, std::uint32_t{16});
  put(20, std::uint16_t{3});  // IEEE float
  put(22, std::uint16_t{1});
  put(24, static_cast<std::uint32_t>(rateHz));
  put(28, static_cast<std::uint32_t>(rateHz) * 4);
  put(32, std::uint16_t{4});
  put(34, std::uint16_t{32});
  std::memcpy(&h[36], "data", 4);
  put(40, limited(dataBytes));
  return h;
}

codec::Error systemError(const std::filesystem::path& path, const char* what) {
  return {codec::ErrorCode::io, path.string() + ": " + what + ": " +
                                    std::error_code(errno, std::generic_category()).message()};
}

bool writeAll(int fd, const char* bytes, std::size_t n) {
  while (n > 0) {
    const ssize_t done = ::write(fd, bytes, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes += done;
    n -= static_cast<std::size_t>(done);
  }
  return true;
}

}  // namespace

codec::Result<Spool> Spool::create(const std::filesystem::path& folder, int rateHz) {
  std::error_code ignored;  // the open below says it better
  std::filesystem::create_directories(folder, ignored);
  char stamp[32];
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  std::strftime(stamp, sizeof stamp, "%Y-%m-%d %H.%M.%S", &local);
  Spool spool;
  spool.rateHz_ = rateHz;
  for (int attempt = 0; spool.fd_ < 0; ++attempt) {
    const std::string tail = attempt == 0 ? "" : " (" + std::to_string(attempt + 1) + ")";
    spool.path_ = folder / (std::string("Recording ") + stamp + tail + ".wav");
    spool.fd_ = ::open(spool.path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (spool.fd_ < 0 && (errno != EEXIST || attempt > 98)) {
      return systemError(spool.path_, "cannot create the recording");
    }
  }
  ::flock(spool.fd_, LOCK_EX | LOCK_NB);
  if (codec::Status status = spool.writeHeader(); !status) return status.error();
  ::lseek(spool.fd_, kHeaderBytes, SEEK_SET);
  return spool;
}

Spool::~Spool() { (void)close(); }

Spool::Spool(Spool&& other) noexcept { *this = std::move(other); }

Spool& Spool::operator=(Spool&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  std::swap(rateHz_, other.rateHz_);
  std::swap(samples_, other.samples_);
  std::swap(headerAt_, other.headerAt_);
  return *this;
}

codec::Status Spool::writeHeader() {
  const auto header = wavHeader(rateHz_, samples_ * sizeof(float));
  headerAt_ = std::chrono::steady_clock::now();
  if (::pwrite(fd_, header.data(), header.size(), 0) != static_cast<ssize_t>(header.size())) {
    return systemError(path_, "cannot write the recording");
  }
  return codec::Done{};
}

codec::Status Spool::append(std::span<const float> samples) {
  if (!writeAll(fd_, reinterpret_cast<const char*>(samples.data()), samples.size_bytes())) {
    return systemError(path_, "cannot write the recording; free some disk space");
  }
  samples_ += samples.size();
  if (std::chrono::steady_clock::now() - headerAt_ < std::chrono::seconds(1)) return codec::Done{};
  return writeHeader();
}

codec::Status Spool::close() {
  if (fd_ < 0) return codec::Done{};
  codec::Status status = writeHeader();
  if (::fsync(fd_) != 0 && status) status = systemError(path_, "cannot write the recording");
  ::close(fd_);
  fd_ = -1;
  return status;
}

std::vector<std::filesystem::path> orphanedSpools(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error) || entry.path().extension() != ".wav") continue;
    const int fd = ::open(entry.path().c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) continue;
    const bool orphaned = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
    const off_t bytes = ::lseek(fd, 0, SEEK_END);
    if (orphaned && bytes <= static_cast<off_t>(kHeaderBytes)) {
      std::filesystem::remove(entry.path(), error);
    } else if (orphaned) {
      found.push_back(entry.path());
    }
    ::close(fd);
  }
  std::sort(found.begin(), found.end());  // names begin with the date
  return found;
}

codec::Status recoverSpool(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return systemError(path, "cannot open the recording");
  std::array<char, kHeaderBytes> header{};
  const bool read =
      ::pread(fd, header.data(), header.size(), 0) == static_cast<ssize_t>(header.size()) &&
      std::memcmp(&header[36], "data", 4) == 0;
  if (!read) {
    ::close(fd);
    return codec::Error{codec::ErrorCode::not_our_format,
                        path.string() + ": this is not an interrupted recording"};
  }
  std::uint32_t rate = 0;
  std::memcpy(&rate, &header[24], sizeof rate);
  const off_t bytes = ::lseek(fd, 0, SEEK_END);
  const auto data = static_cast<std::uint64_t>(bytes - static_cast<off_t>(kHeaderBytes)) & ~3ull;
  header = wavHeader(static_cast<int>(rate), data);
  const bool written =
      ::ftruncate(fd, static_cast<off_t>(kHeaderBytes + data)) == 0 &&
      ::pwrite(fd, header.data(), header.size(), 0) == static_cast<ssize_t>(header.size());
  ::close(fd);
  if (!written) return systemError(path, "cannot mend the recording");
  return codec::Done{};
}

}  // namespace gui
