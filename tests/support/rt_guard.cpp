#include "tests/support/rt_guard.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "tests/support/heap_hooks.h"

namespace testing_support {

RtCounters rt_counters;

namespace {

thread_local int depth = 0;
thread_local long switches_before = 0;

long voluntary_switches() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}

void violation(std::atomic<long>& counter, const char* what) {
  if (depth <= 0) return;
  const int saved = depth;
  depth = 0;
  if (counter.fetch_add(1) == 0) {  // one stack of each kind is enough
    char line[96];
    const int n = std::snprintf(line, sizeof line, "not real-time: %s in the callback\n", what);
    [[maybe_unused]] const ssize_t written = ::write(2, line, static_cast<std::size_t>(n));
    void* frames[32];
    backtrace_symbols_fd(frames, backtrace(frames, 32), 2);
  }
  depth = saved;
}

#ifndef GUARD_BY_SANITIZER
template <typename Function>
Function next(const char* name) {
  Function function;
  void* const pointer = dlsym(RTLD_NEXT, name);
  std::memcpy(&function, &pointer, sizeof function);
  return function;
}
#endif

// backtrace() loads a library at its first call; it must not happen in a callback.
[[maybe_unused]] const int loaded = [] {
  void* frame[1];
#ifdef GUARD_BY_SANITIZER
  __sanitizer_install_malloc_and_free_hooks(
      [](const volatile void*, std::size_t) { violation(rt_counters.heap, "an allocation"); },
      [](const volatile void*) { violation(rt_counters.heap, "free"); });
#endif
  return backtrace(frame, 1);
}();

}  // namespace

void rt_enter() noexcept {
  switches_before = voluntary_switches();
  ++rt_counters.scopes;
  ++depth;
}

void rt_leave() noexcept {
  if (voluntary_switches() != switches_before) violation(rt_counters.blocked, "a blocking call");
  --depth;
}

}  // namespace testing_support

#ifndef GUARD_BY_SANITIZER
extern "C" {

void* __libc_malloc(std::size_t);
void __libc_free(void*);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

using testing_support::rt_counters;

void* malloc(std::size_t n) {
  testing_support::violation(rt_counters.heap, "malloc");
  return __libc_malloc(n);
}
void free(void* p) {
  if (p != nullptr) testing_support::violation(rt_counters.heap, "free");
  __libc_free(p);
}
void* calloc(std::size_t a, std::size_t b) {
  testing_support::violation(rt_counters.heap, "calloc");
  return __libc_calloc(a, b);
}
void* realloc(void* p, std::size_t n) {
  testing_support::violation(rt_counters.heap, "realloc");
  return __libc_realloc(p, n);
}
void* aligned_alloc(std::size_t a, std::size_t n) {
  testing_support::violation(rt_counters.heap, "aligned_alloc");
  return __libc_memalign(a, n);
}
int posix_memalign(void** out, std::size_t a, std::size_t n) {
  testing_support::violation(rt_counters.heap, "posix_memalign");
  *out = __libc_memalign(a, n);
  return *out != nullptr ? 0 : ENOMEM;
}
int pthread_mutex_lock(pthread_mutex_t* mutex) {
  static const auto real = testing_support::next<int (*)(pthread_mutex_t*)>("pthread_mutex_lock");
  testing_support::violation(rt_counters.locks, "pthread_mutex_lock");
  return real(mutex);
}
int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  static const auto real =
      testing_support::next<int (*)(pthread_cond_t*, pthread_mutex_t*)>("pthread_cond_wait");
  testing_support::violation(rt_counters.locks, "pthread_cond_wait");
  return real(condition, mutex);
}

}  // extern "C"
#endif
