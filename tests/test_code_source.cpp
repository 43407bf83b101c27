// Codes on disk through their one door: kinds, names, sequences, losses, and what bind() refuses.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "codec/base/file_io.h"
#include "codec/container/container_format.h"
#include "codec/files/code_source.h"
#include "codec/files/file_codec.h"
#include "codec/files/token_stats.h"
#include "tests/support/random_model.h"
#include "tests/support/synthetic_codes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/two_models.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr SampleIndex kLongest = SampleIndex{1} << 42;

class Source : public testing_support::TwoModels {
 protected:
  void SetUp() override {
    const auto& config = model_->config();
    tokens_.header.fingerprint = model_->fingerprint();
    tokens_.header.model_name = config.name;
    tokens_.header.model_rate_hz = tokens_.header.source_rate_hz = config.sample_rate_hz;
    tokens_.header.levels = config.levels;
    tokens_.header.bits_per_code = config.bits_per_code();
    tokens_.header.hop_samples = config.hop_samples();
    tokens_.header.packet_frames = 100;
    tokens_.header.source_length = 1000 * config.hop_samples();
    tokens_.codes = testing_support::markov_codes(config.levels, config.bits_per_code(), 1000, 5);
  }

  fs::path at(const std::string& name) const { return folder_ / name; }
  fs::path sgl(const std::string& name) const {
    auto writer = ContainerWriter::create(at(name), tokens_.header, {.entropy_coding = false});
    EXPECT_TRUE(writer->write(tokens_.codes.data));
    EXPECT_TRUE(writer->finish());
    return at(name);
  }
  static Codes codes_of(CodeSource& source) { return source.read_all()->codes; }

  testing_support::TemporaryFolder folder_;
  TokenFile tokens_;
};

TEST_F(Source, EveryKindGivesTheSameCodes) {
  for (const char* name :
       {"a.sgl", "sgl.json", "sgl.wav", "a.npy", "a.json", "a.JSONL", "a.csv", "a.safetensors"}) {
    const bool is_sgl = std::string(name).find("sgl") != std::string::npos;
    if (is_sgl) {
      sgl(name);
    } else {
      ASSERT_TRUE(write_tokens(at(name), tokens_)) << name;
    }
    auto found = CodeSource::open_codes(at(name));
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_TRUE(*found) << name;
    auto& source = **found;
    EXPECT_EQ(source.kind(), is_sgl ? CodeSource::Kind::container : CodeSource::Kind::tokens);
    EXPECT_TRUE(source.has_header());
    EXPECT_EQ(source.header().fingerprint, model_->fingerprint()) << name;
    EXPECT_EQ(source.frames(), 1000);
    EXPECT_EQ(source.source_length(), tokens_.header.source_length);
    ASSERT_TRUE(source.bind(model_)) << name;
    EXPECT_EQ(codes_of(source), tokens_.codes) << name;
    EXPECT_FALSE(*source.next());
    EXPECT_EQ(CodeSource::open(at(name), {.token_files = false}).ok(), is_sgl) << name;
  }
}

