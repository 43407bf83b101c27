#include "codec/batch/batch_finished.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <system_error>
#include <vector>

#include "codec/base/file_io.h"
#include "codec/model/entropy_prior.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPending = ".part-";

std::string number(double v) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.17g", v);
  return text.data();
}

// What the .sgl says of itself, where it is whole and was made with these settings from a source
// of that rate and length.
std::optional<LedgerEntry> whole_sgl(const BatchPlan::State& plan,
                                     const std::shared_ptr<const Model>& model,
                                     const fs::path& source, const fs::path& path) {
  const auto& options = plan.options.encode;
  if (options.normalize) return std::nullopt;  // its gain is not known beforehand
  const auto audio = AudioReader::open(source);
  auto codes = CodeSource::open(path, {.token_files = false});
  // A source with a flaw is named each time.
  if (!audio || !codes || !audio->flaw().empty()) return std::nullopt;
  const auto& header = codes->header();
  const auto prior = options.entropy_coding && options.model_prior
                         ? model->prior()
                         : std::shared_ptr<const EntropyPrior>();
  const std::uint64_t prior_id = prior ? prior->id() : 0;
  const int levels = options.levels > 0 ? options.levels : model->config().levels;
  if (header.fingerprint != model->fingerprint() || header.levels != levels ||
      header.source_rate_hz != audio->info().sample_rate_hz ||
      header.source_channels != audio->info().channels ||
      header.gain_millidb != std::lround(options.gain_db * 1000.0) || header.prior_id != prior_id ||
      (options.packet_frames > 0 && header.packet_frames != options.packet_frames)) {
    return std::nullopt;
  }
  if (!codes->bind(model)) return std::nullopt;
  std::int64_t frames = 0;
  const auto read = codes->each([&](std::span<const Code> part) -> Status {
    frames += static_cast<std::int64_t>(part.size()) / levels;
    return Done{};
  });
  const auto length = codes->source_length();
  if (!read || codes->damage().any() || !length || length != audio->info().length ||
      frames != header.frames_for(*length) ||
      (codes->counts().entropy_packets > 0) != options.entropy_coding) {
    return std::nullopt;
  }
  LedgerEntry entry;
  entry.sound_s = static_cast<double>(*length) / header.source_rate_hz;
  entry.frames = frames;
  return entry;
}

// The pending_prefix() that a file's name begins with, or nothing.
std::string prefix_of(const std::string& name) {
  constexpr std::size_t kDigits = 16;
  if (name.size() < kDigits + 1) return {};
  const auto at = name.size() - kDigits;
  const bool ours = std::string_view(name).substr(0, at).ends_with(kPending) &&
                    name.find_first_not_of("0123456789abcdef", at) == std::string::npos;
  return ours ? name.substr(0, at) : std::string();
}

}  // namespace

std::string batch_settings(const BatchPlan::State& plan, const Model* model) {
  const auto& o = plan.options;
  std::string text = "1 to=" + o.to;
  if (model != nullptr) text += " model=" + to_hex(model->fingerprint());
  if (plan.direction == BatchDirection::to_sound) {
    return text + " levels=" + std::to_string(o.decode.levels) +
           " mask=" + std::to_string(o.decode.level_mask) +
           " rate=" + std::to_string(o.decode.sample_rate_hz) +
           " channels=" + std::to_string(o.decode.channels) +
           " format=" + std::to_string(static_cast<int>(o.decode.sample_format)) +
           " quality=" + number(o.decode.quality) + (o.decode.keep_gain ? " keep_gain" : "");
  }
  text += " levels=" + std::to_string(o.encode.levels) + " gain=" + number(o.encode.gain_db) +
          (o.encode.normalize ? " normalize" : "");
  if (o.to == "sgl") {
    const bool by_prior =
        o.encode.entropy_coding && o.encode.model_prior && model != nullptr && model->prior();
    return text + (o.encode.entropy_coding ? " entropy" : "") +
           (by_prior ? " prior=" + std::to_string(model->prior()->id()) : "") +
           " packet=" + std::to_string(o.encode.packet_frames);
  }
  return text + " layout=" + std::to_string(static_cast<int>(o.tokens.layout)) +
         (o.tokens.level_offsets ? " offsets" : "") + (o.tokens.semantic_only ? " semantic" : "") +
         (o.tokens.dedup ? " dedup" : "") + (o.tokens.sidecar ? " sidecar" : "");
}

std::optional<LedgerEntry> finished_before(const BatchPlan::State& plan,
                                           const std::shared_ptr<const Model>& model,
                                           const std::string& settings,
                                           std::optional<LedgerEntry> known, const fs::path& source,
                                           const std::string& output) {
  const auto path = plan.options.out_folder / output;
  if (known) {
    std::error_code ec;
    if (known->settings != settings || fs::file_size(path, ec) != known->output_sum.bytes || ec ||
        fs::file_size(source, ec) != known->source_sum.bytes || ec) {
      return std::nullopt;
    }
    const auto output_sum = sum_of_file(path);
    const auto source_sum = sum_of_file(source);
    if (!output_sum || !source_sum || *output_sum != known->output_sum ||
        *source_sum != known->source_sum) {
      return std::nullopt;
    }
    if (plan.options.to == "npy" && plan.options.tokens.sidecar &&
        !fs::exists(path.string() + ".json", ec)) {
      return std::nullopt;
    }
    return known;
  }
  if (plan.options.to != "sgl" || model == nullptr) return std::nullopt;
  auto entry = whole_sgl(plan, model, source, path);
  const auto output_sum = sum_of_file(path);
  const auto source_sum = sum_of_file(source);
  if (!entry || !output_sum || !source_sum) return std::nullopt;
  entry->output = output;
  entry->source = fs::absolute(source).lexically_normal().string();
  entry->output_sum = *output_sum;
  entry->source_sum = *source_sum;
  entry->settings = settings;
  return entry;
}

void remove_leftovers(const BatchPlan::State& plan) {
  std::multimap<std::string, fs::path> leftovers;  // by folder and pending_prefix()
  std::error_code ec;
  const auto& root = plan.options.out_folder;
  for (fs::recursive_directory_iterator it(root, ec); !ec && it != fs::end(it); it.increment(ec)) {
    const auto prefix = prefix_of(it->path().filename().string());
    if (prefix.empty()) continue;
    leftovers.emplace((it->path().parent_path() / prefix).lexically_relative(root), it->path());
  }
  if (leftovers.empty()) return;
  for (std::size_t i = 0; i < plan.list.size(); ++i) {
    const fs::path output = plan.list.output(i, plan.options);
    for (const char* beside : {"", ".json"}) {  // .npy has a .json beside it
      const auto name = output.filename().string() + beside;
      const auto [first, last] = leftovers.equal_range(output.parent_path() / pending_prefix(name));
      for (auto it = first; it != last; ++it) fs::remove(it->second, ec);
    }
  }
}

}  // namespace codec
