// TextGrids as Praat writes them, labels as Audacity does, and both as we write them.
#include <gtest/gtest.h>

#include <fstream>

#include "codec/files/label_file.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

const std::string kLong =
    "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0 \nxmax = 2.3 \n"
    "tiers? <exists> \nsize = 2 \nitem []: \n    item [1]:\n        class = \"IntervalTier\" \n"
    "        name = \"words\" \n        xmin = 0 \n        xmax = 2.3 \n"
    "        intervals: size = 3 \n        intervals [1]:\n            xmin = 0 \n"
    "            xmax = 0.5 \n            text = \"\" \n        intervals [2]:\n"
    "            xmin = 0.5 \n            xmax = 1.25 \n            text = \"say \"\"A\"\"\" \n"
    "        intervals [3]:\n            xmin = 1.25 \n            xmax = 2.3 \n"
    "            text = \"Tür 3\" \n    item [2]:\n        class = \"TextTier\" \n"
    "        name = \"bells\" \n        xmin = 0 \n        xmax = 2.3 \n"
    "        points: size = 1 \n        points [1]:\n            number = 1.5 \n"
    "            mark = \"ding\" \n";
const std::vector<LabelTier> kTiers{{"words", {{0.5, 1.25, "say \"A\""}, {1.25, 2.3, "Tür 3"}}},
                                    {"bells", {{1.5, 1.5, "ding"}}}};

std::string utf16(const std::string& text, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (std::size_t i = 0; i < text.size(); ++i) {
    int unit = static_cast<unsigned char>(text[i]);
    if (unit == 0xC3) unit = 0xC0 | (static_cast<unsigned char>(text[++i]) & 0x3F);
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

TEST(LabelFile, ReadsWhatPraatWrites) {
  std::string latin = kLong;
  latin.replace(latin.find("ü"), 2, "\xFC");
  const std::string brief =
      "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n2.3\n<exists>\n2\n"
      "\"IntervalTier\"\n\"words\"\n0\n2.3\n3\n0\n0.5\n\"\"\n0.5\n1.25\n\"say \"\"A\"\"\"\n1.25\n"
      "2.3\n\"Tür 3\"\n\"TextTier\"\n\"bells\"\n0\n2.3\n1\n1.5\n\"ding\"\n";
  std::string dos = brief;
  for (std::size_t i = 0; (i = dos.find('\n', i)) != dos.npos; i += 2) dos.replace(i, 1, "\r\n");
  for (const std::string& text : {kLong, latin, brief, dos, "\xEF\xBB\xBF" + kLong,
                                  utf16(kLong, true), utf16(kLong, false)}) {
    const auto read = parse_labels(text);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(*read, kTiers);
  }
}

TEST(LabelFile, CutAndWrongOnesSaySo) {
  for (std::size_t size = 60; size < kLong.size() - 3; size += 7) {
    EXPECT_FALSE(parse_labels(std::string_view(kLong).substr(0, size)).ok()) << size;
  }
  const auto changed = [](const std::string& from, const std::string& to) {
    std::string text = kLong;
    text.replace(text.find(from), from.size(), to);
    return parse_labels(text);
  };
  // A count that lies is not believed, however large.
  EXPECT_EQ(changed("size = 3", "size = 4000000000").error().code, ErrorCode::truncated);
  EXPECT_EQ(changed("size = 2", "size = 1e300").error().code, ErrorCode::truncated);
  EXPECT_EQ(changed("xmax = 1.25", "xmax = 0.25").error().code, ErrorCode::bad_value);
  EXPECT_EQ(changed("number = 1.5", "number = nan").error().code, ErrorCode::truncated);
  EXPECT_EQ(changed("IntervalTier", "PitchTier").error().code, ErrorCode::bad_value);
  EXPECT_EQ(changed("TextGrid", "Sound").error().code, ErrorCode::not_our_format);
  EXPECT_EQ(parse_labels("ooBinaryFile\x08TextGrid").error().code, ErrorCode::unsupported);
  EXPECT_EQ(parse_labels("hello\n").error().code, ErrorCode::not_our_format);
  EXPECT_EQ(parse_labels("1\t2\ta\n3\tx\tb\n").error().code, ErrorCode::bad_value);
}

TEST(LabelFile, ReadsWhatAudacityWrites) {
  const auto read = parse_labels(
      "0.500000\t1.250000\tone\r\n\\\t200.0\t4000.0\r\n2.0\t2.0\tbell\n1,5\t1,75\tzwei\n3\t4\t\n");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, (std::vector<LabelTier>{
                       {"", {{0.5, 1.25, "one"}, {1.5, 1.75, "zwei"}, {2.0, 2.0, "bell"}}}}));
}

TEST(LabelFile, WhatIsWrittenComesBack) {
  const auto again = parse_labels(text_grid(kTiers, 2.3));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, kTiers);
  // Overlaps and points share a name, not a tier.
  const std::vector<LabelTier> mixed{
      {"all", {{0.0, 1.0, "a"}, {0.5, 1.5, "b"}, {0.75, 0.75, "p"}, {1.0, 2.0, "c"}}}};
  const auto split = parse_labels(text_grid(mixed, 1.0));
  ASSERT_TRUE(split.ok()) << split.error().message;
  EXPECT_EQ(*split, (std::vector<LabelTier>{{"all", {{0.0, 1.0, "a"}, {1.0, 2.0, "c"}}},
                                            {"all", {{0.5, 1.5, "b"}}},
                                            {"all", {{0.75, 0.75, "p"}}}}));
  EXPECT_NE(text_grid(mixed, 1.0).find("xmax = 2\n"), std::string::npos);
  EXPECT_EQ(audacity_labels({{"", {{1.0, 2.0, "a\tb\nc"}}}, {"", {{0.25, 0.25, "p"}}}}),
            "0.250000\t0.250000\tp\n1.000000\t2.000000\ta b c\n");
}

TEST(LabelFile, ErrorsNameTheFile) {
  EXPECT_EQ(label_format("a/B.TextGrid"), LabelFormat::text_grid);
  EXPECT_EQ(label_format("b.TXT"), LabelFormat::audacity);
  EXPECT_EQ(label_format("b.wav"), std::nullopt);
  const testing_support::TemporaryFolder folder;
  std::ofstream(folder.path() / "cut.TextGrid") << kLong.substr(0, 200);
  const auto cut = read_labels(folder.path() / "cut.TextGrid");
  ASSERT_FALSE(cut.ok());
  EXPECT_NE(cut.error().message.find("cut.TextGrid: "), std::string::npos);
  EXPECT_FALSE(read_labels(folder.path() / "none.TextGrid").ok());
}

}  // namespace
}  // namespace codec
