#include "codec/study/voice_statistic.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace codec {

VoiceStatistic voice_statistic(std::span<const float> vectors, std::size_t dim) {
  VoiceStatistic out(2 * dim);
  const auto frames = vectors.size() / dim;
  for (std::size_t t = 0; t < frames; ++t) {
    for (std::size_t d = 0; d < dim; ++d) {
      const double v = static_cast<double>(vectors[t * dim + d]);
      out[d] += v;
      out[dim + d] += v * v;
    }
  }
  const double n = static_cast<double>(frames);
  for (std::size_t d = 0; d < dim; ++d) {
    out[d] /= n;
    out[dim + d] = std::sqrt(std::max(0.0, out[dim + d] / n - out[d] * out[d]));
  }
  return out;
}

VoiceSet::VoiceSet(std::vector<VoiceStatistic> voices, std::vector<std::size_t> speakers)
    : voices_(std::move(voices)), speaker_of_(std::move(speakers)) {
  for (std::size_t i = 0; i < voices_.size(); ++i) {
    auto it = std::ranges::find(members_, speaker_of_[i], &Speaker::id);
    if (it == members_.end()) it = members_.insert(it, {speaker_of_[i], {}});
    it->recordings.push_back(i);
  }
  spread_.assign(voices_.front().size(), 1e-9);
  for (const auto& speaker : members_) {
    const auto mean = mean_of(speaker, {});
    for (const auto i : speaker.recordings) {
      for (std::size_t d = 0; d < spread_.size(); ++d) {
        spread_[d] += (voices_[i][d] - mean[d]) * (voices_[i][d] - mean[d]);
      }
    }
  }
}

VoiceStatistic VoiceSet::mean_of(const Speaker& speaker,
                                 std::span<const std::size_t> left_out) const {
  VoiceStatistic mean(voices_.front().size());
  double n = 0;
  for (const auto i : speaker.recordings) {
    if (std::ranges::find(left_out, i) != left_out.end()) continue;
    n += 1;
    for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += voices_[i][d];
  }
  if (n == 0) return {};
  for (auto& m : mean) m /= n;
  return mean;
}

VoiceStatistic VoiceSet::mean_of(std::size_t speaker, std::span<const std::size_t> left_out) const {
  const auto it = std::ranges::find(members_, speaker, &Speaker::id);
  return it == members_.end() ? VoiceStatistic{} : mean_of(*it, left_out);
}

double VoiceSet::distance(const VoiceStatistic& a, const VoiceStatistic& b) const {
  double sum = 0;
  for (std::size_t d = 0; d < spread_.size(); ++d)
    sum += (a[d] - b[d]) * (a[d] - b[d]) / spread_[d];
  return sum;
}

double VoiceSet::along(const VoiceStatistic& from, const VoiceStatistic& to,
                       const VoiceStatistic& at) const {
  double sum = 0;
  for (std::size_t d = 0; d < spread_.size(); ++d) {
    sum += (at[d] - from[d]) * (to[d] - from[d]) / spread_[d];
  }
  return sum / distance(from, to);
}

std::size_t VoiceSet::nearest(const VoiceStatistic& voice,
                              std::span<const std::size_t> left_out) const {
  std::size_t found = members_.front().id;
  double least = HUGE_VAL;
  for (const auto& speaker : members_) {
    const auto mean = mean_of(speaker, left_out);
    if (mean.empty()) continue;
    const double d = distance(voice, mean);
    if (d < least) {
      least = d;
      found = speaker.id;
    }
  }
  return found;
}

double VoiceSet::accuracy() const {
  double right = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    right += nearest(voices_[i], std::span(&i, 1)) == speaker_of_[i];
  }
  return right / static_cast<double>(size());
}

}  // namespace codec
