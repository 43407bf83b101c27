// Words of this project, each used for one thing only:
//   sample    one instant of a mono signal; positions and lengths count samples
//   frame     one token column = one code per level = 20 ms in the shipped models
//   hop       samples per frame, at the model's rate
//   subframe  one analysis or synthesis STFT frame; a frame holds a whole number of them
//   level     one residual codebook, 0 first; users see "codebook 1" for level 0
//   column    one STFT column of a view (never in the stream)
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codec {

// A place on the time axis in samples. Signed: a filter with look-ahead has outputs before
// sample 0. 64 bits: 32 wrap after 12 hours at 48 kHz.
using SampleIndex = std::int64_t;

// A code is an index into one codebook, 0 <= code < K <= 65536.
using Code = std::uint16_t;

// Codes of a stretch of sound, frame by frame.
struct Codes {
  int levels = 0;          // Q
  std::vector<Code> data;  // frame-major: data[frame * levels + level]

  std::int64_t frames() const {
    return levels > 0 ? static_cast<std::int64_t>(data.size()) / levels : 0;
  }
  Code at(int level, std::int64_t frame) const {
    return data[static_cast<std::size_t>(frame * levels + level)];
  }
  friend bool operator==(const Codes&, const Codes&) = default;
};

// Bits per second of the codes alone; container overhead is counted by the container.
constexpr double bit_rate_bps(int levels, int bits_per_code, int sample_rate_hz, int hop_samples) {
  return static_cast<double>(levels) * bits_per_code * sample_rate_hz / hop_samples;
}
static_assert(bit_rate_bps(5, 10, 16000, 320) == 2500.0);

}  // namespace codec
