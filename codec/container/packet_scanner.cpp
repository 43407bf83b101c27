#include "codec/container/packet_scanner.h"

#include <algorithm>

#include "codec/base/crc32c.h"

namespace codec {

namespace {
constexpr std::size_t kBuffer = std::size_t{1} << 17;
static_assert(kBuffer >= format::kPacketHeadBytes + format::kMaxPayload);
}  // namespace

Result<bool> PacketScanner::ensure(std::size_t n) {
  if (buffer_.empty()) {
    const auto size = source_->size();  // a small file wants a small buffer
    buffer_.resize(std::clamp(
        size ? static_cast<std::size_t>(std::min<std::uint64_t>(*size, kBuffer)) : kBuffer,
        std::size_t{4096}, kBuffer));
  }
  if (n > buffer_.size()) buffer_.resize(kBuffer);
  while (unread() < n && !source_ended_) {
    if (begin_ + n > buffer_.size()) {
      std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
      end_ -= begin_;
      begin_ = 0;
    }
    auto got = source_->read(read_at_, std::span(buffer_).subspan(end_));
    if (!got) return got.error();
    source_ended_ = *got == 0;
    end_ += *got;
    read_at_ += *got;
  }
  return unread() >= n;
}

// From the magic of the index on: true where index and footer are sound.
Result<bool> PacketScanner::read_index() {
  auto enough = ensure(format::kIndexHeadBytes);
  if (!enough || !*enough) return enough;
  const auto offset = read_at_ - unread();
  std::uint64_t left = format::kIndexHeadBytes +
                       std::uint64_t{format::index_entries(view(format::kIndexHeadBytes))} *
                           format::kIndexEntryBytes;
  std::uint32_t crc = 0;
  const auto should_be = format::write_index(entries_);
  std::span<const std::byte> rest = should_be;
  index_is_true_ = left == rest.size();
  while (left > 0) {
    enough = ensure(1);
    if (!enough || !*enough) return enough;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left, unread()));
    crc = crc32c(view(n), crc);
    if (index_is_true_) {
      index_is_true_ = std::ranges::equal(view(n), rest.first(n));
      rest = rest.subspan(n);
    }
    begin_ += n;
    left -= n;
  }
  enough = ensure(format::kFooterBytes);
  if (!enough || !*enough) return enough;
  const auto footer = format::parse_footer(view(format::kFooterBytes));
  if (!footer || footer->index_crc != crc || footer->index_offset != offset) return false;
  begin_ += format::kFooterBytes;
  footer_ = footer;
  return true;
}

// What follows the footer: another file, or what a transfer appended.
Status PacketScanner::skip_rest() {
  for (;;) {
    auto more = ensure(1);
    if (!more) return more.error();
    if (!*more) return Done{};
    bytes_skipped_ += static_cast<std::int64_t>(unread());
    bytes_behind_ += static_cast<std::int64_t>(unread());
    begin_ = end_;
  }
}

Result<std::optional<PacketScanner::Packet>> PacketScanner::next() {
  using Found = std::optional<Packet>;
  while (!footer_) {
    auto enough = ensure(format::kPacketHeadBytes);
    if (!enough) return enough.error();
    if (!*enough) break;
    if (format::is_index(view(unread()))) {
      auto ended = read_index();
      if (!ended) return ended.error();
      if (*ended) {
        if (auto rest = skip_rest(); !rest) return rest.error();
      }
      break;  // a damaged index ends the stream all the same: no packet follows one
    }
    if (const auto head = format::parse_packet_head(view(format::kPacketHeadBytes), header_)) {
      const auto size = format::kPacketHeadBytes + head->payload;
      enough = ensure(size);
      if (!enough) return enough.error();
      if (*enough && format::packet_is_sound(*head, view(size))) {
        const Packet packet{*head, view(size).subspan(format::kPacketHeadBytes),
                            read_at_ - unread()};
        begin_ += size;
        if (packets_++ % format::kPacketsAnEntry == 0) {
          entries_.push_back({head->first, packet.offset});
        }
        return Found(packet);
      }
    }
    ++begin_;
    ++bytes_skipped_;
  }
  if (!footer_) {  // a cut: the rest is shorter than a head, or lies behind a damaged index
    bytes_skipped_ += static_cast<std::int64_t>(unread());
    begin_ = end_;
  }
  return Found();
}

}  // namespace codec
