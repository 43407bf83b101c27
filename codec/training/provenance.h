// How a model came to be, as the JSON that training leaves beside it: NAME.training.json. Recipe,
// corpus, commit, what it started from, and how long it took.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "codec/corpus/corpus.h"
#include "codec/training/trainer.h"

namespace codec {

// SHA-256 over set, name, speaker, split and length of every recording: the same for two corpora
// packed from the same recordings, whatever the machine. 64 hex digits.
std::string fingerprint(const CorpusReader& corpus);

// {"model", "weights_sha256", "recipe": {...}, "corpus": {...}, "started_from", "semantic_from",
// "older", "commit", "steps", "minutes", "libtorch"}; what is not known is "". weights_sha256: of
// the model as exported; started_from, semantic_from and older: of the weights' files.
std::string training_record(const FitOptions& options, const CorpusReader& corpus,
                            const ModelConfig& exported, const FitReport& report);

// What stands beside the mean of two trainings: {"model", "weights_sha256", "first_map" (the factor
// of scale_first_map), "mean_of": [{"share", "weights_sha256", "training"}, ...]}, where training
// is the record beside that model, or null.
struct MeanPart {
  std::filesystem::path config_json;
  ModelConfig config;  // what is there
  double share = 0.5;
};
Result<std::string> mean_record(const ModelConfig& written, std::span<const MeanPart> parts,
                                double first_map);

}  // namespace codec
