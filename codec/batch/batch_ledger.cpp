#include "codec/batch/batch_ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "codec/base/crc32c.h"
#include "codec/base/descriptor.h"
#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/batch/batch_list.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrefix = ".sonoglyph-batch";
constexpr std::uint32_t kOwn = 0;

std::string own_name(int shard, int shards) {
  auto name = std::string(kPrefix);
  if (shards > 1) name += "." + std::to_string(shard) + "-of-" + std::to_string(shards);
  return name + ".jsonl";
}

Error io_error(const fs::path& path, const char* doing) {
  return {ErrorCode::io,
          path.string() + ": cannot " + doing + ": " + std::strerror(errno != 0 ? errno : EIO)};
}

// Lines of a file from an offset on, each with the place where it begins. One beyond kLongestLine
// is none of ours, and comes out empty.
class Lines {
 public:
  Lines(int fd, std::int64_t offset) : fd_(fd), end_(offset) {}

  // False at the end. A last line without its end is not whole.
  bool next(std::string& line, std::int64_t& offset, bool& is_whole) {
    line.clear();
    offset = end_;
    bool is_long = false;
    for (;;) {
      if (at_ == size_ && !fill()) {
        is_whole = false;
        return end_ > offset;
      }
      const char c = block_[at_++];
      ++end_;
      if (c == '\n') break;
      if (line.size() < kLongestLine) {
        line.push_back(c);
      } else {
        is_long = true;
      }
    }
    if (is_long) line.clear();
    is_whole = true;
    return true;
  }
  std::int64_t end() const { return end_; }

 private:
  static constexpr std::size_t kLongestLine = std::size_t{1} << 20;

  bool fill() {
    const auto n = ::pread(fd_, block_.data(), block_.size(), end_);
    at_ = 0;
    size_ = n > 0 ? static_cast<std::size_t>(n) : 0;
    return size_ > 0;
  }

  int fd_;
  std::int64_t end_;
  std::array<char, 16384> block_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
};

