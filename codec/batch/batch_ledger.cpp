#include "codec/batch/batch_ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "codec/base/crc32c.h"
#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/batch/batch_list.h"
#include "codec/files/manifest.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrefix = ".sonoglyph-batch";
constexpr std::uint32_t kOwn = 0;

std::string to_line(const LedgerEntry& entry) {
  const auto number = [](auto v) { return json::Value(static_cast<double>(v)); };
  json::Object fields;
  fields.emplace_back("output", entry.output);
  fields.emplace_back("output_bytes", number(entry.output_sum.bytes));
  fields.emplace_back("output_crc32c", number(entry.output_sum.crc32c));
  fields.emplace_back("source", entry.source);
  fields.emplace_back("source_bytes", number(entry.source_sum.bytes));
  fields.emplace_back("source_crc32c", number(entry.source_sum.crc32c));
  fields.emplace_back("settings", entry.settings);
  fields.emplace_back("sound_s", number(entry.sound_s));
  fields.emplace_back("frames", number(entry.frames));
  return json::to_text(std::move(fields)) + "\n";
}

std::optional<LedgerEntry> from_line(const std::string& line) {
  const auto parsed = json::parse(line);
  if (!parsed) return std::nullopt;
  bool whole = true;
  const auto text = [&](const char* key) {
    const auto* value = parsed->find(key);
    if (value != nullptr && value->string() != nullptr) return *value->string();
    whole = false;
    return std::string();
  };
  const auto number = [&](const char* key, double most) {
    const auto* value = parsed->find(key);
    if (value != nullptr && value->number() != nullptr && *value->number() >= 0 &&
        *value->number() <= most) {
      return *value->number();
    }
    whole = false;
    return 0.0;
  };
  LedgerEntry entry;
  entry.output = text("output");
  entry.output_sum = {static_cast<std::uintmax_t>(number("output_bytes", 9e15)),
                      static_cast<std::uint32_t>(number("output_crc32c", 4294967295.0))};
  entry.source = text("source");
  entry.source_sum = {static_cast<std::uintmax_t>(number("source_bytes", 9e15)),
                      static_cast<std::uint32_t>(number("source_crc32c", 4294967295.0))};
  entry.settings = text("settings");
  entry.sound_s = number("sound_s", 1e12);
  entry.frames = static_cast<std::int64_t>(number("frames", 9e15));
  if (!whole) return std::nullopt;
  return entry;
}

Error io_error(const fs::path& path, const char* doing) {
  return {ErrorCode::io, path.string() + ": cannot " + doing + ": " + std::strerror(errno)};
}

}  // namespace

Result<FileSum> sum_of_file(const fs::path& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return io_error(path, "read");
  FileSum sum;
  std::vector<char> block(std::size_t{1} << 16);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto bytes = std::as_bytes(std::span(block)).first(static_cast<std::size_t>(in.gcount()));
    sum.bytes += bytes.size();
    sum.crc32c = crc32c(bytes, sum.crc32c);
  }
  if (in.bad()) return io_error(path, "read");
  return sum;
}

Result<std::unique_ptr<BatchLedger>> BatchLedger::open(const fs::path& folder, int shard,
                                                       int shards) {
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec) return Error{ErrorCode::io, folder.string() + ": cannot make: " + ec.message()};
  auto name = std::string(kPrefix);
  if (shards > 1) name += "." + std::to_string(shard) + "-of-" + std::to_string(shards);
  std::unique_ptr<BatchLedger> ledger(new BatchLedger);
  ledger->files_.push_back(folder / (name + ".jsonl"));
  const fs::path own = ledger->files_[kOwn];  // a copy: files_ grows below
  ledger->own_ = ::open(own.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (ledger->own_ < 0) return io_error(own, "write");
  if (flock(ledger->own_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Error{ErrorCode::io, folder.string() + ": another batch is writing here; wait for it, " +
                                    "or share the work with --shard"};
  }
  for (fs::directory_iterator it(folder, ec); !ec && it != fs::directory_iterator();
       it.increment(ec)) {
    const auto other = it->path().filename().string();
    if (other.starts_with(kPrefix) && other.ends_with(".jsonl") && it->path() != own) {
      ledger->files_.push_back(it->path());
    }
  }
  if (ec) return Error{ErrorCode::io, folder.string() + ": cannot list: " + ec.message()};
  std::sort(ledger->files_.begin() + 1, ledger->files_.end());
  for (std::size_t i = ledger->files_.size(); i-- > 0;) {
    ledger->index(static_cast<std::uint32_t>(i));  // one's own last: it wins
  }
  return ledger;
}

BatchLedger::~BatchLedger() {
  if (own_ >= 0) ::close(own_);
}

void BatchLedger::index(std::uint32_t file) {
  std::ifstream in(files_[file], std::ios::binary);
  std::int64_t offset = 0;
  bool whole = true;
  for (std::string line; std::getline(in, line);) {
    const auto length = static_cast<std::int64_t>(line.size()) + (in.eof() ? 0 : 1);
    whole = !in.eof();
    if (const auto entry = from_line(line); whole && entry) {
      places_[stable_hash(entry->output)] = {file, offset};
    }
    offset += length;
  }
  if (file != kOwn) return;
  end_ = offset;
  if (!whole && ::write(own_, "\n", 1) == 1) ++end_;  // what a kill cut off stays a line of its own
}

std::optional<std::string> BatchLedger::line_at(const Place& place) const {
  std::ifstream in(files_[place.file], std::ios::binary);
  in.seekg(place.offset);
  std::string line;
  if (!std::getline(in, line)) return std::nullopt;
  return line;
}

std::optional<LedgerEntry> BatchLedger::find(const std::string& output) {
  const auto place = places_.find(stable_hash(output));
  if (place == places_.end()) return std::nullopt;
  const auto line = line_at(place->second);
  auto entry = line ? from_line(*line) : std::nullopt;
  if (entry && entry->output != output) return std::nullopt;
  return entry;
}

Status BatchLedger::append(const LedgerEntry& entry) {
  const auto line = to_line(entry);
  errno = 0;
  if (::write(own_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    return io_error(files_[kOwn], "write");
  }
  places_[stable_hash(entry.output)] = {kOwn, end_};
  end_ += static_cast<std::int64_t>(line.size());
  return Done{};
}

Status BatchLedger::arrange(std::size_t count,
                            const std::function<std::string(std::size_t)>& output_of) {
  auto pending = PendingFile::create(files_[kOwn]);
  if (!pending) return pending.error();
  auto& out = pending->stream();
  const auto copy = [&](const Place& place) {
    if (const auto line = line_at(place)) out << *line << '\n';
  };
  for (std::size_t i = 0; i < count; ++i) {
    const auto place = places_.find(stable_hash(output_of(i)));
    if (place == places_.end()) continue;
    if (place->second.file == kOwn) copy(place->second);
    places_.erase(place);
  }
  std::vector<std::int64_t> rest;
  for (const auto& [hash, place] : places_) {
    if (place.file == kOwn) rest.push_back(place.offset);
  }
  std::sort(rest.begin(), rest.end());
  for (const auto offset : rest) copy({kOwn, offset});
  return pending->commit();
}

}  // namespace codec
