#include "codec/container/container_format.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "codec/base/crc32c.h"
#include "codec/container/packet.h"

namespace codec {
namespace format {
namespace {

using namespace std::string_view_literals;

constexpr auto kMagic = "\x89SGL\r\n\x1a\n"sv;
constexpr auto kIndexMagic = "SGLINDEX"sv;
constexpr auto kFooterMagic = "SGLEND\r\n"sv;
constexpr std::byte kSync[2] = {std::byte{0xf5}, std::byte{0xa3}};
constexpr std::size_t kNameBytes = 64;

template <typename T>
void put(std::span<std::byte> bytes, std::size_t at, T value) {
  const auto v = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    bytes[at + i] = static_cast<std::byte>((v >> (8 * i)) & 0xffu);
  }
}

template <typename T>
T get(std::span<const std::byte> bytes, std::size_t at) {
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    v |= std::to_integer<std::uint64_t>(bytes[at + i]) << (8 * i);
  }
  return static_cast<T>(v);
}

void put_text(std::span<std::byte> bytes, std::size_t at, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) bytes[at + i] = static_cast<std::byte>(text[i]);
}

bool has_text(std::span<const std::byte> bytes, std::string_view text) {
  if (bytes.size() < text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (bytes[i] != static_cast<std::byte>(text[i])) return false;
  }
  return true;
}

bool zero(std::span<const std::byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

SampleIndex length_or_minus_one(std::optional<SampleIndex> length) { return length.value_or(-1); }

Error corrupt(const char* what) {
  return {ErrorCode::corrupt, std::string("damaged .sgl header: ") + what};
}

}  // namespace

std::array<std::byte, kHeaderBytes> write_header(const StreamHeader& h) {
  std::array<std::byte, kHeaderBytes> out{};
  put_text(out, 0, kMagic);
  put<std::uint16_t>(out, 8, kVersion);
  put<std::uint16_t>(out, 10, kHeaderBytes);
  put<std::uint32_t>(out, 12, 0);
  for (std::size_t i = 0; i < 32; ++i) out[16 + i] = static_cast<std::byte>(h.fingerprint[i]);
  put_text(out, 48, std::string_view(h.model_name).substr(0, kNameBytes));
  put<std::uint64_t>(out, 112, h.prior_id);
  put<std::uint32_t>(out, 120, static_cast<std::uint32_t>(h.source_rate_hz));
  put<std::uint16_t>(out, 124, static_cast<std::uint16_t>(h.source_channels));
  put<std::uint8_t>(out, 126, static_cast<std::uint8_t>(h.levels));
  put<std::uint8_t>(out, 127, static_cast<std::uint8_t>(h.bits_per_code));
  put<std::int64_t>(out, 128, length_or_minus_one(h.source_length));
  put<std::uint32_t>(out, 136, static_cast<std::uint32_t>(h.model_rate_hz));
  put<std::uint32_t>(out, 140, static_cast<std::uint32_t>(h.hop_samples));
  put<std::int32_t>(out, 144, h.gain_millidb);
  put<std::uint16_t>(out, 148, static_cast<std::uint16_t>(h.packet_frames));
  put<std::uint32_t>(out, 188, crc32c(std::span(out).first(188)));
  return out;
}

Result<StreamHeader> parse_header(std::span<const std::byte> bytes) {
  if (bytes.empty()) return Error{ErrorCode::empty, "the file is empty"};
  if (!has_text(bytes, kMagic)) {
    if (has_text(bytes, kMagic.substr(0, 4))) return corrupt("line ends were converted on the way");
    return Error{ErrorCode::not_our_format, "not an .sgl file"};
  }
  if (bytes.size() < kHeaderBytes) {
    return Error{ErrorCode::truncated, "ends inside its .sgl header, at byte " +
                                           std::to_string(bytes.size()) + " of 192"};
  }
  if (const int version = get<std::uint16_t>(bytes, 8); version > kVersion) {
    return Error{ErrorCode::newer_version, ".sgl version " + std::to_string(version) +
                                               " is newer than this program (1); update Sonoglyph"};
  }
  if (get<std::uint32_t>(bytes, 188) != crc32c(bytes.first(188))) {
    return corrupt("its checksum does not match");
  }
  if (get<std::uint16_t>(bytes, 8) != kVersion || get<std::uint16_t>(bytes, 10) != kHeaderBytes ||
      get<std::uint32_t>(bytes, 12) != 0 || !zero(bytes.subspan(150, 38))) {
    return corrupt("version 1 wants 192 bytes, no flags and zeros at the end");
  }
  StreamHeader h;
  for (std::size_t i = 0; i < 32; ++i)
    h.fingerprint[i] = std::to_integer<std::uint8_t>(bytes[16 + i]);
  std::size_t name = 0;
  while (name < kNameBytes && bytes[48 + name] != std::byte{0}) {
    h.model_name.push_back(static_cast<char>(bytes[48 + name++]));
  }
  if (!zero(bytes.subspan(48 + name, kNameBytes - name))) return corrupt("text after the name");
  h.prior_id = get<std::uint64_t>(bytes, 112);
  const auto source_rate = get<std::uint32_t>(bytes, 120);
  const auto model_rate = get<std::uint32_t>(bytes, 136);
  const auto hop = get<std::uint32_t>(bytes, 140);
  constexpr std::uint32_t kMax = 1u << 30;  // so that int holds it; validate() knows the range
  h.source_rate_hz = static_cast<int>(std::min(source_rate, kMax));
  h.model_rate_hz = static_cast<int>(std::min(model_rate, kMax));
  h.hop_samples = static_cast<int>(std::min(hop, kMax));
  h.source_channels = get<std::uint16_t>(bytes, 124);
  h.levels = get<std::uint8_t>(bytes, 126);
  h.bits_per_code = get<std::uint8_t>(bytes, 127);
  if (const auto length = get<std::int64_t>(bytes, 128); length != -1) h.source_length = length;
  h.gain_millidb = get<std::int32_t>(bytes, 144);
  h.packet_frames = get<std::uint16_t>(bytes, 148);
  if (const auto fault = h.validate(); !fault) {
    return Error{ErrorCode::corrupt, fault.error().message};
  }
  return h;
}

