// The entropy prior: training makes it save bits on codes it has not seen, its file is checked, and
// containers that need it say so.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <vector>

#include "codec/base/file_io.h"
#include "codec/container/container.h"
#include "codec/container/entropy.h"
#include "codec/container/packet.h"
#include "codec/files/file_codec.h"
#include "codec/model/entropy_prior.h"
#include "codec/study/prior_training.h"
#include "tests/support/random_model.h"
#include "tests/support/synthetic_codes.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

namespace fs = std::filesystem;
using testing_support::markov_codes;

class Prior : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    model_ = testing_support::random_model(testing_support::tiny_config(), 1);  // Q = 4, K = 32
    std::vector<Codes> sounds;
    for (std::uint64_t i = 0; i < 20; ++i) sounds.push_back(markov_codes(4, 5, 500, 100 + i, 12));
    std::vector<double> epochs;
    auto trained = train_prior(
        *model_, sounds, {.hidden = 16, .epochs = 3, .on_epoch = [&epochs](const PriorEpoch& e) {
                            epochs.push_back(e.bits_per_frame);
                          }});
    ASSERT_TRUE(trained.ok()) << trained.error().message;
    ASSERT_EQ(epochs.size(), 3u);
    EXPECT_LT(epochs[2], epochs[0]);
    file_ = *trained;
    auto loaded = EntropyPrior::from_tensors(file_);
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    prior_ = *loaded;
  }
  static void TearDownTestSuite() {
    model_.reset();
    prior_.reset();
  }

  static std::size_t coded_bytes(const Codes& codes, std::shared_ptr<const EntropyPrior> prior) {
    EntropyCoder coder(codes.levels, 5, std::move(prior));
    const std::size_t packet = 50 * static_cast<std::size_t>(codes.levels);
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < codes.data.size(); at += packet) {
      std::vector<std::byte> block;
      coder.encode(std::span(codes.data).subspan(at, packet), block);
      bytes += block.size();
    }
    return bytes;
  }

  static std::shared_ptr<const Model> model_;
  static SafeTensors file_;
  static std::shared_ptr<const EntropyPrior> prior_;
};

std::shared_ptr<const Model> Prior::model_;
SafeTensors Prior::file_;
std::shared_ptr<const EntropyPrior> Prior::prior_;

TEST_F(Prior, SavesBitsOnCodesItHasNotSeen) {
  const auto unseen = markov_codes(4, 5, 1000, 7, 12);
  const auto with = coded_bytes(unseen, prior_), without = coded_bytes(unseen, nullptr);
  EXPECT_LT(static_cast<double>(with), 0.93 * static_cast<double>(without));
}

TEST_F(Prior, EveryShapeComesBack) {
  for (int levels = 1; levels <= 4; ++levels) {
    EntropyCoder encoder(levels, 5, prior_), decoder(levels, 5, prior_);
    for (const std::int64_t frames : {0, 1, 2, 3, 50, 333}) {
      const auto codes = markov_codes(levels, 5, frames, 9, 12);
      std::vector<std::byte> bytes;
      encoder.encode(codes.data, bytes);
      std::vector<Code> back(codes.data.size(), 31);
      ASSERT_TRUE(decoder.decode(bytes, back));
      ASSERT_EQ(back, codes.data) << levels << " levels, " << frames << " frames";
    }
  }
}

TEST_F(Prior, AgreesWithItsFormula) {  // of codec/model/entropy_prior.h, in plain loops
  const auto bytes = [](const char* name, std::size_t i) {
    return static_cast<int>(static_cast<std::int8_t>(file_.find(name)->bytes[i]));
  };
  const auto word = [](const char* name, std::size_t i) {
    std::int32_t v = 0;
    std::memcpy(&v, file_.find(name)->bytes.data() + 4 * i, 4);
    return v;
  };
  const std::size_t h = 16, k = 32, q = 2;
  const std::vector<Code> before{3, 1, 4, 1}, lower{5, 9};
  std::vector<std::size_t> rows;  // before, nothing before that, lower
  for (std::size_t s = 0; s < 12; ++s) {
    rows.push_back(s * (k + 1) + (s < 4 ? before[s] : s >= 8 && s < 10 ? lower[s - 8] : k));
  }
  std::vector<int> h1(h), h2(h);
  for (std::size_t i = 0; i < h; ++i) {
    int sum = word("bias1", q * h + i);
    for (const auto row : rows) sum += bytes("embed", row * h + i);
    h1[i] = std::clamp(sum >> 0, 0, 127);
  }
  for (std::size_t i = 0; i < h; ++i) {
    int sum = word("bias2", q * h + i);
    for (std::size_t j = 0; j < h; ++j) sum += bytes("weight2", (q * h + i) * h + j) * h1[j];
    h2[i] = std::clamp(sum >> 6, 0, 127);
  }
  std::vector<std::int32_t> scratch(2 * h);
  prior_->prepare(2, before, {}, lower, scratch);
  for (std::size_t node = 1; node < k; ++node) {
    int sum = word("node_bias", q * k + node);
    for (std::size_t i = 0; i < h; ++i) sum += bytes("node", (q * k + node) * h + i) * h2[i];
    ASSERT_EQ(prior_->stretch(2, static_cast<std::uint32_t>(node), scratch),
              std::clamp(sum >> 4, -2047, 2047));
  }
}

