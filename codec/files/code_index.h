// The codes of a folder in one file, mapped into memory and searched from end to end: a hundred
// hours take less than a second.
//
//   bytes 0..95 of FILE.sgx, integers little-endian:
//     "SGLINDEX"  u32 version = 1  u32 levels  u32 K  u32 hop  u32 rate  u32 0
//     u64 sources  u64 frames  u64 offset of the table  u64 bytes of names  32 bytes SHA-256 of the
//     model's weights
//   then u16 codes, frame by frame, source by source; then the table, one row a source of
//     u64 first frame  u64 frames  u64 offset in the names  u32 bytes of its name  u32 0
//   then the names (paths as they were given), then u32 CRC-32C of the 96 bytes and of table and
//   names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/file_io.h"
#include "codec/base/result.h"
#include "codec/base/sha256.h"
#include "codec/files/code_search.h"
#include "codec/files/code_source.h"

namespace codec {

struct CodeIndexShape {
  int levels = 0;
  std::size_t codebook_size = 0;
  int hop_samples = 0;
  int sample_rate_hz = 0;
  Sha256 model{};
  friend bool operator==(const CodeIndexShape&, const CodeIndexShape&) = default;
};

// Threads: one at a time.
class CodeIndexWriter {
 public:
  // Grows under another name until finish(). Errors: io.
  static Result<CodeIndexWriter> create(const std::filesystem::path& path);

  // All codes of a source, bound or without prior. Its name is what messages call it. The first one
  // tells the shape. Errors: those of the source; corrupt, truncated (frames or the end are lost);
  // wrong_model, bad_value (another shape). Nothing of it is in the index then.
  Status add(CodeSource& source);
  std::int64_t sources() const { return static_cast<std::int64_t>(rows_.size()); }
  std::int64_t frames() const { return frames_; }
  const CodeIndexShape& shape() const { return shape_; }
  // That the index itself can be written, so far: else no other source need be tried. Errors: io.
  Status check() const { return file_->check(); }
  // Errors: io; empty (no source was added).
  Status finish();

 private:
  struct Row {
    std::int64_t first;
    std::int64_t frames;
    std::uint64_t name;
    std::uint32_t name_bytes;
  };
  explicit CodeIndexWriter(PendingFile file)
      : file_(std::make_unique<PendingFile>(std::move(file))) {}

  std::unique_ptr<PendingFile> file_;
  CodeIndexShape shape_;
  std::vector<Row> rows_;
  std::string names_;
  std::int64_t frames_ = 0;
};

struct IndexHit {
  std::size_t source = 0;
  CodeHit hit;  // in that source
};

// Threads: const functions from any.
class CodeIndex {
 public:
  // Maps the file and checks every offset in it, not the codes. Errors: io, not_our_format,
  // newer_version, corrupt, truncated.
  static Result<CodeIndex> open(const std::filesystem::path& path);
  // Whether the file begins as an index does.
  static bool is_index(const std::filesystem::path& path);
  ~CodeIndex();
  CodeIndex(CodeIndex&& other) noexcept;
  CodeIndex& operator=(CodeIndex&&) = delete;

  const CodeIndexShape& shape() const { return shape_; }
  std::size_t sources() const { return sources_; }
  std::int64_t frames() const { return frames_; }
  double seconds() const;
  std::string_view name(std::size_t source) const;
  // Frame-major. Codes beyond K, of a damaged file, are as they stand.
  std::span<const Code> codes(std::size_t source) const;

  // Calls `take` for every hit, source by source, until it returns false. table and config: of the
  // model, for a pattern of phones. Errors: bad_value (no such level), unsupported (phones without
  // a table), corrupt (a code beyond K where phones are read).
  Status find(const CodePattern& pattern, int level, const PhoneTable* table,
              const ModelConfig* config, const std::function<bool(const IndexHit&)>& take) const;

 private:
  CodeIndex() = default;
  struct Row;
  Row row(std::size_t source) const;
  Status check(const std::filesystem::path& path);

  const std::byte* bytes_ = nullptr;
  std::size_t size_ = 0;
  CodeIndexShape shape_;
  std::size_t sources_ = 0;
  std::int64_t frames_ = 0;
  std::size_t table_ = 0;
  std::size_t names_ = 0;
  std::size_t name_bytes_ = 0;
};

}  // namespace codec
