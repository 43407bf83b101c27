#include "codec/base/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/safetensors_head.h"

namespace codec {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are stored little-endian");

constexpr double kMaxExact = 9007199254740992.0;  // 2^53

struct TypeName {
  DType type;
  const char* name;
  std::size_t size;
};
constexpr TypeName kTypes[] = {
    {DType::f32, "F32", 4}, {DType::f16, "F16", 2}, {DType::i64, "I64", 8}, {DType::i32, "I32", 4},
    {DType::i16, "I16", 2}, {DType::u16, "U16", 2}, {DType::u8, "U8", 1}};

Error corrupt(const std::string& what) { return {ErrorCode::corrupt, "safetensors: " + what}; }

Error large_header(std::uint64_t bytes) {
  return corrupt("a header of " + std::to_string(bytes) + " bytes; " +
                 std::to_string(kMostSafeTensorsHeader) + " are read");
}

// A whole number in [0, 2^53].
std::optional<std::uint64_t> whole(const json::Value& value) {
  const auto* d = value.number();
  if (d == nullptr || !(*d >= 0) || *d > kMaxExact || *d != std::floor(*d)) return std::nullopt;
  return static_cast<std::uint64_t>(*d);
}

float half_to_float(std::uint16_t h) {
  const std::uint32_t sign = static_cast<std::uint32_t>(h & 0x8000u) << 16;
  const std::uint32_t exponent = (h >> 10) & 31u;
  const std::uint32_t mantissa = h & 0x3ffu;
  if (exponent == 0) {
    const float v = std::ldexp(static_cast<float>(mantissa), -24);
    return sign != 0 ? -v : v;
  }
  const std::uint32_t e = exponent == 31 ? 255u : exponent + 112u;
  return std::bit_cast<float>(sign | (e << 23) | (mantissa << 13));
}

// Round to nearest, ties to even; out of range becomes infinity.
std::uint16_t float_to_half(float f) {
  const auto bits = std::bit_cast<std::uint32_t>(f);
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
  const float a = std::fabs(f);
  if (std::isnan(f)) return static_cast<std::uint16_t>(sign | 0x7e00u);
  if (a >= 65520.0f) return static_cast<std::uint16_t>(sign | 0x7c00u);
  if (a < 0x1p-14f) {  // subnormal: a multiple of 2^-24; nearbyint rounds ties to even
    return static_cast<std::uint16_t>(sign |
                                      static_cast<std::uint16_t>(std::nearbyint(a * 0x1p24f)));
  }
  const auto magnitude = bits & 0x7fffffffu;
  const auto rounded = magnitude + 0xfffu + ((magnitude >> 13) & 1u);
  return static_cast<std::uint16_t>(sign | ((rounded - (112u << 23)) >> 13));
}

struct Entry {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  DType type = DType::f32;
  std::vector<std::int64_t> shape;
};

Result<Entry> parse_entry(const std::string& name, const json::Value& value,
                          std::uint64_t data_bytes) {
  const auto* members = value.object();
  const auto* dtype = value.find("dtype");
  const auto* shape = value.find("shape");
  const auto* offsets = value.find("data_offsets");
  if (members == nullptr || members->size() != 3 || dtype == nullptr || !dtype->string() ||
      shape == nullptr || !shape->array() || offsets == nullptr || !offsets->array() ||
      offsets->array()->size() != 2) {
    return corrupt("tensor '" + name + "' wants dtype, shape and data_offsets");
  }
  Entry entry;
  const auto* type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                  [&](const TypeName& t) { return *dtype->string() == t.name; });
  if (type == std::end(kTypes)) {
    return Error{ErrorCode::unsupported,
                 "safetensors: tensor '" + name + "' has dtype " + *dtype->string()};
  }
  entry.type = type->type;
  if (shape->array()->size() > 8) return corrupt("tensor '" + name + "' has over 8 axes");
  std::uint64_t bytes = type->size;
  for (const auto& axis : *shape->array()) {
    const auto n = whole(axis);
    if (!n || (*n != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / *n)) {
      return corrupt("tensor '" + name + "' has a bad shape");
    }
    bytes *= *n;
    entry.shape.push_back(static_cast<std::int64_t>(*n));
  }
  const auto begin = whole((*offsets->array())[0]);
  const auto end = whole((*offsets->array())[1]);
  if (!begin || !end || *begin > *end || *end > data_bytes || *end - *begin != bytes) {
    return corrupt("tensor '" + name + "' has bad data_offsets");
  }
  entry.begin = *begin;
  entry.end = *end;
  return entry;
}

}  // namespace

std::size_t size_of(DType type) {
  for (const auto& t : kTypes) {
    if (t.type == type) return t.size;
  }
  return 0;
}

std::int64_t TensorData::elements() const {
  std::int64_t n = 1;
  for (const auto axis : shape) n *= axis;
  return n;
}

std::vector<float> TensorData::to_floats() const {
  std::vector<float> out;
  if (type == DType::f32) {
    out.resize(bytes.size() / 4);
    std::memcpy(out.data(), bytes.data(), out.size() * 4);
  } else if (type == DType::f16) {
    out.resize(bytes.size() / 2);
    for (std::size_t i = 0; i < out.size(); ++i) {
      std::uint16_t h = 0;
      std::memcpy(&h, bytes.data() + 2 * i, 2);
      out[i] = half_to_float(h);
    }
  }
  return out;
}

