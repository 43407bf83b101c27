#include "codec/tokens/token_layout.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace codec {
namespace {

constexpr const char* kFormat = "sonoglyph-tokens-1";
constexpr std::string_view kLayouts[] = {"nested", "interleave", "delay", "parallel"};
constexpr std::int64_t kMaxCodes = std::int64_t{1} << 28;  // 15 days of five levels
// A few digits in a file must not cost gigabytes: half an hour in one run is believed, and a minute
// in each.
constexpr std::int64_t kMostFramesInARun = 90000;
constexpr std::int64_t kMostFramesARun = 3000;

Error corrupt(std::string what) { return {ErrorCode::corrupt, "tokens: " + std::move(what)}; }

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// Runs of one code become one, with how many frames each stood for.
void dedup(TokenGrid& grid) {
  std::vector<std::uint32_t> ids;
  for (const auto id : grid.ids) {
    if (!ids.empty() && ids.back() == id) {
      ++grid.durations.back();
    } else {
      ids.push_back(id);
      grid.durations.push_back(1);
    }
  }
  grid.columns = static_cast<std::int64_t>(ids.size());
  grid.ids = std::move(ids);
}

}  // namespace

std::uint32_t TokenMeta::largest_id() const {
  const auto top = (1u << header.bits_per_code) - 1;
  if (layout == TokenLayout::delay) return pad();
  return layout == TokenLayout::nested ? top : top + offset(header.levels - 1);
}

Result<TokenParts> to_parts(const TokenFile& tokens, const TokenOptions& options) {
  const int all = tokens.codes.levels;
  if (all < 1 || tokens.codes.data.size() % static_cast<std::size_t>(all) != 0) {
    return Error{ErrorCode::bad_value, "tokens: part of a frame"};
  }
  TokenParts parts;
  auto& meta = parts.meta;
  meta.header = tokens.header;
  meta.has_header = true;
  meta.layout = options.layout;
  meta.level_offsets = options.layout != TokenLayout::nested && options.level_offsets;
  const int q = options.semantic_only ? 1 : all;
  meta.header.levels = q;
  const auto above = 1u << meta.header.bits_per_code;
  for (const Code c : tokens.codes.data) {
    if (c >= above) {
      return Error{ErrorCode::bad_value,
                   "tokens: code " + std::to_string(c) + ", wanted below " + std::to_string(above)};
    }
  }
  const auto frames = tokens.codes.frames();
  auto& grid = parts.grid;
  const auto id = [&](int level, std::int64_t frame) {
    return tokens.codes.at(level, frame) + meta.offset(level);
  };
  if (meta.layout == TokenLayout::interleave) {
    grid.rows = 1;
    grid.columns = frames * q;
    grid.ids.reserve(static_cast<std::size_t>(grid.columns));
    for (std::int64_t t = 0; t < frames; ++t) {
      for (int level = 0; level < q; ++level) grid.ids.push_back(id(level, t));
    }
  } else {
    const std::int64_t shift = meta.layout == TokenLayout::delay ? 1 : 0;
    grid.rows = q;
    grid.columns = frames + shift * (q - 1);
    grid.ids.assign(static_cast<std::size_t>(grid.rows * grid.columns), meta.pad());
    for (int level = 0; level < q; ++level) {
      auto to = grid.ids.begin() + level * (grid.columns + shift);
      for (std::int64_t t = 0; t < frames; ++t) *to++ = id(level, t);
    }
  }
  if (options.dedup) dedup(grid);
  return parts;
}

