// Whose voice a recording is, by the mean and the deviation of its frames alone: no model of
// speakers is learned.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace codec {

// Of each dimension over the frames (T, D), T >= 1: the means, then the standard deviations (2 D).
using VoiceStatistic = std::vector<double>;
VoiceStatistic voice_statistic(std::span<const float> vectors, std::size_t dim);

// Several recordings of several speakers: voices[i] is of speaker speakers[i] (any numbers).
// Threads: const methods may run concurrently.
class VoiceSet {
 public:
  // At least one; all of one size.
  VoiceSet(std::vector<VoiceStatistic> voices, std::vector<std::size_t> speakers);

  std::size_t size() const { return voices_.size(); }
  std::size_t speakers() const { return members_.size(); }  // distinct ones
  // The mean over the speaker's recordings but those `left_out`; empty where none remains.
  VoiceStatistic mean_of(std::size_t speaker, std::span<const std::size_t> left_out) const;
  // Squared, each dimension scaled by the spread within speakers.
  double distance(const VoiceStatistic& a, const VoiceStatistic& b) const;
  // Where `at` lies between the two in the same scale: 0 at `from`, 1 at `to`, which differ.
  double along(const VoiceStatistic& from, const VoiceStatistic& to,
               const VoiceStatistic& at) const;
  // The speaker whose mean, without the recordings `left_out`, is nearest.
  std::size_t nearest(const VoiceStatistic& voice, std::span<const std::size_t> left_out) const;
  // Share of recordings whose nearest speaker is their own, each left out of its speaker's mean.
  // Every speaker has two recordings or more.
  double accuracy() const;

 private:
  struct Speaker {
    std::size_t id = 0;
    std::vector<std::size_t> recordings;
  };
  VoiceStatistic mean_of(const Speaker& speaker, std::span<const std::size_t> left_out) const;

  std::vector<VoiceStatistic> voices_;
  std::vector<std::size_t> speaker_of_;
  std::vector<Speaker> members_;  // by first appearance
  std::vector<double> spread_;    // squared deviations from the speaker's mean, summed; > 0
};

}  // namespace codec