TensorData TensorData::from_floats(std::vector<std::int64_t> shape, std::span<const float> values,
                                   DType type) {
  TensorData t;
  t.type = type;
  t.shape = std::move(shape);
  t.bytes.resize(values.size() * size_of(type));
  if (type == DType::f32) {
    std::memcpy(t.bytes.data(), values.data(), t.bytes.size());
  } else {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto h = float_to_half(values[i]);
      std::memcpy(t.bytes.data() + 2 * i, &h, 2);
    }
  }
  return t;
}

const TensorData* SafeTensors::find(const std::string& name) const {
  const auto it = tensors.find(name);
  return it == tensors.end() ? nullptr : &it->second;
}

Result<SafeTensors> SafeTensors::parse(std::span<const std::byte> file) {
  if (file.size() < 8) return Error{ErrorCode::truncated, "safetensors: shorter than its length"};
  std::uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, file.data(), 8);
  if (header_bytes > kMostSafeTensorsHeader) return large_header(header_bytes);
  if (header_bytes > file.size() - 8) {
    return Error{ErrorCode::truncated, "safetensors: ends inside its header"};
  }
  const auto data = file.subspan(8 + header_bytes);
  auto header = json::parse({reinterpret_cast<const char*>(file.data()) + 8, header_bytes});
  if (!header) return corrupt(header.error().message);
  const auto* members = header->object();
  if (members == nullptr) return corrupt("header is no object");

  SafeTensors out;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> spans;
  for (const auto& [name, value] : *members) {
    if (name == "__metadata__") {
      if (value.object() == nullptr) return corrupt("metadata is no object");
      for (const auto& [key, text] : *value.object()) {
        if (text.string() == nullptr) return corrupt("metadata values are strings");
        out.metadata[key] = *text.string();
      }
      continue;
    }
    auto entry = parse_entry(name, value, data.size());
    if (!entry) return entry.error();
    const auto bytes = data.subspan(entry->begin, entry->end - entry->begin);
    spans.emplace_back(entry->begin, entry->end);
    out.tensors[name] = {entry->type, std::move(entry->shape), {bytes.begin(), bytes.end()}};
  }
  // The format wants the spans to tile the data: no hole, no overlap.
  std::sort(spans.begin(), spans.end());
  std::uint64_t expected = 0;
  for (const auto& [begin, end] : spans) {
    if (begin != expected) return corrupt("tensors overlap or leave a hole");
    expected = end;
  }
  if (expected != data.size()) return corrupt("data does not end with the last tensor");
  return out;
}

Status check_safetensors_head(const std::filesystem::path& path) {
  std::error_code ec;
  if (!std::filesystem::is_regular_file(path, ec)) return Done{};
  std::array<char, 9> head{};
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), head.size());
  if (in.gcount() != 9) return Done{};  // parse() says what is wrong
  std::uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, head.data(), 8);
  if (head[8] != '{') {
    return Error{ErrorCode::not_our_format, path.string() + ": no safetensors file"};
  }
  const auto size = std::filesystem::file_size(path, ec);
  if (!ec && header_bytes > size - 8) {
    return Error{ErrorCode::truncated, path.string() + ": safetensors: ends inside its header"};
  }
  if (header_bytes <= kMostSafeTensorsHeader) return Done{};
  const auto error = large_header(header_bytes);
  return Error{error.code, path.string() + ": " + error.message};
}

Result<std::vector<std::byte>> SafeTensors::read(const std::filesystem::path& path) {
  if (auto fits = check_safetensors_head(path); !fits) return fits.error();
  return read_regular_file(path, kMaxFile);
}

Result<SafeTensors> SafeTensors::load(const std::filesystem::path& path) {
  auto bytes = read(path);
  if (!bytes) return bytes.error();
  auto parsed = parse(*bytes);
  if (!parsed) return Error{parsed.error().code, path.string() + ": " + parsed.error().message};
  return parsed;
}

std::vector<std::byte> SafeTensors::serialize() const {
  std::string header = "{";
  if (!metadata.empty()) {
    header += "\"__metadata__\":{";
    const char* comma = "";
    for (const auto& [key, text] : metadata) {
      header += comma + json::quote(key) + ":" + json::quote(text);
      comma = ",";
    }
    header += "}";
  }
  std::size_t offset = 0;
  for (const auto& [name, held] : tensors) {
    const auto& t = held;
    const auto* type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                    [&](const TypeName& n) { return n.type == t.type; });
    header += (header.size() > 1 ? "," : "") + json::quote(name) + ":{\"dtype\":\"" + type->name +
              "\",\"shape\":[";
    for (std::size_t i = 0; i < t.shape.size(); ++i) {
      header += (i > 0 ? "," : "") + std::to_string(t.shape[i]);
    }
    header += "],\"data_offsets\":[" + std::to_string(offset) + ",";
    offset += t.bytes.size();
    header += std::to_string(offset) + "]}";
  }
  header += "}";
  while (header.size() % 8 != 0) header.push_back(' ');

  std::vector<std::byte> out(8 + header.size());
  const std::uint64_t header_bytes = header.size();
  std::memcpy(out.data(), &header_bytes, 8);
  std::memcpy(out.data() + 8, header.data(), header.size());
  out.reserve(out.size() + offset);
  for (const auto& [name, t] : tensors) out.insert(out.end(), t.bytes.begin(), t.bytes.end());
  return out;
}

Status SafeTensors::save(const std::filesystem::path& path) const {
  return write_file(path, serialize());
}

}  // namespace codec
