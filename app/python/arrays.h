// numpy arrays as the codec sees them: read where they lie, written once.
// The constructors and the make functions need the GIL; everything else runs without it, as long
// as the array is held by a caller.
#pragma once

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "codec/base/types.h"
#include "codec/sound/downmix.h"

namespace python {

// Samples, floats or int16 (scaled to -1..1), of shape (n,) or (channels, n), any strides; what is
// neither int16 nor float32 is copied to float32.
class Sound {
 public:
  // Throws pybind11::type_error (no array, wrong dtype), pybind11::value_error (shape, no samples
  // unless may_be_empty).
  explicit Sound(const pybind11::object& samples, bool may_be_empty = false);

  // What of several channels mono() gives: None is of one channel alone, else "mix", "left",
  // "right", "auto" or a row. Throws pybind11::value_error, pybind11::type_error.
  void choose(const pybind11::object& channel);

  std::size_t length() const { return length_; }  // instants
  int channels() const { return static_cast<int>(channels_); }

  // The mean of all channels, or the chosen one, `n` instants from `begin`: a view of the array
  // itself where that is contiguous mono float32, else of `scratch`. Throws std::invalid_argument
  // on NaN and infinity.
  std::span<const float> mono(std::size_t begin, std::size_t n, std::vector<float>& scratch) const;
  // The same, all channels interleaved, always in `scratch`.
  std::span<const float> interleaved(std::size_t begin, std::size_t n,
                                     std::vector<float>& scratch) const;

 private:
  float at(std::size_t channel, std::size_t instant) const;
  void check_finite(std::span<const float> samples, std::size_t begin, std::size_t channels) const;

  pybind11::array array_;  // keeps what was converted by __array__ alive
  const char* data_ = nullptr;
  std::size_t length_ = 0;
  std::size_t channels_ = 1;
  std::optional<std::size_t> row_;     // of mono()
  std::ptrdiff_t channel_stride_ = 0;  // bytes
  std::ptrdiff_t stride_ = 0;          // bytes
  bool int16_ = false;
};

// Codes (Q, T) of any integer dtype and strides.
class CodeGrid {
 public:
  // Throws pybind11::type_error, pybind11::value_error (not 2-D, Q outside 1..most_levels).
  CodeGrid(const pybind11::object& codes, int most_levels);

  int levels() const { return static_cast<int>(levels_); }
  std::int64_t frames() const { return static_cast<std::int64_t>(frames_); }
  // Replaces `out` by the codes of `n` frames from `begin`, frame-major.
  // Throws std::invalid_argument on a code outside 0..codebook_size - 1.
  void take(std::int64_t begin, std::int64_t n, int codebook_size,
            std::vector<codec::Code>& out) const;

 private:
  pybind11::array array_;
  const char* data_ = nullptr;
  std::size_t levels_ = 0;
  std::size_t frames_ = 0;
  std::ptrdiff_t level_stride_ = 0;  // bytes
  std::ptrdiff_t frame_stride_ = 0;  // bytes
  std::int64_t (*load_)(const char*) = nullptr;
};

// "auto", "mix", "left", "right" or a row of an array, from 0.
// Throws pybind11::value_error, pybind11::type_error.
codec::ChannelChoice checked_channel(const pybind11::object& channel);

// Frame-major codes as a new C-contiguous (Q, T): int16 where K <= 32768, else uint16.
pybind11::array make_codes(std::span<const codec::Code> codes, int levels, int codebook_size);

// (n,) that takes the vector over, without a copy.
pybind11::array make_sound(std::vector<float> samples);
// Interleaved samples as (n,) for one channel, else (channels, n): a view of the vector.
pybind11::array make_sound(std::vector<float> interleaved, int channels);

}  // namespace python
