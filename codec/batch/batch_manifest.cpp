#include "codec/batch/batch_manifest.h"

#include <map>
#include <system_error>
#include <utility>

#include "codec/files/manifest.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

// What the lists that came in say of their lines.
class PassedThrough {
 public:
  explicit PassedThrough(const BatchList& list) : list_(list) {}

  json::Object fields(std::size_t i) {
    const auto& manifest = list_.manifest(i);
    if (manifest.empty() || list_[i].line < 0) return {};
    auto reader = readers_.find(manifest);
    if (reader == readers_.end()) {
      auto opened = list_.open_manifest(manifest);
      if (!opened) return {};
      reader = readers_.emplace(manifest, std::move(*opened)).first;
    }
    auto entry = reader->second.at(list_[i].line);
    return entry ? std::move(entry->fields) : json::Object();
  }

 private:
  const BatchList& list_;
  std::map<fs::path, ManifestReader> readers_;
};

}  // namespace

Status write_batch_manifest(
    const BatchPlan::State& plan,
    const std::function<std::optional<LedgerEntry>(std::size_t index)>& entry_of) {
  const auto& options = plan.options;
  std::error_code ec;
  fs::create_directories(fs::absolute(options.manifest_out).parent_path(), ec);
  auto writer = ManifestWriter::create(options.manifest_out);
  if (!writer) return writer.error();
  const bool to_sound = plan.direction == BatchDirection::to_sound;
  PassedThrough lines(plan.list);
  for (std::size_t i = 0; i < plan.list.size(); ++i) {
    const auto entry = entry_of(i);
    if (!entry) continue;
    const auto output = options.out_folder / entry->output;
    ManifestRecord record;
    record.audio = to_sound ? output : plan.list.source(i);
    record.tokens = to_sound ? plan.list.source(i) : output;
    record.duration_s = entry->sound_s;
    record.frames = entry->frames;
    record.id = std::string(plan.list.id(i));
    if (record.id.empty()) record.id = fs::path(entry->output).replace_extension().string();
    record.is_sound_made = to_sound;
    record.passed_through = lines.fields(i);
    writer->write(record);
  }
  return writer->finish();
}

}  // namespace codec
