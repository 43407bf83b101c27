// How much of the phone a linear map reads out of single frames.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codec/study/labelled_frames.h"

namespace codec {

struct LinearProbeOptions {
  int epochs = 6;
  std::uint64_t seed = 1;  // of the order of the frames
};

// Softmax regression on frames without their mean and divided by their deviation (of the training
// frames), fitted by Adam in batches of 256 at a rate that falls to 0. Returns the share of
// measured frames that it names wrongly. Both sides hold a labelled frame, all of one D.
double linear_phone_error(std::span<const LabelledFrames> training,
                          std::span<const LabelledFrames> measured,
                          const LinearProbeOptions& options);

}  // namespace codec
