// Whole files in, whole files out. Outputs appear under their name only when they are complete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/unfinished.h"

namespace codec {

// Errors: io (missing, a folder, unreadable, larger than max_bytes).
Result<std::vector<std::byte>> read_file(const std::filesystem::path& path,
                                         std::uintmax_t max_bytes = std::uintmax_t{4} << 30);
// The same of a regular file alone: a pipe, a device or a folder is an Error (io) at once, and so
// is a file that says that it is larger.
Result<std::vector<std::byte>> read_regular_file(const std::filesystem::path& path,
                                                 std::uintmax_t max_bytes);

// An output that appears under its name only when it is complete. Until commit() it grows in the
// same folder under a name of its own that nobody can foretell; one that is destroyed before leaves
// nothing, and what stood under `path` stays as it was.
//   Links are followed: the file that they lead to is replaced, or made where it is missing.
//   A file that is replaced hands on its mode, and its owner where the system allows.
//   A device, a pipe, or a link to an open descriptor (/dev/stdout) is written in place.
// Threads: one at a time.
class PendingFile {
 public:
  // Errors: io.
  static Result<PendingFile> create(const std::filesystem::path& path);
  ~PendingFile();
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;

  int fd() const { return fd_; }               // owned; positions may be changed
  bool in_place() const { return in_place_; }  // what is written stays written
  // All of them, or an Error (io) that says why not. Some of them may stand there then: it is the
  // end of this output, and what follows gives the same Error.
  Status write(std::span<const std::byte> bytes);
  // The same, over what stands at `offset`. Not in place.
  Status write_at(std::uint64_t offset, std::span<const std::byte> bytes);
  // Buffered. Its errors are told by check(), and by commit() at the latest.
  std::ostream& stream();
  Status check() const;  // of all that was written so far. Errors: io.
  // Flushes, brings the bytes to the disk and gives them their name, which is then on the disk as
  // well. Call once. Errors: io.
  Status commit();

 private:
  class Buffer;
  explicit PendingFile(std::filesystem::path path);
  Error error_of(int why) const;

  std::filesystem::path path_;       // as it was given
  std::filesystem::path target_;     // where its links lead
  std::filesystem::path temporary_;  // empty where written in place, and once there is nothing left
  Unfinished mark_;                  // of temporary_
  int fd_ = -1;
  int failure_ = 0;  // errno of write() and write_at()
  bool in_place_ = false;
  std::unique_ptr<Buffer> buffer_;
  std::unique_ptr<std::ostream> stream_;
};

// While one lives, commit() does not wait for the disk on its thread: many small outputs would take
// longer to sync than to make. After a power loss they may be empty, until sync_disk().
class LateSync {
 public:
  LateSync();
  ~LateSync();
  LateSync(const LateSync&) = delete;
  LateSync& operator=(const LateSync&) = delete;
};

// Brings all that was written to the folder's disk onto it. Errors: io.
Status sync_disk(const std::filesystem::path& folder);

// How the name of a pending output begins; 16 hexadecimal digits follow. `name` without folder.
std::string pending_prefix(std::string_view name);

// Writes all of `bytes`. 0, or the errno that says why not.
int write_all(int fd, std::span<const std::byte> bytes);

// Through a PendingFile. Errors: io.
Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
Status write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace codec
