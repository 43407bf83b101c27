#include "gui/audio/track.h"

#include <algorithm>

namespace gui {

using codec::SampleIndex;

void Track::append(std::span<const float> samples) {
  while (!samples.empty()) {
    const SampleIndex offset = size_ % kBlock;
    if (offset == 0) {
      blocks_.push_back(std::make_shared<float[]>(static_cast<std::size_t>(kBlock)));
    }
    const auto n = std::min(samples.size(), static_cast<std::size_t>(kBlock - offset));
    std::copy_n(samples.data(), n, blocks_.back().get() + offset);
    samples = samples.subspan(n);
    size_ += static_cast<SampleIndex>(n);
  }
}

void Track::read(SampleIndex begin, std::span<float> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    const SampleIndex at = begin + static_cast<SampleIndex>(done);
    const auto left = static_cast<SampleIndex>(out.size() - done);
    if (at < 0 || at >= size_) {
      const SampleIndex n = at < 0 ? std::min(left, -at) : left;
      std::fill_n(out.data() + done, n, 0.0F);
      done += static_cast<std::size_t>(n);
      continue;
    }
    const SampleIndex n = std::min({left, size_ - at, kBlock - at % kBlock});
    std::copy_n(blocks_[static_cast<std::size_t>(at / kBlock)].get() + at % kBlock, n,
                out.data() + done);
    done += static_cast<std::size_t>(n);
  }
}

void Peaks::append(std::span<const float> samples) {
  for (const float x : samples) {
    SampleIndex entry = size_;
    SampleIndex span = kFinest;
    for (int level = 0; level < kLevels; ++level) {
      auto& entries = levels_[level];
      const auto index = static_cast<std::size_t>(entry / span);
      if (index == entries.size()) {
        entries.push_back({x, x});
      } else {
        MinMax& e = entries[index];
        if (x >= e.low && x <= e.high) break;  // then the coarser levels hold it too, if begun
        e.low = std::min(e.low, x);
        e.high = std::max(e.high, x);
      }
      span *= kFactor;
    }
    ++size_;
  }
}

MinMax Peaks::range(SampleIndex begin, SampleIndex end) const {
  begin = std::clamp<SampleIndex>(begin, 0, size_);
  end = std::clamp<SampleIndex>(end, 0, size_);
  if (begin >= end) return {};
  int level = 0;
  SampleIndex span = kFinest;
  while (level + 1 < kLevels && span * kFactor <= end - begin) {
    span *= kFactor;
    ++level;
  }
  const auto& entries = levels_[level];
  const auto first = static_cast<std::size_t>(begin / span);
  const auto last = std::min(static_cast<std::size_t>((end + span - 1) / span), entries.size());
  MinMax result = entries[first];
  for (std::size_t i = first + 1; i < last; ++i) {
    result.low = std::min(result.low, entries[i].low);
    result.high = std::max(result.high, entries[i].high);
  }
  return result;
}

}  // namespace gui
