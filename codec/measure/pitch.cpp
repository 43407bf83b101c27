#include "codec/measure/pitch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <limits>
#include <numbers>

#include "codec/sound/fft.h"

namespace codec {
namespace {

constexpr std::size_t kMaxCandidates = 8;
constexpr float kDigitalSilence = 1e-6f;  // RMS re full scale: far below one step of 16 bits

struct Candidate {
  float log2_hz = 0.0f;
  float strength = 0.0f;
};

struct Frame {
  std::array<Candidate, kMaxCandidates> candidates;  // strongest first
  std::size_t count = 0;
  float level = 0.0f;  // RMS of the weighted, windowed frame
};

// Weighting of the power spectrum: 4th-order slopes at 50 Hz (hum, rumble, DC) and at 2.2 kHz
// (above it, frication outweighs what harmonics there are).
double weight(double hz) {
  const double low = std::pow(hz / 50.0, 4.0);
  const double high = std::pow(hz / 2200.0, 4.0);
  return low / (1.0 + low) / (1.0 + high);
}

std::size_t fast_size(std::size_t at_least) {
  for (std::size_t n = at_least;; ++n) {
    std::size_t rest = n;
    for (const std::size_t prime : {2u, 3u, 5u}) {
      while (rest % prime == 0) rest /= prime;
    }
    if (rest == 1 && n % 2 == 0) return n;
  }
}

class FrameAnalyser {
 public:
  explicit FrameAnalyser(const PitchOptions& options)
      : options_(options),
        window_samples_(2 *
                        (static_cast<std::size_t>(1.5 * options.sample_rate_hz / options.min_hz))),
        min_lag_(static_cast<std::size_t>(options.sample_rate_hz / options.max_hz)),
        max_lag_(static_cast<std::size_t>(options.sample_rate_hz / options.min_hz) + 1),
        fft_(fast_size(window_samples_ + max_lag_ + 2)),
        window_(window_samples_),
        weights_(fft_.bins().size()),
        correlation_(max_lag_ + 2),
        window_correlation_(max_lag_ + 2) {
    for (std::size_t i = 0; i < window_samples_; ++i) {
      window_[i] = static_cast<float>(
          0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (static_cast<double>(i) + 0.5) /
                               static_cast<double>(window_samples_)));
    }
    for (std::size_t k = 0; k < weights_.size(); ++k) {
      weights_[k] = static_cast<float>(weight(static_cast<double>(k) * options.sample_rate_hz /
                                              static_cast<double>(fft_.size())));
    }
    std::ranges::fill(fft_.time(), 0.0f);
    std::ranges::copy(window_, fft_.time().begin());
    fft_.forward();
    for (auto& bin : fft_.bins()) bin = std::norm(bin);
    fft_.inverse();
    for (std::size_t lag = 0; lag < window_correlation_.size(); ++lag) {
      window_correlation_[lag] = fft_.time()[lag] / fft_.time()[0];
    }
  }

  // The frame whose middle is the instant `centre`; outside of the sound is silence.
  Frame analyse(std::span<const float> samples, std::ptrdiff_t centre) {
    const auto time = fft_.time();
    std::ranges::fill(time, 0.0f);
    const auto length = static_cast<std::ptrdiff_t>(samples.size());
    const std::ptrdiff_t begin = centre - static_cast<std::ptrdiff_t>(window_samples_ / 2);
    const std::ptrdiff_t from = std::max<std::ptrdiff_t>(begin, 0);
    const std::ptrdiff_t to =
        std::min(begin + static_cast<std::ptrdiff_t>(window_samples_), length);
    double mean = 0.0;
    for (std::ptrdiff_t i = from; i < to; ++i) mean += samples[static_cast<std::size_t>(i)];
    if (to > from) mean /= static_cast<double>(to - from);
    for (std::ptrdiff_t i = from; i < to; ++i) {
      const auto at = static_cast<std::size_t>(i - begin);
      time[at] = (samples[static_cast<std::size_t>(i)] - static_cast<float>(mean)) * window_[at];
    }
    fft_.forward();
    const auto bins = fft_.bins();
    for (std::size_t k = 0; k < bins.size(); ++k) bins[k] = std::norm(bins[k]) * weights_[k];
    fft_.inverse();

    Frame frame;
    const float energy = time[0] / static_cast<float>(fft_.size());
    if (!(energy > 0.0f) || !std::isfinite(energy)) return frame;
    frame.level = std::sqrt(energy / static_cast<float>(window_samples_));
    for (std::size_t lag = min_lag_ - 1; lag < correlation_.size(); ++lag) {
      correlation_[lag] = time[lag] / (time[0] * window_correlation_[lag]);
    }
    pick_candidates(frame);
    return frame;
  }

