// The kernels against one loop of std::fma a sum, bit by bit, on every SIMD target of this machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "codec/base/safetensors.h"
#include "codec/engine/kernels/kernels.h"

namespace codec::engine {
namespace {

std::vector<float> random_floats(std::size_t n, std::uint32_t seed, float scale = 1.0f) {
  std::mt19937 bits(seed);
  std::vector<float> out(n);
  for (auto& v : out) v = scale * (static_cast<float>(bits()) * 0x1p-31f - 1.0f);
  return out;
}

Aligned<float> aligned(const std::vector<float>& v) { return {v.begin(), v.end()}; }

// The layout of codec/engine/kernels/kernels.h from row-major weights; rounds them to f16 first
// where asked.
Matrix make_matrix(std::vector<float>& weights, const std::vector<float>& bias, bool half) {
  Matrix m;
  m.outputs = bias.size();
  m.inputs = weights.size() / bias.size();
  const auto panels = (m.outputs + kPanel - 1) / kPanel;
  m.bias = aligned(bias);
  m.bias.resize(panels * kPanel);
  std::vector<std::uint16_t> bits(weights.size());
  if (half) {
    const auto count = static_cast<std::int64_t>(weights.size());
    const auto data = TensorData::from_floats({count}, weights, DType::f16);
    weights = data.to_floats();
    std::memcpy(bits.data(), data.bytes.data(), data.bytes.size());
    m.half.resize(panels * kPanel * m.inputs);
  } else {
    m.full.resize(panels * kPanel * m.inputs);
  }
  for (std::size_t o = 0; o < m.outputs; ++o) {
    for (std::size_t i = 0; i < m.inputs; ++i) {
      const auto at = (o / kPanel * m.inputs + i) * kPanel + o % kPanel;
      if (half) {
        m.half[at] = bits[o * m.inputs + i];
      } else {
        m.full[at] = weights[o * m.inputs + i];
      }
    }
  }
  return m;
}

float dot(float start, const float* w, const float* x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) start = std::fma(x[i], w[i], start);
  return start;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

// Runs each test once a target.
class KernelTest : public testing::TestWithParam<int> {
 protected:
  void SetUp() override { Targets::use(GetParam()); }
  void TearDown() override { Targets::use(-1); }
};

std::vector<int> all_targets() {
  std::vector<int> out;
  for (std::size_t i = 0; i < Targets::count(); ++i) out.push_back(static_cast<int>(i));
  return out;
}

INSTANTIATE_TEST_SUITE_P(Target, KernelTest, testing::ValuesIn(all_targets()),
                         [](const auto& target) -> std::string {
                           return Targets::name(static_cast<std::size_t>(target.param));
                         });

TEST(Targets, EndWithScalarCode) {
  ASSERT_GE(Targets::count(), 1u);
  const std::string last = Targets::name(Targets::count() - 1);
  EXPECT_TRUE(last == "SCALAR" || last == "EMU128") << last;
}

TEST_P(KernelTest, LinearIsOneFmaATermInOrder) {
  for (const bool half : {false, true}) {
    for (const std::size_t outputs : {1u, 15u, 16u, 17u, 64u, 100u, 290u}) {
      for (const std::size_t rows : {1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 13u, 14u}) {
        const std::size_t inputs = outputs == 100 ? 1 : 37;
        const std::size_t stride = inputs + 3;
        auto weights = random_floats(outputs * inputs, 1);
        const auto bias = random_floats(outputs, 2);
        const auto x = random_floats(rows * stride, 3);
        const auto m = make_matrix(weights, bias, half);
        std::vector<float> y(rows * (outputs + 2), 999.0f);
        linear(m, x.data(), stride, rows, y.data(), outputs + 2);

        std::vector<float> want(y.size(), 999.0f);
        for (std::size_t r = 0; r < rows; ++r) {
          for (std::size_t o = 0; o < outputs; ++o) {
            want[r * (outputs + 2) + o] =
                dot(bias[o], weights.data() + o * inputs, x.data() + r * stride, inputs);
          }
        }
        EXPECT_TRUE(same_bits(y, want))
            << outputs << " outputs, " << rows << " rows, half " << half;
      }
    }
  }
}

// K random entries of 12 floats, the second half of them those of the first, so that ties exist.
struct Book {
  static constexpr std::size_t kDim = 12;
  explicit Book(std::size_t k) : half_squares(k) {
    auto entries = random_floats(k * kDim, 4);
    std::copy_n(entries.begin(), k / 2 * kDim,
                entries.begin() + static_cast<std::ptrdiff_t>(k / 2 * kDim));
    for (std::size_t i = 0; i < k; ++i) {
      const float* entry = entries.data() + i * kDim;
      half_squares[i] = dot(0, entry, entry, kDim) / 2;
    }
    for (const float x : entries) negated.push_back(-x);
    matrix = make_matrix(negated, half_squares, false);
    for (std::size_t i = k; i < matrix.bias.size(); ++i) {
      matrix.bias[i] = std::numeric_limits<float>::infinity();
    }
  }
  float score(std::size_t i, const float* x) const {
    return dot(half_squares[i], negated.data() + i * kDim, x, kDim);
  }

