// Losses by hand, optimizers against libtorch's own, and whole runs on a corpus made here.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <functional>
#include <numbers>
#include <set>
#include <span>

#include "codec/base/crc32c.h"
#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/measure/metrics.h"
#include "codec/model/stored_model.h"
#include "codec/training/adversary.h"
#include "codec/training/balance_loss.h"
#include "codec/training/checkpoint.h"
#include "codec/training/contrast_loss.h"
#include "codec/training/formant_postfilter.h"
#include "codec/training/losses.h"
#include "codec/training/loudness.h"
#include "codec/training/phone_head.h"
#include "codec/training/recipe.h"
#include "codec/training/steps.h"
#include "codec/training/stoi_loss.h"
#include "codec/training/trainer.h"
#include "codec/training/training_kernels.h"
#include "codec/training/usage_loss.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

TEST(SpectralLoss, IsTheLogOfAGain) {
  torch::manual_seed(1);
  const auto x = torch::randn({2, 16000}) * 0.1;
  const SpectralLoss loss(16000, torch::kCPU);
  EXPECT_EQ(loss(x, x).mel.item<double>(), 0.0);
  EXPECT_EQ(loss(x, x).fine.item<double>(), 0.0);
  EXPECT_NEAR(loss(x * 10.0, x).mel.item<double>(), 1.0, 1e-3);  // 20 dB is 1 in log10
  EXPECT_NEAR(loss(x * 10.0, x).fine.item<double>(), 1.0, 1e-3);
}

TEST(SpectralLoss, FinePartSeesABuzzThatMelBandsDoNot) {
  torch::manual_seed(1);
  const auto x = torch::randn({1, 32000}) * 0.1;
  auto buzz = torch::zeros({1, 32000});
  buzz.slice(1, 0, 32000, 160).fill_(0.1 * std::sqrt(160.0));  // 100 Hz pulses of equal power
  const SpectralLoss loss(16000, torch::kCPU);
  const auto other_noise = loss(torch::randn({1, 32000}) * 0.1, x);
  const auto pulses = loss(buzz, x);
  EXPECT_GT(pulses.fine.item<double>(), 2 * other_noise.fine.item<double>());
}

TEST(EnvelopeLoss, IsBlindToGainAndSeesAFlattenedEnvelope) {
  torch::manual_seed(1);
  const auto t = torch::arange(32000, torch::kFloat32) / 16000.0;
  const auto envelope = (0.6 + 0.4 * torch::sin(t * 25.0)).unsqueeze(0);
  const auto x = torch::randn({1, 32000}) * envelope;
  const EnvelopeLoss loss(16000, torch::kCPU);
  EXPECT_NEAR(loss(x, x).item<double>(), 0.0, 1e-4);
  EXPECT_NEAR(loss(x * 0.2, x).item<double>(), 0.0, 1e-3);
  EXPECT_GT(loss(torch::randn({1, 32000}), x).item<double>(), 0.4);
}

// White noise (1, 32000) of which only what lies between two frequencies is left.
torch::Tensor noise_between(double low_hz, double high_hz, double rms) {
  auto spectrum = torch::fft::rfft(torch::randn({1, 32000}));
  const auto hz = torch::arange(16001) * 0.5;
  spectrum = spectrum * ((hz >= low_hz) * (hz < high_hz)).to(torch::kFloat32);
  const auto x = torch::fft::irfft(spectrum, 32000);
  return x * (rms / x.square().mean().sqrt());
}

TEST(LoudnessLoss, HearsWhatIsAddedMoreThanWhatIsMissingAndNoGain) {
  torch::manual_seed(1);
  const LoudnessLoss loss(16000, torch::kCPU);
  const auto of = [&](const torch::Tensor& y, const torch::Tensor& x) {
    return loss(y, x).item<double>();
  };
  const auto low = noise_between(200, 2000, 0.1);
  const auto high = noise_between(3000, 5000, 0.05);
  EXPECT_LT(of(low, low), 3e-3);
  EXPECT_LT(of(low * 0.7, low), 0.02);
  EXPECT_LT(of(low * 0.1, low * 0.1), 3e-3);
  EXPECT_NEAR(of((low + high) * 0.1, low * 0.1), of(low + high, low), 1e-3);  // level is no matter
  const double added = of(low + high, low);
  const double missing = of(low, low + high);
  EXPECT_GT(missing, 0.2);
  EXPECT_GT(added, 2 * missing);
  EXPECT_LT(of(low + high * 1e-3, low), 0.05 * added);  // under the threshold or masked
}

TEST(LoudnessLoss, HasAGradientEverywhereAlsoInSilence) {
  torch::manual_seed(2);
  const LoudnessLoss loss(16000, torch::kCPU);
  auto target = noise_between(100, 7000, 0.1);
  target.slice(1, 0, 8000).zero_();
  auto output = torch::zeros({1, 32000});
  output.slice(1, 4000, 32000).copy_(noise_between(100, 7000, 0.05).slice(1, 4000, 32000));
  output.requires_grad_();
  loss(output, target).backward();
  EXPECT_TRUE(output.grad().isfinite().all().item<bool>());
  EXPECT_GT(output.grad().abs().max().item<double>(), 0.0);
}

// Noise (1, 32000) whose spectrum rises and falls by that much every 800 Hz.
torch::Tensor ripples(double depth, double phase) {
  auto spectrum = torch::fft::rfft(torch::randn({1, 32000}) * 0.1);
  const auto hz = torch::arange(16001) * 0.5;
  const auto envelope = torch::exp(depth * torch::cos(hz * (2 * std::numbers::pi / 800) + phase));
  return torch::fft::irfft(spectrum * envelope, 32000);
}

TEST(ContrastLoss, SeesHowFlatASoundIsNotWhereItsPeaksLie) {
  torch::manual_seed(4);
  const ContrastLoss loss(16000, torch::kCPU);
  const auto of = [&](const torch::Tensor& y, const torch::Tensor& x) {
    return loss(y, x).item<double>();
  };
  const auto x = ripples(1.5, 0);
  EXPECT_EQ(of(x, x), 0.0);
  EXPECT_NEAR(of(x * 0.3, x), 0.0, 1e-3);
  const double elsewhere = of(ripples(1.5, std::numbers::pi), x);
  EXPECT_GT(of(ripples(0.75, 0), x), 1.3 * elsewhere);
  EXPECT_GT(of(ripples(0, 0), x), 1.8 * elsewhere);
  // Less of a flat sound's loss is a sound that is less flat.
  auto flat = ripples(0.5, 0).requires_grad_();
  loss(flat, x).backward();
  EXPECT_TRUE(flat.grad().isfinite().all().item<bool>());
  const auto better = flat.detach() - 0.05 * flat.grad() / flat.grad().abs().max();
  EXPECT_LT(of(better, x), loss(flat, x).item<double>());
  EXPECT_EQ(of(torch::zeros({1, 32000}), torch::zeros({1, 32000})), 0.0);
}

// How far the peaks of ripples() of phase 0 stand over its valleys between two frequencies, in
// nepers.
double depth_of(const torch::Tensor& sound, double low_hz, double high_hz) {
  const auto power = torch::fft::rfft(sound).abs().square().flatten();
  const auto hz = torch::arange(16001) * 0.5;
  const auto turn = torch::cos(hz * (2 * std::numbers::pi / 800));
  const auto mean_of = [&](const torch::Tensor& which) {
    return power.index({(which * (hz > low_hz) * (hz < high_hz)).to(torch::kBool)})
        .mean()
        .item<double>();
  };
  return 0.5 * std::log(mean_of(turn > 0.9) / mean_of(turn < -0.9));
}

