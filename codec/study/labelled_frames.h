// One recording frame by frame as one representation gives it, beside the phones that sound: what
// the probes (codec/study/phone_probe.h) learn and measure on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace codec {

struct LabelledFrames {
  std::size_t dim = 0;               // D
  std::vector<float> vectors;        // (T, D)
  std::vector<std::uint8_t> phones;  // (T); kUnknownPhone where nothing is known

  std::size_t frames() const { return phones.size(); }
  const float* vector(std::size_t t) const { return vectors.data() + t * dim; }
};

// The mean of the labelled frames' vectors (D), and the root of their mean variance over
// dimensions: one scale for all of them, so that what is small in a representation stays small.
struct FrameScale {
  std::vector<float> mean;
  float deviation = 1.0f;  // > 0

  static FrameScale of(std::span<const LabelledFrames> recordings);
};

}  // namespace codec
