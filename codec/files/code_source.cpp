#include "codec/files/code_source.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include "codec/files/file_job.h"
#include "codec/files/header_of.h"

namespace codec {
namespace {

bool begins_as_container(std::span<const std::byte> bytes) {
  constexpr std::string_view kMagic = "\x89SGL";
  return bytes.size() >= kMagic.size() &&
         std::equal(kMagic.begin(), kMagic.end(), bytes.begin(), [](char c, std::byte b) {
           return std::byte(static_cast<unsigned char>(c)) == b;
         });
}

bool is_named_container(const std::filesystem::path& path) {
  auto extension = path.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension == ".sgl";
}

Result<ContainerReader> open_container(const std::filesystem::path& path,
                                       std::span<const std::byte> bytes) {
  if (bytes.empty()) return ContainerReader::open(path);
  auto reader = ContainerReader::from_memory(bytes);
  if (!reader) return Error{reader.error().code, path.string() + ": " + reader.error().message};
  return reader;
}

}  // namespace

Result<CodeSource> CodeSource::open(const std::filesystem::path& path,
                                    const CodeSourceOptions& options) {
  CodeSource source;
  source.path_ = path;
  source.name_ = options.name.empty() ? name_of(path) : options.name;
  if (path != "-" && options.token_files && token_format(path)) {
    auto file = TokenReader::open(path);
    if (!file) return source.named(file.error());
    if (!begins_as_container(file->bytes())) {
      if (!options.many && file->has_several()) {
        return Error{ErrorCode::bad_value,
                     source.name_ + ": holds several sequences, one a line; take one of them"};
      }
      source.lines_ = std::move(*file);
      const auto found = source.next();
      if (!found) return found.error();
      return source;
    }
    source.bytes_ = file->take_bytes();
  }
  auto reader = open_container(path, source.bytes_);
  if (!reader && path.extension() == ".npz") {
    return Error{ErrorCode::unsupported,
                 source.name_ + ": an .npz archive; save one array with numpy.save (.npy)"};
  }
  if (!reader) return source.named(reader.error());
  source.header_ = reader->header();
  source.container_ = std::move(*reader);
  return source;
}

Result<std::optional<CodeSource>> CodeSource::open_codes(const std::filesystem::path& path,
                                                         const CodeSourceOptions& options) {
  auto source = open(path, options);
  if (source) return std::optional(std::move(*source));
  const auto code = source.error().code;
  const bool is_other = code == ErrorCode::not_our_format || code == ErrorCode::empty;
  if (is_other && !is_named_container(path) && !token_format(path)) {
    return std::optional<CodeSource>();
  }
  return source.error();
}

Error CodeSource::named(Error error) const { return codec::named(std::move(error), path_, name_); }

Result<bool> CodeSource::next() {
  if (!lines_) return false;
  auto tokens = lines_->next();
  if (!tokens) return named(tokens.error());
  if (!*tokens) return false;
  header_ = std::move((*tokens)->header);
  has_header_ = (*tokens)->has_header;
  codes_ = std::move((*tokens)->codes);
  is_bound_ = false;
  at_ = 0;
  return true;
}

Status CodeSource::bind(const std::shared_ptr<const Model>& model) {
  const auto& config = model->config();
  auto& header = header_;
  if (has_header_) {
    if (!model->decodes(header.fingerprint)) {
      return check_model(name_, header, config.name, model->fingerprint());
    }
  } else {
    header = header_of(*model, header.levels);
    has_header_ = true;
  }
  if (header.levels > config.levels || header.bits_per_code != config.bits_per_code() ||
      header.hop_samples != config.hop_samples() || header.model_rate_hz != config.sample_rate_hz) {
    return Error{ErrorCode::wrong_model, name_ + ": " + std::to_string(header.levels) +
                                             " levels of " + std::to_string(header.bits_per_code) +
                                             " bits, model " + config.name + " has " +
                                             std::to_string(config.levels) + " of " +
                                             std::to_string(config.bits_per_code())};
  }
  if (header.prior_id != 0) {
    if (auto set = container_->set_prior(model->prior()); !set) {
      return Error{set.error().code, name_ + ": " + set.error().message};
    }
  }
  const auto above = static_cast<std::uint32_t>(config.codebook_size);
  const auto bad =
      std::find_if(codes_.data.begin(), codes_.data.end(), [above](Code c) { return c >= above; });
  if (bad != codes_.data.end()) {
    return Error{ErrorCode::bad_value, name_ + ": code " + std::to_string(*bad) + ", model " +
                                           config.name + " has 0.." + std::to_string(above - 1)};
  }
  is_bound_ = true;
  return Done{};
}

std::optional<SampleIndex> CodeSource::source_length() const {
  return container_ ? container_->source_length() : header_.source_length;
}

std::optional<std::int64_t> CodeSource::counted_frames() const {
  if (!container_) return codes_.frames();
  return is_read_ ? std::optional(frames_read_) : std::nullopt;
}

Status CodeSource::check_length() const {
  const auto told = source_length();
  const auto frames = counted_frames();
  return told && frames ? header_.check_frames(*told, *frames) : Status(Done{});
}

std::optional<SampleIndex> CodeSource::sound_length() const {
  if (check_length()) return source_length();
  return header_.instants_for(*counted_frames());
}

Damage CodeSource::damage() const {
  auto damage = container_ ? container_->damage() : Damage{};
  if (damage.any()) return damage;
  if (auto fits = check_length(); !fits) damage.contradiction = fits.error().message;
  return damage;
}

std::optional<std::int64_t> CodeSource::frames() {
  if (!container_) return codes_.frames();
  if (!container_->seekable()) return std::nullopt;
  const auto n = container_->frames();
  return n ? std::optional(*n) : std::nullopt;
}

Result<std::int64_t> CodeSource::read(std::int64_t max_frames, std::vector<Code>& codes) {
  codes.clear();
  if (container_) {
    auto n = container_->read(max_frames, codes);
    if (n) {
      frames_read_ += *n;
      is_read_ = *n == 0;
    }
    if (n || n.error().code == ErrorCode::io) return n ? n : named(n.error());  // io names the file
    return Error{n.error().code, name_ + ": " + n.error().message};
  }
  const auto levels = static_cast<std::size_t>(codes_.levels);
  const auto n =
      std::min(static_cast<std::size_t>(max_frames), (codes_.data.size() - at_) / levels);
  const auto begin = codes_.data.begin() + static_cast<std::ptrdiff_t>(at_);
  codes.assign(begin, begin + static_cast<std::ptrdiff_t>(n * levels));
  at_ += n * levels;
  return static_cast<std::int64_t>(n);
}

Status CodeSource::each(const std::function<Status(std::span<const Code> codes)>& take) {
  constexpr std::int64_t kFramesAtOnce = 4096;
  std::vector<Code> codes;
  for (;;) {
    const auto n = read(kFramesAtOnce, codes);
    if (!n) return n.error();
    if (*n == 0) return Done{};
    if (auto taken = take(codes); !taken) return taken;
  }
}

Result<CodeSource::Whole> CodeSource::read_all(
    const std::function<Status(std::int64_t frames)>& step) {
  Whole whole;
  whole.codes.levels = header_.levels;
  auto& lost = whole.lost;
  auto read = each([&](std::span<const Code> codes) -> Status {
    const auto first = whole.codes.frames();
    whole.codes.data.insert(whole.codes.data.end(), codes.begin(), codes.end());
    const auto end = whole.codes.frames();
    if (filled() && !lost.empty() && lost.back().first + lost.back().count == first) {
      lost.back().count += end - first;
    } else if (filled()) {
      lost.push_back({first, end - first});
    }
    return step ? step(end) : Status(Done{});
  });
  if (!read) return read.error();
  return whole;
}

}  // namespace codec