TEST(FormantPostfilter, DeepensWhatStandsOutAndLeavesTheRest) {
  torch::manual_seed(6);
  const FormantPostfilter sharpened(16000, torch::kCPU);
  const auto x = ripples(0.5, 0);
  EXPECT_LT((sharpened(x, 0.0) - x).abs().max().item<double>(), 1e-5);
  const auto y = sharpened(x, 0.5);
  ASSERT_EQ(y.sizes(), x.sizes());
  const double before = depth_of(x, 1400, 3000);
  EXPECT_NEAR(before, 1.0, 0.1);
  // Of ripples 800 Hz long, which lie 310 mel apart at 2.2 kHz, both Gaussians leave 0.77.
  EXPECT_NEAR(depth_of(y, 1400, 3000) / before, 1.0 + 0.5 * 0.77, 0.08);
  const auto low = [](const torch::Tensor& sound) {
    return torch::fft::rfft(sound).slice(1, 0, 600);  // below 300 Hz
  };
  EXPECT_LT((low(y) - low(x)).abs().mean().item<double>(),
            0.02 * low(x).abs().mean().item<double>());
  EXPECT_LT((sharpened(x * 0.1, 0.5) * 10 - y).abs().max().item<double>(),
            0.01 * y.abs().max().item<double>());
  const auto odd = sharpened(x.slice(1, 0, 12345), 0.0);
  EXPECT_LT((odd - x.slice(1, 0, 12345)).abs().max().item<double>(), 1e-5);
  EXPECT_EQ(sharpened(torch::zeros({2, 3000}), 0.5).abs().max().item<double>(), 0.0);
}

TEST(BalanceLoss, SeesHowLoudABandIsNotTheDrawOfANoise) {
  torch::manual_seed(5);
  const BalanceLoss loss(16000, torch::kCPU);
  const auto of = [&](const torch::Tensor& y, const torch::Tensor& x) {
    return loss(y, x).item<double>();
  };
  const auto x = ripples(1.5, 0);
  EXPECT_EQ(of(x, x), 0.0);
  EXPECT_NEAR(of(x * 0.5, x), std::log(4.0), 0.02);
  EXPECT_NEAR(of(x * 2.0, x), std::log(4.0), 0.02);
  const double drawn_anew = of(ripples(1.5, 0), x);
  EXPECT_LT(drawn_anew, 0.3);
  EXPECT_GT(of(ripples(1.5, std::numbers::pi), x), 4.0 * drawn_anew);
  // Where a noise's magnitudes all are its median, it is 1.6 dB too quiet, and the loss says so.
  auto spectrum = torch::fft::rfft(x);
  const auto quiet = torch::fft::irfft(spectrum * std::sqrt(std::log(2.0)), 32000);
  EXPECT_NEAR(of(quiet, x), -std::log(std::log(2.0)), 0.02);

  auto y = (x * 0.5).requires_grad_();
  loss(y, x).backward();
  EXPECT_LT((y.grad() * x).sum().item<double>(), 0.0) << "louder is better";
  EXPECT_EQ(of(torch::zeros({1, 32000}), torch::zeros({1, 32000})), 0.0);
  EXPECT_TRUE(std::isfinite(of(x, torch::zeros({1, 32000}))));
}

TEST(StoiLoss, IsTheReportsFigureWhereNothingIsAPause) {
  torch::manual_seed(3);
  const StoiLoss loss(16000, torch::kCPU);
  // Noise whose bands rise and fall, each at a pace of its own, and a worse one.
  const auto t = torch::arange(32000, torch::kFloat32) / 16000.0;
  auto target = torch::zeros({1, 32000}), other = torch::zeros({1, 32000});
  for (int band = 0; band < 8; ++band) {
    const auto part = noise_between(150 + 500 * band, 650 + 500 * band, 0.1);
    target += part * (1.1 + torch::sin(t * (12.0 + 5 * band)));
    other += part * (1.1 + torch::sin(t * (12.0 + 5 * band) + 0.25 * band));
  }
  const auto samples = [](const torch::Tensor& x) {
    return std::span(x.data_ptr<float>(), static_cast<std::size_t>(x.numel()));
  };
  const auto report = intelligibility(samples(target), samples(other), 16000);
  ASSERT_TRUE(report);
  EXPECT_LT(report->stoi, 0.9);
  EXPECT_NEAR(1.0 - loss(other, target).item<double>(), report->stoi, 0.02);
  EXPECT_LT(loss(target, target).item<double>(), 1e-4);
  EXPECT_LT(loss(target * 0.1, target).item<double>(), 1e-3);  // level is no matter
}

TEST(StoiLoss, WeighsPausesNothingAndHasAGradientInSilence) {
  torch::manual_seed(4);
  const StoiLoss loss(16000, torch::kCPU);
  auto target = noise_between(100, 7000, 0.1);
  target.slice(1, 0, 12000).mul_(1e-3);
  auto output = target.clone();
  output.slice(1, 0, 9000).copy_(noise_between(100, 7000, 1e-3).slice(1, 0, 9000));
  EXPECT_LT(loss(output, target).item<double>(), 0.01);
  output = torch::zeros({1, 32000}).requires_grad_();
  loss(output, target).backward();
  EXPECT_TRUE(output.grad().isfinite().all().item<bool>());
  const auto silent = torch::zeros({1, 32000});
  EXPECT_TRUE(std::isfinite(loss(silent, silent).item<double>()));
  EXPECT_EQ(loss(silent.slice(1, 0, 3000), silent.slice(1, 0, 3000)).item<double>(), 0.0);
}

TEST(PitchLoss, CountsOctavesOfVoicedSubframes) {
  ModelConfig config;
  config.f0_min_hz = 100;
  config.f0_max_hz = 400;  // two octaves
  auto heads = torch::zeros({1, 2, 1000});
  // sigmoid(0) = the middle, 200 Hz. Truth: 100 Hz and unvoiced: off by half the range, over (1 +
  // 1).
  const auto f0 = torch::tensor({{100.0f, 0.0f}});
  const auto loss = pitch_loss(heads, f0, config);
  EXPECT_NEAR(loss.pitch.item<double>(), 0.5 / 2, 1e-6);
  EXPECT_NEAR(loss.voicing.item<double>(), std::log(2.0), 1e-6);
}

// Values and gradients of f and g at the same inputs.
template <typename F, typename G>
void expect_same_gradients(std::vector<torch::Tensor> inputs, F&& f, G&& g) {
  std::vector<torch::Tensor> values, gradients;
  for (const auto& call : {std::function<torch::Tensor(const std::vector<torch::Tensor>&)>(f),
                           std::function<torch::Tensor(const std::vector<torch::Tensor>&)>(g)}) {
    std::vector<torch::Tensor> leaves;
    for (const auto& x : inputs) leaves.push_back(x.detach().clone().requires_grad_());
    const auto y = call(leaves);
    torch::manual_seed(9);
    (y * torch::randn(y.sizes())).sum().backward();
    values.push_back(y.detach());
    for (const auto& leaf : leaves) gradients.push_back(leaf.grad());
  }
  EXPECT_TRUE(torch::allclose(values[0], values[1], 1e-5, 1e-6));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(torch::allclose(gradients[i], gradients[inputs.size() + i], 1e-5, 1e-5)) << i;
  }
}

TEST(TrainingKernels, MagnitudeIsTorchAbs) {
  torch::manual_seed(2);
  expect_same_gradients(
      {torch::randn({3, 50, 17}, torch::kComplexFloat)},
      [](const auto& x) { return magnitude(x[0]); }, [](const auto& x) { return x[0].abs(); });
  auto zero = torch::zeros({2}, torch::kComplexFloat).requires_grad_();
  magnitude(zero).sum().backward();
  EXPECT_EQ(torch::real(zero.grad()).abs().sum().item<double>(), 0.0);
}

