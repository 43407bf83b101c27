// Silence in place of sound that was lost.
#pragma once

#include <algorithm>
#include <deque>
#include <span>
#include <utility>

#include "codec/base/types.h"

namespace codec {

// Silences ranges of a mono sound that passes in pieces, with edges of 5 ms.
// Threads: one at a time.
class Mute {
 public:
  explicit Mute(int sample_rate_hz) : step_(200.0f / static_cast<float>(sample_rate_hz)) {}

  // Samples from `begin` to `end` of the decoded sound are lost.
  void add(SampleIndex begin, SampleIndex end) { ranges_.push_back({begin, end}); }

  // The samples from `at_` on, in order.
  void apply(std::span<float> samples) {
    for (float& v : samples) {
      while (!ranges_.empty() && at_ >= ranges_.front().second) ranges_.pop_front();
      if (ranges_.empty() && level_ == 1.0f) {
        at_ += &samples.back() - &v + 1;
        return;
      }
      const bool lost = !ranges_.empty() && at_ >= ranges_.front().first;
      level_ = std::clamp(level_ + (lost ? -step_ : step_), 0.0f, 1.0f);
      v *= level_;
      ++at_;
    }
  }

 private:
  std::deque<std::pair<SampleIndex, SampleIndex>> ranges_;
  SampleIndex at_ = 0;
  float level_ = 1.0f;
  float step_;
};

}  // namespace codec
