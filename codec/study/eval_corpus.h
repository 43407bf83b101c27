// Runs a finished model over the recordings of a corpus, as a user would (the engine of
// codec/engine/stream.h), and measures: what `sonoglyph-train eval` does.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "codec/corpus/corpus.h"
#include "codec/engine/model.h"
#include "codec/measure/evaluate.h"
#include "codec/study/part_energy.h"
#include "quantizer/codebook_usage.h"

namespace codec {

struct EvalOptions {
  std::vector<std::string>
      sets;                   // a set counts where its name begins with one of these; empty: all
  std::vector<Split> splits;  // empty: all
  std::vector<Split> scored;  // of those, the splits whose sounds are scored; empty: all
  int levels = 0;             // 0: all
  std::size_t limit = 0;      // recordings at most, evenly spread; 0: all
  std::filesystem::path wav_folder;  // empty, or where NNN_ref.wav and NNN_dec.wav go
  std::function<void(std::size_t done, std::size_t total)> progress;
};

struct EvalReport {
  std::vector<EvaluationRow> rows;              // of the scored recordings
  std::vector<quantizer::CodebookUsage> usage;  // per level, over all recordings
  PartEnergy parts;                             // of the scored sounds
  double seconds = 0;                           // of sound encoded
  double bit_rate_bps = 0;
};

// Errors: bad_value (a model of another rate), empty (no recording left), io (WAV folder).
Result<EvalReport> evaluate_corpus(const std::shared_ptr<const Model>& model,
                                   const CorpusReader& corpus, const EvalOptions& options);

// A line a level: codes used, utilisation, entropy, perplexity.
std::string format_usage(const std::vector<quantizer::CodebookUsage>& usage);

}  // namespace codec