TEST_F(Prior, DamagedFilesAreRefused) {
  const auto code_of = [](const SafeTensors& file) {
    const auto prior = EntropyPrior::from_tensors(file);
    return prior.ok() ? ErrorCode::cancelled : prior.error().code;
  };
  auto file = file_;
  file.tensors["leaf"].bytes[0] = file.tensors["leaf"].bytes[2];
  file.tensors["leaf"].bytes[1] = file.tensors["leaf"].bytes[3];
  EXPECT_EQ(code_of(file), ErrorCode::corrupt);
  file = file_;
  file.tensors["bias1"].bytes[3] = std::byte{0x7f};
  EXPECT_EQ(code_of(file), ErrorCode::corrupt);
  file = file_;
  file.tensors.erase("node");
  EXPECT_EQ(code_of(file), ErrorCode::corrupt);
  file = file_;
  file.metadata["shift2"] = "-1";
  EXPECT_EQ(code_of(file), ErrorCode::corrupt);
  file.metadata["format"] = "sonoglyph-prior-2";
  EXPECT_EQ(code_of(file), ErrorCode::newer_version);
  file.metadata.erase("format");
  EXPECT_EQ(code_of(file), ErrorCode::not_our_format);
}

TEST_F(Prior, ContainersNameTheirPrior) {
  const auto codes = markov_codes(4, 5, 300, 11, 12);
  StreamHeader header;
  header.model_name = "tiny";
  header.levels = 4;
  header.bits_per_code = 5;
  std::vector<std::byte> with, without;
  auto writer = ContainerWriter::to_memory(with, header, {.prior = prior_});
  ASSERT_TRUE(writer->write(codes.data).ok() && writer->finish(96000).ok());
  auto plain = ContainerWriter::to_memory(without, header, {});
  ASSERT_TRUE(plain->write(codes.data).ok() && plain->finish(96000).ok());
  EXPECT_LT(with.size(), without.size());

  auto reader = ContainerReader::from_memory(with);
  EXPECT_EQ(reader->header().prior_id, prior_->id());
  std::vector<Code> got;
  EXPECT_EQ(reader->read(10, got).error().code, ErrorCode::wrong_model);
  EXPECT_EQ(reader->set_prior(nullptr).error().code, ErrorCode::wrong_model);
  auto again = ContainerReader::from_memory(with);
  ASSERT_TRUE(again->set_prior(prior_).ok());
  while (*again->read(70, got) > 0) {
  }
  EXPECT_EQ(got, codes.data);
  auto counter = ContainerReader::from_memory(with);
  counter->skip_codes();
  got.clear();
  while (*counter->read(70, got) > 0) {
  }
  EXPECT_EQ(got.size(), codes.data.size());
  EXPECT_EQ(counter->counts().bytes, static_cast<std::int64_t>(with.size()));
}

TEST_F(Prior, ModelBringsItAndFilesUseIt) {
  const testing_support::TemporaryFolder folder;
  auto config = testing_support::tiny_config();
  const auto path = testing_support::write_random_model(folder, config, 1);
  auto weights = folder / ModelConfig::load(path)->weights;
  const auto beside = weights.replace_extension(".prior.safetensors");
  ASSERT_TRUE(file_.save(beside).ok());
  auto model = Model::load(path);
  ASSERT_TRUE(model.ok()) << model.error().message;
  ASSERT_TRUE((*model)->prior());
  EXPECT_EQ((*model)->prior()->id(), prior_->id());

  auto wav = AudioWriter::create(folder / "in.wav", {});
  ASSERT_TRUE(wav->write(testing_support::synthetic_speech(32000, 16000, 1)).ok());
  ASSERT_TRUE(wav->finish().ok());
  const auto report = encode_file(*model, folder / "in.wav", folder / "a.sgl");
  ASSERT_TRUE(report.ok()) << report.error().message;
  ASSERT_TRUE(
      encode_file(*model, folder / "in.wav", folder / "b.sgl", {.model_prior = false}).ok());
  ASSERT_TRUE(decode_file(*model, folder / "a.sgl", folder / "a.wav").ok());
  ASSERT_TRUE(decode_file(*model, folder / "b.sgl", folder / "b.wav").ok());
  EXPECT_EQ(*read_file(folder / "a.wav"), *read_file(folder / "b.wav"));

  const auto info = inspect_file(folder / "a.sgl");  // without the model
  ASSERT_TRUE(info.ok()) << info.error().message;
  EXPECT_TRUE(info->usage.empty());
  EXPECT_EQ(info->counts.frames, report->frames);
  EXPECT_DOUBLE_EQ(info->payload_kbps, report->payload_kbps);
  const auto full = inspect_file(folder / "a.sgl", *model);
  EXPECT_DOUBLE_EQ(full->entropy_bound_kbps, report->entropy_bound_kbps);
  EXPECT_EQ(tokenize_file(nullptr, folder / "a.sgl", folder / "a.json").error().code,
            ErrorCode::wrong_model);

  const auto other = testing_support::write_random_model(folder, config, 2);  // other weights
  EXPECT_EQ(Model::load(other).error().code, ErrorCode::wrong_model);
}

TEST_F(Prior, TrainingRefusesWhatItCannotUse) {
  EXPECT_EQ(train_prior(*model_, {}).error().code, ErrorCode::empty);
  const std::vector<Codes> wrong{markov_codes(3, 5, 10, 1)};
  EXPECT_EQ(train_prior(*model_, wrong).error().code, ErrorCode::bad_value);
  const std::vector<Codes> large{markov_codes(4, 10, 10, 1)};
  EXPECT_EQ(train_prior(*model_, large).error().code, ErrorCode::bad_value);
  const std::vector<Codes> good{markov_codes(4, 5, 10, 1)};
  EXPECT_EQ(train_prior(*model_, good, {.hidden = 1}).error().code, ErrorCode::bad_value);
  const std::atomic<bool> stop{true};
  EXPECT_EQ(train_prior(*model_, good, {.cancel = &stop}).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace codec
