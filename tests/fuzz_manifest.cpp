// Any bytes as a list of sources: the first byte chooses its format and what is wanted of it. Each
// line is an entry that is the same when it is read again and goes out as a line that can be read,
// or an Error of one line.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "codec/base/json.h"
#include "codec/files/manifest.h"
#include "tests/support/temporary_folder.h"

namespace {

void must(bool held) {
  if (!held) std::abort();
}

void check(const codec::Excerpt& e) {
  must(std::isfinite(e.start_s) && e.start_s >= 0.0);
  must(std::isfinite(e.duration_s) && e.duration_s >= 0.0);
  must(std::isfinite(e.end_s) && e.end_s >= 0.0);
  must(std::isfinite(e.slack_s) && e.slack_s >= 0.0);
  for (const int c : e.channels) must(c >= 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const testing_support::TemporaryFolder folder;
  if (size < 1) return 0;
  const auto path = folder / ((data[0] & 1) != 0 ? "list.tsv" : "list.jsonl");
  const auto wanted =
      (data[0] & 2) != 0 ? codec::ManifestSource::tokens : codec::ManifestSource::audio;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  auto reader = codec::ManifestReader::open(path, wanted);
  if (!reader) return 0;
  auto other = codec::ManifestReader::open(path, wanted);
  must(other.ok());
  std::int64_t lines = 0;
  while (const auto line = reader->next()) {
    ++lines;
    must(line->number >= 1 && line->offset >= 0 &&
         line->offset < static_cast<std::int64_t>(text.size()));
    if (!line->entry) {
      const auto& message = line->entry.error().message;
      must(message.find('\n') == std::string::npos);
      continue;
    }
    const auto& entry = *line->entry;
    must(!entry.source.empty() && entry.source.native().find('\0') == std::string::npos);
    check(entry.excerpt);
    const auto again = other->at(line->offset);
    must(again.ok() && again->source == entry.source && again->id == entry.id &&
         again->excerpt == entry.excerpt);
    const auto written = codec::json::to_text(codec::json::Value(entry.fields));
    const auto parsed = codec::json::parse(written);
    // The columns of a .tsv may have one name twice.
    must(parsed.ok() ? codec::json::to_text(*parsed) == written : path.extension() == ".tsv");
  }
  must(lines <= std::count(text.begin(), text.end(), '\n') + 1);
  return 0;
}
