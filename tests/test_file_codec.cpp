// Whole files there and back, with random weights: identity with the streams, exact lengths, token
// files, pipes, damage, cancelling, and that nothing is left after an error.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <thread>

#include "codec/base/file_io.h"
#include "codec/container/container_format.h"
#include "codec/engine/stream.h"
#include "codec/files/file_codec.h"
#include "codec/sound/survey.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/two_models.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

class FileCodec : public testing_support::TwoModels {
 protected:
  fs::path at(const std::string& name) const { return folder_ / name; }

  static std::vector<float> speech(std::size_t n, int rate = 16000) {
    return testing_support::synthetic_speech(n, rate, 3);
  }

  fs::path sound(const std::string& name, const std::vector<float>& samples, int rate = 16000,
                 int channels = 1) const {
    auto writer = AudioWriter::create(at(name), {.sample_rate_hz = rate, .channels = channels});
    EXPECT_TRUE(writer.ok()) << writer.error().message;
    std::vector<float> all;
    for (const float v : samples) all.insert(all.end(), static_cast<std::size_t>(channels), v);
    EXPECT_TRUE(writer->write(all).ok());
    EXPECT_TRUE(writer->finish().ok());
    return at(name);
  }

  static std::vector<float> samples_of(const fs::path& path) {
    auto reader = AudioReader::open(path);
    EXPECT_TRUE(reader.ok()) << reader.error().message;
    std::vector<float> all(static_cast<std::size_t>(*reader->info().length));
    EXPECT_EQ(*reader->read_mono(all), all.size());
    return all;
  }

  static Codes codes_of(const fs::path& path) {
    auto reader = ContainerReader::open(path);
    EXPECT_TRUE(reader.ok()) << reader.error().message;
    Codes codes{reader->header().levels, {}};
    while (*reader->read(100, codes.data) > 0) {
    }
    return codes;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& e : fs::directory_iterator(folder_)) all.push_back(e.path().filename());
    std::sort(all.begin(), all.end());
    return all;
  }

  testing_support::TemporaryFolder folder_;
};

// Runs body with stdin from `in` and stdout to `out`, both through pipes.
void through_pipes(const fs::path& in, const fs::path& out, const std::function<void()>& body) {
  int to[2], from[2];
  ASSERT_EQ(::pipe(to), 0);
  ASSERT_EQ(::pipe(from), 0);
  ::fflush(stdout);
  const int old_in = ::dup(0), old_out = ::dup(1);
  ::dup2(to[0], 0);
  ::dup2(from[1], 1);
  ::close(to[0]);
  ::close(from[1]);
  std::thread feeder([&] {
    const auto bytes = *read_file(in);
    for (std::size_t i = 0; i < bytes.size(); i += 511) {
      if (::write(to[1], bytes.data() + i, std::min<std::size_t>(511, bytes.size() - i)) < 0) break;
    }
    ::close(to[1]);
  });
  std::thread drain([&] {
    std::ofstream file(out, std::ios::binary);
    char block[4096];
    for (ssize_t n; (n = ::read(from[0], block, sizeof block)) > 0;) file.write(block, n);
  });
  body();
  ::dup2(old_out, 1);
  ::close(old_out);
  drain.join();
  char rest[4096];
  while (::read(0, rest, sizeof rest) > 0) {
  }
  feeder.join();
  ::dup2(old_in, 0);
  ::close(old_in);
  ::close(from[0]);
}

TEST_F(FileCodec, CodesAreThoseOfTheStream) {
  const auto in = sound("in.wav", speech(40000));
  const auto want = encode(model_, samples_of(in));
  for (const bool entropy : {false, true}) {
    const auto report = encode_file(model_, in, at("out.sgl"), {.entropy_coding = entropy});
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(codes_of(at("out.sgl")), want);
    EXPECT_EQ(report->frames, want.frames());
    EXPECT_EQ(report->bytes, static_cast<std::int64_t>(fs::file_size(at("out.sgl"))));
    EXPECT_EQ(report->header.source_length, 40000);
    EXPECT_DOUBLE_EQ(report->seconds, 2.5);
    EXPECT_EQ(report->usage[0].total(), static_cast<std::uint64_t>(want.frames()));
    EXPECT_NEAR(report->disk_kbps, 8.0 * static_cast<double>(report->bytes) / 2500.0, 1e-9);
  }
}

