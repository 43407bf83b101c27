#include "codec/batch/batch_list.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "codec/base/printed.h"
#include "codec/batch/batch_split.h"
#include "codec/sound/audio_file.h"
#include "codec/tokens/shard_file.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr std::array kSoundExtensions = {".wav", ".flac", ".ogg",  ".oga", ".opus", ".mp3", ".aiff",
                                         ".aif", ".aifc", ".au",   ".snd", ".caf",  ".w64", ".rf64",
                                         ".voc", ".sph",  ".nist", ".paf", ".svx",  ".sf"};

std::string one_name(std::string_view id) {
  std::string name(id);
  for (char& c : name) {
    if (c == '/' || c == '\0') c = '_';
  }
  return name;
}

std::string start_text(const Excerpt& e) { return printed("%.10g", e.start_s); }

std::string end_text(const Excerpt& e) {
  if (e.end_s != 0.0) return printed("%.10g", e.end_s);
  if (e.duration_s != 0.0) return printed("%.10g", e.start_s + e.duration_s);
  return "end";
}

std::string channel_text(const Excerpt& e) {
  std::string text;
  for (const int c : e.channels) text += (text.empty() ? "" : "+") + std::to_string(c);
  return text.empty() ? "all" : text;
}

// "a.wav", or "a.wav (1.5 to 2.5 s)".
std::string described(const fs::path& source, const Excerpt& e) {
  if (e.is_whole()) return source.string();
  return source.string() + " (" + start_text(e) + " to " + end_text(e) +
         (e.channels.empty() ? " s)" : " s of channel " + channel_text(e) + ")");
}

// The deepest folder above both.
fs::path common_folder(const fs::path& a, const fs::path& b) {
  fs::path folder;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end() && *i == *j; ++i, ++j) {
    folder /= *i;
  }
  return folder;
}

}  // namespace

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
  h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
  return h ^ (h >> 33);
}

Result<BatchDirection> batch_direction(const std::string& to) {
  const fs::path name = "x." + to;
  if (to == "sgl" || token_format(name) || shard_format(to)) return BatchDirection::to_tokens;
  if (!to.empty() && is_audio_output(name)) return BatchDirection::to_sound;
  return Error{ErrorCode::unsupported, "cannot convert to '" + to +
                                           "': sgl, npy, json, jsonl, csv, safetensors, tar, "
                                           "megatron, or wav, flac, ogg, opus, mp3, ..."};
}

bool batch_reads(const fs::path& path, const std::string& to) {
  const auto extension = lower_case(path.extension().string());
  const bool is_sgl = extension == ".sgl";
  if (const auto direction = batch_direction(to);
      direction && *direction == BatchDirection::to_sound) {
    const bool is_sidecar = extension == ".json" && lower_case(path.stem().extension()) == ".npy";
    return is_sgl || (token_format(path) && !is_sidecar);
  }
  if (is_sgl) return to != "sgl";
  return std::find(kSoundExtensions.begin(), kSoundExtensions.end(), extension) !=
         kSoundExtensions.end();
}

bool is_manifest(const fs::path& path) {
  if (!manifest_format(path) || is_special(path)) return false;
  std::array<char, 4096> head{};
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), head.size());
  const std::string_view text(head.data(), static_cast<std::size_t>(in.gcount()));
  for (const char* key : {"\"audio_filepath\"", "\"tokens_filepath\"", "\"recording\""}) {
    if (text.find(key) != std::string_view::npos) return true;
  }
  return false;
}

bool is_below(const fs::path& relative) {
  return !relative.empty() && relative.is_relative() && *relative.begin() != ".." &&
         relative != ".";
}

bool is_special(const fs::path& path) {
  std::error_code ec;
  return path == "-" || fs::is_other(fs::status(path, ec));
}

Status refuse_special(std::span<const fs::path> outputs) {
  const auto bad = std::find_if(outputs.begin(), outputs.end(), is_special);
  if (bad == outputs.end()) return Done{};
  return Error{ErrorCode::io, bad->string() + ": is a pipe or a device; a batch makes files"};
}

