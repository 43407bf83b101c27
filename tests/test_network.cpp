// The network that is trained: shapes, causality, export, and agreement with the engine.
#include <gtest/gtest.h>

#include <filesystem>

#include "codec/engine/model.h"
#include "codec/engine/stream.h"
#include "codec/training/network.h"
#include "codec/training/synthesis.h"
#include "codec/training/trainer.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

ModelConfig small_config() {
  ModelConfig c;
  c.name = "small";
  c.encoder_channels = 24;
  c.encoder_blocks = 2;
  c.decoder_channels = 24;
  c.decoder_blocks = 2;
  c.fine_channels = 16;
  c.fine_blocks = 1;
  c.latent_dim = 8;
  c.levels = 3;
  c.codebook_size = 64;
  return c;
}

// Vowel-like: a gliding pulse train under a slow envelope, and a little noise.
torch::Tensor test_sound(std::int64_t samples) {
  auto out = torch::empty({1, samples});
  auto* x = out.data_ptr<float>();
  double phase = 0;
  std::uint32_t noise = 1;
  for (std::int64_t i = 0; i < samples; ++i) {
    const double t = static_cast<double>(i) / 16000;
    phase += (120 + 60 * std::sin(3 * t)) / 16000;
    phase -= std::floor(phase);
    noise = noise * 1664525u + 1013904223u;
    const double envelope = 0.5 + 0.5 * std::sin(9 * t);
    x[i] = static_cast<float>(envelope * (0.4 * std::exp(-8 * phase) - 0.05) +
                              0.01 * (noise / 4294967296.0 - 0.5));
  }
  return out;
}

// A network whose codebooks fit its latents, so that codes are not all one.
Network started_network(const ModelConfig& config) {
  torch::manual_seed(7);
  Network network(config);
  const auto sound = test_sound(16000 * 8);
  network->calibrate({sound});
  network->eval();
  torch::NoGradGuard no_grad;
  network->start_quantizers(network->encode(sound).flatten(0, 1));
  return network;
}

// Parameter: whether level 1 has an encoder of its own, pitch its classes, the decoder looks ahead,
// and the search keeps several paths.
class ExportedNetwork : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    auto config = small_config();
    config.semantic_channels = GetParam() ? 16 : 0;
    config.pitch_classes = GetParam() ? 24 : 0;
    config.lookahead_frames = GetParam() ? 4 : 0;
    config.search_width = GetParam() ? 6 : 1;
    network_ = started_network(config);
    ASSERT_TRUE(export_model(network_, folder_, DType::f16));
    auto imported = import_model(folder_ / "small.json");
    ASSERT_TRUE(imported) << imported.error().message;
    imported_ = *imported;
    auto model = Model::load(folder_ / "small.json");
    ASSERT_TRUE(model) << model.error().message;
    model_ = *model;
  }

  testing_support::TemporaryFolder folder_;
  Network network_{nullptr};
  Network imported_{nullptr};  // rounded to half precision, as the engine has it
  std::shared_ptr<const Model> model_;
};

INSTANTIATE_TEST_SUITE_P(SemanticEncoder, ExportedNetwork, testing::Bool());

TEST_P(ExportedNetwork, EngineFindsTheCodesOfTheDefinition) {
  const auto sound = test_sound(320 * 200);
  const auto wanted = imported_->encode_codes(sound).contiguous();
  const auto got = encode(model_, {sound.data_ptr<float>(), 320 * 200});
  ASSERT_EQ(got.frames(), wanted.size(1));
  const auto* w = wanted.data_ptr<std::int64_t>();
  std::size_t same = 0;
  for (std::size_t i = 0; i < got.data.size(); ++i) same += got.data[i] == w[i];
  // Only near-ties may fall differently: the sums run in another order.
  EXPECT_GE(static_cast<double>(same), 0.995 * static_cast<double>(got.data.size()));
  const std::set<Code> different(got.data.begin(), got.data.end());
  EXPECT_GT(different.size(), 20u) << "a degenerate model proves nothing";
}

TEST_P(ExportedNetwork, EngineMakesTheSoundOfTheDefinition) {
  const auto sound = test_sound(320 * 100);
  const auto codes = encode(model_, {sound.data_ptr<float>(), 320 * 100});
  auto tensor = torch::empty({1, codes.frames(), codes.levels}, torch::kInt64);
  std::copy(codes.data.begin(), codes.data.end(), tensor.data_ptr<std::int64_t>());
  const auto wanted = imported_->decode_codes(tensor).contiguous();
  const auto got = decode(model_, codes);
  ASSERT_EQ(static_cast<std::int64_t>(got.size()), wanted.numel());
  const auto* w = wanted.data_ptr<float>();
  double error = 0;
  double energy = 0;
  // But for the last window, which the engine fills with the last codes once more.
  for (std::size_t i = 0; i + 480 < got.size(); ++i) {
    error += (got[i] - w[i]) * (got[i] - w[i]);
    energy += w[i] * w[i];
  }
  EXPECT_GT(energy, 0.0);
  // -60 dB: the phase of the source is accumulated in different precision.
  EXPECT_LT(error, 1e-6 * energy) << 10 * std::log10(error / energy) << " dB";
}

