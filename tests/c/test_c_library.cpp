// The C library against the engine: the same codes and sound, in any pieces; and what it says to
// wrong arguments.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "app/c/sonoglyph.h"
#include "codec/engine/model.h"
#include "codec/engine/stream.h"
#include "codec/files/file_codec.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using testing_support::TemporaryFolder;

#define OK(call) ASSERT_EQ(call, SONOGLYPH_OK) << sonoglyph_last_error()

// That the call fails so, and says what.
#define FAILS(call, status, words)                                              \
  EXPECT_EQ(call, status) << sonoglyph_last_error();                            \
  EXPECT_NE(std::string(sonoglyph_last_error()).find(words), std::string::npos) \
      << sonoglyph_last_error()

class CLibrary : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    config_ = testing_support::write_random_model(*folder_, testing_support::tiny_config(), 1);
    cpp_ = *codec::Model::load(config_);
    sound_ = testing_support::synthetic_speech(64 * 300 + 17, 16000, 3);
    codes_ = codec::encode(cpp_, sound_);
  }
  static void TearDownTestSuite() {
    cpp_.reset();
    delete folder_;
  }
  void SetUp() override { OK(sonoglyph_model_load(config_.c_str(), &model_)); }
  void TearDown() override { sonoglyph_model_free(model_); }

  static std::int64_t frames() { return codes_.frames(); }
  static std::string file(const char* name) { return (*folder_ / name).string(); }
  static fs::path sound_file() {
    const auto path = *folder_ / "sound.wav";
    codec::AudioWriterOptions options;
    options.sample_format = codec::SampleFormat::float32;
    auto writer = codec::AudioWriter::create(path, options);
    EXPECT_TRUE(writer->write(sound_).ok());
    EXPECT_TRUE(writer->finish().ok());
    return path;
  }

  static TemporaryFolder* folder_;
  static fs::path config_;
  static std::shared_ptr<const codec::Model> cpp_;
  static std::vector<float> sound_;
  static codec::Codes codes_;
  sonoglyph_model* model_ = nullptr;
};

TemporaryFolder* CLibrary::folder_ = nullptr;
fs::path CLibrary::config_;
std::shared_ptr<const codec::Model> CLibrary::cpp_;
std::vector<float> CLibrary::sound_;
codec::Codes CLibrary::codes_;

TEST_F(CLibrary, TellsOfItsModel) {
  EXPECT_EQ(sonoglyph_model_name(model_), cpp_->config().name);
  EXPECT_EQ(sonoglyph_model_fingerprint(model_), codec::to_hex(cpp_->fingerprint()));
  EXPECT_EQ(sonoglyph_model_sample_rate(model_), 16000);
  EXPECT_EQ(sonoglyph_model_hop(model_), 64);
  EXPECT_EQ(sonoglyph_model_levels(model_), 4);
  EXPECT_EQ(sonoglyph_model_codebook_size(model_), 32);
  EXPECT_EQ(sonoglyph_model_latency(model_), cpp_->config().latency_samples());
  EXPECT_STREQ(sonoglyph_model_level_role(model_, 99), "");
  EXPECT_EQ(sonoglyph_version(), std::string(SONOGLYPH_VERSION));
}

TEST_F(CLibrary, ChoosesADecoderOfItsModel) {
  EXPECT_STREQ(sonoglyph_model_decoder(model_), "");
  EXPECT_STREQ(sonoglyph_model_decoder_name(model_, 0), "");
  const TemporaryFolder folder;
  const auto path = testing_support::write_two_decoders(folder, 3).string();
  const auto& c = cpp_->config();
  for (const char* name : {static_cast<const char*>(nullptr), "studio", "live"}) {
    sonoglyph_model* model = nullptr;
    OK(sonoglyph_model_load_decoder(path.c_str(), name, &model));
    EXPECT_STREQ(sonoglyph_model_decoder(model), name == nullptr ? "studio" : name);
    EXPECT_STREQ(sonoglyph_model_decoder_name(model, 1), "live");
    EXPECT_STREQ(sonoglyph_model_decoder_name(model, 2), "");
    const bool quick = std::string(sonoglyph_model_decoder(model)) == "live";
    EXPECT_EQ(sonoglyph_model_latency(model), c.latency_samples(quick ? 0 : 3));
    sonoglyph_model_free(model);
  }
  sonoglyph_model* none = nullptr;
  FAILS(sonoglyph_model_load_decoder(path.c_str(), "stereo", &none), SONOGLYPH_BAD_VALUE,
        "has no decoder 'stereo'; it has studio, live");
  EXPECT_EQ(none, nullptr);
}

