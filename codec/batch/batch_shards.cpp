#include "codec/batch/batch_shards.h"

#include <algorithm>
#include <system_error>

#include "codec/base/crc32c.h"
#include "codec/base/printed.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

std::size_t shards_for(std::size_t rows, std::size_t size) { return (rows + size - 1) / size; }

// The sums of a shard's files but the last, whose sum the ledger tells. Errors: io.
Result<std::string> line_of_others(const std::vector<fs::path>& files) {
  std::string line;
  for (std::size_t i = 0; i + 1 < files.size(); ++i) {
    const auto sum = sum_of_file(files[i]);
    if (!sum) return sum.error();
    line += std::to_string(sum->bytes) + " " + std::to_string(sum->crc32c) + "\n";
  }
  return line;
}

std::uintmax_t bytes_of(const std::vector<fs::path>& files) {
  std::uintmax_t bytes = 0;
  std::error_code ec;
  for (const auto& file : files) {
    if (const auto size = fs::file_size(file, ec); !ec) bytes += size;
  }
  return bytes;
}

}  // namespace

fs::path shard_stem(const BatchOptions& options, std::size_t shard) {
  const auto part = options.shards > 1 ? std::to_string(options.shard) + "-of-" +
                                             std::to_string(options.shards) + "-"
                                       : std::string();
  return options.out_folder / ("shard-" + part + printed("%06zu", shard));
}

BatchShards::BatchShards(const BatchPlan::State& plan, const std::string& settings)
    : plan_(plan),
      settings_(settings + " rows=" + std::to_string(plan.options.rows_per_shard())),
      format_(*shard_format(plan.options.to)),
      size_(plan.options.rows_per_shard()),
      shards_(shards_for(plan.list.size(), size_)) {
  for (std::size_t s = 0; s < shards_.size(); ++s) {
    shards_[s].left = end_of(s) - first(s);
    shards_[s].rows.resize(end_of(s) - first(s));
  }
}

Result<std::optional<FileSum>> sum_of_others(const std::vector<fs::path>& files) {
  if (files.size() < 2) return std::optional<FileSum>();
  const auto line = line_of_others(files);
  if (!line) return line.error();
  return std::optional(FileSum{line->size(), crc32c(std::as_bytes(std::span(*line)))});
}

std::size_t BatchShards::end_of(std::size_t shard) const {
  return std::min(plan_.list.size(), first(shard) + size_);
}

std::vector<fs::path> BatchShards::files(std::size_t shard) const {
  return shard_files(shard_stem(plan_.options, shard), format_);
}

std::string BatchShards::output(std::size_t shard) const {
  return files(shard).back().filename().string();
}

Status BatchShards::check_end() const {
  std::error_code ec;
  for (const auto& path : files(shards_.size())) {
    if (!fs::exists(path, ec)) continue;
    return Error{
        ErrorCode::bad_value,
        path.string() + ": is of a longer list; remove its shards or choose another folder"};
  }
  return Done{};
}

Status BatchShards::check() const {
  if (auto end = check_end(); !end) return end;
  if (plan_.options.existing != Existing::fail) return Done{};
  std::error_code ec;
  for (std::size_t s = 0; s < shards_.size(); ++s) {
    for (const auto& path : files(s)) {
      if (!fs::exists(path, ec)) continue;
      return Error{
          ErrorCode::bad_value,
          path.string() + ": is there already (--resume, --overwrite or --skip says what then)"};
    }
  }
  return Done{};
}

BatchShards::Fate BatchShards::fate(std::size_t shard,
                                    const std::function<std::optional<LedgerEntry>()>& known) {
  auto& s = shards_[shard];
  std::call_once(s.once, [&] {
    s.has_begun = true;
    std::error_code ec;
    const auto existing = plan_.options.existing;
    if (existing == Existing::skip && fs::exists(files(shard).back(), ec)) {
      s.fate = Fate::skip;
    } else if (existing == Existing::resume) {
      const auto entry = known();
      if (entry && is_whole(shard, *entry)) s.fate = Fate::keep;
    }
  });
  return s.fate;
}

