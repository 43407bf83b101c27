// Token files: every format and layout comes back, pinned contents, and files that are wrong.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "codec/base/file_io.h"
#include "codec/base/safetensors.h"
#include "codec/tokens/token_file.h"
#include "tests/support/synthetic_codes.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

namespace fs = std::filesystem;
using testing_support::markov_codes;

constexpr const char* kNames[] = {"a.npy", "a.json", "a.jsonl", "a.csv", "a.safetensors"};

class Tokens : public testing::Test {
 protected:
  fs::path at(const std::string& name) const { return folder_ / name; }
  std::string text(const std::string& name) const {
    const auto bytes = read_file(at(name));
    return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
  }
  void put(const std::string& name, const std::string& content) const {
    std::ofstream(at(name), std::ios::binary) << content;
  }

  static TokenFile tokens(int levels, std::int64_t frames, int bits = 10) {
    TokenFile t;
    for (std::size_t i = 0; i < 32; ++i) t.header.fingerprint[i] = static_cast<std::uint8_t>(i * 9);
    t.header.model_name = "speech-16k";
    t.header.source_rate_hz = 44100;
    t.header.source_channels = 2;
    t.header.source_length = 123456789;
    t.header.gain_millidb = -3500;
    t.header.levels = levels;
    t.header.bits_per_code = bits;
    t.codes = markov_codes(levels, bits, frames, 5);
    return t;
  }

  testing_support::TemporaryFolder folder_;
};

TEST_F(Tokens, EveryFormatAndLayoutComesBack) {
  for (const char* name : kNames) {
    for (const auto layout : {TokenLayout::nested, TokenLayout::interleave, TokenLayout::delay,
                              TokenLayout::parallel}) {
      for (const bool offsets : {true, false}) {
        for (const int levels : {1, 4, 16}) {
          for (const std::int64_t frames : {1, 2, 77}) {
            for (const int bits : {1, 10, 16}) {
              const auto want = tokens(levels, frames, bits);
              const TokenOptions options{.layout = layout, .level_offsets = offsets};
              const auto written = write_tokens(at(name), want, options);
              if (std::string(name) == "a.csv" && layout != TokenLayout::nested) {
                ASSERT_EQ(written.error().code, ErrorCode::unsupported);
                continue;
              }
              ASSERT_TRUE(written.ok()) << written.error().message;
              const auto got = read_tokens(at(name));
              ASSERT_TRUE(got.ok()) << got.error().message;
              EXPECT_TRUE(got->has_header);
              ASSERT_EQ(got->codes, want.codes) << name << " layout " << static_cast<int>(layout);
              ASSERT_EQ(got->header, want.header) << name;
            }
          }
        }
      }
    }
  }
}

TEST_F(Tokens, SemanticLevelAloneAndDeduplicated) {
  const auto all = tokens(4, 300);
  std::vector<Code> first;
  for (std::int64_t t = 0; t < 300; ++t) first.push_back(all.codes.at(0, t) / 300);  // runs
  auto runs = all;
  for (std::int64_t t = 0; t < 300; ++t) {
    runs.codes.data[static_cast<std::size_t>(4 * t)] = first[static_cast<std::size_t>(t)];
  }
  for (const char* name : kNames) {
    for (const bool dedup : {false, true}) {
      ASSERT_TRUE(write_tokens(at(name), runs, {.semantic_only = true, .dedup = dedup}).ok());
      const auto got = read_tokens(at(name));
      ASSERT_TRUE(got.ok()) << got.error().message;
      EXPECT_EQ(got->codes.levels, 1);
      EXPECT_EQ(got->codes.data, first) << name << (dedup ? " dedup" : "");
    }
  }
  EXPECT_LT(fs::file_size(at("a.json")), 2000u);
  EXPECT_EQ(write_tokens(at("a.json"), runs, {.dedup = true}).error().code, ErrorCode::unsupported);
}

