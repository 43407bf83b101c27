// Tokenizer and decoders in files of their own: codes stand still while decoders get better.
#include <gtest/gtest.h>

#include <filesystem>

#include "codec/base/file_io.h"
#include "codec/engine/model.h"
#include "codec/engine/stream.h"
#include "codec/files/code_source.h"
#include "codec/files/file_codec.h"
#include "codec/files/header_of.h"
#include "codec/files/model_shelf.h"
#include "codec/files/sound_stream.h"
#include "codec/model/stored_model.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

class Decoders : public testing::Test {
 protected:
  static StoredModel whole(std::uint32_t decoder_seed = 5, int decoder_blocks = 2,
                           int lookahead_frames = 0) {
    auto config = testing_support::tiny_config();
    config.decoder_blocks = decoder_blocks;
    config.lookahead_frames = lookahead_frames;
    StoredModel model{config, testing_support::random_weights(config, 5), {}};
    const auto other = testing_support::random_weights(config, decoder_seed);
    for (const auto& [name, t] : other.tensors) {
      if (is_decoders(name)) model.weights.tensors[name] = t;
    }
    model.name_weights();
    return model;
  }
  static std::vector<float> sound() { return testing_support::synthetic_speech(8000, 16000, 7); }
  void SetUp() override {
    for (const char* name : {"whole", "old", "new"}) fs::create_directories(folder_ / name);
  }
  fs::path config() const { return folder_ / "tiny.json"; }

  testing_support::TemporaryFolder folder_;
};

TEST_F(Decoders, APartedModelMakesTheCodesAndTheSoundOfTheWhole) {
  const auto model = whole();
  ASSERT_TRUE(model.save(folder_ / "whole"));
  const auto written = save_apart(model, "studio", folder_);
  ASSERT_TRUE(written) << written.error().message;
  const auto one = Model::load(folder_ / "whole/tiny.json");
  const auto parted = Model::load(config());
  ASSERT_TRUE(one && parted) << parted.error().message;
  EXPECT_NE((*one)->fingerprint(), (*parted)->fingerprint());
  EXPECT_EQ(to_hex((*parted)->fingerprint()),
            to_hex(sha256(read_file(folder_ / "tiny.safetensors", 1 << 30).value())));
  EXPECT_EQ((*parted)->config().decoder, "studio");
  const auto codes = encode(*one, sound());
  EXPECT_EQ(codes, encode(*parted, sound()));
  EXPECT_EQ(decode(*one, codes), decode(*parted, codes));
}

TEST_F(Decoders, ASecondOneLeavesTheTokenizerAsItIs) {
  ASSERT_TRUE(save_apart(whole(), "live", folder_));
  const auto before = read_file(folder_ / "tiny.safetensors", 1 << 30).value();
  const auto tokenizer = StoredModel::load(config());
  ASSERT_TRUE(tokenizer);
  const auto deeper = whole(9, 4);
  const auto written = save_apart(deeper, "studio", folder_, &*tokenizer);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(read_file(folder_ / "tiny.safetensors", 1 << 30).value(), before);
  const auto live = Model::load(config());
  const auto studio = Model::load(config(), Extras::load, "studio");
  ASSERT_TRUE(live && studio) << studio.error().message;
  EXPECT_EQ((*live)->config().decoder, "live");
  EXPECT_EQ((*studio)->config().decoder_blocks, 4);
  EXPECT_EQ((*live)->fingerprint(), (*studio)->fingerprint());
  const auto codes = encode(*live, sound());
  EXPECT_EQ(codes, encode(*studio, sound()));
  EXPECT_NE(decode(*live, codes), decode(*studio, codes));

  const auto none = Model::load(config(), Extras::load, "stereo");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("has no decoder 'stereo'; it has live, studio"),
            std::string::npos)
      << none.error().message;
}

