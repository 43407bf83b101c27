// Models as files, and means of their weights.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "codec/engine/model.h"
#include "codec/model/stored_model.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

class StoredModels : public testing::Test {
 protected:
  static StoredModel tiny() {
    auto model = StoredModel::load(std::string(SONOGLYPH_SOURCE_DIR) + "/models/tiny.json");
    EXPECT_TRUE(model);
    return std::move(*model);
  }
  // The same with every learned value moved by `much`.
  static StoredModel moved(float much) {
    StoredModel model = tiny();
    for (auto& [name, tensor] : model.weights.tensors) {
      if (name.ends_with(".table")) continue;
      auto values = tensor.to_floats();
      for (float& v : values) v += much;
      tensor = TensorData::from_floats(tensor.shape, values, DType::f32);
    }
    return model;
  }
  testing_support::TemporaryFolder folder_;
};

TEST_F(StoredModels, ASavedModelIsTheSameAndRuns) {
  const auto model = tiny();
  const auto written = model.save(folder_);
  ASSERT_TRUE(written);
  EXPECT_EQ(written->weights_sha256, model.config.weights_sha256);
  EXPECT_TRUE(Model::load(folder_ / "tiny.json"));
}

TEST_F(StoredModels, TheMeanLiesBetween) {
  const auto a = moved(0.0F);
  const auto b = moved(1.0F);
  const auto mean = mean_of_models(a, b, 0.25);
  ASSERT_TRUE(mean);
  double worst = 0;
  for (const auto& [name, tensor] : mean->weights.tensors) {
    const float step = name.ends_with(".table") ? 0.0F : 0.25F;
    const auto from = a.weights.find(name)->to_floats();
    const auto values = tensor.to_floats();
    ASSERT_EQ(values.size(), from.size());
    EXPECT_EQ(tensor.type, a.weights.find(name)->type);
    for (std::size_t i = 0; i < values.size(); ++i) {
      worst = std::max(worst, std::abs(static_cast<double>(values[i]) - from[i] - step));
    }
  }
  EXPECT_LT(worst, 1e-6);
  ASSERT_TRUE(mean->save(folder_));
  EXPECT_TRUE(Model::load(folder_ / "tiny.json"));
}

TEST_F(StoredModels, TheMeanOfOneModelIsThatModel) {
  const auto a = tiny();
  const auto mean = mean_of_models(a, a, 0.6);
  ASSERT_TRUE(mean);
  EXPECT_EQ(mean->weights.serialize(), a.weights.serialize());
}

TEST_F(StoredModels, ModelsThatHaveNoMeanAreRefused) {
  const auto a = tiny();
  EXPECT_FALSE(mean_of_models(a, a, 1.5));
  EXPECT_FALSE(mean_of_models(a, a, std::nan("")));
  auto redrawn = a;
  auto& table = redrawn.weights.tensors.at("quantizer.levels.1.table");
  auto values = table.to_floats();
  values[3] += 0.5F;
  table = TensorData::from_floats(table.shape, values, table.type);
  const auto refused = mean_of_models(a, redrawn, 0.5);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("quantizer.levels.1.table"), std::string::npos)
      << refused.error().message;
  auto other = a;
  other.config.encoder_channels += 8;
  EXPECT_FALSE(mean_of_models(a, other, 0.5));
  auto less = a;
  less.weights.tensors.erase(less.weights.tensors.begin());
  EXPECT_FALSE(mean_of_models(a, less, 0.5));
  EXPECT_FALSE(mean_of_models(less, a, 0.5));
}

TEST_F(StoredModels, TheFirstMapIsScaledAloneAndNeedsASemanticEncoder) {
  auto plain = tiny();
  EXPECT_FALSE(scale_first_map(plain, 0.9));
  StoredModel with{plain.config, plain.weights, {}};
  const std::vector<float> map = {1.0F, -2.0F, 0.5F, 4.0F};
  with.weights.tensors["quantizer.first.weight"] = TensorData::from_floats({2, 2}, map);
  ASSERT_TRUE(scale_first_map(with, 0.5));
  EXPECT_EQ(with.weights.find("quantizer.first.weight")->to_floats(),
            (std::vector<float>{0.5F, -1.0F, 0.25F, 2.0F}));
  with.weights.tensors.erase("quantizer.first.weight");
  EXPECT_EQ(with.weights.serialize(), plain.weights.serialize());
}

TEST_F(StoredModels, DamagedWeightsAreRefused) {
  auto model = tiny();
  ASSERT_TRUE(model.save(folder_));
  model.config.name = "other";
  model.weights.tensors.begin()->second.bytes[0] ^= std::byte{1};
  ASSERT_TRUE(model.save(folder_));
  std::filesystem::rename(folder_ / "other.safetensors", folder_ / "tiny.safetensors");
  const auto loaded = StoredModel::load(folder_ / "tiny.json");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::corrupt);
  EXPECT_EQ(StoredModel::load(folder_ / "none.json").error().code, ErrorCode::io);
}

}  // namespace
}  // namespace codec
