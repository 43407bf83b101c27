#include "gui/audio/memory_lock.h"

#ifdef __linux__
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace gui {

#ifdef __linux__
namespace {

bool mayLockAnything() {
  rlimit limit{};
  if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY) return true;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};
  return syscall(SYS_capget, &header, data) == 0 &&
         (data[CAP_TO_INDEX(CAP_IPC_LOCK)].effective & CAP_TO_MASK(CAP_IPC_LOCK)) != 0;
}

}  // namespace

// Measured on a virtual machine that pages out what has not been used for a minute: three bursts of
// xruns in seven minutes of live recording without it (gui/measure-live.sh).
MemoryLock::MemoryLock()
    : granted_(mayLockAnything() && mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0) {}

MemoryLock::~MemoryLock() {
  if (granted_) munlockall();
}
#else
MemoryLock::MemoryLock() : granted_(false) {}
MemoryLock::~MemoryLock() = default;
#endif

}  // namespace gui
