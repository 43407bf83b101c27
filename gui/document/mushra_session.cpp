#include "gui/document/mushra_session.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "codec/base/printed.h"

namespace gui {
namespace {

constexpr int kFoundAt = 90;
constexpr double kMostMissed = 0.15;

std::string quote(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

// Two-sided 95 % of Student's t.
double student(std::size_t freedom) {
  static constexpr std::array kTable{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365,
                                     2.306,  2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
                                     2.131,  2.120, 2.110, 2.101, 2.093};
  return freedom == 0 ? 0.0 : freedom <= kTable.size() ? kTable[freedom - 1] : 1.96;
}

}  // namespace

MushraSession::MushraSession(std::string sound, std::vector<MushraStimulus> stimuli, int rounds,
                             std::uint64_t seed)
    : sound_(std::move(sound)), stimuli_(std::move(stimuli)), rounds_(rounds), chance_(seed) {
  order_.resize(stimuli_.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  shuffle();
}

void MushraSession::shuffle() { std::shuffle(order_.begin(), order_.end(), chance_); }

void MushraSession::finishRound(const std::vector<int>& scores, double seconds) {
  if (isDone() || scores.size() != places()) return;
  scores_.push_back({order_, scores, seconds});
  shuffle();
}

std::vector<MushraSession::Result> MushraSession::results() const {
  std::vector<Result> results;
  const auto n = static_cast<double>(scores_.size());
  for (std::size_t s = 0; s < stimuli_.size() && !scores_.empty(); ++s) {
    double sum = 0.0;
    double squares = 0.0;
    for (const Round& round : scores_) {
      const auto place = std::find(round.order.begin(), round.order.end(), s) - round.order.begin();
      const double score = round.byPlace[static_cast<std::size_t>(place)];
      sum += score;
      squares += score * score;
    }
    const double mean = sum / n;
    const double variance = n > 1 ? std::max(0.0, (squares - n * mean * mean) / (n - 1)) : 0.0;
    results.push_back({s, mean, student(scores_.size() - 1) * std::sqrt(variance / n)});
  }
  std::stable_sort(results.begin(), results.end(),
                   [](const Result& a, const Result& b) { return a.mean > b.mean; });
  return results;
}

bool MushraSession::referenceWasFound() const {
  std::size_t missed = 0;
  for (const Round& round : scores_) {
    for (std::size_t place = 0; place < round.order.size(); ++place) {
      if (stimuli_[round.order[place]].kind == MushraStimulus::Kind::reference) {
        missed += round.byPlace[place] < kFoundAt;
      }
    }
  }
  return static_cast<double>(missed) <= kMostMissed * static_cast<double>(scores_.size());
}

std::string MushraSession::toCsv() const {
  static constexpr std::array kKinds{"reference", "anchor", "rendition"};
  std::string text = "sound,round,place,stimulus,kind,score,round_seconds\r\n";
  for (std::size_t i = 0; i < scores_.size(); ++i) {
    const Round& round = scores_[i];
    const auto ms = std::llround(round.seconds * 1000);
    for (std::size_t place = 0; place < round.order.size(); ++place) {
      const MushraStimulus& s = stimuli_[round.order[place]];
      text += quote(sound_) + codec::printed(",%zu,%zu,", i + 1, place + 1) + quote(s.name) +
              codec::printed(",%s,%d,%lld.%03lld\r\n", kKinds[static_cast<std::size_t>(s.kind)],
                             round.byPlace[place], ms / 1000, ms % 1000);
    }
  }
  return text;
}

std::vector<float> lowPassAnchor(std::span<const float> sound, int rateHz) {
  constexpr double kEdgeHz = 3500.0;
  constexpr int kHalf = 96;  // taps on either side
  std::array<double, 2 * kHalf + 1> taps{};
  const double edge = kEdgeHz / rateHz;
  double sum = 0.0;
  for (int k = -kHalf; k <= kHalf; ++k) {
    const double x = 2.0 * std::numbers::pi * edge * k;
    const double window = 0.42 + 0.5 * std::cos(std::numbers::pi * k / kHalf) +
                          0.08 * std::cos(2.0 * std::numbers::pi * k / kHalf);
    auto& tap = taps[static_cast<std::size_t>(k + kHalf)];
    tap = window * (k == 0 ? 2.0 * edge : 2.0 * edge * std::sin(x) / x);
    sum += tap;
  }
  const auto length = static_cast<std::int64_t>(sound.size());
  std::vector<float> anchor(sound.size());
  for (std::int64_t i = 0; i < length; ++i) {
    double y = 0.0;
    const std::int64_t first = std::max<std::int64_t>(-kHalf, i - length + 1);
    const std::int64_t last = std::min<std::int64_t>(kHalf, i);
    for (std::int64_t k = first; k <= last; ++k) {
      y += taps[static_cast<std::size_t>(k + kHalf)] *
           static_cast<double>(sound[static_cast<std::size_t>(i - k)]);
    }
    anchor[static_cast<std::size_t>(i)] = static_cast<float>(y / sum);
  }
  return anchor;
}

}  // namespace gui