// A code that lost a digit is a code as well: only what a hand wrote may lack its last newline.
TEST_F(Tokens, ACsvThatEndsWithinALineIsCut) {
  auto t = tokens(2, 0);
  t.codes.data = {1, 2, 3, 456};
  t.header.source_length.reset();
  ASSERT_TRUE(write_tokens(at("a.csv"), t).ok());
  const auto csv = text("a.csv");
  ASSERT_TRUE(csv.ends_with(",3,456\n"));
  for (const std::size_t lost : {1u, 2u, 3u}) {
    put("b.csv", csv.substr(0, csv.size() - lost));
    const auto got = read_tokens(at("b.csv"));
    ASSERT_FALSE(got.ok()) << lost;
    EXPECT_EQ(got.error().code, ErrorCode::truncated) << got.error().message;
  }
  put("b.csv", "frame,time_s,c1\n0,0,12\n1,0.02,34");
  EXPECT_TRUE(read_tokens(at("b.csv")).ok());
}

TEST_F(Tokens, ContentsArePinned) {
  auto t = tokens(2, 0);
  t.codes.data = {1, 2, 3, 4, 5, 6};
  ASSERT_TRUE(write_tokens(at("a.csv"), t).ok());
  const auto csv = text("a.csv");
  EXPECT_NE(csv.find("# model speech-16k\n"), std::string::npos);
  EXPECT_NE(csv.find("frame,time_s,c1,c2\n0,0,1,2\n1,0.02,3,4\n2,0.04,5,6\n"), std::string::npos);

  const std::string head =
      R"({"format":"sonoglyph-tokens-1","model":"speech-16k","fingerprint":)"
      R"("0009121b242d363f48515a636c757e879099a2abb4bdc6cfd8e1eaf3fc050e17",)"
      R"("sample_rate":16000,"hop":320,"levels":2,"codebook_size":1024,"source_rate":44100,)"
      R"("source_channels":2,"length":123456789,"gain_millidb":-3500,)";
  EXPECT_EQ(*tokens_json(t),
            head + R"("rows":2,"columns":3,"layout":"nested","codes":[[1,3,5],[2,4,6]]})" + "\n");
  EXPECT_EQ(*tokens_json(t, {.layout = TokenLayout::interleave}),
            head +
                R"("rows":1,"columns":6,"layout":"interleave","offsets":[0,1024],"pad":2048,)"
                R"("codes":[1,1026,3,1028,5,1030]})" +
                "\n");
  EXPECT_EQ(*tokens_json(t, {.layout = TokenLayout::delay}),
            head +
                R"("rows":2,"columns":4,"layout":"delay","offsets":[0,1024],"pad":2048,)"
                R"("codes":[[1,3,5,2048],[2048,1026,1028,1030]]})" +
                "\n");

  ASSERT_TRUE(write_tokens(at("a.npy"), t).ok());
  const auto npy = text("a.npy");
  ASSERT_EQ(npy.size(), 128u + 12);
  EXPECT_EQ(npy.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  EXPECT_EQ(npy.substr(10, 58), "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), ");
  EXPECT_EQ(npy.substr(128), std::string("\1\0\3\0\5\0\2\0\4\0\6\0", 12));

  ASSERT_TRUE(write_tokens(at("a.safetensors"), t).ok());
  const auto st = SafeTensors::load(at("a.safetensors"));
  EXPECT_EQ(st->find("codes")->type, DType::i16);
  EXPECT_EQ(st->find("codes")->shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(st->metadata.at("sample_rate"), "16000");
}

TEST_F(Tokens, BareArraysAreAccepted) {
  const auto want = tokens(3, 20);
  ASSERT_TRUE(write_tokens(at("a.npy"), want, {.sidecar = false}).ok());
  EXPECT_FALSE(fs::exists(at("a.npy.json")));
  auto got = read_tokens(at("a.npy"));
  ASSERT_TRUE(got.ok()) << got.error().message;
  EXPECT_FALSE(got->has_header);
  EXPECT_EQ(got->codes, want.codes);
  put("b.json", R"({"codes": [[5, 6], [7, 8]]})");
  got = read_tokens(at("b.json"));
  ASSERT_TRUE(got.ok()) << got.error().message;
  EXPECT_FALSE(got->has_header);
  EXPECT_EQ(got->codes.data, (std::vector<Code>{5, 7, 6, 8}));
  put("b.csv", "frame,time_s,c1,c2\r\n0,0,5,7\r\n1,0.02,6,8\r\n");
  got = read_tokens(at("b.csv"));
  ASSERT_TRUE(got.ok()) << got.error().message;
  EXPECT_EQ(got->codes.data, (std::vector<Code>{5, 7, 6, 8}));
}

TEST_F(Tokens, OtherPeoplesArraysAreAccepted) {
  const auto npy = [](const std::string& descr, const std::string& order, const std::string& shape,
                      const std::string& data) {
    std::string header =
        "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    header.resize(117, ' ');
    return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + data;
  };
  const std::vector<Code> want{5, 7, 6, 8};
  const std::string eight = std::string("\5\0\0\0\0\0\0\0\6\0\0\0\0\0\0\0", 16) +
                            std::string("\7\0\0\0\0\0\0\0\10\0\0\0\0\0\0\0", 16);
  put("a.npy", npy("<i8", "False", "(1, 2, 2)", eight));
  EXPECT_EQ(read_tokens(at("a.npy"))->codes.data, want);
  put("a.npy", npy("|u1", "True", "(2, 2)", "\5\7\6\10"));
  EXPECT_EQ(read_tokens(at("a.npy"))->codes.data, want);
  put("a.npy", npy("<f4", "False", "(1, 2)", std::string(8, '\0')));
  EXPECT_EQ(read_tokens(at("a.npy")).error().code, ErrorCode::unsupported);
  put("a.npy", npy(">i2", "False", "(1, 2)", std::string(4, '\0')));
  EXPECT_EQ(read_tokens(at("a.npy")).error().code, ErrorCode::unsupported);
  put("a.npy", npy("<i2", "False", "(1, 2)", "\xff\xff\xff\xff"));
  EXPECT_EQ(read_tokens(at("a.npy")).error().code, ErrorCode::bad_value);
  put("a.npy", npy("<i2", "False", "(4000000000, 4000000000)", "\1\0"));
  EXPECT_EQ(read_tokens(at("a.npy")).error().code, ErrorCode::truncated);
  put("a.npy", npy("<i2", "False", "(4, 0)", ""));
  EXPECT_EQ(read_tokens(at("a.npy")).error().code, ErrorCode::empty);
}

TEST_F(Tokens, SidecarOfAnotherArrayIsNoticed) {
  ASSERT_TRUE(write_tokens(at("a.npy"), tokens(3, 20)).ok());
  ASSERT_TRUE(write_tokens(at("b.npy"), tokens(3, 21), {.sidecar = false}).ok());
  fs::copy_file(at("a.npy.json"), at("b.npy.json"));
  const auto got = read_tokens(at("b.npy"));
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, ErrorCode::corrupt);
}

// An array and its sidecar are one: where the second cannot be written, the first stays as it was.
TEST_F(Tokens, WhatWasThereStaysWhereTheSidecarCannotBeWritten) {
  const std::string longest(251, 'x');  // .npy fits, .npy.json does not
  const auto old = tokens(3, 20);
  ASSERT_TRUE(write_tokens(at(longest + ".npy"), old, {.sidecar = false}).ok());
  const auto before = text(longest + ".npy");
  const auto written = write_tokens(at(longest + ".npy"), tokens(3, 21));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::io);
  EXPECT_EQ(text(longest + ".npy"), before);

  ASSERT_TRUE(write_tokens(at("a.npy"), old, {.sidecar = false}).ok());
  fs::create_directory(at("a.npy.json"));
  EXPECT_FALSE(write_tokens(at("a.npy"), tokens(3, 21), {.overwrite = true}).ok());
  fs::remove(at("a.npy.json"));
  EXPECT_EQ(read_tokens(at("a.npy"))->codes, old.codes);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(at(""))) ++files;
  EXPECT_EQ(files, 2u) << "nothing else is left";
}