TEST(TrainingKernels, CausalDepthwiseIsAPaddedConvolution) {
  torch::manual_seed(2);
  for (const std::int64_t frames : {1, 3, 40}) {
    expect_same_gradients(
        {torch::randn({2, frames, 5}), torch::randn({5, 7}), torch::randn({5})},
        [](const auto& x) { return causal_depthwise(x[0], x[1], x[2]); },
        [](const auto& x) {
          const auto padded = torch::constant_pad_nd(x[0].transpose(1, 2), {6, 0});
          return torch::conv1d(padded, x[1].unsqueeze(1), x[2], {1}, at::IntArrayRef({0}), {1}, 5)
              .transpose(1, 2);
        });
  }
}

TEST(PhoneHead, LearnsPhonesAndDrivesTheVoiceOut) {
  torch::manual_seed(8);
  PhoneHead head(PhoneHeadOptions{.latent_dim = 4, .phones = 3, .speakers = 2, .reversal = 0.5});
  auto level1 = (torch::randn({4, 40, 4}) * 0.5).requires_grad_();
  const auto phones = torch::randint(0, 3, {4, 40}, torch::kLong);
  const auto speakers = torch::tensor({0, 1, 0, 1}, torch::kLong);

  // Frames without a label have no say.
  const auto unknown = torch::full({4, 40}, -1, torch::kLong);
  EXPECT_EQ(head->forward(level1, unknown, speakers).phone.item<double>(), 0.0);

  // A small step down the phone loss lowers it; one down the speaker loss raises it.
  const auto after_step = [&](bool of_phone) {
    level1.mutable_grad() = torch::Tensor();
    const auto before = head->forward(level1, phones, speakers);
    (of_phone ? before.phone : before.speaker).backward();
    const auto moved = (level1 - 0.1 * level1.grad() / level1.grad().norm()).detach();
    const auto after = head->forward(moved, phones, speakers);
    return of_phone ? (after.phone - before.phone).item<double>()
                    : (after.speaker - before.speaker).item<double>();
  };
  EXPECT_LT(after_step(true), 0.0);
  EXPECT_GT(after_step(false), 0.0);
}

TEST(UsageLoss, IsZeroWhereAllCodesAreUsedAlikeAndFallsAsTheySpread) {
  torch::manual_seed(5);
  const auto codebook = torch::randn({16, 4});
  EXPECT_NEAR(usage_loss(codebook.unsqueeze(0) * 1.0001, codebook).item<double>(), 0.0, 1e-2);
  const auto gathered = codebook.slice(0, 0, 1).expand({1, 64, 4}) * 1.01;
  EXPECT_NEAR(usage_loss(gathered, codebook).item<double>(), std::log(16.0), 1e-2);

  auto z = (codebook.slice(0, 0, 4).repeat({16, 1}).unsqueeze(0) + 0.4 * torch::randn({1, 64, 4}))
               .requires_grad_();
  const auto before = usage_loss(z, codebook);
  before.backward();
  const auto moved = (z - 0.5 * z.grad() / z.grad().norm()).detach();
  EXPECT_LT(usage_loss(moved, codebook).item<double>(), before.item<double>());
}

// Of whole spectrograms and of their bands.
class Adversaries : public testing::TestWithParam<bool> {
 protected:
  static Adversary make() {
    return Adversary(AdversaryOptions{.channels = 4, .bands = GetParam(), .windows = {256, 512}});
  }
};
INSTANTIATE_TEST_SUITE_P(Adversary, Adversaries, testing::Bool());

TEST_P(Adversaries, TeachTheSoundAndThemselvesApart) {
  torch::manual_seed(6);
  auto adversary = make();
  auto output = (torch::randn({2, 4000}) * 0.1).requires_grad_();
  const auto target = torch::randn({2, 4000}) * 0.1;

  auto loss = adversary->forward(output, target);
  (loss.verdict + loss.feature).backward();
  EXPECT_GT(output.grad().abs().sum().item<double>(), 0.0);
  for (const auto& p : adversary->parameters()) EXPECT_FALSE(p.grad().defined());

  output.mutable_grad() = torch::Tensor();
  loss = adversary->forward(output, target);
  loss.discriminator.backward();
  EXPECT_FALSE(output.grad().defined());
  for (const auto& p : adversary->parameters()) {
    // The verdict's bias: while both hinges are open, their gradients on it cancel.
    if (p.dim() != 4) continue;
    EXPECT_GT(p.grad().abs().sum().item<double>(), 0.0);
  }
  EXPECT_EQ(adversary->forward(target, target).feature.item<double>(), 0.0);
}

// One forward pass of the made sound has the gradients of two: one for the sound, with the
// parameters held, and one for the parameters, with the sound held.
TEST_P(Adversaries, HaveInOneForwardPassTheGradientsOfTwo) {
  torch::manual_seed(16);
  auto adversary = make();
  const double count = GetParam() ? 10 : 2;
  const auto sound = torch::randn({2, 4000}) * 0.1;
  const auto target = torch::randn({2, 4000}) * 0.1;
  const auto gradients = [&](auto&& losses_of) {
    for (auto& p : adversary->parameters()) p.mutable_grad() = torch::Tensor();
    auto leaf = sound.clone().requires_grad_();
    const AdversaryLoss loss = losses_of(leaf * 1.0);
    (loss.discriminator + 0.7 * loss.verdict + 1.3 * loss.feature).backward();
    std::vector<torch::Tensor> out = {loss.verdict.detach(), loss.feature.detach(),
                                      loss.discriminator.detach(), leaf.grad()};
    for (const auto& p : adversary->parameters()) out.push_back(p.grad());
    return out;
  };
  const auto once =
      gradients([&](const auto& output) { return adversary->forward(output, target); });
  const auto thrice = gradients([&](const torch::Tensor& output) {
    const auto zero = torch::zeros({});
    AdversaryLoss loss{zero, zero, zero};
    for (const auto& module : adversary->children()) {
      auto* d = module->as<SpectrogramDiscriminatorImpl>();
      const auto all_recorded = d->forward(target);
      const auto all_apart = d->forward(output.detach());
      for (auto& p : d->parameters()) p.set_requires_grad(false);
      const auto all_heard = d->forward(output);
      for (auto& p : d->parameters()) p.set_requires_grad(true);
      for (std::size_t b = 0; b < all_heard.size(); ++b) {
        const auto& recorded = all_recorded[b];
        const auto& heard = all_heard[b];
        loss.discriminator = loss.discriminator + (torch::relu(1 - recorded.back()).mean() +
                                                   torch::relu(1 + all_apart[b].back()).mean()) /
                                                      count;
        loss.verdict = loss.verdict - heard.back().mean() / count;
        for (std::size_t i = 0; i + 1 < heard.size(); ++i) {
          const auto wanted = recorded[i].detach();
          loss.feature =
              loss.feature + (heard[i] - wanted).abs().mean() / wanted.abs().mean() / (4 * count);
        }
      }
    }
    return loss;
  });
  ASSERT_EQ(once.size(), thrice.size());
  for (std::size_t i = 0; i < once.size(); ++i) {
    ASSERT_TRUE(once[i].defined() && thrice[i].defined()) << i;
    if (i == 3 || thrice[i].dim() == 4) {  // the sound's, the weights'
      EXPECT_GT(thrice[i].abs().sum().item<double>(), 0.0) << i;
    }
    EXPECT_TRUE(torch::allclose(once[i], thrice[i], 1e-4, 1e-7))
        << i << ": " << (once[i] - thrice[i]).abs().max();
  }
}

TEST(Adversary, LearnsToTellAHumFromNoise) {
  torch::manual_seed(7);
  Adversary adversary(AdversaryOptions{.channels = 4, .windows = {256}});
  Optimizer optimizer(
      [&] {
        NamedTensors list;
        for (const auto& p : adversary->named_parameters()) list.emplace_back(p.key(), p.value());
        return list;
      }(),
      {});
  const auto hum = torch::sin(torch::arange(4000) * 0.2).unsqueeze(0) * 0.3;
  double first = 0;
  double last = 0;
  for (int i = 0; i < 40; ++i) {
    const auto loss = adversary->forward(torch::randn({1, 4000}) * 0.2, hum).discriminator;
    optimizer.zero_grad();
    loss.backward();
    optimizer.step([](const std::string&) { return 5e-3; });
    (i == 0 ? first : last) = loss.item<double>();
  }
  EXPECT_LT(last, 0.3 * first);
}

