// Where each phone of a known sequence sounds: forced alignment by hidden Markov models of single
// phones, trained from a flat start on the recordings themselves (no other model is needed).
// Three states a phone, left to right; Gaussian mixtures of diagonal covariance; Viterbi training
// (L. Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 77(2), 1989, sections III and VI;
// growing mixtures by splitting as in the HTK book). Pauses between words may be skipped.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "codec/model/phone_set.h"

namespace codec {

inline constexpr int kAlignmentFeatures = 26;  // 13 mel cepstra and their slopes

struct Utterance {
  std::vector<float> features;      // (T, kAlignmentFeatures), of alignment_features()
  std::vector<SpokenPhone> phones;  // without silences

  std::size_t frames() const { return features.size() / kAlignmentFeatures; }
};

// Mono 16 kHz -> (T, kAlignmentFeatures), T = samples / 160; frame t is centred on the middle of
// subframe t. Each feature has mean 0 and variance 1 over the sound.
std::vector<float> alignment_features(std::span<const float> samples);

struct AlignerOptions {
  int rounds = 5;    // of re-estimation for each number of Gaussians
  int mixtures = 8;  // Gaussians a state in the end, a power of two
  // Called after each round with the mean log-likelihood of a frame. False = stop there.
  std::function<bool(int gaussians, int round, double log_likelihood)> progress;
};

// Threads: const methods may run concurrently. The result depends on the input alone.
class PhoneAligner {
 public:
  // Utterances too short for their phones are left out.
  static PhoneAligner train(std::span<const Utterance> utterances, const AlignerOptions& options);

  // The phone of each frame, kSilence in pauses; nothing where the utterance is shorter than its
  // phones need (three frames each).
  std::optional<std::vector<std::uint8_t>> align(const Utterance& utterance) const;

 private:
  struct Gaussian {
    float mean[kAlignmentFeatures];
    float precision[kAlignmentFeatures];  // 1 / variance
    float offset = 0;                     // log weight - log normaliser

    void set_weight(double weight);  // of its mixture; precision is set
  };
  struct Path {
    std::vector<std::uint16_t> states;  // of each frame: phone * 3 + state
    double log_likelihood = 0;
  };
  struct Sums {  // of the frames that a Gaussian is nearest to
    double frames = 0;
    double first[kAlignmentFeatures] = {};
    double second[kAlignmentFeatures] = {};
  };
  struct Expectation {
    std::vector<std::vector<Sums>> sums;  // as states_
    double log_likelihood = 0;
    double frames = 0;

    double mean() const { return frames > 0 ? log_likelihood / frames : 0.0; }
  };

  static PhoneAligner flat();  // one Gaussian a state, all alike
  static std::optional<Path> flat_path(const Utterance& utterance);
  Expectation expect(std::span<const Utterance> utterances, bool flat_start) const;  // E-step
  void maximise(const Expectation& expectation);                                     // M-step
  void split();  // each Gaussian into two

  std::optional<Path> viterbi(const Utterance& utterance) const;
  float score(std::size_t state, const float* frame, std::size_t* best = nullptr) const;

  std::vector<std::vector<Gaussian>> states_;  // kPhoneCount * 3
};

}  // namespace codec
