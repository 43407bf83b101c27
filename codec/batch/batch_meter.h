// The running totals of a batch, with its clock and its estimate of the time that is left.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>

#include "codec/batch/batch.h"
#include "codec/batch/batch_list.h"

namespace codec {

// Threads: one at a time (the batch holds its lock).
class BatchMeter {
 public:
  explicit BatchMeter(const BatchList& list);  // which outlives the meter; starts the clock

  void start(std::size_t index);
  void progress(std::size_t index, double done_s, double total_s);
  void end(const BatchResult& result);
  void lose(BatchOutcome ended);  // an output that had ended so has failed
  void drop(BatchOutcome ended);  // one that had ended so was cancelled after all
  void stand_still();             // the time since the last call of any of these was a pause
  BatchTotals totals();
  std::size_t cancelled() const { return cancelled_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Share {
    double sound_s = 0.0;
    double fraction = 0.0;
  };
  double weight(std::size_t i) const { return static_cast<double>(list_[i].bytes) + 1.0; }
  double lap();

  const BatchList& list_;
  BatchTotals totals_;
  std::map<std::size_t, Share> in_hand_;
  Clock::time_point last_ = Clock::now();
  double all_ = 0.0;        // weights: of all files,
  double ended_ = 0.0;      // of those that came to an end,
  double converted_ = 0.0;  // and of those among them that took work
  std::size_t cancelled_ = 0;
};

}  // namespace codec
