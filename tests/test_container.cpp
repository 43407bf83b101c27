// The `.sgl` container: pinned bytes, round trips, streams, seeking, and every kind of damage.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "codec/base/crc32c.h"
#include "codec/base/file_io.h"
#include "codec/container/container.h"
#include "codec/container/container_format.h"
#include "tests/support/synthetic_codes.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

using testing_support::markov_codes;
using Bytes = std::vector<std::byte>;

StreamHeader header_of(int levels, int packet_frames = 50) {
  StreamHeader h;
  for (std::size_t i = 0; i < 32; ++i) h.fingerprint[i] = static_cast<std::uint8_t>(i * 7);
  h.model_name = "speech-16k";
  h.source_rate_hz = 44100;
  h.source_channels = 2;
  h.levels = levels;
  h.packet_frames = packet_frames;
  h.gain_millidb = -3500;
  return h;
}

Bytes file_of(const Codes& codes, StreamHeader header, bool entropy,
              std::optional<SampleIndex> length = {}) {
  Bytes bytes;
  auto writer = ContainerWriter::to_memory(bytes, header, {.entropy_coding = entropy});
  EXPECT_TRUE(writer.ok());
  EXPECT_TRUE(writer->write(codes.data).ok());
  EXPECT_TRUE(writer->finish(length).ok());
  EXPECT_EQ(writer->counts().bytes, static_cast<std::int64_t>(bytes.size()));
  return bytes;
}

std::vector<Code> read_all(ContainerReader& reader, std::int64_t step = 37) {
  std::vector<Code> codes;
  for (;;) {
    auto n = reader.read(step, codes);
    if (!n.ok() || *n == 0) return codes;
  }
}

TEST(Container, TheEstimateIsWhatAWriterWritesPacked) {
  for (const int levels : {1, 3, 16}) {
    for (const int bits : {1, 7, 10, 16}) {
      for (const int packet_frames : {1, 3, 50, 1024}) {
        for (const std::int64_t frames : {0, 1, 50, 51, 801, 1025}) {
          auto header = header_of(levels, packet_frames);
          header.bits_per_code = bits;
          const auto codes = markov_codes(levels, bits, frames, 3);
          const auto packed = file_of(codes, header, false);
          ASSERT_EQ(estimated_bytes(header, frames), static_cast<std::int64_t>(packed.size()))
              << levels << " x " << bits << " bits, " << frames << " by " << packet_frames;
        }
      }
    }
  }
}

TEST(Container, BytesArePinned) {  // a change here breaks every file ever written
  StreamHeader h = header_of(2, 2);
  h.source_length = 1000;
  const Codes codes{2, {0x201, 0x003, 0x3ff, 0x155, 7, 8}};  // three frames: two packets
  const auto bytes = file_of(codes, h, false);
  std::string hex;
  for (const auto b : bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    hex.push_back(kDigits[std::to_integer<unsigned>(b) >> 4]);
    hex.push_back(kDigits[std::to_integer<unsigned>(b) & 15]);
  }
  const std::string want =
      "8953474c0d0a1a0a"                                                  // magic
      "0100c00000000000"                                                  // version, size, flags
      "00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9"  // fingerprint
      "7370656563682d31366b" +                                            // name
      std::string(2 * 54, '0') +
      "0000000000000000"  // prior
      "44ac000002000"
      "20a"
      "e803000000000000"  // source: rate, channels; Q, bits; length
      "803e000040010000"
      "54f2ffff"
      "0200" +  // model: rate, hop; gain; packet frames
      std::string(2 * 38, '0') +
      "412c7c4e"  // zeros, CRC
      "f5a3"
      "0500"
      "00000000"
      "0200"
      "aea9f667"    // packet of two frames
      "80403ffd55"  // 201 003 3ff 155 in ten bits each
      "f5a3"
      "0300"
      "02000000"
      "0100"
      "7cf84ce0"  // packet of one frame
      "01c080"    // 007 008
      "53474c494e444558"
      "01000000"  // index of one entry
      "00000000"
      "c000000000000000"  // frame 0 at byte 192
      "53474c454e440d0a"
      "e400000000000000"  // footer: index at byte 228
      "e803000000000000"
      "03000000"
      "02000000"  // length, frames, packets
      "00ff382b"
      "4c3b9ccd";  // CRC of the index, of the footer
  EXPECT_EQ(hex, want);
}