  std::vector<float> half_squares;
  std::vector<float> negated;
  CodebookMatrix matrix;
};

TEST_P(KernelTest, NearestIsTheFirstLowestScore) {
  for (const std::size_t k : {2u, 16u, 24u, 1024u}) {
    const std::size_t rows = 9;
    const Book book(k);
    const auto x = random_floats(rows * Book::kDim, 5);
    std::vector<Code> codes(rows * 3, 7777);
    nearest(book.matrix, x.data(), Book::kDim, rows, codes.data(), 3);
    for (std::size_t r = 0; r < rows; ++r) {
      std::size_t want = 0;
      float best = std::numeric_limits<float>::infinity();
      for (std::size_t i = 0; i < k; ++i) {
        const float score = book.score(i, x.data() + r * Book::kDim);
        if (score < best) {
          best = score;
          want = i;
        }
      }
      EXPECT_LT(want, k / 2);
      EXPECT_EQ(codes[r * 3], want) << "K " << k << ", row " << r;
      EXPECT_EQ(codes[r * 3 + 1], 7777);
    }
  }
}

TEST_P(KernelTest, NearestSeveralAreTheLowestOfAllPathsOfAList) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const std::size_t k : {2u, 24u, 1024u}) {
    const Book book(k);
    for (const std::size_t paths : {1u, 3u, 8u}) {
      for (const std::size_t lists : {1u, 5u}) {
        for (const std::size_t count : {1u, 8u, 32u}) {
          const std::size_t rows = lists * paths;
          auto x = random_floats(rows * Book::kDim, 5);
          auto errors = random_floats(rows, 6);
          if (paths > 2) {  // two equal paths
            std::copy_n(x.begin(), Book::kDim, x.begin() + Book::kDim);
            errors[1] = errors[0];
          }
          std::vector<Candidate> best(lists * count);
          nearest_several(book.matrix, x.data(), errors.data(), lists, paths, count, best.data());
          for (std::size_t l = 0; l < lists; ++l) {
            std::vector<Candidate> all;
            for (std::size_t p = 0; p < paths; ++p) {
              const std::size_t row = l * paths + p;
              for (std::size_t i = 0; i < k; ++i) {
                all.push_back({book.score(i, x.data() + row * Book::kDim) + errors[row],
                               static_cast<std::uint16_t>(p), static_cast<Code>(i)});
              }
            }
            all.resize(std::max(all.size(), count), {kInfinity, 0, 0});
            std::ranges::sort(all, [](const auto& a, const auto& b) { return a < b; });
            for (std::size_t i = 0; i < count; ++i) {
              const auto& found = best[l * count + i];
              EXPECT_TRUE(found == all[i]) << "K " << k << ", " << paths << " paths, list " << l
                                           << ", " << i << ": " << found.path << " " << found.code
                                           << ", not " << all[i].path << " " << all[i].code;
            }
          }
        }
      }
    }
  }
}

TEST_P(KernelTest, LayerNormSumsInSixteenColumnsAndATree) {
  for (const std::size_t n : {4u, 16u, 24u, 40u, 288u}) {
    const Norm norm{aligned(random_floats(n, 6)), aligned(random_floats(n, 7))};
    const auto x = random_floats(2 * n, 8, 3.0f);
    const auto sum = [n](const float* v, auto f) {
      float s[16] = {};
      for (std::size_t c = 0; c < n; ++c) s[c % 16] += f(v[c]);
      for (std::size_t half = 8; half > 0; half /= 2) {
        for (std::size_t i = 0; i < half; ++i) s[i] += s[i + half];
      }
      return s[0];
    };
    std::vector<float> want(2 * n);
    for (std::size_t r = 0; r < 2; ++r) {
      const float* row = x.data() + r * n;
      const float mean = sum(row, [](float v) { return v; }) / static_cast<float>(n);
      const float squares = sum(row, [mean](float v) { return (v - mean) * (v - mean); });
      const float inverse = 1.0f / std::sqrt(squares / static_cast<float>(n) + 1e-5f);
      for (std::size_t c = 0; c < n; ++c) {
        want[r * n + c] = std::fma((row[c] - mean) * inverse, norm.gain[c], norm.bias[c]);
      }
    }
    std::vector<float> y = x;
    layer_norm(norm, y.data(), 2, y.data());  // in place
    EXPECT_TRUE(same_bits(y, want)) << n;
  }
}

