// The promise of codec/engine/stream.h, checked on a sound: one file, one row of codes, however it
// is cut.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "codec/base/types.h"
#include "codec/engine/model.h"

namespace codec {

struct VerifyCheck {
  std::string name;        // "chunks of 161 samples", "2 threads", "first 3 levels", ...
  bool identical = false;  // with the whole sound in one piece
  std::int64_t first_difference = -1;  // the frame, where it is not
};

struct VerifyReport {
  std::int64_t frames = 0;
  std::vector<VerifyCheck> checks;

  bool identical() const;
};

struct VerifyOptions {
  // Also with every SIMD target that this machine can run (the first ten seconds where that is the
  // slow scalar code). It switches the target of the whole process meanwhile: only where nothing
  // else encodes or decodes.
  bool targets = false;
  std::function<void(const VerifyCheck&)> on_check;  // called after each, may be empty
};

// Encodes and decodes the samples (mono, at the model's rate) whole, in chunks around the subframe
// and the hop, of one sample, of a prime and of a second, after reset(), on two threads at once,
// and with every number of levels; compares codes, and decoded sound bit by bit. Takes about 15
// times as long as encoding in small chunks. Threads: starts two of its own.
VerifyReport verify_stream_identity(const std::shared_ptr<const Model>& model,
                                    std::span<const float> samples,
                                    const VerifyOptions& options = {});

}  // namespace codec
