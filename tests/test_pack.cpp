#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

#include "codec/corpus/pack.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

template <typename T>
void append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

class PackTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ / "audio");
    std::filesystem::create_directories(folder_ / "labels");
    options_.output = folder_ / "out.sgc";
  }

  // A 16-bit WAV of half a second: eight harmonics of hz in the first channel, silence in the rest.
  void write_wav(const std::string& name, double hz, std::uint32_t rate_hz = 16000,
                 std::uint16_t channels = 1) const {
    const std::uint32_t count = rate_hz / 2;
    const std::uint32_t bytes = count * channels * 2;
    std::string wav = "RIFF";
    append(wav, bytes + 36);
    wav += "WAVEfmt ";
    append(wav, std::uint32_t{16});
    append(wav, std::uint16_t{1});
    append(wav, channels);
    append(wav, rate_hz);
    append(wav, rate_hz * channels * 2);
    append(wav, static_cast<std::uint16_t>(channels * 2));
    append(wav, std::uint16_t{16});
    wav += "data";
    append(wav, bytes);
    for (std::uint32_t n = 0; n < count; ++n) {
      double x = 0.0;
      for (int h = 1; h <= 8; ++h) {
        x += 2000.0 * std::cos(2.0 * std::numbers::pi * h * hz * n / rate_hz);
      }
      append(wav, static_cast<std::int16_t>(std::lrint(x)));
      for (std::uint16_t c = 1; c < channels; ++c) append(wav, std::int16_t{0});
    }
    std::ofstream(folder_ / "audio" / name, std::ios::binary) << wav;
  }

  void write_text(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  void use_manifest(std::string_view text) {
    write_text("manifest.tsv", text);
    options_.manifest = folder_ / "manifest.tsv";
  }

  Result<CorpusReader> pack_and_open() {
    auto report = pack_corpus(options_);
    if (!report) return report.error();
    report_ = *report;
    return CorpusReader::open(options_.output);
  }

  static float f0_in_the_middle(const CorpusReader& reader, std::size_t i) {
    return reader.f0(i)[reader.f0(i).size() / 2];
  }

  testing_support::TemporaryFolder folder_;
  PackOptions options_;
  PackReport report_;
};

constexpr std::string_view kHeader = "file\tkind\tset\tsplit\tspeaker\tlang\tdur\ttext_or_label\n";

TEST_F(PackTest, TakesWhatTheManifestKnows) {
  write_wav("s1_0042.wav", 200.0);
  write_wav("other.wav", 150.0, 48000, 2);
  write_text("labels/speechocean762_text_phone.txt",
             "0042.10\tC_S\n0042.0\tA_B B_E\n0042.2\tD_S\nnonsense\n0043.x\tZ\n");
  use_manifest(std::string(kHeader) +
               "audio/s1_0042.wav\tspeech\tocean\ttrain\ts1\ten(zh)\t0.5\tHELLO YOU\r\n"
               "audio/other.wav\tspeech\tlibri\tvalid\ts2\ten\t0.5\t\n");
  auto reader = pack_and_open();
  ASSERT_TRUE(reader) << reader.error().message;
  ASSERT_EQ(reader->entries().size(), 2u);
  const CorpusEntry want{"audio/s1_0042.wav", "ocean",           "s1", "en(zh)", Split::train,
                         "HELLO YOU",         "A_B B_E D_S C_S", 8000};
  EXPECT_EQ(reader->entries()[0], want);
  EXPECT_EQ(reader->samples(0)[0], 16000);  // eight times 2000: equal rates pass untouched
  EXPECT_NEAR(f0_in_the_middle(*reader, 0), 200.0f, 1.0f);

  const CorpusEntry& second = reader->entries()[1];
  EXPECT_EQ(second.split, Split::valid);
  EXPECT_EQ(second.samples, 8000);  // 48 kHz to 16 kHz
  EXPECT_EQ(second.phones, "");
  EXPECT_NEAR(f0_in_the_middle(*reader, 1), 150.0f, 1.0f);
  // Mixed down to half: sum of squares of eight cosines of amplitude 1000.
  double power = 0.0;
  for (std::size_t n = 2000; n < 6000; ++n) power += std::pow(reader->samples(1)[n], 2) / 4000.0;
  EXPECT_NEAR(std::sqrt(power), 2000.0, 20.0);

  EXPECT_EQ(report_.entries, 2u);
  EXPECT_NEAR(report_.seconds, 1.0, 1e-9);
  EXPECT_NEAR(report_.seconds_by_split.at("valid"), 0.5, 1e-9);
}

