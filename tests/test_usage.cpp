#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "quantizer/codebook_usage.h"

namespace quantizer {
namespace {

using Codes = std::vector<std::uint16_t>;

// Counts 4, 2, 1, 1, 0: p = 1/2, 1/4, 1/8, 1/8, so 1/2 + 1/2 + 3/8 + 3/8 = 1.75 bits.
CodebookUsage by_hand() {
  CodebookUsage usage(5);
  usage.add(Codes{0, 1, 0, 2, 0, 1, 3, 0});
  return usage;
}

TEST(CodebookUsage, CountsWhatIsCountedByHand) {
  const auto usage = by_hand();
  EXPECT_EQ(usage.counts(), (std::vector<std::uint64_t>{4, 2, 1, 1, 0}));
  EXPECT_EQ(usage.total(), 8U);
  EXPECT_EQ(usage.used(), 4U);
  EXPECT_EQ(usage.unused(), std::vector<std::size_t>{4});
  EXPECT_DOUBLE_EQ(usage.utilisation(), 0.8);
  EXPECT_DOUBLE_EQ(usage.entropy_bits(), 1.75);
  EXPECT_DOUBLE_EQ(usage.perplexity(), std::exp2(1.75));
}

TEST(CodebookUsage, ACeilingIsTheSmallerOfFramesAndEntries) {
  CodebookUsage usage(4);
  EXPECT_EQ(usage.ceiling(), 0U);
  usage.add(Codes{3, 3, 3});
  EXPECT_EQ(usage.ceiling(), 3U);
  usage.add(Codes{0, 1});
  EXPECT_EQ(usage.ceiling(), 4U);
}

TEST(CodebookUsage, WithNoFramesEverythingIsZero) {
  const CodebookUsage usage(3);
  EXPECT_EQ(usage.used(), 0U);
  EXPECT_EQ(usage.unused().size(), 3U);
  EXPECT_EQ(usage.entropy_bits(), 0.0);
  EXPECT_EQ(usage.perplexity(), 0.0);
}

TEST(CodebookUsage, OneCodeAloneHasPerplexityOneAndAnEvenSpreadHasK) {
  CodebookUsage one(8);
  one.add(Codes{5, 5, 5});
  EXPECT_DOUBLE_EQ(one.entropy_bits(), 0.0);
  EXPECT_DOUBLE_EQ(one.perplexity(), 1.0);
  CodebookUsage even(8);
  even.add(Codes{7, 6, 5, 4, 3, 2, 1, 0});
  EXPECT_DOUBLE_EQ(even.perplexity(), 8.0);
}

TEST(CodebookUsage, AStrideTakesOneLevelOfFrameMajorCodes) {
  const Codes frames{0, 9, 1, 9, 0, 9};  // 3 frames of 2 levels
  CodebookUsage first(2), second(10);
  first.add(frames, 2, 0);
  second.add(frames, 2, 1);
  EXPECT_EQ(first.counts(), (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(second.counts()[9], 3U);
  second.add(frames, 2, 6);  // an offset behind the end counts nothing
  EXPECT_EQ(second.total(), 3U);
}

TEST(CodebookUsage, ACodeOutOfRangeCountsNothingOfItsCall) {
  auto usage = by_hand();
  EXPECT_THROW(usage.add(Codes{0, 0, 5}), std::out_of_range);
  EXPECT_EQ(usage.counts(), by_hand().counts());
  EXPECT_EQ(usage.total(), 8U);
}

TEST(CodebookUsage, CountsAddUpAndClear) {
  auto usage = by_hand();
  usage.add(by_hand());
  EXPECT_EQ(usage.counts(), (std::vector<std::uint64_t>{8, 4, 2, 2, 0}));
  EXPECT_EQ(usage.total(), 16U);
  EXPECT_DOUBLE_EQ(usage.entropy_bits(), 1.75);
  usage.clear();
  EXPECT_EQ(usage.total(), 0U);
  EXPECT_EQ(usage.used(), 0U);
}

TEST(CodebookUsage, RefusesNonsense) {
  EXPECT_THROW(CodebookUsage(0), std::invalid_argument);
  CodebookUsage usage(4);
  EXPECT_THROW(usage.add(CodebookUsage(5)), std::invalid_argument);
  EXPECT_THROW(usage.add(Codes{1}, 0), std::invalid_argument);
}

}  // namespace
}  // namespace quantizer
