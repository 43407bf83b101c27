#include "codec/base/sha256.h"

#include <algorithm>
#include <charconv>

#include "codec/base/sha256_blocks.h"

namespace codec {

Sha256 sha256(std::span<const std::byte> bytes) {
  Sha256State h = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto processors = processors_sha256_blocks();
  const auto blocks = processors != nullptr ? processors : &portable_sha256_blocks;
  blocks(h, data, bytes.size() / 64);
  const auto at = bytes.size() / 64 * 64;

  std::array<std::uint8_t, 128> tail{};
  const auto rest = bytes.size() - at;
  std::copy_n(data + at, rest, tail.begin());
  tail[rest] = 0x80;
  const std::size_t length = rest < 56 ? 64 : 128;
  const auto bits = static_cast<std::uint64_t>(bytes.size()) * 8;
  for (std::size_t i = 0; i < 8; ++i) {
    tail[length - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
  }
  blocks(h, tail.data(), length / 64);

  Sha256 digest;
  for (std::size_t i = 0; i < 32; ++i) {
    digest[i] = static_cast<std::uint8_t>(h[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

std::string to_hex(const Sha256& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const auto b : digest) {
    out.push_back(kDigits[b >> 4]);
    out.push_back(kDigits[b & 15]);
  }
  return out;
}

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool parse_hex(const std::string& text, Sha256& out) {
  if (text.size() != 64) return false;
  for (std::size_t i = 0; i < 32; ++i) {
    const char* at = text.data() + 2 * i;
    const auto [end, ec] = std::from_chars(at, at + 2, out[i], 16);
    if (ec != std::errc() || end != at + 2) return false;
  }
  return true;
}

}  // namespace codec
