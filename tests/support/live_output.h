// The parts that a live engine hands out, put together.
#pragma once

#include "gui/audio/live_engine.h"

namespace testing_support {

// Takes what there is now. True when that was the last of it.
inline bool take_into(gui::LiveEngine& engine, gui::LiveOutput& all) {
  const gui::LiveOutput part = engine.takeOutput();
  all.codes.insert(all.codes.end(), part.codes.begin(), part.codes.end());
  all.reconstruction.insert(all.reconstruction.end(), part.reconstruction.begin(),
                            part.reconstruction.end());
  all.gaps = all.gaps || part.gaps;
  all.draft = all.draft || part.draft;
  return part.complete;
}

}  // namespace testing_support
