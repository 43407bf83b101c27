#include "codec/batch/batch_finished.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/batch/batch_shards.h"
#include "codec/model/entropy_prior.h"
#include "codec/sound/survey.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPending = ".part-";
// Grows with every version of this program that makes other codes or another sound of the same
// source, model and options. 2: levels of quiet and loud sounds, 5.1, flush, ends of sounds.
const std::string kRules = "2 to=";

std::string number(double v) { return printed("%.17g", v); }

// As the ledgers have them: a number once given stays, whatever the order of the enumerators.
int number_of(TokenLayout layout) {
  switch (layout) {
    case TokenLayout::nested:
      return 0;
    case TokenLayout::interleave:
      return 1;
    case TokenLayout::delay:
      return 2;
    case TokenLayout::parallel:
      return 3;
  }
  return -1;
}

int number_of(SampleFormat format) {
  switch (format) {
    case SampleFormat::pcm16:
      return 0;
    case SampleFormat::pcm24:
      return 1;
    case SampleFormat::float32:
      return 2;
  }
  return -1;
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
  std::string text = kRules + o.to;
  if (model != nullptr) text += " model=" + to_hex(model->fingerprint());
  if (plan.direction == BatchDirection::to_sound) {
    return text + " levels=" + std::to_string(o.decode.levels) +
           " mask=" + std::to_string(o.decode.level_mask) +
           " rate=" + std::to_string(o.decode.sample_rate_hz) +
           " channels=" + std::to_string(o.decode.channels) +
           " format=" + std::to_string(number_of(o.decode.sample_format)) +
           " quality=" + number(o.decode.quality) + (o.decode.keep_gain ? " keep_gain" : "");
  }
  text += " levels=" + std::to_string(o.encode.levels) + " gain=" + number(o.encode.gain_db) +
          (o.encode.normalize ? " normalize" : "") +
          (o.encode.auto_gain
               ? " auto=" + number(kQuiet_db) + "," + number(kLoud_db)
               : " as_loud");
  if (model != nullptr) {
    const auto& config = model->config();
    text += " flush=" + std::to_string(config.semantic_delay_frames) +
            (config.search_width > 1 ? " search=" + std::to_string(config.search_width) : "");
  }
  if (o.encode.channel != ChannelChoice{}) {
    const bool is_one = o.encode.channel.kind == ChannelChoice::Kind::one;
    text += " channel=" + (is_one ? std::to_string(o.encode.channel.channel) : "mix");
  }
  if (o.to == "sgl") {
    const bool by_prior =
        o.encode.entropy_coding && o.encode.model_prior && model != nullptr && model->prior();
    return text + (o.encode.entropy_coding ? " entropy" : "") +
           (by_prior ? " prior=" + std::to_string(model->prior()->id()) : "") +
           " packet=" + std::to_string(o.encode.packet_frames);
  }
  return text + " layout=" + std::to_string(number_of(o.tokens.layout)) +
         (o.tokens.level_offsets ? " offsets" : "") + (o.tokens.semantic_only ? " semantic" : "") +
         (o.tokens.dedup ? " dedup" : "") + (o.tokens.sidecar ? " sidecar" : "");
}

std::string decoder_setting(const ModelConfig& config) {
  return " decoder=" + config.decoder_sha256();
}

Result<std::string> part_of(const BatchPlan::State& plan, std::size_t index) {
  const auto& excerpt = plan.list.excerpt(index);
  const auto source = plan.list.source(index);
  const bool is_sound = plan.direction == BatchDirection::to_tokens &&
                        (plan.options.to == "sgl" || !batch_reads(source, "wav"));
  if (excerpt.is_whole() || !is_sound) return std::string();
  const auto reader = ExcerptReader::open(source, excerpt);
  if (!reader) return reader.error();
  return reader->part();
}

bool has_sidecar(const BatchOptions& options) {
  return options.to == "npy" && options.tokens.sidecar;
}

std::filesystem::path sidecar_of(const std::filesystem::path& npy) {
  auto path = npy;
  path += ".json";
  return path;
}

bool is_finished(const LedgerEntry& entry, const BatchOptions& options, const std::string& settings,
                 const fs::path& source, const fs::path& output) {
  const auto holds = [](const FileSum& told, const fs::path& path) {
    std::error_code ec;
    if (fs::file_size(path, ec) != told.bytes || ec) return false;  // at no cost
    const auto sum = sum_of_file(path);
    return sum && *sum == told;
  };
  if (entry.settings != settings || !holds(entry.output_sum, output)) return false;
  if (has_sidecar(options)) {
    std::error_code ec;
    const auto beside = sidecar_of(output);
    if (entry.beside_sum ? !holds(*entry.beside_sum, beside) : !fs::exists(beside, ec)) {
      return false;
    }
  }
  return holds(entry.source_sum, source);
}

bool is_pending(const std::string& name) { return !prefix_of(name).empty(); }

void remove_leftovers(const BatchPlan::State& plan) {
  std::multimap<std::string, fs::path> leftovers;  // by folder and pending_prefix()
  std::error_code ec;
  const auto& root = plan.options.out_folder;
  std::set<fs::path> folders;
  for (std::size_t i = 0; i < plan.list.size(); ++i) {
    folders.insert(fs::path(plan.list.output(i, plan.options)).parent_path());
  }
  for (const auto& folder : folders) {
    fs::directory_iterator it(root / folder, ec);
    for (; !ec && it != fs::directory_iterator(); it.increment(ec)) {
      const auto prefix = prefix_of(it->path().filename().string());
      if (!prefix.empty()) leftovers.emplace(folder / prefix, it->path());
    }
  }
  if (leftovers.empty()) return;
  const auto rows = plan.options.rows_per_shard();
  for (std::size_t i = 0; rows > 0 && i < plan.list.size(); i += rows) {
    for (const auto& path :
         shard_files(shard_stem(plan.options, i / rows), *shard_format(plan.options.to))) {
      const auto [first, last] = leftovers.equal_range(pending_prefix(path.filename().string()));
      for (auto it = first; it != last; ++it) fs::remove(it->second, ec);
    }
  }
  for (std::size_t i = 0; rows == 0 && i < plan.list.size(); ++i) {
    const fs::path output = plan.list.output(i, plan.options);
    for (const char* beside : {"", ".json"}) {  // .npy has a .json beside it
      const auto name = output.filename().string() + beside;
      const auto [first, last] = leftovers.equal_range(output.parent_path() / pending_prefix(name));
      for (auto it = first; it != last; ++it) fs::remove(it->second, ec);
    }
  }
}

}  // namespace codec