// A band hears nothing of what is above it.
TEST(Adversary, ABandHearsItselfAlone) {
  torch::manual_seed(8);
  const torch::NoGradGuard no_grad;
  SpectrogramDiscriminator d(512, AdversaryOptions{.channels = 4, .bands = true});
  const auto speech = torch::randn({1, 8000}) * 0.1;
  const auto whistle = torch::sin(torch::arange(8000) * (0.875 * std::numbers::pi)).unsqueeze(0);
  const auto a = d->forward(speech);
  const auto b = d->forward(speech + whistle);  // in the highest of five bands
  ASSERT_EQ(a.size(), 5u);
  const auto apart = [&](std::size_t band) {
    return (a[band].back() - b[band].back()).abs().max().item<double>();
  };
  EXPECT_GT(apart(4), 0.0);
  for (std::size_t band = 0; band < 4; ++band) EXPECT_LT(apart(band), 0.02 * apart(4)) << band;
}

// Three steps of ours and of libtorch's on the same gradients.
template <typename Theirs, typename TheirOptions>
void expect_same_steps(OptimizerOptions ours, TheirOptions theirs, double rate) {
  torch::manual_seed(3);
  auto a = torch::randn({4, 5}).requires_grad_();
  auto b = a.detach().clone().requires_grad_();
  Optimizer optimizer({{"a", a}}, ours);
  Theirs reference({b}, theirs);
  for (int i = 0; i < 3; ++i) {
    const auto gradient = torch::randn({4, 5});
    a.mutable_grad() = gradient.clone();
    b.mutable_grad() = gradient.clone();
    optimizer.step([&](const std::string&) { return rate; });
    reference.step();
  }
  EXPECT_TRUE(torch::allclose(a, b, 1e-6, 1e-7)) << (a - b).abs().max();
}

TEST(Optimizer, AdamWIsLibtorchs) {
  OptimizerOptions o;
  o.weight_decay = 0.1;
  expect_same_steps<torch::optim::AdamW>(
      o, torch::optim::AdamWOptions(0.01).betas({0.8, 0.99}).weight_decay(0.1), 0.01);
}

TEST(Optimizer, AdaGradIsLibtorchs) {
  OptimizerOptions o;
  o.kind = OptimizerKind::adagrad;
  o.epsilon = 1e-10;
  expect_same_steps<torch::optim::Adagrad>(o, torch::optim::AdagradOptions(0.05), 0.05);
}

TEST(Recipe, ComesBackAsItWasAndRefusesUnknownKeys) {
  FitOptions options;
  options.steps = 77;
  options.shares = {{"a", 0.25}};
  options.training.precision = Precision::bf16;
  options.optimizer.kind = OptimizerKind::adagrad;
  options.model.levels = 4;
  const auto back = parse_recipe(to_json(options));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(to_json(*back), to_json(options));
  for (const char* text :
       {R"({"step": 3})", R"({"steps": 0})", R"({"optimizer": "sgd"})", R"({"model": {"x": 1}})",
        R"({"shares": {"a": "b"}})", R"({"ema": 1})", "3", ""}) {
    EXPECT_FALSE(parse_recipe(text)) << text;
  }
}

class Fit : public testing::Test {
 protected:
  void SetUp() override {
    write_corpus({{"first", Split::train, 5},
                  {"first", Split::train, 5},
                  {"second", Split::train, 5},
                  {"second", Split::valid, 5}});
    options_.corpus = folder_ / "corpus.sgc";
    options_.folder = folder_ / "run";
    auto& m = options_.model;
    m.name = "tiny";
    m.encoder_channels = m.decoder_channels = 16;
    m.encoder_blocks = m.decoder_blocks = m.fine_blocks = 1;
    m.fine_channels = 16;
    m.latent_dim = 8;
    m.levels = 2;
    m.codebook_size = 16;
    options_.batch = 2;
    options_.crop_seconds = 0.8;
    options_.steps = 60;
    options_.free_steps = 10;
    options_.rate_warmup = 5;
    options_.learning_rate = 3e-3;
    options_.ema = 0.9;
    options_.threads = 1;
  }

  struct Entry {
    const char* set;
    Split split;
    double seconds;
  };
  // corpus.sgc: a buzz of its own pitch for each entry.
  void write_corpus(const std::vector<Entry>& entries) const {
    auto writer = CorpusWriter::create(folder_ / "corpus.sgc");
    ASSERT_TRUE(writer);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto n = static_cast<std::size_t>(16000 * entries[i].seconds);
      std::vector<std::int16_t> pcm(n);
      const double hz = 110.0 + 30 * static_cast<double>(i);
      for (std::size_t k = 0; k < n; ++k) {
        const auto t = static_cast<double>(k);
        const double phase = std::fmod(hz * t / 16000.0, 1.0);
        const double envelope = 0.5 + 0.5 * std::sin(t / 2000.0);
        pcm[k] = static_cast<std::int16_t>(9000 * envelope * (std::exp(-6 * phase) - 0.16));
      }
      CorpusEntry entry;
      entry.name = entry.speaker = printed("e%zu", i);
      entry.set = entries[i].set;
      entry.split = entries[i].split;
      const std::vector<float> f0(n / 160, static_cast<float>(hz));
      ASSERT_TRUE(writer->add(entry, pcm, f0));
    }
    ASSERT_TRUE(writer->commit());
  }
  Result<FitReport> run(const std::atomic<bool>* cancel = nullptr) {
    return fit(
        options_, [this](const std::string& line) { log_ += line + "\n"; }, cancel);
  }
  // labels.safetensors: a phone of its own for each recording.
  void write_labels() const {
    auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
    ASSERT_TRUE(corpus);
    PhoneLabels labels(*corpus);
    for (std::size_t i = 0; i < corpus->entries().size(); ++i) {
      std::ranges::fill(labels.of(i), static_cast<std::uint8_t>(1 + i));
    }
    ASSERT_TRUE(labels.save(folder_ / "labels.safetensors"));
  }
  std::vector<std::byte> checkpoint() const {
    return read_file(options_.folder / "checkpoint.safetensors").value();
  }

  testing_support::TemporaryFolder folder_;
  FitOptions options_;
  std::string log_;
};

TEST_F(Fit, LearnsAndExportsAModelThatLoads) {
  options_.steps = 12;
  const auto early = run();
  ASSERT_TRUE(early) << early.error().message;
  options_.steps = 150;
  options_.resume = false;
  const auto late = run();
  ASSERT_TRUE(late) << late.error().message;
  EXPECT_LT(late->valid_mel.value(), 0.7 * early->valid_mel.value()) << log_;
  const auto imported = import_model(options_.folder / "tiny.json");
  EXPECT_TRUE(imported) << imported.error().message;
  EXPECT_NE(log_.find("level 2 starts with"), std::string::npos) << "water-filling ran";
}

