// Codes as other people's tools read them, and back: .npy, .json, .jsonl, .csv, .safetensors.
//
//   npy          C order (Q, T), <i2 (<u2 above K = 32768; <i4 where flattened ids need it). An npy
//                holds no metadata: FILE.npy.json beside it does. Read without that file, the model
//                gives the rate, and the length is frames * hop.
//   json, jsonl  one object; "codes": [[level 1 ...], [level 2 ...], ...]. jsonl: one line.
//   csv          "# key value" lines, then frame,time_s,c1..cQ
//   safetensors  tensor "codes" (Q, T), int16 (int32 above K = 32768), metadata strings
//
// Flattened, for language models (ids are code + offset of the level, offsets[q] = q * K):
//   interleave   one sequence: frame 0 level 1..Q, frame 1 level 1..Q, ...
//   delay        (Q, T + Q - 1): level q starts q frames later (arXiv:2306.05284); the pad id Q * K
//                stands in empty places
//   parallel     (Q, T)
// The offset table and the pad id travel with the metadata. For users: codec/tokens/TOKENS.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"
#include "codec/container/container.h"

namespace codec {

enum class TokenFormat { npy, json, jsonl, csv, safetensors };
enum class TokenLayout { nested, interleave, delay, parallel };

// By the extension, lower or upper case.
std::optional<TokenFormat> token_format(const std::filesystem::path& path);

struct TokenOptions {
  TokenLayout layout = TokenLayout::nested;
  bool level_offsets = true;   // of the flattened layouts; otherwise plain codes, pad id K
  bool semantic_only = false;  // level 1 alone
  bool dedup = false;      // with semantic_only: runs of one code become one, "durations" beside
  bool sidecar = true;     // FILE.npy.json beside an npy
  bool overwrite = false;  // also a FILE.npy.json that write_tokens() did not write
};

struct TokenFile {
  StreamHeader header;
  // False where the file carries no metadata (a bare npy, a json with nothing but codes): then only
  // header.levels means something, and rates, length and K are those of the model at hand.
  bool has_header = true;
  Codes codes;  // dedup undone
};

// What can be told before there are codes: dedup without semantic_only, a csv of a flattened
// layout. Errors: unsupported.
Status check_options(TokenFormat format, const TokenOptions& options);

// Codes are checked against 2^bits (bad_value). Through a temporary name. A FILE.npy.json that is
// not ours, and as a json output one that describes the FILE.npy beside it, stay as they are unless
// `overwrite`. Errors: io, bad_value (that too), unsupported (dedup without semantic_only, a csv of
// a flattened layout).
Status write_tokens(const std::filesystem::path& path, const TokenFile& tokens,
                    const TokenOptions& options = {});
// The text of the json or jsonl object, newline included. `name` is its "file" where not empty.
// Errors: bad_value, unsupported.
Result<std::string> tokens_json(const TokenFile& tokens, const TokenOptions& options = {},
                                const std::string& name = {});

// Any bytes may come in. A jsonl of several lines gives the object of line `index`.
// Errors: io, not_our_format, corrupt, truncated, bad_value, empty.
Result<TokenFile> read_tokens(const std::filesystem::path& path, std::size_t index = 0);
// The same from memory; `sidecar` is the text of FILE.npy.json, or empty.
Result<TokenFile> parse_tokens(TokenFormat format, std::span<const std::byte> bytes,
                               std::string_view sidecar = {}, std::size_t index = 0);

// A token file in memory, read once; the lines of a jsonl come one after the other.
// Threads: one at a time.
class TokenReader {
 public:
  // Errors: io, unsupported (not a token file's extension).
  static Result<TokenReader> open(const std::filesystem::path& path);

  bool has_several() const;  // it is a jsonl of more than one line
  // The next sequence, nothing after the last. Errors: those of read_tokens() but io; of several
  // lines the one at fault is named.
  Result<std::optional<TokenFile>> next();
  // That of line `index`, as read_tokens().
  Result<TokenFile> at(std::size_t index) const;

  std::span<const std::byte> bytes() const { return bytes_; }
  std::vector<std::byte> take_bytes() { return std::move(bytes_); }

 private:
  TokenReader(std::filesystem::path path, TokenFormat format, std::vector<std::byte> bytes)
      : path_(std::move(path)), format_(format), bytes_(std::move(bytes)) {}
  Error fault(const Error& error, std::size_t line) const;

  std::filesystem::path path_;
  TokenFormat format_;
  std::vector<std::byte> bytes_;
  std::vector<std::byte> sidecar_;
  std::size_t offset_ = 0;  // in bytes_, of what next() has not read
  std::size_t count_ = 0;   // of the sequences that it gave
};

}  // namespace codec
