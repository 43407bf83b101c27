#include "codec/batch/batch_split.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "codec/base/crc32c.h"
#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/printed.h"
#include "codec/batch/batch_list.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = ".sonoglyph-split.";
constexpr int kVersion = 1;
constexpr int kMostShards = 1000000;
constexpr std::int64_t kPartBytes = 136;     // of the line of a shard
constexpr std::int64_t kRepeatedBytes = 21;  // of a line that is passed over
constexpr std::size_t kMostHeader = 1 << 20;

fs::path split_path(const BatchOptions& options) {
  return options.out_folder / (kName + options.manifests.front().filename().string());
}

Error bad(std::string message) { return {ErrorCode::bad_value, std::move(message)}; }

std::string part_line(const ManifestPart& part, std::int64_t repeated_before) {
  return printed("%19lld %19lld %10u %15lld %15lld %15lld %15lld %20.3f\n",
                 static_cast<long long>(part.first_byte), static_cast<long long>(part.end_byte),
                 part.crc32c, static_cast<long long>(part.first_line),
                 static_cast<long long>(part.items), static_cast<long long>(repeated_before),
                 static_cast<long long>(part.repeated.size()), part.seconds);
}

// CRC-32C and ends of lines of bytes [first, end) of the file. Errors: io.
struct Range {
  std::uint32_t crc32c = 0;
  std::int64_t lines = 0;
};
Result<Range> range_of(std::ifstream& in, const fs::path& path, std::int64_t first,
                       std::int64_t end) {
  Range range;
  std::vector<char> block(std::size_t{1} << 18);
  in.clear();
  in.seekg(first);
  for (auto left = end - first; left > 0;) {
    in.read(block.data(), std::min(left, static_cast<std::int64_t>(block.size())));
    const auto got = in.gcount();
    if (got <= 0) return Error{ErrorCode::io, path.string() + ": cannot read to its end"};
    const auto bytes = std::span(block).first(static_cast<std::size_t>(got));
    range.crc32c = crc32c(std::as_bytes(bytes), range.crc32c);
    range.lines += std::count(bytes.begin(), bytes.end(), '\n');
    left -= got;
  }
  return range;
}

// The items of a manifest, in its order.
struct Items {
  std::vector<std::int64_t> offsets;
  std::vector<std::uint64_t> names;  // hashes of their outputs
  std::vector<float> seconds;        // negative: not told
  std::vector<bool> is_fault;        // has no output
};

float told_seconds(const Excerpt& excerpt) {
  const double s = excerpt.end_s != 0.0 ? excerpt.end_s - excerpt.start_s : excerpt.duration_s;
  return s > 0.0 ? static_cast<float>(s) : -1.0F;
}

class Splitting {
 public:
  Splitting(const BatchOptions& options, int shards)
      : options_(options), manifest_(options.manifests.front()), shards_(shards) {}

  Result<SplitReport> run() {
    auto reader = list_.begin_manifest(manifest_, options_.to);
    if (!reader) return reader.error();
    if (list_.is_copy(manifest_)) {
      return Error{ErrorCode::unsupported, manifest_.string() + ": a pipe cannot be split"};
    }
    elsewhere_ = list_.elsewhere_of(manifest_, *reader);
    if (auto status = take_items(); !status) return status.error();
    if (auto status = find_repeated(); !status) return status.error();
    const auto kept = static_cast<std::int64_t>(items_.offsets.size() - repeated_.size());
    if (kept < shards_) {
      return bad(manifest_.string() + ": " + std::to_string(kept) + " items for " +
                 std::to_string(shards_) + " shards");
    }
    cut();
    if (auto status = sum_up(); !status) return status.error();
    if (auto status = write(); !status) return status.error();
    return report();
  }

 private:
  Status take_items() {
    auto reader = list_.begin_manifest(manifest_, options_.to);
    if (!reader) return reader.error();
    while (auto line = reader->next()) {
      items_.offsets.push_back(line->offset);
      list_.clear();
      list_.add_line(manifest_, elsewhere_, std::move(*line));
      const bool is_fault = !list_.fault(0).empty();
      items_.is_fault.push_back(is_fault);
      items_.seconds.push_back(is_fault ? -1.0F : told_seconds(list_.excerpt(0)));
      if (auto status = list_.check_outputs(options_); !status) return status;
      items_.names.push_back(is_fault ? 0 : stable_hash(list_.unique_name(0, options_)));
    }
    if (items_.offsets.size() > std::numeric_limits<std::uint32_t>::max()) {
      return Error{ErrorCode::unsupported, manifest_.string() + ": over 4 thousand million lines"};
    }
    return Done{};
  }

