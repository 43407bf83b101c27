// Tokens as JSON and as CSV.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <string>

#include "codec/base/json.h"
#include "codec/tokens/token_layout.h"

namespace codec {
namespace {

Error corrupt(std::string what) { return {ErrorCode::corrupt, "tokens: " + std::move(what)}; }

template <typename T>
void append_number(std::string& out, T v) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, v).ptr;
  out.append(buffer, end);
}

// As printf's %.6g, in every locale.
void append_seconds(std::string& out, double v) {
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, v, std::chars_format::general, 6).ptr;
  out.append(buffer, end);
}

void append_list(std::string& out, const std::uint32_t* values, std::int64_t n) {
  out.push_back('[');
  for (std::int64_t i = 0; i < n; ++i) {
    if (i > 0) out.push_back(',');
    append_number(out, values[i]);
  }
  out.push_back(']');
}

// Appends a JSON array of whole numbers; false where it is none.
bool take_list(const json::Value& value, std::vector<std::uint32_t>& out) {
  const auto* items = value.array();
  if (items == nullptr) return false;
  for (const auto& item : *items) {
    const auto* v = item.number();
    if (v == nullptr || !(*v >= 0.0 && *v <= 2147483647.0) || *v != std::floor(*v)) return false;
    out.push_back(static_cast<std::uint32_t>(*v));
  }
  return true;
}

bool take_durations(const json::Value& object, TokenGrid& grid) {
  const auto* durations = object.find("durations");
  return durations == nullptr || take_list(*durations, grid.durations);
}

Result<TokenMeta> meta_of(const json::Value& object) {
  return parse_meta([&object](std::string_view key) -> std::optional<std::string> {
    const auto* value = object.find(key);
    if (value == nullptr) return std::nullopt;
    if (value->string() != nullptr) return *value->string();
    const auto* number = value->number();
    if (number == nullptr || std::fabs(*number) > 0x1p53 || *number != std::floor(*number)) {
      return std::nullopt;
    }
    return std::to_string(static_cast<std::int64_t>(*number));
  });
}

// One line of `text`, without its end; text moves behind it.
std::string_view next_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view next_cell(std::string_view& line) {
  const auto end = std::min(line.find(','), line.size());
  const auto cell = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return cell;
}

