// Codecs of others, as wholes: sound in, what comes back out. For codec/compare alone.
#pragma once

#include <span>
#include <vector>

#include "codec/base/result.h"

namespace codec {

struct ForeignSound {
  std::vector<float> sound;  // as long as what went in, aligned with it
  double kbps = 0.0;         // of the packets
};

// Opus in frames of 20 ms as Debian's libopus makes it: speech, variable rate, complexity 10.
// samples: mono at 16000 Hz. Errors: unsupported (not in this build), bad_value (rate).
Result<ForeignSound> through_opus(std::span<const float> samples, int bps);

inline constexpr int kCodec2Rates[] = {3200, 2400, 1600, 1400, 1300, 1200, 700};
// Codec 2. samples: mono at 8000 Hz. Errors: unsupported (not in this build), bad_value (rate).
Result<ForeignSound> through_codec2(std::span<const float> samples, int bps);

}  // namespace codec
