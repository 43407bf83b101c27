#include "codec/corpus/corpus.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace codec {
namespace {

static_assert(std::endian::native == std::endian::little, "the mapping is read in place");

constexpr std::array<char, 8> kMagic{'S', 'G', 'C', 'O', 'R', 'P', 'U', 'S'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kStringsPerEntry = 6;
constexpr std::size_t kSmallestRecord = 3 * 8 + 1 + kStringsPerEntry * 4;

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t rate = kCorpusRateHz;
  std::uint32_t subframe = kCorpusSubframeSamples;
  std::uint32_t zero0 = 0;
  std::uint32_t entries = 0;
  std::uint32_t zero1 = 0;
  std::uint64_t table_at = 0;
  std::uint64_t table_bytes = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t zero2 = 0;
};
static_assert(sizeof(Header) == 64);

// Takes values from the front of a span and notes once it was too short.
class Cursor {
 public:
  explicit Cursor(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <typename T>
  T number() {
    T value{};
    if (const auto bytes = take(sizeof(T)); !bytes.empty()) {
      std::memcpy(&value, bytes.data(), sizeof(T));
    }
    return value;
  }
  std::string text() {
    const auto bytes = take(number<std::uint32_t>());
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && rest_.empty(); }

 private:
  std::span<const std::byte> take(std::size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto front = rest_.first(count);
    rest_ = rest_.subspan(count);
    return front;
  }

  std::span<const std::byte> rest_;
  bool ok_ = true;
};

template <typename T>
void append(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

bool is_f0(float hz) { return hz == 0.0f || (hz >= kCorpusMinF0Hz && hz <= kCorpusMaxF0Hz); }

Error corrupt(const std::string& name, const std::string& what) {
  return {ErrorCode::corrupt, name + ": damaged corpus: " + what};
}

Error system_error(const std::string& name, const char* verb) {
  return {ErrorCode::io, name + ": cannot " + verb + ": " + std::strerror(errno)};
}

// Start of `bytes` bytes at `at`, which must lie at or after `after` and end by `limit`.
bool fits(std::uint64_t at, std::uint64_t bytes, std::uint64_t after, std::uint64_t limit) {
  return at % 4 == 0 && at >= after && at <= limit && bytes <= limit - at;
}

}  // namespace

std::string_view to_string(Split split) {
  switch (split) {
    case Split::train:
      return "train";
    case Split::valid:
      return "valid";
    case Split::test:
      return "test";
  }
  return "";
}

Result<Split> parse_split(std::string_view text) {
  for (const Split split : {Split::train, Split::valid, Split::test}) {
    if (text == to_string(split)) return split;
  }
  return Error{ErrorCode::bad_value,
               "unknown split '" + std::string(text) + "'; known are train, valid, test"};
}

double CorpusEntry::speed() const {
  const auto at = speaker.rfind('@');
  double value = 1.0;
  if (at != std::string::npos) {
    std::from_chars(speaker.data() + at + 1, speaker.data() + speaker.size(), value);
  }
  return value > 0.1 && value < 10.0 ? value : 1.0;
}

bool CorpusEntry::is_of_sets(std::span<const std::string> sets) const {
  return sets.empty() ||
         std::ranges::any_of(sets, [&](const std::string& s) { return set.starts_with(s); });
}

Result<CorpusReader> CorpusReader::open(const std::filesystem::path& path) {
  const std::string name = path.string();
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_error(name, "open");
  struct stat info {};
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(file);
    return Error{ErrorCode::io, name + ": not a regular file"};
  }
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size < sizeof(Header)) {
    ::close(file);
    return Error{ErrorCode::truncated, name + ": " + std::to_string(size) +
                                           " bytes are too few for a corpus, whose header has 64"};
  }
  void* mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  const int map_errno = errno;
  ::close(file);
  if (mapping == MAP_FAILED) {
    errno = map_errno;
    return system_error(name, "map into memory");
  }
  CorpusReader reader;
  reader.file_ = {static_cast<const std::byte*>(mapping), size};
  if (auto status = reader.read(name); !status) return status.error();
  return reader;
}

