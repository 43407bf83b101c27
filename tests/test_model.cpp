// Loading: every way in which a model's files can be wrong is an error that says so; and finding.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <string>

#include "codec/base/file_io.h"
#include "codec/engine/model.h"
#include "codec/engine/weights.h"
#include "codec/model/phone_table.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_support::tiny_config;
using testing_support::write_random_model;

class ModelTest : public testing::Test {
 protected:
  ~ModelTest() override { unsetenv("SONOGLYPH_MODELS"); }

  // Writes the tensors, altered, under a config whose hash is right.
  Error load_altered(const std::function<void(SafeTensors&)>& alter) {
    auto file = testing_support::random_weights(tiny_config(), 3);
    alter(file);
    const auto bytes = file.serialize();
    auto config = tiny_config();
    config.weights = "altered.safetensors";
    config.weights_sha256 = to_hex(sha256(bytes));
    EXPECT_TRUE(write_file(folder_ / config.weights, bytes));
    EXPECT_TRUE(write_file(folder_ / "altered.json", config.to_json()));
    auto model = Model::load(folder_ / "altered.json");
    return model ? Error{ErrorCode::io, "loaded"} : model.error();
  }

  testing_support::TemporaryFolder folder_;
};

TEST_F(ModelTest, LoadsWhatIsRight) {
  const auto path = write_random_model(folder_, tiny_config(), 3);
  const auto model = Model::load(path);
  ASSERT_TRUE(model) << model.error().message;
  const auto& config = (*model)->config();
  EXPECT_EQ(to_hex((*model)->fingerprint()), config.weights_sha256);
  EXPECT_EQ(config.name, "tiny");
  const auto& weights = (*model)->weights();
  EXPECT_EQ(weights.codebooks.size(), 4u);
  EXPECT_FALSE(weights.encoder_input.half.empty());
  EXPECT_TRUE(weights.encoder_input.full.empty());
}

TEST_F(ModelTest, CodebooksAreTheTableThroughTheMap) {
  const auto file = testing_support::random_weights(tiny_config(), 3);
  const auto weights = engine::make_weights(file, tiny_config());
  ASSERT_TRUE(weights);
  const auto table = file.tensors.at("quantizer.levels.2.table").to_floats();
  const auto map = file.tensors.at("quantizer.levels.2.weight").to_floats();
  const auto bias = file.tensors.at("quantizer.levels.2.bias").to_floats();
  const auto& book = (*weights)->codebooks[2];
  for (std::size_t k = 0; k < 32; ++k) {
    double squares = 0;
    for (std::size_t i = 0; i < 12; ++i) {
      double sum = static_cast<double>(bias[i]);
      for (std::size_t j = 0; j < 12; ++j) {
        sum += static_cast<double>(table[k * 12 + j]) * static_cast<double>(map[i * 12 + j]);
      }
      EXPECT_FLOAT_EQ(book.entry(k)[i], static_cast<float>(sum));
      squares += sum * sum;
    }
    EXPECT_NEAR(book.search.bias[k], squares / 2, 1e-6);
  }
}

TEST_F(ModelTest, NamesTheTensorThatIsWrong) {
  const auto expect = [&](const std::function<void(SafeTensors&)>& alter, const char* words) {
    const auto error = load_altered(alter);
    EXPECT_EQ(error.code, ErrorCode::corrupt) << error.message;
    EXPECT_THAT(error.message, HasSubstr(words));
    EXPECT_THAT(error.message, HasSubstr("altered.safetensors"));
    EXPECT_EQ(error.message.find('\n'), std::string::npos);
  };
  expect([](SafeTensors& f) { f.tensors.erase("encoder.norm.bias"); },
         "'encoder.norm.bias' is missing");
  expect(
      [](SafeTensors& f) { f.tensors["phones.weight"] = TensorData::from_floats({1}, {{1.0f}}); },
      "'phones.weight' does not belong");
  expect(
      [](SafeTensors& f) {
        f.tensors["encoder.norm.bias"] = TensorData::from_floats({2}, {{1.0f, 2.0f}});
      },
      "'encoder.norm.bias' has shape (2), the config wants (24)");
  expect(
      [](SafeTensors& f) {
        auto& t = f.tensors["decoder.up.weight"];
        std::swap(t.shape[0], t.shape[1]);
      },
      "'decoder.up.weight' has shape (40, 48), the config wants (48, 40)");
  expect(
      [](SafeTensors& f) {
        auto& t = f.tensors["encoder.norm.bias"];
        t.type = DType::i32;
      },
      "'encoder.norm.bias' wants type F32 or F16");
  for (const float v :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    expect(
        [v](SafeTensors& f) {
          auto values = f.tensors["decoder.blocks.1.scale"].to_floats();
          values[7] = v;
          f.tensors["decoder.blocks.1.scale"] = TensorData::from_floats({40}, values);
        },
        "'decoder.blocks.1.scale' holds a value that is not finite");
    for (const auto type : {DType::f16, DType::f32}) {
      expect(
          [v, type](SafeTensors& f) {
            auto& matrix = f.tensors["decoder.up.weight"];
            auto values = matrix.to_floats();
            values.back() = v;
            matrix = TensorData::from_floats(matrix.shape, values, type);
          },
          "'decoder.up.weight' holds a value that is not finite");
    }
  }
}

