// Under ASan and TSan the allocator is theirs: GUARD_BY_SANITIZER is defined, and hooks tell of its
// calls. Elsewhere a guard takes the place of malloc itself.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GUARD_BY_SANITIZER 1
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*,
                                                                  std::size_t),
                                                         void (*)(const volatile void*));
#endif
