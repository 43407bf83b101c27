// Lists of recordings as the tools around speech models write them, in and out.
//
//   jsonl  one object a line: NeMo and most others ("audio_filepath", "duration", "text"), Lhotse's
//          recordings and cuts ("id", "sources": [{"type": "file", "source": ...}], "duration")
//   tsv    a header line that names the columns, tabs between
//
// The source is "audio_filepath" or "tokens_filepath" (the one that is asked for comes first), or
// else "path", "file", or Lhotse's source; of a tsv the column of one of these names. Relative
// paths start at the manifest's folder. A byte order mark is passed over.
//
// A line may mean a part of its recording: "offset" or "start" or "start_time" (and a few of their
// kin), "duration", "end" or "end_time", in seconds; "channel", from 0, or a list of channels. A
// duration without a start is that of the whole, as rounded as it is written, or else makes an
// excerpt from 0. A part told in samples or milliseconds, Lhotse's mixed cuts and transforms, and
// parts of tokens are refused. Everything else is passed through.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/result.h"
#include "codec/base/spool.h"
#include "codec/files/excerpt.h"

namespace codec {

enum class ManifestFormat { jsonl, tsv };

// By the extension: jsonl, ndjson, json (one object a line); tsv.
std::optional<ManifestFormat> manifest_format(const std::filesystem::path& path);

enum class ManifestSource { audio, tokens };

struct ManifestEntry {
  std::filesystem::path source;  // absolute or below the manifest's folder
  std::string id;                // empty where there is none
  Excerpt excerpt;               // of the source
  json::Object fields;           // of the line, in order; a tsv gives strings
};

// Threads: one at a time.
class ManifestReader {
 public:
  // Errors: io, unsupported (extension, a JSON list), bad_value (a tsv without a column of
  // sources).
  static Result<ManifestReader> open(const std::filesystem::path& path,
                                     ManifestSource wanted = ManifestSource::audio);
  // The same of what may be the copy of a pipe: then relative paths start at the working folder.
  static Result<ManifestReader> open(const Spool& in, ManifestSource wanted);

  struct Line {
    std::int64_t offset = 0;  // bytes, for at()
    std::int64_t number = 0;  // from 1
    Result<ManifestEntry> entry = Error{};
  };
  // The next line that is not blank, nothing at the end. A line that cannot be understood is an
  // Error in it (corrupt, bad_value, unsupported) and ends nothing.
  std::optional<Line> next();
  // Where the next line begins, and to go on there: `number` is that of the line.
  std::int64_t position() { return static_cast<std::int64_t>(in_.tellg()); }
  void go_to(std::int64_t offset, std::int64_t number);
  // The entry of the line that begins there.
  Result<ManifestEntry> at(std::int64_t offset);

 private:
  ManifestReader(std::string name, std::filesystem::path folder, ManifestFormat format,
                 ManifestSource wanted, std::ifstream in);
  bool read_line(std::string& line);
  Result<ManifestEntry> parse(const std::string& line) const;
  Error fault(ErrorCode code, const std::string& what) const;

  std::string name_;
  std::filesystem::path folder_;
  ManifestFormat format_;
  ManifestSource wanted_;
  std::ifstream in_;
  std::vector<std::string> columns_;
  std::int64_t number_ = 0;  // of the line read last
};

// One finished conversion.
struct ManifestRecord {
  std::filesystem::path audio;  // one of them is the source and the other the output
  std::filesystem::path tokens;
  double duration_s = 0.0;
  std::int64_t frames = 0;
  std::string id;
  bool is_sound_made = false;   // of the tokens
  json::Object passed_through;  // fields of an input manifest; those above replace their likes
};

// "id", "audio_filepath", "duration", "tokens_filepath", "frames", then what was passed through, as
// it was: an id and a duration that are there already stay. Paths below the manifest's folder are
// written relative to it, all others absolute. The columns of a tsv are those of the first record.
//
// In a jsonl a cut of Lhotse's stays one: what is new goes under "custom", and nothing else
// changes. A recording of Lhotse's, which may have no such field, becomes the cut of all of it.
class ManifestWriter {
 public:
  // Errors: io, unsupported (extension).
  static Result<ManifestWriter> create(const std::filesystem::path& path);
  void write(const ManifestRecord& record);
  // Renames to the name. Errors: io, bad_value (a tab or an end of line in a path of a tsv).
  Status finish();

 private:
  ManifestWriter(const std::filesystem::path& path, ManifestFormat format, PendingFile pending);
  std::string relative(const std::filesystem::path& path) const;
  json::Object as_cut(const ManifestRecord& record, const json::Value& line) const;
  json::Object as_line(const ManifestRecord& record) const;
  void write_row(const json::Object& fields);

  std::filesystem::path folder_;  // absolute
  ManifestFormat format_;
  PendingFile pending_;
  std::vector<std::string> columns_;
  std::optional<Error> fault_;
};

}  // namespace codec