int open_to_read(const fs::path& path) {
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

bool is_regular(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

// Whether the name still is that of the open file.
bool is_named(int fd, const fs::path& path) {
  struct stat open {};
  struct stat named {};
  return ::fstat(fd, &open) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

bool write_line(int fd, std::string_view text) {
  errno = write_all(fd, std::as_bytes(std::span(text)));
  return errno == 0;
}

}  // namespace

std::string ledger_line(const LedgerEntry& entry) {
  const auto number = [](auto v) { return json::Value::integer(static_cast<std::int64_t>(v)); };
  json::Object fields;
  fields.emplace_back("output", entry.output);
  fields.emplace_back("output_bytes", number(entry.output_sum.bytes));
  fields.emplace_back("output_crc32c", number(entry.output_sum.crc32c));
  fields.emplace_back("source", entry.source);
  fields.emplace_back("source_bytes", number(entry.source_sum.bytes));
  fields.emplace_back("source_crc32c", number(entry.source_sum.crc32c));
  if (entry.beside_sum) {
    fields.emplace_back("beside_bytes", number(entry.beside_sum->bytes));
    fields.emplace_back("beside_crc32c", number(entry.beside_sum->crc32c));
  }
  fields.emplace_back("settings", entry.settings);
  fields.emplace_back("sound_s", entry.sound_s);
  fields.emplace_back("frames", number(entry.frames));
  return json::to_text(std::move(fields)) + "\n";
}

std::optional<LedgerEntry> parse_ledger_line(const std::string& line) {
  const auto parsed = json::parse(line);
  if (!parsed) return std::nullopt;
  bool whole = true;
  const auto text = [&](const char* key) {
    const auto* value = parsed->find(key);
    if (value != nullptr && value->string() != nullptr) return *value->string();
    whole = false;
    return std::string();
  };
  const auto number = [&](const char* key, std::int64_t most) {
    const auto* value = parsed->find(key);
    const auto i = value != nullptr ? value->integer() : std::nullopt;
    if (i && *i >= 0 && *i <= most) return *i;
    whole = false;
    return std::int64_t{0};
  };
  const auto sum = [&](const std::string& of) {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    return FileSum{static_cast<std::uintmax_t>(number((of + "_bytes").c_str(), kMost)),
                   static_cast<std::uint32_t>(number((of + "_crc32c").c_str(), 0xffffffff))};
  };
  LedgerEntry entry;
  entry.output = text("output");
  entry.output_sum = sum("output");
  entry.source = text("source");
  entry.source_sum = sum("source");
  if (parsed->find("beside_bytes") != nullptr) entry.beside_sum = sum("beside");
  entry.settings = text("settings");
  const auto* seconds = parsed->find("sound_s");
  if (seconds == nullptr || seconds->number() == nullptr || !(*seconds->number() >= 0)) {
    return std::nullopt;
  }
  entry.sound_s = *seconds->number();
  entry.frames = number("frames", std::int64_t{1} << 53);
  if (!whole) return std::nullopt;
  return entry;
}

Result<FileSum> sum_of_file(const fs::path& path) {
  std::error_code ec;
  if (const auto status = fs::status(path, ec);
      fs::exists(status) && !fs::is_regular_file(status)) {
    return Error{ErrorCode::io, path.string() + ": cannot read: it is no regular file"};
  }
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
  std::unique_ptr<BatchLedger> ledger(new BatchLedger);
  ledger->files_.push_back(folder / own_name(shard, shards));
  ledger->folder_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (ledger->folder_ < 0) return io_error(folder, "read");
  // Not on every network file system: then there is no such lock.
  while (flock(ledger->folder_, LOCK_EX) != 0 && errno == EINTR) {
  }
  if (auto status = ledger->lock_own(); !status) return status.error();
  if (auto status = ledger->list_others(folder); !status) return status.error();
  for (std::size_t i = 1; i < ledger->files_.size(); ++i) {
    const Descriptor other(open_to_read(ledger->files_[i]));
    if (is_regular(other.get()) && flock(other.get(), LOCK_SH | LOCK_NB) != 0 &&
        errno == EWOULDBLOCK) {
      ledger->is_shared_ = true;
    }
  }
  bool is_whole = true;
  std::tie(ledger->end_, is_whole) = ledger->index(kOwn, ledger->own_, ledger->places_);
  // What was cut stays a line.
  if (!is_whole && write_line(ledger->own_, "\n")) ++ledger->end_;
  return ledger;
}

Result<std::unique_ptr<BatchLedger>> BatchLedger::read(const fs::path& folder) {
  std::unique_ptr<BatchLedger> ledger(new BatchLedger);
  ledger->files_.emplace_back();
  std::error_code ec;
  if (!fs::exists(folder, ec)) return ledger;
  if (auto status = ledger->list_others(folder); !status) return status.error();
  return ledger;
}

BatchLedger::~BatchLedger() {
  if (own_ >= 0) ::close(own_);
  if (folder_ >= 0) ::close(folder_);
}

// A batch that ends puts a new file under the name: the lock must be on the one that has it.
Status BatchLedger::lock_own() {
  const auto& path = files_[kOwn];
  for (int tries = 0; tries < 100; ++tries) {
    own_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (own_ < 0 && errno != ELOOP) return io_error(path, "write");
    if (own_ < 0 || !is_regular(own_)) {
      return Error{ErrorCode::io, path.string() + ": is a link or a pipe, and no ledger"};
    }
    if (flock(own_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) break;
    if (is_named(own_, path)) return Done{};
    ::close(own_);
  }
  return Error{ErrorCode::io, path.parent_path().string() +
                                  ": another batch is writing here; wait for it, or share the " +
                                  "work with --shard"};
}

Status BatchLedger::list_others(const fs::path& folder) {
  const fs::path own = files_[kOwn];  // a copy: files_ grows below
  std::error_code ec;
  for (fs::directory_iterator it(folder, ec); !ec && it != fs::directory_iterator();
       it.increment(ec)) {
    const auto other = it->path().filename().string();
    if (other.starts_with(kPrefix) && other.ends_with(".jsonl") && it->path() != own) {
      files_.push_back(it->path());
    }
  }
  if (ec) return Error{ErrorCode::io, folder.string() + ": cannot list: " + ec.message()};
  std::sort(files_.begin() + 1, files_.end());
  return Done{};
}

void BatchLedger::settled() { flock(folder_, LOCK_UN); }

void BatchLedger::index_others() {
  others_are_known_ = true;
  for (std::size_t i = files_.size(); --i > 0;) {  // the first one last: it wins
    const Descriptor other(open_to_read(files_[i]));
    if (is_regular(other.get())) index(static_cast<std::uint32_t>(i), other.get(), others_);
  }
}

std::pair<std::int64_t, bool> BatchLedger::index(std::uint32_t file, int fd, Places& places) const {
  Lines lines(fd, 0);
  std::string line;
  std::int64_t offset = 0;
  bool is_whole = true;
  while (lines.next(line, offset, is_whole) && is_whole) {
    const auto entry = parse_ledger_line(line);
    if (entry) places[stable_hash(entry->output)] = {file, offset};
  }
  return {lines.end(), is_whole || lines.end() == offset};
}

std::optional<std::string> BatchLedger::line_at(const Place& place) const {
  const int fd = place.file == kOwn ? own_ : open_to_read(files_[place.file]);
  std::string line;
  std::int64_t offset = 0;
  bool is_whole = false;
  const bool found = fd >= 0 && Lines(fd, place.offset).next(line, offset, is_whole) && is_whole;
  if (fd >= 0 && fd != own_) ::close(fd);
  return found ? std::optional(line) : std::nullopt;
}

std::optional<LedgerEntry> BatchLedger::find(const std::string& output) {
  const auto hash = stable_hash(output);
  auto place = places_.find(hash);
  if (place == places_.end()) {
    if (!others_are_known_) index_others();
    place = others_.find(hash);
    if (place == others_.end()) return std::nullopt;
  }
  const auto line = line_at(place->second);
  auto entry = line ? parse_ledger_line(*line) : std::nullopt;
  if (entry && entry->output != output) return std::nullopt;
  return entry;
}

Status BatchLedger::append(const LedgerEntry& entry) {
  const auto line = ledger_line(entry);
  errno = 0;
  if (!write_line(own_, line)) {
    const auto error = io_error(files_[kOwn], "write");
    [[maybe_unused]] const int cut = ::ftruncate(own_, end_);  // half a line is no entry either
    return error;
  }
  places_[stable_hash(entry.output)] = {kOwn, end_};
  end_ += static_cast<std::int64_t>(line.size());
  return Done{};
}

Status BatchLedger::sync() const {
  errno = 0;
  if (::syncfs(own_) != 0) return io_error(files_[kOwn].parent_path(), "write to the disk");
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
    copy(place->second);
    places_.erase(place);
  }
  std::vector<std::int64_t> rest;
  for (const auto& [hash, place] : places_) rest.push_back(place.offset);
  std::sort(rest.begin(), rest.end());
  for (const auto offset : rest) copy({kOwn, offset});
  // The new file is locked before it has the name.
  const int fd = ::fcntl(pending->fd(), F_DUPFD_CLOEXEC, 0);
  if (fd < 0) return io_error(files_[kOwn], "write");
  flock(fd, LOCK_EX | LOCK_NB);
  auto status = pending->commit();
  ::close(std::exchange(own_, fd));
  return status;
}

Result<LedgerFolder> LedgerFolder::open(const fs::path& folder, int shard, int shards) {
  LedgerFolder all;
  if (auto status = all.list(folder, shard, shards); !status) return status.error();
  for (std::uint32_t i = 0; i < all.files_.size(); ++i) {
    if (auto status = all.read(i); !status) return status.error();
  }
  return all;
}

Status LedgerFolder::list(const fs::path& folder, int shard, int shards) {
  if (shards > 1) {
    files_.push_back(folder / own_name(shard, shards));
    std::error_code ec;
    if (fs::exists(files_[0], ec)) return Done{};
    return Error{ErrorCode::io, files_[0].string() + ": no such ledger: that shard never ran here"};
  }
  std::error_code ec;
  std::map<int, std::set<int>> found;  // shards of each number of them
  for (fs::directory_iterator it(folder, ec); !ec && it != fs::directory_iterator();
       it.increment(ec)) {
    const auto name = it->path().filename().string();
    if (!name.starts_with(kPrefix) || !name.ends_with(".jsonl")) continue;
    files_.push_back(it->path());
    int i = 0;
    int n = 0;
    if (std::sscanf(name.c_str() + std::strlen(kPrefix), ".%d-of-%d", &i, &n) == 2 && i >= 1 &&
        i <= n && name == own_name(i, n)) {
      found[n].insert(i);
    }
  }
  if (ec) return Error{ErrorCode::io, folder.string() + ": cannot list: " + ec.message()};
  if (files_.empty()) {
    return Error{ErrorCode::io,
                 folder.string() + ": has no ledger (.sonoglyph-batch*.jsonl) of a batch"};
  }
  std::sort(files_.begin(), files_.end());
  if (fs::exists(folder / own_name(1, 1), ec)) return Done{};  // of all, whatever shards there were
  for (const auto& [n, there] : found) {
    if (there.size() == static_cast<std::size_t>(n)) continue;
    int first = 1;
    while (there.contains(first)) ++first;
    faults_.push_back((folder / own_name(first, n)).string() + ": missing; of " +
                      std::to_string(n) + " shards " + std::to_string(there.size()) +
                      " have a ledger");
  }
  return Done{};
}

Status LedgerFolder::read(std::uint32_t file) {
  const auto& path = files_[file];
  errno = 0;
  Descriptor fd(open_to_read(path));
  if (fd.get() < 0) return io_error(path, "read");
  if (!is_regular(fd.get())) return Error{ErrorCode::io, path.string() + ": is no file"};
  if (flock(fd.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Error{ErrorCode::io, path.string() + ": a batch is writing it; wait for its end"};
  }
  Lines lines(fd.get(), 0);
  std::string line;
  std::int64_t offset = 0;
  bool is_whole = true;
  std::size_t bad = 0;
  std::size_t first_bad = 0;
  for (std::size_t number = 1; lines.next(line, offset, is_whole); ++number) {
    const auto entry = is_whole ? parse_ledger_line(line) : std::nullopt;
    if (!entry) {
      if (bad++ == 0) first_bad = number;
      continue;
    }
    const auto [known, is_new] = known_.emplace(stable_hash(entry->output), size());
    if (is_new) outputs_.emplace_back();
    auto& places = outputs_[known->second];
    if (places.empty() || places.back().file != file) places.emplace_back();
    places.back() = {file, offset};
  }
  if (bad > 0) {
    faults_.push_back(path.string() + ": line " + std::to_string(first_bad) +
                      (bad > 1 ? " and " + std::to_string(bad - 1) + " more are no entries"
                               : std::string(" is no entry")));
  }
  flock(fd.get(), LOCK_UN);
  open_.push_back(std::move(fd));
  return Done{};
}

std::vector<LedgerEntry> LedgerFolder::entries(std::size_t index) const {
  std::vector<LedgerEntry> entries;
  for (const auto& place : outputs_[index]) {
    std::string line;
    std::int64_t offset = 0;
    bool is_whole = false;
    if (!Lines(open_[place.file].get(), place.offset).next(line, offset, is_whole)) continue;
    if (auto entry = parse_ledger_line(line)) entries.push_back(std::move(*entry));
  }
  return entries;
}

bool LedgerFolder::knows(const std::string& output) const {
  return known_.contains(stable_hash(output));
}

}  // namespace codec
