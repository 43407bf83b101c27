#include "codec/files/code_index.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <utility>

#include "codec/base/crc32c.h"
#include "codec/base/descriptor.h"

namespace codec {
namespace {

constexpr char kMagic[] = "SGLINDEX";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHead = 96;
constexpr std::size_t kRow = 32;
constexpr std::size_t kFramesAtOnce = 1024;
static_assert(std::endian::native == std::endian::little, "codes are mapped as they stand");

template <typename T>
void put(std::byte* at, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    at[i] = static_cast<std::byte>(value >> (8 * i) & 0xff);
  }
}

template <typename T>
T get(const std::byte* at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value | static_cast<T>(static_cast<T>(at[i]) << (8 * i)));
  }
  return value;
}

std::array<std::byte, kHead> head_of(const CodeIndexShape& shape, std::uint64_t sources,
                                     std::uint64_t frames, std::uint64_t table,
                                     std::uint64_t names) {
  std::array<std::byte, kHead> head{};
  std::memcpy(head.data(), kMagic, 8);
  put<std::uint32_t>(&head[8], kVersion);
  put(&head[12], static_cast<std::uint32_t>(shape.levels));
  put(&head[16], static_cast<std::uint32_t>(shape.codebook_size));
  put(&head[20], static_cast<std::uint32_t>(shape.hop_samples));
  put(&head[24], static_cast<std::uint32_t>(shape.sample_rate_hz));
  put(&head[32], sources);
  put(&head[40], frames);
  put(&head[48], table);
  put(&head[56], names);
  std::memcpy(&head[64], shape.model.data(), shape.model.size());
  return head;
}

CodeIndexShape shape_of(const StreamHeader& header) {
  return {header.levels, std::size_t{1} << header.bits_per_code, header.hop_samples,
          header.model_rate_hz, header.fingerprint};
}

Error named(const std::filesystem::path& path, ErrorCode code, const std::string& what) {
  return {code, path.string() + ": " + what};
}

}  // namespace

Result<CodeIndexWriter> CodeIndexWriter::create(const std::filesystem::path& path) {
  auto file = PendingFile::create(path);
  if (!file) return file.error();
  if (file->in_place()) {
    return named(path, ErrorCode::io, "an index is a file, no pipe");
  }
  const std::array<std::byte, kHead> room{};
  if (auto written = file->write(room); !written) return written.error();
  return CodeIndexWriter(std::move(*file));
}

Status CodeIndexWriter::add(CodeSource& source) {
  const CodeIndexShape shape = shape_of(source.header());
  if (!rows_.empty() && shape != shape_) {
    return Error{
        shape.model != shape_.model ? ErrorCode::wrong_model : ErrorCode::bad_value,
        source.name() + ": of another model, or of other codebooks, than the files before"};
  }
  // Whole in memory, so that a source that breaks off leaves nothing of itself.
  std::vector<Code> all;
  std::vector<Code> part;
  for (;;) {
    const auto n = source.read(kFramesAtOnce, part);
    if (!n) return n.error();
    if (*n == 0) break;
    all.insert(all.end(), part.begin(), part.end());
  }
  if (const auto damage = source.damage(); damage.any()) {
    return Error{damage.truncated ? ErrorCode::truncated : ErrorCode::corrupt,
                 source.name() + ": " + describe(damage)};
  }
  if (std::any_of(all.begin(), all.end(),
                  [&](Code c) { return std::size_t{c} >= shape.codebook_size; })) {
    return Error{ErrorCode::bad_value, source.name() + ": holds a code beyond its codebook"};
  }
  if (auto written = file_->write(std::as_bytes(std::span(all))); !written) return written;
  shape_ = shape;
  const auto frames = static_cast<std::int64_t>(all.size()) / std::max(1, shape.levels);
  const std::string name = source.name();
  rows_.push_back({frames_, frames, names_.size(), static_cast<std::uint32_t>(name.size())});
  names_ += name;
  frames_ += frames;
  return Done{};
}

