#include "gui/thread_urgency.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace gui {

// Not a realtime class: a machine that is too slow for the codec would then hang altogether.
bool setUrgency(Urgency urgency) {
#ifdef __linux__
  const int nice = urgency == Urgency::sound ? -11 : 10;  // -11: as sound servers have
  return setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice) == 0;
#else
  static_cast<void>(urgency);
  return false;
#endif
}

}  // namespace gui
