// What the whole-file jobs share: clocks, progress, rates. For file_codec alone.
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

// Any stream of codes: a .sgl read as it comes, or a token file in memory.
class CodeSource {
 public:
  // model may be nullptr: then a .sgl that needs the model's prior gives wrong_model when read.
  static Result<CodeSource> open(const std::filesystem::path& path,
                                 const std::shared_ptr<const Model>& model);

  // Whether the codes themselves are at hand; otherwise skip_codes() lets read() count frames.
  bool needs_prior() const { return header_.prior_id != 0 && !has_model_; }
  void skip_codes() { container_->skip_codes(); }

  const StreamHeader& header() const { return header_; }
  bool has_header() const { return has_header_; }
  std::optional<SampleIndex> source_length() const;
  // Frames in all, where that can be known beforehand.
  std::optional<std::int64_t> frames();
  // Replaces `codes` by the next 1..max_frames frames; 0 at the end. Errors: io, wrong_model.
  Result<std::int64_t> read(std::int64_t max_frames, std::vector<Code>& codes);
  bool filled() const { return container_ && container_->filled(); }
  Damage damage() const { return container_ ? container_->damage() : Damage{}; }
  ContainerCounts counts() const { return container_ ? container_->counts() : ContainerCounts{}; }

 private:
  StreamHeader header_;
  bool has_header_ = true;
  bool has_model_ = false;
  std::optional<ContainerReader> container_;
  Codes codes_;
  std::size_t at_ = 0;  // in codes_.data
};

// Done where there is none, else an Error that tells of it: truncated or corrupt.
Status refuse(const Damage& damage, const std::string& name);

// Done unless `out` is the file `in`, by whatever name. Errors: bad_value.
Status refuse_overwriting(const std::filesystem::path& in, const std::filesystem::path& out);

// Whether the file begins as a .sgl does.
bool is_container(const std::filesystem::path& path);

}  // namespace codec
