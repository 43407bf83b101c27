// Entropy coding: nothing is lost, bits are saved where there are any to save, any bytes decode to
// something, and the bytes are the same on every machine.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "codec/base/crc32c.h"
#include "codec/container/entropy.h"
#include "codec/container/packet.h"
#include "codec/model/entropy_prior.h"
#include "tests/support/synthetic_codes.h"

namespace codec {
namespace {

using testing_support::markov_codes;

std::vector<Code> round_trip(EntropyCoder& encoder, EntropyCoder& decoder,
                             const std::vector<Code>& codes, std::vector<std::byte>& bytes) {
  bytes.clear();
  encoder.encode(codes, bytes);
  std::vector<Code> back(codes.size(), 0xffff);
  EXPECT_TRUE(decoder.decode(bytes, back));
  return back;
}

TEST(Entropy, EveryShapeComesBack) {
  std::mt19937 random(7);
  for (const int bits : {1, 2, 7, 10, 13, 16}) {
    for (const int levels : {1, 2, 5, 16}) {
      EntropyCoder encoder(levels, bits), decoder(levels, bits);
      for (const int frames : {0, 1, 2, 3, 50}) {
        std::vector<Code> codes(static_cast<std::size_t>(frames * levels));
        for (Code& c : codes) c = static_cast<Code>(random() & ((1u << bits) - 1));
        std::vector<std::byte> bytes;
        ASSERT_EQ(round_trip(encoder, decoder, codes, bytes), codes)
            << bits << " bits, " << levels << " levels, " << frames << " frames";
      }
    }
  }
}

TEST(Entropy, ExtremesComeBack) {
  for (const int bits : {1, 10, 16}) {
    EntropyCoder encoder(3, bits), decoder(3, bits);
    const auto top = static_cast<Code>((1u << bits) - 1);
    for (const Code value : {Code{0}, top}) {
      const std::vector<Code> codes(900, value);
      std::vector<std::byte> bytes;
      EXPECT_EQ(round_trip(encoder, decoder, codes, bytes), codes);
      EXPECT_LT(bytes.size(), 40u) << "900 equal codes";
    }
  }
}

TEST(Entropy, BlocksStandAlone) {
  EntropyCoder one(4, 10), other(4, 10);
  const auto codes = markov_codes(4, 10, 100, 3);
  std::vector<std::byte> first, again, fresh;
  one.encode(codes.data, first);
  one.encode(codes.data, again);
  other.encode(codes.data, fresh);
  EXPECT_EQ(first, again);
  EXPECT_EQ(first, fresh);
}

TEST(Entropy, RandomCodesGrowLittle) {
  std::mt19937 random(11);
  std::vector<Code> codes(4 * 1000);
  for (Code& c : codes) c = static_cast<Code>(random() & 1023);
  EntropyCoder coder(4, 10);
  std::vector<std::byte> bytes;
  coder.encode(codes, bytes);
  EXPECT_LT(static_cast<double>(bytes.size()), 1.05 * static_cast<double>(packed_bytes(4000, 10)));
}

TEST(Entropy, SavesOnRepetition) {
  // A pause: the codes of one frame over and over, with one in ten changed.
  std::mt19937 random(5);
  std::vector<Code> codes(50 * 4);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    codes[i] = static_cast<Code>(random() % 10 == 0 ? random() & 1023 : 100 * (i % 4) + 17);
  }
  EntropyCoder coder(4, 10);
  std::vector<std::byte> bytes;
  coder.encode(codes, bytes);
  EXPECT_LT(bytes.size(), packed_bytes(codes.size(), 10) / 2);
}

TEST(Entropy, AnyBytesGiveCodesInRange) {
  std::mt19937 random(13);
  EntropyCoder coder(5, 10);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::byte> bytes(random() % 400);
    for (auto& b : bytes) b = static_cast<std::byte>(random());
    std::vector<Code> codes(250, 0xffff);
    (void)coder.decode(bytes, codes);
    for (const Code c : codes) ASSERT_LT(c, 1024);
  }
}

TEST(Entropy, BytesArePinned) {  // a change here breaks every file ever written
  const auto codes = markov_codes(4, 10, 50, 1);
  EntropyCoder coder(4, 10);
  std::vector<std::byte> bytes;
  coder.encode(codes.data, bytes);
  EXPECT_EQ(bytes.size(), 228u);
  EXPECT_EQ(crc32c(bytes), 1727571384u);
}

}  // namespace
}  // namespace codec