TEST_F(Tokens, ASidecarGoesWithItsArray) {
  ASSERT_TRUE(write_tokens(at("a.npy"), tokens(3, 20)).ok());
  ASSERT_TRUE(write_tokens(at("a.npy"), tokens(3, 20), {.sidecar = false}).ok());
  EXPECT_FALSE(fs::exists(at("a.npy.json")));
  EXPECT_FALSE(read_tokens(at("a.npy"))->has_header);
  put("a.npy.json", "{\"of\": \"somebody else\"}");
  ASSERT_TRUE(write_tokens(at("a.npy"), tokens(3, 20), {.sidecar = false}).ok());
  EXPECT_TRUE(fs::exists(at("a.npy.json")));
}

TEST_F(Tokens, LinesOfAJsonlAreChosen) {
  std::string lines;
  for (int i = 1; i <= 3; ++i) lines += *tokens_json(tokens(2, i), {}, "clip.wav") + "\n";
  put("a.jsonl", lines);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read_tokens(at("a.jsonl"), i)->codes.frames(), static_cast<std::int64_t>(i) + 1);
  }
  EXPECT_EQ(read_tokens(at("a.jsonl"), 3).error().code, ErrorCode::empty);
}

TEST_F(Tokens, WrongFilesAreNamed) {
  const auto code_of = [&](const std::string& name, const std::string& content) {
    put(name, content);
    const auto got = read_tokens(at(name));
    EXPECT_FALSE(got.ok()) << name << ": " << content;
    if (got.ok()) return ErrorCode::cancelled;
    EXPECT_NE(got.error().message.find(name), std::string::npos) << got.error().message;
    EXPECT_EQ(got.error().message.find('\n'), std::string::npos) << got.error().message;
    return got.error().code;
  };
  for (const char* name : kNames) EXPECT_EQ(code_of(name, ""), ErrorCode::empty) << name;
  EXPECT_EQ(code_of("a.npy", "hello, this is text"), ErrorCode::not_our_format);
  EXPECT_EQ(code_of("a.json", "{\"codes\":[[1,2],[3]]}"), ErrorCode::corrupt);
  EXPECT_EQ(code_of("a.json", "{\"codes\":[[1,-2]]}"), ErrorCode::bad_value);
  EXPECT_EQ(code_of("a.json", "{\"codes\":[[1.5]]}"), ErrorCode::bad_value);
  EXPECT_EQ(code_of("a.json", "{\"codes\":[[70000]]}"), ErrorCode::bad_value);
  EXPECT_EQ(code_of("a.json", "{\"codes\":[]}"), ErrorCode::corrupt);
  EXPECT_EQ(code_of("a.json", "{\"codes\":[[]]}"), ErrorCode::empty);
  EXPECT_EQ(code_of("a.json", "{\"text\":1}"), ErrorCode::not_our_format);
  EXPECT_EQ(code_of("a.csv", "a,b,c\n1,2,3\n"), ErrorCode::not_our_format);
  EXPECT_EQ(code_of("a.csv", "frame,time_s,c1\n0,0,1\n2,0.04,1\n"), ErrorCode::corrupt);
  EXPECT_EQ(code_of("a.csv", "frame,time_s,c1\n0,0,1,9\n"), ErrorCode::corrupt);
  EXPECT_EQ(code_of("a.csv", "frame,time_s,c1\n"), ErrorCode::empty);
  EXPECT_EQ(code_of("a.safetensors", "not one"), ErrorCode::truncated);
  auto later = *tokens_json(tokens(2, 3));
  later.replace(later.find("tokens-1"), 8, "tokens-2");
  EXPECT_EQ(code_of("a.json", later), ErrorCode::newer_version);
  auto odd = *tokens_json(tokens(2, 3));
  odd.replace(odd.find("1024"), 4, "1000");
  EXPECT_EQ(code_of("a.json", odd), ErrorCode::corrupt);
  auto forged = *tokens_json(tokens(1, 3), {.semantic_only = true, .dedup = true});
  const auto durations = forged.find("\"durations\":[") + 13;
  forged.replace(durations, forged.find(']', durations) - durations, "2000000000,2000000000,1");
  EXPECT_EQ(code_of("a.json", forged), ErrorCode::corrupt);
  EXPECT_EQ(read_tokens(at("missing.npy")).error().code, ErrorCode::io);
}