// A length is what a file tells; the codes are what it holds.
TEST_F(Source, ALengthThatTheCodesDoNotBearOutIsToldAndNotBelieved) {
  const auto hop = model_->config().hop_samples();
  const SampleIndex whole = 1000 * hop;
  for (const SampleIndex length : {SampleIndex{0}, 5 * SampleIndex{hop}, 3 * whole, kLongest}) {
    tokens_.header.source_length = length;
    for (const char* name : {"a.sgl", "a.npy", "a.json", "a.jsonl", "a.csv", "a.safetensors"}) {
      if (std::string(name) == "a.sgl") {
        sgl(name);
      } else {
        ASSERT_TRUE(write_tokens(at(name), tokens_)) << name;
      }
      auto source = CodeSource::open(at(name));
      ASSERT_TRUE(source) << name << source.error().message;
      ASSERT_TRUE(source->bind(model_));
      EXPECT_EQ(codes_of(*source), tokens_.codes) << name;
      EXPECT_EQ(source->source_length(), length) << name;
      EXPECT_EQ(source->sound_length(), whole) << name;
      const auto told = describe(source->damage());
      EXPECT_NE(told.find("it holds 1000"), std::string::npos) << name << told;

      DecodeOptions options;
      options.accept_damage = false;
      const auto refused = decode_file(model_, at(name), at("out.wav"), options);
      ASSERT_FALSE(refused) << name << length;
      EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
      EXPECT_NE(refused.error().message.find(name), std::string::npos) << refused.error().message;
      EXPECT_FALSE(fs::exists(at("out.wav")));
      const auto decoded = decode_file(model_, at(name), at("out.wav"));
      ASSERT_TRUE(decoded) << name << decoded.error().message;
      EXPECT_EQ(decoded->samples, whole) << name << length;
      EXPECT_TRUE(decoded->damage.any());
      fs::remove(at("out.wav"));

      EncodeOptions careful;
      careful.accept_damage = false;
      EXPECT_FALSE(tokenize_file(model_, at(name), at("out.json"), careful, {})) << name;
      ASSERT_TRUE(tokenize_file(model_, at(name), at("out.json"), {}, {})) << name;
      EXPECT_EQ(CodeSource::open(at("out.json"))->source_length(), whole) << name;
      EXPECT_EQ(inspect_file(at(name))->seconds,
                static_cast<double>(whole) / tokens_.header.source_rate_hz)
          << name;
    }
  }
}

// What was salvaged is whole from then on.
TEST_F(Source, TokensOfACutFileHaveTheLengthOfWhatIsLeft) {
  const auto path = sgl("a.sgl");
  fs::resize_file(path, fs::file_size(path) / 2);
  ASSERT_TRUE(tokenize_file(model_, path, at("left.npy"), {}, {}));
  auto left = CodeSource::open(at("left.npy"));
  ASSERT_TRUE(left) << left.error().message;
  const auto frames = *left->frames();
  EXPECT_LT(frames, 1000);
  EXPECT_EQ(left->source_length(), frames * model_->config().hop_samples());
  EXPECT_FALSE(left->damage().any());
}

TEST_F(Source, WhatHoldsNoCodesIsLeftToOthers) {
  for (const char* name : {"a.wav", "a", "a.txt"}) {
    std::ofstream(at(name)) << "something else";
    auto found = CodeSource::open_codes(at(name));
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_FALSE(*found) << name;
    EXPECT_EQ(CodeSource::open(at(name)).error().code, ErrorCode::not_our_format);
    fs::resize_file(at(name), 0);
    EXPECT_FALSE(*CodeSource::open_codes(at(name))) << name;
  }
  for (const char* name : {"a.sgl", "a.SGL", "a.json", "a.npy"}) {  // named as codes
    std::ofstream(at(name)) << "something else";
    EXPECT_FALSE(CodeSource::open_codes(at(name))) << name;
  }
  EXPECT_EQ(CodeSource::open_codes(at("none.wav")).error().code, ErrorCode::io);
  EXPECT_EQ(CodeSource::open_codes(folder_).error().code, ErrorCode::io);
}

TEST_F(Source, ErrorsCallItByItsName) {
  const auto path = sgl("a.sgl");
  fs::resize_file(path, 100);
  const auto none = CodeSource::open(path, {.name = "stdin"});
  EXPECT_EQ(none.error().message.rfind("stdin: ", 0), 0u) << none.error().message;
  std::ofstream(at("a.json")) << "{";
  const auto json = CodeSource::open(at("a.json"), {.name = "stdin"});
  EXPECT_EQ(json.error().message.rfind("stdin: ", 0), 0u) << json.error().message;
  auto source = CodeSource::open(sgl("b.sgl"), {.name = "stdin"});
  const auto other = source->bind(other_);
  EXPECT_EQ(other.error().code, ErrorCode::wrong_model);
  EXPECT_EQ(other.error().message.rfind("stdin: ", 0), 0u) << other.error().message;
}

