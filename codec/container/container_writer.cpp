#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "codec/base/crc32c.h"
#include "codec/container/byte_io.h"
#include "codec/container/container.h"
#include "codec/container/container_format.h"
#include "codec/container/packet.h"
#include "codec/model/entropy_prior.h"

namespace codec {

struct ContainerWriter::State {
  std::unique_ptr<ByteSink> sink;
  StreamHeader header;
  std::optional<EntropyCoder> coder;
  PacketCoding coding = PacketCoding::packed;
  std::vector<Code> waiting;  // whole frames, fewer than a full packet
  std::vector<std::byte> packed;
  std::vector<std::byte> coded;
  std::vector<std::byte> packet;
  std::vector<format::IndexEntry> index;
  ContainerCounts counts;
  bool finished = false;

  std::size_t levels() const { return static_cast<std::size_t>(header.levels); }

  Status put(std::span<const std::byte> bytes) {
    auto written = sink->write(bytes);
    if (written) counts.bytes += static_cast<std::int64_t>(bytes.size());
    return written;
  }

  // One packet of `codes`, whole frames and no more than a full packet.
  Status put_packet(std::span<const Code> codes) {
    const auto frames = static_cast<std::int64_t>(codes.size() / levels());
    if (counts.frames + frames > format::kMaxFrames) {
      return Error{ErrorCode::bad_value, ".sgl: over 4294967295 frames"};
    }
    packed.resize(packed_bytes(codes.size(), header.bits_per_code));
    pack(header.bits_per_code, codes, packed);
    std::span<const std::byte> payload = packed;
    format::PacketHead head{.first = counts.frames, .frames = static_cast<int>(frames)};
    if (coder) {
      coded.clear();
      coder->encode(codes, coded);
      if (coded.empty()) coded.push_back(std::byte{0});
      if (coded.size() < packed.size()) {
        payload = coded;
        head.coding = coding;
        ++counts.entropy_packets;
      }
    }
    if (counts.packets % format::kPacketsAnEntry == 0) {
      index.push_back({counts.frames, static_cast<std::uint64_t>(counts.bytes)});
    }
    const auto bytes = format::write_packet_head(head, payload);
    packet.assign(bytes.begin(), bytes.end());
    packet.insert(packet.end(), payload.begin(), payload.end());
    if (auto written = put(packet); !written) return written;
    ++counts.packets;
    counts.frames += frames;
    counts.payload_bytes += static_cast<std::int64_t>(payload.size());
    return Done{};
  }