TEST_F(PackTest, SpeedCopiesAreOtherVoicesOfTheTrainingSplit) {
  write_wav("a.wav", 200.0);
  use_manifest(std::string(kHeader) + "audio/a.wav\tspeech\tx\ttrain\tanna\ten\t0.5\thi\n" +
               "audio/a.wav\tspeech\tx\tvalid\tbert\ten\t0.5\thi\n");
  options_.speeds["x"] = {0.8, 1.25};
  auto reader = pack_and_open();
  ASSERT_TRUE(reader) << reader.error().message;
  ASSERT_EQ(reader->entries().size(), 4u);
  EXPECT_EQ(reader->entries()[0].speaker, "anna");
  EXPECT_EQ(reader->entries()[1].speaker, "anna@0.8");
  EXPECT_EQ(reader->entries()[1].name, "audio/a.wav@0.8");
  EXPECT_EQ(reader->entries()[1].text, "hi");
  EXPECT_NEAR(static_cast<double>(reader->entries()[1].samples), 10000.0, 1.0);
  EXPECT_NEAR(f0_in_the_middle(*reader, 1), 160.0f, 1.0f);
  EXPECT_EQ(reader->entries()[2].speaker, "anna@1.25");
  EXPECT_NEAR(f0_in_the_middle(*reader, 2), 250.0f, 1.5f);
  EXPECT_EQ(reader->entries()[3].speaker, "bert");
}

TEST_F(PackTest, FiltersChoose) {
  write_wav("a.wav", 200.0);
  use_manifest(std::string(kHeader) + "audio/a.wav\tspeech\tx\ttrain\ts\ten\t0.5\t1\n" +
               "audio/a.wav\tmusic\tx\ttrain\ts\ten\t0.5\t2\n" +
               "audio/a.wav\tspeech\ty\ttrain\ts\ten\t0.5\t3\n" +
               "audio/a.wav\tspeech\tx\ttest\ts\ten\t0.5\t4\n");
  options_.kinds = {"speech"};
  options_.sets = {"x"};
  options_.splits = {Split::train, Split::valid};
  auto reader = pack_and_open();
  ASSERT_TRUE(reader);
  ASSERT_EQ(reader->entries().size(), 1u);
  EXPECT_EQ(reader->entries()[0].text, "1");
  options_.sets = {"z"};
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::empty);
}

TEST_F(PackTest, SetsAreNamedByTheirBeginningsAndMustBeThere) {
  write_wav("a.wav", 200.0);
  use_manifest(std::string(kHeader) + "audio/a.wav\tspeech\tlibri_a\ttrain\ts\ten\t0.5\t1\n" +
               "audio/a.wav\tspeech\tlibri_b\ttrain\ts\ten\t0.5\t2\n" +
               "audio/a.wav\tspeech\tother\ttrain\ts\ten\t0.5\t3\n");
  options_.sets = {"libri"};
  auto reader = pack_and_open();
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->entries().size(), 2u);
  options_.sets = {"libri", "ohter"};
  const auto slip = pack_corpus(options_);
  ASSERT_FALSE(slip);
  EXPECT_EQ(slip.error().code, ErrorCode::empty);
  EXPECT_NE(slip.error().message.find("'ohter'"), std::string::npos) << slip.error().message;
  options_.sets = {"libri"};
  options_.speeds = {{"libri_c", {0.9}}};
  const auto faster = pack_corpus(options_);
  ASSERT_FALSE(faster);
  EXPECT_NE(faster.error().message.find("'libri_c'"), std::string::npos) << faster.error().message;
}