TEST_F(FileCodec, FewerLevelsAreAPrefix) {
  const auto in = sound("in.wav", speech(20000));
  ASSERT_TRUE(encode_file(model_, in, at("all.sgl")).ok());
  ASSERT_TRUE(encode_file(model_, in, at("two.sgl"), {.levels = 2}).ok());
  const auto all = codes_of(at("all.sgl")), two = codes_of(at("two.sgl"));
  ASSERT_EQ(two.frames(), all.frames());
  for (std::int64_t t = 0; t < all.frames(); ++t) {
    for (int q = 0; q < 2; ++q) ASSERT_EQ(two.at(q, t), all.at(q, t));
  }
  ASSERT_TRUE(decode_file(model_, at("all.sgl"), at("all.wav"), {.levels = 2}).ok());
  ASSERT_TRUE(decode_file(model_, at("two.sgl"), at("two.wav")).ok());
  EXPECT_EQ(samples_of(at("all.wav")), samples_of(at("two.wav")));
}

TEST_F(FileCodec, SoundIsThatOfTheStream) {
  const auto in = sound("in.wav", speech(30001));
  ASSERT_TRUE(encode_file(model_, in, at("a.sgl")).ok());
  const auto report =
      decode_file(model_, at("a.sgl"), at("a.wav"), {.sample_format = SampleFormat::float32});
  ASSERT_TRUE(report.ok()) << report.error().message;
  auto want = decode(model_, encode(model_, samples_of(in)));
  want.resize(30001);
  EXPECT_EQ(samples_of(at("a.wav")), want);
  EXPECT_FALSE(report->damage.any());
}

TEST_F(FileCodec, EveryRateAndLengthComesBackExactly) {
  for (const int rate : {8000, 11025, 16000, 44100, 48000, 96000}) {
    for (const std::size_t n : {1u, 63u, 64u, 65u, 12347u}) {
      const auto in = sound("in.wav", speech(n, rate), rate, 2);
      ASSERT_TRUE(encode_file(model_, in, at("a.sgl")).ok());
      const auto header = ContainerReader::open(at("a.sgl"))->header();
      EXPECT_EQ(header.frames_for(static_cast<SampleIndex>(n)), codes_of(at("a.sgl")).frames());
      for (const char* name : {"out.wav", "out.flac"}) {
        const auto report = decode_file(model_, at("a.sgl"), at(name));
        ASSERT_TRUE(report.ok()) << report.error().message;
        auto reader = AudioReader::open(at(name));
        EXPECT_EQ(reader->info().sample_rate_hz, rate);
        EXPECT_EQ(reader->info().channels, 1);
        EXPECT_EQ(reader->info().length, static_cast<SampleIndex>(n)) << rate;
      }
    }
  }
  ASSERT_TRUE(decode_file(model_, at("a.sgl"), at("s.wav"), {.channels = 0}).ok());
  EXPECT_EQ(AudioReader::open(at("s.wav"))->info().channels, 2);
  ASSERT_TRUE(decode_file(model_, at("a.sgl"), at("a.opus"), {}).ok()) << "96 kHz becomes 48";
  EXPECT_EQ(AudioReader::open(at("a.opus"))->info().sample_rate_hz, 48000);
  ASSERT_TRUE(decode_file(model_, at("a.sgl"), at("r.wav"), {.sample_rate_hz = 22050}).ok());
  EXPECT_EQ(AudioReader::open(at("r.wav"))->info().length, (12347 * 22050 + 95999) / 96000);
}

