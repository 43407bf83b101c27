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

// A value of a file, for a message.
std::string shortened(std::string_view text) {
  constexpr std::size_t kMost = 24;
  return text.size() <= kMost ? std::string(text) : std::string(text.substr(0, kMost)) + "...";
}

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

// Appends a JSON array of whole numbers. Returns "", or what is wrong; `where` begins the place of
// an element: "3, ".
std::string take_list(const json::Value& value, const std::string& where,
                      std::vector<std::uint32_t>& out) {
  const auto* items = value.array();
  if (items == nullptr) return "element [" + where.substr(0, where.find(',')) + "] is no list";
  for (std::size_t i = 0; i < items->size(); ++i) {
    const auto* v = (*items)[i].number();
    if (v == nullptr || !(*v >= 0.0 && *v <= 2147483647.0) || *v != std::floor(*v)) {
      return shortened(json::to_text((*items)[i])) + " at element [" + where + std::to_string(i) +
             "] is no code";
    }
    out.push_back(static_cast<std::uint32_t>(*v));
  }
  return {};
}

Status take_durations(const json::Value& object, TokenGrid& grid) {
  const auto* durations = object.find("durations");
  if (durations == nullptr) return Done{};
  if (durations->array() == nullptr) return corrupt("\"durations\" is no list");
  auto wrong = take_list(*durations, "", grid.durations);
  if (wrong.empty()) return Done{};
  return Error{ErrorCode::bad_value,
               "tokens: durations: " + wrong.replace(wrong.rfind("code"), 4, "number of frames")};
}

Result<TokenMeta> meta_of(const json::Value& object) {
  return parse_meta([&object](std::string_view key) -> std::optional<std::string> {
    const auto* value = object.find(key);
    if (value == nullptr) return std::nullopt;
    if (value->string() != nullptr) return *value->string();
    if (value->is_null()) return std::nullopt;
    const auto* number = value->number();
    if (number == nullptr || std::fabs(*number) > 0x1p53 || *number != std::floor(*number)) {
      return json::to_text(*value);
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
  if (auto taken = take_durations(*object, parts.grid); !taken) return taken.error();
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
  const auto bad = [](const std::string& what) {
    return Error{ErrorCode::bad_value, "tokens: " + what};
  };
  if (!codes->array()->empty() && codes->array()->front().number() != nullptr) {
    if (const auto wrong = take_list(*codes, "", grid.ids); !wrong.empty()) return bad(wrong);
    grid.rows = 1;
    grid.columns = static_cast<std::int64_t>(grid.ids.size());
  } else {
    for (const auto& row : *codes->array()) {
      const auto before = grid.ids.size();
      const auto where = std::to_string(grid.rows) + ", ";
      if (const auto wrong = take_list(row, where, grid.ids); !wrong.empty()) return bad(wrong);
      const auto n = static_cast<std::int64_t>(grid.ids.size() - before);
      if (grid.rows > 0 && n != grid.columns) {
        return corrupt("levels of different lengths: " + std::to_string(grid.columns) + ", and " +
                       std::to_string(n) + " in row " + std::to_string(grid.rows));
      }
      ++grid.rows;
      grid.columns = n;
    }
  }
  if (auto taken = take_durations(*object, grid); !taken) return taken.error();
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
  const bool ends_with_line = text.ends_with('\n');
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
    std::uint32_t n = 1;
    const auto wrong = [&](ErrorCode code, const std::string& what) {
      return Error{code, "tokens: line " + std::to_string(number) + " of the CSV (frame " +
                             std::to_string(frame) + "): " + what};
    };
    const auto quoted = [](std::string_view cell) { return "'" + shortened(cell) + "'"; };
    const auto first = next_cell(line);
    if (std::int64_t at = -1; !take_number(first, at) || at != frame) {
      return wrong(ErrorCode::corrupt, quoted(first) + " is not its frame");
    }
    next_cell(line);
    if (runs) {
      const auto cell = next_cell(line);
      if (!take_number(cell, n)) {
        return wrong(ErrorCode::bad_value, quoted(cell) + " is no number of frames");
      }
      parts.grid.durations.push_back(n);
    }
    for (std::int64_t q = 0; q < levels; ++q) {
      if (line.empty()) {
        return wrong(ErrorCode::corrupt,
                     std::to_string(q) + " codes, wanted " + std::to_string(levels));
      }
      const auto cell = next_cell(line);
      std::uint32_t id = 0;
      if (!take_number(cell, id) || id > 0x7fffffffu) {
        return wrong(ErrorCode::bad_value,
                     quoted(cell) + " in column c" + std::to_string(q + 1) + " is no code");
      }
      by_frame.push_back(id);
    }
    if (!line.empty()) {
      return wrong(ErrorCode::corrupt, "more than " + std::to_string(levels) + " codes");
    }
    frame += n;
    ++rows;
  }
  // What we write ends with a line: 74,1.48,6,55,2 may have been 74,1.48,6,55,23.
  if (!ends_with_line && fields.contains("format")) {
    return Error{ErrorCode::truncated, "tokens: the CSV ends within line " +
                                           std::to_string(number) + ", whose last code may be cut"};
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