TEST_F(Tokens, WhatOtherProgramsSaveIsTold) {
  const auto told = [](std::string_view text) {
    const auto parsed = parse_tokens(TokenFormat::npy, std::as_bytes(std::span(text)));
    return parsed ? std::string() : parsed.error().message;
  };
  const auto npy = [](std::string header, std::string_view data) {
    header += '\n';
    std::string text("\x93NUMPY\x01\x00", 8);
    text += static_cast<char>(header.size());
    text += '\0';
    return text + header + std::string(data);
  };
  using namespace std::string_view_literals;
  EXPECT_NE(told("PK\x03\x04 an archive of arrays").find(".npz"), std::string::npos);
  EXPECT_NE(told("\x80\x04\x95 a pickle").find("pickle"), std::string::npos);
  EXPECT_NE(told(npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }", "abc"))
                .find("pickled"),
            std::string::npos);
  const auto negative = told(npy("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }",
                                 "\x01\x00\x02\x00\x03\x00\xff\xff"sv));
  EXPECT_NE(negative.find("-1 at element [1, 1]"), std::string::npos) << negative;
  const auto turned = told(
      npy("{'descr': '|u1', 'fortran_order': False, 'shape': (17, 2), }", std::string(34, '\1')));
  EXPECT_NE(turned.find("transposed"), std::string::npos) << turned;
}