TEST_F(FileCodec, EveryExportDecodesToTheSameSound) {
  const auto in = sound("in.wav", speech(30000, 22050), 22050);
  const EncodeOptions options{.gain_db = -2.5};
  ASSERT_TRUE(encode_file(model_, in, at("a.sgl"), options).ok());
  ASSERT_TRUE(decode_file(model_, at("a.sgl"), at("want.wav")).ok());
  const auto want = *read_file(at("want.wav"));
  for (const char* name : {"t.npy", "t.json", "t.jsonl", "t.csv", "t.safetensors"}) {
    for (const auto layout : {TokenLayout::nested, TokenLayout::interleave, TokenLayout::delay,
                              TokenLayout::parallel}) {
      if (std::string(name) == "t.csv" && layout != TokenLayout::nested) continue;
      for (const auto& source : {in, at("a.sgl")}) {
        const auto tokens = tokenize_file(model_, source, at(name), options, {.layout = layout});
        ASSERT_TRUE(tokens.ok()) << tokens.error().message;
        const auto report = decode_file(model_, at(name), at("got.wav"));
        ASSERT_TRUE(report.ok()) << report.error().message;
        ASSERT_EQ(*read_file(at("got.wav")), want) << name << " from " << source;
      }
    }
  }
  const auto semantic =
      tokenize_file(nullptr, at("a.sgl"), at("s.json"), {}, {.semantic_only = true});
  ASSERT_TRUE(semantic.ok()) << semantic.error().message;
  EXPECT_TRUE(decode_file(model_, at("s.json"), at("s.wav")).ok());
}

TEST_F(FileCodec, BareArraysTakeTheModelsRates) {
  const auto in = sound("in.wav", speech(6400));
  ASSERT_TRUE(tokenize_file(model_, in, at("a.npy"), {}, {.sidecar = false}).ok());
  const auto report = decode_file(model_, at("a.npy"), at("a.wav"));
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->samples, 6400);
  EXPECT_EQ(report->sample_rate_hz, 16000);
  EXPECT_EQ(tokenize_file(nullptr, at("a.npy"), at("b.json")).error().code, ErrorCode::bad_value);
  EXPECT_TRUE(tokenize_file(model_, at("a.npy"), at("b.json")).ok());
  std::ofstream(at("bad.json")) << R"({"codes": [[1, 2, 32]]})";  // K = 32
  EXPECT_EQ(decode_file(model_, at("bad.json"), at("c.wav")).error().code, ErrorCode::bad_value);
  std::ofstream(at("bad.json")) << R"({"codes": [[1], [2], [3], [4], [5]]})";  // Q = 4
  EXPECT_EQ(decode_file(model_, at("bad.json"), at("c.wav")).error().code, ErrorCode::wrong_model);
}

TEST_F(FileCodec, PipesGiveTheSameBytes) {
  const auto in = sound("in.wav", speech(50000, 44100), 44100);
  ASSERT_TRUE(encode_file(model_, in, at("file.sgl")).ok());
  bool ok = false;
  through_pipes(in, at("copied.sgl"), [&] { ok = encode_file(model_, "-", "-").ok(); });
  ASSERT_TRUE(ok);
  EXPECT_EQ(codes_of(at("copied.sgl")), codes_of(at("file.sgl")));
  through_pipes(in, at("pipe.sgl"),
                [&] { ok = encode_file(model_, "-", "-", {.streams = true}).ok(); });
  ASSERT_TRUE(ok);
  EXPECT_EQ(codes_of(at("pipe.sgl")), codes_of(at("file.sgl")));
  EXPECT_EQ(ContainerReader::open(at("pipe.sgl"))->source_length(), 50000);
  ASSERT_TRUE(decode_file(model_, at("file.sgl"), at("file.wav")).ok());
  for (const char* sgl : {"pipe.sgl", "file.sgl"}) {  // the length in the footer, in the header
    through_pipes(at(sgl), at("pipe.wav"), [&] { ok = decode_file(model_, "-", "-").ok(); });
    ASSERT_TRUE(ok);
    auto bytes = *read_file(at("pipe.wav"));
    const auto want = samples_of(at("file.wav"));
    ASSERT_EQ(bytes.size(), 44 + 2 * want.size()) << sgl;
    for (std::size_t i = 0; i < want.size(); ++i) {
      const auto word = static_cast<std::int16_t>(std::to_integer<int>(bytes[44 + 2 * i]) |
                                                  std::to_integer<int>(bytes[45 + 2 * i]) << 8);
      ASSERT_EQ(static_cast<float>(word) / 32768.0f, want[i]);
    }
  }
  EXPECT_EQ(
      encode_file(model_, "-", at("x.sgl"), {.normalize = true, .streams = true}).error().code,
      ErrorCode::unsupported);
  ASSERT_TRUE(encode_file(model_, in, at("file.sgl"), {.normalize = true}).ok());
  through_pipes(in, at("none"),
                [&] { ok = encode_file(model_, "-", at("x.sgl"), {.normalize = true}).ok(); });
  ASSERT_TRUE(ok);
  EXPECT_EQ(*read_file(at("x.sgl")), *read_file(at("file.sgl")));
}

