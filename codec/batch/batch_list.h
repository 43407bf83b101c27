// The sources of a batch and the names of their outputs: what stands behind BatchPlan.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "codec/base/spool.h"
#include "codec/batch/batch.h"
#include "codec/files/manifest.h"

namespace codec {

struct ManifestPart;

enum class BatchDirection { to_tokens, to_sound };

// Errors: unsupported.
Result<BatchDirection> batch_direction(const std::string& to);

// Whether a batch in that direction takes the file when it meets it in a folder.
bool batch_reads(const std::filesystem::path& path, const std::string& to);

// Whether a .jsonl, .json or .tsv is a list of sounds or tokens and no tokens itself.
bool is_manifest(const std::filesystem::path& path);

// Whether the path is relative and leads to something below where it starts.
bool is_below(const std::filesystem::path& relative);

// A pipe, socket or device: reading one could wait for ever.
bool is_special(const std::filesystem::path& path);
// Done unless one of these outputs is such: writing to one could wait as well. Errors: io.
Status refuse_special(std::span<const std::filesystem::path> outputs);

// Paths packed into one text: a list of a million files is tens of megabytes.
class BatchList {
 public:
  struct Item {
    std::uint64_t text = 0;  // offset of the path below its base, then of the id
    std::uint32_t path_length = 0;
    std::uint32_t id_length = 0;
    std::uint32_t base = 0;
    std::uint32_t excerpt = 0;  // which of the list's, 0: the whole
    std::int64_t line = -1;     // offset in the manifest, or -1
    std::uintmax_t bytes = 0;   // of the source, after measure()
  };

  std::size_t size() const { return items_.size(); }
  const Item& operator[](std::size_t i) const { return items_[i]; }
  std::string_view path(std::size_t i) const;  // below its base
  std::string_view id(std::size_t i) const;
  std::filesystem::path source(std::size_t i) const;
  const std::filesystem::path& manifest(std::size_t i) const;  // empty: from no manifest
  const Excerpt& excerpt(std::size_t i) const { return excerpts_[items_[i].excerpt]; }
  std::string fault(std::size_t i) const;  // why it cannot be read, known beforehand, or empty
  // The path below out_folder that the pattern gives; what is in braces is known to be so.
  std::string output(std::size_t i, const BatchOptions& options) const;

  // What a shard calls the source: the manifest's id, or its path below its input without extension
  // and, of an excerpt, with its place.
  std::string row_id(std::size_t i) const;
  // What no two sources may share: the output, or of shards the row.
  std::string unique_name(std::size_t i, const BatchOptions& options) const;

  // Appends all that an input or a manifest names, in an order that depends on the names alone.
  void add_input(const std::filesystem::path& input, const BatchOptions& options,
                 std::size_t& passed_over);
  Status add_manifest(const std::filesystem::path& manifest, const BatchOptions& options);
  // Of a manifest that was split (batch_split.h) one part.
  Status add_part(const std::filesystem::path& manifest, const BatchOptions& options,
                  const std::filesystem::path& elsewhere, const ManifestPart& part);

  // What add_manifest() does, line by line: the reader at the beginning, of sources for outputs of
  // that kind; the deepest folder above all sources that are not below the manifest's, or empty;
  // one line of it. Errors: those of ManifestReader::open().
  Result<ManifestReader> begin_manifest(const std::filesystem::path& manifest,
                                        const std::string& to);
  std::filesystem::path elsewhere_of(const std::filesystem::path& manifest,
                                     ManifestReader& reader) const;
  void add_line(const std::filesystem::path& manifest, const std::filesystem::path& elsewhere,
                ManifestReader::Line line);
  bool is_copy(const std::filesystem::path& manifest) const;  // of a pipe
  void clear();                                               // of all items

  // One that was added, again.
  Result<ManifestReader> open_manifest(const std::filesystem::path& manifest,
                                       ManifestSource wanted = ManifestSource::audio) const;
  // Two sources, or two parts of one, for one output are bad_value (or with first_of_twins the
  // second one is left out), and so is the manifest that is to be written for one; one source named
  // twice stays once.
  Status check_outputs(const BatchOptions& options);
  const std::vector<BatchLeftOut>& left_out() const { return left_out_; }
  void keep_shard(int shard, int shards);
  void measure();  // fills Item::bytes

 private:
  struct Base {
    std::filesystem::path folder;
    std::filesystem::path manifest;
  };

  std::uint32_t base_of(const std::filesystem::path& folder,
                        const std::filesystem::path& manifest = {});
  std::filesystem::path folder_of(const std::filesystem::path& manifest) const;
  Item& add(std::uint32_t base, std::string_view path, std::string_view id = {});
  void add_fault(std::uint32_t base, std::string_view path, std::string why);
  void walk(const std::filesystem::path& root, const BatchOptions& options,
            std::size_t& passed_over);

  std::vector<Item> items_;
  std::vector<BatchLeftOut> left_out_;
  std::string text_;
  std::vector<Base> bases_;
  std::map<std::filesystem::path, Spool> manifests_;
  std::vector<Excerpt> excerpts_ = {Excerpt{}};
  std::unordered_map<std::uint64_t, std::string> faults_;  // by Item::text
};

struct BatchPlan::State {
  BatchOptions options;
  BatchDirection direction = BatchDirection::to_tokens;
  BatchList list;
  std::uintmax_t source_bytes = 0;
  std::size_t passed_over = 0;
};

// What of the options can be checked without the sources. Errors: those of BatchPlan::make().
Status check_batch_options(const BatchOptions& options);

// 64 bits of a text, the same on every machine (FNV-1a with the finalizer of MurmurHash3).
std::uint64_t stable_hash(std::string_view text);

}  // namespace codec