// Where the one wrong value stands, in every format alike.
TEST_F(Tokens, WhatIsNoCodeIsNamedByItsPlace) {
  const auto told = [&](const std::string& name) {
    const auto read = read_tokens(at(name));
    EXPECT_FALSE(read.ok()) << name;
    return read ? std::string() : read.error().message;
  };
  const auto expect = [&](const std::string& name, const std::string& content, const char* words) {
    put(name, content);
    EXPECT_NE(told(name).find(words), std::string::npos) << told(name);
  };
  expect("a.json", R"({"codes":[[1,2,3],[4,-5,6]]})", "-5 at element [1, 1] is no code");
  expect("a.json", R"({"codes":[[1,2,3],[4,5,6.5]]})", "6.5 at element [1, 2] is no code");
  expect("a.json", R"({"codes":[[1,2,"x"]]})", "\"x\" at element [0, 2] is no code");
  expect("a.json", R"({"codes":[1,2,null]})", "null at element [2] is no code");
  expect("a.json", R"({"codes":[[1,2],7]})", "element [1] is no list");
  expect("a.json", R"({"codes":[[1,2],[3]]})", "different lengths: 2, and 1 in row 1");
  expect("a.json", R"({"codes":[[1,2]],"durations":[1,-2]})",
         "durations: -2 at element [1] is no number of frames");
  put("a.jsonl", "{\"codes\":[[1]]}\n{\"codes\":[[1,true]]}\n");
  auto lines = TokenReader::open(at("a.jsonl"));
  ASSERT_TRUE(lines.ok() && lines->next().ok());
  const auto second = lines->next();
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().message.find("line 2: tokens: true at element [0, 1] is no code"),
            std::string::npos)
      << second.error().message;

  const std::string head = "frame,time_s,c1,c2\n0,0,1,2\n";
  expect("a.csv", head + "1,0.02,3,x\n",
         "line 3 of the CSV (frame 1): 'x' in column c2 is no code");
  expect("a.csv", head + "1,0.02,-3,4\n", "'-3' in column c1 is no code");
  expect("a.csv", head + "1,0.02,3\n", "(frame 1): 1 codes, wanted 2");
  expect("a.csv", head + "1,0.02,3,4,5\n", "(frame 1): more than 2 codes");
  expect("a.csv", head + "7,0.02,3,4\n", "'7' is not its frame");

  SafeTensors file;
  const std::int32_t values[] = {1, 2, 3, 4, 5, -6};
  auto& codes = file.tensors["codes"];
  codes.type = DType::i32;
  codes.shape = {2, 3};
  const auto bytes = std::as_bytes(std::span(values));
  codes.bytes.assign(bytes.begin(), bytes.end());
  ASSERT_TRUE(file.save(at("a.safetensors")).ok());
  EXPECT_NE(told("a.safetensors").find("-6 at element [1, 2] is no code"), std::string::npos);
  const float reals[] = {1.0f, 2.0f};
  file.tensors["codes"] = TensorData::from_floats({1, 2}, reals);
  ASSERT_TRUE(file.save(at("a.safetensors")).ok());
  EXPECT_NE(told("a.safetensors").find("floating-point"), std::string::npos);
}

