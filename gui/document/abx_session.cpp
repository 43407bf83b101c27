#include "gui/document/abx_session.h"

#include <algorithm>
#include <cmath>

#include "codec/base/printed.h"

namespace gui {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace

AbxSession::AbxSession(std::string sound, std::string rendition, int trials, std::uint64_t seed)
    : sound_(std::move(sound)), rendition_(std::move(rendition)), trials_(trials), chance_(seed) {
  xIsB_ = (chance_() >> 63) != 0;
}

void AbxSession::answer(bool thinksB, double seconds) {
  if (isDone()) return;
  answers_.push_back({xIsB_, thinksB, seconds});
  xIsB_ = (chance_() >> 63) != 0;
}

int AbxSession::correct() const {
  return static_cast<int>(std::count_if(answers_.begin(), answers_.end(),
                                        [](const AbxTrial& t) { return t.correct(); }));
}

double AbxSession::pValue() const {
  return guessingProbability(correct(), static_cast<int>(answers_.size()));
}

std::string AbxSession::toCsv() const {
  std::string text = "sound,rendition,trial,x,answer,correct,seconds\r\n";
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    const AbxTrial& t = answers_[i];
    const auto ms = std::llround(t.seconds * 1000);
    text += quoted(sound_) + "," + quoted(rendition_) +
            codec::printed(",%zu,%s,%s,%d,%lld.%03lld\r\n", i + 1, t.xIsB ? "B" : "A",
                           t.answeredB ? "B" : "A", t.correct() ? 1 : 0, ms / 1000, ms % 1000);
  }
  return text;
}

double guessingProbability(int correct, int trials) {
  double p = 0.0;
  for (int k = std::max(0, correct); k <= trials; ++k) {
    p += std::exp(std::lgamma(trials + 1.0) - std::lgamma(k + 1.0) - std::lgamma(trials - k + 1.0) -
                  trials * std::log(2.0));
  }
  return std::min(1.0, p);
}

}  // namespace gui
