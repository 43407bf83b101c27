// The bytes of `.sgl` parts; the picture is in codec/container/container.h. For the container
// alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "codec/base/result.h"
#include "codec/container/container.h"

namespace codec::format {

constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 192;
constexpr std::size_t kPacketHeadBytes = 14;
constexpr std::size_t kMaxPayload = 65535;
constexpr std::size_t kIndexHeadBytes = 12;
constexpr std::size_t kIndexEntryBytes = 12;
constexpr std::size_t kFooterBytes = 40;
constexpr int kPacketsAnEntry = 16;
constexpr int kMaxPacketFrames = 1024;
constexpr std::int64_t kMaxFrames = 0xffffffff;
constexpr SampleIndex kMaxLength = SampleIndex{1} << 42;  // 2.9 years at 48 kHz

std::array<std::byte, kHeaderBytes> write_header(const StreamHeader& header);
// Any bytes may come in; also fewer than kHeaderBytes, where the stream ends there.
// Errors: empty, not_our_format, newer_version, corrupt, truncated.
Result<StreamHeader> parse_header(std::span<const std::byte> bytes);

struct PacketHead {
  std::size_t payload = 0;  // bytes
  std::int64_t first = 0;   // frame
  int frames = 0;
  PacketCoding coding = PacketCoding::packed;
  std::uint32_t crc = 0;
};

// The head with its CRC over `payload`, whose size it takes.
std::array<std::byte, kPacketHeadBytes> write_packet_head(PacketHead head,
                                                          std::span<const std::byte> payload);
// bytes.size() >= kPacketHeadBytes. Nothing where this cannot be a packet of that stream.
std::optional<PacketHead> parse_packet_head(std::span<const std::byte> bytes,
                                            const StreamHeader& header);
// bytes: head and payload.
bool packet_is_sound(const PacketHead& head, std::span<const std::byte> bytes);

struct IndexEntry {
  std::int64_t first = 0;  // frame
  std::uint64_t offset = 0;
};

bool is_index(std::span<const std::byte> bytes);                // begins with the magic
std::uint32_t index_entries(std::span<const std::byte> bytes);  // bytes.size() >= kIndexHeadBytes
std::vector<std::byte> write_index(std::span<const IndexEntry> entries);
// Nothing where the size, the order or the offsets cannot be: entries lie within 192..limit.
std::optional<std::vector<IndexEntry>> parse_index(std::span<const std::byte> bytes,
                                                   std::uint64_t limit);

struct Footer {
  std::uint64_t index_offset = 0;
  std::optional<SampleIndex> source_length;
  std::int64_t frames = 0;
  std::int64_t packets = 0;
  std::uint32_t index_crc = 0;
};

std::array<std::byte, kFooterBytes> write_footer(const Footer& footer);
// bytes.size() == kFooterBytes.
std::optional<Footer> parse_footer(std::span<const std::byte> bytes);

}  // namespace codec::format
