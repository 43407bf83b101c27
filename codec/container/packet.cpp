#include "codec/container/packet.h"

#include <cassert>

namespace codec {

void pack(int bits, std::span<const Code> codes, std::span<std::byte> out) {
  assert(out.size() == packed_bytes(codes.size(), bits));
  std::uint32_t window = 0;  // the low `held` bits wait to be written
  int held = 0;
  std::size_t at = 0;
  for (const Code code : codes) {
    window = (window << bits) | code;
    held += bits;
    while (held >= 8) {
      held -= 8;
      out[at++] = static_cast<std::byte>((window >> held) & 0xffu);
    }
  }
  if (held > 0) out[at] = static_cast<std::byte>((window << (8 - held)) & 0xffu);
}

bool unpack(int bits, std::span<const std::byte> in, std::span<Code> codes) {
  if (in.size() != packed_bytes(codes.size(), bits)) {
    for (Code& code : codes) code = 0;
    return false;
  }
  const std::uint32_t mask = (1u << bits) - 1;
  std::uint32_t window = 0;
  int held = 0;
  std::size_t at = 0;
  for (Code& code : codes) {
    while (held < bits) {
      window = (window << 8) | std::to_integer<std::uint32_t>(in[at++]);
      held += 8;
    }
    held -= bits;
    code = static_cast<Code>((window >> held) & mask);
  }
  return (window & ((1u << held) - 1)) == 0;
}

}  // namespace codec
