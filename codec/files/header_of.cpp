#include "codec/files/header_of.h"

#include <algorithm>
#include <cmath>

namespace codec {

StreamHeader header_of(const Model& model, int levels) {
  const auto& config = model.config();
  StreamHeader h;
  h.fingerprint = model.fingerprint();
  h.model_name = config.name;
  h.source_rate_hz = h.model_rate_hz = config.sample_rate_hz;
  h.levels = levels == 0 ? config.levels : levels;
  h.bits_per_code = config.bits_per_code();
  h.hop_samples = config.hop_samples();
  h.packet_frames = std::clamp(static_cast<int>(std::lround(config.frame_rate_hz())), 1, 1024);
  return h;
}

}  // namespace codec
