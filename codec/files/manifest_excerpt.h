// Which part of its recording a line of a manifest means. For manifest alone.
#pragma once

#include "codec/base/json.h"
#include "codec/base/result.h"
#include "codec/files/excerpt.h"

namespace codec {

// Whether the key tells of a part (a duration tells of wholes too).
bool is_excerpt_key(std::string_view key);
bool is_excerpt_or_duration_key(std::string_view key);

// From "offset", "start", "start_time", ..., "duration", "end", ..., "channel" of the object, in
// capitals as well; a tsv has its numbers as text. With "onset", "offset" is the end. A duration
// alone is that of the whole, rounded, or makes an excerpt from 0. Errors, which name the key:
// bad_value (no number, a negative one, an end before the start, keys that contradict each other),
// unsupported (a part told in samples or milliseconds).
Result<Excerpt> excerpt_of(const json::Value& line);

// Where Lhotse's recording (of its own line, or inside a cut) has its sound; the excerpt's
// channels, which are the recording's, become those of that file. Errors: unsupported (a recording
// of several files or of none, transforms, tracks).
struct LhotseSource {
  std::string path;
  std::vector<int> channels;  // of the file
};
Result<LhotseSource> lhotse_source(const json::Value& line, const std::vector<int>& channels);

// Lhotse's lines: a cut has a "recording", a recording "sources".
bool is_lhotse_cut(const json::Value& line);
bool is_lhotse_recording(const json::Value& line);

}  // namespace codec
