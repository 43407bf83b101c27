// A blind test: is the unknown sound X the original A or the rendition B? Which it is changes from
// trial to trial by chance.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace gui {

struct AbxTrial {
  bool xIsB = false;
  bool answeredB = false;
  double seconds = 0.0;  // until the answer
  bool correct() const { return xIsB == answeredB; }
};

// Threads: none of its own.
class AbxSession {
 public:
  // rendition: the name of B. trials: > 0. seed: what decides X; a test gives one of its own.
  AbxSession(std::string sound, std::string rendition, int trials,
             std::uint64_t seed = std::random_device{}());

  bool xIsB() const { return xIsB_; }  // of the trial at hand
  void answer(bool thinksB, double seconds);
  bool isDone() const { return static_cast<int>(answers_.size()) >= trials_; }

  int trials() const { return trials_; }
  const std::vector<AbxTrial>& answers() const { return answers_; }
  int correct() const;
  // The probability of that many right answers or more by guessing; 1 before the first.
  double pValue() const;
  // RFC 4180: a header line, then a line a trial.
  std::string toCsv() const;

 private:
  std::string sound_, rendition_;
  int trials_;
  std::mt19937_64 chance_;
  bool xIsB_ = false;
  std::vector<AbxTrial> answers_;
};

// P(at least `correct` of `trials`) where each is right with 1/2.
double guessingProbability(int correct, int trials);

}  // namespace gui
