// CRC-32C (Castagnoli, RFC 3720 appendix B.4): polynomial 0x1EDC6F41 reflected, start and final
// xor 0xffffffff. crc32c("123456789") == 0xe3069283.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace codec {

// `previous` is the CRC of what came before, so that pieces give the CRC of the whole.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t previous = 0);

}  // namespace codec
