#include "codec/training/provenance.h"

#include <torch/version.h>

#include <span>

#include "codec/base/file_io.h"
#include "codec/base/json_fields.h"
#include "codec/base/sha256.h"
#include "codec/training/recipe.h"

namespace codec {
namespace {

// The hash that a model's config names; empty where there is no such config.
std::string weights_of(const std::filesystem::path& config_json) {
  if (config_json.empty()) return {};
  const auto config = ModelConfig::load(config_json);
  return config ? config->weights_sha256 : std::string();
}

}  // namespace

std::string fingerprint(const CorpusReader& corpus) {
  std::string lines;
  for (const auto& e : corpus.entries()) {
    for (const auto& field : {e.set, e.name, e.speaker}) lines += field + '\t';
    lines += std::to_string(static_cast<int>(e.split)) + '\t' + std::to_string(e.samples) + '\n';
  }
  return to_hex(sha256(std::as_bytes(std::span(lines))));
}

std::string training_record(const FitOptions& options, const CorpusReader& corpus,
                            const ModelConfig& exported, const FitReport& report) {
  double seconds = 0;
  for (const auto& e : corpus.entries()) seconds += static_cast<double>(e.samples) / kCorpusRateHz;
  json::FieldWriter packed;
  packed("file", options.corpus.filename().string());
  packed("fingerprint", fingerprint(corpus));
  packed("recordings", static_cast<std::int64_t>(corpus.entries().size()));
  packed("hours", seconds / 3600);
  json::FieldWriter out;
  out("model", exported.name);
  out("weights_sha256", exported.weights_sha256);
  out("started_from", weights_of(options.start_from));
  out("semantic_from", weights_of(options.semantic_from));
  out("older", weights_of(options.older));
  out("commit", options.commit);
  out("libtorch", std::string(TORCH_VERSION));
  out("steps", report.steps);
  out("minutes", report.minutes);
  out.raw("corpus", packed.finish());
  out.raw("recipe", to_json(options));
  return out.finish();
}

Result<std::string> mean_record(const ModelConfig& written, std::span<const MeanPart> parts,
                                double first_map) {
  std::string list;
  for (const auto& part : parts) {
    auto beside = part.config_json;
    beside.replace_extension(".training.json");
    std::string training = "null";
    std::error_code ec;
    if (std::filesystem::exists(beside, ec)) {
      auto bytes = read_file(beside, 1 << 20);
      if (!bytes) return bytes.error();
      training.assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
      if (auto parsed = json::parse(training); !parsed) {
        return Error{parsed.error().code, beside.string() + ": " + parsed.error().message};
      }
    }
    json::FieldWriter one;
    one("share", part.share);
    one("weights_sha256", part.config.weights_sha256);
    one.raw("training", training);
    list += (list.empty() ? "" : ",\n") + one.finish();
  }
  json::FieldWriter out;
  out("model", written.name);
  out("weights_sha256", written.weights_sha256);
  out("first_map", first_map);
  out.raw("mean_of", "[\n" + list + "]");
  return out.finish();
}

}  // namespace codec
