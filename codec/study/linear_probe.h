// How much of the phone a linear map reads out of single frames.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "codec/study/labelled_frames.h"

namespace codec {

struct LinearProbeOptions {
  int epochs = 6;
  std::uint64_t seed = 1;  // of the order of the frames
};

// Softmax regression on frames without their mean and divided by their deviation (of the training
// frames), fitted by Adam in batches of 256 at a rate that falls to 0.
// Threads: one at a time.
class LinearProbe {
 public:
  // A labelled frame at least, all of one D.
  LinearProbe(std::span<const LabelledFrames> training, const LinearProbeOptions& options);
  ~LinearProbe();
  LinearProbe(LinearProbe&& other) noexcept;

  // The share of measured frames that it names wrongly. A labelled frame at least, of the same D.
  double phone_error(std::span<const LabelledFrames> measured);

 private:
  class Softmax;
  std::unique_ptr<Softmax> softmax_;
};

}  // namespace codec