Result<TokenFile> from_parts(const TokenMeta& meta, const TokenGrid& grid) {
  TokenFile out;
  out.header = meta.header;
  out.has_header = meta.has_header;
  if (meta.columns && *meta.columns != grid.columns) {
    return Error{ErrorCode::truncated, "tokens: tells of " + std::to_string(*meta.columns) +
                                           " columns and holds " + std::to_string(grid.columns)};
  }
  if (meta.rows && *meta.rows != grid.rows) {
    return corrupt("tells of " + std::to_string(*meta.rows) + " rows and holds " +
                   std::to_string(grid.rows));
  }
  const bool one_row = meta.layout == TokenLayout::interleave;
  const std::int64_t q = meta.has_header || one_row ? meta.header.levels : grid.rows;
  if (q < 1 || q > 16 || (one_row ? grid.rows != 1 || grid.columns % q != 0 : grid.rows != q)) {
    const bool turned = grid.columns >= 1 && grid.columns <= 16 && grid.rows > 16 &&
                        (!meta.has_header || grid.columns == q);
    return corrupt(std::to_string(grid.rows) + " x " + std::to_string(grid.columns) +
                   " ids are not of " +
                   (meta.has_header ? std::to_string(q) : std::string("1 to 16")) + " levels" +
                   (turned ? "; the array is transposed: (levels, frames) is wanted, this is "
                             "(frames, levels)"
                           : ""));
  }
  const int levels = static_cast<int>(q);
  const std::int64_t shift = meta.layout == TokenLayout::delay ? 1 : 0;
  const auto columns = one_row ? grid.columns / q : grid.columns - shift * (q - 1);
  if (columns <= 0) return Error{ErrorCode::empty, "tokens: not a single frame"};
  if (!grid.durations.empty() &&
      (q != 1 || static_cast<std::int64_t>(grid.durations.size()) != columns)) {
    return corrupt("durations do not fit the codes");
  }
  std::int64_t frames = 0;
  for (std::int64_t t = 0; t < columns; ++t) {
    const auto n = grid.durations.empty() ? 1u : grid.durations[static_cast<std::size_t>(t)];
    frames += n;
    if (n == 0 || frames * q > kMaxCodes) return corrupt("a duration is out of range");
  }
  if (const auto& length = meta.header.source_length; !grid.durations.empty() && length) {
    const auto most = meta.header.frames_for(*length) + StreamHeader::kMostFlushFrames;
    if (frames > most) {
      return corrupt("durations of " + std::to_string(frames) + " frames, its length has " +
                     std::to_string(most));
    }
  }
  if (!grid.durations.empty() && frames > kMostFramesInARun + kMostFramesARun * columns) {
    return corrupt("durations of " + std::to_string(frames) + " frames in " +
                   std::to_string(columns) + " runs are not believed");
  }
  const std::uint32_t above = meta.has_header ? 1u << meta.header.bits_per_code : 65536u;
  out.header.levels = out.codes.levels = levels;
  out.codes.data.reserve(static_cast<std::size_t>(frames * q));
  for (std::int64_t t = 0; t < columns; ++t) {
    for (int level = 0; level < levels; ++level) {
      const auto id = one_row ? grid.id(0, t * q + level) : grid.id(level, t + shift * level);
      const auto code = id - meta.offset(level);
      if (id < meta.offset(level) || code >= above) {
        return Error{ErrorCode::bad_value, "tokens: id " + std::to_string(id) + " in frame " +
                                               std::to_string(t) + ", level " +
                                               std::to_string(level + 1) + ", wanted " +
                                               std::to_string(meta.offset(level)) + ".." +
                                               std::to_string(meta.offset(level) + above - 1)};
      }
      const auto n = grid.durations.empty() ? 1u : grid.durations[static_cast<std::size_t>(t)];
      out.codes.data.insert(out.codes.data.end(), n, static_cast<Code>(code));
    }
  }
  for (int level = 0; shift > 0 && level < levels; ++level) {
    for (std::int64_t t = 0; t < grid.columns; ++t) {
      const bool inside = t >= level && t < level + columns;
      if (!inside && grid.id(level, t) != meta.pad()) return corrupt("no pad id where one belongs");
    }
  }
  return out;
}