TEST_F(CLibrary, EncodesAndDecodesAsTheEngine) {
  std::uint16_t* codes = nullptr;
  std::int64_t n = 0;
  OK(sonoglyph_encode(model_, sound_.data(), sound_.size(), 16000, 0, &codes, &n));
  ASSERT_EQ(n, frames());
  EXPECT_TRUE(std::equal(codes_.data.begin(), codes_.data.end(), codes));

  float* samples = nullptr;
  std::size_t count = 0;
  OK(sonoglyph_decode(model_, codes, n, 4, 16000, &samples, &count));
  const auto wanted = codec::decode(cpp_, codes_);
  ASSERT_EQ(count, wanted.size());
  EXPECT_EQ(std::memcmp(samples, wanted.data(), count * sizeof(float)), 0);
  sonoglyph_free(samples);
  sonoglyph_free(codes);

  OK(sonoglyph_encode(model_, nullptr, 0, 16000, 2, &codes, &n));
  EXPECT_EQ(codes, nullptr);
  EXPECT_EQ(n, 0);
  OK(sonoglyph_decode(model_, nullptr, 0, 4, 16000, &samples, &count));
  EXPECT_EQ(samples, nullptr);
  EXPECT_EQ(count, 0U);
}

TEST_F(CLibrary, StreamsInAnyPieces) {
  for (const std::size_t step : {1UL, 63UL, 5000UL}) {
    sonoglyph_encoder* encoder = nullptr;
    OK(sonoglyph_encoder_open(model_, 16000, 3, &encoder));
    EXPECT_EQ(sonoglyph_encoder_levels(encoder), 3);
    const auto wanted = codec::encode(cpp_, sound_, 3);
    for (int again = 0; again < 2; ++again) {  // a finished one begins anew
      std::vector<std::uint16_t> got;
      std::uint16_t piece[7 * 3];
      const auto pull = [&](std::int64_t most) {
        while (const auto n = sonoglyph_encoder_pull(encoder, piece, most)) {
          got.insert(got.end(), piece, piece + n * 3);
        }
      };
      for (std::size_t at = 0; at < sound_.size(); at += step) {
        OK(sonoglyph_encoder_push(encoder, sound_.data() + at, std::min(step, sound_.size() - at)));
        pull(static_cast<std::int64_t>(1 + at % 7));
      }
      OK(sonoglyph_encoder_finish(encoder));
      pull(7);
      EXPECT_EQ(got, wanted.data) << step;
    }
    sonoglyph_encoder_free(encoder);
  }
}

TEST_F(CLibrary, DecodesAStreamAndFillsWhatIsLost) {
  sonoglyph_decoder* decoder = nullptr;
  OK(sonoglyph_decoder_open(model_, 16000, 0, &decoder));
  sonoglyph_model_free(model_);  // the stream keeps it
  model_ = nullptr;
  EXPECT_GT(sonoglyph_decoder_delay(decoder), 0);
  const auto* codes = codes_.data.data();
  OK(sonoglyph_decoder_push(decoder, codes, 100));
  OK(sonoglyph_decoder_push_lost(decoder, 50));
  OK(sonoglyph_decoder_push(decoder, codes + 150 * 4, frames() - 150));
  OK(sonoglyph_decoder_finish(decoder));
  std::vector<float> got(static_cast<std::size_t>(sonoglyph_decoder_ready(decoder)));
  ASSERT_EQ(static_cast<std::int64_t>(got.size()), frames() * 64);
  std::int64_t at = 0;
  while (const auto n = sonoglyph_decoder_pull(decoder, got.data() + at, 1000)) at += n;
  EXPECT_EQ(at, frames() * 64);
  const auto edge = std::size_t{16000 / 200};
  for (auto i = 100 * 64 + edge; i < 150 * 64; ++i) ASSERT_EQ(got[i], 0.0F) << i;
  const auto whole = codec::decode(cpp_, codes_);
  EXPECT_TRUE(std::equal(whole.begin(), whole.begin() + 99 * 64 - 64, got.begin()));

  sonoglyph_decoder_reset(decoder);
  OK(sonoglyph_decoder_push(decoder, codes, frames()));
  OK(sonoglyph_decoder_finish(decoder));
  at = sonoglyph_decoder_pull(decoder, got.data(), frames() * 64);
  EXPECT_EQ(at, frames() * 64);
  EXPECT_EQ(got, whole);
  OK(sonoglyph_decoder_finish(decoder));
  EXPECT_EQ(sonoglyph_decoder_ready(decoder), 0);
  sonoglyph_decoder_free(decoder);
}