TEST_F(ModelTest, RefusesOtherBytesThanTheConfigNames) {
  const auto path = write_random_model(folder_, tiny_config(), 3);
  const auto weights = folder_ / "tiny.safetensors";
  auto bytes = *read_file(weights);
  bytes.back() ^= std::byte{1};
  ASSERT_TRUE(write_file(weights, bytes));
  auto model = Model::load(path);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::corrupt);
  EXPECT_THAT(model.error().message, HasSubstr("SHA-256"));

  fs::remove(weights);
  model = Model::load(path);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::io);

  ASSERT_TRUE(write_file(path, tiny_config().to_json()));  // names no weights
  model = Model::load(path);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::bad_value);
}

TEST_F(ModelTest, RefusesACutFileAndAnotherConfig) {
  const auto path = write_random_model(folder_, tiny_config(), 3);
  auto bytes = *read_file(folder_ / "tiny.safetensors");
  bytes.resize(bytes.size() / 2);
  auto config = *ModelConfig::load(path);
  config.weights_sha256 = to_hex(sha256(bytes));
  ASSERT_TRUE(write_file(folder_ / "tiny.safetensors", bytes));
  ASSERT_TRUE(write_file(path, config.to_json()));
  EXPECT_FALSE(Model::load(path));

  const auto other = write_random_model(folder_, tiny_config(), 3);
  config = *ModelConfig::load(other);
  config.encoder_blocks = 3;
  ASSERT_TRUE(write_file(other, config.to_json()));
  const auto model = Model::load(other);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("'encoder.blocks.2."));
}

// Two phones over `codes` codes; the last code never occurred.
PhoneTable phone_table(const std::string& sha256, std::size_t codes) {
  PhoneTable table;
  table.weights_sha256 = sha256;
  table.phones = {"SIL", "AA", "\xc9\x99"};
  table.frames = 4000;
  table.codes.assign(codes, {{1, 0.75}, {0, 0.125}, {2, 0.0625}});
  table.codes[1] = {{2, 1.0}};
  table.codes.back().clear();
  return table;
}

TEST_F(ModelTest, LoadsThePhonesOfItsWeights) {
  const auto path = write_random_model(folder_, tiny_config(), 3);
  auto config = *ModelConfig::load(path);
  auto model = Model::load(path);
  ASSERT_TRUE(model);
  EXPECT_EQ((*model)->phones(), nullptr);
  EXPECT_FALSE((*model)->is_semantic());

  const auto beside = folder_ / "tiny.phones.json";
  const auto table = phone_table(config.weights_sha256, 32);
  ASSERT_TRUE(write_file(beside, table.to_json()));
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic"};
  ASSERT_TRUE(write_file(path, config.to_json()));
  model = Model::load(path);
  ASSERT_TRUE(model) << model.error().message;
  ASSERT_TRUE((*model)->phones());
  EXPECT_TRUE((*model)->is_semantic());
  EXPECT_EQ(*(*model)->phones(), table);
  EXPECT_EQ((*model)->phones()->phone_of(0), "AA");
  EXPECT_EQ((*model)->phones()->phone_of(31), "");
  EXPECT_EQ((*model)->phones()->phone_of(32), "");
  setenv("SONOGLYPH_MODELS", folder_.path().c_str(), 1);
  EXPECT_THAT(list_models(), testing::Not(testing::Contains(beside)));  // is no model

  const auto refused = [&](const PhoneTable& other, ErrorCode code, const char* words) {
    ASSERT_TRUE(write_file(beside, other.to_json()));
    const auto loaded = Model::load(path);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, code);
    EXPECT_THAT(loaded.error().message, HasSubstr(words));
    EXPECT_THAT(loaded.error().message, HasSubstr("tiny.phones.json"));
  };
  refused(phone_table(std::string(64, 'a'), 32), ErrorCode::wrong_model, "weights aaaaaaaa");
  refused(phone_table(config.weights_sha256, 16), ErrorCode::bad_value, "16 codes");
}