std::vector<TokenField> describe(const TokenMeta& meta, const TokenGrid& grid) {
  const auto& h = meta.header;
  std::vector<TokenField> fields{{"format", kFormat}};
  const auto number = [&fields](const char* key, std::int64_t v) {
    fields.push_back({key, std::to_string(v), false});
  };
  fields.push_back({"model", h.model_name});
  fields.push_back({"fingerprint", to_hex(h.fingerprint)});
  number("sample_rate", h.model_rate_hz);
  number("hop", h.hop_samples);
  number("levels", h.levels);
  number("codebook_size", std::int64_t{1} << h.bits_per_code);
  number("source_rate", h.source_rate_hz);
  number("source_channels", h.source_channels);
  if (h.source_length) number("length", *h.source_length);
  number("gain_millidb", h.gain_millidb);
  number("rows", grid.rows);
  number("columns", grid.columns);
  fields.push_back({"layout", std::string(kLayouts[static_cast<std::size_t>(meta.layout)])});
  if (meta.layout != TokenLayout::nested) {
    std::string offsets;
    for (int level = 0; level < h.levels; ++level) {
      offsets += (level > 0 ? "," : "") + std::to_string(meta.offset(level));
    }
    fields.push_back({"offsets", "[" + offsets + "]", false});
    number("pad", meta.pad());
  }
  return fields;
}

Result<TokenMeta> parse_meta(const TokenLookup& lookup) {
  TokenMeta meta;
  const auto format = lookup("format");
  if (!format) return meta;
  if (*format != kFormat) {
    if (!format->starts_with("sonoglyph-tokens-")) return meta;
    return Error{ErrorCode::newer_version,
                 "tokens: " + *format + " is newer than this program (" + kFormat + ")"};
  }
  meta.has_header = true;
  auto& h = meta.header;
  std::string missing;
  const auto number = [&](const char* key, std::int64_t low, std::int64_t high) -> std::int64_t {
    const auto text = lookup(key);
    const auto value = text ? whole_number(*text) : std::nullopt;
    if (value && *value >= low && *value <= high) return *value;
    if (missing.empty()) missing = key;
    return low;
  };
  constexpr std::int64_t kInt = 1 << 30;
  h.model_rate_hz = static_cast<int>(number("sample_rate", 1, kInt));
  h.hop_samples = static_cast<int>(number("hop", 1, kInt));
  h.levels = static_cast<int>(number("levels", 1, 16));
  const auto k = static_cast<std::uint64_t>(number("codebook_size", 2, 65536));
  h.source_rate_hz = static_cast<int>(number("source_rate", 1, kInt));
  h.source_channels = static_cast<int>(number("source_channels", 1, 1024));
  h.gain_millidb = static_cast<int>(number("gain_millidb", -200000, 200000));
  if (lookup("rows")) meta.rows = number("rows", 0, 16);
  if (lookup("columns")) meta.columns = number("columns", 0, std::int64_t{1} << 42);
  if (lookup("length")) h.source_length = number("length", 0, SampleIndex{1} << 42);
  h.bits_per_code = std::countr_zero(k);
  h.model_name = lookup("model").value_or("");
  const auto layout =
      std::find(std::begin(kLayouts), std::end(kLayouts), lookup("layout").value_or("nested"));
  if (!std::has_single_bit(k)) missing = "codebook_size";
  if (layout == std::end(kLayouts)) missing = "layout";
  if (!parse_hex(lookup("fingerprint").value_or(""), h.fingerprint)) missing = "fingerprint";
  if (!missing.empty()) return corrupt("the metadata's '" + missing + "' is missing or wrong");
  if (auto valid = h.validate(); !valid) return corrupt(valid.error().message);
  meta.layout = static_cast<TokenLayout>(layout - std::begin(kLayouts));
  if (meta.layout != TokenLayout::nested) {
    meta.level_offsets = true;
    const auto pad = number("pad", 1, std::int64_t{1} << 21);
    if (pad != meta.pad()) {
      meta.level_offsets = false;
      if (pad != meta.pad()) return corrupt("the metadata's 'pad' is missing or wrong");
    }
  }
  return meta;
}

}  // namespace codec