// For sound that somebody waits for, a decoder that looks less far ahead takes the other's place.
TEST_F(Decoders, TheQuickestLooksLeastFarAhead) {
  ASSERT_TRUE(save_apart(whole(5, 2, 1), "live", folder_));
  for (const auto& [name, ahead] : {std::pair{"studio", 3}, {"late", 1}}) {
    const auto tokenizer = StoredModel::load(config());
    ASSERT_TRUE(tokenizer);
    const auto written = save_apart(whole(9, 2, ahead), name, folder_, &*tokenizer);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(written->lookahead_frames, ahead);
  }
  const auto studio = Model::load(config(), Extras::load, "studio");
  ASSERT_TRUE(studio) << studio.error().message;
  const auto quickest = Model::quickest(*studio);
  ASSERT_TRUE(quickest) << quickest.error().message;
  const auto& quick = (*quickest)->config();
  const auto& slow = (*studio)->config();
  EXPECT_EQ(quick.decoder, "live");
  EXPECT_EQ(slow.latency_samples() - quick.latency_samples(), 2 * slow.hop_samples());
  EXPECT_DOUBLE_EQ(slow.least_latency_ms(), quick.latency_ms());
  EXPECT_EQ(encode(*studio, sound()), encode(*quickest, sound()));
  // Those that are as quick stay, whatever they are called.
  for (const char* name : {"live", "late"}) {
    const auto model = Model::load(config(), Extras::load, name);
    ASSERT_TRUE(model);
    EXPECT_EQ(*Model::quickest(*model), *model) << name;
  }
  fs::remove(folder_ / "tiny.live.safetensors");
  EXPECT_FALSE(Model::quickest(*studio));
}

TEST_F(Decoders, ABetterOneTakesThePlaceOfItsName) {
  ASSERT_TRUE(save_apart(whole(), "live", folder_));
  const auto tokenizer = StoredModel::load(config());
  const auto written = save_apart(whole(9), "live", folder_, &*tokenizer);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->decoders.size(), 1u);
  EXPECT_TRUE(Model::load(config()));
}

TEST_F(Decoders, ABetterOneIsTakenByAllThatNameItsFile) {
  auto written = save_apart(whole(), "studio", folder_);
  ASSERT_TRUE(written);
  // A second name of the same file, and a retired tokenizer.
  written->decoders.push_back(written->decoders.front());
  written->decoders.back().name = "live";
  ASSERT_TRUE(write_file(config(), written->to_json()));
  const auto tokenizer = StoredModel::load(config());
  ASSERT_TRUE(tokenizer);
  ASSERT_TRUE(retire_tokenizer(*tokenizer, *written, "tiny-old", folder_));
  ASSERT_TRUE(write_file(folder_ / "other.json", "[1, 2]"));

  const auto deeper = whole(9, 4);
  ASSERT_TRUE(save_apart(deeper, "studio", folder_, &*tokenizer));
  ASSERT_TRUE(deeper.save(folder_ / "whole"));
  const auto expected = Model::load(folder_ / "whole/tiny.json");
  const auto studio = Model::load(config());
  const auto live = Model::load(config(), Extras::load, "live");
  const auto old = Model::load(folder_ / "tiny-old.json", Extras::load, "live");
  ASSERT_TRUE(expected && studio && live && old) << old.error().message;
  const auto codes = encode(*studio, sound());
  for (const auto& model : {*studio, *live, *old}) {
    EXPECT_EQ(model->config().decoder_blocks, 4);
    EXPECT_EQ(decode(model, codes), decode(*expected, codes));
  }
}

TEST_F(Decoders, OneOfOtherCodesIsRefused) {
  ASSERT_TRUE(save_apart(whole(), "live", folder_));
  const auto tokenizer = StoredModel::load(config());
  StoredModel other{testing_support::tiny_config(),
                    testing_support::random_weights(testing_support::tiny_config(), 6),
                    {}};
  const auto refused = save_apart(other, "studio", folder_, &*tokenizer);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("its codes are others"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_ / "tiny.studio.safetensors"));
}

TEST_F(Decoders, AFileThatIsNoneOrDamagedIsNamed) {
  ASSERT_TRUE(save_apart(whole(), "live", folder_));
  auto config_now = ModelConfig::load(config());
  ASSERT_TRUE(config_now);
  config_now->decoders[0].weights = config_now->weights;
  config_now->decoders[0].weights_sha256 = config_now->weights_sha256;
  ASSERT_TRUE(write_file(config(), config_now->to_json()));
  const auto none = Model::load(config());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::corrupt);
  EXPECT_NE(none.error().message.find("no part of a decoder"), std::string::npos);

  config_now->decoders[0].weights = "../tiny.live.safetensors";
  EXPECT_FALSE(config_now->validate());
  config_now->decoders[0].weights = "tiny.live.safetensors";
  config_now->decoders.push_back(config_now->decoders[0]);
  EXPECT_FALSE(config_now->validate());  // two of a name
}

