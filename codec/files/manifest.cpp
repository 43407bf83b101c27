#include "codec/files/manifest.h"

#include <algorithm>
#include <array>

#include "codec/base/printed.h"
#include "codec/files/manifest_excerpt.h"
#include "codec/tokens/token_file.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestLine = std::size_t{1} << 20;

constexpr const char* kTokens = "tokens_filepath";

std::array<const char*, 4> source_keys(ManifestSource wanted) {
  if (wanted == ManifestSource::audio) return {"audio_filepath", kTokens, "path", "file"};
  return {kTokens, "audio_filepath", "path", "file"};
}

const std::string* text_of(const json::Value& object, const char* key) {
  const auto* member = object.find(key);
  return member != nullptr ? member->string() : nullptr;
}

std::vector<std::string> split_at_tabs(std::string_view line) {
  std::vector<std::string> cells;
  for (;;) {
    const auto tab = line.find('\t');
    cells.emplace_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

// Leaves the stream at its beginning.
std::string head_of(std::istream& in) {
  std::string head(64, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  in.clear();
  in.seekg(0);
  return head;
}

// Whether the first thing in it is a '['.
bool is_list(std::string_view head) {
  const auto text = json::without_mark(head);
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '[';
}

}  // namespace

std::optional<ManifestFormat> manifest_format(const fs::path& path) {
  const auto extension = lower_case(path.extension().string());
  if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") {
    return ManifestFormat::jsonl;
  }
  if (extension == ".tsv") return ManifestFormat::tsv;
  return std::nullopt;
}

ManifestReader::ManifestReader(std::string name, fs::path folder, ManifestFormat format,
                               ManifestSource wanted, std::ifstream in)
    : name_(std::move(name)),
      folder_(std::move(folder)),
      format_(format),
      wanted_(wanted),
      in_(std::move(in)) {}

Result<ManifestReader> ManifestReader::open(const fs::path& path, ManifestSource wanted) {
  return open(Spool::as_it_is(path), wanted);
}

Result<ManifestReader> ManifestReader::open(const Spool& source, ManifestSource wanted) {
  const auto& path = source.path();
  const auto& name = source.name();
  const auto format = manifest_format(path);
  if (!format) {
    return Error{ErrorCode::unsupported, name + ": a manifest is a .jsonl or a .tsv"};
  }
  std::error_code ec;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, ec)) {
    return Error{ErrorCode::io, name + ": cannot read this manifest"};
  }
  const auto head = head_of(in);
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) {
    return Error{ErrorCode::unsupported,
                 name +
                     ": is text in UTF-16; a manifest is in UTF-8 (iconv -f UTF-16 -t UTF-8 "
                     "makes it so)"};
  }
  if (*format == ManifestFormat::jsonl && is_list(head)) {
    return Error{ErrorCode::unsupported,
                 name +
                     ": is one JSON list; a manifest has an object a line (jq -c '.[]' "
                     "makes it so)"};
  }
  ManifestReader reader(name, source.is_copy() ? fs::path() : path.parent_path(), *format, wanted,
                        std::move(in));
  const auto keys = source_keys(wanted);
  if (*format == ManifestFormat::tsv) {
    std::string header;
    if (!reader.read_line(header)) {
      return Error{ErrorCode::bad_value, name + ": no header line"};
    }
    reader.columns_ = split_at_tabs(json::without_mark(header));
    const auto& columns = reader.columns_;
    if (std::none_of(keys.begin(), keys.end(), [&](const char* key) {
          return std::find(columns.begin(), columns.end(), key) != columns.end();
        })) {
      return Error{ErrorCode::bad_value, name + ": the header line has no column audio_filepath, " +
                                             "tokens_filepath, path or file"};
    }
  }
  return reader;
}

Error ManifestReader::fault(ErrorCode code, const std::string& what) const {
  return {code, name_ + ":" + std::to_string(number_) + ": " + what};
}