std::string_view BatchList::path(std::size_t i) const {
  return std::string_view(text_).substr(items_[i].text, items_[i].path_length);
}

std::string_view BatchList::id(std::size_t i) const {
  return std::string_view(text_).substr(items_[i].text + items_[i].path_length,
                                        items_[i].id_length);
}

fs::path BatchList::source(std::size_t i) const { return bases_[items_[i].base].folder / path(i); }

const fs::path& BatchList::manifest(std::size_t i) const { return bases_[items_[i].base].manifest; }

std::string BatchList::fault(std::size_t i) const {
  const auto found = faults_.find(items_[i].text);
  return found != faults_.end() ? found->second : std::string();
}

std::string BatchList::output(std::size_t i, const BatchOptions& options) const {
  const fs::path below = path(i);
  const auto stem = below.stem().string();
  const auto word = [&](std::string_view name) -> std::string {
    if (name == "{ext}") return options.to;
    if (name == "{dir}") return below.parent_path().string();
    if (name == "{stem}") return stem;
    if (name == "{name}") return below.filename().string();
    if (name == "{start}") return start_text(excerpt(i));
    if (name == "{end}") return end_text(excerpt(i));
    if (name == "{channel}") return channel_text(excerpt(i));
    return id(i).empty() ? stem : one_name(id(i));
  };
  std::string text;
  for (std::string_view rest = options.pattern; !rest.empty();) {
    const auto open = rest.find('{');
    text += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = rest.find('}', open);
    text += word(rest.substr(open, close - open + 1));
    rest.remove_prefix(close == std::string_view::npos ? rest.size() : close + 1);
  }
  text.erase(0, text.find_first_not_of('/'));
  return fs::path(text).lexically_normal().string();
}

std::string BatchList::unique_name(std::size_t i, const BatchOptions& options) const {
  return options.rows_per_shard() > 0 ? "row " + row_id(i) : output(i, options);
}

std::string BatchList::row_id(std::size_t i) const {
  if (!id(i).empty()) return std::string(id(i));
  const auto& part = excerpt(i);
  auto text = fs::path(path(i)).replace_extension().string();
  if (part.slack_s != 0.0 || part.is_whole()) return text;
  text += "-" + start_text(part) + "-" + end_text(part);
  return part.channels.empty() ? text : text + "-" + channel_text(part);
}

std::uint32_t BatchList::base_of(const fs::path& folder, const fs::path& manifest) {
  for (std::size_t i = bases_.size(); i-- > 0 && i + 8 > bases_.size();) {
    if (bases_[i].folder == folder && bases_[i].manifest == manifest) {
      return static_cast<std::uint32_t>(i);
    }
  }
  bases_.push_back({folder, manifest});
  return static_cast<std::uint32_t>(bases_.size() - 1);
}

BatchList::Item& BatchList::add(std::uint32_t base, std::string_view path, std::string_view id) {
  Item item;
  item.text = text_.size();
  item.path_length = static_cast<std::uint32_t>(path.size());
  item.id_length = static_cast<std::uint32_t>(id.size());
  item.base = base;
  text_ += path;
  text_ += id;
  if (item.path_length + item.id_length == 0) text_ += ' ';  // keeps Item::text unique
  items_.push_back(item);
  return items_.back();
}

void BatchList::measure() {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    std::error_code ec;
    const auto bytes = fs::file_size(source(i), ec);
    items_[i].bytes = ec ? 0 : bytes;
  }
}

void BatchList::clear() {
  items_.clear();
  text_.clear();
  excerpts_.resize(1);
  faults_.clear();
}

void BatchList::add_fault(std::uint32_t base, std::string_view path, std::string why) {
  faults_.emplace(add(base, path).text, std::move(why));
}

