#include "gui/audio/delay_control.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gui {
namespace {

// The first seconds show in what bursts the device gives and takes.
constexpr double kFirstMarginS = 0.030;
constexpr double kLeastMarginS = 0.007;
constexpr double kMostMarginS = 0.10;
constexpr double kUnderrunMarginS = 0.004;
constexpr double kLeastReturnS = 0.001;
constexpr double kSlackS = 0.0005;    // so much more than the margin is not worth a cut ...
constexpr double kShortageS = 0.003;  // ... and so much less not worth a stretch
constexpr double kWatchS = 2.0;
constexpr int kLeastWatchHops = 4;
constexpr std::size_t kUnknown = std::numeric_limits<std::size_t>::max();

// Takes `count` samples out of the middle, faded over so that nothing clicks; returns what is left.
std::size_t cutOut(std::span<float> samples, std::size_t count) {
  const std::size_t left = samples.size() - count;
  for (std::size_t i = 0; i < left; ++i) {
    const float share = static_cast<float>(i) / static_cast<float>(left);
    samples[i] += share * (samples[i + count] - samples[i]);
  }
  return left;
}

// `longer` is longer than the samples, by half at most: they, faded over to what they were a little
// earlier.
void stretch(std::span<const float> samples, std::span<float> longer) {
  const std::size_t count = longer.size() - samples.size();
  const auto overlap = static_cast<float>(samples.size() - count);
  for (std::size_t i = 0; i < longer.size(); ++i) {
    const float plain = samples[std::min(i, samples.size() - 1)];
    const float late = i >= count ? samples[i - count] : plain;
    const float share = i < count ? 0.0F : std::min(1.0F, static_cast<float>(i - count) / overlap);
    longer[i] = plain + share * (late - plain);
  }
}

}  // namespace

DelayControl::DelayControl(int sourceHz, int deviceHz, std::size_t hop, std::uint64_t underruns)
    : sourceHz_(sourceHz),
      deviceHz_(deviceHz),
      watchHops_(std::max(kLeastWatchHops, static_cast<int>(std::lround(
                                               kWatchS * sourceHz / static_cast<double>(hop))))),
      marginS_(kFirstMarginS),
      leastWaiting_(kUnknown),
      settledWaiting_(kUnknown),
      seenUnderruns_(underruns),
      stretched_(hop + hop / 2) {}

DelayControl::Step DelayControl::next(std::span<float> hop, std::size_t waiting,
                                      std::uint64_t underruns) {
  Step step;
  if (underruns != seenUnderruns_) {
    seenUnderruns_ = underruns;
    marginS_ = std::min(marginS_ + kUnderrunMarginS, kMostMarginS);
    primed_ = false;
  }
  if (!primed_) {
    const auto margin = static_cast<std::size_t>(std::lround(marginS_ * deviceHz_));
    step.silence = margin - std::min(margin, waiting);
    waiting += step.silence;
    primed_ = true;
    surplus_ = 0;
    settledWaiting_ = kUnknown;
    watchAnew();
  }
  watch(waiting);
  step.samples = surplus_ != 0 ? fit(hop) : hop;
  step.leastWaiting = std::min({waiting, settledWaiting_, leastWaiting_});
  return step;
}

void DelayControl::watchAnew() {
  watched_ = 0;
  leastWaiting_ = kUnknown;
}

void DelayControl::watch(std::size_t waiting) {
  leastWaiting_ = std::min(leastWaiting_, waiting);
  if (++watched_ < watchHops_) return;
  settledWaiting_ = leastWaiting_;
  const bool first = !std::exchange(settled_, true);
  const double excessS = marginS_ - kLeastMarginS;
  marginS_ -= std::min(excessS, first ? excessS : std::max(kLeastReturnS, excessS / 4));
  const double overS = static_cast<double>(leastWaiting_) / deviceHz_ - marginS_;
  if (overS > kSlackS || overS < -kShortageS) surplus_ = std::lround(overS * sourceHz_);
  watchAnew();
}

std::span<float> DelayControl::fit(std::span<float> hop) {
  const auto most = static_cast<std::ptrdiff_t>(hop.size() / 2);
  const std::ptrdiff_t now = std::clamp(surplus_, -most, most);
  surplus_ -= now;
  settledWaiting_ = kUnknown;  // what was seen holds no longer
  watchAnew();
  if (now > 0) return hop.first(cutOut(hop, static_cast<std::size_t>(now)));
  const auto longer = std::span(stretched_).first(hop.size() + static_cast<std::size_t>(-now));
  stretch(hop, longer);
  return longer;
}

}  // namespace gui
