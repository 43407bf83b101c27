// Watches one thread while an RtScope lives on it: heap calls, mutexes, condition waits and calls
// that block (seen as voluntary context switches) are counted as violations. Link rt_guard.cpp into
// the test program itself: it interposes malloc and pthread_mutex_lock for the whole process. Under
// ASan and TSan, which own both, heap calls come from their hooks and mutexes are not seen.
#pragma once

#include <atomic>

namespace testing_support {

struct RtCounters {
  std::atomic<long> heap{0};
  std::atomic<long> locks{0};
  std::atomic<long> blocked{0};
  std::atomic<long> scopes{0};
  long violations() const { return heap + locks + blocked; }
};
extern RtCounters rt_counters;

// The two halves of a scope, as the callback probe of an audio device wants them.
void rt_enter() noexcept;
void rt_leave() noexcept;

}  // namespace testing_support