  // Two lines for one output: the same source is passed over, another one is an Error.
  Status find_repeated() {
    std::vector<std::uint32_t> order;
    order.reserve(items_.offsets.size());
    for (std::size_t i = 0; i < items_.offsets.size(); ++i) {
      if (!items_.is_fault[i]) order.push_back(static_cast<std::uint32_t>(i));
    }
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      return std::pair(items_.names[a], a) < std::pair(items_.names[b], b);
    });
    auto reader = list_.begin_manifest(manifest_, options_.to);
    if (!reader) return reader.error();
    for (std::size_t n = 1; n < order.size(); ++n) {
      if (items_.names[order[n]] != items_.names[order[n - 1]]) continue;
      list_.clear();
      for (const auto i : {order[n - 1], order[n]}) {
        const auto offset = items_.offsets[i];
        list_.add_line(manifest_, elsewhere_, {offset, 0, reader->at(offset)});
      }
      if (auto status = list_.check_outputs(options_); !status) return status;
      if (list_.size() == 1) repeated_.push_back(order[n]);
    }
    std::sort(repeated_.begin(), repeated_.end());
    for (const auto i : repeated_) items_.seconds[i] = 0.0F;
    return Done{};
  }

  // Item i belongs to the shard in which its middle falls.
  void cut() {
    const auto n = items_.offsets.size();
    double told = 0.0;
    for (const float s : items_.seconds) {
      if (s < 0.0F) {
        ++untold_;
      } else {
        told += static_cast<double>(s);
      }
    }
    const auto count = static_cast<double>(n - repeated_.size()) - static_cast<double>(untold_);
    const double mean = told > 0.0 && count > 0.0 ? told / count : 1.0;
    const auto weight = [&](std::size_t i) {
      return items_.seconds[i] < 0.0F ? mean : static_cast<double>(items_.seconds[i]);
    };
    double total = 0.0;
    for (std::size_t i = 0; i < n; ++i) total += weight(i);
    parts_.assign(static_cast<std::size_t>(shards_), {});
    double before = 0.0;
    std::size_t next_repeated = 0;
    auto first = std::size_t{0};  // the first item that is in no part yet
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      auto& part = parts_[p];
      part.first_byte = first < n ? items_.offsets[first] : end_of_list();
      const double end = total * static_cast<double>(p + 1) / static_cast<double>(shards_);
      for (; first < n && (p + 1 == parts_.size() || before + weight(first) / 2 < end); ++first) {
        before += weight(first);
        part.seconds += std::max(0.0, static_cast<double>(items_.seconds[first]));
        if (next_repeated < repeated_.size() && repeated_[next_repeated] == first) {
          part.repeated.push_back(items_.offsets[first]);
          ++next_repeated;
        } else {
          ++part.items;
        }
      }
      part.end_byte = first < n ? items_.offsets[first] : end_of_list();
    }
  }

  std::int64_t end_of_list() const {
    std::error_code ec;
    const auto size = fs::file_size(manifest_, ec);
    return ec ? 0 : static_cast<std::int64_t>(size);
  }

  Status sum_up() {
    std::ifstream in(manifest_, std::ios::binary);
    const auto head = range_of(in, manifest_, 0, parts_.front().first_byte);
    if (!head) return head.error();
    auto line = head->lines + 1;
    for (auto& part : parts_) {
      const auto range = range_of(in, manifest_, part.first_byte, part.end_byte);
      if (!range) return range.error();
      part.crc32c = range->crc32c;
      part.first_line = line;
      line += range->lines;
    }
    return Done{};
  }

  Status write() const {
    std::error_code ec;
    fs::create_directories(options_.out_folder, ec);
    auto pending = PendingFile::create(split_path(options_));
    if (!pending) return pending.error();
    json::Object header;
    header.emplace_back("sonoglyph_split", json::Value::integer(std::int64_t{kVersion}));
    header.emplace_back("manifest_bytes", json::Value::integer(end_of_list()));
    header.emplace_back("shards", json::Value::integer(std::int64_t{shards_}));
    header.emplace_back("to", options_.to);
    header.emplace_back("pattern", options_.pattern);
    header.emplace_back("elsewhere", elsewhere_.string());
    auto& out = pending->stream();
    out << json::to_text(std::move(header)) << '\n';
    std::int64_t before = 0;
    for (const auto& part : parts_) {
      out << part_line(part, before);
      before += static_cast<std::int64_t>(part.repeated.size());
    }
    for (const auto& part : parts_) {
      for (const auto offset : part.repeated) {
        out << printed("%20lld\n", static_cast<long long>(offset));
      }
    }
    return pending->commit();
  }

  SplitReport report() const {
    SplitReport report;
    report.shards = shards_;
    report.untold = untold_;
    report.repeated = static_cast<std::int64_t>(repeated_.size());
    report.least_s = parts_.front().seconds;
    for (const auto& part : parts_) {
      report.items += part.items;
      report.seconds += part.seconds;
      report.least_s = std::min(report.least_s, part.seconds);
      report.most_s = std::max(report.most_s, part.seconds);
    }
    return report;
  }

  const BatchOptions& options_;
  const fs::path manifest_;
  const int shards_;
  BatchList list_;  // of one line or two at a time
  fs::path elsewhere_;
  Items items_;
  std::vector<std::size_t> repeated_;
  std::int64_t untold_ = 0;
  std::vector<ManifestPart> parts_;
};