TEST_F(Tokens, DurationsAreBoundedByTheFile) {
  auto file = tokens(1, 100);
  file.codes = {1, std::vector<Code>(100, 5)};
  file.header.levels = 1;
  file.header.source_length = file.header.source_rate_hz * 2;
  const auto text = *tokens_json(file, {.semantic_only = true, .dedup = true});
  const auto with = [&text](const std::string& from, const std::string& to) {
    auto changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return parse_tokens(TokenFormat::json, std::as_bytes(std::span(changed)));
  };
  EXPECT_TRUE(with("[100]", "[100]"));
  EXPECT_FALSE(with("[100]", "[100000]")) << "longer than its length";
  const auto length = "\"length\":" + std::to_string(*file.header.source_length) + ",";
  auto bare = text;
  bare.replace(bare.find(length), length.size(), "");
  bare.replace(bare.find("[100]"), 5, "[90000]");
  EXPECT_TRUE(parse_tokens(TokenFormat::json, std::as_bytes(std::span(bare))));
  bare.replace(bare.find("[90000]"), 7, "[200000000]");
  EXPECT_FALSE(parse_tokens(TokenFormat::json, std::as_bytes(std::span(bare))));
}

TEST_F(Tokens, EveryTruncationAndFlipIsAValueOrAnError) {
  const auto want = tokens(3, 9);
  for (const char* name : kNames) {
    ASSERT_TRUE(write_tokens(at(name), want, {.sidecar = false}).ok());
    const auto bytes = *read_file(at(name));
    const auto format = *token_format(name);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      (void)parse_tokens(format, std::span(bytes).first(i));
      for (const int mask : {1, 0x80, 0xff}) {
        auto flipped = bytes;
        flipped[i] ^= static_cast<std::byte>(mask);
        const auto got = parse_tokens(format, flipped);
        if (got.ok()) {
          for (const Code c : got->codes.data) ASSERT_TRUE(c < 1024 || !got->has_header);
        }
      }
    }
  }
}

TEST_F(Tokens, NumpyAgrees) {
  if (std::system("python3 -c 'import numpy' 2>/dev/null") != 0) GTEST_SKIP() << "no numpy here";
  const auto want = tokens(3, 5);
  ASSERT_TRUE(write_tokens(at("a.npy"), want).ok());
  std::string expected;
  for (int q = 0; q < 3; ++q) {
    for (std::int64_t t = 0; t < 5; ++t) expected += std::to_string(want.codes.at(q, t)) + " ";
  }
  const auto command = "python3 -c \"import numpy as n; a = n.load('" + at("a.npy").string() +
                       "'); assert a.shape == (3, 5) and a.dtype == n.int16; "
                       "assert ' '.join(map(str, a.ravel())) + ' ' == '" +
                       expected + "'\"";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace codec
