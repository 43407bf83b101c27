#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

#include "codec/base/spsc_ring.h"

namespace {

using codec::SpscRing;

TEST(SpscRing, RoundsItsCapacityUpToAPowerOfTwo) {
  EXPECT_EQ(SpscRing<float>(0).capacity(), 2u);
  EXPECT_EQ(SpscRing<float>(1000).capacity(), 1024u);
  EXPECT_EQ(SpscRing<float>(1024).capacity(), 1024u);
}

TEST(SpscRing, TakesWhatFitsAndSaysHowMuch) {
  SpscRing<int> ring(4);
  const std::array<int, 6> in{1, 2, 3, 4, 5, 6};
  EXPECT_EQ(ring.write(in), 4u);
  EXPECT_EQ(ring.writable(), 0u);
  EXPECT_EQ(ring.write(in), 0u);
  std::array<int, 7> out{};
  out.fill(-1);
  EXPECT_EQ(ring.read(out), 4u);
  EXPECT_EQ(out, (std::array<int, 7>{1, 2, 3, 4, -1, -1, -1}));
  EXPECT_EQ(ring.read(out), 0u);
}

TEST(SpscRing, PeekLeavesAndSkipForgets) {
  SpscRing<int> ring(8);
  const std::array<int, 5> in{1, 2, 3, 4, 5};
  ring.write(in);
  std::array<int, 3> out{};
  EXPECT_EQ(ring.peek(out), 3u);
  EXPECT_EQ(out, (std::array<int, 3>{1, 2, 3}));
  EXPECT_EQ(ring.readable(), 5u);
  EXPECT_EQ(ring.skip(4), 4u);
  EXPECT_EQ(ring.read(out), 1u);
  EXPECT_EQ(out[0], 5);
  EXPECT_EQ(ring.skip(1), 0u);
}

TEST(SpscRing, KeepsOrderAcrossTheSeamAtEveryOffset) {
  for (std::size_t offset = 0; offset < 16; ++offset) {
    SpscRing<int> ring(8);
    std::vector<int> pad(offset % 8);
    ring.write(pad);
    ring.skip(pad.size());
    std::vector<int> in(7);
    std::iota(in.begin(), in.end(), 100);
    ASSERT_EQ(ring.write(in), in.size());
    std::vector<int> out(7);
    ASSERT_EQ(ring.read(out), out.size());
    EXPECT_EQ(out, in) << "offset " << offset;
  }
}

TEST(SpscRing, TwoThreadsLoseAndReorderNothing) {
  constexpr std::uint32_t kCount = 2'000'000;
  SpscRing<std::uint32_t> ring(1024);
  std::thread writer([&] {
    std::minstd_rand random(1);
    std::vector<std::uint32_t> block(960);
    std::uint32_t next = 0;
    while (next < kCount) {
      const auto n = std::min(kCount - next, static_cast<std::uint32_t>(1 + random() % 960));
      std::iota(block.begin(), block.begin() + n, next);
      next += static_cast<std::uint32_t>(ring.write(std::span(block).first(n)));
      if (ring.writable() == 0) std::this_thread::yield();
    }
  });
  std::minstd_rand random(2);
  std::vector<std::uint32_t> block(960);
  std::uint32_t expected = 0;
  bool in_order = true;
  while (expected < kCount) {
    const std::size_t got = ring.read(std::span(block).first(1 + random() % 960));
    for (std::size_t i = 0; i < got; ++i) in_order = in_order && block[i] == expected++;
    if (got == 0) std::this_thread::yield();
  }
  writer.join();
  EXPECT_TRUE(in_order);
  EXPECT_EQ(ring.readable(), 0u);
}

}  // namespace
