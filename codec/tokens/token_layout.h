// Codes as rows of ids in the layouts of codec/tokens/token_file.h, and what travels beside them.
// For the token files alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/tokens/token_file.h"

namespace codec {

// Ids as a file holds them: (rows, columns), row-major. interleave: one row.
struct TokenGrid {
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<std::uint32_t> ids;
  std::vector<std::uint32_t> durations;  // of a deduplicated row, else empty

  std::uint32_t id(std::int64_t row, std::int64_t column) const {
    return ids[static_cast<std::size_t>(row * columns + column)];
  }
};

// What a file says of its ids.
struct TokenMeta {
  StreamHeader header;
  bool has_header = false;
  TokenLayout layout = TokenLayout::nested;
  bool level_offsets = false;
  std::optional<std::int64_t> rows;  // and columns, that the file says it has
  std::optional<std::int64_t> columns;

  std::uint32_t offset(int level) const {
    return level_offsets ? static_cast<std::uint32_t>(level) << header.bits_per_code : 0;
  }
  std::uint32_t pad() const {
    return level_offsets ? offset(header.levels) : 1u << header.bits_per_code;
  }
  std::uint32_t largest_id() const;  // that the layout may hold
};

struct TokenField {
  std::string key;
  std::string text;    // as in a CSV line or a safetensors value
  bool quoted = true;  // a string in JSON; otherwise `text` is JSON as it stands
};

// Errors: bad_value (a code >= 2^bits, part of a frame). The options are those that check_options()
// lets pass.
struct TokenParts {
  TokenMeta meta;
  TokenGrid grid;
};
Result<TokenParts> to_parts(const TokenFile& tokens, const TokenOptions& options);

// Errors: corrupt (ids that the layout cannot hold), empty, bad_value.
Result<TokenFile> from_parts(const TokenMeta& meta, const TokenGrid& grid);

std::vector<TokenField> describe(const TokenMeta& meta, const TokenGrid& grid);
// lookup gives the text of a key, or nothing. Without the format key: metadata of no file, and
// has_header false. Errors: newer_version, corrupt.
using TokenLookup = std::function<std::optional<std::string>(std::string_view key)>;
Result<TokenMeta> parse_meta(const TokenLookup& lookup);

// One file format each. bytes and text come from anywhere.
std::vector<std::byte> npy_bytes(const TokenGrid& grid, TokenLayout layout, std::uint32_t largest);
Result<TokenGrid> parse_npy(std::span<const std::byte> bytes);

// The members "format" ... of the object, without braces; then codes and durations.
std::string json_members(const TokenMeta& meta, const TokenGrid& grid);
std::string json_codes(const TokenMeta& meta, const TokenGrid& grid);
Result<TokenParts> parse_json_tokens(std::string_view text);
// FILE.npy.json: all but the ids, whose shape it tells.
Result<TokenParts> parse_json_sidecar(std::string_view text);

std::string csv_text(const TokenMeta& meta, const TokenGrid& grid);
Result<TokenParts> parse_csv(std::string_view text);

std::vector<std::byte> safetensors_bytes(const TokenMeta& meta, const TokenGrid& grid);
Result<TokenParts> parse_safetensors_tokens(std::span<const std::byte> bytes);

}  // namespace codec
