// machine_stalls SECONDS: how long this machine stops. On every processor a thread of the highest
// realtime priority, locked in memory, sleeps for a millisecond and looks at the clock; a line for
// each time that it came back kLate later. What it sees no program on this machine can ride over
// but with a buffer: a host that takes the processors away, or a kernel that blocks. For reading
// gui/measure-live.sh beside it. Wants the right to realtime priorities.
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;

constexpr Millis kSleep{1.0};
constexpr Millis kLate{4.0};

std::mutex output;

bool make_urgent(unsigned processor) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processor, &one);
  sched_param param{};
  param.sched_priority = sched_get_priority_max(SCHED_FIFO);
  return pthread_setaffinity_np(pthread_self(), sizeof one, &one) == 0 &&
         pthread_setschedparam(pthread_self(), SCHED_FIFO, &param) == 0;
}

void watch(unsigned processor, Clock::time_point start, double seconds) {
  if (!make_urgent(processor)) {
    const std::lock_guard lock(output);
    std::fprintf(stderr, "machine_stalls: no realtime priority on processor %u\n", processor);
    return;
  }
  double worst = 0;
  auto before = Clock::now();
  while (before - start < std::chrono::duration<double>(seconds)) {
    std::this_thread::sleep_for(kSleep);
    const auto now = Clock::now();
    const Millis late = Millis(now - before) - kSleep;
    before = now;
    worst = std::max(worst, late.count());
    if (late < kLate) continue;
    const std::lock_guard lock(output);
    std::printf("# %.1f s: processor %u stopped for %.1f ms\n",
                std::chrono::duration<double>(now - start).count(), processor, late.count());
    std::fflush(stdout);
  }
  const std::lock_guard lock(output);
  std::printf("# processor %u stopped for %.1f ms at most\n", processor, worst);
}

}  // namespace

int main(int count, char** arguments) {
  const double seconds = count == 2 ? std::atof(arguments[1]) : 0;
  if (seconds <= 0) {
    std::fputs("usage: machine_stalls SECONDS\n", stderr);
    return 2;
  }
  if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) std::perror("machine_stalls: mlockall");
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back(watch, i, start, seconds);
  }
  for (auto& t : threads) t.join();
}