TEST(Container, RoundTripsAndCounts) {
  for (const bool entropy : {false, true}) {
    for (const int levels : {1, 4, 16}) {
      for (const std::int64_t frames : {0, 1, 49, 50, 51, 1234}) {
        const auto codes = markov_codes(levels, 10, frames, 3);
        const auto bytes = file_of(codes, header_of(levels), entropy, 777);
        auto reader = ContainerReader::from_memory(bytes);
        ASSERT_TRUE(reader.ok());
        EXPECT_EQ(reader->header().source_length, 777);
        ASSERT_EQ(read_all(*reader), codes.data);
        EXPECT_FALSE(reader->damage().any());
        EXPECT_EQ(reader->counts().frames, frames);
        EXPECT_EQ(reader->counts().bytes, static_cast<std::int64_t>(bytes.size()));
        EXPECT_EQ(*reader->frames(), frames);
      }
    }
  }
}

TEST(Container, HeaderKeepsEveryField) {
  auto h = header_of(3);
  h.source_length = SampleIndex{1} << 40;
  h.bits_per_code = 16;
  h.hop_samples = 1280;
  h.model_rate_hz = 24000;
  const auto parsed = format::parse_header(format::write_header(h));
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  EXPECT_EQ(*parsed, h);
}

TEST(Container, WriterTakesAnyPieces) {
  const auto codes = markov_codes(4, 10, 333, 5);
  const auto whole = file_of(codes, header_of(4), true, 12345);
  Bytes bytes;
  auto writer = ContainerWriter::to_memory(bytes, header_of(4));
  testing_support::Random random(2);
  for (std::size_t at = 0; at < codes.data.size();) {
    const auto n = std::min<std::size_t>(4 * random.below(90), codes.data.size() - at);
    ASSERT_TRUE(writer->write(std::span(codes.data).subspan(at, n)).ok());
    at += n;
  }
  ASSERT_TRUE(writer->finish(12345).ok());
  EXPECT_EQ(bytes, whole);
}

TEST(Container, EntropyCodingSavesAndNeverCosts) {
  const auto codes = markov_codes(4, 10, 3000, 9);
  EXPECT_LT(file_of(codes, header_of(4), true).size(), file_of(codes, header_of(4), false).size());
  testing_support::Random random(4);
  Codes noise{4, {}};
  for (int i = 0; i < 12000; ++i) noise.data.push_back(static_cast<Code>(random.below(1024)));
  EXPECT_LE(file_of(noise, header_of(4), true).size(), file_of(noise, header_of(4), false).size());
}

TEST(Container, RefusesBadCodesAndHeaders) {
  Bytes bytes;
  auto writer = ContainerWriter::to_memory(bytes, header_of(2));
  EXPECT_EQ(writer->write(std::vector<Code>{1, 2, 3}).error().code, ErrorCode::bad_value);
  EXPECT_EQ(writer->write(std::vector<Code>{1, 1024}).error().code, ErrorCode::bad_value);
  auto h = header_of(2);
  h.levels = 17;
  EXPECT_EQ(ContainerWriter::to_memory(bytes, h).error().code, ErrorCode::bad_value);
  h = header_of(16, 1024);
  h.bits_per_code = 16;
  EXPECT_TRUE(ContainerWriter::to_memory(bytes, h).ok());  // 32768 bytes a packet
  h = header_of(2);
  h.model_name = "has space";
  EXPECT_EQ(ContainerWriter::to_memory(bytes, h).error().code, ErrorCode::bad_value);
}