template <typename T>
bool take_number(std::string_view text, T& out) {
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
  return ec == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string json_members(const TokenMeta& meta, const TokenGrid& grid) {
  std::string out;
  for (const auto& field : describe(meta, grid)) {
    out += (out.empty() ? "" : ",") + json::quote(field.key) + ":" +
           (field.quoted ? json::quote(field.text) : field.text);
  }
  if (!grid.durations.empty()) {
    out += ",\"durations\":";
    append_list(out, grid.durations.data(), static_cast<std::int64_t>(grid.durations.size()));
  }
  return out;
}

std::string json_codes(const TokenMeta& meta, const TokenGrid& grid) {
  std::string out;
  if (meta.layout == TokenLayout::interleave) {
    append_list(out, grid.ids.data(), grid.columns);
    return out;
  }
  for (std::int64_t row = 0; row < grid.rows; ++row) {
    out.push_back(row == 0 ? '[' : ',');
    append_list(out, grid.ids.data() + row * grid.columns, grid.columns);
  }
  out.push_back(']');
  return out;
}

Result<TokenParts> parse_json_sidecar(std::string_view text) {
  auto object = json::parse(text);
  if (!object) return object.error();
  auto meta = meta_of(*object);
  if (!meta) return meta.error();
  TokenParts parts{*meta, {}};
  const auto size = [&object](std::string_view key) -> std::int64_t {
    const auto* value = object->find(key);
    const auto* number = value != nullptr ? value->number() : nullptr;
    return number != nullptr && *number >= 0.0 && *number < 0x1p40
               ? static_cast<std::int64_t>(*number)
               : -1;
  };
  parts.grid.rows = size("rows");
  parts.grid.columns = size("columns");
  if (!take_durations(*object, parts.grid)) return corrupt("\"durations\" wants whole numbers");
  return parts;
}

Result<TokenParts> parse_json_tokens(std::string_view text) {
  auto object = json::parse(text);
  if (!object) return object.error();
  const auto* codes = object->find("codes");
  if (codes == nullptr || codes->array() == nullptr) {
    return Error{ErrorCode::not_our_format, "tokens: a JSON object with \"codes\" was wanted"};
  }
  auto meta = meta_of(*object);
  if (!meta) return meta.error();
  TokenParts parts{*meta, {}};
  auto& grid = parts.grid;
  if (!codes->array()->empty() && codes->array()->front().number() != nullptr) {
    if (!take_list(*codes, grid.ids)) return corrupt("\"codes\" holds no whole numbers");
    grid.rows = 1;
    grid.columns = static_cast<std::int64_t>(grid.ids.size());
  } else {
    for (const auto& row : *codes->array()) {
      const auto before = grid.ids.size();
      if (!take_list(row, grid.ids)) return corrupt("\"codes\" wants lists of whole numbers");
      const auto n = static_cast<std::int64_t>(grid.ids.size() - before);
      if (grid.rows++ > 0 && n != grid.columns) return corrupt("levels of different lengths");
      grid.columns = n;
    }
  }
  if (!take_durations(*object, grid)) return corrupt("\"durations\" wants whole numbers");
  return parts;
}

std::string csv_text(const TokenMeta& meta, const TokenGrid& grid) {
  std::string out;
  for (const auto& field : describe(meta, grid)) out += "# " + field.key + " " + field.text + "\n";
  const bool runs = !grid.durations.empty();
  out += runs ? "frame,time_s,frames" : "frame,time_s";
  for (std::int64_t q = 1; q <= grid.rows; ++q) out += ",c" + std::to_string(q);
  out.push_back('\n');
  std::int64_t frame = 0;
  for (std::int64_t t = 0; t < grid.columns; ++t) {
    append_number(out, frame);
    out.push_back(',');
    append_seconds(
        out, static_cast<double>(frame) * meta.header.hop_samples / meta.header.model_rate_hz);
    const auto n = runs ? grid.durations[static_cast<std::size_t>(t)] : 1u;
    if (runs) {
      out.push_back(',');
      append_number(out, n);
    }
    for (std::int64_t q = 0; q < grid.rows; ++q) {
      out.push_back(',');
      append_number(out, grid.id(q, t));
    }
    out.push_back('\n');
    frame += n;
  }
  return out;
}

Result<TokenParts> parse_csv(std::string_view text) {
  std::map<std::string, std::string, std::less<>> fields;
  std::int64_t number = 1;
  text = json::without_mark(text);
  auto line = next_line(text);
  for (; line.starts_with('#'); line = next_line(text), ++number) {
    line.remove_prefix(line.starts_with("# ") ? 2 : 1);
    const auto space = std::min(line.find(' '), line.size());
    fields[std::string(line.substr(0, space))] = line.substr(std::min(space + 1, line.size()));
  }
  if (!line.starts_with("frame,time_s,")) {
    return Error{ErrorCode::not_our_format, "tokens: a CSV with frame,time_s,c1.. was wanted"};
  }
  auto meta = parse_meta([&fields](std::string_view key) -> std::optional<std::string> {
    const auto it = fields.find(key);
    if (it == fields.end()) return std::nullopt;
    return it->second;
  });
  if (!meta) return meta.error();
  auto header = line.substr(std::string_view("frame,time_s,").size());
  const bool runs = header.starts_with("frames,");
  const auto levels = std::count(header.begin(), header.end(), ',') + (runs ? 0 : 1);
  TokenParts parts{*meta, {}};
  std::vector<std::uint32_t> by_frame;
  std::int64_t frame = 0;
  std::int64_t rows = 0;
  while (!text.empty()) {
    line = next_line(text);
    ++number;
    if (line.empty()) continue;
    std::int64_t at = -1;
    std::uint32_t n = 1;
    bool good = take_number(next_cell(line), at) && at == frame;
    next_cell(line);
    if (runs) {
      good = good && take_number(next_cell(line), n);
      parts.grid.durations.push_back(n);
    }
    for (std::int64_t q = 0; good && q < levels; ++q) {
      std::uint32_t id = 0;
      good = take_number(next_cell(line), id) && id <= 0x7fffffffu;
      by_frame.push_back(id);
    }
    if (!good || !line.empty()) {
      return corrupt("line " + std::to_string(number) + " of the CSV is no row of frame " +
                     std::to_string(frame));
    }
    frame += n;
    ++rows;
  }
  auto& grid = parts.grid;
  grid.rows = levels;
  grid.columns = rows;
  grid.ids.resize(by_frame.size());
  for (std::int64_t t = 0; t < rows; ++t) {
    for (std::int64_t q = 0; q < levels; ++q) {
      grid.ids[static_cast<std::size_t>(q * rows + t)] =
          by_frame[static_cast<std::size_t>(t * levels + q)];
    }
  }
  return parts;
}

}  // namespace codec
