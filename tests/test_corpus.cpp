#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "codec/corpus/corpus.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

class CorpusTest : public testing::Test {
 protected:
  void SetUp() override { path_ = folder_ / "small.sgc"; }

  static CorpusEntry first_entry() {
    return {"a/b.flac", "setA", "anna", "en", Split::valid, "Grüß Gott.", "G_B R_E", 0};
  }

  // Two entries: 321 samples (two subframes and one sample), and 159 (none).
  void write_small() {
    auto writer = CorpusWriter::create(path_);
    ASSERT_TRUE(writer);
    std::vector<std::int16_t> samples(321);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i] = static_cast<std::int16_t>(static_cast<int>(i) * 100 - 16000);
    }
    ASSERT_TRUE(writer->add(first_entry(), samples, std::vector<float>{0.0f, 123.5f}));
    CorpusEntry second;
    second.name = "c";
    second.split = Split::test;
    ASSERT_TRUE(writer->add(second, std::vector<std::int16_t>(159, -7), {}));
    ASSERT_TRUE(writer->commit());
  }

  std::string bytes() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  Result<CorpusReader> open_bytes(const std::string& content) const {
    const auto path = folder_ / "changed.sgc";
    std::filesystem::remove(path);  // some file systems flush what is overwritten: 2 ms each
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    return CorpusReader::open(path);
  }

  template <typename T>
  ErrorCode error_with(std::size_t offset, T value) const {
    std::string content = bytes();
    std::memcpy(content.data() + offset, &value, sizeof value);
    auto reader = open_bytes(content);
    EXPECT_FALSE(reader) << "offset " << offset << " accepted";
    return reader ? ErrorCode::io : reader.error().code;
  }

  testing_support::TemporaryFolder folder_;
  std::filesystem::path path_;
};

// Offsets in the small file, by hand: header 64; PCM 642 + 2 of padding, then 318 + 2; F0 8 bytes.
constexpr std::size_t kSecondPcm = 64 + 644;
constexpr std::size_t kF0 = kSecondPcm + 320;
constexpr std::size_t kTable = kF0 + 8;

TEST_F(CorpusTest, RoundTripKeepsEverything) {
  write_small();
  auto reader = CorpusReader::open(path_);
  ASSERT_TRUE(reader) << reader.error().message;
  ASSERT_EQ(reader->entries().size(), 2u);
  CorpusEntry want = first_entry();
  want.samples = 321;
  EXPECT_EQ(reader->entries()[0], want);
  EXPECT_EQ(reader->entries()[1].split, Split::test);
  EXPECT_EQ(reader->total_samples(), 480);
  ASSERT_EQ(reader->samples(0).size(), 321u);
  EXPECT_EQ(reader->samples(0)[0], -16000);
  EXPECT_EQ(reader->samples(0)[320], 16000);
  ASSERT_EQ(reader->samples(1).size(), 159u);
  EXPECT_EQ(reader->samples(1)[158], -7);
  ASSERT_EQ(reader->f0(0).size(), 2u);
  EXPECT_EQ(reader->f0(0)[1], 123.5f);
  EXPECT_TRUE(reader->f0(1).empty());
}

TEST_F(CorpusTest, TheBytesAreThoseOfTheHeader) {
  write_small();
  const std::string content = bytes();
  const auto at = [&]<typename T>(std::size_t offset, T) {
    T value;
    std::memcpy(&value, content.data() + offset, sizeof value);
    return value;
  };
  EXPECT_EQ(content.substr(0, 8), "SGCORPUS");
  EXPECT_EQ(at(8, std::uint32_t{}), 1u);
  EXPECT_EQ(at(12, std::uint32_t{}), 16000u);
  EXPECT_EQ(at(16, std::uint32_t{}), 160u);
  EXPECT_EQ(at(24, std::uint32_t{}), 2u);
  EXPECT_EQ(at(32, std::uint64_t{}), kTable);
  EXPECT_EQ(at(48, std::uint64_t{}), content.size());
  EXPECT_EQ(at(64, std::int16_t{}), -16000);
  EXPECT_EQ(at(64 + 642, std::int16_t{}), 0);  // padding
  EXPECT_EQ(at(kSecondPcm, std::int16_t{}), -7);
  EXPECT_EQ(at(kF0 + 4, float{}), 123.5f);
  EXPECT_EQ(at(kTable, std::uint64_t{}), 321u);
  EXPECT_EQ(at(kTable + 8, std::uint64_t{}), 64u);
  EXPECT_EQ(at(kTable + 16, std::uint64_t{}), kF0);
  EXPECT_EQ(at(kTable + 24, std::uint8_t{}), 1);  // valid
  EXPECT_EQ(at(kTable + 25, std::uint32_t{}), 8u);
  EXPECT_EQ(content.substr(kTable + 29, 8), "a/b.flac");
}

TEST_F(CorpusTest, AFileCutAnywhereIsAnError) {
  write_small();
  const std::string content = bytes();
  for (std::size_t length = 0; length < content.size(); ++length) {
    auto reader = open_bytes(content.substr(0, length));
    ASSERT_FALSE(reader) << "cut at " << length;
    EXPECT_EQ(reader.error().code, ErrorCode::truncated) << "cut at " << length;
  }
  EXPECT_EQ(open_bytes(content + "x").error().code, ErrorCode::corrupt);
}