TEST(Container, SeeksToEveryFrame) {
  const auto codes = markov_codes(3, 10, 1000, 6);
  auto bytes = file_of(codes, header_of(3, 7), true);
  for (const bool has_index : {true, false}) {
    if (!has_index) bytes.resize(bytes.size() - 10);  // the footer is cut: rebuilt by walking
    auto reader = ContainerReader::from_memory(bytes);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(*reader->frames(), 1000);
    for (std::int64_t frame = 0; frame <= 1000; ++frame) {
      ASSERT_TRUE(reader->seek((frame * 617) % 1001).ok());
      const auto at = reader->position();
      ASSERT_EQ(at, (frame * 617) % 1001);
      std::vector<Code> got;
      const auto n = *reader->read(9, got);
      const auto first = codes.data.begin() + at * 3;
      ASSERT_EQ(got, std::vector<Code>(first, first + n * 3));
      ASSERT_EQ(n == 0, at == 1000);
    }
    EXPECT_EQ(reader->seek(1001).error().code, ErrorCode::bad_value);
    EXPECT_EQ(reader->seek(-1).error().code, ErrorCode::bad_value);
  }
}

TEST(Container, RecordingIsReadableAtAnyMoment) {
  const testing_support::TemporaryFolder folder;
  const auto path = folder / "recording.sgl";
  const auto codes = markov_codes(4, 10, 120, 8);
  {
    auto writer = ContainerWriter::create(path, header_of(4),
                                          {.placement = ContainerOptions::Placement::in_place});
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer->write(codes.data).ok());
    auto reader = ContainerReader::open(path);  // while the writer is still at it
    ASSERT_TRUE(reader.ok()) << reader.error().message;
    EXPECT_EQ(read_all(*reader).size(), 100u * 4);
    EXPECT_TRUE(reader->damage().truncated);
    EXPECT_FALSE(reader->source_length());
    ASSERT_TRUE(writer->flush().ok());
  }  // no finish(): as after a crash
  auto reader = ContainerReader::open(path);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(read_all(*reader), codes.data);
  EXPECT_EQ(reader->damage().frames_lost, 0);
}

TEST(Container, PendingFileAppearsWithFinishOnly) {
  const testing_support::TemporaryFolder folder;
  const auto path = folder / "a.sgl";
  {
    auto writer = ContainerWriter::create(path, header_of(2));
    ASSERT_TRUE(writer.ok());
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  auto writer = ContainerWriter::create(path, header_of(2));
  ASSERT_TRUE(writer->write(std::vector<Code>{1, 2}).ok());
  ASSERT_TRUE(writer->finish(320).ok());
  auto reader = ContainerReader::open(path);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader->source_length(), 320);
}

TEST(Container, PipeKnowsItsLengthAtTheEnd) {
  const auto codes = markov_codes(4, 10, 500, 12);
  auto h = header_of(4);
  Bytes bytes = file_of(codes, h, true, 999);
  const auto unknown = format::write_header(h);  // as a writer to a pipe leaves it
  std::copy(unknown.begin(), unknown.end(), bytes.begin());
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const int old = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  std::thread feeder([&] {
    for (std::size_t at = 0; at < bytes.size(); at += 100) {
      const auto n = std::min<std::size_t>(100, bytes.size() - at);
      if (::write(ends[1], bytes.data() + at, n) < 0) break;
    }
    ::close(ends[1]);
  });
  auto reader = ContainerReader::open("-");
  ASSERT_TRUE(reader.ok());
  EXPECT_FALSE(reader->seekable());
  EXPECT_FALSE(reader->source_length());
  EXPECT_EQ(read_all(*reader), codes.data);
  EXPECT_EQ(reader->source_length(), 999);
  EXPECT_FALSE(reader->damage().any());
  EXPECT_EQ(reader->seek(0).error().code, ErrorCode::io);
  feeder.join();
  ::dup2(old, STDIN_FILENO);
  ::close(old);
  ::close(ends[0]);
}