// Without the end of the line. A line beyond kLongestLine is cut, and so will not parse.
bool ManifestReader::read_line(std::string& line) {
  line.clear();
  ++number_;
  for (int c = in_.get(); c != std::ifstream::traits_type::eof(); c = in_.get()) {
    if (c == '\n') {
      if (line.ends_with('\r')) line.pop_back();
      return true;
    }
    if (line.size() < kLongestLine) line.push_back(static_cast<char>(c));
  }
  return !line.empty();
}

std::optional<ManifestReader::Line> ManifestReader::next() {
  std::string line;
  for (;;) {
    const auto offset = static_cast<std::int64_t>(in_.tellg());
    if (!read_line(line)) return std::nullopt;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    return Line{offset, number_, parse(line)};
  }
}

void ManifestReader::go_to(std::int64_t offset, std::int64_t number) {
  in_.clear();
  in_.seekg(offset);
  number_ = number - 1;
}

Result<ManifestEntry> ManifestReader::at(std::int64_t offset) {
  in_.clear();
  in_.seekg(offset);
  std::string line;
  if (!in_ || !read_line(line)) return fault(ErrorCode::io, "no such line any more");
  return parse(line);
}

Result<ManifestEntry> ManifestReader::parse(const std::string& line) const {
  if (line.size() >= kLongestLine) return fault(ErrorCode::corrupt, "longer than a megabyte");
  ManifestEntry entry;
  json::Value object;
  if (format_ == ManifestFormat::jsonl) {
    auto parsed = json::parse(line);
    if (!parsed) return fault(ErrorCode::corrupt, parsed.error().message);
    object = std::move(*parsed);
    if (object.object() == nullptr) return fault(ErrorCode::corrupt, "not a JSON object");
  } else {
    auto cells = split_at_tabs(line);
    if (cells.size() > columns_.size()) {
      return fault(ErrorCode::corrupt, "more columns than the header line has");
    }
    const auto missing = std::find_if(columns_.begin() + static_cast<std::ptrdiff_t>(cells.size()),
                                      columns_.end(), is_excerpt_or_duration_key);
    if (missing != columns_.end()) {
      return fault(ErrorCode::corrupt, "ends before its column \"" + *missing + "\"");
    }
    json::Object fields;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      fields.emplace_back(columns_[i], std::move(cells[i]));
    }
    object = std::move(fields);
  }
  entry.fields = *object.object();
  auto excerpt = excerpt_of(object);
  if (!excerpt) return fault(excerpt.error().code, excerpt.error().message);
  entry.excerpt = std::move(*excerpt);
  std::string source;
  bool is_output_of_ours = false;
  if (const auto* custom = object.find("custom");
      custom != nullptr && is_lhotse_cut(object) && wanted_ == ManifestSource::tokens) {
    if (const auto* tokens = text_of(*custom, kTokens)) source = *tokens;
    is_output_of_ours = !source.empty();
  }
  for (const char* key : source_keys(wanted_)) {
    const auto* text = text_of(object, key);
    if (!source.empty() || text == nullptr) continue;
    source = *text;
    is_output_of_ours = key == kTokens;
  }
  if (source.empty()) {
    auto found = lhotse_source(object, entry.excerpt.channels);
    if (!found) return fault(found.error().code, found.error().message);
    source = std::move(found->path);
    entry.excerpt.channels = std::move(found->channels);
  }
  if (source.empty()) return fault(ErrorCode::bad_value, "names no file (audio_filepath)");
  if (source.find('\0') != std::string::npos) {
    return fault(ErrorCode::bad_value, "names a file with a 0 in its name");
  }
  // Tokens beside an excerpt of a sound are those of the excerpt.
  const bool is_codes = fs::path(source).extension() == ".sgl" || token_format(source);
  if (is_output_of_ours || (is_codes && entry.excerpt.slack_s > 0.0)) entry.excerpt = {};
  if (is_codes && !entry.excerpt.is_whole()) {
    return fault(ErrorCode::unsupported,
                 "an excerpt of " + source + ", which holds tokens; name the sound");
  }
  if (const auto* id = object.find("id")) {
    if (id->string() != nullptr) entry.id = *id->string();
    if (id->number() != nullptr) entry.id = json::to_text(*id);
  }
  entry.source = folder_ / source;
  return entry;
}

}  // namespace codec
