// Pieces of a file, and bytes of one's own between them, that libsndfile reads as one file.
// For audio_reader alone.
#pragma once

#include <sndfile.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace codec {

// Reads anywhere in an open file, of which it knows the size. Does not own the descriptor.
class FileBytes {
 public:
  // `begin`: the place in the file that counts as 0.
  FileBytes(int fd, std::int64_t begin, std::int64_t size) : fd_(fd), begin_(begin), size_(size) {}

  std::int64_t size() const { return size_; }
  // How many bytes there were.
  std::size_t read(std::int64_t at, void* to, std::size_t bytes);
  // Up to n bytes; fewer at the end.
  std::string text(std::int64_t at, std::size_t n);
  // Unsigned numbers of 1..8 bytes; 0 beyond the end.
  std::uint64_t little(std::int64_t at, int bytes);
  std::uint64_t big(std::int64_t at, int bytes);
  int failure() const { return failure_; }  // the first errno of reading, or 0

 private:
  int fd_;
  std::int64_t begin_;
  std::int64_t size_;
  std::int64_t cached_ = 0;  // where the cache begins
  std::vector<unsigned char> cache_;
  int failure_ = 0;
};

struct FilePiece {
  std::int64_t size = 0;
  std::int64_t at = 0;  // in the file, unless there are
  std::string bytes = {};
};

class FileView {
 public:
  FileView(FileBytes file, std::vector<FilePiece> pieces);

  // With a FileView as user data, for sf_open_virtual.
  static SF_VIRTUAL_IO functions();
  int failure() const { return file_.failure(); }
  // What the reader has not come to; it may have taken some bytes more than it needed.
  struct Rest {
    std::int64_t bytes = 0;
    bool is_zeros = true;
  };
  Rest unread();

 private:
  std::int64_t read(void* to, std::int64_t bytes);

  FileBytes file_;
  std::vector<FilePiece> pieces_;
  std::vector<std::int64_t> begins_;
  std::int64_t size_ = 0;
  std::int64_t at_ = 0;
};

}  // namespace codec