TEST(Container, WhatStandsBehindTheFooterIsDamage) {
  const auto codes = markov_codes(2, 10, 100, 3);
  const auto whole = file_of(codes, header_of(2), true, 999);
  for (const auto& more : {Bytes(1), Bytes(300000), whole}) {
    auto bytes = whole;
    bytes.insert(bytes.end(), more.begin(), more.end());
    auto reader = ContainerReader::from_memory(bytes);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(read_all(*reader), codes.data);
    EXPECT_EQ(reader->damage().bytes_skipped, static_cast<std::int64_t>(more.size()));
    EXPECT_EQ(reader->damage().frames_lost, 0);
    EXPECT_TRUE(reader->damage().any());
    EXPECT_EQ(describe(reader->damage()), "damaged: " + std::to_string(more.size()) +
                                              " bytes in or behind it are no part of it");
  }
}

// Frames of `got` that differ from `want`, in packets of 10: which packets they lie in.
std::vector<std::size_t> spoiled_packets(const std::vector<Code>& got, const Codes& want) {
  std::vector<std::size_t> packets;
  const std::size_t per_packet = 10 * static_cast<std::size_t>(want.levels);
  for (std::size_t i = 0; i < want.data.size(); ++i) {
    if (i < got.size() && got[i] == want.data[i]) continue;
    if (packets.empty() || packets.back() != i / per_packet) packets.push_back(i / per_packet);
  }
  return packets;
}

TEST(Container, EveryFlippedByteStaysInItsPacket) {
  for (const bool entropy : {false, true}) {
    const auto codes = markov_codes(3, 10, 85, 21);
    const auto whole = file_of(codes, header_of(3, 10), entropy, 27200);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const int mask : {0x01, 0x80, 0xff}) {
        auto bytes = whole;
        bytes[at] ^= static_cast<std::byte>(mask);
        auto reader = ContainerReader::from_memory(bytes);
        if (!reader.ok()) {
          ASSERT_LT(at, format::kHeaderBytes) << reader.error().message;
          continue;
        }
        ASSERT_GE(at, format::kHeaderBytes) << "a damaged header was believed";
        const auto got = read_all(*reader);
        ASSERT_LE(spoiled_packets(got, codes).size(), 1u) << "byte " << at;
        ASSERT_EQ(reader->source_length(), 27200);
        ASSERT_TRUE(got == codes.data || reader->damage().frames_lost > 0) << "byte " << at;
        ASSERT_TRUE(reader->damage().any()) << "byte " << at << " went unnoticed";
        ASSERT_TRUE(reader->seek(40).ok());
      }
    }
  }
}

TEST(Container, EveryTruncationIsReadToTheCut) {
  const auto codes = markov_codes(3, 10, 85, 22);
  const auto whole = file_of(codes, header_of(3, 10), true, 27200);
  std::size_t most = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    auto reader = ContainerReader::from_memory(std::span(whole).first(size));
    if (size < format::kHeaderBytes) {
      ASSERT_FALSE(reader.ok());
      const auto want = size == 0  ? ErrorCode::empty
                        : size < 8 ? (size < 4 ? ErrorCode::not_our_format : ErrorCode::corrupt)
                                   : ErrorCode::truncated;
      ASSERT_EQ(reader.error().code, want) << size;
      continue;
    }
    ASSERT_TRUE(reader.ok());
    const auto got = read_all(*reader);
    ASSERT_TRUE(std::equal(got.begin(), got.end(), codes.data.begin())) << size;
    ASSERT_GE(got.size(), most) << "a longer file gave less";
    ASSERT_TRUE(reader->damage().truncated);
    most = got.size();
  }
  EXPECT_EQ(most, codes.data.size());
}

TEST(Container, LostPacketsAreFilledAndNamed) {
  const auto codes = markov_codes(2, 10, 100, 23);
  auto bytes = file_of(codes, header_of(2, 10), false);
  const std::size_t packet = format::kPacketHeadBytes + 25;
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(format::kHeaderBytes + 3 * packet);
  bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(2 * packet));  // packets 3 and 4
  auto reader = ContainerReader::from_memory(bytes);
  const auto got = read_all(*reader);
  ASSERT_EQ(got.size(), codes.data.size());
  const auto& damage = reader->damage();
  ASSERT_EQ(damage.frames.size(), 1u);
  EXPECT_EQ(damage.frames[0].first, 30);
  EXPECT_EQ(damage.frames[0].count, 20);
  for (std::size_t i = 60; i < 100; ++i) EXPECT_EQ(got[i], codes.data[58 + i % 2]);
  EXPECT_TRUE(std::equal(got.begin() + 100, got.end(), codes.data.begin() + 100));
}

