#include "codec/files/file_job.h"

#include <utility>

namespace codec {

std::vector<quantizer::CodebookUsage> make_usage(const StreamHeader& header) {
  return {static_cast<std::size_t>(header.levels),
          quantizer::CodebookUsage(std::size_t{1} << header.bits_per_code)};
}

void count(std::vector<quantizer::CodebookUsage>& usage, std::span<const Code> codes) {
  for (std::size_t level = 0; level < usage.size(); ++level) {
    usage[level].add(codes, usage.size(), level);
  }
}

double entropy_bound_kbps(const StreamHeader& header,
                          const std::vector<quantizer::CodebookUsage>& usage) {
  double bits = 0.0;
  for (const auto& level : usage) bits += level.entropy_bits();
  return bits * header.frame_rate_hz() / 1000.0;
}

double kbps(double bytes, double seconds) {
  return seconds > 0.0 ? 8.0 * bytes / seconds / 1000.0 : 0.0;
}

std::string name_of(const std::filesystem::path& path) {
  return path == "-" ? "stdin" : path.string();
}

Error named(Error error, const std::filesystem::path& path, const std::string& name) {
  const auto text = path.string();
  const auto at = path == "-" || name == text ? std::string::npos : error.message.find(text);
  if (at != std::string::npos) error.message.replace(at, text.size(), name);
  return error;
}

Status refuse(const Damage& damage, const std::string& name) {
  if (!damage.any()) return Done{};
  return Error{damage.truncated ? ErrorCode::truncated : ErrorCode::corrupt,
               name + ": " + describe(damage) + "; --salvage takes what can be read"};
}

Status refuse_overwriting(const std::filesystem::path& in, const std::filesystem::path& out) {
  if (in == "-" || out == "-") return Done{};
  std::error_code ec;
  if (!std::filesystem::is_regular_file(in, ec) || !std::filesystem::equivalent(in, out, ec)) {
    return Done{};
  }
  return Error{ErrorCode::bad_value,
               out.string() + ": is the input itself; give the output another name"};
}

}  // namespace codec
