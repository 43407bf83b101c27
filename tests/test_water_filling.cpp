#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <span>
#include <tuple>
#include <vector>

#include "quantizer/codebook_usage.h"
#include "quantizer/residual_simvq.h"
#include "quantizer/water_filling.h"

namespace quantizer {
namespace {

class WaterFillingTest : public testing::Test {
 protected:
  void SetUp() override { torch::manual_seed(7); }
};

TEST(WaterLevel, SatisfiesTheRateEquation) {
  const std::vector<double> variances{4.0, 1.0, 0.5, 0.25, 0.01, 0.0};
  for (const double bits : {0.5, 1.0, 3.0, 10.0, 16.0, 40.0}) {
    const double theta = water_level(variances, bits);
    double rate = 0.0;
    for (const double v : variances) {
      if (v > 0.0) rate += std::max(0.0, 0.5 * std::log2(v / theta));
    }
    EXPECT_NEAR(rate, bits, 1e-9);
  }
}

TEST(WaterLevel, CasesByHand) {
  EXPECT_DOUBLE_EQ(water_level(std::vector{1.0, 1.0}, 2.0), 0.25);  // one bit each
  EXPECT_DOUBLE_EQ(water_level(std::vector{16.0, 1.0}, 1.0), 4.0);  // the second drowns
  EXPECT_DOUBLE_EQ(water_level(std::vector{3.0, 2.0}, 0.0), 3.0);
  EXPECT_DOUBLE_EQ(water_level(std::vector{0.0, 0.0}, 5.0), 0.0);
  EXPECT_THROW(water_level(std::vector{-1.0}, 1.0), c10::Error);
  EXPECT_THROW(water_level(std::vector{1.0}, std::nan("")), c10::Error);
}

// 16 components of falling variance, turned by a random rotation, off the origin.
torch::Tensor coloured(std::int64_t rows, std::int64_t dim = 16) {
  const auto scale = torch::arange(dim, torch::kFloat).mul(-0.15).exp();
  const auto turn = std::get<0>(torch::linalg_qr(torch::randn({dim, dim})));
  return (torch::randn({rows, dim}) * scale).mm(turn) * 0.3 + 0.2;
}

TEST_F(WaterFillingTest, GivesTheCovarianceThatTheTheoryAsksFor) {
  const auto x = coloured(20000);
  const auto filling = reverse_water_filling(x, 10.0, 16);
  const auto zero_mean = x.to(torch::kDouble) - x.to(torch::kDouble).mean(0);
  const auto covariance = zero_mean.t().mm(zero_mean) / 20000;
  const auto code = filling.map.mm(filling.map.t());
  // What the code leaves has no component above the water.
  const auto left = std::get<0>(torch::linalg_eigh(covariance - code));
  EXPECT_NEAR(left.max().item<double>(), filling.theta, 1e-9);
  EXPECT_GT(left.min().item<double>(), 0.0);
  const double rate =
      (filling.variances / filling.theta).log2().mul(0.5).clamp_min(0.0).sum().item<double>();
  EXPECT_NEAR(rate, 10.0, 1e-9);
}

TEST_F(WaterFillingTest, UsesMostOfEveryCodebook) {
  ResidualSimVqOptions o;
  o.level.dim = 16;
  o.level.codebook_size = 1024;
  ResidualSimVq vq(o);
  const auto samples = coloured(50000);
  const auto report = vq->initialise_by_water_filling(samples);
  const auto codes = vq->encode(samples).to(torch::kShort).contiguous();
  const std::span<const std::uint16_t> flat(
      reinterpret_cast<const std::uint16_t*>(codes.data_ptr<std::int16_t>()),
      static_cast<std::size_t>(codes.numel()));
  ASSERT_EQ(report.size(), 4U);
  for (std::size_t q = 0; q < 4; ++q) {
    CodebookUsage usage(1024);
    usage.add(flat, 4, q);
    EXPECT_GT(usage.utilisation(), 0.95) << q;
    EXPECT_EQ(static_cast<std::int64_t>(usage.used()), report[q].codes_used);
    EXPECT_GT(usage.perplexity(), 400.0) << q;
    EXPECT_LT(report[q].energy_after, 0.6 * report[q].energy_before) << q;
    std::cout << "level " << q << ": used " << usage.used() << ", perplexity " << usage.perplexity()
              << ", dimensions " << report[q].active_dimensions << ", energy "
              << report[q].energy_before << " -> " << report[q].energy_after << '\n';
  }
}

TEST_F(WaterFillingTest, ServesEveryKindOfCodebook) {
  const auto off_centre = coloured(5000);
  for (const std::int64_t frozen_dim : {8, 16, 24}) {
    for (const bool bias : {true, false}) {
      for (const bool map : {true, false}) {
        if (!map && frozen_dim != 16) continue;
        ResidualSimVqOptions o;
        o.level.dim = 16;
        o.level.frozen_dim = frozen_dim;
        o.level.codebook_size = 256;
        o.level.bias = bias;
        o.level.linear_map = map;
        o.level.trainable_table = !map;
        o.levels = 2;
        ResidualSimVq vq(o);
        // Without a bias the codebook lies around the origin.
        const auto samples = bias || !map ? off_centre : off_centre - off_centre.mean(0);
        for (const auto& start : vq->initialise_by_water_filling(samples)) {
          EXPECT_LT(start.energy_after, 0.75 * start.energy_before) << frozen_dim << bias << map;
          EXPECT_GT(start.codes_used, 0.9 * 256) << frozen_dim << bias << map;
        }
      }
    }
  }
}

TEST_F(WaterFillingTest, SurvivesSamplesThatAreAllEqual) {
  ResidualSimVqOptions o;
  o.level.dim = 8;
  ResidualSimVq vq(o);
  const auto report = vq->initialise_by_water_filling(torch::full({10, 8}, 0.5));
  EXPECT_EQ(report[0].active_dimensions, 0);
  EXPECT_NEAR(report[0].energy_after, 0.0, 1e-10);
  EXPECT_THROW(vq->initialise_by_water_filling(torch::full({10, 8}, std::nan(""))), c10::Error);
  EXPECT_THROW(vq->initialise_by_water_filling(torch::zeros({10, 7})), c10::Error);
}

}  // namespace
}  // namespace quantizer
