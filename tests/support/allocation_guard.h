// Counts what this thread asks of the heap while a guard lives: malloc and free in every form, in
// every library of the process. Link allocation_guard.cpp into the test program itself.
#pragma once

namespace testing_support {

class AllocationGuard {
 public:
  AllocationGuard();
  ~AllocationGuard();
  AllocationGuard(const AllocationGuard&) = delete;
  AllocationGuard& operator=(const AllocationGuard&) = delete;

  // Calls since the guard began.
  long calls() const;

 private:
  long before_;
};

}  // namespace testing_support
