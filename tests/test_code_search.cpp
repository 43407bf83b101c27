// Patterns of codes and phones, and the index of a corpus.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <random>

#include "codec/base/file_io.h"
#include "codec/container/container.h"
#include "codec/files/code_index.h"
#include "tests/support/temporary_folder.h"

namespace {

using codec::Code;
using codec::CodeHit;
using codec::CodePattern;
namespace fs = std::filesystem;

std::vector<CodeHit> find(const std::string& text, const codec::Codes& codes, int level) {
  const auto pattern = CodePattern::parse(text, 1024);
  EXPECT_TRUE(pattern.ok()) << pattern.error().message;
  std::vector<CodeHit> hits;
  codec::find_codes(*pattern, codes.data, codes.levels, level, 320, [&](const CodeHit& hit) {
    hits.push_back(hit);
    return true;
  });
  return hits;
}

TEST(CodeSearch, FindsRunsWildCardsAndAlternatives) {
  const codec::Codes codes{2, {1, 9, 2, 9, 3, 9, 1, 8, 2, 9, 4, 9, 1, 9, 2, 9}};
  EXPECT_EQ(find("1", codes, 0).size(), 3u);
  EXPECT_EQ(find("1 2", codes, 0).size(), 3u);
  EXPECT_EQ(find("1 2 3", codes, 0).size(), 1u);
  EXPECT_EQ(find("1 * 3|4", codes, 0).size(), 2u);
  EXPECT_EQ(find("* 3", codes, 0), (std::vector<CodeHit>{{1, 2, 320, 960}}));
  EXPECT_EQ(find("8", codes, 1), (std::vector<CodeHit>{{3, 1, 960, 1280}}));
  EXPECT_TRUE(find("2 *", codes, 0).size() == 2u);  // none beyond the end
  EXPECT_TRUE(find("5", codes, 0).empty());
  EXPECT_TRUE(find("1 2 3 1 2 4 1 2 1", codes, 0).empty());
}

TEST(CodeSearch, RefusesWhatIsNoPattern) {
  for (const char* text :
       {"", "  ", "* *", "1024", "99999999999999999999", "1 T", "1|T", "|", "1 ||"}) {
    const auto pattern = CodePattern::parse(text, 1024);
    ASSERT_FALSE(pattern.ok()) << text;
    EXPECT_EQ(pattern.error().code, codec::ErrorCode::bad_value);
  }
  std::string many;
  for (int i = 0; i < 300; ++i) many += "1 ";
  EXPECT_FALSE(CodePattern::parse(many, 1024).ok());
  EXPECT_TRUE(CodePattern::parse("t uw|Ih *", 1024).ok());
}

TEST(CodeSearch, FindsPhonesWhereTheySound) {
  const std::vector<codec::PhoneRun> runs{{"SIL", 0, 800, 0.9, 5, 3},
                                          {"SH", 800, 1600, 0.5, 8, 2},
                                          {"IH", 1600, 2400, 0.5, 10, 3},
                                          {"P", 2400, 3000, 0.5, 13, 1}};
  const auto pattern = CodePattern::parse("sh * p", 1024);
  ASSERT_TRUE(pattern.ok());
  std::vector<CodeHit> hits;
  codec::find_phones(*pattern, runs, [&](const CodeHit& hit) {
    hits.push_back(hit);
    return true;
  });
  EXPECT_EQ(hits, (std::vector<CodeHit>{{8, 6, 800, 3000}}));
}

class Corpus : public ::testing::Test {
 protected:
  // A .sgl of those codes; returns its path.
  fs::path sgl(const std::string& name, const std::vector<Code>& codes, int bits = 10) {
    codec::StreamHeader header;
    header.model_name = "none";
    header.fingerprint[0] = 7;
    header.levels = 2;
    header.bits_per_code = bits;
    const auto path = folder_.path() / name;
    auto writer = codec::ContainerWriter::create(path, header, {});
    EXPECT_TRUE(writer.ok());
    EXPECT_TRUE(writer->write(codes).ok());
    EXPECT_TRUE(writer->finish(std::nullopt).ok());
    return path;
  }
  static codec::Status add(codec::CodeIndexWriter& index, const fs::path& path) {
    auto source = codec::CodeSource::open(path);
    if (!source) return source.error();
    return index.add(*source);
  }
  fs::path make() {
    const auto path = folder_.path() / "x.sgx";
    auto index = codec::CodeIndexWriter::create(path);
    EXPECT_TRUE(index.ok());
    EXPECT_TRUE(add(*index, sgl("a.sgl", {1, 5, 2, 5, 3, 5})).ok());
    EXPECT_TRUE(add(*index, sgl("b.sgl", {3, 5, 1, 5, 2, 6, 3, 5})).ok());
    EXPECT_FALSE(add(*index, sgl("c.sgl", {1, 1}, 9)).ok());  // another shape
    EXPECT_TRUE(index->finish().ok());
    return path;
  }
  testing_support::TemporaryFolder folder_;
};

TEST_F(Corpus, IsFoundAgainSourceBySource) {
  const auto path = make();
  EXPECT_TRUE(codec::CodeIndex::is_index(path));
  EXPECT_FALSE(codec::CodeIndex::is_index(folder_.path() / "a.sgl"));
  const auto index = codec::CodeIndex::open(path);
  ASSERT_TRUE(index.ok()) << index.error().message;
  EXPECT_EQ(index->sources(), 2u);
  EXPECT_EQ(index->frames(), 7);
  EXPECT_TRUE(index->name(1).ends_with("b.sgl"));
  const auto pattern = CodePattern::parse("1 2 3", 1024);
  std::vector<std::pair<std::size_t, std::int64_t>> hits;
  ASSERT_TRUE(index
                  ->find(*pattern, 0, nullptr, nullptr,
                         [&](const codec::IndexHit& hit) {
                           hits.emplace_back(hit.source, hit.hit.frame);
                           return true;
                         })
                  .ok());
  // None runs from the end of one source into the next.
  EXPECT_EQ(hits, (std::vector<std::pair<std::size_t, std::int64_t>>{{0, 0}, {1, 1}}));
  const auto first = [&](const codec::IndexHit&) { return false; };
  EXPECT_TRUE(index->find(*pattern, 0, nullptr, nullptr, first).ok());
  EXPECT_FALSE(index->find(*pattern, 2, nullptr, nullptr, first).ok());
  EXPECT_FALSE(index->find(*CodePattern::parse("T", 1024), 0, nullptr, nullptr, first).ok());
}

TEST_F(Corpus, AnIndexOfNothingIsNotLeft) {
  const auto path = folder_.path() / "empty.sgx";
  {
    auto index = codec::CodeIndexWriter::create(path);
    ASSERT_TRUE(index.ok());
    EXPECT_FALSE(index->finish().ok());
  }
  EXPECT_FALSE(fs::exists(path));
}

// Half of a source's codes stand there then, and what follows would be found in the wrong places.
TEST_F(Corpus, AnIndexOnAFullDiskStaysUnwritten) {
  std::signal(SIGXFSZ, SIG_IGN);
  const auto path = folder_.path() / "full.sgx";
  const auto large = sgl("large.sgl", std::vector<Code>(40000, 5));
  const auto small = sgl("small.sgl", {1, 5, 2, 5});
  {
    auto index = codec::CodeIndexWriter::create(path);
    ASSERT_TRUE(index.ok());
    ASSERT_TRUE(add(*index, small).ok());
    EXPECT_TRUE(index->check().ok());
    rlimit old{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
    rlimit few = old;
    few.rlim_cur = 50000;
    ::setrlimit(RLIMIT_FSIZE, &few);
    const auto added = add(*index, large);
    ::setrlimit(RLIMIT_FSIZE, &old);
    ASSERT_FALSE(added.ok());
    EXPECT_EQ(added.error().code, codec::ErrorCode::io);
    EXPECT_FALSE(index->check().ok());
    EXPECT_FALSE(add(*index, small).ok()) << "there is room again";
    EXPECT_FALSE(index->finish().ok());
  }
  EXPECT_FALSE(fs::exists(path));
}

// Every byte changed and every length cut: an error or the same answers, never a crash.
TEST_F(Corpus, DamageIsSeen) {
  const auto path = make();
  const auto good = codec::read_file(path);
  ASSERT_TRUE(good.ok());
  const auto other = folder_.path() / "bad.sgx";
  const auto try_it = [&](const std::vector<std::byte>& bytes) {
    EXPECT_TRUE(codec::write_file(other, std::span<const std::byte>(bytes)).ok());
    const auto index = codec::CodeIndex::open(other);
    if (!index) return false;
    for (std::size_t i = 0; i < index->sources(); ++i) {
      EXPECT_LE(index->codes(i).size(), bytes.size());
      EXPECT_LE(index->name(i).size(), bytes.size());
    }
    return true;
  };
  const std::size_t codes_end = 96 + 7 * 2 * 2;
  for (std::size_t i = 0; i < good->size(); ++i) {
    auto bytes = *good;
    bytes[i] ^= std::byte{0x41};
    EXPECT_EQ(try_it(bytes), i >= 96 && i < codes_end) << i;  // codes are as they stand
  }
  for (std::size_t n = 0; n < good->size(); n += 3) {
    EXPECT_FALSE(try_it({good->begin(), good->begin() + static_cast<std::ptrdiff_t>(n)})) << n;
  }
}

// A hundred hours are 18 million frames.
TEST_F(Corpus, AHundredHoursTakeSeconds) {
  codec::Codes codes{1, {}};
  codes.data.resize(18'000'000);
  std::minstd_rand random(3);
  for (Code& c : codes.data) c = static_cast<Code>(random() % 1024);
  const auto begin = std::chrono::steady_clock::now();
  const auto hits = find("17 * 903|904", codes, 0);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_GT(hits.size(), 5u);
  EXPECT_LT(took.count(), 5.0);
}

}  // namespace
