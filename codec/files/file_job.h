// What the whole-file jobs share: clocks, progress, rates, names. For files/ alone.
#pragma once

#include <chrono>
#include <ctime>
#include <span>
#include <string>
#include <vector>

#include "codec/files/file_codec.h"

namespace codec {

class JobClock {
 public:
  JobClock() : wall_(std::chrono::steady_clock::now()), cpu_(thread_cpu_seconds()) {}
  double wall_seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_).count();
  }
  double cpu_seconds() const { return thread_cpu_seconds() - cpu_; }

 private:
  static double thread_cpu_seconds() {
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
  }
  std::chrono::steady_clock::time_point wall_;
  double cpu_;
};

// Tells how far a job is, ten times a second at most, and whether to stop.
class JobProgress {
 public:
  JobProgress(const JobControl& control, double total_s) : control_(control), total_s_(total_s) {}

  // Errors: cancelled.
  Status step(double done_s) {
    if (control_.cancel != nullptr && control_.cancel->load(std::memory_order_relaxed)) {
      return Error{ErrorCode::cancelled, "cancelled"};
    }
    const auto now = std::chrono::steady_clock::now();
    if (control_.progress && now - last_ >= std::chrono::milliseconds(100)) {
      last_ = now;
      control_.progress(done_s, total_s_);
    }
    return Done{};
  }
  void end(double done_s) const {
    if (control_.progress) control_.progress(done_s, done_s);
  }

 private:
  const JobControl& control_;
  double total_s_;
  std::chrono::steady_clock::time_point last_{};
};

// One a level, K each.
std::vector<quantizer::CodebookUsage> make_usage(const StreamHeader& header);
void count(std::vector<quantizer::CodebookUsage>& usage, std::span<const Code> codes);
// frame rate * sum of the levels' entropies, in 1000 bits a second.
double entropy_bound_kbps(const StreamHeader& header,
                          const std::vector<quantizer::CodebookUsage>& usage);
double kbps(double bytes, double seconds);

// "stdin" for "-".
std::string name_of(const std::filesystem::path& path);
// The error with the file's name in place of its path, where these differ.
Error named(Error error, const std::filesystem::path& path, const std::string& name);

// Done where there is none, else an Error that tells of it: truncated or corrupt.
Status refuse(const Damage& damage, const std::string& name);

}  // namespace codec
