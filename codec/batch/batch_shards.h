// The shards of a batch: which rows make up which file, and what is known of each.
//
// Shard s holds the sources [s * size, (s + 1) * size) of the list, in their order, whoever made
// them. It is written by whoever ends its last row; until then it holds their codes. One with a row
// that failed is written without it and is not called finished, so that a later run makes it again.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_list.h"
#include "codec/tokens/shard_file.h"

namespace codec {

// The path of a shard without extension.
std::filesystem::path shard_stem(const BatchOptions& options, std::size_t shard);

// Of shard_files() all but the last, whose own sum the ledger has: one sum over their sums. Nothing
// where there is one file. Errors: io.
Result<std::optional<FileSum>> sum_of_others(const std::vector<std::filesystem::path>& files);

class BatchShards {
 public:
  // The plan outlives it.
  BatchShards(const BatchPlan::State& plan, const std::string& settings);

  std::size_t count() const { return shards_.size(); }
  std::size_t shard_of(std::size_t row) const { return row / size_; }
  // Below the output folder: the file of the shard that is written last.
  std::string output(std::size_t shard) const;
  const std::string& settings() const { return settings_; }

  // That the output folder has no shards which this batch may not replace, and none of a longer
  // list, which would be read together with its own; or only the latter. Errors: bad_value.
  Status check() const;
  Status check_end() const;

  // Whether the shard is there and was made with these settings from these sources: by the sums of
  // all of them.
  bool is_whole(std::size_t shard, const LedgerEntry& known);

  // What becomes of the rows of a shard; the first who asks finds out, the others wait.
  enum class Fate { make, keep, skip };
  Fate fate(std::size_t shard, const std::function<std::optional<LedgerEntry>()>& known);
  std::uintmax_t bytes(std::size_t shard) const { return shards_[shard].bytes; }

  // A row of its shard has ended; nothing: it failed. True for the last one, who is to write it.
  struct Ended {
    ShardRow row;
    std::string source;  // what the row depends on, identify()
    double sound_s = 0.0;
    std::int64_t frames = 0;
    bool is_damaged = false;
  };
  bool end(std::size_t row, std::optional<Ended> ended);
  bool has_begun(std::size_t shard) const { return shards_[shard].has_begun; }
  bool was_written(std::size_t shard) const { return shards_[shard].was_written; }

  // Writes it and lets go of its rows. Nothing to add to the ledger where a row failed.
  // Errors: those of write_shard().
  Result<std::optional<LedgerEntry>> write(std::size_t shard);

  // The id and fields of a row that has no codes yet; where two were read from one manifest the
  // lock is inside.
  ShardRow begin_row(std::size_t row);
  // All that the row depends on besides the settings, as one line. Errors: io.
  Result<std::string> identify(std::size_t row, const ShardRow& begun) const;

 private:
  struct Shard {
    std::once_flag once;
    Fate fate = Fate::make;
    std::atomic<std::size_t> left{0};
    std::atomic<bool> has_begun{false};
    bool was_written = false;
    std::uintmax_t bytes = 0;
    std::vector<std::optional<Ended>> rows;
  };
  std::vector<std::filesystem::path> files(std::size_t shard) const;
  std::size_t first(std::size_t shard) const { return shard * size_; }
  std::size_t end_of(std::size_t shard) const;
  static FileSum sum_of_lines(const std::vector<std::string>& lines);

  const BatchPlan::State& plan_;
  const std::string settings_;
  const ShardFormat format_;
  const std::size_t size_;
  std::vector<Shard> shards_;
  std::mutex readers_mutex_;
  std::map<std::filesystem::path, ManifestReader> readers_;
};

}  // namespace codec