std::vector<float> at_level(std::vector<float> x, double level_db) {
  LevelMeter meter(16000);
  for (const float v : x) meter.add(v);
  const auto gain = static_cast<float>(std::pow(10.0, (level_db - *meter.level_db()) / 20.0));
  for (float& v : x) v *= gain;
  return x;
}

TEST_F(FileCodec, OnlyOddLevelsAreChanged) {
  const auto float_sound = [&](const std::vector<float>& x) {
    auto writer = AudioWriter::create(at("in.wav"), {.sample_format = SampleFormat::float32});
    EXPECT_TRUE(writer->write(x).ok() && writer->finish().ok());
    return at("in.wav");
  };
  for (const double level : {-44.0, -23.0, -7.0}) {
    const auto in = float_sound(at_level(speech(32000), level));
    const auto report = encode_file(model_, in, at("a.sgl"));
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->header.gain_millidb, 0) << level;
    ASSERT_TRUE(encode_file(model_, in, at("b.sgl"), {.auto_gain = false}).ok());
    EXPECT_EQ(*read_file(at("a.sgl")), *read_file(at("b.sgl"))) << level;
  }
  for (const double level : {-100.0, -63.0, -46.0, -5.0, 10.0}) {
    const auto in = float_sound(at_level(speech(32000), level));
    const auto report = encode_file(model_, in, at("a.sgl"));
    ASSERT_TRUE(report.ok());
    EXPECT_NEAR(report->header.gain_millidb / 1000.0, -23.0 - level, 1.0) << level;
    const auto normal = encode_file(model_, in, at("b.sgl"), {.normalize = true});
    ASSERT_TRUE(normal.ok());
    EXPECT_EQ(normal->header.gain_millidb, report->header.gain_millidb) << level;
    const auto kept = encode_file(model_, in, at("b.sgl"), {.auto_gain = false});
    EXPECT_EQ(kept->header.gain_millidb, 0);
    const auto chosen = encode_file(model_, in, at("b.sgl"), {.gain_db = 3.0});
    EXPECT_EQ(chosen->header.gain_millidb, 3000);
    const auto tokens = encode_tokens(model_, in);
    EXPECT_EQ(tokens->tokens.header.gain_millidb, report->header.gain_millidb);
    ASSERT_TRUE(
        decode_file(model_, at("a.sgl"), at("out.wav"), {.sample_format = SampleFormat::float32})
            .ok());
    LevelMeter meter(16000);
    for (const float v : samples_of(at("out.wav"))) meter.add(v);
    ASSERT_TRUE(meter.level_db().has_value());
  }
  const auto silent = float_sound(std::vector<float>(16000, 0.0f));
  const auto report = encode_file(model_, silent, at("a.sgl"), {.normalize = true});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->header.gain_millidb, 0);
  EXPECT_NE(report->note.find("no level to bring up"), std::string::npos);
}

