// The `.sgl` file, version 1: tokens with everything that it takes to turn them back into sound of
// the source's rate and exact length. All integers little-endian. Full rules:
// codec/container/FORMAT.md.
//
//   header   192 bytes   offset size
//                           0    8  magic 89 53 47 4c 0d 0a 1a 0a  ("\x89SGL\r\n\x1a\n")
//                           8    2  version = 1
//                          10    2  header bytes = 192
//                          12    4  flags = 0
//                          16   32  SHA-256 of the model's weights file
//                          48   64  the model's name, [a-z0-9._-]+, padded with NUL
//                         112    8  entropy prior id, 0 = none
//                         120    4  source sample rate, Hz
//                         124    2  source channels
//                         126    1  levels Q, 1..16
//                         127    1  bits a code, log2 K, 1..16
//                         128    8  exact length in source samples, -1 = unknown: see the footer
//                         136    4  model sample rate, Hz
//                         140    4  hop, samples at the model's rate
//                         144    4  gain applied before encoding, signed, 1/1000 dB
//                         148    2  frames a full packet, 1..1024
//                         150   38  zero
//                         188    4  CRC-32C of bytes 0..187
//   packet   14 bytes + payload, one after the other
//                           0    2  sync f5 a3
//                           2    2  payload bytes n, 1..65535
//                           4    4  first frame
//                           8    2  bits 0..11: frames, 1..frames a full packet; bits 12..15:
//                                   0 packed, 1 entropy-coded, 2 so with the model's prior
//                          10    4  CRC-32C of bytes 2..9 and the payload
//                          14    n  payload
//   index    12 bytes + 12 an entry
//                           0    8  magic "SGLINDEX"
//                           8    4  entries
//                          12    4  first frame of a packet (every 16th has an entry)
//                          16    8  its offset in the file; and so on
//   footer   40 bytes       0    8  magic "SGLEND\r\n"
//                           8    8  offset of the index
//                          16    8  exact length in source samples, -1 = unknown
//                          24    4  frames
//                          28    4  packets
//                          32    4  CRC-32C of the index
//                          36    4  CRC-32C of bytes 0..35
//
// Packets stand alone: damage stays inside its packet. A file without index and footer (cut, or
// still being written) is read up to its last whole packet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/sha256.h"
#include "codec/base/types.h"
#include "codec/container/entropy.h"

namespace codec {

struct StreamHeader {
  Sha256 fingerprint{};
  std::string model_name;  // [a-z0-9._-]+, 1..64 characters
  int source_rate_hz = 16000;
  int source_channels = 1;
  std::optional<SampleIndex>
      source_length;  // instants at the source's rate; unknown while recording
  int model_rate_hz = 16000;
  int levels = 1;          // Q of this stream, may be fewer than the model's
  int bits_per_code = 10;  // log2 K
  int hop_samples = 320;
  int gain_millidb = 0;    // was added before encoding; decoding takes it away
  int packet_frames = 50;  // frames a full packet, 1..1024
  std::uint64_t prior_id = 0;

  double frame_rate_hz() const { return static_cast<double>(model_rate_hz) / hop_samples; }
  double nominal_bps() const {
    return bit_rate_bps(levels, bits_per_code, model_rate_hz, hop_samples);
  }
  // Frames that a source of that many instants gives: resampled, then rounded up to whole hops.
  std::int64_t frames_for(SampleIndex source_instants) const;
  // The longest source that gives no more than so many frames.
  SampleIndex instants_for(std::int64_t frames) const;
  // That so many frames are those of a source of that many instants: frames_for() of them, and up
  // to `flush` more, in which an encoder flushed. Errors: corrupt, with both numbers.
  Status check_frames(SampleIndex source_instants, std::int64_t frames,
                      int flush = kMostFlushFrames) const;
  static constexpr int kMostFlushFrames = 16;
  // Every field in its range. Errors: bad_value.
  Status validate() const;

  friend bool operator==(const StreamHeader&, const StreamHeader&) = default;
};

enum class PacketCoding : std::uint8_t { packed = 0, entropy = 1, entropy_prior = 2 };

struct ContainerOptions {
  bool entropy_coding = true;  // a packet that would grow by it is packed instead
  std::shared_ptr<const EntropyPrior> prior = nullptr;
  // pending: a temporary name, renamed by finish(). in_place: under its own name from the first
  // byte, for recordings: what was flushed survives a crash.
  enum class Placement { pending, in_place } placement = Placement::pending;
};

struct ContainerCounts {
  std::int64_t frames = 0;
  std::int64_t bytes = 0;  // of the whole file
  std::int64_t packets = 0;
  std::int64_t payload_bytes = 0;
  std::int64_t entropy_packets = 0;  // those that entropy coding made smaller
};

// Writes a stream as it comes; every full packet is flushed to the system.
// Threads: one at a time. Realtime: no.
class ContainerWriter {
 public:
  // "-" is stdout. Errors: io, bad_value (the header).
  static Result<ContainerWriter> create(const std::filesystem::path& path,
                                        const StreamHeader& header,
                                        const ContainerOptions& options = {});
  // Appends to `bytes`, which must outlive the writer.
  static Result<ContainerWriter> to_memory(std::vector<std::byte>& bytes,
                                           const StreamHeader& header,
                                           const ContainerOptions& options = {});
  ~ContainerWriter();  // without finish(): a pending file is removed, one in place stays readable
  ContainerWriter(ContainerWriter&&) noexcept;
  ContainerWriter& operator=(ContainerWriter&&) noexcept;

