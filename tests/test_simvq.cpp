#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "quantizer/residual_simvq.h"

namespace quantizer {
namespace {

class SimVqTest : public testing::Test {
 protected:
  void SetUp() override { torch::manual_seed(7); }

  static torch::Tensor latents(std::int64_t batch = 2, std::int64_t frames = 50,
                               std::int64_t dim = 8) {
    return torch::randn({batch, frames, dim}) / std::sqrt(static_cast<double>(dim));
  }
};

SimVqOptions small() {
  SimVqOptions o;
  o.dim = 8;
  o.codebook_size = 64;
  return o;
}

// A stack with maps and biases that differ from level to level.
ResidualSimVq stack(std::int64_t levels = 4, double dropout = 0.0) {
  ResidualSimVqOptions o;
  o.level = small();
  o.levels = levels;
  o.dropout = dropout;
  ResidualSimVq vq(o);
  vq->initialise_by_water_filling(torch::randn({2000, 8}) * 0.35);
  return vq;
}

TEST_F(SimVqTest, FastSearchAgreesWithTheDefinition) {
  for (const std::int64_t size : {1, 2, 33, 64, 1000}) {
    auto o = small();
    o.codebook_size = size;
    SimVq vq(o);
    const auto x = latents();
    EXPECT_TRUE(torch::equal(vq->encode(x).flatten(),
                             nearest_reference(x.reshape({-1, 8}), vq->codebook())))
        << "K = " << size;
  }
}

TEST_F(SimVqTest, ManyFramesAreSearchedInParts) {
  auto o = small();
  o.codebook_size = 4096;
  SimVq vq(o);
  const auto x = latents(1, 2500);  // more pairs than one part holds
  const auto whole = vq->encode(x);
  EXPECT_TRUE(torch::equal(whole.narrow(1, 2000, 500), vq->encode(x.narrow(1, 2000, 500))));
  EXPECT_TRUE(torch::equal(whole.narrow(1, 0, 100), vq->encode(x.narrow(1, 0, 100))));
}

TEST_F(SimVqTest, EachEntryIsItsOwnNearest) {
  auto o = small();
  o.codebook_size = 512;
  SimVq vq(o);
  EXPECT_TRUE(torch::equal(vq->encode(vq->codebook().detach().unsqueeze(0)).squeeze(0),
                           torch::arange(512)));
}

TEST_F(SimVqTest, TheLowestIndexWinsATie) {
  for (const std::int64_t half : {1, 16, 17, 100}) {
    auto o = small();
    o.codebook_size = 2 * half;
    SimVq vq(o);
    vq->table.narrow(0, half, half).copy_(vq->table.narrow(0, 0, half));
    EXPECT_LT(vq->encode(latents()).max().item<std::int64_t>(), half);
    EXPECT_TRUE(vq->encode(torch::zeros({1, 1, 8})).item<std::int64_t>() < half);
    // An entry whose copies lie anywhere, frozen or not.
    const auto copies = vq->table.select(0, half - 1).unsqueeze(0).clone();
    vq->table.slice(0, half - 1, 2 * half, 3).copy_(copies);
    for (const bool frozen : {false, true}) {
      if (frozen) vq->freeze();
      const auto x = vq->codebook().detach().slice(0, half - 1, half).unsqueeze(0);
      EXPECT_EQ(vq->encode(x).item<std::int64_t>(), half - 1);
    }
    EXPECT_EQ(nearest_codes(copies, vq->table).item<std::int64_t>(), half - 1);
  }
}

TEST_F(SimVqTest, DecodeOfEncodeIsWhatForwardReturns) {
  for (const bool rotation : {false, true}) {
    for (const bool channel_first : {false, true}) {
      auto o = small();
      o.rotation_trick = rotation;
      o.channel_first = channel_first;
      SimVq vq(o);
      const auto x = channel_first ? latents().transpose(1, 2) : latents();
      const auto out = vq->forward(x);
      EXPECT_EQ(out.latents.sizes(), x.sizes());
      EXPECT_TRUE(torch::equal(out.codes, vq->encode(x)));
      EXPECT_TRUE(torch::equal(out.latents, vq->decode(vq->encode(x))));
    }
  }
}

TEST_F(SimVqTest, StraightThroughGradientIsOneAndReachesNoCodebook) {
  SimVq vq(small());
  const auto x = latents().requires_grad_();
  vq->forward(x).latents.sum().backward();
  EXPECT_TRUE(torch::equal(x.grad(), torch::ones_like(x)));
  EXPECT_FALSE(vq->weight.grad().defined());
}

// By hand in the plane: x = (2, 0), q = (0, 1). The rotation by 90 degrees, halved in length, has
// the transpose (a, b) -> (b, -a) / 2.
TEST_F(SimVqTest, RotationTrickTurnsTheGradient) {
  const auto x = torch::tensor({{2.0F, 0.0F}}).requires_grad_();
  const auto q = torch::tensor({{0.0F, 1.0F}});
  const auto y = rotate_to(x, q);
  EXPECT_TRUE(torch::equal(y, q));
  (y * torch::tensor({{3.0F, 5.0F}})).sum().backward();
  EXPECT_TRUE(torch::allclose(x.grad(), torch::tensor({{2.5F, -1.5F}}), 1e-6, 1e-6));
}

TEST_F(SimVqTest, RotationKeepsItsValueAtZeroAndOpposite) {
  const auto x = torch::tensor({{0.0F, 0.0F}, {-1.0F, 0.0F}}).requires_grad_();
  const auto q = torch::tensor({{1.0F, 0.0F}, {1.0F, 0.0F}});
  const auto y = rotate_to(x, q);
  EXPECT_TRUE(torch::equal(y, q));
  y.sum().backward();
  EXPECT_TRUE(x.grad().isfinite().all().item<bool>());
}

// x = (1, 0), entries (0, 0) and far away: |x - q|^2 = 1, so sum over D: 1 + w, mean: half of it.
TEST_F(SimVqTest, LossIsTheOneOfTheFormula) {
  SimVqOptions o;
  o.dim = 2;
  o.codebook_size = 2;
  o.linear_map = false;
  o.commitment_weight = 3.0;
  o.input_to_quantize_commit_loss_weight = 0.5;
  const auto x = torch::tensor({{{1.0F, 0.0F}}}).requires_grad_();
  for (const bool sum : {true, false}) {
    o.loss_reduction = sum ? LossReduction::sum_over_dim : LossReduction::mean;
    SimVq vq(o);
    vq->table.copy_(torch::tensor({{0.0F, 0.0F}, {9.0F, 9.0F}}));
    x.mutable_grad().reset();
    const auto loss = vq->forward(x).loss;
    EXPECT_FLOAT_EQ(loss.item<float>(), sum ? 4.5F : 2.25F);
    loss.backward();
    EXPECT_FLOAT_EQ(x.grad().flatten()[0].item<float>(), sum ? 3.0F : 1.5F);
  }
}

TEST_F(SimVqTest, OneStepOnTheMapMovesEveryEntryAndNotTheTable) {
  SimVq vq(small());
  const auto table = vq->table.clone();
  const auto before = vq->codebook().detach().clone();
  torch::optim::SGD step(vq->parameters(), 0.1);
  vq->forward(latents(1, 3)).loss.backward();
  step.step();
  EXPECT_TRUE(torch::equal(vq->table, table));
  EXPECT_TRUE((vq->codebook() - before).abs().sum(1).gt(0).all().item<bool>());
}

TEST_F(SimVqTest, PlainVqTrainsItsTableAlone) {
  auto o = small();
  o.linear_map = false;
  o.trainable_table = true;
  SimVq vq(o);
  EXPECT_EQ(vq->parameters().size(), 1U);
  const auto out = vq->forward(latents(1, 3));
  out.loss.backward();
  const auto moved = vq->table.grad().abs().sum(1).gt(0).sum().item<std::int64_t>();
  EXPECT_GE(moved, 1);
  EXPECT_LE(moved, 3);
}

TEST_F(SimVqTest, FreezingChangesNoCodeAndTrainingThaws) {
  auto vq = stack();
  vq->eval();
  const auto x = latents();
  const auto codes = vq->encode(x);
  const auto decoded = vq->decode(codes);
  vq->freeze();
  EXPECT_TRUE(vq->level(0)->frozen());
  EXPECT_TRUE(torch::equal(vq->encode(x), codes));
  EXPECT_TRUE(torch::equal(vq->decode(codes), decoded));
  EXPECT_FALSE(vq->level(3)->codebook().requires_grad());
  vq->eval();
  EXPECT_TRUE(vq->level(0)->frozen());
  vq->train();
  EXPECT_FALSE(vq->level(0)->frozen());
  EXPECT_TRUE(vq->level(3)->codebook().requires_grad());
}

TEST_F(SimVqTest, FreezingAgainSeesNewWeights) {
  SimVq vq(small());
  vq->freeze();
  {
    const torch::NoGradGuard no_grad;
    vq->weight.mul_(2.0);
  }
  const auto old = vq->codebook().clone();
  vq->freeze();
  EXPECT_TRUE(torch::equal(vq->codebook(), old * 2.0));
}

TEST_F(SimVqTest, FrozenDimMayDiffer) {
  for (const std::int64_t frozen_dim : {3, 20}) {
    auto o = small();
    o.frozen_dim = frozen_dim;
    SimVq vq(o);
    EXPECT_EQ(vq->codebook().sizes(), (std::vector<std::int64_t>{64, 8}));
    const auto x = latents();
    EXPECT_TRUE(torch::equal(vq->forward(x).latents, vq->decode(vq->encode(x))));
  }
}

TEST_F(SimVqTest, FramesDoNotInfluenceOneAnother) {
  auto vq = stack();
  const auto x = latents(1, 9);
  const auto together = vq->encode(x);
  for (std::int64_t t = 0; t < 9; ++t) {
    EXPECT_TRUE(torch::equal(vq->encode(x.narrow(1, t, 1)), together.narrow(1, t, 1)));
  }
}

TEST_F(SimVqTest, NothingInNothingOut) {
  auto vq = stack();
  const auto codes = vq->encode(torch::zeros({1, 0, 8}));
  EXPECT_EQ(codes.sizes(), (std::vector<std::int64_t>{1, 0, 4}));
  EXPECT_EQ(vq->decode(codes).sizes(), (std::vector<std::int64_t>{1, 0, 8}));
}

TEST_F(SimVqTest, MistakesThrow) {
  SimVq vq(small());
  EXPECT_THROW(vq->decode(torch::full({1, 2}, 64)), c10::Error);
  EXPECT_THROW(vq->decode(torch::full({1, 2}, -1)), c10::Error);
  EXPECT_THROW(vq->decode(torch::zeros({1, 2})), c10::Error);
  EXPECT_THROW(vq->encode(torch::zeros({1, 2, 7})), c10::Error);
  EXPECT_THROW(vq->forward(torch::zeros({1, 2, 8}, torch::kDouble)), c10::Error);
  EXPECT_THROW(vq->forward(torch::zeros({1, 0, 8})), c10::Error);
  auto o = small();
  o.codebook_size = 0;
  EXPECT_THROW(SimVq{o}, c10::Error);
  o = small();
  o.linear_map = false;
  o.frozen_dim = 4;
  EXPECT_THROW(SimVq{o}, c10::Error);
  auto deep = stack();
  EXPECT_THROW(deep->forward(latents(), 5), c10::Error);
  EXPECT_THROW(deep->encode(latents(), -1), c10::Error);
  EXPECT_THROW(deep->decode(torch::zeros({1, 2, 5}, torch::kLong)), c10::Error);
  EXPECT_THROW(deep->decode(torch::full({1, 2, 4}, 64)), c10::Error);
  EXPECT_THROW(deep->decode(torch::full({1, 2, 4}, -2)), c10::Error);
  EXPECT_THROW(deep->decode(torch::zeros({1, 2, 4}, torch::kLong), {true}), c10::Error);
}

TEST_F(SimVqTest, TheFirstLevelsOfAStackAreAShorterStack) {
  auto vq = stack();
  const auto x = latents();
  const auto all = vq->encode(x);
  for (std::int64_t q = 1; q <= 4; ++q) {
    const auto head = all.narrow(-1, 0, q);
    EXPECT_TRUE(torch::equal(vq->encode(x, q), head));
    const auto out = vq->forward(x, q);
    EXPECT_EQ(out.active, q);
    EXPECT_TRUE(torch::equal(out.codes.narrow(-1, 0, q), head));
    EXPECT_TRUE(out.codes.narrow(-1, q, 4 - q).eq(-1).all().item<bool>());
    EXPECT_TRUE(out.losses.narrow(0, q, 4 - q).eq(0).all().item<bool>());
    EXPECT_TRUE(torch::allclose(out.latents, vq->decode(head), 1e-6, 1e-6));
    EXPECT_TRUE(torch::equal(vq->decode(head), vq->decode(out.codes)));
    std::vector<bool> keep(4, false);
    std::fill_n(keep.begin(), q, true);
    EXPECT_TRUE(torch::equal(vq->decode(all, keep), vq->decode(head)));
  }
}

TEST_F(SimVqTest, EachLevelLessensTheError) {
  auto vq = stack();
  const auto x = latents(4, 500);
  double before = x.square().sum().item<double>();
  for (std::int64_t q = 1; q <= 4; ++q) {
    const double after = (x - vq->decode(vq->encode(x, q))).square().sum().item<double>();
    EXPECT_LT(after, 0.7 * before) << q;
    before = after;
  }
}

TEST_F(SimVqTest, DropoutDrawsEveryDepthEvenlyAndOnlyInTraining) {
  auto vq = stack(4, 1.0);
  const auto x = latents(1, 2);
  std::vector<int> seen(5, 0);
  for (int i = 0; i < 1000; ++i) ++seen[static_cast<std::size_t>(vq->forward(x).active)];
  for (std::size_t q = 1; q <= 4; ++q) EXPECT_NEAR(seen[q], 250, 60) << q;  // 4 sigma is 55
  EXPECT_EQ(vq->forward(x, 2).active, 2);
  vq->eval();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(vq->forward(x).active, 4);
}

TEST_F(SimVqTest, TheSameSeedDrawsTheSameDropout) {
  auto vq = stack(4, 0.5);
  const auto x = latents(1, 2);
  const auto draw = [&] {
    torch::manual_seed(3);
    std::vector<std::int64_t> depths;
    for (int i = 0; i < 30; ++i) depths.push_back(vq->forward(x).active);
    return depths;
  };
  EXPECT_EQ(draw(), draw());
}

TEST_F(SimVqTest, TensorNamesAreThoseOfTheModelFile) {
  auto vq = stack(2);
  const auto names = vq->named_parameters().keys();
  EXPECT_EQ(names, (std::vector<std::string>{"levels.0.weight", "levels.0.bias", "levels.1.weight",
                                             "levels.1.bias"}));
  EXPECT_EQ(vq->named_buffers().keys(),
            (std::vector<std::string>{"levels.0.table", "levels.1.table"}));
}

ResidualSimVq with_own_first(std::int64_t levels, std::int64_t dim, std::int64_t size) {
  ResidualSimVqOptions options;
  options.levels = levels;
  options.own_first = true;
  options.level.dim = dim;
  options.level.codebook_size = size;
  return ResidualSimVq(options);
}

TEST(ResidualSimVq, FirstCodeIsChosenByALatentOfItsOwn) {
  torch::manual_seed(4);
  auto vq = with_own_first(3, 8, 64);
  const auto x = torch::randn({2, 30, 8}).requires_grad_();
  const auto first = torch::randn({2, 30, 8}).requires_grad_();
  EXPECT_EQ(
      vq->named_parameters().keys(),
      (std::vector<std::string>{"levels.0.table", "levels.1.weight", "levels.1.bias",
                                "levels.2.weight", "levels.2.bias", "first.weight", "first.bias"}));
  EXPECT_EQ(vq->named_buffers().keys(),
            (std::vector<std::string>{"levels.1.table", "levels.2.table", "first.table"}));
  const auto starts = vq->initialise_by_water_filling(x.reshape({-1, 8}), first.reshape({-1, 8}));
  ASSERT_EQ(starts.size(), 3u);
  EXPECT_LE(starts[2].energy_after, starts[1].energy_after);

  const auto out = vq->forward(x, 3, first);
  const auto wanted = nearest_reference(first.detach().reshape({-1, 8}), vq->first_codebook());
  EXPECT_TRUE(torch::equal(out.codes.select(2, 0).reshape({-1}), wanted));
  EXPECT_TRUE(torch::equal(vq->encode(x, 0, first), out.codes));
  EXPECT_TRUE(torch::allclose(vq->decode(out.codes), out.latents, 1e-5, 1e-6));

  // The sound teaches x alone; the code error teaches both, and both maps.
  out.latents.sum().backward({}, /*retain_graph=*/true);
  EXPECT_FALSE(first.grad().defined());
  out.losses.sum().backward();
  EXPECT_GT(first.grad().abs().sum().item<double>(), 0.0);
  for (const auto& p : vq->named_parameters()) {
    EXPECT_GT(p.value().grad().abs().sum().item<double>(), 0.0) << p.key();
  }
  EXPECT_THROW(vq->forward(x), c10::Error);
}

// What a code adds is the mean of x where it is chosen, whatever function of the entry that is.
TEST(ResidualSimVq, FirstEntriesAreTheMeansOfTheirCodes) {
  torch::manual_seed(5);
  auto vq = with_own_first(2, 4, 16);
  const auto first = torch::randn({8000, 4});
  vq->start_first_code(first);
  const auto codes = nearest_codes(first, vq->first_codebook());
  // No linear function of anything: the code's number, scattered.
  const auto says = torch::randn({16, 4}) * 3;
  const auto x = torch::embedding(says, codes) + 0.1 * torch::randn({8000, 4});
  vq->fit_first_entries(x, first);
  const auto used = codes.bincount({}, 16) > 100;
  const auto missed = (vq->level(0)->codebook() - says).abs().amax(1).masked_select(used);
  ASSERT_GT(missed.numel(), 10);
  EXPECT_LT(missed.max().item<double>(), 0.4);
  const auto out = vq->forward(x, 1, first);
  EXPECT_LT((out.latents - x).square().mean().item<double>(),
            0.05 * x.square().mean().item<double>());
}

// As many paths as there are: the best of all combinations, with a first code that is chosen apart
// and without. forward() goes the same way, and a prefix is the head of the whole.
TEST(ResidualSimVq, EnoughPathsFindTheBestCodes) {
  for (const bool own_first : {false, true}) {
    torch::manual_seed(6);
    ResidualSimVqOptions options;
    options.levels = 3;
    options.own_first = own_first;
    options.level.dim = 6;
    options.level.codebook_size = 4;
    const auto x = torch::randn({2, 40, 6});
    const auto first = own_first ? torch::randn({2, 40, 6}) : torch::Tensor();
    const auto left = [&](std::int64_t width) {
      options.search_width = width;
      torch::manual_seed(7);
      ResidualSimVq vq(options);
      const auto codes = vq->encode(x, 0, first);
      EXPECT_TRUE(torch::equal(vq->encode(x, 2, first), codes.narrow(-1, 0, 2)));
      const auto out = vq->forward(x, 3, first);
      EXPECT_TRUE(torch::equal(out.codes, codes));
      EXPECT_TRUE(torch::allclose(out.latents, vq->decode(codes), 1e-5, 1e-6));
      auto least = (x - vq->decode(codes)).square().sum(-1);
      const auto found = least.clone();
      for (std::int64_t n = 0; n < 64; ++n) {
        auto other = codes.clone();
        if (!own_first) other.select(-1, 0).fill_(n / 16);
        other.select(-1, 1).fill_(n / 4 % 4);
        other.select(-1, 2).fill_(n % 4);
        least = torch::minimum(least, (x - vq->decode(other)).square().sum(-1));
      }
      return (found - least).amax().item<double>();
    };
    EXPECT_LT(left(16), 1e-5);
    EXPECT_GT(left(1), 1e-3) << "nothing to be found";
  }
}

}  // namespace
}  // namespace quantizer