// The framing that readers of TFRecord check; tests/python reads the values with theirs.
TEST_F(Fit, EventsForTensorBoardStandBesideTheLog) {
  options_.steps = options_.log_every;
  ASSERT_TRUE(run());
  std::filesystem::path path;
  for (const auto& entry : std::filesystem::directory_iterator(options_.folder)) {
    if (entry.path().filename().string().starts_with("events.out.tfevents.")) path = entry.path();
  }
  ASSERT_FALSE(path.empty());
  const auto file = read_file(path, 1 << 20).value();
  std::span<const std::byte> rest = file;
  std::vector<std::string> events;
  while (!rest.empty()) {
    ASSERT_GE(rest.size(), 16u);
    std::uint64_t length = 0;
    std::memcpy(&length, rest.data(), 8);
    ASSERT_LE(length, rest.size() - 16);
    const auto sum = [&](std::size_t at) {
      std::uint32_t value = 0;
      std::memcpy(&value, rest.data() + at, 4);
      return std::rotl(value - 0xa282ead8u, 15);
    };
    EXPECT_EQ(sum(8), crc32c(rest.first(8)));
    EXPECT_EQ(sum(12 + length), crc32c(rest.subspan(12, length)));
    events.emplace_back();
    for (const auto b : rest.subspan(12, length)) events.back() += static_cast<char>(b);
    rest = rest.subspan(16 + length);
  }
  ASSERT_GE(events.size(), 3u) << "version, losses, validation";
  EXPECT_NE(events[0].find("brain.Event:2"), std::string::npos);
  EXPECT_NE(events[1].find("train/mel"), std::string::npos);
  EXPECT_NE(events[1].find("perplexity/2"), std::string::npos);
  EXPECT_NE(events[2].find("valid/mel"), std::string::npos);
}

TEST_F(Fit, ResumedRunIsTheUndisturbedRunBitByBit) {
  options_.steps = 30;
  ASSERT_TRUE(run());
  const auto whole = SafeTensors::parse(checkpoint());
  std::filesystem::remove_all(options_.folder);
  options_.max_minutes = 1e-9;  // one pass of the loop's condition: stops before the first step
  ASSERT_TRUE(run());
  // Interrupt once in the middle: a cancel that the log line of water-filling triggers.
  options_.max_minutes = 0;
  std::atomic<bool> cancel{false};
  const auto halfway = fit(
      options_,
      [&](const std::string& line) { cancel = cancel || line.starts_with("level 2 starts"); },
      &cancel);
  ASSERT_TRUE(halfway);
  ASSERT_EQ(halfway->steps, options_.free_steps + 1);
  ASSERT_TRUE(run());
  const auto resumed = SafeTensors::parse(checkpoint());
  ASSERT_TRUE(whole && resumed);
  for (const auto& [name, tensor] : whole->tensors) {
    if (name.starts_with("latent_")) continue;  // recalibrated at each stop, training ignores them
    ASSERT_NE(resumed->find(name), nullptr) << name;
    EXPECT_EQ(resumed->find(name)->bytes, tensor.bytes) << name;
  }
}

TEST_F(Fit, StartsFromAFinishedModelAndNeedsLabelsForAPhoneHead) {
  options_.steps = 40;
  ASSERT_TRUE(run());
  const auto finished = import_model(options_.folder / "tiny.json");
  ASSERT_TRUE(finished);
  const auto start = options_.folder / "tiny.json";
  auto second = options_;
  second.folder = folder_ / "second";
  second.start_from = start;
  second.free_steps = 0;
  second.water_filling = false;
  second.steps = 1;
  second.learning_rate = 1e-12;
  const auto log = [](const std::string&) {};
  ASSERT_TRUE(fit(second, log));
  const auto again = import_model(second.folder / "tiny.json");
  ASSERT_TRUE(again);
  const auto now = (*again)->named_parameters();
  for (const auto& p : (*finished)->named_parameters()) {
    const auto* q = now.find(p.key());
    ASSERT_NE(q, nullptr);
    if (p.key().find("quantizer") == std::string::npos) continue;  // statistics fold into the rest
    EXPECT_TRUE(torch::allclose(p.value(), *q, 1e-2, 1e-3)) << p.key();
  }

  second.weights.phone = 1.0;
  const auto unlabelled = fit(second, log);
  ASSERT_FALSE(unlabelled);
  EXPECT_NE(unlabelled.error().message.find("--phones"), std::string::npos);

  write_labels();
  second.phones = folder_ / "labels.safetensors";
  second.weights.speaker = 0.3;
  second.folder = folder_ / "third";
  second.steps = 60;
  second.learning_rate = 3e-3;
  std::string text;
  ASSERT_TRUE(fit(second, [&](const std::string& line) { text += line + "\n"; }));
  EXPECT_NE(text.find("phone_error"), std::string::npos) << text;
}

TEST_F(Fit, SemanticEncoderIsTrainedAloneAndGraftedOn) {
  options_.steps = 30;
  ASSERT_TRUE(run());
  write_labels();

  const auto tensors = [](const std::filesystem::path& folder) {
    return SafeTensors::load(folder / "tiny.safetensors").value();
  };
  std::string text;
  const auto log = [&](const std::string& line) { text += line + "\n"; };
  auto semantic = options_;
  semantic.folder = folder_ / "semantic";
  semantic.start_from = options_.folder / "tiny.json";
  semantic.model.semantic_channels = 12;
  semantic.model.semantic_blocks = 1;
  semantic.model.level_roles.assign(static_cast<std::size_t>(semantic.model.levels), "acoustic");
  semantic.model.level_roles.front() = "semantic";
  semantic.model.semantic_delay_frames = 2;
  semantic.training.part = Part::semantic;
  semantic.phones = folder_ / "labels.safetensors";
  semantic.weights.phone = 1.0;
  semantic.weights.usage = 0.1;
  semantic.free_steps = 0;
  semantic.water_filling = false;
  semantic.steps = 50;  // the log has a line every 50
  ASSERT_TRUE(fit(semantic, log)) << text;
  EXPECT_NE(text.find("phone_error"), std::string::npos);
  const auto before = tensors(options_.folder);
  const auto between = tensors(semantic.folder);
  for (const auto& [name, t] : before.tensors) {
    // Of the old tensors only what level 1 adds was fitted to its new codes.
    if (!name.starts_with("quantizer.levels.0.") && name != "encoder.project.weight" &&
        name != "encoder.project.bias") {
      EXPECT_EQ(between.find(name)->bytes, t.bytes) << name;
    }
  }

  auto acoustic = semantic;
  acoustic.training.part = Part::acoustic;
  acoustic.folder = folder_ / "acoustic";
  acoustic.semantic_from = semantic.folder / "tiny.json";
  acoustic.weights.adversary = 0.1;
  acoustic.weights.feature = 0.5;
  acoustic.adversary_warmup = 5;
  acoustic.adversary_channels = 4;
  auto earlier = acoustic;
  earlier.model.semantic_delay_frames = 1;
  const auto refused = fit(earlier, log);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("2 frames late"), std::string::npos)
      << refused.error().message;
  const auto heard = fit(acoustic, log);
  ASSERT_TRUE(heard) << heard.error().message;
  EXPECT_NE(text.find("discriminator"), std::string::npos);
  const auto record = read_file(acoustic.folder / "tiny.training.json");
  ASSERT_TRUE(record);
  const std::string told(reinterpret_cast<const char*>(record->data()), record->size());
  const auto config = ModelConfig::load(semantic.folder / "tiny.json");
  ASSERT_TRUE(config);
  EXPECT_NE(told.find("\"semantic_from\": \"" + config->weights_sha256), std::string::npos) << told;
  EXPECT_NE(told.find("\"fingerprint\""), std::string::npos);
  EXPECT_NE(told.find("\"part\": \"acoustic\""), std::string::npos);
  const auto after = tensors(acoustic.folder);
  std::size_t kept = 0;
  for (const auto& [name, t] : between.tensors) {
    const bool first = name.starts_with("semantic.") || name.starts_with("quantizer.first.");
    if (first && !name.starts_with("semantic.project")) {
      EXPECT_EQ(after.find(name)->bytes, t.bytes) << name;
      ++kept;
    }
  }
  EXPECT_GT(kept, 8u);
  EXPECT_NE(after.find("decoder.head.weight")->bytes, between.find("decoder.head.weight")->bytes);
}