TEST_F(FileCodec, ChannelsThatCancelAreToldAndAvoided) {
  const auto x = speech(32000);
  std::vector<float> upside;
  for (const float v : x) {
    upside.push_back(0.9f * v);
    upside.push_back(-v);
  }
  const auto in = at("in.wav");
  auto writer = AudioWriter::create(in, {.channels = 2});
  ASSERT_TRUE(writer->write(upside).ok() && writer->finish().ok());
  const auto report = encode_file(model_, in, at("auto.sgl"));
  ASSERT_TRUE(report.ok());
  EXPECT_NE(report->note.find("channel 2 alone"), std::string::npos) << report->note;
  using Kind = ChannelChoice::Kind;
  const auto right = encode_file(model_, in, at("right.sgl"), {.channel = {Kind::one, 1}});
  EXPECT_EQ(right->note, "");
  EXPECT_EQ(*read_file(at("auto.sgl")), *read_file(at("right.sgl")));
  const auto mixed = encode_file(model_, in, at("mix.sgl"), {.channel = {Kind::mix, 0}});
  EXPECT_NE(mixed->note.find("cancel in the mix"), std::string::npos);
  const auto none = encode_file(model_, in, at("none.sgl"), {.channel = {Kind::one, 2}});
  EXPECT_EQ(none.error().code, ErrorCode::bad_value);
  EXPECT_FALSE(fs::exists(at("none.sgl")));
}

TEST_F(FileCodec, GainIsTakenAwayAgain) {
  auto quiet = speech(32000);
  for (float& v : quiet) v *= 0.02f;
  const auto in = sound("in.wav", quiet);
  const auto report = encode_file(model_, in, at("a.sgl"), {.normalize = true});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_GT(report->header.gain_millidb, 10000);
  const auto with = decode_file(model_, at("a.sgl"), at("with.wav"), {.keep_gain = true});
  const auto without = decode_file(model_, at("a.sgl"), at("without.wav"));
  ASSERT_TRUE(with.ok() && without.ok());
  const auto loud = samples_of(at("with.wav")), soft = samples_of(at("without.wav"));
  const double factor = std::pow(10.0, report->header.gain_millidb / 20000.0);
  for (std::size_t i = 0; i < loud.size(); i += 97) {
    if (std::fabs(loud[i]) < 0.99f) {
      EXPECT_NEAR(static_cast<double>(loud[i]), static_cast<double>(soft[i]) * factor,
                  factor / 32768.0);
    }
  }
  EXPECT_EQ(encode_file(model_, in, at("b.sgl"), {.gain_db = 61.0}).error().code,
            ErrorCode::bad_value);
}

TEST_F(FileCodec, CutFilesDecodeToTheCut) {
  const auto in = sound("in.wav", speech(48000));
  ASSERT_TRUE(encode_file(model_, in, at("a.sgl"), {.packet_frames = 50}).ok());
  ASSERT_TRUE(decode_file(model_, at("a.sgl"), at("whole.wav")).ok());
  const auto whole = samples_of(at("whole.wav"));
  const auto size = fs::file_size(at("a.sgl"));
  fs::resize_file(at("a.sgl"), size / 2);
  const auto report = decode_file(model_, at("a.sgl"), at("cut.wav"));
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->damage.truncated);
  const auto cut = samples_of(at("cut.wav"));
  EXPECT_EQ(static_cast<std::int64_t>(cut.size()), report->frames * 64);
  EXPECT_GT(cut.size(), whole.size() / 4);
  EXPECT_LT(cut.size(), whole.size());
  EXPECT_TRUE(std::equal(cut.begin(), cut.end() - 200, whole.begin()));
  fs::resize_file(at("a.sgl"), format::kHeaderBytes + 3);
  EXPECT_EQ(decode_file(model_, at("a.sgl"), at("none.wav")).error().code, ErrorCode::empty);
  fs::resize_file(at("a.sgl"), 100);
  EXPECT_EQ(decode_file(model_, at("a.sgl"), at("none.wav")).error().code, ErrorCode::truncated);
  EXPECT_FALSE(fs::exists(at("none.wav")));
}