Status CodeIndexWriter::finish() {
  if (rows_.empty()) return Error{ErrorCode::empty, "no codes to index"};
  const auto table_at =
      kHead + static_cast<std::uint64_t>(frames_) * static_cast<std::uint64_t>(shape_.levels) * 2;
  std::vector<std::byte> tail(rows_.size() * kRow + names_.size() + 4);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    std::byte* row = tail.data() + i * kRow;
    put(row, static_cast<std::uint64_t>(rows_[i].first));
    put(row + 8, static_cast<std::uint64_t>(rows_[i].frames));
    put(row + 16, rows_[i].name);
    put(row + 24, rows_[i].name_bytes);
  }
  std::memcpy(tail.data() + rows_.size() * kRow, names_.data(), names_.size());
  const auto head =
      head_of(shape_, rows_.size(), static_cast<std::uint64_t>(frames_), table_at, names_.size());
  const auto checked = std::span(tail).first(tail.size() - 4);
  put(tail.data() + checked.size(), crc32c(checked, crc32c(head)));
  if (auto written = file_->write(tail); !written) return written;
  if (auto written = file_->write_at(0, head); !written) return written;
  return file_->commit();
}

struct CodeIndex::Row {
  std::int64_t first;
  std::int64_t frames;
  std::size_t name;
  std::size_t name_bytes;
};

CodeIndex::Row CodeIndex::row(std::size_t source) const {
  const std::byte* at = bytes_ + table_ + source * kRow;
  return {static_cast<std::int64_t>(get<std::uint64_t>(at)),
          static_cast<std::int64_t>(get<std::uint64_t>(at + 8)), get<std::uint64_t>(at + 16),
          get<std::uint32_t>(at + 24)};
}

bool CodeIndex::is_index(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  char begin[8] = {};
  return file.get() >= 0 && ::read(file.get(), begin, 8) == 8 && std::memcmp(begin, kMagic, 8) == 0;
}

Result<CodeIndex> CodeIndex::open(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat about {};
  if (file.get() < 0 || ::fstat(file.get(), &about) != 0) {
    return named(path, ErrorCode::io, std::strerror(errno));
  }
  if (!S_ISREG(about.st_mode)) return named(path, ErrorCode::io, "an index is a file");
  if (about.st_size < static_cast<off_t>(kHead)) {
    return named(path, ErrorCode::not_our_format, "is no index of codes");
  }
  CodeIndex index;
  index.size_ = static_cast<std::size_t>(about.st_size);
  void* map = ::mmap(nullptr, index.size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (map == MAP_FAILED) return named(path, ErrorCode::io, std::strerror(errno));
  index.bytes_ = static_cast<const std::byte*>(map);
  if (auto good = index.check(path); !good) return good.error();
  return index;
}

Status CodeIndex::check(const std::filesystem::path& path) {
  if (std::memcmp(bytes_, kMagic, 8) != 0) {
    return named(path, ErrorCode::not_our_format, "is no index of codes");
  }
  if (get<std::uint32_t>(bytes_ + 8) != kVersion) {
    return named(path, ErrorCode::newer_version, "an index of a newer version");
  }
  const auto levels = get<std::uint32_t>(bytes_ + 12);
  const auto size = get<std::uint32_t>(bytes_ + 16);
  const auto hop = get<std::uint32_t>(bytes_ + 20);
  const auto rate = get<std::uint32_t>(bytes_ + 24);
  const auto sources = get<std::uint64_t>(bytes_ + 32);
  const auto frames = get<std::uint64_t>(bytes_ + 40);
  const auto table = get<std::uint64_t>(bytes_ + 48);
  const auto names = get<std::uint64_t>(bytes_ + 56);
  const auto corrupt = [&](const char* what) { return named(path, ErrorCode::corrupt, what); };
  if (levels < 1 || levels > 16 || size < 2 || size > 65536 || hop < 1 || hop > 32768 ||
      rate < 1000 || rate > 768000) {
    return corrupt("a damaged index: its shape is none");
  }
  const std::uint64_t most = size_;
  if (frames > most / (2 * levels) || sources > most / kRow || names > most) {
    return named(path, ErrorCode::truncated, "an index that is cut off");
  }
  const std::uint64_t codes = kHead + frames * levels * 2;
  if (table != codes || table + sources * kRow + names + 4 != most) {
    return named(path, ErrorCode::truncated, "an index that is cut off");
  }
  const auto tail = std::span(bytes_ + table, static_cast<std::size_t>(sources * kRow + names));
  if (crc32c(tail, crc32c(std::span(bytes_, kHead))) !=
      get<std::uint32_t>(bytes_ + table + tail.size())) {
    return corrupt("a damaged index: its checksum is another");
  }
  shape_ = {static_cast<int>(levels), size, static_cast<int>(hop), static_cast<int>(rate), {}};
  std::memcpy(shape_.model.data(), bytes_ + 64, shape_.model.size());
  sources_ = static_cast<std::size_t>(sources);
  frames_ = static_cast<std::int64_t>(frames);
  table_ = static_cast<std::size_t>(table);
  names_ = table_ + sources_ * kRow;
  name_bytes_ = static_cast<std::size_t>(names);
  std::int64_t next = 0;
  for (std::size_t i = 0; i < sources_; ++i) {
    const Row r = row(i);
    if (r.first != next || r.frames < 0 || r.frames > frames_ - next || r.name > name_bytes_ ||
        r.name_bytes > name_bytes_ - r.name) {
      return corrupt("a damaged index: its table leads outside of it");
    }
    next += r.frames;
  }
  return Done{};
}

CodeIndex::CodeIndex(CodeIndex&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)),
      size_(other.size_),
      shape_(other.shape_),
      sources_(other.sources_),
      frames_(other.frames_),
      table_(other.table_),
      names_(other.names_),
      name_bytes_(other.name_bytes_) {}