  static Result<std::unique_ptr<State>> open(std::unique_ptr<ByteSink> sink,
                                             const StreamHeader& header,
                                             const ContainerOptions& options) {
    auto state = std::make_unique<State>();
    state->sink = std::move(sink);
    state->header = header;
    state->header.prior_id = 0;
    if (options.entropy_coding) {
      auto prior = options.prior;
      if (prior && (prior->bits() != header.bits_per_code || prior->levels() < header.levels)) {
        return Error{ErrorCode::bad_value, ".sgl: the entropy prior is of another model"};
      }
      state->coding = prior ? PacketCoding::entropy_prior : PacketCoding::entropy;
      state->header.prior_id = prior ? prior->id() : 0;
      state->coder.emplace(header.levels, header.bits_per_code, std::move(prior));
    }
    if (auto started = state->put(format::write_header(state->header)); !started) {
      return started.error();
    }
    return state;
  }
};

ContainerWriter::ContainerWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ContainerWriter::~ContainerWriter() = default;
ContainerWriter::ContainerWriter(ContainerWriter&&) noexcept = default;
ContainerWriter& ContainerWriter::operator=(ContainerWriter&&) noexcept = default;

Result<ContainerWriter> ContainerWriter::create(const std::filesystem::path& path,
                                                const StreamHeader& header,
                                                const ContainerOptions& options) {
  if (auto valid = header.validate(); !valid) return valid.error();
  auto sink = ByteSink::create(path, options.placement == ContainerOptions::Placement::pending
                                         ? ByteSink::Placement::pending
                                         : ByteSink::Placement::in_place);
  if (!sink) return sink.error();
  auto state = State::open(std::move(*sink), header, options);
  if (!state) return state.error();
  return ContainerWriter(std::move(*state));
}

Result<ContainerWriter> ContainerWriter::to_memory(std::vector<std::byte>& bytes,
                                                   const StreamHeader& header,
                                                   const ContainerOptions& options) {
  if (auto valid = header.validate(); !valid) return valid.error();
  auto state = State::open(ByteSink::memory(bytes), header, options);
  if (!state) return state.error();
  return ContainerWriter(std::move(*state));
}

Status ContainerWriter::write(std::span<const Code> codes) {
  auto& s = *state_;
  assert(!s.finished);
  if (codes.size() % s.levels() != 0) {
    return Error{ErrorCode::bad_value, ".sgl: part of a frame: " + std::to_string(codes.size()) +
                                           " codes, wanted a multiple of " +
                                           std::to_string(s.levels())};
  }
  const auto above = std::uint32_t{1} << s.header.bits_per_code;
  if (const auto bad = std::find_if(codes.begin(), codes.end(), [&](Code c) { return c >= above; });
      bad != codes.end()) {
    return Error{ErrorCode::bad_value,
                 ".sgl: code " + std::to_string(*bad) + ", wanted below " + std::to_string(above)};
  }
  const auto full = static_cast<std::size_t>(s.header.packet_frames) * s.levels();
  while (!codes.empty()) {
    const auto n = std::min(codes.size(), full - s.waiting.size());
    s.waiting.insert(s.waiting.end(), codes.begin(),
                     codes.begin() + static_cast<std::ptrdiff_t>(n));
    codes = codes.subspan(n);
    if (s.waiting.size() == full) {
      if (auto done = flush(); !done) return done;
    }
  }
  return Done{};
}

Status ContainerWriter::flush() {
  if (state_->waiting.empty()) return Done{};
  auto done = state_->put_packet(state_->waiting);
  state_->waiting.clear();
  return done;
}

Status ContainerWriter::finish(std::optional<SampleIndex> source_length) {
  auto& s = *state_;
  assert(!s.finished);
  s.finished = true;
  if (auto done = flush(); !done) return done;
  if (source_length) s.header.source_length = source_length;
  if (auto valid = s.header.validate(); !valid) return valid;
  const auto index = format::write_index(s.index);
  const format::Footer footer{.index_offset = static_cast<std::uint64_t>(s.counts.bytes),
                              .source_length = s.header.source_length,
                              .frames = s.counts.frames,
                              .packets = s.counts.packets,
                              .index_crc = crc32c(index)};
  if (auto done = s.put(index); !done) return done;
  if (auto done = s.put(format::write_footer(footer)); !done) return done;
  if (source_length) {
    if (auto done = s.sink->rewrite_start(format::write_header(s.header)); !done) {
      return done.error();
    }
  }
  return s.sink->finish();
}

const ContainerCounts& ContainerWriter::counts() const { return state_->counts; }

std::int64_t estimated_bytes(const StreamHeader& header, std::int64_t frames) {
  const auto payload = [&header](std::int64_t n) {
    const auto codes = static_cast<std::size_t>(n * header.levels);
    return static_cast<std::int64_t>(packed_bytes(codes, header.bits_per_code));
  };
  const std::int64_t full = frames / header.packet_frames;
  const std::int64_t rest = frames % header.packet_frames;
  const std::int64_t packets = full + (rest > 0 ? 1 : 0);
  const std::int64_t entries = (packets + format::kPacketsAnEntry - 1) / format::kPacketsAnEntry;
  const auto bytes = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  return bytes(format::kHeaderBytes) + packets * bytes(format::kPacketHeadBytes) +
         full * payload(header.packet_frames) + payload(rest) + bytes(format::kIndexHeadBytes) +
         entries * bytes(format::kIndexEntryBytes) + bytes(format::kFooterBytes);
}

}  // namespace codec
