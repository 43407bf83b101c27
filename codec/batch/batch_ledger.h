// What a batch has finished, kept in its output folder so that it can be recognised by content.
//
//   .sonoglyph-batch.jsonl, or .sonoglyph-batch.I-of-N.jsonl for a shard: one object a line, a line
//   added for each finished output, so that a killed run loses none. One's own is read and written,
//   and put in the order of the list at the end of the run; the others of the folder are read once
//   something is asked that is not in it, which costs a shard nothing that begins or goes on alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "codec/base/descriptor.h"
#include "codec/base/result.h"

namespace codec {

struct FileSum {
  std::uintmax_t bytes = 0;
  std::uint32_t crc32c = 0;
  friend bool operator==(const FileSum&, const FileSum&) = default;
};
// Reads the file in blocks. Errors: io.
Result<FileSum> sum_of_file(const std::filesystem::path& path);

struct LedgerEntry {
  std::string output;  // below the output folder
  std::string source;
  FileSum output_sum;
  FileSum source_sum;
  std::optional<FileSum> beside_sum;  // of the .npy.json, or sum_of_others() of a shard
  std::string settings;               // all that the output's bytes depend on besides the source
  double sound_s = 0.0;
  std::int64_t frames = 0;
};
// As it stands in a ledger, with the end of its line, and back. Any bytes may come in: what is no
// whole entry is none.
std::string ledger_line(const LedgerEntry& entry);
std::optional<LedgerEntry> parse_ledger_line(const std::string& line);

// What holds after a kill or a loss of power is said in codec/batch/batch.h: an entry counts only
// while the sums of its files do, and a line that is not whole is no entry. So no order of writing
// is needed, and none is trusted.
//
// Threads: append() and find() one at a time (the batch holds its lock); sync() beside them.
class BatchLedger {
 public:
  // Makes the folder. Nobody else can open a ledger there until settled() is called.
  // Errors: io, also where another batch is writing this ledger.
  static Result<std::unique_ptr<BatchLedger>> open(const std::filesystem::path& folder, int shard,
                                                   int shards);
  // All ledgers of the folder to look into, whoever writes there; none where there is no folder.
  // Errors: io.
  static Result<std::unique_ptr<BatchLedger>> read(const std::filesystem::path& folder);
  ~BatchLedger();
  BatchLedger(const BatchLedger&) = delete;
  BatchLedger& operator=(const BatchLedger&) = delete;

  // Whether another batch was writing another ledger of the folder when this one was opened.
  bool is_shared() const { return is_shared_; }
  void settled();

  // The latest that one's own says of that output, or else any ledger of the folder.
  std::optional<LedgerEntry> find(const std::string& output);
  // Errors: io.
  Status append(const LedgerEntry& entry);
  // Until the folder's file system has all that was written to it. Errors: io.
  Status sync() const;
  // Writes the own ledger anew: outputs output_of(0..count - 1) as far as they are in it, in that
  // order, then what else was in it. Ends the use of the object. Errors: io.
  Status arrange(std::size_t count, const std::function<std::string(std::size_t)>& output_of);

 private:
  struct Place {
    std::uint32_t file = 0;
    std::int64_t offset = 0;
  };
  BatchLedger() = default;
  Status lock_own();
  Status list_others(const std::filesystem::path& folder);
  using Places = std::unordered_map<std::uint64_t, Place>;
  void index_others();
  // Returns where the file ends, and whether with a whole line.
  std::pair<std::int64_t, bool> index(std::uint32_t file, int fd, Places& places) const;
  std::optional<std::string> line_at(const Place& place) const;

  std::vector<std::filesystem::path> files_;  // [0] is one's own, empty where there is none
  Places places_;                             // in one's own
  Places others_;
  bool others_are_known_ = false;
  int folder_ = -1;  // descriptors
  int own_ = -1;
  bool is_shared_ = false;
  std::int64_t end_ = 0;
};

// All that the ledgers of a folder say, for looking it over. Nothing is made, changed or locked.
// Threads: any.
class LedgerFolder {
 public:
  // shards > 1: the ledger of that shard alone. Errors: io (no such folder, no ledger in it, a
  // batch is writing there).
  static Result<LedgerFolder> open(const std::filesystem::path& folder, int shard, int shards);

  std::size_t size() const { return outputs_.size(); }  // different outputs
  // The latest that each ledger says of an output: one of them holds where the folder is well.
  std::vector<LedgerEntry> entries(std::size_t index) const;
  bool knows(const std::string& output) const;
  // Of the ledgers themselves, one line each that names the file: lines that are no entries,
  // shards without a ledger.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Place {
    std::uint32_t file = 0;
    std::int64_t offset = 0;
  };
  LedgerFolder() = default;
  Status list(const std::filesystem::path& folder, int shard, int shards);
  Status read(std::uint32_t file);

  std::vector<std::filesystem::path> files_;
  std::vector<Descriptor> open_;
  std::vector<std::vector<Place>> outputs_;
  std::unordered_map<std::uint64_t, std::uint32_t> known_;  // stable_hash() to index
  std::vector<std::string> faults_;
};

}  // namespace codec