TEST_F(Decoders, CodesOfOlderWeightsAreDecodedByWhatDecodesThem) {
  const auto old = whole();
  ASSERT_TRUE(old.save(folder_ / "old"));
  const auto old_model = Model::load(folder_ / "old/tiny.json");
  ASSERT_TRUE(old_model);
  const auto codes = encode(*old_model, sound());
  auto header = header_of(**old_model, (*old_model)->config().levels);

  // What is left of the old model: no encoder, and its hash among those that it decodes.
  StoredModel rest = old;
  std::erase_if(rest.weights.tensors,
                [](const auto& t) { return t.first.starts_with("encoder."); });
  rest.config.name = "tiny-old";
  rest.config.decode_only = true;
  rest.config.decodes = {old.config.weights_sha256};
  ASSERT_TRUE(rest.save(folder_ / "new"));
  const auto now = whole(11);
  ASSERT_TRUE(save_apart(now, "live", folder_ / "new"));

  ModelShelf shelf({folder_ / "new"});
  const auto found = shelf.for_header("x.sgl", header);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ((*found)->config().name, "tiny-old");
  EXPECT_EQ(decode(*found, codes), decode(*old_model, codes));
  EXPECT_TRUE(shelf.config_of(header));

  const auto encoder = SoundEncoder::open(*found, 16000);
  ASSERT_FALSE(encoder);
  EXPECT_EQ(encoder.error().code, ErrorCode::unsupported);
  EXPECT_THROW(StreamEncoder{*found}, std::invalid_argument);
  for (const auto& path : list_models(std::vector<fs::path>{folder_ / "new"})) {
    EXPECT_NE(path.filename(), "tiny-old.json");
  }
}

TEST_F(Decoders, ARetiredTokenizersFilesAreDecodedByTheDecoderOfItsSuccessor) {
  // Of a tokenizer whose first code has an encoder and a codebook of its own.
  auto shape = testing_support::tiny_config();
  shape.semantic_channels = 20;
  shape.semantic_blocks = 1;
  StoredModel old{shape, testing_support::random_weights(shape, 5), {}};
  old.name_weights();
  ASSERT_TRUE(save_apart(old, "live", folder_ / "old"));
  const auto parted = StoredModel::load(folder_ / "old/tiny.json");
  const auto old_model = Model::load(folder_ / "old/tiny.json");
  ASSERT_TRUE(parted && old_model);
  const auto codes = encode(*old_model, sound());
  const auto header = header_of(**old_model, (*old_model)->config().levels);

  // Other codebooks, another decoder.
  StoredModel now{old.config, testing_support::random_weights(old.config, 8), {}};
  const auto successor = save_apart(now, "studio", folder_ / "new");
  ASSERT_TRUE(successor);
  const auto written = retire_tokenizer(*parted, *successor, "tiny-old", folder_ / "new");
  ASSERT_TRUE(written) << written.error().message;

  ModelShelf shelf({folder_ / "new"});
  const auto found = shelf.for_header("x.sgl", header);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ((*found)->config().name, "tiny-old");
  EXPECT_FALSE((*found)->encodes());
  // The latents of the old codebooks through the new decoder.
  auto both = now;
  for (const auto& [name, t] : old.weights.tensors) {
    if (!is_decoders(name)) both.weights.tensors[name] = t;
  }
  ASSERT_TRUE(both.save(folder_ / "whole"));
  const auto expected = Model::load(folder_ / "whole/tiny.json");
  ASSERT_TRUE(expected);
  EXPECT_EQ(decode(*found, codes), decode(*expected, codes));
  EXPECT_NE(decode(*found, codes), decode(*old_model, codes));

  // Retired once more, it still knows the first one's hash.
  const auto again = retire_tokenizer(*StoredModel::load(folder_ / "new/tiny-old.json"), *successor,
                                      "tiny-older", folder_ / "new");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->decodes_codes_of(parted->config.weights_sha256));

  auto wide = *successor;
  wide.latent_dim *= 2;
  EXPECT_FALSE(retire_tokenizer(*parted, wide, "tiny-no", folder_ / "new"));
  EXPECT_FALSE(retire_tokenizer(*parted, old.config, "tiny-no", folder_ / "new"));
  EXPECT_FALSE(retire_tokenizer(*parted, *successor, "../no", folder_ / "new"));
  EXPECT_FALSE(fs::exists(folder_ / "new/tiny-no.json"));
}

TEST_F(Decoders, AConfigSurvivesItsJson) {
  const auto written = save_apart(whole(), "live", folder_);
  ASSERT_TRUE(written);
  auto config_now = *written;
  config_now.decodes = {std::string(64, 'a')};
  const auto again = ModelConfig::from_json(config_now.to_json());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, config_now);
  // A format 2 file has the decoder's numbers in one place.
  auto text = config_now.to_json();
  text.insert(text.find('{') + 1, "\"decoder_blocks\": 3,");
  EXPECT_FALSE(ModelConfig::from_json(text));
}

}  // namespace
}  // namespace codec
