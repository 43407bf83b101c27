#include "codec/tokens/token_file.h"

#include <algorithm>
#include <cstring>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/printed.h"
#include "codec/base/safetensors.h"
#include "codec/base/safetensors_head.h"
#include "codec/tokens/token_layout.h"

namespace codec {
namespace {

constexpr std::uintmax_t kMaxBytes = std::uintmax_t{1} << 30;
// Of one JSON object, some forty times as large in memory: a day of five levels.
constexpr std::size_t kMaxText = std::size_t{128} << 20;

Status check_text(std::string_view text) {
  if (text.size() <= kMaxText) return Done{};
  return Error{ErrorCode::bad_value, "tokens: a JSON object of " + std::to_string(text.size()) +
                                         " bytes; " + std::to_string(kMaxText) +
                                         " are read, npy and safetensors hold more"};
}

template <typename T>
void store(TensorData& tensor, const std::vector<std::uint32_t>& values) {
  tensor.bytes.resize(values.size() * sizeof(T));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto v = static_cast<T>(values[i]);
    std::memcpy(tensor.bytes.data() + i * sizeof(T), &v, sizeof(T));
  }
}

// Appends the values of a tensor. Returns "", or what is wrong with which.
template <typename T>
std::string fetch(const TensorData& tensor, std::vector<std::uint32_t>& out) {
  const auto n = tensor.bytes.size() / sizeof(T);
  const auto columns = tensor.shape.empty() ? 1 : static_cast<std::size_t>(tensor.shape.back());
  for (std::size_t i = 0; i < n; ++i) {
    T v{};
    std::memcpy(&v, tensor.bytes.data() + i * sizeof(T), sizeof(T));
    const auto wide = static_cast<std::int64_t>(v);
    if (wide < 0 || wide > 0x7fffffff) {
      const auto row = tensor.shape.size() > 1 ? std::to_string(i / columns) + ", " : "";
      return std::to_string(wide) + " at element [" + row + std::to_string(i % columns) + "]";
    }
    out.push_back(static_cast<std::uint32_t>(wide));
  }
  return {};
}

std::string fetch_any(const TensorData& tensor, std::vector<std::uint32_t>& out) {
  switch (tensor.type) {
    case DType::i16:
      return fetch<std::int16_t>(tensor, out);
    case DType::u16:
      return fetch<std::uint16_t>(tensor, out);
    case DType::i32:
      return fetch<std::int32_t>(tensor, out);
    case DType::i64:
      return fetch<std::int64_t>(tensor, out);
    case DType::u8:
      return fetch<std::uint8_t>(tensor, out);
    case DType::f32:
    case DType::f16:
      break;
  }
  return "a floating-point number";
}

std::filesystem::path sidecar_of(const std::filesystem::path& npy) {
  auto path = npy;
  path += ".json";
  return path;
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Line `index` among those that are not blank.
Result<std::string_view> pick_line(std::string_view text, std::size_t index) {
  for (std::size_t seen = 0; !text.empty();) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (seen++ == index) return line;
  }
  return Error{ErrorCode::empty, "tokens: no line " + std::to_string(index + 1)};
}

Result<TokenParts> parse_parts(TokenFormat format, std::span<const std::byte> bytes,
                               std::string_view sidecar, std::size_t index) {
  switch (format) {
    case TokenFormat::json:
      if (auto fits = check_text(text_of(bytes)); !fits) return fits.error();
      return parse_json_tokens(text_of(bytes));
    case TokenFormat::jsonl: {
      auto line = pick_line(text_of(bytes), index);
      if (!line) return line.error();
      if (auto fits = check_text(*line); !fits) return fits.error();
      return parse_json_tokens(*line);
    }
    case TokenFormat::csv:
      return parse_csv(text_of(bytes));
    case TokenFormat::safetensors:
      return parse_safetensors_tokens(bytes);
    case TokenFormat::npy:
      break;
  }
  auto grid = parse_npy(bytes);
  if (!grid) return grid.error();
  TokenParts parts{{}, std::move(*grid)};
  if (!sidecar.empty()) {
    auto described = parse_json_sidecar(sidecar);
    if (!described) return described.error();
    if (described->grid.rows != parts.grid.rows || described->grid.columns != parts.grid.columns) {
      return Error{ErrorCode::corrupt,
                   "the .npy.json beside it tells of another array; remove it "
                   "if the array is new"};
    }
    parts.meta = described->meta;
    parts.grid.durations = std::move(described->grid.durations);
  }
  return parts;
}

bool is_sidecar(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kMaxBytes);
  const auto described = bytes ? parse_json_sidecar(text_of(*bytes)) : bytes.error();
  return described && described->meta.has_header && described->grid.rows >= 0;
}