TEST_F(Source, BindRefusesWhatTheModelCannotDecode) {
  std::ofstream(at("high.json")) << R"({"codes": [[1, 2, 32]]})";  // K = 32
  auto high = CodeSource::open(at("high.json"));
  ASSERT_TRUE(high) << high.error().message;
  EXPECT_FALSE(high->has_header());
  EXPECT_EQ(high->bind(model_).error().code, ErrorCode::bad_value);
  std::ofstream(at("many.json")) << R"({"codes": [[1], [2], [3], [4], [5]]})";  // Q = 4
  EXPECT_EQ(CodeSource::open(at("many.json"))->bind(model_).error().code, ErrorCode::wrong_model);
  std::ofstream(at("good.json")) << R"({"codes": [[1, 2, 31]]})";
  auto good = CodeSource::open(at("good.json"));
  ASSERT_TRUE(good->bind(model_));
  EXPECT_TRUE(good->has_header());
  EXPECT_EQ(good->header().fingerprint, model_->fingerprint());
  EXPECT_EQ(good->header().hop_samples, model_->config().hop_samples());
  EXPECT_EQ(good->header().levels, 1);
}

TEST_F(Source, SequencesComeOneAfterTheOther) {
  const auto line = *tokens_json(tokens_);
  std::ofstream(at("a.jsonl")) << "\n" << line << "\n" << line << line;
  EXPECT_EQ(CodeSource::open(at("a.jsonl")).error().code, ErrorCode::bad_value);
  auto source = CodeSource::open(at("a.jsonl"), {.many = true});
  ASSERT_TRUE(source) << source.error().message;
  int n = 0;
  for (bool more = true; more; more = *source->next()) {
    EXPECT_EQ(codes_of(*source), tokens_.codes);
    ++n;
  }
  EXPECT_EQ(n, 3);
  TokenStatsCollector all;
  ASSERT_TRUE(all.add(at("a.jsonl")));
  EXPECT_EQ(all.finish().frames, 3000);
  std::ofstream(at("b.jsonl")) << line << "{\n";
  auto broken = CodeSource::open(at("b.jsonl"), {.many = true});
  ASSERT_TRUE(broken);
  const auto second = broken->next();
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("line 2"), std::string::npos) << second.error().message;
  EXPECT_FALSE(all.add(at("b.jsonl")));
  EXPECT_EQ(all.finish().frames, 3000) << "all or nothing";
}

TEST_F(Source, EveryLostFrameIsTold) {
  auto bytes = *read_file(sgl("a.sgl"));
  const std::size_t packet = format::kPacketHeadBytes + 250;  // 4 levels of 5 bits
  for (const std::size_t lost : {2u, 3u, 7u}) {
    bytes[format::kHeaderBytes + lost * packet + 77] ^= std::byte{0x10};
  }
  ASSERT_TRUE(write_file(at("a.sgl"), bytes));
  auto source = CodeSource::open(at("a.sgl"));
  std::int64_t told = 0;
  const auto whole = source->read_all([&](std::int64_t frames) -> Status {
    EXPECT_GT(frames, told);
    told = frames;
    return Done{};
  });
  ASSERT_TRUE(whole);
  EXPECT_EQ(told, 1000);
  EXPECT_EQ(whole->codes.frames(), 1000);
  ASSERT_EQ(whole->lost.size(), 2u);
  EXPECT_EQ(whole->lost[0].first, 200);
  EXPECT_EQ(whole->lost[0].count, 200);
  EXPECT_EQ(whole->lost[1].first, 700);
  EXPECT_EQ(whole->lost[1].count, 100);
  EXPECT_EQ(source->damage().frames_lost, 300);
  auto stopped = CodeSource::open(at("a.sgl"));
  const auto cancelled = stopped->read_all([](std::int64_t) -> Status {
    return Error{ErrorCode::cancelled, "enough"};
  });
  EXPECT_EQ(cancelled.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace codec
