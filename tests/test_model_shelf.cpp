// The shelf finds a file's model by its weights, then by its name, and loads it once.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "codec/base/file_io.h"
#include "codec/files/model_shelf.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

class Shelf : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "other");
    ada_ = put(folder_, "ada", 1);
    bob_ = put(folder_ / "other", "bob", 2);
  }

  // Writes a model and tells how the files that it makes name it.
  static StreamHeader put(const fs::path& folder, const std::string& name, std::uint32_t seed) {
    auto config = testing_support::tiny_config();
    config.name = name;
    const auto path = testing_support::write_random_model(folder, config, seed);
    StreamHeader header;
    header.model_name = name;
    header.fingerprint = (*Model::load(path))->fingerprint();
    return header;
  }

  testing_support::TemporaryFolder folder_;
  StreamHeader ada_;
  StreamHeader bob_;
};

TEST_F(Shelf, FindsWeightsWhateverTheyAreCalled) {
  ModelShelf shelf({folder_, folder_ / "other"});
  for (const auto& header : {ada_, bob_}) {
    auto renamed = header;
    renamed.model_name = "somebody";
    const auto model = shelf.for_header("a.sgl", renamed);
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_EQ((*model)->fingerprint(), header.fingerprint);
    EXPECT_EQ(shelf.config_of(renamed)->name, header.model_name);
  }
}

TEST_F(Shelf, TheFilesNameDecidesAmongEqualWeights) {
  fs::copy(folder_ / "ada.json", folder_ / "aaa.json");
  const auto config = *read_file(folder_ / "ada.json");
  std::string text(reinterpret_cast<const char*>(config.data()), config.size());
  const auto name = text.find("\"ada\"");
  text.replace(name, 5, "\"aaa\"");
  ASSERT_TRUE(write_file(folder_ / "aaa.json", text));
  EXPECT_EQ((*ModelShelf({folder_}).for_header("a.sgl", ada_))->config().name, "ada");
}

TEST_F(Shelf, OtherWeightsOfThatNameAreForTheCheckToTell) {
  ModelShelf shelf({folder_});
  auto altered = ada_;
  altered.fingerprint[0] ^= 1;
  const auto model = shelf.for_header("a.sgl", altered);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_FALSE(check_model("a.sgl", altered, (*model)->config().name, (*model)->fingerprint()));
  EXPECT_FALSE(shelf.config_of(altered));
}

TEST_F(Shelf, AFolderEarlierInTheListHidesNoWeights) {
  put(folder_ / "other", "ada", 3);
  ModelShelf shelf({folder_ / "other", folder_});
  const auto model = shelf.for_header("a.sgl", ada_);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->fingerprint(), ada_.fingerprint);
}

TEST_F(Shelf, LoadsOnce) {
  ModelShelf shelf({folder_});
  const auto first = *shelf.by_name("ada");
  EXPECT_EQ(*shelf.for_header("a.sgl", ada_), first);
  EXPECT_EQ(*shelf.by_name((folder_ / "ada.json").string()), first);
  ModelShelf other;
  other.put(first);
  other.put(nullptr);
  EXPECT_EQ(*other.for_header("a.sgl", ada_), first);
}

TEST_F(Shelf, WhatIsNotThereIsNamedAndTriedAgain) {
  ModelShelf shelf({folder_});
  const auto none = shelf.for_header("a.sgl", bob_);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::wrong_model);
  EXPECT_EQ(none.error().message, "a.sgl: was made by model bob, which is not installed");
  put(folder_, "bob", 2);
  EXPECT_TRUE(shelf.for_header("a.sgl", bob_));
  fs::resize_file(folder_ / "ada.safetensors", 100);
  const auto broken = shelf.for_header("b.sgl", ada_);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().message.rfind("b.sgl: ", 0), 0u) << broken.error().message;
}

TEST_F(Shelf, ANameOutOfAFileIsNoPath) {
  const auto before = fs::current_path();
  fs::current_path(folder_);
  ModelShelf shelf;
  auto header = ada_;
  for (const auto& name : {(folder_ / "ada.json").string(), std::string("ada.json")}) {
    header.model_name = name;
    ASSERT_TRUE(shelf.by_name(name)) << name;
    header.fingerprint = {};
    const auto found = shelf.for_header("a.sgl", header);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().code, ErrorCode::wrong_model);
  }
  fs::current_path(before);
}

}  // namespace
}  // namespace codec