TEST_F(Fit, ACheckpointOfALateFirstCodeGoesOn) {
  auto& m = options_.model;
  m.semantic_channels = 16;
  m.semantic_blocks = 1;
  m.semantic_delay_frames = 2;
  m.level_roles = {"semantic", "acoustic"};
  options_.steps = 12;
  ASSERT_TRUE(run());
  options_.steps = 14;
  const auto more = run();
  ASSERT_TRUE(more) << more.error().message;
  EXPECT_NE(log_.find("resumed at step 12"), std::string::npos);
}

TEST_F(Fit, ADecoderIsTrainedForATokenizerThatStands) {
  options_.steps = 40;
  ASSERT_TRUE(run());
  const auto first = StoredModel::load(options_.folder / "tiny.json");
  ASSERT_TRUE(first);
  std::filesystem::create_directories(folder_ / "parted");
  ASSERT_TRUE(save_apart(*first, "live", folder_ / "parted"));
  const auto tokenizer = StoredModel::load(folder_ / "parted/tiny.json");
  ASSERT_TRUE(tokenizer);

  auto second = options_;
  second.folder = folder_ / "second";
  second.training.part = Part::decoder;
  second.free_steps = 0;
  second.steps = 6;
  const auto alone = fit(
      second, [](const std::string&) {}, nullptr);
  ASSERT_FALSE(alone) << "a decoder of no tokenizer";
  EXPECT_NE(alone.error().message.find("--from"), std::string::npos);

  auto onward = second;
  onward.folder = options_.folder;
  onward.steps = 42;
  const auto moved = fit(
      onward, [](const std::string&) {}, nullptr);
  ASSERT_FALSE(moved) << "averaged weights are not those of the checkpoint";
  EXPECT_NE(moved.error().message.find("moved the tokenizer"), std::string::npos);

  // Deeper, wider and looking ahead, with what it has grown by without effect at first.
  second.start_from = folder_ / "parted/tiny.json";
  second.model.decoder_blocks = 3;
  second.model.fine_blocks = 2;
  second.model.decoder_expansion += 1;
  second.model.fine_expansion += 2;
  second.model.lookahead_frames = 2;
  second.learning_rate = 1e-12;
  std::string told;
  auto report = fit(
      second, [&](const std::string& line) { told += line; }, nullptr);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_NE(told.find("with 3 blocks more"), std::string::npos) << told;
  const auto heads_of = [](const std::filesystem::path& config, const torch::Tensor& codes) {
    auto network = import_model(config);
    EXPECT_TRUE(network) << network.error().message;
    const auto heads = (*network)->decode_heads((*network)->residual_quantizer()->decode(codes));
    return heads.slice(1, 60);  // the frames before the start that one of them sees are forgotten
  };
  const auto codes_of = [](const std::filesystem::path& config) {
    auto network = import_model(config);
    EXPECT_TRUE(network) << network.error().message;
    torch::manual_seed(4);
    return (*network)->encode_codes(0.1 * torch::randn({1, 16000}));
  };
  torch::NoGradGuard no_grad;
  const auto codes = codes_of(options_.folder / "tiny.json");
  const auto wanted = heads_of(options_.folder / "tiny.json", codes);
  EXPECT_TRUE(torch::allclose(wanted, heads_of(second.folder / "tiny.json", codes), 1e-3,
                              1e-3 * wanted.abs().max().item<double>()));

  // It learns, classes of pitch among it, and its codes are those of the tokenizer.
  second.folder = folder_ / "third";
  second.learning_rate = 3e-3;
  second.model.pitch_classes = 24;
  report = fit(
      second, [](const std::string&) {}, nullptr);
  ASSERT_TRUE(report) << report.error().message;
  const auto third = StoredModel::load(second.folder / "tiny.json");
  ASSERT_TRUE(third);
  EXPECT_NE(third->weights.find("decoder.input.weight")->bytes,
            first->weights.find("decoder.input.weight")->bytes);
  const auto written = save_apart(*third, "studio", folder_ / "parted", &*tokenizer);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->weights_sha256, tokenizer->config.weights_sha256);
  EXPECT_TRUE(torch::equal(codes_of(folder_ / "parted/tiny.json"), codes));
  EXPECT_TRUE(StoredModel::load(folder_ / "parted/tiny.json", "studio"));

  second.steps = 8;
  report = fit(
      second, [](const std::string&) {}, nullptr);
  ASSERT_TRUE(report) << report.error().message;
}

TEST_F(Fit, TheCodesOfAnOlderTokenizerAreLearnedAsWell) {
  ASSERT_TRUE(run());
  const auto config = options_.folder / "tiny.json";
  options_.free_steps = 0;
  options_.batch = 4;
  options_.weights.quantizer = 0;  // the encoder learns from sound alone
  options_.training.quantizer_dropout = 0;
  auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  struct Taught {
    double mel = 0;
    double encoder = 0;  // |gradient|
    double decoder = 0;
  };
  const auto step = [&](double share, bool with_older) {
    options_.older_share = share;
    auto source = CropSource::create(*corpus, 12800, {}, {}, 1, nullptr);
    Steps steps(options_, std::move(source).value());
    EXPECT_TRUE(steps.network()->import_weights(StoredModel::load(config)->weights));
    if (with_older) steps.learn_codes_of(*import_model(config));
    if (options_.training.part != Part::decoder) steps.network()->eval();  // as the older one is
    Taught out;
    out.mel = steps.run(0).losses[0].item<double>();
    for (const auto& p : steps.network()->named_parameters()) {
      if (!p.value().grad().defined()) continue;
      const auto norm = p.value().grad().norm().item<double>();
      if (p.key().starts_with("encoder.")) out.encoder += norm;
      if (p.key().starts_with("decoder.")) out.decoder += norm;
    }
    return out;
  };
  const auto alone = step(0.5, false);
  EXPECT_GT(alone.encoder, 0.0);
  const auto half = step(0.5, true);
  EXPECT_NEAR(half.mel, alone.mel, 1e-3);  // its own codes: what they sound like is the same
  EXPECT_GT(half.encoder, 0.0);
  EXPECT_NE(half.encoder, alone.encoder);
  const auto all = step(1.0, true);
  EXPECT_EQ(all.encoder, 0.0);
  EXPECT_GT(all.decoder, 0.0);
  EXPECT_EQ(step(0.0, true).encoder, alone.encoder);

  auto other = options_;
  other.model.latent_dim = options_.model.latent_dim + 4;
  other.folder = folder_ / "other";
  other.older = config;
  const auto refused = fit(
      other, [](const std::string&) {}, nullptr);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("latent"), std::string::npos) << refused.error().message;
  other = options_;
  other.folder = folder_ / "again";
  other.older = config;
  other.steps = 2;
  ASSERT_TRUE(fit(
      other, [](const std::string&) {}, nullptr));
  const auto record = read_file(other.folder / "tiny.training.json");
  ASSERT_TRUE(record);
  const std::string told(reinterpret_cast<const char*>(record->data()), record->size());
  EXPECT_NE(told.find("\"older\": \"" + ModelConfig::load(config)->weights_sha256),
            std::string::npos)
      << told;
}

TEST_F(Fit, ADecoderLearnsToSoundAsItsStartDidButSharper) {
  ASSERT_TRUE(run());
  const auto config = options_.folder / "tiny.json";
  auto sharper = options_;
  sharper.free_steps = 0;
  sharper.training.part = Part::decoder;
  sharper.training.quantizer_dropout = 0;
  sharper.folder = folder_ / "sharper";
  sharper.weights = {.mel = 0, .envelope = 0, .teacher = 15, .pitch = 0, .voicing = 0};
  const auto refused = fit(
      sharper, [](const std::string&) {}, nullptr);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("--from"), std::string::npos) << refused.error().message;

  auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  const auto distances = [&](double sharpness, int count) {
    sharper.sharpness = sharpness;
    sharper.rate_warmup = 1;
    sharper.learning_rate = 2e-3;
    Steps steps(sharper, *CropSource::create(*corpus, 12800, {}, {}, 1, nullptr));
    EXPECT_TRUE(steps.network()->import_weights(StoredModel::load(config)->weights));
    steps.learn_sound_of(*import_model(config));
    steps.network()->train();
    std::vector<double> out;
    std::size_t at = 0, teacher = 0;
    for_each_loss<double>([&](const std::string& name, auto) {
      if (name == "teacher") teacher = at;
      ++at;
    });
    for (int i = 0; i < count; ++i) {
      out.push_back(steps.run(i).losses[static_cast<std::int64_t>(teacher)].item<double>());
    }
    return out;
  };
  EXPECT_LT(distances(0.0, 1)[0], 1e-4) << "as it is, it sounds as it does";
  const auto far = distances(0.5, 60);
  EXPECT_GT(far.front(), 1e-2);
  EXPECT_LT(far.back(), 0.8 * far.front());
}

