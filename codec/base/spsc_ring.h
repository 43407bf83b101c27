// A ring between one writer thread and one reader thread, wait-free on both sides.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

#include "codec/base/realtime.h"

namespace codec {

// Units are elements of T; for mono audio that is samples.
//
// Errors: none; what does not fit or is not there shows in the returned count.
// Threads: write() and writable() from the writer only; read(), peek(), skip() and readable() from
// the reader only. Construct and destroy when neither is running.
// Realtime: every function but the constructor.
template <typename T>
class SpscRing {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(std::atomic<std::size_t>::is_always_lock_free);

 public:
  // Room for at least min_capacity elements, rounded up to a power of two.
  explicit SpscRing(std::size_t min_capacity)
      : size_(std::bit_ceil(std::max<std::size_t>(min_capacity, 2))),
        data_(std::make_unique<T[]>(size_)) {}

  std::size_t capacity() const CODEC_REALTIME { return size_; }

  // Copies in as much of `in` as fits; returns how many. The rest is the caller's to count.
  std::size_t write(std::span<const T> in) CODEC_REALTIME {
    const std::size_t w = write_.load(std::memory_order_relaxed);
    const std::size_t n = std::min(in.size(), size_ - (w - read_.load(std::memory_order_acquire)));
    const std::size_t head = std::min(n, size_ - (w & (size_ - 1)));
    std::copy_n(in.data(), head, data_.get() + (w & (size_ - 1)));
    std::copy_n(in.data() + head, n - head, data_.get());
    write_.store(w + n, std::memory_order_release);  // publishes the copied elements
    return n;
  }
  std::size_t writable() const CODEC_REALTIME {
    return size_ - (write_.load(std::memory_order_relaxed) - read_.load(std::memory_order_acquire));
  }

  // Fills as much of `out` as there is; returns how many. Leaves the rest untouched.
  std::size_t read(std::span<T> out) CODEC_REALTIME { return skip(peek(out)); }
  // read() that leaves the elements in the ring.
  std::size_t peek(std::span<T> out) const CODEC_REALTIME {
    const std::size_t r = read_.load(std::memory_order_relaxed);
    const std::size_t n = std::min(out.size(), write_.load(std::memory_order_acquire) - r);
    const std::size_t head = std::min(n, size_ - (r & (size_ - 1)));
    std::copy_n(data_.get() + (r & (size_ - 1)), head, out.data());
    std::copy_n(data_.get(), n - head, out.data() + head);
    return n;
  }
  // Forgets as many as `count` elements; returns how many there were to forget.
  std::size_t skip(std::size_t count) CODEC_REALTIME {
    const std::size_t r = read_.load(std::memory_order_relaxed);
    const std::size_t n = std::min(count, write_.load(std::memory_order_acquire) - r);
    read_.store(r + n, std::memory_order_release);  // frees the room for the writer
    return n;
  }
  // For any thread: exact for the reader and the writer at rest, an estimate for others.
  std::size_t readable() const CODEC_REALTIME {
    const std::size_t r = read_.load(std::memory_order_acquire);
    return std::min(write_.load(std::memory_order_acquire) - r, size_);
  }

 private:
  const std::size_t size_;
  const std::unique_ptr<T[]> data_;
  // Both count up for ever; unsigned wrap is harmless since size_ is a power of two.
  alignas(64) std::atomic<std::size_t> write_{0};
  alignas(64) std::atomic<std::size_t> read_{0};
};

}  // namespace codec