CodeIndex::~CodeIndex() {
  if (bytes_ != nullptr) ::munmap(const_cast<std::byte*>(bytes_), size_);
}

double CodeIndex::seconds() const {
  return static_cast<double>(frames_) * shape_.hop_samples / shape_.sample_rate_hz;
}

std::string_view CodeIndex::name(std::size_t source) const {
  const Row r = row(source);
  return {reinterpret_cast<const char*>(bytes_ + names_ + r.name), r.name_bytes};
}

std::span<const Code> CodeIndex::codes(std::size_t source) const {
  const Row r = row(source);
  const auto levels = static_cast<std::size_t>(shape_.levels);
  const auto* all = reinterpret_cast<const Code*>(bytes_ + kHead);
  return {all + static_cast<std::size_t>(r.first) * levels,
          static_cast<std::size_t>(r.frames) * levels};
}

Status CodeIndex::find(const CodePattern& pattern, int level, const PhoneTable* table,
                       const ModelConfig* config,
                       const std::function<bool(const IndexHit&)>& take) const {
  const bool phones = pattern.kind == CodePattern::Kind::phones;
  if (level < 0 || level >= shape_.levels) {
    return Error{ErrorCode::bad_value, "the index has " + std::to_string(shape_.levels) +
                                           " codebooks, not " + std::to_string(level + 1)};
  }
  if (phones && (table == nullptr || config == nullptr)) {
    return Error{ErrorCode::unsupported, "the model of this index knows no phones"};
  }
  bool goes_on = true;
  for (std::size_t source = 0; source < sources_ && goes_on; ++source) {
    const auto keep = [&](const CodeHit& hit) { return goes_on = take({source, hit}); };
    const auto part = codes(source);
    if (!phones) {
      find_codes(pattern, part, shape_.levels, level, shape_.hop_samples, keep);
      continue;
    }
    if (std::any_of(part.begin(), part.end(),
                    [&](Code c) { return std::size_t{c} >= shape_.codebook_size; })) {
      return Error{ErrorCode::corrupt,
                   std::string(name(source)) + ": its codes in the index are damaged"};
    }
    const Codes whole{shape_.levels, std::vector<Code>(part.begin(), part.end())};
    find_phones(pattern, phone_runs(*table, whole, *config), keep);
  }
  return Done{};
}

}  // namespace codec
