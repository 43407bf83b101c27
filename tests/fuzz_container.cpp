// Any bytes as a .sgl: a value or an Error, codes in range, and the same codes after a seek.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "codec/base/crc32c.h"
#include "codec/container/container.h"
#include "codec/container/container_format.h"

namespace {

constexpr std::int64_t kMostFrames = 2000;
// A packet costs a step of the entropy coder a bit, however few bytes it has: full packets of 1024
// frames, 16 levels and 16 bits bring a fuzzer down to ten files a second and reach no other code.
constexpr int kMostBits = 1 << 12;

void must(bool held) {
  if (!held) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  auto reader = codec::ContainerReader::from_memory(bytes);
  if (!reader) return 0;
  const auto& header = reader->header();
  must(header.validate().ok());
  if (header.packet_frames * header.levels * header.bits_per_code > kMostBits) return 0;
  std::vector<codec::Code> codes;
  while (reader->position() < kMostFrames) {
    const auto before = reader->position();
    auto n = reader->read(333, codes);
    if (!n || *n == 0) break;
    must(*n <= 333 && reader->position() == before + *n);
  }
  const auto levels = static_cast<std::size_t>(header.levels);
  must(codes.size() == static_cast<std::size_t>(reader->position()) * levels);
  for (const auto c : codes) must(c < (1u << header.bits_per_code));
  must(reader->damage().any() || reader->counts().bytes <= static_cast<std::int64_t>(size));

  auto total = reader->frames();
  must(total.ok());
  const auto whole = !reader->damage().any();
  const std::int64_t last = std::min(*total, kMostFrames);
  for (const auto frame : {last / 3, last - 1, std::int64_t{0}}) {
    if (frame < 0 || !reader->seek(frame)) continue;
    std::vector<codec::Code> again;
    auto n = reader->read(5, again);
    if (!whole || !n ||
        frame * header.levels + *n * header.levels > static_cast<std::int64_t>(codes.size())) {
      continue;
    }
    must(reader->position() == frame + *n);
    must(std::equal(again.begin(), again.end(), codes.begin() + frame * header.levels));
  }
  return 0;
}

#ifdef SONOGLYPH_LIBFUZZER
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

void put_crc(std::uint8_t* at, std::uint32_t crc) {
  for (int i = 0; i < 4; ++i) at[i] = static_cast<std::uint8_t>(crc >> (8 * i));
}

}  // namespace

// Mutates, then mends the checksums nine times in ten: behind them lies what is worth fuzzing.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  size = LLVMFuzzerMutate(data, size, most);
  if (seed % 10 == 0) return size;
  const auto crc = [data](std::size_t from, std::size_t n, std::uint32_t previous = 0) {
    return codec::crc32c(std::as_bytes(std::span(data + from, n)), previous);
  };
  if (size >= codec::format::kHeaderBytes) put_crc(data + 188, crc(0, 188));
  std::size_t index = 0;
  for (std::size_t at = codec::format::kHeaderBytes; at + 14 <= size; ++at) {
    if (data[at] == 0xf5 && data[at + 1] == 0xa3) {
      const auto payload = static_cast<std::size_t>(data[at + 2] | data[at + 3] << 8);
      if (at + 14 + payload > size) continue;
      put_crc(data + at + 10, crc(at + 14, payload, crc(at + 2, 8)));
      at += 13 + payload;
    } else if (std::equal(data + at, data + at + 8, "SGLINDEX")) {
      index = at;
    }
  }
  if (index > 0 && size >= index + 52 &&
      std::equal(data + size - 40, data + size - 32, "SGLEND\r\n")) {
    put_crc(data + size - 8, crc(index, size - 40 - index));
    put_crc(data + size - 4, crc(size - 40, 36));
  }
  return size;
}
#endif