std::array<std::byte, kPacketHeadBytes> write_packet_head(PacketHead head,
                                                          std::span<const std::byte> payload) {
  std::array<std::byte, kPacketHeadBytes> out{};
  out[0] = kSync[0];
  out[1] = kSync[1];
  put<std::uint16_t>(out, 2, static_cast<std::uint16_t>(payload.size()));
  put<std::uint32_t>(out, 4, static_cast<std::uint32_t>(head.first));
  put<std::uint16_t>(
      out, 8, static_cast<std::uint16_t>(head.frames | (static_cast<int>(head.coding) << 12)));
  put<std::uint32_t>(out, 10, crc32c(payload, crc32c(std::span(out).subspan(2, 8))));
  return out;
}

std::optional<PacketHead> parse_packet_head(std::span<const std::byte> bytes,
                                            const StreamHeader& header) {
  if (bytes[0] != kSync[0] || bytes[1] != kSync[1]) return std::nullopt;
  PacketHead head;
  head.payload = get<std::uint16_t>(bytes, 2);
  head.first = get<std::uint32_t>(bytes, 4);
  const int word = get<std::uint16_t>(bytes, 8);
  head.frames = word & 0xfff;
  head.crc = get<std::uint32_t>(bytes, 10);
  if (head.frames < 1 || head.frames > header.packet_frames || (word >> 12) > 2) {
    return std::nullopt;
  }
  head.coding = static_cast<PacketCoding>(word >> 12);
  const auto packed =
      packed_bytes(static_cast<std::size_t>(head.frames) * static_cast<std::size_t>(header.levels),
                   header.bits_per_code);
  const bool fits = head.coding == PacketCoding::packed
                        ? head.payload == packed
                        : head.payload >= 1 && head.payload < packed;
  if (!fits) return std::nullopt;
  return head;
}

bool packet_is_sound(const PacketHead& head, std::span<const std::byte> bytes) {
  return crc32c(bytes.subspan(kPacketHeadBytes), crc32c(bytes.subspan(2, 8))) == head.crc;
}

bool is_index(std::span<const std::byte> bytes) { return has_text(bytes, kIndexMagic); }

std::uint32_t index_entries(std::span<const std::byte> bytes) {
  return get<std::uint32_t>(bytes, 8);
}

std::vector<std::byte> write_index(std::span<const IndexEntry> entries) {
  std::vector<std::byte> out(kIndexHeadBytes + entries.size() * kIndexEntryBytes);
  put_text(out, 0, kIndexMagic);
  put<std::uint32_t>(out, 8, static_cast<std::uint32_t>(entries.size()));
  std::size_t at = kIndexHeadBytes;
  for (const auto& entry : entries) {
    put<std::uint32_t>(out, at, static_cast<std::uint32_t>(entry.first));
    put<std::uint64_t>(out, at + 4, entry.offset);
    at += kIndexEntryBytes;
  }
  return out;
}