Status CorpusReader::read(const std::string& name) {
  Header header;
  std::memcpy(&header, file_.data(), sizeof header);
  if (header.magic != kMagic) {
    return Error{ErrorCode::not_our_format, name + ": not a corpus made by sonoglyph-train pack"};
  }
  if (header.version > kVersion) {
    return Error{ErrorCode::newer_version, name + ": corpus version " +
                                               std::to_string(header.version) +
                                               ", this program reads up to 1"};
  }
  if (header.version != kVersion || header.rate != kCorpusRateHz ||
      header.subframe != kCorpusSubframeSamples || header.zero0 != 0 || header.zero1 != 0 ||
      header.zero2 != 0) {
    return corrupt(name, "header fields out of range");
  }
  if (header.file_bytes > file_.size()) {
    return Error{ErrorCode::truncated, name + ": ends after " + std::to_string(file_.size()) +
                                           " of " + std::to_string(header.file_bytes) + " bytes"};
  }
  if (header.file_bytes < file_.size() || header.table_at < sizeof(Header) ||
      header.table_at > file_.size() || header.table_bytes != file_.size() - header.table_at ||
      header.entries > header.table_bytes / kSmallestRecord) {
    return corrupt(name, "the table does not fit the file");
  }

  Cursor cursor(file_.subspan(header.table_at));
  entries_.reserve(header.entries);
  places_.reserve(header.entries);
  std::uint64_t samples_end = sizeof(Header);
  for (std::uint32_t i = 0; i < header.entries; ++i) {
    const auto samples = cursor.number<std::uint64_t>();
    const auto samples_at = cursor.number<std::uint64_t>();
    const auto f0_at = cursor.number<std::uint64_t>();
    const auto split = cursor.number<std::uint8_t>();
    CorpusEntry entry;
    for (std::string* field :
         {&entry.name, &entry.set, &entry.speaker, &entry.language, &entry.text, &entry.phones}) {
      *field = cursor.text();
    }
    if (!cursor.ok() || split > 2) {
      return corrupt(name, "table entry " + std::to_string(i) + " is not whole");
    }
    if (samples > file_.size() / 2 ||
        !fits(samples_at, samples * 2, samples_end, header.table_at)) {
      return corrupt(name, "samples of entry " + std::to_string(i) + " lie outside");
    }
    samples_end = samples_at + samples * 2;
    entry.samples = static_cast<std::int64_t>(samples);
    entry.split = static_cast<Split>(split);
    entries_.push_back(std::move(entry));
    places_.push_back({static_cast<std::size_t>(samples_at), static_cast<std::size_t>(f0_at)});
  }
  if (!cursor.at_end()) return corrupt(name, "bytes after the last table entry");

  std::uint64_t f0_end = samples_end;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto bytes =
        static_cast<std::uint64_t>(entries_[i].samples / kCorpusSubframeSamples) * sizeof(float);
    if (!fits(places_[i].f0_at, bytes, f0_end, header.table_at)) {
      return corrupt(name, "F0 of entry " + std::to_string(i) + " lies outside");
    }
    f0_end = places_[i].f0_at + bytes;
    if (!std::ranges::all_of(f0(i), is_f0)) {
      return corrupt(name, "F0 of entry " + std::to_string(i) + " is out of range");
    }
  }
  return Done{};
}

CorpusReader::~CorpusReader() {
  if (!file_.empty()) ::munmap(const_cast<std::byte*>(file_.data()), file_.size());
}

CorpusReader::CorpusReader(CorpusReader&& other) noexcept
    : file_(std::exchange(other.file_, {})),
      entries_(std::exchange(other.entries_, {})),
      places_(std::exchange(other.places_, {})) {}

CorpusReader& CorpusReader::operator=(CorpusReader&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(entries_, other.entries_);
  std::swap(places_, other.places_);
  return *this;
}