TEST_F(CLibrary, ConvertsFilesAsTheProgram) {
  const auto in = sound_file();
  sonoglyph_encode_options encode;
  sonoglyph_encode_options_init(&encode);
  encode.levels = 2;
  OK(sonoglyph_encode_file(model_, in.c_str(), file("c.sgl").c_str(), &encode));
  codec::EncodeOptions options;
  options.levels = 2;
  ASSERT_TRUE(codec::encode_file(cpp_, in, *folder_ / "cpp.sgl", options).ok());
  const auto bytes = [&](const char* name) {
    std::ifstream stream(*folder_ / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  EXPECT_EQ(bytes("c.sgl"), bytes("cpp.sgl"));

  OK(sonoglyph_encode_file(model_, in.c_str(), file("c.json").c_str(), nullptr));
  EXPECT_NE(bytes("c.json").find("\"codes\""), std::string::npos);

  sonoglyph_decode_options decode;
  sonoglyph_decode_options_init(&decode);
  decode.sample_rate_hz = 8000;
  decode.bits = 32;
  OK(sonoglyph_decode_file(model_, file("c.sgl").c_str(), file("c.wav").c_str(), &decode));
  codec::DecodeOptions wanted;
  wanted.sample_rate_hz = 8000;
  wanted.sample_format = codec::SampleFormat::float32;
  ASSERT_TRUE(codec::decode_file(cpp_, *folder_ / "cpp.sgl", *folder_ / "cpp.wav", wanted).ok());
  EXPECT_EQ(bytes("c.wav"), bytes("cpp.wav"));

  int calls = 0;
  encode.user = &calls;
  encode.progress = [](void* user, double, double) { return ++*static_cast<int*>(user); };
  FAILS(sonoglyph_encode_file(model_, in.c_str(), file("never.sgl").c_str(), &encode),
        SONOGLYPH_CANCELLED, "");
  EXPECT_GE(calls, 1);
  EXPECT_FALSE(fs::exists(file("never.sgl")));
}

TEST_F(CLibrary, WritesAndReadsFiles) {
  sonoglyph_writer* writer = nullptr;
  const auto path = file("made.sgl");
  OK(sonoglyph_writer_open(model_, path.c_str(), 16000, 0, &writer));
  OK(sonoglyph_writer_write(writer, codes_.data.data(), 100));
  OK(sonoglyph_writer_write(writer, codes_.data.data() + 400, frames() - 100));
  FAILS(sonoglyph_writer_finish(writer, 16000 * 3600), SONOGLYPH_BAD_VALUE, "source length");
  EXPECT_FALSE(fs::exists(path));
  OK(sonoglyph_writer_finish(writer, static_cast<std::int64_t>(sound_.size())));
  FAILS(sonoglyph_writer_finish(writer, -1), SONOGLYPH_BAD_VALUE, "finished");
  sonoglyph_writer_free(writer);

  sonoglyph_reader* reader = nullptr;
  OK(sonoglyph_reader_open(model_, path.c_str(), &reader));
  EXPECT_EQ(sonoglyph_reader_levels(reader), 4);
  EXPECT_EQ(sonoglyph_reader_codebook_size(reader), 32);
  EXPECT_EQ(sonoglyph_reader_source_rate(reader), 16000);
  EXPECT_EQ(sonoglyph_reader_source_channels(reader), 1);
  EXPECT_EQ(sonoglyph_reader_frame_rate(reader), 250.0);
  EXPECT_EQ(sonoglyph_reader_source_length(reader), static_cast<std::int64_t>(sound_.size()));
  EXPECT_EQ(sonoglyph_reader_model_name(reader), cpp_->config().name);
  EXPECT_STREQ(sonoglyph_reader_fingerprint(reader), sonoglyph_model_fingerprint(model_));
  std::vector<std::uint16_t> got(codes_.data.size() + 400);
  std::int64_t n = 0;
  std::int64_t all = 0;
  int lost = 1;
  do {
    OK(sonoglyph_reader_read(reader, got.data() + all * 4, 37, &n, &lost));
    EXPECT_EQ(lost, 0);
    all += n;
  } while (n > 0);
  EXPECT_EQ(all, frames());
  got.resize(codes_.data.size());
  EXPECT_EQ(got, codes_.data);
  EXPECT_EQ(sonoglyph_reader_is_damaged(reader), 0);
  sonoglyph_reader_free(reader);

  OK(sonoglyph_writer_open(model_, file("dropped.sgl").c_str(), 16000, 0, &writer));
  OK(sonoglyph_writer_write(writer, codes_.data.data(), 100));
  sonoglyph_writer_free(writer);
  EXPECT_FALSE(fs::exists(file("dropped.sgl")));
}

TEST_F(CLibrary, TellsDamageAndTakesOrRefusesIt) {
  const auto in = sound_file();
  const auto path = file("cut.sgl");
  OK(sonoglyph_encode_file(model_, in.c_str(), path.c_str(), nullptr));
  EXPECT_STREQ(sonoglyph_last_warning(), "");
  fs::resize_file(path, fs::file_size(path) - 60);
  OK(sonoglyph_decode_file(model_, path.c_str(), file("cut.wav").c_str(), nullptr));
  EXPECT_NE(std::string(sonoglyph_last_warning()), "");
  sonoglyph_decode_options options;
  sonoglyph_decode_options_init(&options);
  options.accept_damage = 0;
  EXPECT_NE(sonoglyph_decode_file(model_, path.c_str(), file("no.wav").c_str(), &options),
            SONOGLYPH_OK);
  EXPECT_FALSE(fs::exists(file("no.wav")));
}

TEST_F(CLibrary, RefusesWrongArguments) {
  std::uint16_t* codes = nullptr;
  std::int64_t n = 0;
  float* samples = nullptr;
  std::size_t count = 0;
  auto broken = sound_;
  broken[5] = std::nanf("");
  const auto encode = [&](const std::vector<float>& sound, int rate, int levels) {
    return sonoglyph_encode(model_, sound.data(), sound.size(), rate, levels, &codes, &n);
  };
  FAILS(encode(broken, 16000, 0), SONOGLYPH_BAD_VALUE, "sample 5");
  FAILS(encode(sound_, 999, 0), SONOGLYPH_BAD_VALUE, "999 Hz");
  FAILS(encode(sound_, 16000, 5), SONOGLYPH_BAD_VALUE, "levels: 5");
  FAILS(encode(sound_, 16000, -1), SONOGLYPH_BAD_VALUE, "levels: -1");
  FAILS(sonoglyph_encode(nullptr, sound_.data(), 5, 16000, 0, &codes, &n), SONOGLYPH_BAD_VALUE,
        "no model");
  FAILS(sonoglyph_encode(model_, nullptr, 5, 16000, 0, &codes, &n), SONOGLYPH_BAD_VALUE,
        "no samples");
  FAILS(sonoglyph_encode(model_, sound_.data(), 5, 16000, 0, nullptr, &n), SONOGLYPH_BAD_VALUE,
        "no place");
  EXPECT_EQ(codes, nullptr);
  const std::uint16_t beyond[] = {0, 1, 32, 3};
  FAILS(sonoglyph_decode(model_, beyond, 1, 4, 16000, &samples, &count), SONOGLYPH_BAD_VALUE,
        "code 32");
  for (const std::int64_t frames : {std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) {
    FAILS(sonoglyph_decode(model_, beyond, frames, 4, 16000, &samples, &count), SONOGLYPH_BAD_VALUE,
          "frames");
  }
  sonoglyph_model* none = nullptr;
  FAILS(sonoglyph_model_load("no-such-model", &none), SONOGLYPH_IO, "no-such-model");
  FAILS(sonoglyph_model_load(nullptr, nullptr), SONOGLYPH_BAD_VALUE, "no place");
  sonoglyph_reader* reader = nullptr;
  FAILS(sonoglyph_reader_open(model_, config_.c_str(), &reader), SONOGLYPH_NOT_OUR_FORMAT, "");
  FAILS(sonoglyph_reader_open(model_, "/nowhere/x.sgl", &reader), SONOGLYPH_IO, "/nowhere/x.sgl");
  EXPECT_EQ(reader, nullptr);
  sonoglyph_encode_options options = {};
  FAILS(sonoglyph_encode_file(model_, "a.wav", "b.sgl", &options), SONOGLYPH_BAD_VALUE, "_init()");
  sonoglyph_encode_options_init(&options);
  options.size = offsetof(sonoglyph_encode_options, channel);  // an older caller's
  options.channel = -99;
  FAILS(sonoglyph_encode_file(model_, "/nowhere.wav", "b.sgl", &options), SONOGLYPH_IO,
        "/nowhere.wav");

  // Nothing where there is nothing.
  sonoglyph_free(nullptr);
  sonoglyph_model_free(nullptr);
  sonoglyph_encoder_free(nullptr);
  sonoglyph_encoder_reset(nullptr);
  sonoglyph_decoder_free(nullptr);
  sonoglyph_decoder_reset(nullptr);
  sonoglyph_reader_free(nullptr);
  sonoglyph_writer_free(nullptr);
  sonoglyph_model_list_free(nullptr);
  EXPECT_STREQ(sonoglyph_model_name(nullptr), "");
  EXPECT_EQ(sonoglyph_encoder_pull(nullptr, nullptr, 3), 0);
  EXPECT_EQ(sonoglyph_decoder_ready(nullptr), 0);
  FAILS(sonoglyph_encoder_push(nullptr, sound_.data(), 1), SONOGLYPH_BAD_VALUE, "no encoder");
}

TEST_F(CLibrary, KeepsErrorsOfThreadsApart) {
  FAILS(sonoglyph_model_load("mine", nullptr), SONOGLYPH_BAD_VALUE, "");
  const std::string mine = sonoglyph_last_error();
  std::thread([] { EXPECT_STREQ(sonoglyph_last_error(), ""); }).join();
  EXPECT_EQ(sonoglyph_last_error(), mine);
}

TEST_F(CLibrary, ListsAndFindsModels) {
  ASSERT_EQ(setenv("SONOGLYPH_MODELS", folder_->path().c_str(), 1), 0);
  sonoglyph_model_list* list = nullptr;
  OK(sonoglyph_model_list_load(&list));
  bool found = false;
  for (std::size_t i = 0; i < sonoglyph_model_list_size(list); ++i) {
    found |= sonoglyph_model_list_path(list, i) == config_.string() &&
             sonoglyph_model_list_fingerprint(list, i) == codec::to_hex(cpp_->fingerprint());
  }
  EXPECT_TRUE(found);
  EXPECT_STREQ(sonoglyph_model_list_name(list, 1000), "");
  sonoglyph_model_list_free(list);

  OK(sonoglyph_encode_file(model_, sound_file().c_str(), file("whose.sgl").c_str(), nullptr));
  sonoglyph_model* again = nullptr;
  OK(sonoglyph_model_for_file(file("whose.sgl").c_str(), &again));
  EXPECT_STREQ(sonoglyph_model_fingerprint(again), sonoglyph_model_fingerprint(model_));
  sonoglyph_model_free(again);
  OK(sonoglyph_decode_file(nullptr, file("whose.sgl").c_str(), file("whose.wav").c_str(), nullptr));
  unsetenv("SONOGLYPH_MODELS");
}

// The options are part of the ABI.
static_assert(sizeof(void*) != 8 || sizeof(sonoglyph_encode_options) == 56);
static_assert(sizeof(void*) != 8 || sizeof(sonoglyph_decode_options) == 56);

}  // namespace
