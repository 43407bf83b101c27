// A listening test in the manner of MUSHRA (ITU-R BS.1534): several renditions of one sound, the
// sound itself hidden among them and a low-passed one as anchor, each rated from 0 to 100 beside
// the open reference. Their order changes from round to round by chance.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace gui {

struct MushraStimulus {
  enum class Kind { reference, anchor, rendition };
  std::string name;
  Kind kind = Kind::rendition;
};

// Threads: none of its own.
class MushraSession {
 public:
  // stimuli: at least one. rounds: > 0. seed: what decides the order; a test gives one of its own.
  MushraSession(std::string sound, std::vector<MushraStimulus> stimuli, int rounds,
                std::uint64_t seed = std::random_device{}());

  const std::vector<MushraStimulus>& stimuli() const { return stimuli_; }
  std::size_t places() const { return stimuli_.size(); }
  std::size_t stimulusAt(std::size_t place) const { return order_[place]; }  // of this round
  int rounds() const { return rounds_; }
  int round() const { return static_cast<int>(scores_.size()); }  // how many are finished
  bool isDone() const { return round() >= rounds_; }
  // scores: 0..100, one a place. seconds: that the round took.
  void finishRound(const std::vector<int>& scores, double seconds);

  struct Result {
    std::size_t stimulus = 0;
    double mean = 0.0;
    double halfWidth = 0.0;  // of the 95 % interval of the mean; 0 with one round
  };
  std::vector<Result> results() const;  // the best first
  // BS.1534 leaves out who rates the hidden reference below 90 in more than 15 % of the rounds.
  bool referenceWasFound() const;
  // RFC 4180: a header line, then a line for each stimulus of each round, as they were placed.
  std::string toCsv() const;

 private:
  void shuffle();
  struct Round {
    std::vector<std::size_t> order;
    std::vector<int> byPlace;
    double seconds = 0.0;
  };

  std::string sound_;
  std::vector<MushraStimulus> stimuli_;
  int rounds_;
  std::mt19937_64 chance_;
  std::vector<std::size_t> order_;
  std::vector<Round> scores_;
};

// The anchor of BS.1534: what is above 3.5 kHz is taken away, in phase with the sound.
// rateHz: > 8000. As long as the sound.
std::vector<float> lowPassAnchor(std::span<const float> sound, int rateHz);

}  // namespace gui
