// Sound in memory that grows at its end: fixed blocks, so that appending never copies the past and
// a snapshot for another thread costs one pointer a block.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "codec/base/types.h"

namespace gui {

// Mono samples at rateHz().
//
// Threads: one object is used by one thread. A copy is a snapshot that another thread may read
// while the original grows; append to the original only.
class Track {
 public:
  explicit Track(int rateHz = 16000) : rateHz_(rateHz) {}

  int rateHz() const { return rateHz_; }
  codec::SampleIndex size() const { return size_; }
  double seconds() const { return static_cast<double>(size_) / rateHz_; }

  void append(std::span<const float> samples);
  // Samples [begin, begin + out.size()); zero where there is no sound.
  void read(codec::SampleIndex begin, std::span<float> out) const;

 private:
  static constexpr codec::SampleIndex kBlock = 1 << 16;
  int rateHz_;
  codec::SampleIndex size_ = 0;
  std::vector<std::shared_ptr<float[]>> blocks_;
};

struct MinMax {
  float low = 0.0F;
  float high = 0.0F;
};

// Minima and maxima of a growing sound at several resolutions, so that a waveform of any length
// costs a few look-ups a pixel.
// Threads: none of its own.
class Peaks {
 public:
  static constexpr codec::SampleIndex kFinest = 128;  // samples under one entry of level 0

  void append(std::span<const float> samples);
  codec::SampleIndex size() const { return size_; }
  // Over at least [begin, end), widened to whole entries of a fitting level. Empty: {0, 0}.
  MinMax range(codec::SampleIndex begin, codec::SampleIndex end) const;

 private:
  static constexpr int kLevels = 5;
  static constexpr codec::SampleIndex kFactor = 8;
  codec::SampleIndex size_ = 0;
  std::vector<MinMax> levels_[kLevels];
};

// A sound and its peaks: what the views draw.
struct Sound {
  explicit Sound(int rateHz = 16000) : track(rateHz) {}
  Track track;
  Peaks peaks;
  void append(std::span<const float> samples) {
    track.append(samples);
    peaks.append(samples);
  }
};

}  // namespace gui
