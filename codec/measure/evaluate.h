// The figures of one decoded sound against its reference, and tables of them: what
// `sonoglyph-train eval` prints and writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"

namespace codec {

// One sound, or the mean of several. Nothing stands where a figure is not defined: a reference that
// is silent, too short or nowhere voiced (codec/measure/metrics.h).
struct EvaluationRow {
  std::string name;
  double seconds = 0.0;
  std::optional<double> mel;  // log10 units
  std::optional<double> stoi;
  std::optional<double> estoi;
  std::optional<double> si_sdr_db;
  std::optional<double> f0_rmse_hz;
  std::optional<double> gross_pitch_error;  // share, 0..1
  std::optional<double> voicing_f1;
  std::vector<std::int64_t> codes_used;  // distinct codes a level; empty where there are no codes
};

// Both sounds mono at the same rate and aligned; the longer one is cut. The rate is that of F0
// tracking too: >= 8000. Samples are finite. `codes`, if given, are those of the decoded sound.
// Threads: any number at once.
// Errors: empty (less than one sample in common).
Result<EvaluationRow> evaluate(std::string name, std::span<const float> reference,
                               std::span<const float> decoded, int sample_rate_hz,
                               const Codes* codes = nullptr);

// Each figure is the mean over the rows that have it, each row counting once; an infinite SI-SDR is
// left out. Seconds are summed; codes_used is left empty (distinct codes of several sounds need
// their codes: quantizer::CodebookUsage).
EvaluationRow mean_of(std::span<const EvaluationRow> rows, std::string name = "mean");

// Columns for people, a header line, a row each, and the mean if there are two or more; "-" where
// there is no figure. Names are shortened at the front to 40 characters.
std::string format_table(std::span<const EvaluationRow> rows);

// RFC 4180, one header line, empty where there is no figure, codes used joined by spaces.
std::string to_csv(std::span<const EvaluationRow> rows);
// Through a temporary name and a rename. Errors: io.
Status write_csv(const std::filesystem::path& path, std::span<const EvaluationRow> rows);

}  // namespace codec