TEST_F(FileCodec, LostPacketsAreSilent) {
  const auto in = sound("in.wav", speech(64 * 1000));
  ASSERT_TRUE(
      encode_file(model_, in, at("a.sgl"), {.entropy_coding = false, .packet_frames = 100}).ok());
  auto bytes = *read_file(at("a.sgl"));
  const std::size_t packet = format::kPacketHeadBytes + 250;  // 4 levels of 5 bits
  bytes[format::kHeaderBytes + 3 * packet + 77] ^= std::byte{0x10};
  ASSERT_TRUE(write_file(at("a.sgl"), bytes).ok());
  const auto report = decode_file(model_, at("a.sgl"), at("a.wav"));
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->damage.frames_lost, 100);
  EXPECT_EQ(report->samples, 64000);
  const auto got = samples_of(at("a.wav"));
  double before = 0.0, inside = 0.0;
  for (std::size_t i = 64 * 300 + 100; i < 64 * 400; ++i) {
    inside = std::max(inside, std::fabs(static_cast<double>(got[i])));
    before = std::max(before, std::fabs(static_cast<double>(got[i - 6400])));
  }
  EXPECT_EQ(inside, 0.0);
  EXPECT_GT(before, 0.0);
}

TEST_F(FileCodec, AnotherModelIsNamed) {
  const auto in = sound("in.wav", speech(5000));
  ASSERT_TRUE(encode_file(model_, in, at("a.sgl")).ok());
  const auto got = decode_file(other_, at("a.sgl"), at("a.wav"));
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, ErrorCode::wrong_model);
  EXPECT_NE(got.error().message.find(model_->config().name), std::string::npos);
  EXPECT_NE(got.error().message.find("another"), std::string::npos);
  ASSERT_TRUE(tokenize_file(model_, in, at("a.json")).ok());
  EXPECT_EQ(decode_file(other_, at("a.json"), at("a.wav")).error().code, ErrorCode::wrong_model);
}

TEST_F(FileCodec, CancelLeavesNothing) {
  const auto in = sound("in.wav", speech(160000));
  ASSERT_TRUE(encode_file(model_, in, at("a.sgl")).ok());
  std::atomic<bool> cancel{false};
  JobControl control{.progress = [&](double, double) { cancel = true; }, .cancel = &cancel};
  EncodeOptions encode_options;
  encode_options.control = control;
  EXPECT_EQ(encode_file(model_, in, at("b.sgl"), encode_options).error().code,
            ErrorCode::cancelled);
  cancel = false;
  DecodeOptions decode_options;
  decode_options.control = control;
  EXPECT_EQ(decode_file(model_, at("a.sgl"), at("b.wav"), decode_options).error().code,
            ErrorCode::cancelled);
  EXPECT_EQ(names(), (std::vector<std::string>{"a.sgl", "in.wav"}));
}

TEST_F(FileCodec, ProgressGrowsToTheEnd) {
  const auto in = sound("in.wav", speech(160000));
  std::vector<double> done;
  double total = 0.0;
  EncodeOptions options;
  options.control.progress = [&](double d, double t) {
    done.push_back(d);
    total = t;
  };
  ASSERT_TRUE(encode_file(model_, in, at("a.sgl"), options).ok());
  ASSERT_FALSE(done.empty());
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
  EXPECT_DOUBLE_EQ(done.back(), 10.0);
  EXPECT_DOUBLE_EQ(total, 10.0);
}