TEST_P(KernelTest, DepthwiseMeetsThePresentWithItsLastTap) {
  const std::size_t n = 21;
  const Depthwise conv{3, aligned(random_floats(3 * n, 9)), aligned(random_floats(n, 10))};
  const auto x = random_floats(7 * n, 11);
  std::vector<float> y(5 * n);
  depthwise(conv, x.data(), 5, y.data());
  std::vector<float> want(y.size());
  for (std::size_t r = 0; r < 5; ++r) {
    for (std::size_t c = 0; c < n; ++c) {
      float sum = conv.bias[c];
      for (std::size_t j = 0; j < 3; ++j) {
        sum = std::fma(conv.weight[j * n + c], x[(r + j) * n + c], sum);
      }
      want[r * n + c] = sum;
    }
  }
  EXPECT_TRUE(same_bits(y, want));
}

TEST_P(KernelTest, ElementwiseOperations) {
  const std::size_t n = 35;
  const auto a = random_floats(n, 12);
  const auto b = random_floats(n, 13);
  std::vector<float> want(n);
  std::vector<float> y(n);
  multiply(a.data(), b.data(), n, y.data());
  for (std::size_t i = 0; i < n; ++i) want[i] = a[i] * b[i];
  EXPECT_TRUE(same_bits(y, want));
  multiply_add(b.data(), b.data(), n, y.data());
  for (std::size_t i = 0; i < n; ++i) want[i] = std::fma(b[i], b[i], want[i]);
  EXPECT_TRUE(same_bits(y, want));
  add_scaled(y.data(), a.data(), b.data(), 1, n);
  for (std::size_t i = 0; i < n; ++i) want[i] = std::fma(a[i], b[i], want[i]);
  EXPECT_TRUE(same_bits(y, want));
  add(y.data(), b.data(), n);
  for (std::size_t i = 0; i < n; ++i) want[i] += b[i];
  EXPECT_TRUE(same_bits(y, want));
  subtract(y.data(), a.data(), n);
  for (std::size_t i = 0; i < n; ++i) want[i] -= a[i];
  EXPECT_TRUE(same_bits(y, want));
}