bool BatchShards::is_whole(std::size_t shard, const LedgerEntry& known) {
  if (known.settings != settings_) return false;
  const auto paths = files(shard);
  const auto there = sum_of_file(paths.back());
  if (!there || *there != known.output_sum) return false;
  const auto others = line_of_others(paths);
  if (!others) return false;
  std::vector<std::string> lines = {*others};
  for (auto row = first(shard); row < end_of(shard); ++row) {
    if (!plan_.list.fault(row).empty() || is_special(plan_.list.source(row))) return false;
    auto line = identify(row, begin_row(row));
    if (!line) return false;
    lines.push_back(std::move(*line));
  }
  if (sum_of_lines(lines) != known.source_sum) return false;
  shards_[shard].bytes = bytes_of(paths);
  return true;
}

FileSum BatchShards::sum_of_lines(const std::vector<std::string>& lines) {
  FileSum sum;
  for (const auto& line : lines) {
    sum.bytes += line.size();
    sum.crc32c = crc32c(std::as_bytes(std::span(line)), sum.crc32c);
  }
  return sum;
}

bool BatchShards::end(std::size_t row, std::optional<Ended> ended) {
  auto& shard = shards_[shard_of(row)];
  shard.rows[row - first(shard_of(row))] = std::move(ended);
  return shard.left.fetch_sub(1) == 1;
}

Result<std::optional<LedgerEntry>> BatchShards::write(std::size_t shard) {
  auto& s = shards_[shard];
  const auto ended = std::move(s.rows);
  std::vector<ShardRow> rows;
  std::vector<std::string> sources;
  LedgerEntry entry;
  bool is_whole = true;
  for (const auto& one : ended) {
    is_whole = is_whole && one && !one->is_damaged;
    if (!one) continue;
    rows.push_back(one->row);
    sources.push_back(one->source);
    entry.sound_s += one->sound_s;
    entry.frames += one->frames;
  }
  const auto paths = files(shard);
  if (rows.empty()) return std::optional<LedgerEntry>();
  if (const auto made = refuse_special(paths); !made) return made.error();
  if (auto said =
          write_shard(shard_stem(plan_.options, shard), format_, rows, plan_.options.tokens);
      !said) {
    return said.error();
  }
  const auto sum = sum_of_file(paths.back());
  if (!sum) return sum.error();
  auto others = line_of_others(paths);
  if (!others) return others.error();
  const auto beside = sum_of_others(paths);
  if (!beside) return beside.error();
  entry.beside_sum = *beside;
  sources.insert(sources.begin(), std::move(*others));
  s.was_written = true;
  s.bytes = bytes_of(paths);
  if (!is_whole) return std::optional<LedgerEntry>();
  entry.output = output(shard);
  entry.source = std::to_string(rows.size()) + " sources from " + rows.front().id;
  entry.output_sum = *sum;
  entry.source_sum = sum_of_lines(sources);
  entry.settings = settings_;
  return std::optional(std::move(entry));
}

ShardRow BatchShards::begin_row(std::size_t row) {
  const auto& list = plan_.list;
  ShardRow begun;
  begun.id = list.row_id(row);
  begun.fields.emplace_back("path", list.source(row).string());
  const auto& manifest = list.manifest(row);
  if (manifest.empty() || list[row].line < 0) return begun;
  const std::scoped_lock lock(readers_mutex_);
  auto reader = readers_.find(manifest);
  if (reader == readers_.end()) {
    auto opened = list.open_manifest(manifest);
    if (!opened) return begun;
    reader = readers_.emplace(manifest, std::move(*opened)).first;
  }
  auto entry = reader->second.at(list[row].line);
  if (!entry) return begun;
  for (auto& [key, value] : entry->fields) {
    if (key == "id" || key == "duration") continue;  // the row has its own
    begun.fields.emplace_back(std::move(key), std::move(value));
  }
  return begun;
}

Result<std::string> BatchShards::identify(std::size_t row, const ShardRow& begun) const {
  const auto sum = sum_of_file(plan_.list.source(row));
  if (!sum) return sum.error();
  const auto& e = plan_.list.excerpt(row);
  auto line = begun.id + "\t" + std::to_string(sum->bytes) + "\t" + std::to_string(sum->crc32c) +
              printed("\t%.17g %.17g %.17g %.17g", e.start_s, e.end_s, e.duration_s, e.slack_s);
  for (const int channel : e.channels) line += " " + std::to_string(channel);
  return line + "\t" + json::to_text(begun.fields) + "\n";
}

}  // namespace codec
