// The SimVQ laboratory: the experiments that the literature on vector quantization argues about, on
// one corpus and one seed, with a codec small enough that all of them take minutes.
// `sonoglyph-train lab`.
//
// What is compared (Zhu et al., arXiv:2411.02038; Fifty et al., arXiv:2410.06424): plain VQ and
// SimVQ with frozen and with trained table, straight-through and rotation, AdamW and AdaGrad, with
// and without the reverse water-filling start, 3, 4, 5 codebooks, K = 256, 1024, 4096, and one big
// codebook at equal bits. Every run is the base but for what its name says.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "codec/training/trainer.h"

namespace codec {

// simvq: the list above. heads: source-filter, free spectrum and both as the decoder's heads, on a
// corpus that holds speech, music and environmental sound, each kind measured by itself.
enum class LabStudy { simvq, heads };

// A kind of sound: the sets whose names begin with one of these.
struct LabKind {
  std::string name;
  std::vector<std::string> sets;
};

struct LabOptions {
  LabStudy study = LabStudy::simvq;
  std::filesystem::path corpus;
  std::filesystem::path folder;   // lab.csv, lab.md, lab.svg; runs/NAME
  std::vector<std::string> only;  // names of experiments; empty: all
  std::int64_t steps = 600;
  std::int64_t measure_every = 100;   // steps
  std::size_t valid_recordings = 24;  // of the validation split, evenly spread
  int threads = 0;
  std::uint64_t seed = 1;
};

struct LabExperiment {
  std::string name;
  std::string question;  // what it differs in, for people
  FitOptions fit;
};

// In the order of the table; the first one is the base.
std::vector<LabExperiment> lab_experiments(const LabOptions& options);

// The kinds that the study of heads measures: speech, music, environmental sound of ../shared/data.
const std::vector<LabKind>& lab_kinds();

struct LabMeasure {
  std::int64_t step = 0;
  double minutes = 0;
  double mel = 0;
  double stoi = 0;
  std::vector<double> mel_by_kind;  // in the order of lab_kinds(), of the study of heads
  std::vector<double> utilisation;  // per level, of min(frames, K)
  std::vector<double> perplexity;   // per level
};

struct LabResult {
  std::string name;
  std::string question;
  double bit_rate_bps = 0;
  std::vector<LabMeasure> measures;  // the last one is the result
};

// Runs what lab.csv in the folder does not hold yet, writing it anew after each experiment, so that
// a lab that was cut off goes on with the next one; then table and charts of all.
// Errors: those of fit() and of the files; bad_value for an unknown name in `only`; empty and
// bad_value, before anything is trained, where the corpus lacks what an experiment needs.
Result<std::vector<LabResult>> run_lab(const LabOptions& options,
                                       const std::function<void(const std::string&)>& log,
                                       const std::atomic<bool>* cancel = nullptr);

std::string lab_table(const std::vector<LabResult>& results);  // markdown
std::string lab_csv(const std::vector<LabResult>& results);
Result<std::vector<LabResult>> parse_lab_csv(const std::string& text);
std::string lab_chart(const std::vector<LabResult>& results);  // SVG

}  // namespace codec
