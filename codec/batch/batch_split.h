// A manifest cut into shards once, so that each of them starts by reading its own part alone,
// however long the list is: the shards are ranges of bytes of it, equally long in sound.
//
//   OUT/.sonoglyph-split.NAME, NAME that of the manifest: a JSON object on one line, padded, then a
//   line of fixed width for each shard (first byte, first byte behind, CRC-32C of the range, number
//   of its first line, items, which of the passed over lines, seconds), then the bytes where lines
//   begin that are passed over, since they say what one before them said.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "codec/base/result.h"
#include "codec/batch/batch.h"

namespace codec {

struct ManifestPart {
  std::int64_t first_byte = 0;
  std::int64_t end_byte = 0;
  std::uint32_t crc32c = 0;
  std::int64_t first_line = 1;
  std::int64_t items = 0;
  double seconds = 0.0;                // of sound, where the list tells
  std::vector<std::int64_t> repeated;  // bytes where lines begin that are passed over
};

struct SplitReport {
  int shards = 0;
  std::int64_t items = 0;
  std::int64_t repeated = 0;
  std::int64_t untold = 0;  // items whose duration the list does not tell: the mean of the others
  double seconds = 0.0;     // of those that are told
  double least_s = 0.0;     // shortest and longest shard
  double most_s = 0.0;
};

// Reads the whole manifest, checks what BatchPlan checks of a whole list, and writes the split into
// out_folder. Memory: 20 bytes a line. Errors: those of BatchPlan::make(); bad_value (other inputs
// than one manifest, fewer items than shards), unsupported (a manifest from a pipe), io.
Result<SplitReport> split_manifest(const BatchOptions& options, int shards);

// That split, as far as one shard needs it.
class BatchSplit {
 public:
  // Nothing where that manifest was not split for that out_folder. Errors: io, corrupt; bad_value
  // (it was split for other names of outputs).
  static Result<std::optional<BatchSplit>> find(const BatchOptions& options);

  int shards() const { return shards_; }
  // The folder above all sources that are not below the manifest's, or empty.
  const std::filesystem::path& elsewhere() const { return elsewhere_; }
  // shard: 1..shards(). Errors: io, corrupt; bad_value (that part of the manifest has changed).
  Result<ManifestPart> part(int shard) const;

 private:
  std::filesystem::path path_;
  std::filesystem::path manifest_;
  std::filesystem::path elsewhere_;
  std::int64_t header_bytes_ = 0;
  int shards_ = 0;
};

}  // namespace codec
