#include <algorithm>
#include <string>
#include <utility>

#include "codec/base/crc32c.h"
#include "codec/container/byte_io.h"
#include "codec/container/container.h"
#include "codec/container/container_format.h"
#include "codec/container/packet.h"
#include "codec/container/packet_scanner.h"
#include "codec/model/entropy_prior.h"

namespace codec {
namespace {

constexpr std::size_t kMaxRanges = 1000;
constexpr std::size_t kMaxContradictions = 20;

}  // namespace

struct ContainerReader::State {
  std::unique_ptr<ByteSource> source;
  StreamHeader header;
  std::optional<PacketScanner> scanner;
  EntropyCoder plain{1, 1};
  std::optional<EntropyCoder> with_prior;

  // What read() gives next: `fill` frames that are lost, then the rest of `packet`.
  std::int64_t position = 0;
  std::int64_t fill = 0;
  std::vector<Code> packet;
  std::size_t packet_at = 0;
  std::vector<Code> last;  // the codes of the frame before position
  bool ended = false;
  bool filled = false;
  bool skips_codes = false;

  std::optional<format::Footer> footer;
  std::optional<std::vector<format::IndexEntry>> index;
  bool from_start = true;  // no seek() left packets out
  std::int64_t said = 0;   // frames, by the packets
  std::vector<std::string> contradictions;
  std::int64_t walked_frames = 0;  // with an index that was built by walking
  Damage damage;
  ContainerCounts counts;

  std::size_t levels() const { return static_cast<std::size_t>(header.levels); }