TEST_F(Fit, DiscriminatorsWithAHeadStartLearnAlone) {
  options_.free_steps = 0;
  options_.weights.adversary = 0.5;
  options_.weights.feature = 1.0;
  options_.adversary_channels = 4;
  options_.adversary_bands = true;
  options_.adversary_rate = 1e-3;
  options_.adversary_head_start = 2;
  options_.adversary_warmup = 0;
  auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  auto source = CropSource::create(*corpus, 12800, {}, {}, 1, nullptr);
  Steps steps(options_, std::move(source).value());
  const auto now = [&] {
    std::map<std::string, torch::Tensor> out;
    for (const auto& [name, t] : steps.trained()) out[name] = t.detach().clone();
    return out;
  };
  auto before = now();
  const auto moved = [&](std::int64_t step) {
    steps.run(step);
    auto after = now();
    std::pair<double, double> furthest{0, 0};  // of the discriminators, of all else
    for (const auto& [name, t] : after) {
      auto& far = name.starts_with("adversary.") ? furthest.first : furthest.second;
      far = std::max(far, (t - before[name]).abs().max().item<double>());
    }
    before = std::move(after);
    return furthest;
  };
  for (const std::int64_t step : {0, 1}) {
    const auto [discriminators, rest] = moved(step);
    EXPECT_NEAR(discriminators, 1e-3, 2e-4);  // AdamW's first steps go as far as the rate
    EXPECT_EQ(rest, 0.0);
  }
  EXPECT_GT(moved(2).second, 0.0);
}

TEST_F(Fit, DiscriminatorsBesideAModelGoOnWithIt) {
  options_.free_steps = 0;
  options_.steps = 3;
  options_.weights.adversary = 0.5;
  options_.adversary_channels = 4;
  options_.adversary_seconds = 0.4;
  ASSERT_TRUE(run());
  const auto beside = options_.folder / "tiny.adversary.safetensors";
  const auto left = SafeTensors::load(beside);
  ASSERT_TRUE(left) << left.error().message;
  const auto held = SafeTensors::parse(checkpoint());
  ASSERT_TRUE(held);
  std::size_t discriminators = 0;
  for (const auto& [name, tensor] : held->tensors) {
    if (!name.starts_with("adversary.")) continue;
    ++discriminators;
    ASSERT_NE(left->find(name), nullptr) << name;
    EXPECT_EQ(left->find(name)->bytes, tensor.bytes) << name;
  }
  ASSERT_GT(discriminators, 0U);
  EXPECT_EQ(left->tensors.size(), discriminators);

  auto second = options_;
  second.folder = folder_ / "second";
  second.start_from = options_.folder / "tiny.json";
  second.water_filling = false;
  second.seed = options_.seed + 1;
  second.steps = 1;
  second.learning_rate = 1e-12;
  std::string told;
  const auto log = [&](const std::string& line) { told += line + "\n"; };
  ASSERT_TRUE(fit(second, log));
  const auto count = std::to_string(discriminators);
  EXPECT_NE(told.find(count + " of " + count + " tensors"), std::string::npos) << told;
  const auto taken = SafeTensors::load(second.folder / "tiny.adversary.safetensors");
  ASSERT_TRUE(taken);
  for (const auto& [name, tensor] : left->tensors) {
    ASSERT_NE(taken->find(name), nullptr) << name;
    const auto was = tensor.to_floats();
    const auto is = taken->find(name)->to_floats();
    ASSERT_EQ(is.size(), was.size());
    for (std::size_t i = 0; i < was.size(); ++i) ASSERT_NEAR(is[i], was[i], 1e-6) << name;
  }

  // Of another width only the verdicts' biases fit.
  second.folder = folder_ / "third";
  second.adversary_channels = 5;
  told.clear();
  ASSERT_TRUE(fit(second, log));
  EXPECT_NE(told.find("3 of " + count + " tensors"), std::string::npos) << told;

  ASSERT_TRUE(write_file(beside, std::string_view("not tensors")));
  second.folder = folder_ / "fourth";
  const auto broken = fit(second, log);
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("tiny.adversary.safetensors"), std::string::npos)
      << broken.error().message;
}

TEST_F(Fit, ACheckpointFromBeforeAKeyExistedGoesOn) {
  options_.steps = 15;
  ASSERT_TRUE(run());
  auto file = SafeTensors::parse(checkpoint());
  ASSERT_TRUE(file);
  auto& config = file->metadata["config"];
  const auto at = config.find("\"semantic_channels\"");
  ASSERT_NE(at, std::string::npos);
  config.erase(at, config.find('\n', at) - at);
  ASSERT_TRUE(file->save(options_.folder / "checkpoint.safetensors"));
  options_.steps = 17;
  const auto more = run();
  ASSERT_TRUE(more) << more.error().message;
  EXPECT_NE(log_.find("resumed at step 15"), std::string::npos);
}

// Each value that the host reads would wait for a GPU.
TEST_F(Fit, AStepReadsNoValueBackFromItsDevice) {
  write_labels();
  auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
  ASSERT_TRUE(corpus);
  auto labels = PhoneLabels::load(folder_ / "labels.safetensors", *corpus);
  ASSERT_TRUE(labels);
  auto source = CropSource::create(*corpus, 12800, {}, {}, 1, &*labels);
  ASSERT_TRUE(source);
  options_.free_steps = 0;
  auto& w = options_.weights;
  w.fine = w.loudness = w.stoi = w.contrast = w.balance = w.teacher = w.phone = w.speaker =
      w.usage = w.adversary = w.feature = 1.0;
  options_.adversary_channels = 4;
  options_.adversary_seconds = 0.5;
  options_.adversary_warmup = 0;
  options_.training.quantizer_dropout = 0;  // drawn on the host by another function
  Steps steps(options_, std::move(source).value());
  steps.network()->train();
  steps.learn_codes_of(Network(options_.model));
  options_.older_share = 0.5;
  steps.learn_sound_of(Network(options_.model));
  options_.sharpness = 0.5;
  steps.run(0);  // the later ones' crops are made on another thread
  static int reads, draws;
  reads = draws = 0;
  const auto observer = at::addThreadLocalCallback(at::RecordFunctionCallback(
      [](const at::RecordFunction& call) -> std::unique_ptr<at::ObserverContext> {
        const std::string_view name = call.name();
        reads += name == "aten::_local_scalar_dense" || name == "aten::nonzero";
        draws += name == "aten::randint";  // of the host's own, which it may read
        return nullptr;
      }));
  for (int i = 1; i < 4; ++i) steps.run(i);
  at::removeCallback(observer);
  EXPECT_LE(reads, draws);
  EXPECT_GT(draws, 0);  // the observer sees
  EXPECT_TRUE(steps.all_finite());
}

TEST_F(Fit, NonFiniteLossStopsAndKeepsTheCheckpoint) {
  options_.steps = 15;
  ASSERT_TRUE(run());
  const auto good = checkpoint();
  options_.steps = 60;
  options_.weights.mel = std::numeric_limits<double>::infinity();
  const auto broken = run();
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("no finite number"), std::string::npos);
  EXPECT_EQ(checkpoint(), good);
}