// That writing `path` overwrites no FILE.npy.json of somebody else, nor one that is needed.
Status check_sidecar(const std::filesystem::path& path, TokenFormat format, bool writes_sidecar) {
  std::error_code ec;
  if (format == TokenFormat::json && path.stem().extension() == ".npy" &&
      std::filesystem::exists(path.parent_path() / path.stem(), ec)) {
    return Error{ErrorCode::bad_value, path.string() + ": describes " + path.stem().string() +
                                           ", which is beside it; give the output another name"};
  }
  const auto sidecar = sidecar_of(path);
  if (format != TokenFormat::npy || !writes_sidecar || !std::filesystem::exists(sidecar, ec)) {
    return Done{};
  }
  if (is_sidecar(sidecar)) return Done{};
  return Error{ErrorCode::bad_value, sidecar.string() +
                                         ": is there already and describes no tokens; --overwrite "
                                         "replaces it, --no-sidecar does without"};
}

// An .npy and its sidecar. Neither gets its name before both are written, since an array that is
// there already belongs to the sidecar that is there.
Status write_both(const std::filesystem::path& path, std::span<const std::byte> array,
                  std::string_view described) {
  auto first = PendingFile::create(path);
  if (!first) return first.error();
  auto second = PendingFile::create(sidecar_of(path));
  if (!second) return second.error();
  if (auto done = first->write(array); !done) return done;
  if (auto done = second->write(std::as_bytes(std::span(described))); !done) return done;
  if (auto done = first->commit(); !done) return done;
  return second->commit();
}

}  // namespace

std::vector<std::byte> safetensors_bytes(const TokenMeta& meta, const TokenGrid& grid) {
  SafeTensors file;
  for (const auto& field : describe(meta, grid)) file.metadata[field.key] = field.text;
  auto& codes = file.tensors["codes"];
  if (meta.layout == TokenLayout::interleave) {
    codes.shape = {grid.columns};
  } else {
    codes.shape = {grid.rows, grid.columns};
  }
  codes.type = meta.largest_id() <= 32767 ? DType::i16 : DType::i32;
  if (codes.type == DType::i16) {
    store<std::int16_t>(codes, grid.ids);
  } else {
    store<std::int32_t>(codes, grid.ids);
  }
  if (!grid.durations.empty()) {
    auto& durations = file.tensors["durations"];
    durations.type = DType::i32;
    durations.shape = {static_cast<std::int64_t>(grid.durations.size())};
    store<std::int32_t>(durations, grid.durations);
  }
  return file.serialize();
}

Result<TokenParts> parse_safetensors_tokens(std::span<const std::byte> bytes) {
  if (bytes.empty()) return Error{ErrorCode::empty, "safetensors: the file is empty"};
  auto file = SafeTensors::parse(bytes);
  if (!file) return file.error();
  const auto* codes = file->find("codes");
  if (codes == nullptr || codes->shape.empty() || codes->shape.size() > 2) {
    return Error{ErrorCode::not_our_format, "safetensors: no tensor \"codes\" (levels, frames)"};
  }
  auto meta = parse_meta([&file](std::string_view key) -> std::optional<std::string> {
    const auto it = file->metadata.find(std::string(key));
    if (it == file->metadata.end()) return std::nullopt;
    return it->second;
  });
  if (!meta) return meta.error();
  TokenParts parts{*meta, {}};
  parts.grid.rows = codes->shape.size() == 2 ? codes->shape[0] : 1;
  parts.grid.columns = codes->shape.back();
  const auto* durations = file->find("durations");
  if (const auto wrong = fetch_any(*codes, parts.grid.ids); !wrong.empty()) {
    return Error{ErrorCode::bad_value, "safetensors: " + wrong + " is no code"};
  }
  if (durations == nullptr) return parts;
  if (const auto wrong = fetch_any(*durations, parts.grid.durations); !wrong.empty()) {
    return Error{ErrorCode::bad_value,
                 "safetensors: durations: " + wrong + " is no number of frames"};
  }
  return parts;
}

Status check_options(TokenFormat format, const TokenOptions& options) {
  if (options.dedup && !options.semantic_only) {
    return Error{ErrorCode::unsupported,
                 "dedup merges runs of one level: ask for the semantic level alone with it"};
  }
  if (format == TokenFormat::csv && options.layout != TokenLayout::nested) {
    return Error{ErrorCode::unsupported,
                 "a CSV has a column a level; flattened tokens want npy, json or safetensors"};
  }
  return Done{};
}

std::optional<TokenFormat> token_format(const std::filesystem::path& path) {
  const auto extension = lower_case(path.extension().string());
  if (extension == ".npy") return TokenFormat::npy;
  if (extension == ".json") return TokenFormat::json;
  if (extension == ".jsonl") return TokenFormat::jsonl;
  if (extension == ".csv") return TokenFormat::csv;
  if (extension == ".safetensors") return TokenFormat::safetensors;
  return std::nullopt;
}

