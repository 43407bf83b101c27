// Keeps the process in memory while sound runs, so that no audio thread waits for a disk.
#pragma once

namespace gui {

// As long as it lives every page that has been touched, and each when it is touched, stays in
// memory; pages that nobody touches take none (mlockall(2) with MCL_ONFAULT). Only on Linux and
// only where the system allows the process any amount (CAP_IPC_LOCK, or a limit `memlock unlimited`
// as audio groups have it): under a finite limit allocations would fail later. Takes milliseconds:
// not in the audio callback. One at a time: the first that goes gives all back.
class MemoryLock {
 public:
  MemoryLock();
  ~MemoryLock();
  MemoryLock(const MemoryLock&) = delete;
  MemoryLock& operator=(const MemoryLock&) = delete;

  bool granted() const { return granted_; }

 private:
  bool granted_;
};

}  // namespace gui
