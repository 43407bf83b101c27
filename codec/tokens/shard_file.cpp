#include "codec/tokens/shard_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <memory>
#include <set>
#include <system_error>

#include "codec/base/file_io.h"
#include "codec/base/utf8.h"
#include "codec/tokens/token_layout.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

fs::path with_extension(const fs::path& stem, const char* extension) {
  auto path = stem;
  path += extension;
  return path;
}

// A row as its file holds it.
struct Row {
  TokenParts parts;
  std::string members;  // of its JSON, without the ids and braces
};

Result<Row> to_row(const ShardRow& row, const TokenOptions& options) {
  auto parts = to_parts(row.tokens, options);
  if (!parts) return Error{parts.error().code, row.id + ": " + parts.error().message};
  std::set<std::string, std::less<>> taken = {"id", "codes", "durations"};
  for (const auto& field : describe(parts->meta, parts->grid)) taken.insert(field.key);
  std::string members = "\"id\":" + json::quote(row.id);
  for (const auto& [key, value] : row.fields) {
    auto name = key;
    while (!taken.insert(name).second) name.insert(0, "manifest_");
    members += "," + json::quote(name) + ":" + json::to_text(value);
  }
  members += "," + json_members(parts->meta, parts->grid);
  return Row{std::move(*parts), std::move(members)};
}

std::string jsonl_line(const Row& row, bool with_codes) {
  const auto codes =
      with_codes ? ",\"codes\":" + json_codes(row.parts.meta, row.parts.grid) : std::string();
  return "{" + row.members + codes + "}\n";
}

// What WebDataset takes for one key: no dot in the name, which would begin an extension, no name
// that leaves the folder where a tar is unpacked, nothing that cannot be a file's name, UTF-8.
std::string key_of(const std::string& id) {
  std::string key;
  bool at_start = true;
  for (std::string_view rest = id; !rest.empty();) {
    const auto n = utf8_length(rest);
    const char c = rest.front();
    const bool is_odd =
        n == 0 || c == '.' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c != '/' || !at_start) key.append(is_odd ? std::string_view("_") : rest.substr(0, n));
    at_start = c == '/';
    rest.remove_prefix(std::max<std::size_t>(n, 1));
  }
  while (key.ends_with('/')) key.pop_back();
  return key.empty() ? "_" : key;
}

// While it lives names are UTF-8 for libarchive, which asks its thread's locale and crashes over
// what that cannot say.
class Utf8Locale {
 public:
  Utf8Locale() : ours_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (ours_ != nullptr) before_ = uselocale(ours_);
  }
  ~Utf8Locale() {
    if (ours_ == nullptr) return;
    uselocale(before_);
    freelocale(ours_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t ours_;
  locale_t before_ = nullptr;
};

// Made, used and destroyed by one thread.
class TarWriter {
 public:
  explicit TarWriter(PendingFile& out)
      : out_(out), archive_(archive_write_new(), archive_write_free) {
    archive_write_set_format_pax_restricted(archive_.get());
    archive_write_add_filter_none(archive_.get());
    archive_write_set_bytes_in_last_block(archive_.get(), 1);
    is_good_ = archive_write_open(archive_.get(), this, nullptr, put, nullptr) == ARCHIVE_OK;
  }

  void add(const std::string& name, std::span<const std::byte> bytes) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), 0, 0);
    is_good_ = is_good_ && archive_write_header(archive_.get(), entry.get()) >= ARCHIVE_WARN &&
               archive_write_data(archive_.get(), bytes.data(), bytes.size()) ==
                   static_cast<la_ssize_t>(bytes.size());
  }

  // Errors: io.
  Status close(const fs::path& path) {
    is_good_ = archive_write_close(archive_.get()) == ARCHIVE_OK && is_good_;
    if (!written_ || is_good_) return written_;
    const char* why = archive_error_string(archive_.get());
    return Error{ErrorCode::io, path.string() + ": cannot write: " +
                                    (why != nullptr ? why : "libarchive says no more")};
  }

 private:
  static la_ssize_t put(archive*, void* writer, const void* bytes, std::size_t n) {
    auto& tar = *static_cast<TarWriter*>(writer);
    if (tar.written_) tar.written_ = tar.out_.write({static_cast<const std::byte*>(bytes), n});
    return tar.written_ ? static_cast<la_ssize_t>(n) : -1;
  }

  const Utf8Locale locale_;
  PendingFile& out_;
  Status written_ = Done{};  // the first Error
  std::unique_ptr<archive, decltype(&archive_write_free)> archive_;
  bool is_good_ = false;
};

Status write_tar(const fs::path& path, std::span<const ShardRow> rows,
                 const TokenOptions& options) {
  auto out = PendingFile::create(path);
  if (!out) return out.error();
  TarWriter tar(*out);
  std::set<std::string> keys;
  for (const auto& given : rows) {
    const auto row = to_row(given, options);
    if (!row) return row.error();
    const auto plain = key_of(given.id);
    auto key = plain;
    for (int n = 1; !keys.insert(key).second; ++n) key = plain + "-" + std::to_string(n);
    const auto& [meta, grid] = row->parts;
    const auto text = jsonl_line(*row, /*with_codes=*/false);
    tar.add(key + ".json", std::as_bytes(std::span(text)));
    tar.add(key + ".npy", npy_bytes(grid, meta.layout, meta.largest_id()));
  }
  if (auto closed = tar.close(path); !closed) return closed;
  return out->commit();
}

