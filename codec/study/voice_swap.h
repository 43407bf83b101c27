// What one speaker said with the voice of another, on codes alone: level 1 of sound A stays, the
// levels above it are put together from sound B. It can work as far as level 1 says what was spoken
// and the levels above it carry the voice.
#pragma once

#include "codec/base/types.h"
#include "codec/engine/model.h"

namespace codec {

// Both functions: `said` (A) and `voice` (B) hold all Q >= 2 levels of `model`, B at least one
// frame. The result has as many frames as A, and A's level 1. Threads: any number at once.

// Each frame takes levels 2..Q of the frame of B whose level-1 entry is nearest to its own, in the
// space where level 1's codes are chosen; where several are equally near, of the one that follows
// the frame taken last, or else of the first.
Codes swap_voice_by_frame(const Model& model, const Codes& said, const Codes& voice);

// Each frame takes the codes of levels 2..Q nearest (level by level) to the mean of what B adds to
// level 1 in its frames of the same level-1 code, or in all its frames where it has none.
Codes swap_voice_by_mean(const Model& model, const Codes& said, const Codes& voice);

}  // namespace codec
