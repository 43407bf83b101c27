// How urgent the calling thread is to the scheduler.
#pragma once

namespace gui {

enum class Urgency {
  sound,       // before the window: asked for, and granted where the system allows it
  background,  // after the window; on any system
};

// Of the calling thread and those that it starts. On Linux: sound is in the realtime class, or has
// nice -11 where the limits of the user allow no more; background has nice 10, because thread
// priorities, which Qt sets, mean nothing to the usual scheduler. Returns whether anything was
// granted; elsewhere never.
bool setUrgency(Urgency urgency);

}  // namespace gui