TEST_F(FileCodec, ErrorsLeaveNothing) {
  std::ofstream(at("text.wav")) << "some text that was renamed to .wav";
  std::ofstream(at("empty.wav")).flush();
  sound("zero.wav", {});
  auto nan = speech(30000);
  nan[25000] = std::numeric_limits<float>::quiet_NaN();
  {
    std::ofstream file(at("nan.wav"), std::ios::binary);
    const auto u32 = [&file](std::uint32_t v) { file.write(reinterpret_cast<char*>(&v), 4); };
    file << "RIFF";
    u32(36 + 120000);
    file << "WAVEfmt ";
    for (const std::uint32_t v : {16u, 0x10003u, 16000u, 64000u, 0x200004u}) u32(v);
    file << "data";
    u32(120000);
    file.write(reinterpret_cast<const char*>(nan.data()), 120000);
  }
  const auto before = names();
  const struct {
    const char* name;
    ErrorCode code;
  } cases[] = {{"text.wav", ErrorCode::not_our_format},
               {"empty.wav", ErrorCode::empty},
               {"zero.wav", ErrorCode::empty},
               {"nan.wav", ErrorCode::bad_value},
               {"missing.wav", ErrorCode::io}};
  for (const auto& c : cases) {
    const auto encoded = encode_file(model_, at(c.name), at("out.sgl"));
    ASSERT_FALSE(encoded.ok()) << c.name;
    EXPECT_EQ(encoded.error().code, c.code) << encoded.error().message;
    EXPECT_NE(encoded.error().message.find(c.name), std::string::npos) << encoded.error().message;
    EXPECT_FALSE(tokenize_file(model_, at(c.name), at("out.npy")).ok());
    EXPECT_FALSE(decode_file(model_, at(c.name), at("out.wav")).ok());
  }
  EXPECT_EQ(names(), before);
  const auto in = sound("in.wav", speech(5000));
  EXPECT_EQ(encode_file(model_, in, at("no/such/folder.sgl")).error().code, ErrorCode::io);
  EXPECT_EQ(encode_file(model_, in, at("a.sgl"), {.levels = 5}).error().code, ErrorCode::bad_value);
  ASSERT_TRUE(encode_file(model_, in, at("a.sgl")).ok());
  EXPECT_EQ(decode_file(model_, at("a.sgl"), at("a.xyz")).error().code, ErrorCode::unsupported);
  EXPECT_EQ(decode_file(model_, at("a.sgl"), at("b.wav"), {.level_mask = 0}).error().code,
            ErrorCode::bad_value);
  EXPECT_FALSE(fs::exists(at("b.wav")));
}

TEST_F(FileCodec, InfoTellsWhatEncodingDid) {
  const auto in = sound("in.wav", speech(80000));
  const auto report = encode_file(model_, in, at("a.sgl"));
  ASSERT_TRUE(report.ok());
  for (const auto& model : {std::shared_ptr<const Model>(), model_}) {
    const auto info = inspect_file(at("a.sgl"), model);
    ASSERT_TRUE(info.ok()) << info.error().message;
    EXPECT_EQ(info->counts.frames, report->frames);
    EXPECT_EQ(info->counts.bytes, report->bytes);
    EXPECT_DOUBLE_EQ(info->seconds, 5.0);
    EXPECT_DOUBLE_EQ(info->nominal_kbps, report->nominal_kbps);
    EXPECT_DOUBLE_EQ(info->payload_kbps, report->payload_kbps);
    EXPECT_DOUBLE_EQ(info->disk_kbps, report->disk_kbps);
    EXPECT_DOUBLE_EQ(info->entropy_bound_kbps, report->entropy_bound_kbps);
    EXPECT_DOUBLE_EQ(info->nominal_kbps, 4 * 5 * 250.0 / 1000.0);
    EXPECT_EQ(info->usage[3].counts(), report->usage[3].counts());
  }
  ASSERT_TRUE(tokenize_file(nullptr, at("a.sgl"), at("a.json")).ok());
  const auto tokens = inspect_file(at("a.json"));
  ASSERT_TRUE(tokens.ok());
  EXPECT_EQ(tokens->counts.frames, report->frames);
  EXPECT_EQ(tokens->counts.bytes, static_cast<std::int64_t>(fs::file_size(at("a.json"))));
  EXPECT_DOUBLE_EQ(tokens->seconds, 5.0);
}

}  // namespace
}  // namespace codec
