#include "codec/batch/batch_meter.h"

#include <algorithm>

namespace codec {
namespace {

constexpr double kSecondsBeforeEstimate = 0.5;

}  // namespace

BatchMeter::BatchMeter(const BatchList& list) : list_(list) {
  totals_.files = list.size();
  for (std::size_t i = 0; i < list.size(); ++i) all_ += weight(i);
}

double BatchMeter::lap() {
  const auto now = Clock::now();
  const std::chrono::duration<double> lap = now - std::exchange(last_, now);
  return lap.count();
}

void BatchMeter::stand_still() { lap(); }

void BatchMeter::start(std::size_t index) {
  totals_.wall_s += lap();
  ++totals_.running;
  in_hand_[index] = {};
}

void BatchMeter::progress(std::size_t index, double done_s, double total_s) {
  in_hand_[index] = {done_s, total_s > 0 ? std::min(1.0, done_s / total_s) : 0.0};
}

void BatchMeter::end(const BatchResult& result) {
  --totals_.running;
  in_hand_.erase(result.index);
  const double w = weight(result.index);
  switch (result.outcome) {
    case BatchOutcome::cancelled:
      ++cancelled_;
      return;
    case BatchOutcome::skipped:
      ++totals_.skipped;
      break;
    case BatchOutcome::kept:
      ++totals_.kept;
      break;
    case BatchOutcome::failed:
      ++totals_.failed;
      converted_ += w;
      break;
    case BatchOutcome::damaged:
      ++totals_.damaged;
      [[fallthrough]];
    case BatchOutcome::done:
      ++totals_.done;
      totals_.sound_s += result.sound_s;
      totals_.output_bytes += result.output_bytes;
      converted_ += w;
      break;
  }
  ended_ += w;
}

void BatchMeter::lose(BatchOutcome ended) {
  ++totals_.failed;
  if (ended == BatchOutcome::kept) --totals_.kept;
  if (ended == BatchOutcome::damaged) --totals_.damaged;
  if (ended != BatchOutcome::kept) --totals_.done;
}

void BatchMeter::drop(BatchOutcome ended) {
  ++cancelled_;
  --totals_.done;
  if (ended == BatchOutcome::damaged) --totals_.damaged;
}

BatchTotals BatchMeter::totals() {
  totals_.wall_s += lap();
  auto totals = totals_;
  double ended = ended_;
  double converted = converted_;
  for (const auto& [index, share] : in_hand_) {
    totals.sound_s += share.sound_s;
    ended += share.fraction * weight(index);
    converted += share.fraction * weight(index);
  }
  totals.fraction = all_ > 0 ? std::min(1.0, ended / all_) : 1.0;
  if (converted > 0 && totals.wall_s > kSecondsBeforeEstimate) {
    totals.left_s = totals.wall_s * std::max(0.0, all_ - ended) / converted;
  }
  return totals;
}

}  // namespace codec
