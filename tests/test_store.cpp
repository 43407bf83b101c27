// Config, JSON, safetensors, SHA-256, pending files: what comes from strangers, and what must not
// be lost.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <set>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/printed.h"
#include "codec/base/safetensors.h"
#include "codec/base/safetensors_head.h"
#include "codec/base/sha256.h"
#include "codec/base/sha256_blocks.h"
#include "codec/model/model_config.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string with_header(const std::string& header, const std::string& data = {}) {
  std::string file(8, '\0');
  const std::uint64_t n = header.size();
  std::memcpy(file.data(), &n, 8);
  return file + header + data;
}

std::ptrdiff_t files_in(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

TEST(Sha256, GivesTheValuesOfFips180) {
  EXPECT_EQ(to_hex(sha256(bytes_of(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(bytes_of(std::string(1000000, 'a')))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Where this processor has none of its own, the values above are the portable ones.
TEST(Sha256, TheProcessorsInstructionsTakeBlocksAsPortableCodeDoes) {
  const auto processors = processors_sha256_blocks();
  if (processors == nullptr) GTEST_SKIP() << "no SHA extensions here";
  std::mt19937 random(7);
  std::vector<std::uint8_t> data(64 * 9 + 1);
  for (auto& b : data) b = static_cast<std::uint8_t>(random());
  for (const std::size_t count : {0, 1, 2, 9}) {
    Sha256State a{}, b{};
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = b[i] = static_cast<std::uint32_t>(random());
    const auto before = a;
    processors(a, data.data() + 1, count);  // wherever the bytes lie
    portable_sha256_blocks(b, data.data() + 1, count);
    EXPECT_EQ(a, b) << count;
    EXPECT_EQ(a == before, count == 0);
  }
}

TEST(Json, ReadsWhatRfc8259Allows) {
  const auto v = json::parse(R"( {"a": [1, -2.5e3, true, null], "b": "\u00e4\ud83d\ude00\n"} )");
  ASSERT_TRUE(v);
  const auto& a = *v->find("a")->array();
  ASSERT_EQ(a.size(), 4u);
  EXPECT_EQ(*a[0].number(), 1.0);
  EXPECT_EQ(*a[1].number(), -2500.0);
  EXPECT_TRUE(*a[2].boolean());
  EXPECT_EQ(a[3].number(), nullptr);
  EXPECT_EQ(*v->find("b")->string(), "\xc3\xa4\xf0\x9f\x98\x80\n");
}

TEST(Json, RefusesWhatItDoesNot) {
  for (const char* text : {"",        "{",           "[1,]",  "{\"a\":1,}", "{\"a\":1,\"a\":2}",
                           "01",      "1.",          "1e",    "+1",         "nul",
                           "\"\\x\"", "\"\\ud800\"", "\"a",   "[1] 2",      "1e999",
                           "NaN",     "\"\t\"",      "{1:2}", "-",          "[",
                           "\"\\u12"}) {
    EXPECT_FALSE(json::parse(text)) << text;
  }
  EXPECT_FALSE(json::parse(std::string(100000, '['))) << "depth is limited";
}

TEST(Json, QuotingReadsBackAsTheSameText) {
  const std::string text = "a\"b\\c\n\t\x01 ü";
  const auto v = json::parse(json::quote(text));
  ASSERT_TRUE(v);
  EXPECT_EQ(*v->string(), text);
}

// Ids and time stamps of 64 bits, 1.0 and 1e-3 are other people's: they go out as they came in.
TEST(Json, NumbersKeepTheirText) {
  for (const char* text :
       {"1234567890123456789", "9007199254740993", "-9223372036854775808", "18446744073709551616",
        "0", "-0", "7", "123456789012345", "1234567890123456", "1.0", "0.10", "1e3", "1E-3", "2.50",
        "3.141592653589793238", "-1", "100000000000000000000000000000000000001"}) {
    const auto v = json::parse(text);
    ASSERT_TRUE(v) << text;
    EXPECT_EQ(json::to_text(*v), text);
    EXPECT_DOUBLE_EQ(*v->number(), std::stod(text));
    const auto copy = *json::parse("{\"a\": [" + std::string(text) + "]}");
    EXPECT_EQ(json::to_text(copy), "{\"a\": [" + std::string(text) + "]}");
  }
  EXPECT_EQ(json::to_text(0.1), "0.1");
  EXPECT_EQ(json::to_text(3.0), "3");
  EXPECT_EQ(json::to_text(json::Value::integer(std::uint64_t{18446744073709551615u})),
            "18446744073709551615");
  EXPECT_EQ(json::parse("9223372036854775807")->integer(), 9223372036854775807);
  EXPECT_EQ(json::parse("9223372036854775808")->integer(), std::nullopt);
  EXPECT_EQ(json::parse("1.0")->integer(), std::nullopt);
  EXPECT_EQ(json::parse("-12")->integer(), -12);
}

// A name on disk is any bytes. Python reads "\udcff" and os.fsencode() makes the byte of it again.
TEST(Json, BytesThatAreNotUtf8AreEscapedAndComeBack) {
  EXPECT_EQ(json::quote("\xff\xfe.wav"), "\"\\udcff\\udcfe.wav\"");
  EXPECT_EQ(json::quote("caf\xe9"), "\"caf\\udce9\"");
  EXPECT_EQ(json::quote("\xed\xa0\x80"), "\"\\udced\\udca0\\udc80\"") << "a surrogate in UTF-8";
  EXPECT_EQ(json::quote("\xc0\xaf\xf4\x90\x80\x80"),
            "\"\\udcc0\\udcaf\\udcf4\\udc90\\udc80\\udc80\"");
  EXPECT_EQ(json::quote("\xe2\x82"), "\"\\udce2\\udc82\"") << "cut";
  EXPECT_EQ(json::quote("\xf0\x9f\x98\x80\xc3\xa4"), "\"\xf0\x9f\x98\x80\xc3\xa4\"");
  std::string all;
  for (int c = 1; c < 256; ++c) all.push_back(static_cast<char>(c));
  const auto v = json::parse(json::quote(all));
  ASSERT_TRUE(v);
  EXPECT_EQ(*v->string(), all);
  EXPECT_FALSE(json::parse("\"\\udc00\""));
  EXPECT_FALSE(json::parse("\"\\udd00\""));
}

TEST(Json, PassesOverAByteOrderMark) {
  EXPECT_TRUE(json::parse("\xef\xbb\xbf{\"a\": 1}"));
  EXPECT_FALSE(json::parse("\xef\xbb\xbf"));
  EXPECT_FALSE(json::parse("\xef\xbb\xbf\xef\xbb\xbf{}"));
}

// A locale with a decimal comma, and one where the small letter of I has no dot to lose.
TEST(Printed, IsTheSameInEveryLocale) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("sonoglyph-locale-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto make =
      "localedef -i de_DE -f UTF-8 " + (folder / "de_DE.UTF-8").string() + " >/dev/null 2>&1";
  if (std::system(make.c_str()) == 0) {
    ::setenv("LOCPATH", folder.c_str(), 1);
    ASSERT_NE(std::setlocale(LC_ALL, "de_DE.UTF-8"), nullptr);
    EXPECT_STREQ(std::localeconv()->decimal_point, ",");
  }
  EXPECT_EQ(printed("%.2f|%g|%s", 1.5, 0.25, "x"), "1.50|0.25|x");
  EXPECT_EQ(printed("%s", std::string(1000, 'x').c_str()), std::string(1000, 'x'));
  EXPECT_EQ(to_double("0.25"), 0.25);
  EXPECT_EQ(to_double("1e-3"), 0.001);
  EXPECT_EQ(to_double("+2"), 2.0);
  for (const char* text : {"0,25", "", " 1", "1 ", "+-1", "1x", "--1"}) {
    EXPECT_FALSE(to_double(text)) << text;
  }
  EXPECT_EQ(lower_case(".AIFF"), ".aiff");
  std::setlocale(LC_ALL, "C");
  std::filesystem::remove_all(folder);
}

TEST(SafeTensors, ComesBackAsItWas) {
  SafeTensors file;
  const std::vector<float> values{1.0f, -2.5f, 0.0f, 3e-5f, 65504.0f, -1e-8f};
  file.tensors["a"] = TensorData::from_floats({2, 3}, values);
  file.tensors["h"] = TensorData::from_floats({6}, values, DType::f16);
  file.metadata["who"] = "a \"test\"";
  const auto back = SafeTensors::parse(file.serialize());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->metadata.at("who"), "a \"test\"");
  EXPECT_EQ(back->find("a")->to_floats(), values);
  EXPECT_EQ(back->find("a")->shape, (std::vector<std::int64_t>{2, 3}));
  // Half precision by hand: 3e-5 is the subnormal 503 * 2^-24, -1e-8 rounds to -0, 65504 is exact.
  const auto half = back->find("h")->to_floats();
  EXPECT_EQ(half[0], 1.0f);
  EXPECT_EQ(half[1], -2.5f);
  EXPECT_EQ(half[3], 503 * 0x1p-24f);
  EXPECT_EQ(half[4], 65504.0f);
  EXPECT_EQ(half[5], 0.0f);
}

TEST(SafeTensors, HalfPrecisionRoundsToNearestEven) {
  // 1 + 2^-11 lies between 1 and 1 + 2^-10: a tie, to the even 1. A little more goes up.
  const std::vector<float> values{1.0f + 0x1p-11f, 1.0f + 0x1p-11f + 0x1p-20f, 1.0f + 3 * 0x1p-11f};
  const auto half = TensorData::from_floats({3}, values, DType::f16).to_floats();
  EXPECT_EQ(half[0], 1.0f);
  EXPECT_EQ(half[1], 1.0f + 0x1p-10f);
  EXPECT_EQ(half[2], 1.0f + 0x1p-9f);
}

TEST(SafeTensors, HostileHeadersAreErrors) {
  const std::string good = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  ASSERT_TRUE(SafeTensors::parse(bytes_of(with_header(good, "1234"))));
  const std::string cases[] = {
      with_header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", "1234"),
      with_header(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}})", "1234"),
      with_header(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", "1234"),
      with_header(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", "1234"),
      with_header(R"({"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}})", "1234"),
      with_header(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})"),
      with_header(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                  R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                  "123"),
      with_header(good, "12345"),
      with_header("[]"),
      with_header(R"({"a":1})"),
      std::string("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10),
      std::string("\x08\0\0", 3),
  };
  for (const auto& file : cases) EXPECT_FALSE(SafeTensors::parse(bytes_of(file))) << file;
  const auto whole = with_header(good, "1234");
  for (std::size_t n = 0; n < whole.size(); ++n) {
    EXPECT_FALSE(SafeTensors::parse(bytes_of(whole.substr(0, n)))) << "cut at " << n;
  }
}

// A header of many numbers takes forty times its bytes: it is refused before it is parsed, and a
// file before it is read.
TEST(SafeTensors, HeadersAreBounded) {
  std::string list = "{\"a\":[";
  while (list.size() < kMostSafeTensorsHeader) list += "0,";
  list += "0]}";
  const auto large = SafeTensors::parse(bytes_of(with_header(list)));
  ASSERT_FALSE(large.ok());
  EXPECT_NE(large.error().message.find("1048576 are read"), std::string::npos);
  const testing_support::TemporaryFolder folder;
  const auto code_of = [&](std::uint64_t header_bytes, const std::string& rest) {
    const auto path = folder / "a.safetensors";
    std::ofstream(path, std::ios::binary)
        << std::string(reinterpret_cast<const char*>(&header_bytes), 8) + rest;
    std::filesystem::resize_file(path, std::uintmax_t{1} << 32);  // of nothing: a sparse file
    const auto read = SafeTensors::read(path);
    EXPECT_FALSE(read.ok());
    return read ? ErrorCode::io : read.error().code;
  };
  EXPECT_EQ(code_of(std::uint64_t{1} << 31, "{"), ErrorCode::corrupt);
  EXPECT_EQ(code_of(std::uint64_t{1} << 33, "{"), ErrorCode::truncated);
  EXPECT_EQ(code_of(2, "[]"), ErrorCode::not_our_format);
}

TEST(ModelConfig, JsonComesBackAsItWas) {
  ModelConfig config;
  config.name = "a-model";
  config.levels = 3;
  config.level_roles = {"semantic", "acoustic", "acoustic"};
  config.f0_min_hz = 55.5;
  config.lookahead_frames = 6;
  const auto back = ModelConfig::from_json(config.to_json());
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, config);
}

TEST(ModelConfig, EveryFaultIsNamed) {
  const struct {
    const char* json;
    const char* word;  // stands in the message
  } cases[] = {
      {R"({"leves": 3})", "leves"},
      {R"({"levels": 0})", "levels"},
      {R"({"levels": 2.5})", "levels"},
      {R"({"codebook_size": 1000})", "power of two"},
      {R"({"name": "../x"})", "name"},
      {R"({"weights": "../x"})", "weights"},
      {R"({"weights_sha256": "12"})", "sha256"},
      {R"({"analysis_window_samples": 500})", "window"},
      {R"({"source_filter": false, "free_spectrum": false})", "head"},
      {R"({"f0_min_hz": 600})", "f0"},
      {R"({"format": 3, "future": 1})", "newer"},
      {R"({"level_roles": ["semantic"]})", "level_roles"},
      {R"({"semantic_delay_frames": 17})", "semantic_delay_frames"},
      {R"({"semantic_delay_frames": 2})", "semantic_delay_frames"},
      {R"({"lookahead_frames": 33})", "lookahead_frames"},
      {R"({"lookahead_frames": -1})", "lookahead_frames"},
      {R"([1])", "object"},
      {R"({"encoder_channels": 1000000000})", "encoder_channels"},
  };
  for (const auto& c : cases) {
    const auto config = ModelConfig::from_json(c.json);
    ASSERT_FALSE(config) << c.json;
    EXPECT_NE(config.error().message.find(c.word), std::string::npos) << config.error().message;
    EXPECT_EQ(config.error().message.find('\n'), std::string::npos);
  }
}

TEST(ModelConfig, StatesLatencyAndRates) {
  const ModelConfig config;
  EXPECT_EQ(config.hop_samples(), 320);
  EXPECT_EQ(config.latency_samples(), 800);  // 50 ms: 320 to collect, 480 until overlap-add is done
  ModelConfig ahead;
  ahead.lookahead_frames = 4;  // of a frame each
  EXPECT_EQ(ahead.latency_samples(), 800 + 4 * 320);
  EXPECT_EQ(config.bits_per_code(), 10);
  EXPECT_DOUBLE_EQ(config.bit_rate_bps(5), 2500.0);
}

TEST(PendingFile, LeavesTheOldFileUntilCommit) {
  const testing_support::TemporaryFolder folder;
  const auto path = folder / "x";
  ASSERT_TRUE(write_file(path, "old"));
  {
    auto pending = PendingFile::create(path);
    ASSERT_TRUE(pending);
    pending->stream() << "half of the n";
    EXPECT_EQ(files_in(folder), 2);
  }
  EXPECT_EQ(read_file(path)->size(), 3u);
  EXPECT_EQ(files_in(folder), 1) << "no temporary file stays";
  ASSERT_TRUE(write_file(path, "newer"));
  EXPECT_EQ(read_file(path)->size(), 5u);
}

std::string text_of(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : "?";
}

TEST(PendingFile, FollowsLinks) {
  const testing_support::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "there");
  ASSERT_TRUE(write_file(folder / "there/old", "old"));
  std::filesystem::create_symlink("there/old", folder / "one");
  std::filesystem::create_symlink("one", folder / "two");
  std::filesystem::create_symlink("there/new", folder / "dangling");
  std::filesystem::create_symlink("nowhere/x", folder / "lost");
  std::filesystem::create_symlink("loop", folder / "loop");
  ASSERT_TRUE(write_file(folder / "two", "1"));
  ASSERT_TRUE(write_file(folder / "dangling", "2"));
  EXPECT_EQ(text_of(folder / "there/old"), "1");
  EXPECT_EQ(text_of(folder / "there/new"), "2");
  EXPECT_FALSE(write_file(folder / "lost", "3"));
  EXPECT_FALSE(write_file(folder / "loop", "4"));
  for (const char* link : {"one", "two", "dangling"}) {
    EXPECT_TRUE(std::filesystem::is_symlink(folder / link)) << link;
  }
}

TEST(PendingFile, WritesDescriptorsInPlace) {
  const testing_support::TemporaryFolder folder;
  const int fd = ::open((folder / "x").c_str(), O_RDWR | O_CREAT | O_APPEND, 0600);
  ASSERT_GE(fd, 0);
  ASSERT_EQ(::write(fd, "before ", 7), 7);
  std::filesystem::create_symlink("/proc/self/fd/" + std::to_string(fd), folder / "link");
  ASSERT_TRUE(write_file(folder / "link", "after"));
  EXPECT_EQ(text_of(folder / "x"), "before after");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  ::close(fd);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_TRUE(write_file("/dev/fd/" + std::to_string(ends[1]), "piped"));
  char got[5];
  EXPECT_EQ(::read(ends[0], got, 5), 5);
  EXPECT_EQ(std::string(got, 5), "piped");
  ::close(ends[0]);
  ::close(ends[1]);
  EXPECT_FALSE(write_file("/dev/full", "x"));
}

TEST(PendingFile, KeepsTheModeOfWhatItReplaces) {
  const testing_support::TemporaryFolder folder;
  const auto path = folder / "x";
  ASSERT_TRUE(write_file(path, "old"));
  for (const auto mode : {std::filesystem::perms(0600), std::filesystem::perms(0754)}) {
    std::filesystem::permissions(path, mode);
    ASSERT_TRUE(write_file(path, "new"));
    EXPECT_EQ(std::filesystem::status(path).permissions(), mode);
  }
}

TEST(PendingFile, TakesTheLongestNamesAndNobodyForetellsItsOwn) {
  const testing_support::TemporaryFolder folder;
  for (const std::size_t length : {1U, 232U, 233U, 234U, 244U, 255U}) {
    const std::string name(length, 'x');
    EXPECT_TRUE(write_file(folder / name, "y")) << length;
    EXPECT_LE(pending_prefix(name).size() + 16, 255u) << length;
  }
  EXPECT_FALSE(write_file(folder / std::string(256, 'x'), "y"));
  EXPECT_EQ(files_in(folder), 6);
  EXPECT_EQ(pending_prefix("a.sgl"), "a.sgl.part-");
  EXPECT_NE(pending_prefix(std::string(250, 'x') + "a"),
            pending_prefix(std::string(250, 'x') + "b"));
  std::set<std::string> names;
  for (int i = 0; i < 2; ++i) {
    auto pending = PendingFile::create(folder / "z");
    ASSERT_TRUE(pending);
    for (const auto& entry : std::filesystem::directory_iterator(folder / ".")) {
      const auto name = entry.path().filename().string();
      if (name.starts_with("z.part-")) names.insert(name);
    }
  }
  EXPECT_EQ(names.size(), 2u);
}

TEST(FileIo, FaultsAreOneLineErrors) {
  const testing_support::TemporaryFolder folder;
  for (const auto& path : {folder / "missing", folder / "."}) {
    const auto bytes = read_file(path);
    ASSERT_FALSE(bytes);
    EXPECT_NE(bytes.error().message.find(path.string()), std::string::npos);
  }
  EXPECT_FALSE(write_file(folder / "no/such/folder/x", "y"));
  ASSERT_TRUE(write_file(folder / "big", "0123456789"));
  EXPECT_FALSE(read_file(folder / "big", 5));
}

}  // namespace
}  // namespace codec