TEST_F(Fit, RefusesTheCheckpointOfAnotherShape) {
  options_.steps = 3;
  ASSERT_TRUE(run());
  options_.model.levels = 3;
  const auto other = run();
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("another model shape"), std::string::npos);
}

TEST_F(Fit, SaysThatNothingIsThereForValidation) {
  options_.steps = 2;
  for (const auto& [valid, why] :
       {std::pair{std::vector<Entry>{}, "no recording of the corpus is for it"},
        {{{"first", Split::valid, 3.9}, {"first", Split::valid, 1}}, "none of the 2 recordings"}}) {
    auto entries = valid;
    entries.push_back({"first", Split::train, 5});
    write_corpus(entries);
    options_.resume = false;
    log_.clear();
    const auto done = run();
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_FALSE(done->valid_mel.has_value());
    EXPECT_TRUE(done->valid_perplexity.empty() && done->valid_utilisation.empty());
    EXPECT_NE(log_.find("no validation: " + std::string(why)), std::string::npos) << log_;
    EXPECT_NE(log_.find("step 2: no validation"), std::string::npos) << log_;
    EXPECT_EQ(log_.find("0.0000"), std::string::npos) << log_;
    EXPECT_TRUE(import_model(options_.folder / "tiny.json"));  // written all the same
  }
}

TEST_F(Fit, SaysThatNothingIsThereToTrainOn) {
  for (const auto& [entries, why] : {std::pair{std::vector<Entry>{}, "the corpus is empty"},
                                     {{{"first", Split::valid, 5}, {"first", Split::test, 5}},
                                      "none of the 2 recordings of the corpus is for training"},
                                     {{{"first", Split::train, 0.19}, {"first", Split::valid, 5}},
                                      "none of the 1 recordings for training lasts 0.20 s"}}) {
    write_corpus(entries);
    const auto refused = run();
    ASSERT_FALSE(refused) << why;
    EXPECT_NE(refused.error().message.find(why), std::string::npos) << refused.error().message;
    EXPECT_FALSE(std::filesystem::exists(options_.folder)) << "nothing is left behind";
  }
}

TEST_F(Fit, WrongSharesAndCorporaAreErrors) {
  for (const auto& [share, of] : {std::pair{0.5, "nowhere"}, {-0.5, "first"}, {1.5, "first"}}) {
    options_.shares = {{of, share}};
    EXPECT_FALSE(run()) << share;
  }
  options_.shares = {{"first", 0.0}, {"second", 0.0}};
  EXPECT_FALSE(run());
  options_.shares = {};
  options_.corpus = folder_ / "missing.sgc";
  EXPECT_FALSE(run());
}

TEST_F(Fit, DisturbancesAreAsLoudAsTheyShouldBe) {
  auto corpus = CorpusReader::open(options_.corpus);
  ASSERT_TRUE(corpus);
  AugmentOptions plain;
  plain.gain_probability = plain.tilt_probability = 0;
  const auto batch_of = [&](const AugmentOptions& augment) {
    return CropSource::create(*corpus, 8000, {}, augment, 5)->batch(0, 24).audio;
  };
  const auto over = [](const torch::Tensor& x, const torch::Tensor& disturbed) {
    return 10 * torch::log10(x.square().mean(1) / ((disturbed - x).square().mean(1) + 1e-20));
  };
  // The first row of a batch: later ones are other crops, for the disturbance draws numbers too.
  const auto row = [&](const AugmentOptions& augment) {
    return CropSource::create(*corpus, 8000, {}, augment, 5)->batch(0, 1).audio;
  };
  auto noisy = plain;
  noisy.noise_probability = 1;
  const double snr = over(row(plain), row(noisy)).item<double>();
  EXPECT_GT(snr, 11.5);
  EXPECT_LT(snr, 35.5);
  auto mixed = plain;
  mixed.mixture_probability = 1;
  const double above = over(row(plain), row(mixed)).item<double>();
  EXPECT_GT(above, 7.5);
  EXPECT_LT(above, 25.5);
  auto wet = plain;
  wet.reverb_probability = 1;
  const double dry = over(row(plain), row(wet)).item<double>();
  EXPECT_GT(dry, -3.0);
  EXPECT_LT(dry, 60.0);
  EXPECT_FALSE(torch::equal(batch_of(plain), batch_of(wet)));
  EXPECT_TRUE(torch::equal(batch_of(wet), batch_of(wet)));
}

// A buzz of 110 to 170 Hz stays what its F0 says, at every speed.
TEST_F(Fit, ACropOfAnotherSpeedSoundsAsItsF0Says) {
  auto corpus = CorpusReader::open(options_.corpus);
  ASSERT_TRUE(corpus);
  AugmentOptions fast;
  fast.gain_probability = fast.tilt_probability = 0;
  fast.speed_probability = 1;
  const auto batch = CropSource::create(*corpus, 16000, {}, fast, 5)->batch(0, 24);
  std::set<double> seen;
  for (int b = 0; b < 24; ++b) {
    const double hz = batch.f0[b][50].item<double>();
    seen.insert(std::round(hz));
    const auto x = batch.audio[b].slice(0, 2000, 14000);
    const auto at = [&](double lag_s) {
      const auto lag = std::lround(lag_s * 16000);
      return (x.slice(0, 0, -lag) * x.slice(0, lag)).mean().item<double>();
    };
    EXPECT_GT(at(1 / hz), 0.6 * x.square().mean().item<double>()) << b;
    EXPECT_LT(at(0.5 / hz), 0.5 * at(1 / hz)) << b;
    EXPECT_GE(hz, 0.79 * 110);
    EXPECT_LE(hz, 1.26 * 170);
  }
  EXPECT_GT(seen.size(), 12u);  // three recordings
}

TEST_F(Fit, ABandLimitAndAPolarityAreNoMore) {
  auto corpus = CorpusReader::open(options_.corpus);
  ASSERT_TRUE(corpus);
  AugmentOptions plain;
  plain.gain_probability = plain.tilt_probability = 0;
  const auto row = [&](const AugmentOptions& augment) {
    return CropSource::create(*corpus, 8000, {}, augment, 5)->batch(0, 1).audio[0];
  };
  auto upside_down = plain;
  upside_down.polarity_probability = 1;
  EXPECT_TRUE(torch::equal(row(upside_down), -row(plain)));
  auto limited = plain;
  limited.band_probability = 1;
  limited.band_low_hz = limited.band_high_hz = 3400;
  const auto before = torch::fft::rfft(row(plain)).abs(),
             after = torch::fft::rfft(row(limited)).abs();
  EXPECT_TRUE(torch::allclose(after.slice(0, 0, 1690), before.slice(0, 0, 1690), 1e-3, 1e-3));
  EXPECT_LT(after.slice(0, 1810).max().item<double>(), 1e-3 * before.max().item<double>());
}

TEST_F(Fit, ShareOfASetIsItsShareOfTheCrops) {
  auto corpus = CorpusReader::open(options_.corpus);
  ASSERT_TRUE(corpus);
  // "second" has one training entry of 170 Hz, "first" two of 110 and 140 Hz.
  auto source = CropSource::create(*corpus, 8000, {{"second", 0.8}}, {}, 5);
  ASSERT_TRUE(source) << source.error().message;
  const auto f0 = source->batch(0, 400).f0.select(1, 20);
  const double share = (f0 > 160).to(torch::kFloat64).mean().item<double>();
  EXPECT_NEAR(share, 0.8, 0.06);
  EXPECT_TRUE(torch::equal(source->batch(7, 4).audio, source->batch(7, 4).audio));
  EXPECT_FALSE(torch::equal(source->batch(7, 4).audio, source->batch(8, 4).audio));
}

}  // namespace
}  // namespace codec