TEST_F(CorpusTest, NoByteOfHeaderOrTableCanBreakTheReader) {
  write_small();
  const std::string content = bytes();
  for (std::size_t offset = 0; offset < content.size(); ++offset) {
    if (offset == 64) offset = kF0;
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      std::string changed = content;
      changed[offset] = static_cast<char>(changed[offset] ^ flip);
      auto reader = open_bytes(changed);
      if (offset < 64) {
        EXPECT_FALSE(reader) << "header byte " << offset;
      }
      if (!reader) continue;
      for (std::size_t i = 0; i < reader->entries().size(); ++i) {
        EXPECT_EQ(reader->samples(i).size() / 160, reader->f0(i).size());
        EXPECT_LE(reader->samples(i).size(), content.size() / 2);
      }
    }
  }
}

TEST_F(CorpusTest, HostileLengthsAreRefused) {
  write_small();
  const auto huge = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(error_with<char>(0, 's'), ErrorCode::not_our_format);
  EXPECT_EQ(error_with<std::uint32_t>(8, 2), ErrorCode::newer_version);
  EXPECT_EQ(error_with<std::uint32_t>(8, 0), ErrorCode::corrupt);
  EXPECT_EQ(error_with<std::uint32_t>(12, 8000), ErrorCode::corrupt);
  EXPECT_EQ(error_with<std::uint32_t>(24, 0xffffffff), ErrorCode::corrupt);  // entries
  EXPECT_EQ(error_with<std::uint32_t>(24, 1), ErrorCode::corrupt);
  EXPECT_EQ(error_with<std::uint32_t>(24, 3), ErrorCode::corrupt);
  EXPECT_EQ(error_with(32, huge), ErrorCode::corrupt);  // table
  EXPECT_EQ(error_with<std::uint64_t>(32, 0), ErrorCode::corrupt);
  EXPECT_EQ(error_with(40, huge), ErrorCode::corrupt);
  EXPECT_EQ(error_with(48, huge), ErrorCode::truncated);
  EXPECT_EQ(error_with(kTable, huge), ErrorCode::corrupt);  // samples
  EXPECT_EQ(error_with<std::uint64_t>(kTable, std::uint64_t{1} << 63), ErrorCode::corrupt);
  EXPECT_EQ(error_with<std::uint64_t>(kTable, 1000), ErrorCode::corrupt);
  EXPECT_EQ(error_with<std::uint64_t>(kTable + 8, 66), ErrorCode::corrupt);  // misaligned
  EXPECT_EQ(error_with<std::uint64_t>(kTable + 8, 0), ErrorCode::corrupt);
  EXPECT_EQ(error_with(kTable + 8, huge - 3), ErrorCode::corrupt);
  EXPECT_EQ(error_with<std::uint64_t>(kTable + 16, 64), ErrorCode::corrupt);  // F0 on the PCM
  EXPECT_EQ(error_with(kTable + 16, huge - 3), ErrorCode::corrupt);
  EXPECT_EQ(error_with<std::uint8_t>(kTable + 24, 3), ErrorCode::corrupt);  // split
  EXPECT_EQ(error_with<std::uint32_t>(kTable + 25, 0xffffffff), ErrorCode::corrupt);
}

TEST_F(CorpusTest, AnF0ThatIsNoFrequencyIsRefused) {
  write_small();
  for (const float hz : {std::numeric_limits<float>::quiet_NaN(), -100.0f, 19.0f, 2001.0f,
                         std::numeric_limits<float>::infinity()}) {
    EXPECT_EQ(error_with(kF0, hz), ErrorCode::corrupt) << hz;
    auto writer = CorpusWriter::create(folder_ / "other.sgc");
    ASSERT_TRUE(writer);
    auto status = writer->add({}, std::vector<std::int16_t>(160), std::vector<float>{hz});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::bad_value);
  }
}

TEST_F(CorpusTest, F0OfTheWrongLengthIsRefused) {
  auto writer = CorpusWriter::create(path_);
  ASSERT_TRUE(writer);
  EXPECT_FALSE(writer->add({}, std::vector<std::int16_t>(320), std::vector<float>{0.0f}));
}

TEST_F(CorpusTest, NothingStandsUnderTheNameUntilCommit) {
  write_small();
  const std::string before = bytes();
  {
    auto writer = CorpusWriter::create(path_);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->add({}, std::vector<std::int16_t>(1000), std::vector<float>(6)));
  }
  EXPECT_EQ(bytes(), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(CorpusTest, AMovedReaderKeepsItsMapping) {
  write_small();
  auto opened = CorpusReader::open(path_);
  ASSERT_TRUE(opened);
  CorpusReader first = std::move(*opened);
  CorpusReader second = std::move(first);
  EXPECT_EQ(second.samples(0)[320], 16000);
  EXPECT_TRUE(first.entries().empty());  // NOLINT(bugprone-use-after-move): as promised
}

TEST_F(CorpusTest, MissingFilesAndFoldersAreErrors) {
  EXPECT_EQ(CorpusReader::open(folder_ / "none").error().code, ErrorCode::io);
  EXPECT_EQ(CorpusReader::open(folder_).error().code, ErrorCode::io);
  EXPECT_EQ(CorpusWriter::create(folder_ / "none" / "x.sgc").error().code, ErrorCode::io);
}

TEST(Split, NamesRoundTrip) {
  for (const Split split : {Split::train, Split::valid, Split::test}) {
    auto parsed = parse_split(to_string(split));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, split);
  }
  EXPECT_FALSE(parse_split("Train"));
}

}  // namespace
}  // namespace codec