TEST(PhoneTableTest, RefusesWhatIsWrong) {
  const std::string sha(64, '0');
  const auto code_of = [](const std::string& text) {
    const auto table = PhoneTable::from_json(text);
    return table ? ErrorCode::cancelled : table.error().code;
  };
  const auto text = [&sha](const std::string& phones, const std::string& codes,
                           const std::string& more = "") {
    return "{\"format\":1,\"weights_sha256\":\"" + sha + "\",\"level\":1,\"phones\":" + phones +
           ",\"frames\":9,\"codes\":" + codes + more + "}";
  };
  const std::string two = "[\"SIL\",\"AA\"]";
  EXPECT_EQ(code_of(text(two, "[[[1,0.5],[0,0.5]],[]]")), ErrorCode::cancelled);  // is right
  for (const char* codes :
       {"[[[1,0.5]]]", "[[],[],[]]", "[]", "7", "[[[2,0.5]],[]]", "[[[-1,0.5]],[]]",
        "[[[0.5,0.5]],[]]", "[[[1,1.1]],[]]", "[[[1,-0.1]],[]]", "[[[1,0.4],[0,0.5]],[]]",
        "[[[1,0.9],[0,0.9]],[]]", "[[[1,0.5],[1,0.5]],[]]", "[[[1,0.5,1]],[]]", "[[1],[]]",
        "[[[0,0.3],[1,0.3],[0,0.2],[1,0.1]],[]]", "[[[\"1\",0.5]],[]]"}) {
    EXPECT_EQ(code_of(text(two, codes)), ErrorCode::bad_value) << codes;
  }
  for (const char* phones :
       {"[]", "[\"\"]", "[\"A A\"]", "[\"A\",\"A\"]", "[1]", "{}", "[\"aaaaaaaaaaaaaaaaa\"]"}) {
    EXPECT_EQ(code_of(text(phones, "[[],[]]")), ErrorCode::bad_value) << phones;
  }
  EXPECT_EQ(code_of(text(two, "[[],[]]", ",\"more\":1")), ErrorCode::bad_value);
  EXPECT_EQ(code_of("{\"format\":2,\"more\":1}"), ErrorCode::newer_version);
  EXPECT_EQ(code_of("{\"format\":1}"), ErrorCode::bad_value);
  EXPECT_EQ(code_of("{}"), ErrorCode::bad_value);
  EXPECT_EQ(code_of("[]"), ErrorCode::not_our_format);
  EXPECT_EQ(code_of("speech"), ErrorCode::not_our_format);
}

TEST_F(ModelTest, IsFoundByNameAndByPath) {
  const auto path = write_random_model(folder_, tiny_config(), 3);
  EXPECT_EQ(*find_model(path.string()), path);

  const auto none = find_model("no-such-model");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::io);
  EXPECT_THAT(none.error().message, HasSubstr("SONOGLYPH_MODELS"));

  setenv("SONOGLYPH_MODELS", ("/nonexistent:" + folder_.path().string()).c_str(), 1);
  const auto found = find_model("tiny");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(fs::equivalent(*found, path));
  EXPECT_FALSE(find_model((folder_ / "absent.json").string()));

  ASSERT_TRUE(write_file(folder_ / "notes.json", std::string_view("{\"not\": \"a config\"}")));
  const auto models = list_models();
  EXPECT_THAT(models, testing::Contains(folder_ / "tiny.json"));
  EXPECT_THAT(models, testing::Not(testing::Contains(folder_ / "notes.json")));
}

}  // namespace
}  // namespace codec
