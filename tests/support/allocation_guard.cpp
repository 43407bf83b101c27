#include "tests/support/allocation_guard.h"

#include <cerrno>
#include <cstddef>

#include "tests/support/heap_hooks.h"

namespace {

thread_local int guards = 0;
thread_local long heap_calls = 0;

void count() {
  if (guards > 0) ++heap_calls;
}

}  // namespace

namespace testing_support {

AllocationGuard::AllocationGuard() : before_(heap_calls) {
#ifdef GUARD_BY_SANITIZER
  static const int installed = __sanitizer_install_malloc_and_free_hooks(
      [](const volatile void*, std::size_t) { count(); }, [](const volatile void*) { count(); });
  (void)installed;
#endif
  ++guards;
}
AllocationGuard::~AllocationGuard() { --guards; }

long AllocationGuard::calls() const { return heap_calls - before_; }

}  // namespace testing_support

#ifndef GUARD_BY_SANITIZER
// glibc: these take the place of the malloc family for the whole process.
extern "C" {
void* __libc_malloc(std::size_t);
void __libc_free(void*);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t n) {
  count();
  return __libc_malloc(n);
}
void free(void* p) {
  if (p != nullptr) count();
  __libc_free(p);
}
void* calloc(std::size_t n, std::size_t size) {
  count();
  return __libc_calloc(n, size);
}
void* realloc(void* p, std::size_t n) {
  count();
  return __libc_realloc(p, n);
}
void* memalign(std::size_t alignment, std::size_t n) {
  count();
  return __libc_memalign(alignment, n);
}
void* aligned_alloc(std::size_t alignment, std::size_t n) {
  count();
  return __libc_memalign(alignment, n);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t n) {
  count();
  *out = __libc_memalign(alignment, n);
  return *out != nullptr ? 0 : ENOMEM;
}
}
#endif