TEST(Container, ForgedFirstFrameCannotAskForYears) {
  const auto codes = markov_codes(2, 10, 20, 24);
  auto h = header_of(2, 10);
  auto bytes = file_of(codes, h, false);
  bytes.resize(format::kHeaderBytes + format::kPacketHeadBytes + 25);
  Bytes payload(25);
  const auto head = format::write_packet_head({.first = 0xfffffff0, .frames = 10}, payload);
  bytes.insert(bytes.end(), head.begin(), head.end());
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  auto reader = ContainerReader::from_memory(bytes);
  EXPECT_EQ(read_all(*reader).size(), 20u);
  EXPECT_TRUE(reader->damage().any());
}

TEST(Container, NamesWhatIsWrong) {
  const auto bytes = file_of(markov_codes(2, 10, 20, 1), header_of(2), true);
  auto newer = bytes;
  newer[8] = std::byte{2};
  EXPECT_EQ(ContainerReader::from_memory(newer).error().code, ErrorCode::newer_version);
  const std::string text = "this is not a token file, only some text";
  EXPECT_EQ(ContainerReader::from_memory(std::as_bytes(std::span(text))).error().code,
            ErrorCode::not_our_format);
  EXPECT_EQ(ContainerReader::open("/no/such.sgl").error().code, ErrorCode::io);
  EXPECT_EQ(ContainerReader::open("/tmp").error().code, ErrorCode::io);
  auto h = header_of(2);
  Sha256 other{};
  const auto wrong = check_model("a.sgl", h, "tiny", other);
  EXPECT_EQ(wrong.error().code, ErrorCode::wrong_model);
  EXPECT_NE(wrong.error().message.find("speech-16k (00070e15)"), std::string::npos);
  EXPECT_NE(wrong.error().message.find("tiny (00000000)"), std::string::npos);
}

// Every checksum is right, and the file contradicts itself all the same.
TEST(Container, ContradictionsAreNamed) {
  auto header = header_of(2, 10);
  header.source_length = 882 * 395 / 10;  // 39.5 frames
  const auto codes = markov_codes(2, 10, 40, 5);
  const auto good = file_of(codes, header, false);
  const std::size_t packet = format::kPacketHeadBytes + 25;  // 10 frames of 2 codes of 10 bits
  const std::size_t index = format::kHeaderBytes + 4 * packet;
  const auto told = [](const Bytes& bytes) {
    auto reader = *ContainerReader::from_memory(bytes);
    read_all(reader, 1000);
    std::string text;
    for (const auto& what : reader.contradictions()) text += what + "; ";
    return text;
  };
  const auto with_footer = [&](auto&& change, auto&& entries) {
    Bytes bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(index));
    const std::vector<format::IndexEntry> of = entries;
    const auto written = format::write_index(of);
    format::Footer footer{.index_offset = index,
                          .source_length = header.source_length,
                          .frames = 40,
                          .packets = 4,
                          .index_crc = crc32c(written)};
    change(footer);
    bytes.insert(bytes.end(), written.begin(), written.end());
    const auto end = format::write_footer(footer);
    bytes.insert(bytes.end(), end.begin(), end.end());
    return told(bytes);
  };
  using Entries = std::vector<format::IndexEntry>;
  const Entries right = {{0, format::kHeaderBytes}};
  EXPECT_EQ(with_footer([](format::Footer&) {}, right), "");
  EXPECT_EQ(told(good), "");
  const auto frames = [](std::int64_t n) { return [n](format::Footer& f) { f.frames = n; }; };
  for (const auto n : std::initializer_list<std::int64_t>{0, 39, 41, 0xffffffff}) {
    EXPECT_NE(with_footer(frames(n), right).find(std::to_string(n) + " frames"), std::string::npos);
  }
  const auto packets = [](format::Footer& f) { f.packets = 3; };
  EXPECT_NE(with_footer(packets, right).find("3 packets"), std::string::npos);
  const auto length = [](format::Footer& f) { f.source_length = 7; };
  EXPECT_NE(with_footer(length, right).find("footer of 7"), std::string::npos);
  const auto none = [](format::Footer&) {};
  for (const auto& entries : {Entries{{0, 193}}, Entries{{7, 192}}, Entries{}}) {
    EXPECT_NE(with_footer(none, entries).find("index"), std::string::npos)
        << with_footer(none, entries);
  }
  auto twice = good;
  twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(index),
               good.begin() + format::kHeaderBytes,
               good.begin() + static_cast<std::ptrdiff_t>(format::kHeaderBytes + packet));
  EXPECT_NE(told(twice).find("is of frame 0, wanted 40"), std::string::npos) << told(twice);

  EXPECT_TRUE(header.check_frames(*header.source_length, 40));
  EXPECT_TRUE(header.check_frames(*header.source_length, 45, 5)) << "flushed";
  EXPECT_FALSE(header.check_frames(*header.source_length, 46, 5));
  EXPECT_FALSE(header.check_frames(*header.source_length, 39));
  EXPECT_FALSE(header.check_frames(format::kMaxLength, 40));
}

