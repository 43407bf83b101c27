#include "codec/study/linear_probe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <utility>

#include "codec/model/phone_set.h"

namespace codec {
namespace {

constexpr std::size_t kPhones = kPhoneCount;
constexpr std::size_t kRow = (kPhones + 7) / 8 * 8;  // whole vectors
constexpr std::size_t kBatch = 256;
constexpr float kRate = 0.02f;

}  // namespace

// Weights (D + 1, kRow): the phones of one input lie side by side, so that every loop below runs
// over phones and no sum has to be reordered for a compiler to make vectors of it.
class LinearProbe::Softmax {
 public:
  Softmax(FrameScale scale)
      : scale_(std::move(scale)),
        x_(scale_.mean.size() + 1, 1.0f),  // a constant behind the vector
        weights_(x_.size() * kRow),
        gradient_(weights_.size()),
        first_(weights_.size()),
        second_(weights_.size()) {}

  std::size_t best(const float* vector) {
    score(vector);
    return static_cast<std::size_t>(std::max_element(scores_.begin(), scores_.begin() + kPhones) -
                                    scores_.begin());
  }

  // Adds the gradient of a frame's cross-entropy.
  void learn(const float* vector, std::size_t phone) {
    score(vector);
    const float top = *std::max_element(scores_.begin(), scores_.begin() + kPhones);
    float sum = 0;
    for (std::size_t k = 0; k < kPhones; ++k) sum += scores_[k] = std::exp(scores_[k] - top);
    for (std::size_t k = 0; k < kPhones; ++k) scores_[k] /= sum;
    scores_[phone] -= 1.0f;
    for (std::size_t d = 0; d < x_.size(); ++d) {
      float* to = gradient_.data() + d * kRow;
      for (std::size_t k = 0; k < kRow; ++k) to[k] += scores_[k] * x_[d];
    }
  }

  // One step of Adam (0.9, 0.99) from the gradients of `frames` frames.
  void step(std::size_t frames, float rate) {
    decay1_ *= 0.9f;
    decay2_ *= 0.99f;
    for (std::size_t j = 0; j < weights_.size(); ++j) {
      const float g = gradient_[j] / static_cast<float>(frames);
      first_[j] += 0.1f * (g - first_[j]);
      second_[j] += 0.01f * (g * g - second_[j]);
      weights_[j] -=
          rate * (first_[j] / (1 - decay1_)) / (std::sqrt(second_[j] / (1 - decay2_)) + 1e-8f);
      gradient_[j] = 0;
    }
  }

 private:
  void score(const float* vector) {
    scores_.fill(0.0f);
    for (std::size_t d = 0; d + 1 < x_.size(); ++d) {
      x_[d] = (vector[d] - scale_.mean[d]) / scale_.deviation;
    }
    for (std::size_t d = 0; d < x_.size(); ++d) {
      const float* from = weights_.data() + d * kRow;
      for (std::size_t k = 0; k < kRow; ++k) scores_[k] += from[k] * x_[d];
    }
    // The columns behind the last phone must not learn.
    for (std::size_t k = kPhones; k < kRow; ++k) scores_[k] = 0.0f;
  }

  FrameScale scale_;
  std::vector<float> x_;
  std::array<float, kRow> scores_{};
  std::vector<float> weights_, gradient_, first_, second_;
  float decay1_ = 1, decay2_ = 1;
};

LinearProbe::LinearProbe(std::span<const LabelledFrames> training, const LinearProbeOptions& o)
    : softmax_(std::make_unique<Softmax>(FrameScale::of(training))) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> frames;
  for (std::size_t i = 0; i < training.size(); ++i) {
    for (std::size_t t = 0; t < training[i].frames(); ++t) {
      if (training[i].phones[t] != kUnknownPhone) {
        frames.emplace_back(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(t));
      }
    }
  }
  std::mt19937_64 random(o.seed);
  const auto batches = std::max<std::size_t>(1, frames.size() / kBatch);
  const auto steps = batches * static_cast<std::size_t>(o.epochs);
  for (std::size_t step = 0; step < steps; ++step) {
    if (step % batches == 0) std::ranges::shuffle(frames, random);
    const auto begin = step % batches * kBatch;
    const auto end = std::min(frames.size(), begin + kBatch);
    for (std::size_t f = begin; f < end; ++f) {
      const auto& r = training[frames[f].first];
      softmax_->learn(r.vector(frames[f].second), r.phones[frames[f].second]);
    }
    softmax_->step(end - begin,
                   kRate * (1.0f - static_cast<float>(step) / static_cast<float>(steps)));
  }
}

LinearProbe::~LinearProbe() = default;
LinearProbe::LinearProbe(LinearProbe&& other) noexcept = default;

double LinearProbe::phone_error(std::span<const LabelledFrames> measured) {
  double wrong = 0, all = 0;
  for (const auto& r : measured) {
    for (std::size_t t = 0; t < r.frames(); ++t) {
      if (r.phones[t] == kUnknownPhone) continue;
      wrong += softmax_->best(r.vector(t)) != r.phones[t];
      all += 1;
    }
  }
  return wrong / all;
}

}  // namespace codec
