// Keeps the process in memory while sound runs, so that no audio thread waits for a disk.
#pragma once

namespace gui {

// From now on every page that has been touched, and each when it is touched, stays in memory until
// unlockMemory(); pages that nobody touches take none (mlockall(2) with MCL_ONFAULT). Only on Linux
// and only where the system allows the process any amount (CAP_IPC_LOCK, or a limit
// `memlock unlimited` as audio groups have it): under a finite limit allocations would fail later.
// Returns whether it was granted. Takes milliseconds: not in the audio callback.
bool lockMemory();
void unlockMemory();

}  // namespace gui