void BatchList::walk(const fs::path& root, const BatchOptions& options, std::size_t& passed_over) {
  const auto base = base_of(root);
  const auto first = items_.size();
  std::vector<fs::path> folders = {""};
  while (!folders.empty()) {
    const auto below = std::move(folders.back());
    folders.pop_back();
    std::error_code ec;
    fs::directory_iterator it(root / below, ec);
    for (; !ec && it != fs::directory_iterator(); it.increment(ec)) {
      const auto name = it->path().filename();
      std::error_code ignored;
      if (name.native().starts_with('.')) continue;
      if (it->is_directory(ignored)) {
        if (!it->is_symlink(ignored)) folders.push_back(below / name);
      } else if (!batch_reads(name, options.to) || is_manifest(it->path()) ||
                 (!options.include.empty() &&
                  fnmatch(options.include.c_str(), name.c_str(), 0) != 0)) {
        ++passed_over;
      } else {
        add(base, (below / name).native());
      }
    }
    if (ec) {
      add_fault(base, below.native(), (root / below).string() + ": cannot list: " + ec.message());
    }
  }
  std::sort(items_.begin() + static_cast<std::ptrdiff_t>(first), items_.end(),
            [this](const Item& a, const Item& b) {
              const std::string_view text = text_;
              return text.substr(a.text, a.path_length) < text.substr(b.text, b.path_length);
            });
}

void BatchList::add_input(const fs::path& input, const BatchOptions& options,
                          std::size_t& passed_over) {
  std::error_code ec;
  if (fs::is_directory(input, ec)) return walk(input, options, passed_over);
  add(base_of(input.parent_path()), input.filename().native());
}

Result<ManifestReader> BatchList::begin_manifest(const fs::path& manifest, const std::string& to) {
  const auto direction = batch_direction(to);
  const auto wanted = direction && *direction == BatchDirection::to_sound ? ManifestSource::tokens
                                                                          : ManifestSource::audio;
  if (!manifests_.contains(manifest)) {
    auto copy = Spool::open(manifest, ".tsv");
    if (!copy) return copy.error();
    manifests_.emplace(manifest, std::move(*copy));
  }
  return open_manifest(manifest, wanted);
}

bool BatchList::is_copy(const fs::path& manifest) const {
  return manifests_.at(manifest).is_copy();
}

fs::path BatchList::folder_of(const fs::path& manifest) const {
  return is_copy(manifest) ? fs::path() : manifest.parent_path();
}

fs::path BatchList::elsewhere_of(const fs::path& manifest, ManifestReader& reader) const {
  const auto folder = folder_of(manifest);
  std::optional<fs::path> elsewhere;
  while (const auto line = reader.next()) {
    if (!line->entry) continue;
    const auto source = line->entry->source.lexically_normal();
    if (is_below(source.lexically_relative(folder.empty() ? "." : folder))) continue;
    const auto above = fs::absolute(source).lexically_normal().parent_path();
    elsewhere = elsewhere ? common_folder(*elsewhere, above) : above;
  }
  return elsewhere.value_or(fs::path());
}

void BatchList::add_line(const fs::path& manifest, const fs::path& elsewhere,
                         ManifestReader::Line line) {
  const auto folder = folder_of(manifest);
  if (!line.entry) {
    return add_fault(base_of(folder, manifest),
                     manifest.filename().string() + ":" + std::to_string(line.number),
                     line.entry.error().message);
  }
  const auto source = line.entry->source.lexically_normal();
  auto below = source.lexically_relative(folder.empty() ? "." : folder);
  auto base = folder;
  if (!is_below(below)) {
    base = elsewhere;
    below = fs::absolute(source).lexically_normal().lexically_relative(base);
  }
  auto& item = add(base_of(base, manifest), below.native(), line.entry->id);
  item.line = line.offset;
  if (line.entry->excerpt.is_whole()) return;
  item.excerpt = static_cast<std::uint32_t>(excerpts_.size());
  excerpts_.push_back(std::move(line.entry->excerpt));
}

Status BatchList::add_manifest(const fs::path& manifest, const BatchOptions& options) {
  auto reader = begin_manifest(manifest, options.to);
  if (!reader) return reader.error();
  const auto elsewhere = elsewhere_of(manifest, *reader);
  reader = begin_manifest(manifest, options.to);
  if (!reader) return reader.error();
  while (auto line = reader->next()) add_line(manifest, elsewhere, std::move(*line));
  return Done{};
}

