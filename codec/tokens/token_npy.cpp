// The NumPy format, versions 1 to 3:
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#include <charconv>
#include <cstring>
#include <string>

#include "codec/tokens/token_layout.h"

namespace codec {
namespace {

using namespace std::string_view_literals;

constexpr auto kMagic = "\x93NUMPY"sv;

Error corrupt(const char* what) { return {ErrorCode::corrupt, std::string("npy: ") + what}; }

// The text of a key of the header's dict, up to the comma or brace that ends it.
std::string_view value_of(std::string_view header, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const auto quoted = quote + std::string(key) + quote;
    const auto at = header.find(quoted);
    if (at == std::string_view::npos) continue;
    auto rest = header.substr(at + quoted.size());
    const auto start = rest.find_first_not_of(" :");
    if (start == std::string_view::npos) return {};
    rest = rest.substr(start);
    const auto end = rest.front() == '(' ? rest.find(')') : rest.find_first_of(",}");
    return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
  }
  return {};
}

// "(4, 100" -> 4, 100. False where it is no list of sizes.
bool parse_shape(std::string_view text, std::vector<std::int64_t>& shape) {
  if (text.empty() || text.front() != '(') return false;
  text.remove_prefix(1);
  while (!text.empty()) {
    const auto start = text.find_first_not_of(" ,");
    if (start == std::string_view::npos) return true;
    text.remove_prefix(start);
    std::int64_t n = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (ec != std::errc() || n < 0 || shape.size() == 8) return false;
    shape.push_back(n);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return true;
}

}  // namespace

std::vector<std::byte> npy_bytes(const TokenGrid& grid, TokenLayout layout, std::uint32_t largest) {
  const char* type = largest <= 32767 ? "<i2" : largest <= 65535 ? "<u2" : "<i4";
  const std::size_t size = largest <= 65535 ? 2 : 4;
  const auto columns = std::to_string(grid.columns);
  const auto shape = layout == TokenLayout::interleave
                         ? "(" + columns + ",)"
                         : "(" + std::to_string(grid.rows) + ", " + columns + ")";
  std::string header =
      std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
  while ((10 + header.size() + 1) % 64 != 0) header.push_back(' ');
  header.push_back('\n');
  std::string head(kMagic);
  head += {'\x01', '\x00', static_cast<char>(header.size() & 0xff),
           static_cast<char>(header.size() >> 8)};
  head += header;
  std::vector<std::byte> out(head.size() + grid.ids.size() * size);
  std::memcpy(out.data(), head.data(), head.size());
  auto* to = out.data() + head.size();
  for (const auto id : grid.ids) {
    for (std::size_t i = 0; i < size; ++i) *to++ = static_cast<std::byte>((id >> (8 * i)) & 0xffu);
  }
  return out;
}

Result<TokenGrid> parse_npy(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.empty()) return Error{ErrorCode::empty, "npy: the file is empty"};
  if (text.starts_with("PK\x03\x04"sv) || text.starts_with("PK\x05\x06"sv)) {
    return Error{ErrorCode::not_our_format,
                 "npy: this is an .npz archive (or another zip): save one array with numpy.save"};
  }
  if (text.size() >= 2 && text[0] == '\x80' && text[1] >= '\x02' && text[1] <= '\x05') {
    return Error{ErrorCode::not_our_format,
                 "npy: this is a Python pickle, which is not read: save the array with numpy.save"};
  }
  if (!text.starts_with(kMagic)) return Error{ErrorCode::not_our_format, "not an npy file"};
  if (text.size() < 12) return Error{ErrorCode::truncated, "npy: ends inside its header"};
  const auto byte = [&](std::size_t i) { return std::to_integer<std::size_t>(bytes[i]); };
  const auto version = byte(6);
  if (version < 1 || version > 3) return Error{ErrorCode::newer_version, "npy: unknown version"};
  const std::size_t start = version == 1 ? 10 : 12;
  const std::size_t length = version == 1
                                 ? byte(8) | byte(9) << 8
                                 : byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24;
  if (length > text.size() - start) {
    return Error{ErrorCode::truncated, "npy: ends inside its header"};
  }
  const auto header = text.substr(start, length);
  const auto type = value_of(header, "descr");
  if (type.find('O') != std::string_view::npos) {
    return Error{ErrorCode::unsupported,
                 "npy: a pickled array of Python objects (dtype object), which is not read; save "
                 "integers of (levels, frames)"};
  }
  std::vector<std::int64_t> shape;
  if (!parse_shape(value_of(header, "shape"), shape)) return corrupt("no shape in its header");
  while (shape.size() > 2 && shape.front() == 1) shape.erase(shape.begin());  // a batch of one
  if (shape.size() == 1) shape.insert(shape.begin(), 1);
  if (shape.size() != 2) return corrupt("wanted an array of (levels, frames)");
  if (type.size() != 5 || (type[1] != '<' && type[1] != '|') ||
      (type[2] != 'i' && type[2] != 'u') ||
      std::string_view("1248").find(type[3]) == std::string_view::npos) {
    return Error{ErrorCode::unsupported, "npy: dtype " + std::string(type.substr(0, 16)) +
                                             ", wanted little-endian integers"};
  }
  const auto size = static_cast<std::size_t>(type[3] - '0');
  const bool has_sign = type[2] == 'i';
  const auto data = bytes.subspan(start + length);
  const auto most = static_cast<std::int64_t>(data.size() / size);
  if (shape[1] > 0 && shape[0] > most / shape[1]) {
    return Error{ErrorCode::truncated, "npy: fewer values than its shape says"};
  }
  const bool fortran = value_of(header, "fortran_order") == "True";
  TokenGrid grid{.rows = shape[0], .columns = shape[1], .ids = {}, .durations = {}};
  const auto n = static_cast<std::size_t>(grid.rows * grid.columns);
  if (n * size != data.size()) return corrupt("more values than its shape says");
  grid.ids.resize(n);
  const auto rows = static_cast<std::size_t>(grid.rows);
  const auto columns = static_cast<std::size_t>(grid.columns);
  for (std::size_t i = 0; i < n; ++i) {
    std::uint64_t v = 0;
    for (std::size_t b = 0; b < size; ++b) {
      v |= std::to_integer<std::uint64_t>(data[i * size + b]) << (8 * b);
    }
    const bool negative = has_sign && (v >> (8 * size - 1)) != 0;
    if (negative || v > 0x7fffffffu) {
      const auto value =
          negative
              ? std::to_string(static_cast<std::int64_t>(v << (64 - 8 * size)) >> (64 - 8 * size))
              : std::to_string(v);
      const auto row = fortran ? i % rows : i / columns;
      const auto column = fortran ? i / rows : i % columns;
      return Error{ErrorCode::bad_value, "npy: " + value + " at element [" + std::to_string(row) +
                                             ", " + std::to_string(column) + "] is no code"};
    }
    grid.ids[fortran ? (i % rows) * columns + i / rows : i] = static_cast<std::uint32_t>(v);
  }
  return grid;
}

}  // namespace codec
