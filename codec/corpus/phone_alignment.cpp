#include "codec/corpus/phone_alignment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "codec/sound/spectrum.h"

namespace codec {
namespace {

constexpr std::size_t kStates = 3;  // of a phone
constexpr std::size_t kDim = kAlignmentFeatures;
constexpr int kCepstra = kAlignmentFeatures / 2;
constexpr int kMelBands = 26;
constexpr std::size_t kWindow = 400;  // samples
constexpr std::size_t kHop = 160;
constexpr float kVarianceFloor = 0.02f;  // features have variance 1
constexpr float kSplit = 0.2f;           // standard deviations between the halves of a Gaussian
constexpr double kFewFrames = 20;        // below it a Gaussian stays as it is
constexpr float kLoud = -0.5f;           // of feature 0, the level
constexpr float kNever = -std::numeric_limits<float>::infinity();

// The chain of states that an utterance may go through.
struct Link {
  std::uint16_t state;         // phone * kStates + state
  std::int32_t skips_to = -1;  // another predecessor: before the pause in front, or -1
  bool may_start = false;
  bool may_end = false;
};

std::vector<Link> chain_of(const std::vector<SpokenPhone>& phones) {
  std::vector<Link> links;
  const auto add = [&](std::uint8_t phone) {
    for (std::size_t s = 0; s < kStates; ++s) {
      links.push_back({static_cast<std::uint16_t>(phone * kStates + s)});
    }
  };
  for (const auto& p : phones) {
    const bool pause = p.starts_word || links.empty();
    const auto before = static_cast<std::int32_t>(links.size()) - 1;
    if (pause) add(kSilence);
    const auto first = links.size();
    add(p.phone);
    if (pause && before >= 0) links[first].skips_to = before;
    if (before < 0) {
      links.front().may_start = true;
      links[first].may_start = true;
    }
  }
  if (links.empty()) return links;
  links.back().may_end = true;
  add(kSilence);
  links.back().may_end = true;
  return links;
}

void normalise(std::vector<float>& features) {
  const auto frames = features.size() / kDim;
  for (std::size_t d = 0; d < kDim; ++d) {
    double sum = 0, squares = 0;
    for (std::size_t t = 0; t < frames; ++t) {
      const double v = features[t * kDim + d];
      sum += v;
      squares += v * v;
    }
    const double n = std::max(1.0, static_cast<double>(frames));
    const double mean = sum / n;
    const double scale = 1.0 / std::sqrt(std::max(1e-6, squares / n - mean * mean));
    for (std::size_t t = 0; t < frames; ++t) {
      features[t * kDim + d] = static_cast<float>((features[t * kDim + d] - mean) * scale);
    }
  }
}

}  // namespace

std::vector<float> alignment_features(std::span<const float> samples) {
  const auto frames = samples.size() / kHop;
  ShortTimeSpectrum spectrum(kWindow);
  const MelBank bank(16000, kWindow, kMelBands);
  std::vector<float> power(spectrum.bins());
  std::vector<float> mel(kMelBands);
  std::vector<float> out(frames * kDim);
  for (std::size_t t = 0; t < frames; ++t) {
    spectrum.power(samples, static_cast<SampleIndex>(t * kHop + kHop / 2), Edge::silence, power);
    bank.apply(power, mel);
    for (auto& m : mel) m = std::log(m + 1e-6f);
    for (int k = 0; k < kCepstra; ++k) {
      double sum = 0;
      for (int b = 0; b < kMelBands; ++b) {
        sum += static_cast<double>(mel[static_cast<std::size_t>(b)]) *
               std::cos(std::numbers::pi * k * (b + 0.5) / kMelBands);
      }
      out[t * kDim + static_cast<std::size_t>(k)] = static_cast<float>(sum);
    }
  }
  constexpr std::size_t kReach = 2;  // frames on either side of a slope
  for (std::size_t t = 0; t < frames; ++t) {
    for (std::size_t k = 0; k < kCepstra; ++k) {
      float slope = 0;
      for (std::size_t j = 1; j <= kReach; ++j) {
        const auto next = std::min(t + j, frames - 1);
        const auto last = t >= j ? t - j : 0;
        slope += static_cast<float>(j) * (out[next * kDim + k] - out[last * kDim + k]);
      }
      out[t * kDim + kCepstra + k] = slope;
    }
  }
  normalise(out);
  return out;
}

float PhoneAligner::score(std::size_t state, const float* frame, std::size_t* best) const {
  float highest = kNever;
  const auto& mixture = states_[state];
  for (std::size_t m = 0; m < mixture.size(); ++m) {
    const auto& g = mixture[m];
    float distance = 0;
    for (std::size_t d = 0; d < kDim; ++d) {
      const float x = frame[d] - g.mean[d];
      distance += x * x * g.precision[d];
    }
    const float value = g.offset - 0.5f * distance;
    if (value > highest) {
      highest = value;
      if (best != nullptr) *best = m;
    }
  }
  return highest;
}

std::optional<PhoneAligner::Path> PhoneAligner::viterbi(const Utterance& utterance) const {
  const auto links = chain_of(utterance.phones);
  const auto frames = utterance.frames();
  const auto n = links.size();
  if (n == 0 || frames < utterance.phones.size() * kStates) return std::nullopt;
  // Each state is scored once a frame, however often the chain goes through it.
  std::vector<std::int32_t> slot(states_.size(), -1);
  std::vector<std::size_t> used;
  for (const auto& link : links) {
    if (slot[link.state] < 0) {
      slot[link.state] = static_cast<std::int32_t>(used.size());
      used.push_back(link.state);
    }
  }
  std::vector<float> scores(used.size());
  std::vector<float> now(n), before(n, kNever);
  std::vector<std::int32_t> from(frames * n, -1);
  for (std::size_t t = 0; t < frames; ++t) {
    const float* frame = utterance.features.data() + t * kDim;
    for (std::size_t u = 0; u < used.size(); ++u) scores[u] = score(used[u], frame);
    for (std::size_t i = 0; i < n; ++i) {
      float best = kNever;
      std::int32_t came = -1;
      const auto consider = [&](std::int32_t j) {
        const float value = before[static_cast<std::size_t>(j)];
        if (value > best) {
          best = value;
          came = j;
        }
      };
      if (t == 0) {
        if (links[i].may_start) best = 0;
      } else {
        consider(static_cast<std::int32_t>(i));
        if (i > 0) consider(static_cast<std::int32_t>(i) - 1);
        if (links[i].skips_to >= 0) consider(links[i].skips_to);
      }
      now[i] = best + scores[static_cast<std::size_t>(slot[links[i].state])];
      from[t * n + i] = came;
    }
    std::swap(now, before);
  }
  std::size_t end = n;
  for (std::size_t i = 0; i < n; ++i) {
    if (links[i].may_end && before[i] > kNever && (end == n || before[i] > before[end])) end = i;
  }
  if (end == n) return std::nullopt;
  Path path;
  path.log_likelihood = before[end];
  path.states.resize(frames);
  auto at = static_cast<std::int32_t>(end);
  for (std::size_t t = frames; t-- > 0;) {
    path.states[t] = links[static_cast<std::size_t>(at)].state;
    at = from[t * n + static_cast<std::size_t>(at)];
  }
  return path;
}

void PhoneAligner::Gaussian::set_weight(double weight) {
  double log_sum = static_cast<double>(kDim) * std::log(2 * std::numbers::pi);
  for (const float p : precision) log_sum -= std::log(static_cast<double>(p));
  offset = static_cast<float>(std::log(weight) - 0.5 * log_sum);
}

PhoneAligner PhoneAligner::flat() {
  PhoneAligner model;
  Gaussian gaussian{};
  std::fill(std::begin(gaussian.precision), std::end(gaussian.precision), 1.0f);
  gaussian.set_weight(1.0);
  model.states_.assign(kPhoneCount * kStates, {gaussian});
  return model;
}

// The loud part is shared out evenly among the phones; what is before and behind it is silence.
std::optional<PhoneAligner::Path> PhoneAligner::flat_path(const Utterance& utterance) {
  const auto n = utterance.frames();
  std::size_t first = 0, last = n;
  const auto loud = [&](std::size_t t) { return utterance.features[t * kDim] > kLoud; };
  while (first < n && !loud(first)) ++first;
  while (last > first && !loud(last - 1)) --last;
  const auto links = utterance.phones.size() * kStates;
  if (links == 0 || last - first < links) return std::nullopt;
  Path path;
  for (std::size_t t = 0; t < n; ++t) {
    const bool inside = t >= first && t < last;
    const auto at = inside ? (t - first) * links / (last - first) : 0;
    path.states.push_back(static_cast<std::uint16_t>(
        inside ? utterance.phones[at / kStates].phone * kStates + at % kStates
               : kSilence * kStates + t % kStates));
  }
  return path;
}

// What each Gaussian would be made of, if the best (or the flat) path were the true one.
PhoneAligner::Expectation PhoneAligner::expect(std::span<const Utterance> utterances,
                                               bool flat_start) const {
  Expectation out;
  out.sums.resize(states_.size());
  for (std::size_t s = 0; s < states_.size(); ++s) out.sums[s].resize(states_[s].size());
  for (const auto& utterance : utterances) {
    const auto path = flat_start ? flat_path(utterance) : viterbi(utterance);
    if (!path) continue;
    out.log_likelihood += path->log_likelihood;
    out.frames += static_cast<double>(path->states.size());
    for (std::size_t t = 0; t < path->states.size(); ++t) {
      const float* frame = utterance.features.data() + t * kDim;
      std::size_t best = 0;
      score(path->states[t], frame, &best);
      auto& sum = out.sums[path->states[t]][best];
      sum.frames += 1;
      for (std::size_t d = 0; d < kDim; ++d) {
        sum.first[d] += static_cast<double>(frame[d]);
        sum.second[d] += static_cast<double>(frame[d]) * static_cast<double>(frame[d]);
      }
    }
  }
  return out;
}

void PhoneAligner::maximise(const Expectation& expectation) {
  for (std::size_t s = 0; s < states_.size(); ++s) {
    const auto& sums = expectation.sums[s];
    double total = 0;
    for (const auto& sum : sums) total += sum.frames;
    for (std::size_t m = 0; m < sums.size(); ++m) {
      const auto& sum = sums[m];
      if (sum.frames < kFewFrames) continue;
      auto& g = states_[s][m];
      for (std::size_t d = 0; d < kDim; ++d) {
        const double mean = sum.first[d] / sum.frames;
        const double variance = sum.second[d] / sum.frames - mean * mean;
        g.mean[d] = static_cast<float>(mean);
        g.precision[d] = 1.0f / std::max(kVarianceFloor, static_cast<float>(variance));
      }
      g.set_weight(sum.frames / total);
    }
  }
}

void PhoneAligner::split() {
  for (auto& mixture : states_) {
    const auto n = mixture.size();
    for (std::size_t m = 0; m < n; ++m) {
      auto other = mixture[m];
      mixture[m].offset -= static_cast<float>(std::numbers::ln2);
      other.offset = mixture[m].offset;
      for (std::size_t d = 0; d < kDim; ++d) {
        const float shift = kSplit / std::sqrt(mixture[m].precision[d]);
        mixture[m].mean[d] += shift;
        other.mean[d] -= shift;
      }
      mixture.push_back(other);
    }
  }
}

PhoneAligner PhoneAligner::train(std::span<const Utterance> utterances,
                                 const AlignerOptions& options) {
  auto model = flat();
  for (int gaussians = 1; gaussians <= options.mixtures; gaussians *= 2) {
    if (gaussians > 1) model.split();
    for (int round = 1; round <= options.rounds; ++round) {
      const auto expectation = model.expect(utterances, gaussians == 1 && round == 1);
      model.maximise(expectation);
      if (options.progress && !options.progress(gaussians, round, expectation.mean())) {
        return model;
      }
    }
  }
  return model;
}

std::optional<std::vector<std::uint8_t>> PhoneAligner::align(const Utterance& utterance) const {
  const auto path = viterbi(utterance);
  if (!path) return std::nullopt;
  std::vector<std::uint8_t> phones;
  for (const auto state : path->states)
    phones.push_back(static_cast<std::uint8_t>(state / kStates));
  return phones;
}

}  // namespace codec