Status BatchList::add_part(const fs::path& manifest, const BatchOptions& options,
                           const fs::path& elsewhere, const ManifestPart& part) {
  auto reader = begin_manifest(manifest, options.to);
  if (!reader) return reader.error();
  reader->go_to(part.first_byte, part.first_line);
  auto repeated = part.repeated.begin();
  while (reader->position() < part.end_byte) {
    auto line = reader->next();
    if (!line || line->offset >= part.end_byte) break;
    if (repeated != part.repeated.end() && *repeated == line->offset) {
      ++repeated;
    } else {
      add_line(manifest, elsewhere, std::move(*line));
    }
  }
  return Done{};
}

Result<ManifestReader> BatchList::open_manifest(const fs::path& manifest,
                                                ManifestSource wanted) const {
  return ManifestReader::open(manifests_.at(manifest), wanted);
}

Status BatchList::check_outputs(const BatchOptions& options) {
  struct Named {
    std::uint64_t hash;
    std::size_t index;
  };
  const auto list_of_all =
      options.manifest_out.empty()
          ? fs::path()
          : fs::absolute(options.manifest_out)
                .lexically_normal()
                .lexically_relative(fs::absolute(options.out_folder).lexically_normal());
  const bool is_packed = options.rows_per_shard() > 0;
  std::vector<Named> names;
  names.reserve(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (faults_.contains(items_[i].text)) continue;
    const auto name = unique_name(i, options);
    if (is_packed) {
      names.push_back({stable_hash(name), i});
      continue;
    }
    if (!is_below(name) || name.ends_with('/') || fs::path(name).filename() == "") {
      return Error{ErrorCode::bad_value, source(i).string() + " would become '" + name +
                                             "', which is no file below the output folder"};
    }
    if (!list_of_all.empty() && fs::path(name).lexically_normal() == list_of_all) {
      return Error{ErrorCode::bad_value, options.manifest_out.string() +
                                             ": is an output as well; give the list another name"};
    }
    names.push_back({stable_hash(name), i});
  }
  std::sort(names.begin(), names.end(), [](const Named& a, const Named& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.index < b.index;
  });
  std::vector<bool> twice(items_.size(), false);
  for (std::size_t n = 1; n < names.size(); ++n) {
    const auto [hash, b] = names[n];
    const auto a = names[n - 1].index;
    if (hash != names[n - 1].hash) continue;
    if (unique_name(a, options) != unique_name(b, options)) continue;
    const bool same =
        fs::absolute(source(a)).lexically_normal() == fs::absolute(source(b)).lexically_normal();
    if (same && excerpt(a) == excerpt(b)) {
      twice[b] = true;
      continue;
    }
    if (options.first_of_twins) {
      twice[b] = true;
      left_out_.push_back(
          {source(b), described(source(b), excerpt(b)) + ": left out, since " +
                          described(source(a), excerpt(a)) + " becomes " +
                          (is_packed ? "the row " + row_id(a) : output(a, options))});
      continue;
    }
    if (is_packed) {
      return Error{ErrorCode::bad_value, described(source(a), excerpt(a)) + " and " +
                                             described(source(b), excerpt(b)) +
                                             " would both be the row " + row_id(a) +
                                             "; a manifest with ids keeps them apart"};
    }
    return Error{ErrorCode::bad_value,
                 described(source(a), excerpt(a)) + " and " + described(source(b), excerpt(b)) +
                     " would both become " + output(a, options) + "; a pattern such as " +
                     (same ? "{dir}/{stem}-{start}.{ext} or {id}.{ext}" : "{dir}/{name}.{ext}") +
                     " keeps them apart"};
  }
  std::size_t i = 0;
  std::erase_if(items_, [&](const Item&) { return twice[i++]; });
  return Done{};
}

void BatchList::keep_shard(int shard, int shards) {
  if (shards == 1) return;
  const auto wanted = static_cast<std::uint64_t>(shard - 1);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (stable_hash(path(i)) % static_cast<std::uint64_t>(shards) == wanted) {
      items_[kept++] = items_[i];
    }
  }
  items_.resize(kept);
}

}  // namespace codec
