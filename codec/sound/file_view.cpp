#include "codec/sound/file_view.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace codec {

std::size_t FileBytes::read(std::int64_t at, void* to, std::size_t bytes) {
  constexpr std::int64_t kBlock = 1 << 16;
  auto* out = static_cast<unsigned char*>(to);
  std::size_t done = 0;
  while (done < bytes && at < size_) {
    if (at < cached_ || at >= cached_ + static_cast<std::int64_t>(cache_.size())) {
      cached_ = at / kBlock * kBlock;
      cache_.resize(static_cast<std::size_t>(std::min(kBlock, size_ - cached_)));
      std::size_t filled = 0;
      while (filled < cache_.size()) {
        const auto n = ::pread(fd_, cache_.data() + filled, cache_.size() - filled,
                               begin_ + cached_ + static_cast<std::int64_t>(filled));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && failure_ == 0) failure_ = errno;
        if (n <= 0) break;
        filled += static_cast<std::size_t>(n);
      }
      cache_.resize(filled);
      if (at >= cached_ + static_cast<std::int64_t>(filled)) break;
    }
    const auto from = static_cast<std::size_t>(at - cached_);
    const auto n = std::min(bytes - done, cache_.size() - from);
    std::memcpy(out + done, cache_.data() + from, n);
    done += n;
    at += static_cast<std::int64_t>(n);
  }
  return done;
}

std::string FileBytes::text(std::int64_t at, std::size_t n) {
  std::string bytes(n, '\0');
  bytes.resize(read(at, bytes.data(), n));
  return bytes;
}

std::uint64_t FileBytes::little(std::int64_t at, int bytes) {
  std::array<unsigned char, 8> b{};
  std::uint64_t v = 0;
  const auto n = read(at, b.data(), static_cast<std::size_t>(bytes));
  for (std::size_t i = n; i-- > 0;) v = v << 8 | b[i];
  return v;
}

std::uint64_t FileBytes::big(std::int64_t at, int bytes) {
  std::array<unsigned char, 8> b{};
  std::uint64_t v = 0;
  read(at, b.data(), static_cast<std::size_t>(bytes));
  for (int i = 0; i < bytes; ++i) v = v << 8 | b[static_cast<std::size_t>(i)];
  return v;
}

FileView::FileView(FileBytes file, std::vector<FilePiece> pieces)
    : file_(std::move(file)), pieces_(std::move(pieces)) {
  for (const auto& piece : pieces_) {
    begins_.push_back(size_);
    size_ += piece.size;
  }
}

std::int64_t FileView::read(void* to, std::int64_t bytes) {
  auto* out = static_cast<char*>(to);
  std::int64_t done = 0;
  while (done < bytes && at_ < size_) {
    const auto after = std::upper_bound(begins_.begin(), begins_.end(), at_);
    const auto index = static_cast<std::size_t>(after - begins_.begin()) - 1;
    const auto& piece = pieces_[index];
    const auto within = at_ - begins_[index];
    auto n = std::min(bytes - done, piece.size - within);
    if (piece.bytes.empty()) {
      n = static_cast<std::int64_t>(
          file_.read(piece.at + within, out + done, static_cast<std::size_t>(n)));
    } else {
      piece.bytes.copy(out + done, static_cast<std::size_t>(n), static_cast<std::size_t>(within));
    }
    if (n == 0) break;
    done += n;
    at_ += n;
  }
  return done;
}

FileView::Rest FileView::unread() {
  Rest rest{size_ - at_};
  std::array<char, 4096> block{};
  for (auto n = read(block.data(), block.size()); n > 0 && rest.is_zeros;
       n = read(block.data(), block.size())) {
    rest.is_zeros = std::all_of(block.begin(), block.begin() + n, [](char c) { return c == 0; });
  }
  return rest;
}

SF_VIRTUAL_IO FileView::functions() {
  const auto length = [](void* view) { return static_cast<FileView*>(view)->size_; };
  const auto tell = [](void* view) { return static_cast<FileView*>(view)->at_; };
  const auto read = [](void* to, sf_count_t bytes, void* view) -> sf_count_t {
    return static_cast<FileView*>(view)->read(to, bytes);
  };
  const auto seek = [](sf_count_t offset, int whence, void* of) -> sf_count_t {
    auto& view = *static_cast<FileView*>(of);
    const auto from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? view.at_ : view.size_;
    if (from + offset < 0) return -1;
    return view.at_ = from + offset;
  };
  const auto write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
  SF_VIRTUAL_IO io{};
  io.get_filelen = length;
  io.seek = seek;
  io.read = read;
  io.write = write;
  io.tell = tell;
  return io;
}

}  // namespace codec