 private:
  void pick_candidates(Frame& frame) const {
    for (std::size_t lag = min_lag_; lag <= max_lag_; ++lag) {
      const float left = correlation_[lag - 1];
      const float peak = correlation_[lag];
      const float right = correlation_[lag + 1];
      if (!(peak > left && peak >= right && peak > 0.2f)) continue;
      const float bend = left - 2.0f * peak + right;
      const float shift = std::clamp(0.5f * (left - right) / bend, -0.5f, 0.5f);
      const float height = std::min(peak - 0.25f * (left - right) * shift, 1.0f);
      const double hz = options_.sample_rate_hz / (static_cast<double>(lag) + shift);
      if (hz < options_.min_hz || hz > options_.max_hz) continue;
      const Candidate candidate{
          static_cast<float>(std::log2(hz)),
          static_cast<float>(height + options_.octave_cost * std::log2(hz / options_.min_hz))};
      insert(frame, candidate);
    }
  }

  static void insert(Frame& frame, const Candidate& candidate) {
    auto& list = frame.candidates;
    std::size_t at = frame.count;
    while (at > 0 && list[at - 1].strength < candidate.strength) --at;
    if (at == kMaxCandidates) return;
    frame.count = std::min(frame.count + 1, kMaxCandidates);
    std::move_backward(list.begin() + static_cast<std::ptrdiff_t>(at),
                       list.begin() + static_cast<std::ptrdiff_t>(frame.count) - 1,
                       list.begin() + static_cast<std::ptrdiff_t>(frame.count));
    list[at] = candidate;
  }

  PitchOptions options_;
  std::size_t window_samples_;
  std::size_t min_lag_;
  std::size_t max_lag_;
  RealFft fft_;
  std::vector<float> window_;
  std::vector<float> weights_;
  std::vector<float> correlation_;         // [lag], valid from min_lag_ - 1
  std::vector<float> window_correlation_;  // [lag], 1 at lag 0
};

// The level of the loud parts: the 95th percentile over the frames that are not digital silence.
float loud_level(const std::vector<Frame>& frames) {
  std::vector<float> levels;
  levels.reserve(frames.size());
  for (const Frame& frame : frames) {
    if (frame.level > kDigitalSilence) levels.push_back(frame.level);
  }
  if (levels.empty()) return 0.0f;
  const auto at = levels.begin() + static_cast<std::ptrdiff_t>((levels.size() - 1) * 95 / 100);
  std::ranges::nth_element(levels, at);
  return *at;
}

// States of a frame: candidates 0..count-1, then unvoiced.
std::vector<float> best_path(const std::vector<Frame>& frames, const PitchOptions& options) {
  constexpr std::size_t kStates = kMaxCandidates + 1;
  const float loud = loud_level(frames);
  const double hop_ms = 1000.0 * options.hop_samples / options.sample_rate_hz;
  const auto jump_cost = static_cast<float>(options.octave_jump_cost * 10.0 / hop_ms);
  const auto voicing_cost = static_cast<float>(options.voicing_cost * 10.0 / hop_ms);

  std::vector<std::array<std::uint8_t, kStates>> from(frames.size());
  std::array<float, kStates> score{};
  std::array<float, kStates> next{};
  for (std::size_t t = 0; t < frames.size(); ++t) {
    const Frame& frame = frames[t];
    const std::size_t states = frame.count + 1;
    for (std::size_t j = 0; j < states; ++j) {
      const bool voiced = j < frame.count;
      float best = t == 0 ? 0.0f : -std::numeric_limits<float>::infinity();
      for (std::size_t i = 0; t > 0 && i <= frames[t - 1].count; ++i) {
        const bool was_voiced = i < frames[t - 1].count;
        float cost = 0.0f;
        if (voiced != was_voiced) {
          cost = voicing_cost;
        } else if (voiced) {
          cost = jump_cost *
                 std::abs(frame.candidates[j].log2_hz - frames[t - 1].candidates[i].log2_hz);
        }
        if (score[i] - cost > best) {
          best = score[i] - cost;
          from[t][j] = static_cast<std::uint8_t>(i);
        }
      }
      float strength =
          voiced ? frame.candidates[j].strength : static_cast<float>(options.voicing_threshold);
      if (!voiced) {
        const double relative = loud > 0.0f ? frame.level / loud : 0.0;
        strength += static_cast<float>(std::max(
            0.0, 2.0 - relative * (1.0 + options.voicing_threshold) / options.silence_threshold));
      }
      next[j] = best + strength;
    }
    score = next;
  }

  std::vector<float> f0(frames.size(), 0.0f);
  if (frames.empty()) return f0;
  auto state = static_cast<std::size_t>(
      std::max_element(score.begin(),
                       score.begin() + static_cast<std::ptrdiff_t>(frames.back().count) + 1) -
      score.begin());
  for (std::size_t t = frames.size(); t-- > 0;) {
    if (state < frames[t].count) f0[t] = std::exp2(frames[t].candidates[state].log2_hz);
    state = from[t][state];
  }
  return f0;
}

}  // namespace

std::vector<float> track_f0(std::span<const float> samples, const PitchOptions& options) {
  const std::size_t count = samples.size() / static_cast<std::size_t>(options.hop_samples);
  std::vector<Frame> frames(count);
  FrameAnalyser analyser(options);
  for (std::size_t s = 0; s < count; ++s) {
    frames[s] = analyser.analyse(samples, static_cast<std::ptrdiff_t>(s + 1) * options.hop_samples);
  }
  return best_path(frames, options);
}

}  // namespace codec
