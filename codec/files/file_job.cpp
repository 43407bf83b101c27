#include "codec/files/file_job.h"

#include <algorithm>
#include <fstream>

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

bool is_container(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  char magic[4] = {};
  return in.read(magic, 4) && std::string_view(magic, 4) == "\x89SGL";
}

Result<CodeSource> CodeSource::open(const std::filesystem::path& path,
                                    const std::shared_ptr<const Model>& model) {
  CodeSource source;
  source.has_model_ = model != nullptr;
  if (path != "-" && token_format(path) && !is_container(path)) {
    auto tokens = read_only_tokens(path);
    if (!tokens) return tokens.error();
    source.header_ = tokens->header;
    source.has_header_ = tokens->has_header;
    source.codes_ = std::move(tokens->codes);
  } else {
    auto reader = ContainerReader::open(path);
    if (!reader) return reader.error();
    source.header_ = reader->header();
    source.container_ = std::move(*reader);
  }
  if (!model) return source;  // read() tells where the prior lacks
  const auto& config = model->config();
  auto& header = source.header_;
  const auto name = name_of(path);
  if (source.has_header_) {
    const auto same = check_model(name, header, config.name, model->fingerprint());
    if (!same) return same.error();
  } else {
    header.fingerprint = model->fingerprint();
    header.model_name = config.name;
    header.model_rate_hz = header.source_rate_hz = config.sample_rate_hz;
    header.hop_samples = config.hop_samples();
    header.bits_per_code = config.bits_per_code();
  }
  if (header.levels > config.levels || header.bits_per_code != config.bits_per_code() ||
      header.hop_samples != config.hop_samples() || header.model_rate_hz != config.sample_rate_hz) {
    return Error{ErrorCode::wrong_model, name + ": " + std::to_string(header.levels) +
                                             " levels of " + std::to_string(header.bits_per_code) +
                                             " bits, model " + config.name + " has " +
                                             std::to_string(config.levels) + " of " +
                                             std::to_string(config.bits_per_code())};
  }
  if (header.prior_id != 0) {
    if (auto set = source.container_->set_prior(model->prior()); !set) {
      return Error{set.error().code, name + ": " + set.error().message};
    }
  }
  const auto above = static_cast<std::uint32_t>(config.codebook_size);
  const auto bad = std::find_if(source.codes_.data.begin(), source.codes_.data.end(),
                                [above](Code c) { return c >= above; });
  if (bad != source.codes_.data.end()) {
    return Error{ErrorCode::bad_value, name + ": code " + std::to_string(*bad) + ", model " +
                                           config.name + " has 0.." + std::to_string(above - 1)};
  }
  return source;
}

std::optional<SampleIndex> CodeSource::source_length() const {
  return container_ ? container_->source_length() : header_.source_length;
}

std::optional<std::int64_t> CodeSource::frames() {
  if (!container_) return codes_.frames();
  if (!container_->seekable()) return std::nullopt;
  const auto n = container_->frames();
  return n ? std::optional(*n) : std::nullopt;
}

Result<std::int64_t> CodeSource::read(std::int64_t max_frames, std::vector<Code>& codes) {
  codes.clear();
  if (container_) return container_->read(max_frames, codes);
  const auto levels = static_cast<std::size_t>(codes_.levels);
  const auto n =
      std::min(static_cast<std::size_t>(max_frames), (codes_.data.size() - at_) / levels);
  const auto begin = codes_.data.begin() + static_cast<std::ptrdiff_t>(at_);
  codes.assign(begin, begin + static_cast<std::ptrdiff_t>(n * levels));
  at_ += n * levels;
  return static_cast<std::int64_t>(n);
}

}  // namespace codec
