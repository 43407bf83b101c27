// SHA-256 (FIPS 180-4), for model fingerprints.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace codec {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::span<const std::byte> bytes);
std::string to_hex(const Sha256& digest);
// Whether it is what to_hex() gives: 64 hex digits, the letters small.
bool is_sha256(const std::string& text);
// The reverse of to_hex(): false where the text is not 64 hex digits.
bool parse_hex(const std::string& text, Sha256& out);

}  // namespace codec
