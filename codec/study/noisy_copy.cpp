#include "codec/study/noisy_copy.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace codec {
namespace {

double rms(std::span<const float> x) {
  double sum = 0;
  for (const auto v : x) sum += static_cast<double>(v) * static_cast<double>(v);
  return x.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(x.size()));
}

// White noise through a first-order filter of random pole and zero: from rumble to hiss.
std::vector<float> tilted_noise(std::size_t n, std::mt19937_64& random) {
  std::normal_distribution<float> normal;
  std::uniform_real_distribution<float> pole(-0.4f, 0.95f), zero(-0.9f, 0.9f);
  const float a = pole(random), b = zero(random);
  std::vector<float> out(n);
  float state = 0, before = 0;
  for (auto& v : out) {
    state = a * state + normal(random);
    v = state - b * before;
    before = state;
  }
  return out;
}

}  // namespace

std::vector<float> noisy_copy(std::span<const float> sound, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> below_db(8.0, 30.0), softer_db(0.0, 20.0);
  auto out = tilted_noise(sound.size(), random);
  const double gain = std::pow(10.0, -softer_db(random) / 20);
  const double share = std::pow(10.0, -below_db(random) / 20) * rms(sound) / (rms(out) + 1e-12);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double v = gain * (static_cast<double>(sound[i]) + share * static_cast<double>(out[i]));
    out[i] = static_cast<float>(std::clamp(v, -1.0, 1.0));
  }
  return out;
}

}  // namespace codec
