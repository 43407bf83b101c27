// Bit packing and CRC-32C: pinned bytes, every width, refusals.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string_view>
#include <vector>

#include "codec/base/crc32c.h"
#include "codec/container/packet.h"

namespace codec {
namespace {

std::vector<std::byte> bytes_of(std::initializer_list<int> values) {
  std::vector<std::byte> out;
  for (const int v : values) out.push_back(static_cast<std::byte>(v));
  return out;
}

TEST(Packet, BytesArePinned) {
  // 1000000001 0000000011 1111111111 0101010101, most significant bit first.
  const std::array<Code, 4> codes{0x201, 0x003, 0x3ff, 0x155};
  std::vector<std::byte> out(packed_bytes(codes.size(), 10));
  pack(10, codes, out);
  EXPECT_EQ(out, bytes_of({0x80, 0x40, 0x3f, 0xfd, 0x55}));
}

TEST(Packet, EndsInZeroBits) {
  const std::array<Code, 1> codes{0x3ff};
  std::vector<std::byte> out(2);
  pack(10, codes, out);
  EXPECT_EQ(out, bytes_of({0xff, 0xc0}));
  std::array<Code, 1> back{};
  EXPECT_TRUE(unpack(10, out, back));
  EXPECT_EQ(back, codes);
  EXPECT_FALSE(unpack(10, bytes_of({0xff, 0xc1}), back)) << "a bit after the last code";
}

TEST(Packet, EveryWidthComesBack) {
  std::mt19937 random(1);
  for (int bits = 1; bits <= 16; ++bits) {
    for (const std::size_t n : {0u, 1u, 2u, 7u, 8u, 9u, 200u}) {
      std::vector<Code> codes(n);
      for (Code& c : codes) c = static_cast<Code>(random() & ((1u << bits) - 1));
      std::vector<std::byte> out(packed_bytes(n, bits), std::byte{0xaa});
      pack(bits, codes, out);
      std::vector<Code> back(n, 0xffff);
      ASSERT_TRUE(unpack(bits, out, back)) << bits << " bits, " << n << " codes";
      ASSERT_EQ(back, codes) << bits << " bits, " << n << " codes";
    }
  }
}

TEST(Packet, WrongSizeIsRefused) {
  std::array<Code, 4> codes{};
  EXPECT_FALSE(unpack(10, bytes_of({1, 2, 3, 4}), codes));
  EXPECT_FALSE(unpack(10, bytes_of({1, 2, 3, 4, 5, 0}), codes));
}

TEST(Crc32c, KnownAnswers) {  // RFC 3720, B.4
  const std::string_view digits = "123456789";
  EXPECT_EQ(crc32c(std::as_bytes(std::span(digits))), 0xe3069283u);
  const std::vector<std::byte> zeros(32), ones(32, std::byte{0xff});
  EXPECT_EQ(crc32c(zeros), 0x8a9136aau);
  EXPECT_EQ(crc32c(ones), 0x62a8ab43u);
  EXPECT_EQ(crc32c({}), 0u);
}

TEST(Crc32c, PiecesGiveTheWhole) {
  const std::string_view digits = "123456789";
  const auto bytes = std::as_bytes(std::span(digits));
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(crc32c(bytes.subspan(cut), crc32c(bytes.first(cut))), 0xe3069283u);
  }
}

}  // namespace
}  // namespace codec
