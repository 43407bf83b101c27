// How urgent the calling thread is to the scheduler.
#pragma once

namespace gui {

enum class Urgency {
  sound,       // before the window: asked for, and granted where the system allows it
  background,  // after the window; on any system
};

// Of the calling thread alone. On Linux by its nice value: thread priorities, which Qt sets, mean
// nothing to the usual scheduler. Returns whether it was granted; elsewhere never.
bool setUrgency(Urgency urgency);

}  // namespace gui
