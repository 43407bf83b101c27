#include "codec/training/event_file.h"

#include <bit>
#include <chrono>
#include <span>

#include "codec/base/crc32c.h"

namespace codec {
namespace {

// Wire types of protocol buffers (protobuf.dev/programming-guides/encoding).
enum Wire : std::uint64_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

template <typename T>
void put_little(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

void put_key(std::string& out, std::uint64_t field, Wire wire) {
  put_varint(out, field << 3 | wire);
}

void put_bytes(std::string& out, std::uint64_t field, const std::string& value) {
  put_key(out, field, bytes);
  put_varint(out, value.size());
  out += value;
}

double seconds_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

std::string event_now() {
  std::string event;
  put_key(event, 1, fixed64);  // wall_time
  put_little(event, std::bit_cast<std::uint64_t>(seconds_now()));
  return event;
}

std::uint32_t masked_crc(const std::string& data) {
  const auto crc = crc32c(std::as_bytes(std::span(data)));
  return std::rotr(crc, 15) + 0xa282ead8u;
}

}  // namespace

Status EventFile::open(const std::filesystem::path& folder) {
  const auto path =
      folder / ("events.out.tfevents." + std::to_string(static_cast<std::int64_t>(seconds_now())) +
                ".sonoglyph");
  out_.open(path, std::ios::binary | std::ios::app);
  if (!out_) return Error{ErrorCode::io, path.string() + ": cannot write"};
  auto event = event_now();
  put_bytes(event, 3, "brain.Event:2");  // file_version
  write_record(event);
  return Done{};
}

void EventFile::add(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars) {
  std::string summary;
  for (const auto& [tag, value] : scalars) {
    std::string scalar;
    put_bytes(scalar, 1, tag);
    put_key(scalar, 2, fixed32);  // simple_value
    put_little(scalar, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    put_bytes(summary, 1, scalar);
  }
  auto event = event_now();
  put_key(event, 2, varint);  // step
  put_varint(event, static_cast<std::uint64_t>(step));
  put_bytes(event, 5, summary);
  write_record(event);
}

void EventFile::write_record(const std::string& event) {
  std::string length;
  put_little(length, static_cast<std::uint64_t>(event.size()));
  std::string record = length;
  put_little(record, masked_crc(length));
  record += event;
  put_little(record, masked_crc(event));
  out_.write(record.data(), static_cast<std::streamsize>(record.size()));
  out_.flush();
}

}  // namespace codec
