#include <algorithm>
#include <cmath>

#include "codec/files/manifest.h"
#include "codec/files/manifest_excerpt.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

const json::Value* find(const json::Object& fields, std::string_view key) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.first == key; });
  return found != fields.end() ? &found->second : nullptr;
}

void set(json::Object& fields, const std::string& key, json::Value value) {
  for (auto& [name, old] : fields) {
    if (name == key) {
      old = std::move(value);
      return;
    }
  }
  fields.emplace_back(key, std::move(value));
}

bool breaks_rows(std::string_view text) {
  return text.find_first_of("\t\n\r") != std::string_view::npos;
}

std::string without_controls(std::string text) {
  for (auto& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

// A recording as the cut of all of it.
json::Object whole_cut(const json::Value& recording, double duration_s) {
  json::Object cut;
  const auto* id = recording.find("id");
  const auto* duration = recording.find("duration");
  cut.emplace_back("id", id != nullptr ? *id : json::Value("recording"));
  cut.emplace_back("start", json::Value::integer(std::int64_t{0}));
  cut.emplace_back("duration", duration != nullptr ? *duration : json::Value(duration_s));
  json::Array channels;
  if (const auto* sources = recording.find("sources"); sources != nullptr && sources->array()) {
    for (const auto& source : *sources->array()) {
      const auto* ids = source.find("channels");
      if (ids == nullptr || ids->array() == nullptr) continue;
      channels.insert(channels.end(), ids->array()->begin(), ids->array()->end());
    }
  }
  const bool is_mono = channels.size() <= 1;
  cut.emplace_back("channel", channels.empty() ? json::Value::integer(std::int64_t{0})
                              : is_mono        ? channels.front()
                                               : json::Value(channels));
  cut.emplace_back("supervisions", json::Array());
  cut.emplace_back("recording", recording);
  cut.emplace_back("custom", json::Object());
  cut.emplace_back("type", is_mono ? "MonoCut" : "MultiCut");
  return cut;
}

}  // namespace

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

json::Object ManifestWriter::as_cut(const ManifestRecord& record, const json::Value& line) const {
  auto cut = is_lhotse_cut(line) ? *line.object() : whole_cut(line, record.duration_s);
  const auto* old = find(cut, "custom");
  auto custom = old != nullptr && old->object() != nullptr ? *old->object() : json::Object();
  if (record.is_sound_made) set(custom, "audio_filepath", relative(record.audio));
  set(custom, "tokens_filepath", relative(record.tokens));
  set(custom, "frames", json::Value::integer(record.frames));
  set(cut, "custom", std::move(custom));
  return cut;
}

json::Object ManifestWriter::as_line(const ManifestRecord& record) const {
  const auto& old = record.passed_through;
  json::Object fields;
  if (const auto* id = find(old, "id")) {
    fields.emplace_back("id", *id);
  } else if (!record.id.empty()) {
    fields.emplace_back("id", record.id);
  }
  fields.emplace_back("audio_filepath", relative(record.audio));
  json::Value duration = std::round(record.duration_s * 1e6) / 1e6;
  if (const auto* told = find(old, "duration");
      told != nullptr && told->number() != nullptr &&
      std::fabs(*told->number() - record.duration_s) < 1e-6) {
    duration = *told;
  }
  fields.emplace_back("duration", std::move(duration));
  fields.emplace_back("tokens_filepath", relative(record.tokens));
  fields.emplace_back("frames", json::Value::integer(record.frames));
  for (const auto& field : old) {
    // A sound that was made is no part of a longer one.
    const bool is_over = record.is_sound_made && is_excerpt_key(field.first);
    if (!is_over && find(fields, field.first) == nullptr) fields.push_back(field);
  }
  return fields;
}

void ManifestWriter::write(const ManifestRecord& record) {
  const json::Value line(record.passed_through);
  const bool is_lhotse = is_lhotse_cut(line) || is_lhotse_recording(line);
  if (format_ == ManifestFormat::tsv) return write_row(as_line(record));
  pending_.stream() << json::to_text(is_lhotse ? as_cut(record, line) : as_line(record)) << '\n';
}

void ManifestWriter::write_row(const json::Object& fields) {
  auto& out = pending_.stream();
  if (columns_.empty()) {
    for (const auto& [key, value] : fields) {
      out << (columns_.empty() ? "" : "\t") << without_controls(key);
      columns_.push_back(key);
    }
    out << '\n';
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out << '\t';
    const auto* value = find(fields, columns_[i]);
    if (value == nullptr) continue;
    const auto* text = value->string();
    if (text != nullptr && columns_[i].ends_with("_filepath") && breaks_rows(*text) && !fault_) {
      fault_ = Error{ErrorCode::bad_value, without_controls(*text) +
                                               ": a tab or an end of line in its name, which a "
                                               ".tsv cannot hold; a .jsonl can"};
    }
    out << without_controls(text != nullptr ? *text : json::to_text(*value));
  }
  out << '\n';
}

Status ManifestWriter::finish() {
  if (fault_) return *fault_;
  return pending_.commit();
}

}  // namespace codec