Status write_jsonl(const fs::path& path, std::span<const ShardRow> rows,
                   const TokenOptions& options, bool with_codes) {
  auto out = PendingFile::create(path);
  if (!out) return out.error();
  for (const auto& given : rows) {
    const auto row = to_row(given, options);
    if (!row) return row.error();
    out->stream() << jsonl_line(*row, with_codes);
  }
  return out->commit();
}

template <typename T>
void append_little(std::vector<std::byte>& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff));
  }
}

// megatron/core/datasets/indexed_dataset.py: "MMIDIDX", version 1, the code of the type, sequences,
// documents + 1; lengths in ids (int32), places in bytes (int64), first sequences of the documents
// and the end of the last (int64).
Status write_megatron(const fs::path& stem, std::span<const ShardRow> rows,
                      const TokenOptions& options) {
  std::error_code ec;
  const auto idx = with_extension(stem, ".idx");
  fs::remove(idx, ec);  // of a shard that stood here: not beside another .bin
  if (auto said = write_jsonl(with_extension(stem, ".jsonl"), rows, options, false); !said) {
    return said;
  }
  constexpr std::uint8_t kInt32 = 4;
  constexpr std::uint8_t kUint16 = 8;
  bool is_wide = false;
  for (const auto& row : rows) {
    const auto parts = to_parts(row.tokens, options);
    if (!parts) return Error{parts.error().code, row.id + ": " + parts.error().message};
    is_wide = is_wide || parts->meta.largest_id() > 0xffff;
  }
  std::vector<std::byte> ids;
  std::vector<std::byte> lengths;
  std::vector<std::byte> places;
  std::vector<std::byte> documents;
  for (const auto& row : rows) {
    const auto parts = to_parts(row.tokens, options);
    append_little(places, static_cast<std::int64_t>(ids.size()));
    append_little(lengths, static_cast<std::int32_t>(parts->grid.ids.size()));
    append_little(documents, static_cast<std::int64_t>(documents.size() / 8));
    for (const auto id : parts->grid.ids) {
      if (is_wide) {
        append_little(ids, static_cast<std::int32_t>(id));
      } else {
        append_little(ids, static_cast<std::uint16_t>(id));
      }
    }
  }
  append_little(documents, static_cast<std::int64_t>(documents.size() / 8));
  if (auto said = write_file(with_extension(stem, ".bin"), ids); !said) return said;
  std::vector<std::byte> index;
  for (const char c : {'M', 'M', 'I', 'D', 'I', 'D', 'X', '\0', '\0'}) {
    index.push_back(static_cast<std::byte>(c));
  }
  append_little(index, std::uint64_t{1});
  append_little(index, is_wide ? kInt32 : kUint16);
  append_little(index, static_cast<std::uint64_t>(rows.size()));
  append_little(index, static_cast<std::uint64_t>(rows.size() + 1));
  for (const auto* part : {&lengths, &places, &documents}) {
    index.insert(index.end(), part->begin(), part->end());
  }
  return write_file(idx, index);
}

}  // namespace

std::optional<ShardFormat> shard_format(const std::string& name) {
  if (name == "tar") return ShardFormat::tar;
  if (name == "megatron") return ShardFormat::megatron;
  if (name == "jsonl") return ShardFormat::jsonl;
  return std::nullopt;
}

std::vector<fs::path> shard_files(const fs::path& stem, ShardFormat format) {
  switch (format) {
    case ShardFormat::tar:
      return {with_extension(stem, ".tar")};
    case ShardFormat::jsonl:
      return {with_extension(stem, ".jsonl")};
    case ShardFormat::megatron:
      return {with_extension(stem, ".jsonl"), with_extension(stem, ".bin"),
              with_extension(stem, ".idx")};
  }
  return {};
}

Status check_shard_options(ShardFormat format, const TokenOptions& options) {
  if (format == ShardFormat::megatron && options.layout != TokenLayout::nested &&
      options.layout != TokenLayout::interleave) {
    return Error{ErrorCode::unsupported,
                 "a document of Megatron's is one row of ids: interleave, not delay or parallel"};
  }
  return check_options(TokenFormat::json, options);
}

Status write_shard(const fs::path& stem, ShardFormat format, std::span<const ShardRow> rows,
                   const TokenOptions& options) {
  if (auto fits = check_shard_options(format, options); !fits) return fits;
  switch (format) {
    case ShardFormat::tar:
      return write_tar(with_extension(stem, ".tar"), rows, options);
    case ShardFormat::jsonl:
      return write_jsonl(with_extension(stem, ".jsonl"), rows, options, true);
    case ShardFormat::megatron: {
      auto one_row = options;
      one_row.layout = TokenLayout::interleave;
      return write_megatron(stem, rows, one_row);
    }
  }
  return Done{};
}

}  // namespace codec