  // Whole frames, frame-major. Errors: bad_value (a code >= 2^bits, part of a frame), io.
  Status write(std::span<const Code> codes);
  // Writes what waits for a full packet as a short one: bounds what a crash can lose.
  Status flush();
  // Last packet, index, footer, header with the length where the output can be rewound; rename.
  // source_length: exact instants where the header did not know. Call once. Errors: io.
  Status finish(std::optional<SampleIndex> source_length = {});

  const ContainerCounts& counts() const;  // bytes written so far

 private:
  struct State;
  explicit ContainerWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Bytes of a file of that many frames without entropy coding, which can only make it smaller.
std::int64_t estimated_bytes(const StreamHeader& header, std::int64_t frames);

// What was wrong with a file that could be read nevertheless.
struct Damage {
  struct Range {
    std::int64_t first = 0;  // frame
    std::int64_t count = 0;
  };
  std::vector<Range> frames;       // lost and filled, in order; the first 1000 ranges
  std::int64_t frames_lost = 0;    // all of them
  std::int64_t bytes_skipped = 0;  // between packets, and behind the end
  bool truncated = false;          // no footer: cut off, or still being written
  std::string contradiction = {};  // its length and its codes, where all is there
  bool any() const {
    return frames_lost > 0 || bytes_skipped > 0 || truncated || !contradiction.empty();
  }
};

// Reads a file, stdin or memory with a bounded buffer. Any bytes may come in.
// A lost frame is filled with the codes of the frame before it (zeros at the start) and reported in
// damage(); decode_file() plays silence there. Frames lost at the very end are filled where the
// footer tells of them.
// Errors of open(): io, empty, not_our_format, newer_version, corrupt, truncated (header).
// Threads: one at a time. Realtime: no.
class ContainerReader {
 public:
  // "-" is stdin.
  static Result<ContainerReader> open(const std::filesystem::path& path);
  // The bytes must outlive the reader.
  static Result<ContainerReader> from_memory(std::span<const std::byte> bytes);
  ~ContainerReader();
  ContainerReader(ContainerReader&&) noexcept;
  ContainerReader& operator=(ContainerReader&&) noexcept;

  const StreamHeader& header() const;
  // Needed before read() where header().prior_id != 0. Errors: wrong_model (another id or shape).
  Status set_prior(std::shared_ptr<const EntropyPrior> prior);

  // From here on codes are not decoded: read() gives zeros. For counts and damage where the prior
  // is not at hand.
  void skip_codes();

  // The next frames in order, appended to `codes`: 1..max_frames, or 0 at the end.
  // Errors: io, wrong_model (a packet needs the model's prior).
  Result<std::int64_t> read(std::int64_t max_frames, std::vector<Code>& codes);
  // Whether the frames of the last read() were lost and filled; one read() never mixes the two.
  bool filled() const;
  std::int64_t position() const;  // the next frame that read() gives
  bool seekable() const;
  // Continues at `frame`, 0..frames(). Uses the index, or builds one by walking the packets.
  // Errors: io (a pipe), bad_value.
  Status seek(std::int64_t frame);
  // Frames in the file: from the footer, or by walking the packets once. Errors: io (a pipe).
  Result<std::int64_t> frames();

  // Exact length in instants of the source, once it is known: from the header, or from the footer
  // when that was seen (at once in a file, at the end of a pipe).
  std::optional<SampleIndex> source_length() const;
  const Damage& damage() const;  // since open() or the last seek()
  // What the file says of itself and is not so, one a line, where it was read from its start to its
  // end. The sound can be right nevertheless: only a wrong writer or a forger makes these.
  std::vector<std::string> contradictions() const;
  const ContainerCounts& counts() const;  // of what was read so far

 private:
  struct State;
  explicit ContainerReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// "speech-16k (3f2a91c0)": a model's name and the head of its fingerprint.
std::string name_of_model(const std::string& name, const Sha256& fingerprint);

// "damaged: 3 frames lost", and where it was truncated "..., its end is missing or unreadable"; ""
// where there is no damage.
std::string describe(const Damage& damage);

// "FILE: was made by model speech-16k (3f2a91c0), loaded is tiny (88b1d7e4): ..." or Done.
Status check_model(const std::string& file, const StreamHeader& header, const std::string& name,
                   const Sha256& fingerprint);

}  // namespace codec