Result<std::string> tokens_json(const TokenFile& tokens, const TokenOptions& options,
                                const std::string& name) {
  if (auto fits = check_options(TokenFormat::json, options); !fits) return fits.error();
  auto parts = to_parts(tokens, options);
  if (!parts) return parts.error();
  const auto file = name.empty() ? std::string() : "\"file\":" + json::quote(name) + ",";
  return "{" + file + json_members(parts->meta, parts->grid) +
         ",\"codes\":" + json_codes(parts->meta, parts->grid) + "}\n";
}

Status write_tokens(const std::filesystem::path& path, const TokenFile& tokens,
                    const TokenOptions& options) {
  const auto format = token_format(path);
  if (!format) {
    return Error{ErrorCode::unsupported,
                 path.string() +
                     ": unknown extension; npy, json, jsonl, csv and safetensors are "
                     "known"};
  }
  if (auto fits = check_options(*format, options); !fits) {
    return Error{fits.error().code, path.string() + ": " + fits.error().message};
  }
  if (!options.overwrite) {
    if (auto free = check_sidecar(path, *format, options.sidecar); !free) return free;
  }
  auto parts = to_parts(tokens, options);
  if (!parts) return Error{parts.error().code, path.string() + ": " + parts.error().message};
  switch (*format) {
    case TokenFormat::json:
    case TokenFormat::jsonl: {
      auto text = tokens_json(tokens, options);
      if (!text) return text.error();
      return write_file(path, *text);
    }
    case TokenFormat::csv:
      return write_file(path, csv_text(parts->meta, parts->grid));
    case TokenFormat::safetensors:
      return write_file(path, safetensors_bytes(parts->meta, parts->grid));
    case TokenFormat::npy:
      break;
  }
  const auto array = npy_bytes(parts->grid, options.layout, parts->meta.largest_id());
  if (!options.sidecar) {
    auto written = write_file(path, array);
    // That of the array before goes with it: of the same shape it would be believed.
    std::error_code ec;
    const auto beside = sidecar_of(path);
    if (written && std::filesystem::exists(beside, ec) && is_sidecar(beside)) {
      std::filesystem::remove(beside, ec);
    }
    return written;
  }
  return write_both(path, array, "{" + json_members(parts->meta, parts->grid) + "}\n");
}

Result<TokenFile> parse_tokens(TokenFormat format, std::span<const std::byte> bytes,
                               std::string_view sidecar, std::size_t index) {
  if (bytes.empty()) return Error{ErrorCode::empty, "the file is empty"};
  auto parts = parse_parts(format, bytes, sidecar, index);
  if (!parts) return parts.error();
  return from_parts(parts->meta, parts->grid);
}

Result<TokenReader> TokenReader::open(const std::filesystem::path& path) {
  const auto format = token_format(path);
  if (!format) {
    return Error{ErrorCode::unsupported, path.string() + ": not a token file's extension"};
  }
  if (*format == TokenFormat::safetensors) {  // before all of it is in memory
    if (auto fits = check_safetensors_head(path); !fits) return fits.error();
  }
  auto bytes = read_file(path, kMaxBytes);
  if (!bytes) return bytes.error();
  TokenReader reader(path, *format, std::move(*bytes));
  if (std::error_code ec;
      *format == TokenFormat::npy && std::filesystem::is_regular_file(sidecar_of(path), ec)) {
    auto text = read_file(sidecar_of(path), kMaxBytes);
    if (!text) return text.error();
    reader.sidecar_ = std::move(*text);
  }
  return reader;
}

bool TokenReader::has_several() const {
  return format_ == TokenFormat::jsonl && pick_line(text_of(bytes_), 1).ok();
}

Error TokenReader::fault(const Error& error, std::size_t line) const {
  const auto where = has_several() ? "line " + std::to_string(line) + ": " : std::string();
  return {error.code, path_.string() + ": " + where + error.message};
}

Result<std::optional<TokenFile>> TokenReader::next() {
  std::span<const std::byte> part = bytes_;
  if (format_ == TokenFormat::jsonl) {
    const auto line = pick_line(text_of(part).substr(offset_), 0);
    if (!line && count_ > 0) return std::optional<TokenFile>();
    if (line) {
      part = std::as_bytes(std::span(*line));
      offset_ = static_cast<std::size_t>(part.data() + part.size() - bytes_.data());
    }
  } else if (count_ > 0) {
    return std::optional<TokenFile>();
  }
  ++count_;
  auto tokens = parse_tokens(format_, part, text_of(sidecar_));
  if (!tokens) return fault(tokens.error(), count_);
  return std::optional(std::move(*tokens));
}

Result<TokenFile> TokenReader::at(std::size_t index) const {
  auto tokens = parse_tokens(format_, bytes_, text_of(sidecar_), index);
  if (!tokens) return Error{tokens.error().code, path_.string() + ": " + tokens.error().message};
  return tokens;
}

Result<TokenFile> read_tokens(const std::filesystem::path& path, std::size_t index) {
  auto reader = TokenReader::open(path);
  if (!reader) return reader.error();
  return reader->at(index);
}

}  // namespace codec