Error not_a_split(const fs::path& path) {
  return {ErrorCode::corrupt, path.string() + ": is no split of a list; remove it, or split again"};
}

}  // namespace

Result<SplitReport> split_manifest(const BatchOptions& options, int shards) {
  if (options.manifests.size() != 1 || !options.inputs.empty()) {
    return bad("what is split is one manifest, without other inputs");
  }
  if (shards < 1 || shards > kMostShards) {
    return bad("shards must be 1.." + std::to_string(kMostShards));
  }
  if (auto status = check_batch_options(options); !status) return status.error();
  return Splitting(options, shards).run();
}

Result<std::optional<BatchSplit>> BatchSplit::find(const BatchOptions& options) {
  if (options.manifests.size() != 1 || !options.inputs.empty()) return std::optional<BatchSplit>();
  BatchSplit split;
  split.path_ = split_path(options);
  split.manifest_ = options.manifests.front();
  std::error_code ec;
  if (!fs::is_regular_file(split.path_, ec)) return std::optional<BatchSplit>();
  std::ifstream in(split.path_, std::ios::binary);
  std::string line;
  for (char c = 0; line.size() < kMostHeader && in.get(c) && c != '\n';) line.push_back(c);
  const auto header = json::parse(line);
  const auto number = [&](const char* key) {
    const auto* value = header ? header->find(key) : nullptr;
    return value != nullptr ? value->integer().value_or(-1) : -1;
  };
  const auto text = [&](const char* key) {
    const auto* value = header ? header->find(key) : nullptr;
    return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
  };
  const auto shards = number("shards");
  if (number("sonoglyph_split") != kVersion || shards < 1 || shards > kMostShards) {
    return not_a_split(split.path_);
  }
  if (text("to") != options.to || text("pattern") != options.pattern) {
    return bad(split.path_.string() + ": was split for '" + text("pattern") + "' to " + text("to") +
               ", not for '" + options.pattern + "' to " + options.to + "; split again");
  }
  const auto bytes = fs::file_size(split.manifest_, ec);
  if (ec || static_cast<std::int64_t>(bytes) != number("manifest_bytes")) {
    return bad(split.manifest_.string() + ": is not as long as when it was split; split again");
  }
  split.shards_ = static_cast<int>(shards);
  split.elsewhere_ = text("elsewhere");
  split.header_bytes_ = static_cast<std::int64_t>(line.size()) + 1;
  return std::optional(std::move(split));
}

Result<ManifestPart> BatchSplit::part(int shard) const {
  std::ifstream in(path_, std::ios::binary);
  in.seekg(header_bytes_ + (shard - 1) * kPartBytes);
  std::string line(static_cast<std::size_t>(kPartBytes), '\0');
  in.read(line.data(), kPartBytes);
  ManifestPart part;
  long long first = 0;
  long long end = 0;
  long long first_line = 0;
  long long items = 0;
  long long repeated_before = 0;
  long long repeated = 0;
  if (!in || std::sscanf(line.c_str(), "%lld %lld %u %lld %lld %lld %lld", &first, &end,
                         &part.crc32c, &first_line, &items, &repeated_before, &repeated) != 7) {
    return not_a_split(path_);
  }
  std::error_code ec;
  const auto bytes = static_cast<long long>(fs::file_size(manifest_, ec));
  if (ec || first < 0 || end < first || end > bytes || items < 0 || items > bytes || repeated < 0 ||
      repeated > bytes || repeated_before < 0 || repeated_before > bytes) {
    return not_a_split(path_);
  }
  part.first_byte = first;
  part.end_byte = end;
  part.first_line = first_line;
  part.items = items;
  in.seekg(header_bytes_ + shards_ * kPartBytes + repeated_before * kRepeatedBytes);
  for (long long i = 0; i < repeated; ++i) {
    long long offset = 0;
    if (!(in >> offset)) return not_a_split(path_);
    part.repeated.push_back(offset);
  }
  std::ifstream list(manifest_, std::ios::binary);
  const auto range = range_of(list, manifest_, part.first_byte, part.end_byte);
  if (!range) return range.error();
  if (range->crc32c != part.crc32c) {
    return bad(manifest_.string() + ": has changed since it was split; split again");
  }
  return part;
}

}  // namespace codec