  static Result<std::unique_ptr<State>> open(std::unique_ptr<ByteSource> source);
  void read_end();
  Status walk();
  Status advance();
  void lose(std::int64_t frames);
  void contradict(std::string what);
  void compare_end();
  std::int64_t credible(std::int64_t gap) const;
  Result<bool> decode(const PacketScanner::Packet& found);
  void restart(std::uint64_t offset, std::int64_t frame);
  std::int64_t take(std::int64_t max_frames, std::vector<Code>* codes);
};

Result<std::unique_ptr<ContainerReader::State>> ContainerReader::State::open(
    std::unique_ptr<ByteSource> source) {
  auto state = std::make_unique<State>();
  std::vector<std::byte> bytes(format::kHeaderBytes);
  std::size_t have = 0;
  while (have < bytes.size()) {
    auto got = source->read(have, std::span(bytes).subspan(have));
    if (!got) return got.error();
    if (*got == 0) break;
    have += *got;
  }
  auto header = format::parse_header(std::span(bytes).first(have));
  if (!header) return header.error();
  state->source = std::move(source);
  state->header = std::move(*header);
  state->plain = EntropyCoder(state->header.levels, state->header.bits_per_code);
  state->last.assign(state->levels(), 0);
  state->scanner.emplace(*state->source, state->header, format::kHeaderBytes);
  state->read_end();
  return state;
}

// Index and footer, where the source can be read from behind and they are sound.
void ContainerReader::State::read_end() {
  const auto size = source->size();
  if (!size || *size < format::kHeaderBytes + format::kIndexHeadBytes + format::kFooterBytes)
    return;
  std::vector<std::byte> bytes(format::kFooterBytes);
  const auto footer_at = *size - format::kFooterBytes;
  auto got = source->read(footer_at, bytes);
  if (!got || *got != bytes.size()) return;
  const auto found = format::parse_footer(bytes);
  if (!found || found->index_offset < format::kHeaderBytes || found->index_offset > footer_at)
    return;
  const auto index_bytes = footer_at - found->index_offset;
  const auto most = format::kIndexHeadBytes +
                    format::kIndexEntryBytes *
                        (static_cast<std::uint64_t>(found->packets) / format::kPacketsAnEntry + 1);
  if (index_bytes > most) return;
  bytes.resize(index_bytes);
  got = source->read(found->index_offset, bytes);
  if (!got || *got != bytes.size() || crc32c(bytes) != found->index_crc) return;
  auto entries = format::parse_index(bytes, found->index_offset);
  if (!entries) return;
  footer = found;
  index = std::move(entries);
}

// Builds the index that is missing.
Status ContainerReader::State::walk() {
  if (!source->size()) {
    return Error{ErrorCode::io, ".sgl: cannot seek in a pipe; write it to a file first"};
  }
  PacketScanner walker(*source, header, format::kHeaderBytes);
  std::vector<format::IndexEntry> entries;
  walked_frames = 0;
  for (std::int64_t packets = 0;; ++packets) {
    auto found = walker.next();
    if (!found) return found.error();
    if (!*found) break;
    const auto& head = (*found)->head;
    if (head.first < walked_frames) continue;
    if (packets % format::kPacketsAnEntry == 0) entries.push_back({head.first, (*found)->offset});
    walked_frames = head.first + head.frames;
  }
  index = std::move(entries);
  return Done{};
}

// How many frames a gap before a packet may stand for. What was skipped limits it, so that a few
// forged bytes cannot ask for years of sound: a frame costs at least a bit, and a minute or so may
// be lost without a trace.
std::int64_t ContainerReader::State::credible(std::int64_t gap) const {
  const auto most =
      8 * scanner->bytes_skipped() + 60 * std::int64_t{header.packet_frames} - damage.frames_lost;
  return gap <= most ? gap : -1;
}

void ContainerReader::State::lose(std::int64_t frames) {
  if (frames <= 0) return;
  const auto first = position + fill;
  fill += frames;
  damage.frames_lost += frames;
  auto& ranges = damage.frames;
  if (!ranges.empty() && ranges.back().first + ranges.back().count == first) {
    ranges.back().count += frames;
  } else if (ranges.size() < kMaxRanges) {
    ranges.push_back({first, frames});
  }
}

void ContainerReader::State::contradict(std::string what) {
  if (from_start && contradictions.size() < kMaxContradictions) {
    contradictions.push_back(std::move(what));
  }
}

// What the footer and the index say, with what came.
void ContainerReader::State::compare_end() {
  const auto differ = [this](const char* what, std::int64_t told, std::int64_t is) {
    if (told == is) return;
    contradict("its footer tells of " + std::to_string(told) + what + ", it holds " +
               std::to_string(is));
  };
  differ(" frames", footer->frames, said);
  differ(" packets", footer->packets, scanner->packets());
  if (!scanner->index_is_true()) contradict("its index does not point at its packets");
  const auto& told = header.source_length;
  const auto& in_footer = footer->source_length;
  if (told && told != in_footer) {
    contradict("its header tells of " + std::to_string(*told) + " samples, its footer of " +
               (in_footer ? std::to_string(*in_footer) : std::string("no length")));
  }
}

// The codes into `packet`. False where they are not what the head says.
Result<bool> ContainerReader::State::decode(const PacketScanner::Packet& found) {
  packet.resize(static_cast<std::size_t>(found.head.frames) * levels());
  packet_at = 0;
  if (skips_codes) {
    std::fill(packet.begin(), packet.end(), Code{0});
    return true;
  }
  switch (found.head.coding) {
    case PacketCoding::packed:
      return unpack(header.bits_per_code, found.payload, packet);
    case PacketCoding::entropy:
      return plain.decode(found.payload, packet);
    case PacketCoding::entropy_prior:
      if (header.prior_id == 0) {
        packet.clear();
        return Error{ErrorCode::corrupt,
                     "a packet wants the model's prior, and its header names none"};
      }
      if (!with_prior) {
        packet.clear();
        return Error{ErrorCode::wrong_model, "its codes are compressed with what model " +
                                                 header.model_name +
                                                 " knows of them; load that model"};
      }
      return with_prior->decode(found.payload, packet);
  }
  return false;
}

// Finds what comes next: sets fill and packet, or ended.
Status ContainerReader::State::advance() {
  while (fill == 0 && packet_at == packet.size() && !ended) {
    packet.clear();
    packet_at = 0;
    auto found = scanner->next();
    if (!found) return found.error();
    damage.bytes_skipped = scanner->bytes_skipped();
    counts.bytes = scanner->bytes_read();
    if (!*found) {
      ended = true;
      if (!footer) footer = scanner->footer();
      damage.truncated = !footer;
      if (scanner->footer()) compare_end();
      if (footer) lose(credible(std::max<std::int64_t>(0, footer->frames - position)));
      break;
    }
    const auto& head = (*found)->head;
    const auto gap = head.first - position;
    if (gap < 0 || credible(gap) < 0) {  // sound, but not of this place in the stream
      contradict("its packet at byte " + std::to_string((*found)->offset) + " is of frame " +
                 std::to_string(head.first) + ", wanted " + std::to_string(position));
      damage.bytes_skipped += static_cast<std::int64_t>(head.payload + format::kPacketHeadBytes);
      continue;
    }
    auto sound = decode(**found);
    if (!sound) return sound.error();
    ++counts.packets;
    counts.payload_bytes += static_cast<std::int64_t>(head.payload);
    if (head.coding != PacketCoding::packed) ++counts.entropy_packets;
    lose(gap);
    said = head.first + head.frames;
    if (!*sound) {
      contradict("its packet at byte " + std::to_string((*found)->offset) +
                 " is longer than its codes or holds none");
      packet.clear();
      lose(head.frames);
    }
  }
  return Done{};
}

void ContainerReader::State::restart(std::uint64_t offset, std::int64_t frame) {
  scanner.emplace(*source, header, offset);
  from_start = offset == format::kHeaderBytes;
  contradictions.clear();
  position = said = frame;
  fill = 0;
  packet.clear();
  packet_at = 0;
  std::fill(last.begin(), last.end(), Code{0});
  ended = false;
  damage = {};
  counts = {};
}

// Moves up to max_frames of what is ready to `codes` (or drops them); returns how many.
std::int64_t ContainerReader::State::take(std::int64_t max_frames, std::vector<Code>* codes) {
  std::int64_t n = 0;
  filled = fill > 0;
  if (filled) {
    n = std::min(fill, max_frames);
    fill -= n;
    for (std::int64_t i = 0; codes != nullptr && i < n; ++i) {
      codes->insert(codes->end(), last.begin(), last.end());
    }
  } else if (packet_at < packet.size()) {
    const auto ready = static_cast<std::int64_t>((packet.size() - packet_at) / levels());
    n = std::min(ready, max_frames);
    const auto begin = packet.begin() + static_cast<std::ptrdiff_t>(packet_at);
    packet_at += static_cast<std::size_t>(n) * levels();
    const auto end = packet.begin() + static_cast<std::ptrdiff_t>(packet_at);
    if (codes != nullptr) codes->insert(codes->end(), begin, end);
    last.assign(end - header.levels, end);
  }
  position += n;
  counts.frames += n;
  return n;
}

ContainerReader::ContainerReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ContainerReader::~ContainerReader() = default;
ContainerReader::ContainerReader(ContainerReader&&) noexcept = default;
ContainerReader& ContainerReader::operator=(ContainerReader&&) noexcept = default;

Result<ContainerReader> ContainerReader::open(const std::filesystem::path& path) {
  auto source = ByteSource::open(path);
  if (!source) return source.error();
  auto state = State::open(std::move(*source));
  if (!state) {
    const auto name = path == "-" ? std::string("stdin") : path.string();
    if (state.error().code == ErrorCode::io) return state.error();
    return Error{state.error().code, name + ": " + state.error().message};
  }
  return ContainerReader(std::move(*state));
}

Result<ContainerReader> ContainerReader::from_memory(std::span<const std::byte> bytes) {
  auto state = State::open(ByteSource::memory(bytes));
  if (!state) return state.error();
  return ContainerReader(std::move(*state));
}

const StreamHeader& ContainerReader::header() const { return state_->header; }

Status ContainerReader::set_prior(std::shared_ptr<const EntropyPrior> prior) {
  auto& s = *state_;
  if (!prior || prior->id() != s.header.prior_id || prior->bits() != s.header.bits_per_code ||
      prior->levels() < s.header.levels) {
    return Error{ErrorCode::wrong_model,
                 "its codes are compressed with another entropy prior than "
                 "that of the loaded model"};
  }
  s.with_prior.emplace(s.header.levels, s.header.bits_per_code, std::move(prior));
  return Done{};
}

void ContainerReader::skip_codes() { state_->skips_codes = true; }

Result<std::int64_t> ContainerReader::read(std::int64_t max_frames, std::vector<Code>& codes) {
  if (max_frames <= 0) return std::int64_t{0};
  if (auto found = state_->advance(); !found) return found.error();
  return state_->take(max_frames, &codes);
}

bool ContainerReader::filled() const { return state_->filled; }

std::int64_t ContainerReader::position() const { return state_->position; }

bool ContainerReader::seekable() const { return state_->source->size().has_value(); }

Result<std::int64_t> ContainerReader::frames() {
  auto& s = *state_;
  if (s.footer) return s.footer->frames;
  if (!s.index) {
    if (auto walked = s.walk(); !walked) return walked.error();
  }
  return s.walked_frames;
}

Status ContainerReader::seek(std::int64_t frame) {
  auto& s = *state_;
  auto total = frames();
  if (!total) return total.error();
  if (!s.source->size()) {
    return Error{ErrorCode::io, ".sgl: cannot seek in a pipe; write it to a file first"};
  }
  if (frame < 0 || frame > *total) {
    return Error{ErrorCode::bad_value, ".sgl: frame " + std::to_string(frame) + " is outside 0.." +
                                           std::to_string(*total)};
  }
  const auto after = std::upper_bound(
      s.index->begin(), s.index->end(), frame,
      [](std::int64_t f, const format::IndexEntry& entry) { return f < entry.first; });
  bool is_found = after != s.index->begin();
  if (is_found) {
    s.restart(std::prev(after)->offset, std::prev(after)->first);
    if (auto found = s.advance(); !found) return found.error();
    is_found = s.fill == 0 && !s.ended && s.damage.bytes_skipped == 0;
  }
  // Without an index, and where it does not point at a whole packet of that place: from the start.
  if (!is_found) s.restart(format::kHeaderBytes, 0);
  while (s.position < frame) {
    if (auto found = s.advance(); !found) return found.error();
    if (s.take(frame - s.position, nullptr) == 0) break;
  }
  s.damage = {};
  s.counts = {};
  if (s.fill > 0) s.damage = {{{s.position, s.fill}}, s.fill, 0, false};
  return Done{};
}

std::optional<SampleIndex> ContainerReader::source_length() const {
  if (state_->header.source_length) return state_->header.source_length;
  return state_->footer ? state_->footer->source_length : std::nullopt;
}

const Damage& ContainerReader::damage() const { return state_->damage; }
std::vector<std::string> ContainerReader::contradictions() const {
  return state_->ended && state_->from_start ? state_->contradictions : std::vector<std::string>();
}
const ContainerCounts& ContainerReader::counts() const { return state_->counts; }

std::string name_of_model(const std::string& name, const Sha256& fingerprint) {
  return name + " (" + to_hex(fingerprint).substr(0, 8) + ")";
}

std::string describe(const Damage& damage) {
  if (!damage.any()) return {};
  if (!damage.contradiction.empty()) return "damaged: " + damage.contradiction;
  if (damage.frames_lost == 0 && !damage.truncated) {
    return "damaged: " + std::to_string(damage.bytes_skipped) +
           " bytes in or behind it are no part of it";
  }
  return "damaged: " + std::to_string(damage.frames_lost) + " frames lost" +
         (damage.truncated ? ", its end is missing or unreadable" : "");
}

Status check_model(const std::string& file, const StreamHeader& header, const std::string& name,
                   const Sha256& fingerprint) {
  if (header.fingerprint == fingerprint) return Done{};
  return Error{
      ErrorCode::wrong_model,
      file + ": was made by model " + name_of_model(header.model_name, header.fingerprint) +
          ", loaded is " + name_of_model(name, fingerprint) +
          (header.model_name == name ? ", whose weights are others: give the path of that model"
                                     : "; load " + header.model_name)};
}

}  // namespace codec