std::span<const std::int16_t> CorpusReader::samples(std::size_t i) const {
  return {reinterpret_cast<const std::int16_t*>(file_.data() + places_[i].samples_at),
          static_cast<std::size_t>(entries_[i].samples)};
}

std::span<const float> CorpusReader::f0(std::size_t i) const {
  return {reinterpret_cast<const float*>(file_.data() + places_[i].f0_at),
          static_cast<std::size_t>(entries_[i].samples / kCorpusSubframeSamples)};
}

std::vector<float> CorpusReader::sound(std::size_t i) const {
  std::vector<float> out;
  out.reserve(samples(i).size());
  for (const auto s : samples(i)) out.push_back(static_cast<float>(s) / 32768.0f);
  return out;
}

std::int64_t CorpusReader::total_samples() const {
  std::int64_t total = 0;
  for (const CorpusEntry& entry : entries_) total += entry.samples;
  return total;
}

Result<CorpusWriter> CorpusWriter::create(const std::filesystem::path& path) {
  auto pending = PendingFile::create(path);
  if (!pending) return pending.error();
  CorpusWriter writer(std::move(*pending));
  const std::array<char, sizeof(Header)> room{};
  writer.pending_.stream().write(room.data(), room.size());
  writer.written_ = room.size();
  return writer;
}

Status CorpusWriter::add(const CorpusEntry& entry, std::span<const std::int16_t> samples,
                         std::span<const float> f0) {
  if (f0.size() != samples.size() / kCorpusSubframeSamples || !std::ranges::all_of(f0, is_f0)) {
    return Error{ErrorCode::bad_value,
                 entry.name + ": F0 must be one value each 160 samples, 0 or 20..2000 Hz"};
  }
  constexpr auto kLongest = std::numeric_limits<std::uint32_t>::max();
  if (records_.size() == kLongest || entry.text.size() > kLongest ||
      entry.phones.size() > kLongest) {
    return Error{ErrorCode::bad_value, entry.name + ": too much for one corpus"};
  }
  records_.push_back({entry, written_});
  records_.back().entry.samples = static_cast<std::int64_t>(samples.size());
  f0_.insert(f0_.end(), f0.begin(), f0.end());

  auto& out = pending_.stream();
  out.write(reinterpret_cast<const char*>(samples.data()),
            static_cast<std::streamsize>(samples.size_bytes()));
  written_ += samples.size_bytes();
  const std::array<char, 4> gap{};
  const std::size_t padding = (4 - written_ % 4) % 4;
  out.write(gap.data(), static_cast<std::streamsize>(padding));
  written_ += padding;
  return pending_.check();
}

Status CorpusWriter::commit() {
  std::string table;
  std::uint64_t f0_at = written_;
  for (const auto& [entry, samples_at] : records_) {
    append(table, static_cast<std::uint64_t>(entry.samples));
    append(table, samples_at);
    append(table, f0_at);
    append(table, static_cast<std::uint8_t>(entry.split));
    for (const std::string* field :
         {&entry.name, &entry.set, &entry.speaker, &entry.language, &entry.text, &entry.phones}) {
      append(table, static_cast<std::uint32_t>(field->size()));
      table += *field;
    }
    f0_at += static_cast<std::uint64_t>(entry.samples / kCorpusSubframeSamples) * sizeof(float);
  }
  Header header;
  header.entries = static_cast<std::uint32_t>(records_.size());
  header.table_at = f0_at;
  header.table_bytes = table.size();
  header.file_bytes = f0_at + table.size();

  auto& out = pending_.stream();
  out.write(reinterpret_cast<const char*>(f0_.data()),
            static_cast<std::streamsize>(f0_.size() * sizeof(float)));
  out.write(table.data(), static_cast<std::streamsize>(table.size()));
  out.flush();
  if (auto start = pending_.write_at(0, std::as_bytes(std::span(&header, 1))); !start) return start;
  return pending_.commit();
}

}  // namespace codec