TEST_P(ExportedNetwork, HalfPrecisionKeepsTheLatents) {
  const auto sound = test_sound(320 * 50);
  torch::NoGradGuard no_grad;
  const auto a = network_->encode(sound);
  const auto b = imported_->encode(sound);
  EXPECT_LT((a - b).square().sum().item<double>(), 1e-4 * a.square().sum().item<double>());
}

TEST(Network, LatentsHaveUnitEnergyInTraining) {
  Network network(small_config());
  network->train();
  const auto z = network->encode(test_sound(320 * 100));
  EXPECT_NEAR(z.square().sum(-1).mean().item<double>(), 1.0, 1e-3);
}

TEST(Network, SoundDoesNotChangeWhatCannotSeeIt) {
  torch::NoGradGuard no_grad;
  for (const int ahead : {0, 3}) {
    auto config = small_config();
    config.lookahead_frames = ahead;
    auto network = started_network(config);
    auto sound = test_sound(320 * 60);
    const auto before = network->decode_heads(network->encode(sound));
    ASSERT_EQ(before.size(1), 120);
    sound.slice(1, 320 * 40).zero_();
    const auto after = network->decode_heads(network->encode(sound));
    const auto same = 2 * (40 - ahead);
    EXPECT_TRUE(torch::equal(before.slice(1, 0, same), after.slice(1, 0, same)));
    EXPECT_FALSE(torch::equal(before.slice(1, same, same + 2), after.slice(1, same, same + 2)));
  }
}

TEST(Network, GradientReachesTheLatentsOnce) {
  auto network = started_network(small_config());
  network->train();
  const auto z = torch::randn({2, 5, 8}).requires_grad_();
  const auto upstream = torch::randn({2, 5, 8});
  (network->quantize(z).latents * upstream).sum().backward();
  EXPECT_TRUE(torch::allclose(z.grad(), upstream, 1e-5, 1e-6));
}

TEST(Network, SoundDoesNotTeachTheSemanticEncoder) {
  auto config = small_config();
  config.semantic_channels = 16;
  auto network = started_network(config);
  network->train();
  const auto z = torch::randn({2, 5, 16}).requires_grad_();
  network->quantize(z).latents.sum().backward();
  EXPECT_EQ(z.grad().slice(2, 0, 8).abs().max().item<double>(), 0.0);
  EXPECT_TRUE(torch::allclose(z.grad().slice(2, 8), torch::ones({2, 5, 8})));
}

TEST(Bf16Linear, IsTheProductOfRoundedFactors) {
  DenseImpl layer(32, 16);
  auto x = torch::randn({3, 7, 32}).requires_grad_();
  const auto wide = [](const torch::Tensor& t) {
    return t.to(torch::kBFloat16).to(torch::kFloat32);
  };
  const auto y = layer.forward(x, Precision::bf16);
  const auto wanted = torch::matmul(wide(x), wide(layer.weight).t()) + layer.bias;
  EXPECT_TRUE(torch::allclose(y, wanted, 1e-2, 1e-2));
  y.sum().backward();
  const auto gradient = wide(layer.weight).sum(0).expand({3, 7, 32});
  EXPECT_TRUE(torch::allclose(x.grad(), gradient, 2e-2, 2e-2));
  EXPECT_TRUE(torch::allclose(layer.bias.grad(), torch::full({16}, 21.0f)));
}

TEST(Synthesis, AnalysisOfAnUntouchedSpectrumReturnsTheSound) {
  // A free spectrum that is the spectrum of the sound itself comes back as the sound.
  ModelConfig config = small_config();
  config.source_filter = false;
  const auto sound = test_sound(160 * 40);
  const auto spectra = windowed_spectra(sound, 640, 160);
  const auto heads =
      torch::cat({torch::log(spectra.abs().clamp_min(1e-12)) + 4.0, torch::angle(spectra)}, 2);
  const auto back = synthesise(heads, config);
  // The last three subframes still wait for windows that have not come.
  const auto n = 160 * 37;
  EXPECT_LT((back - sound).slice(1, 0, n).abs().max().item<double>(), 1e-4);
}

TEST(Synthesis, PulseTrainHasItsHarmonicsAndNoMore) {
  ModelConfig config;
  const auto source = pulse_train(torch::full({1, 200}, 200.0), config);
  const auto spectrum = torch::fft::rfft(source.slice(1, 16000, 32000)).abs().squeeze(0);
  // One second: bin k is k Hz. 38 harmonics up to 7600 Hz of amplitude sqrt(2/38) * 1 / 2 each.
  const double level = 16000 * std::sqrt(2.0 / 38) / 2;
  for (const int k : {200, 400, 4000, 7600}) {
    EXPECT_NEAR(spectrum[k].item<double>(), level, 0.02 * level) << k;
  }
  EXPECT_LT(spectrum[7800].item<double>(), 0.02 * level);
  EXPECT_LT(spectrum[300].item<double>(), 0.02 * level);
}

}  // namespace
}  // namespace codec
