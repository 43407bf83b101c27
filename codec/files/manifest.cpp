#include "codec/files/manifest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestLine = std::size_t{1} << 20;

std::array<const char*, 4> source_keys(ManifestSource wanted) {
  if (wanted == ManifestSource::audio) return {"audio_filepath", "tokens_filepath", "path", "file"};
  return {"tokens_filepath", "audio_filepath", "path", "file"};
}

const std::string* text_of(const json::Value& object, const char* key) {
  const auto* member = object.find(key);
  return member != nullptr ? member->string() : nullptr;
}

// {"sources": [{"source": PATH}]}, of a recording or inside a cut.
const std::string* lhotse_source(const json::Value& object) {
  const json::Value* recording = object.find("recording");
  const auto* list = (recording != nullptr ? *recording : object).find("sources");
  const auto* sources = list != nullptr ? list->array() : nullptr;
  if (sources == nullptr || sources->empty()) return nullptr;
  const auto* type = text_of(sources->front(), "type");
  if (type != nullptr && *type != "file") return nullptr;
  return text_of(sources->front(), "source");
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

std::string without_controls(std::string text) {
  for (auto& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

bool starts_later(const json::Value& object, const char* key) {
  const auto* value = object.find(key);
  return value != nullptr && value->number() != nullptr && *value->number() > 0;
}

}  // namespace

std::string json::to_text(const Value& value) {
  if (const auto* b = value.boolean()) return *b ? "true" : "false";
  if (const auto* d = value.number()) {
    std::array<char, 32> buffer;
    const bool whole = *d == std::floor(*d) && std::fabs(*d) < 9e15;
    const auto end =
        whole ? std::to_chars(buffer.begin(), buffer.end(), static_cast<long long>(*d)).ptr
              : std::to_chars(buffer.begin(), buffer.end(), *d).ptr;
    return {buffer.begin(), end};
  }
  if (const auto* s = value.string()) return quote(*s);
  std::string text;
  if (const auto* a = value.array()) {
    for (const auto& item : *a) text += (text.empty() ? "" : ", ") + to_text(item);
    return "[" + text + "]";
  }
  if (const auto* o = value.object()) {
    for (const auto& [key, item] : *o) {
      text += (text.empty() ? "" : ", ") + quote(key) + ": " + to_text(item);
    }
    return "{" + text + "}";
  }
  return "null";
}

std::optional<ManifestFormat> manifest_format(const fs::path& path) {
  const auto extension = path.extension();
  if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") {
    return ManifestFormat::jsonl;
  }
  if (extension == ".tsv") return ManifestFormat::tsv;
  return std::nullopt;
}

ManifestReader::ManifestReader(fs::path path, ManifestFormat format, ManifestSource wanted,
                               std::ifstream in)
    : path_(std::move(path)), format_(format), wanted_(wanted), in_(std::move(in)) {}

Result<ManifestReader> ManifestReader::open(const fs::path& path, ManifestSource wanted) {
  const auto format = manifest_format(path);
  if (!format) {
    return Error{ErrorCode::unsupported, path.string() + ": a manifest is a .jsonl or a .tsv"};
  }
  std::error_code ec;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, ec)) {
    return Error{ErrorCode::io, path.string() + ": cannot read this manifest"};
  }
  ManifestReader reader(path, *format, wanted, std::move(in));
  const auto keys = source_keys(wanted);
  if (*format == ManifestFormat::tsv) {
    std::string header;
    if (!reader.read_line(header)) {
      return Error{ErrorCode::bad_value, path.string() + ": no header line"};
    }
    reader.columns_ = split_at_tabs(header);
    const auto& columns = reader.columns_;
    if (std::none_of(keys.begin(), keys.end(), [&](const char* key) {
          return std::find(columns.begin(), columns.end(), key) != columns.end();
        })) {
      return Error{ErrorCode::bad_value, path.string() +
                                             ": the header line has no column audio_filepath, " +
                                             "tokens_filepath, path or file"};
    }
  }
  return reader;
}

Error ManifestReader::fault(ErrorCode code, const std::string& what) const {
  return {code, path_.string() + ":" + std::to_string(number_) + ": " + what};
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
    json::Object fields;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      fields.emplace_back(columns_[i], std::move(cells[i]));
    }
    object = std::move(fields);
  }
  entry.fields = *object.object();
  const std::string* source = nullptr;
  for (const char* key : source_keys(wanted_)) {
    if (source == nullptr) source = text_of(object, key);
  }
  if (source == nullptr) source = lhotse_source(object);
  if (source == nullptr || source->empty()) {
    return fault(ErrorCode::bad_value, "names no file (audio_filepath)");
  }
  if (starts_later(object, "offset") || starts_later(object, "start")) {
    return fault(ErrorCode::unsupported, "an excerpt of " + *source + ": cut it out first");
  }
  if (const auto* id = text_of(object, "id")) entry.id = *id;
  entry.source = path_.parent_path() / *source;
  return entry;
}

ManifestWriter::ManifestWriter(const fs::path& path, ManifestFormat format, PendingFile pending)
    : folder_(fs::absolute(path).lexically_normal().parent_path()),
      format_(format),
      pending_(std::move(pending)) {}

Result<ManifestWriter> ManifestWriter::create(const fs::path& path) {
  const auto format = manifest_format(path);
  if (!format) {
    return Error{ErrorCode::unsupported, path.string() + ": a manifest is a .jsonl or a .tsv"};
  }
  auto pending = PendingFile::create(path);
  if (!pending) return pending.error();
  return ManifestWriter(path, *format, std::move(*pending));
}

std::string ManifestWriter::relative(const fs::path& path) const {
  const auto whole = fs::absolute(path).lexically_normal();
  const auto below = whole.lexically_relative(folder_);
  const bool is_below = !below.empty() && *below.begin() != ".." && below != ".";
  return (is_below ? below : whole).string();
}

void ManifestWriter::write(const ManifestRecord& record) {
  auto& out = pending_.stream();
  json::Object fields;
  if (!record.id.empty()) fields.emplace_back("id", record.id);
  fields.emplace_back("audio_filepath", relative(record.audio));
  fields.emplace_back("duration", std::round(record.duration_s * 1e6) / 1e6);
  fields.emplace_back("tokens_filepath", relative(record.tokens));
  fields.emplace_back("frames", static_cast<double>(record.frames));
  const auto known = [&](const std::string& key) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const auto& field) { return field.first == key; });
  };
  for (const auto& field : record.passed_through) {
    if (!known(field.first)) fields.push_back(field);
  }
  if (format_ == ManifestFormat::jsonl) {
    out << json::to_text(std::move(fields)) << '\n';
    return;
  }
  if (columns_.empty()) {
    for (const auto& [key, value] : fields) {
      out << (columns_.empty() ? "" : "\t") << without_controls(key);
      columns_.push_back(key);
    }
    out << '\n';
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& field) { return field.first == columns_[i]; });
    if (i > 0) out << '\t';
    if (found == fields.end()) continue;
    const auto* text = found->second.string();
    out << without_controls(text != nullptr ? *text : json::to_text(found->second));
  }
  out << '\n';
}

Status ManifestWriter::finish() { return pending_.commit(); }

}  // namespace codec
