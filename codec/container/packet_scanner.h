// Finds the packets in a stream of bytes that may be damaged anywhere, with a bounded buffer.
// For the container alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "codec/container/byte_io.h"
#include "codec/container/container_format.h"

namespace codec {

class PacketScanner {
 public:
  struct Packet {
    format::PacketHead head;
    std::span<const std::byte> payload;  // valid until the next call
    std::uint64_t offset = 0;            // of the head, in the file
  };

  // Starts at `offset`, which for a pipe is how many bytes were read from `source` so far.
  PacketScanner(ByteSource& source, const StreamHeader& header, std::uint64_t offset)
      : source_(&source), header_(header), read_at_(offset) {}

  // The next sound packet, or nothing at the end: then ended() or a cut. Errors: io.
  Result<std::optional<Packet>> next();

  // In search of a packet, and behind the footer.
  std::int64_t bytes_skipped() const { return bytes_skipped_; }
  std::int64_t bytes_read() const { return static_cast<std::int64_t>(read_at_ - unread()); }
  // Of those, what follows the footer.
  std::int64_t bytes_behind() const { return bytes_behind_; }
  // How many sound packets next() has given.
  std::int64_t packets() const { return packets_; }
  // Whether the index that ended the packets points at those that came. Only means something from
  // the first packet on.
  bool index_is_true() const { return index_is_true_; }
  // Where a footer ended the packets.
  const std::optional<format::Footer>& footer() const { return footer_; }

 private:
  std::size_t unread() const { return end_ - begin_; }
  std::span<const std::byte> view(std::size_t n) const {
    return std::span(buffer_).subspan(begin_, n);
  }
  // Makes n bytes visible; false where the stream ends before.
  Result<bool> ensure(std::size_t n);
  Result<bool> read_index();
  Status skip_rest();

  ByteSource* source_;
  StreamHeader header_;
  std::vector<std::byte> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t read_at_ = 0;  // offset in the file of what follows the buffer
  bool source_ended_ = false;
  std::int64_t bytes_skipped_ = 0;
  std::int64_t bytes_behind_ = 0;
  std::int64_t packets_ = 0;
  std::vector<format::IndexEntry> entries_;  // that the index should have
  bool index_is_true_ = true;
  std::optional<format::Footer> footer_;
};

}  // namespace codec
