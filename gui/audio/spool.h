// A recording on disk while it is made: what was recorded survives a crash of the program.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "codec/base/result.h"

namespace gui {

// A float32 mono WAV that grows. Every write goes to the system at once; the sizes in its header
// are brought up to date every second, and recoverSpool() mends them from the file's length.
// An advisory lock on the file says that its writer lives.
// Threads: one at a time. Realtime: no.
class Spool {
 public:
  // Creates the folder and a new file in it. Errors: io.
  static codec::Result<Spool> create(const std::filesystem::path& folder, int rateHz);
  ~Spool();  // keeps the file
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&& other) noexcept;

  const std::filesystem::path& path() const { return path_; }
  codec::Status append(std::span<const float> samples);  // Errors: io (disk full, ...)
  codec::Status close();                                 // header, fsync, lock released

 private:
  Spool() = default;
  codec::Status writeHeader();

  std::filesystem::path path_;
  int fd_ = -1;
  int rateHz_ = 0;
  std::uint64_t samples_ = 0;
  std::chrono::steady_clock::time_point headerAt_{};
};

// Recordings in the folder that no living program holds, oldest first; those without a sample are
// removed.
std::vector<std::filesystem::path> orphanedSpools(const std::filesystem::path& folder);
// Brings the header of such a file in line with its length. Errors: io, not_our_format.
codec::Status recoverSpool(const std::filesystem::path& path);

}  // namespace gui
