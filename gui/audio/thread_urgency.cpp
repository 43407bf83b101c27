#include "gui/audio/thread_urgency.h"

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace gui {

// Measured on two cores with a load of 8: a thread that sleeps for 1 ms woke up to 20 ms late at
// nice -11, never more than 0.4 ms late in the realtime class. A codec that is too slow for the
// machine takes one core at most, and of that what the kernel leaves to this class.
bool setUrgency(Urgency urgency) {
#ifdef __linux__
  const auto setNice = [](int nice) {
    return setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice) == 0;
  };
  if (urgency == Urgency::background) return setNice(10);
  sched_param param{};
  param.sched_priority = sched_get_priority_min(SCHED_RR) + 4;
  if (pthread_setschedparam(pthread_self(), SCHED_RR, &param) == 0) return true;
  return setNice(-11);
#else
  static_cast<void>(urgency);
  return false;
#endif
}

}  // namespace gui