TEST_P(KernelTest, SiluIsXTimesItsSigmoid) {
  std::vector<float> x;
  for (float v = -30; v < 30; v += 0.013f) x.push_back(v);
  x.insert(x.end(), {0.0f, -0.0f, 1e-30f, -1e30f, 1e18f});
  auto y = x;
  silu(y.data(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double v = static_cast<double>(x[i]);
    const double want = v / (1 + std::exp(-v));
    EXPECT_NEAR(y[i], want, 2e-6 + 1e-6 * std::fabs(want)) << x[i];
  }
}

TEST_P(KernelTest, LogMagnitudeHasAFloor) {
  const std::vector<float> spectrum = {0, 0, 3, 4, 1e-6f, 0, 0, -1e-3f, 1e18f, 0};
  std::vector<float> y(6, 999.0f);
  log_magnitude(spectrum.data(), 5, y.data());
  EXPECT_NEAR(y[0], -2, 1e-6);
  EXPECT_NEAR(y[1], std::log10(5.0) + 2, 1e-6);
  EXPECT_EQ(y[2], y[0]);
  EXPECT_NEAR(y[3], -1, 1e-6);
  EXPECT_NEAR(y[4], 20, 4e-6);
  EXPECT_EQ(y[5], 999.0f);
}

TEST_P(KernelTest, PolarAddsMagnitudeAndAngle) {
  const std::size_t n = 2001;
  const auto m = random_floats(n, 14, 8.0f);
  const auto p = random_floats(n, 15, 100.0f);
  std::vector<float> y(2 * n + 1, 1.0f);
  add_polar(m.data(), p.data(), n, y.data());
  for (std::size_t k = 0; k < n; ++k) {
    const double magnitude = std::exp(std::min(static_cast<double>(m[k]), 6.0) - 4);
    const double angle = static_cast<double>(p[k]);
    EXPECT_NEAR(y[2 * k], 1 + magnitude * std::cos(angle), 3e-6);
    EXPECT_NEAR(y[2 * k + 1], 1 + magnitude * std::sin(angle), 3e-6);
  }
  EXPECT_EQ(y[2 * n], 1.0f);
}

TEST_P(KernelTest, FilterMultipliesPairs) {
  const std::size_t n = 19;
  const auto x = random_floats(2 * n, 16);
  const auto gain = random_floats(n, 17);
  std::vector<float> y = random_floats(2 * n, 18);
  std::vector<float> want(2 * n);
  for (std::size_t i = 0; i < 2 * n; ++i) want[i] = std::fma(x[i], gain[i / 2], y[i]);
  add_filtered(x.data(), gain.data(), n, y.data());
  EXPECT_TRUE(same_bits(y, want));
}

TEST_P(KernelTest, GainsAreInterpolatedAndLimited) {
  const std::vector<float> bands = {-1, 2, 9};
  const std::vector<std::int32_t> low = {0, 0, 1, 1};
  const std::vector<float> fraction = {0.0f, 0.5f, 0.25f, 1.0f};
  std::vector<float> gains(4);
  band_gains(bands.data(), low.data(), fraction.data(), 4, gains.data());
  EXPECT_NEAR(gains[0], std::exp(-1.0), 1e-6);
  EXPECT_NEAR(gains[1], std::exp(0.5), 1e-6);
  EXPECT_NEAR(gains[2], std::exp(3.75), 1e-4);
  EXPECT_NEAR(gains[3], std::exp(6.0), 1e-3);
}

TEST_P(KernelTest, PulsesSumTheHarmonicsBelow7600) {
  // 1000 Hz: 7 harmonics; the closed form equals the sum of cosines.
  std::vector<float> phase;
  for (float v = 0; v < 6.28f; v += 0.01f) phase.push_back(v);
  const std::vector<float> f(phase.size(), 1000.0f);
  const std::vector<float> gain(phase.size(), 0.5f);
  std::vector<float> y(phase.size());
  pulses(phase.data(), f.data(), gain.data(), phase.size(), y.data());
  for (std::size_t i = 0; i < phase.size(); ++i) {
    double sum = 0;
    for (int k = 1; k <= 7; ++k) sum += std::cos(k * static_cast<double>(phase[i]));
    EXPECT_NEAR(y[i], 0.5 * std::sqrt(2.0 / 7) * sum, 1e-4) << phase[i];
  }
}

// What has no bit-exact scalar twin above must still be equal between targets.
TEST(Targets, GiveTheSameBits) {
  const std::size_t n = 1003;
  const auto run = [&](int target) {
    Targets::use(target);
    std::vector<float> out = random_floats(n, 20, 12.0f);
    silu(out.data(), n);
    const auto a = random_floats(2 * n, 21, 3.0f);
    std::vector<float> features(n);
    log_magnitude(a.data(), n, features.data());
    std::vector<float> polar(2 * n);
    add_polar(a.data(), a.data() + n, n, polar.data());
    std::vector<float> phase(n);
    std::vector<float> hz(n);
    for (std::size_t i = 0; i < n; ++i) {
      phase[i] = static_cast<float>(i) * 0.00626f;
      hz[i] = 60.0f + 0.48f * static_cast<float>(i);
    }
    std::vector<float> train(n);
    pulses(phase.data(), hz.data(), a.data(), n, train.data());
    const std::vector<std::int32_t> low(n, 3);
    std::vector<float> gains(n);
    band_gains(a.data(), low.data(), features.data(), n, gains.data());
    for (const auto* part : {&features, &polar, &train, &gains}) {
      out.insert(out.end(), part->begin(), part->end());
    }
    Targets::use(-1);
    return out;
  };
  const auto want = run(0);
  for (std::size_t i = 1; i < Targets::count(); ++i) {
    const auto got = run(static_cast<int>(i));
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t k = 0; k < got.size(); ++k) {
      ASSERT_EQ(std::memcmp(&got[k], &want[k], sizeof got[k]), 0)
          << Targets::name(i) << " at " << k << ": " << got[k] << " and " << want[k];
    }
  }
}

TEST(FloatingPointScope, SetsRoundingAndGivesItBack) {
  std::fesetround(FE_UPWARD);
  {
    const FloatingPointScope scope;
    EXPECT_EQ(std::fegetround(), FE_TONEAREST);
  }
  EXPECT_EQ(std::fegetround(), FE_UPWARD);
  std::fesetround(FE_TONEAREST);
}

}  // namespace
}  // namespace codec::engine