// An index whose checksum is right and whose places are not.
TEST(Container, SeeksDoNotBelieveAnIndexThatLies) {
  const auto header = header_of(2, 10);
  const auto codes = markov_codes(2, 10, 40, 5);
  const auto good = file_of(codes, header, false);
  const std::uint64_t packet = format::kPacketHeadBytes + 25;
  const std::uint64_t first = format::kHeaderBytes;
  const auto index = static_cast<std::size_t>(first + 4 * packet);
  using Entries = std::vector<format::IndexEntry>;
  for (const auto& entries :
       {Entries{{0, first}, {20, first + 2 * packet}}, Entries{{0, first + packet}},
        Entries{{0, first}, {20, first + 3 * packet}}, Entries{{0, first}, {20, first + packet}},
        Entries{{0, first + 1}}, Entries{{7, first}}}) {
    Bytes bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(index));
    const auto written = format::write_index(entries);
    const auto end = format::write_footer({.index_offset = index,
                                           .source_length = {},
                                           .frames = 40,
                                           .packets = 4,
                                           .index_crc = crc32c(written)});
    bytes.insert(bytes.end(), written.begin(), written.end());
    bytes.insert(bytes.end(), end.begin(), end.end());
    auto reader = *ContainerReader::from_memory(bytes);
    for (const std::int64_t frame : {25, 0, 35, 20, 10, 40}) {
      ASSERT_TRUE(reader.seek(frame));
      EXPECT_EQ(reader.position(), frame);
      std::vector<Code> there;
      ASSERT_TRUE(reader.read(5, there));
      const auto n = static_cast<std::size_t>(std::min<std::int64_t>(5, 40 - frame)) * 2;
      ASSERT_EQ(there.size(), n);
      EXPECT_TRUE(std::equal(there.begin(), there.end(), codes.data.begin() + frame * 2))
          << frame << " by the entry of frame " << entries.back().first;
      EXPECT_FALSE(reader.damage().any());
    }
  }
}

TEST(Container, FramesFollowFromTheSource) {
  StreamHeader h;
  h.source_rate_hz = 44100;
  EXPECT_EQ(h.frames_for(0), 0);
  EXPECT_EQ(h.frames_for(1), 1);
  EXPECT_EQ(h.frames_for(882), 1);  // 320 samples
  EXPECT_EQ(h.frames_for(883), 2);  // 321
  EXPECT_EQ(h.frames_for(SampleIndex{44100} * 7200), 360000);
}

}  // namespace
}  // namespace codec