TEST_F(PackTest, AShareOfFilesIsForValidation) {
  for (int i = 0; i < 9; ++i) write_wav(std::to_string(i) + ".wav", 120.0 + i);
  options_.manifest.clear();
  options_.inputs = {folder_ / "audio"};
  for (const auto& [share, wanted] :
       std::vector<std::pair<double, std::size_t>>{{0.0, 0}, {0.01, 1}, {0.25, 3}, {0.5, 5}}) {
    options_.valid_share = share;
    ASSERT_TRUE(pack_corpus(options_));
    const auto corpus = CorpusReader::open(options_.output);
    ASSERT_TRUE(corpus);
    std::size_t valid = 0;
    for (const auto& entry : corpus->entries()) valid += entry.split == Split::valid;
    EXPECT_EQ(valid, wanted) << share;
    EXPECT_EQ(corpus->entries().size(), 9u);
  }
  options_.valid_share = 0.6;
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::bad_value);
}

TEST_F(PackTest, ABadFileIsReportedAndSkipped) {
  write_wav("good.wav", 200.0);
  write_text("audio/bad.wav", "this is no sound");
  options_.inputs = {folder_ / "audio", folder_ / "missing.wav"};
  auto reader = pack_and_open();
  ASSERT_TRUE(reader) << reader.error().message;
  ASSERT_EQ(reader->entries().size(), 1u);
  EXPECT_EQ(reader->entries()[0].set, "files");
  EXPECT_EQ(reader->entries()[0].speaker, "audio");
  ASSERT_EQ(report_.skipped.size(), 2u);
  EXPECT_NE(report_.skipped[0].find("bad.wav"), std::string::npos) << report_.skipped[0];
  EXPECT_NE(report_.skipped[1].find("missing.wav"), std::string::npos) << report_.skipped[1];
}

TEST_F(PackTest, TheOrderDoesNotDependOnTheThreads) {
  for (int i = 0; i < 40; ++i) write_wav("a" + std::to_string(100 + i) + ".wav", 100.0 + 5 * i);
  options_.inputs = {folder_ / "audio"};
  const auto bytes_with = [&](int threads) {
    options_.threads = threads;
    EXPECT_TRUE(pack_corpus(options_));
    std::ifstream in(options_.output, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string one = bytes_with(1);
  EXPECT_GT(one.size(), std::size_t{40 * 16000});
  EXPECT_EQ(bytes_with(3), one);
}

TEST_F(PackTest, StoppingLeavesNothing) {
  write_wav("a.wav", 200.0);
  write_wav("b.wav", 200.0);
  options_.inputs = {folder_ / "audio"};
  std::vector<std::size_t> seen;
  options_.progress = [&](const PackProgress& progress) {
    seen.push_back(progress.done);
    EXPECT_EQ(progress.total, 2u);
    return false;
  };
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::cancelled);
  EXPECT_EQ(seen, std::vector<std::size_t>{1});
  EXPECT_FALSE(std::filesystem::exists(options_.output));
}

TEST_F(PackTest, BadOptionsAndManifestsAreErrors) {
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::bad_value);  // neither
  options_.manifest = folder_ / "none.tsv";
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::io);
  use_manifest("path\tkind\na\tspeech\n");
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::bad_value);
  use_manifest(std::string(kHeader) + "a.wav\tspeech\tx\tnever\ts\ten\t1\t\n");
  const auto unknown_split = pack_corpus(options_);
  EXPECT_EQ(unknown_split.error().code, ErrorCode::bad_value);
  EXPECT_NE(unknown_split.error().message.find("line 2"), std::string::npos);
  use_manifest(kHeader);
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::empty);
  options_.speeds["x"] = {3.0};
  EXPECT_EQ(pack_corpus(options_).error().code, ErrorCode::bad_value);
  EXPECT_FALSE(std::filesystem::exists(options_.output));
}

}  // namespace
}  // namespace codec