std::optional<std::vector<IndexEntry>> parse_index(std::span<const std::byte> bytes,
                                                   std::uint64_t limit) {
  if (bytes.size() < kIndexHeadBytes || !is_index(bytes)) return std::nullopt;
  const std::size_t n = index_entries(bytes);
  if (n != (bytes.size() - kIndexHeadBytes) / kIndexEntryBytes ||
      (bytes.size() - kIndexHeadBytes) % kIndexEntryBytes != 0) {
    return std::nullopt;
  }
  std::vector<IndexEntry> entries(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto at = kIndexHeadBytes + i * kIndexEntryBytes;
    entries[i] = {get<std::uint32_t>(bytes, at), get<std::uint64_t>(bytes, at + 4)};
    const bool ordered = i == 0 || (entries[i].first > entries[i - 1].first &&
                                    entries[i].offset > entries[i - 1].offset);
    if (!ordered || entries[i].offset < kHeaderBytes || entries[i].offset >= limit) {
      return std::nullopt;
    }
  }
  return entries;
}

std::array<std::byte, kFooterBytes> write_footer(const Footer& footer) {
  std::array<std::byte, kFooterBytes> out{};
  put_text(out, 0, kFooterMagic);
  put<std::uint64_t>(out, 8, footer.index_offset);
  put<std::int64_t>(out, 16, length_or_minus_one(footer.source_length));
  put<std::uint32_t>(out, 24, static_cast<std::uint32_t>(footer.frames));
  put<std::uint32_t>(out, 28, static_cast<std::uint32_t>(footer.packets));
  put<std::uint32_t>(out, 32, footer.index_crc);
  put<std::uint32_t>(out, 36, crc32c(std::span(out).first(36)));
  return out;
}

std::optional<Footer> parse_footer(std::span<const std::byte> bytes) {
  if (!has_text(bytes, kFooterMagic) || get<std::uint32_t>(bytes, 36) != crc32c(bytes.first(36))) {
    return std::nullopt;
  }
  Footer footer;
  footer.index_offset = get<std::uint64_t>(bytes, 8);
  const auto length = get<std::int64_t>(bytes, 16);
  if (length < -1 || length > kMaxLength) return std::nullopt;
  if (length != -1) footer.source_length = length;
  footer.frames = get<std::uint32_t>(bytes, 24);
  footer.packets = get<std::uint32_t>(bytes, 28);
  footer.index_crc = get<std::uint32_t>(bytes, 32);
  return footer;
}

}  // namespace format

std::int64_t StreamHeader::frames_for(SampleIndex source_instants) const {
  const auto resampled = (source_instants * model_rate_hz + source_rate_hz - 1) / source_rate_hz;
  return (resampled + hop_samples - 1) / hop_samples;
}

SampleIndex StreamHeader::instants_for(std::int64_t frames) const {
  const auto samples = frames * hop_samples;  // whole seconds first: the product may be too large
  return samples / model_rate_hz * source_rate_hz +
         samples % model_rate_hz * source_rate_hz / model_rate_hz;
}

Status StreamHeader::check_frames(SampleIndex source_instants, std::int64_t frames,
                                  int flush) const {
  const auto least = frames_for(source_instants);
  if (frames >= least && frames <= least + flush) return Done{};
  return Error{ErrorCode::corrupt, "its length of " + std::to_string(source_instants) +
                                       " samples wants " + std::to_string(least) +
                                       " frames, it holds " + std::to_string(frames)};
}

Status StreamHeader::validate() const {
  const auto outside = [](const char* what, std::int64_t v, std::int64_t low,
                          std::int64_t high) -> std::string {
    if (v >= low && v <= high) return {};
    return std::string(".sgl header: ") + what + " is " + std::to_string(v) + ", wanted " +
           std::to_string(low) + ".." + std::to_string(high);
  };
  for (const auto& fault :
       {outside("source rate", source_rate_hz, 1000, 768000),
        outside("channel count", source_channels, 1, 1024), outside("level count", levels, 1, 16),
        outside("bits a code", bits_per_code, 1, 16),
        outside("source length", source_length.value_or(0), 0, format::kMaxLength),
        outside("model rate", model_rate_hz, 1000, 768000), outside("hop", hop_samples, 1, 1 << 16),
        outside("gain", gain_millidb, -200000, 200000),
        outside("packet length", packet_frames, 1, format::kMaxPacketFrames)}) {
    if (!fault.empty()) return Error{ErrorCode::bad_value, fault};
  }
  const auto payload = packed_bytes(
      static_cast<std::size_t>(packet_frames) * static_cast<std::size_t>(levels), bits_per_code);
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  if (model_name.empty() || model_name.size() > format::kNameBytes ||
      !std::all_of(model_name.begin(), model_name.end(), good)) {
    return Error{ErrorCode::bad_value, ".sgl header: the model's name wants 1..64 of [a-z0-9._-]"};
  }
  if (payload > format::kMaxPayload) {
    return Error{ErrorCode::bad_value, ".sgl header: a full packet would take over 65535 bytes"};
  }
  return Done{};
}

}  // namespace codec
