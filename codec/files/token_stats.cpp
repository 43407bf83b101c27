#include "codec/files/token_stats.h"

#include <algorithm>
#include <cmath>
#include <system_error>

namespace codec {
namespace {

constexpr int kMostBitsForPairs = 12;

struct Sequence {
  StreamHeader header;
  Codes codes;
};

// H(b | a) in bits, from counts[a * K + b].
double conditional_bits(const std::vector<std::uint32_t>& counts, std::size_t k) {
  double bits = 0.0;
  double total = 0.0;
  for (std::size_t a = 0; a < k; ++a) {
    const auto row = counts.begin() + static_cast<std::ptrdiff_t>(a * k);
    double sum = 0.0;
    double weighted = 0.0;
    for (auto it = row; it != row + static_cast<std::ptrdiff_t>(k); ++it) {
      if (*it == 0) continue;
      const double n = *it;
      sum += n;
      weighted += n * std::log2(n);
    }
    if (sum > 0) bits += sum * std::log2(sum) - weighted;
    total += sum;
  }
  return total > 0 ? bits / total : 0.0;
}

}  // namespace

Status TokenStatsCollector::add(const std::filesystem::path& path,
                                const std::shared_ptr<const Model>& model) {
  auto source = CodeSource::open(path, {.many = true});
  if (!source) return source.error();
  return add(std::move(*source), model);
}

Status TokenStatsCollector::add(CodeSource source, const std::shared_ptr<const Model>& model) {
  if (source.needs_prior() && model != nullptr) {
    if (auto fits = source.bind(model); !fits) return fits;
  }
  // All or nothing of a file.
  std::vector<Sequence> sequences;
  for (bool more = true; more;) {
    auto whole = source.read_all();
    if (!whole) return whole.error();
    sequences.push_back({source.header(), std::move(whole->codes)});
    auto next = source.next();
    if (!next) return next.error();
    more = *next;
  }
  if (const auto damage = source.damage(); damage.any()) {
    return Error{damage.truncated ? ErrorCode::truncated : ErrorCode::corrupt,
                 source.name() + ": " + describe(damage)};
  }
  // The first sequence of all sets what goes with it, unless its file is refused.
  const bool unset = stats_.model.empty();
  for (const auto& sequence : sequences) {
    if (auto fits = check(source.path(), sequence.header, sequence.codes); !fits) {
      if (unset) stats_.model.clear();
      return fits;
    }
  }
  for (const auto& sequence : sequences) count(sequence.codes);
  ++stats_.files;
  std::error_code ec;
  const auto bytes = std::filesystem::file_size(source.path(), ec);
  if (!ec) stats_.bytes += bytes;
  return Done{};
}

// That the codes go with those before them; the first ones set what goes.
Status TokenStatsCollector::check(const std::filesystem::path& path, const StreamHeader& header,
                                  const Codes& codes) {
  const auto model = header.model_name.empty()
                         ? std::string("not told")
                         : name_of_model(header.model_name, header.fingerprint);
  if (stats_.model.empty()) {
    bits_per_code_ = header.bits_per_code;
    stats_.frame_rate_hz = header.frame_rate_hz();
  } else if (header.bits_per_code != bits_per_code_ ||
             header.frame_rate_hz() != stats_.frame_rate_hz) {
    return Error{ErrorCode::bad_value,
                 path.string() + ": " + std::to_string(1 << header.bits_per_code) +
                     " codes a codebook at " + std::to_string(header.frame_rate_hz()) +
                     " Hz do not go with the files before it"};
  } else if (model != stats_.model) {
    return Error{ErrorCode::wrong_model, path.string() + ": of model " + model +
                                             ", the files before it of " + stats_.model +
                                             ": their codes mean other things"};
  }
  const auto above = 1u << header.bits_per_code;
  const auto bad =
      std::find_if(codes.data.begin(), codes.data.end(), [above](Code c) { return c >= above; });
  if (bad != codes.data.end()) {
    return Error{ErrorCode::bad_value, path.string() + ": code " + std::to_string(*bad) +
                                           ", wanted below " + std::to_string(above)};
  }
  stats_.model = model;
  return Done{};
}

void TokenStatsCollector::count(const Codes& codes) {
  const auto k = std::size_t{1} << bits_per_code_;
  const auto q = static_cast<std::size_t>(codes.levels);
  stats_.frames += codes.frames();
  stats_.seconds += static_cast<double>(codes.frames()) / stats_.frame_rate_hz;
  while (levels_.size() < q) {
    Level level{quantizer::CodebookUsage(k), {}, {}};
    if (bits_per_code_ <= kMostBitsForPairs) {
      level.in_time.resize(k * k);
      if (!levels_.empty()) level.in_level.resize(k * k);
    }
    levels_.push_back(std::move(level));
  }
  for (std::size_t l = 0; l < q; ++l) {
    auto& level = levels_[l];
    level.usage.add(codes.data, q, l);
    for (std::size_t i = l; i < codes.data.size(); i += q) {
      if (!level.in_time.empty() && i >= q) {
        ++level.in_time[codes.data[i - q] * k + codes.data[i]];
      }
      if (!level.in_level.empty()) ++level.in_level[codes.data[i - 1] * k + codes.data[i]];
    }
  }
}

TokenStats TokenStatsCollector::finish() const {
  auto stats = stats_;
  const auto k = std::size_t{1} << bits_per_code_;
  for (const auto& level : levels_) {
    const double alone = level.usage.entropy_bits();
    LevelStats out{level.usage, alone, alone, alone, 0};
    if (!level.in_time.empty()) {
      out.after_itself_bits = conditional_bits(level.in_time, k);
      out.pairs_in_time =
          std::count_if(level.in_time.begin(), level.in_time.end(), [](auto n) { return n > 0; });
    }
    if (!level.in_level.empty()) out.after_level_bits = conditional_bits(level.in_level, k);
    stats.entropy_kbps += out.entropy_bits * stats.frame_rate_hz / 1000.0;
    stats.after_itself_kbps += out.after_itself_bits * stats.frame_rate_hz / 1000.0;
    stats.levels.push_back(std::move(out));
  }
  stats.nominal_kbps =
      static_cast<double>(levels_.size()) * bits_per_code_ * stats.frame_rate_hz / 1000.0;
  if (stats.seconds > 0) {
    stats.disk_kbps = static_cast<double>(stats.bytes) * 8.0 / stats.seconds / 1000.0;
  }
  return stats;
}

}  // namespace codec
