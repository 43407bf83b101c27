#include "codec/engine/kernels/targets.h"

#include "codec/engine/kernels/kernels.h"

// After the list of targets.
#include <hwy/highway.h>

#include <bit>
#include <cfenv>
#include <new>

namespace codec::engine {
namespace {

// Ascending bits are descending preference.
std::int64_t supported() {
  static const std::int64_t targets = (hwy::SupportedTargets() | HWY_BASELINE_SCALAR) & HWY_TARGETS;
  return targets;
}

std::int64_t bit_of(std::size_t i) {
  std::int64_t targets = supported();
  for (; i > 0; --i) targets &= targets - 1;
  return targets & -targets;
}

}  // namespace

std::size_t Targets::count() {
  return static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(supported())));
}

const char* Targets::name(std::size_t i) { return hwy::TargetName(bit_of(i)); }

void Targets::use(int i) {
  hwy::GetChosenTarget().Update(i < 0 ? supported() : bit_of(static_cast<std::size_t>(i)));
}

FloatingPointScope::FloatingPointScope() {
  static_assert(sizeof(std::fenv_t) <= sizeof saved_);
  std::fegetenv(::new (saved_) std::fenv_t);
  std::fesetenv(FE_DFL_ENV);
}

FloatingPointScope::~FloatingPointScope() {
  std::fesetenv(std::launder(reinterpret_cast<const std::fenv_t*>(saved_)));
}

}  // namespace codec::engine
