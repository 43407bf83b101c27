// Which Highway targets the kernels are compiled for: those with a fused multiply-add, and scalar
// code with std::fma. Include before any Highway header.
#pragma once

// Bit 14 is HWY_SSE2, a name that older Highways do not know.
#define HWY_DISABLED_TARGETS \
  ((1LL << 14) | HWY_SSSE3 | HWY_SSE4 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)

// Keeps the scalar code where the compiler's baseline is better, for the tests that compare.
#define HWY_COMPILE_ALL_ATTAINABLE
