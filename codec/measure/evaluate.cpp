#include "codec/measure/evaluate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/measure/metrics.h"
#include "codec/measure/pitch.h"

namespace codec {
namespace {

using Figure = std::optional<double> EvaluationRow::*;

struct Column {
  const char* heading;  // of the table
  const char* key;      // of the CSV
  Figure figure;
  double scale;
  int decimals;  // of the table
};

constexpr std::array<Column, 7> kColumns{{
    {"mel", "mel_log10", &EvaluationRow::mel, 1.0, 4},
    {"STOI", "stoi", &EvaluationRow::stoi, 1.0, 3},
    {"ESTOI", "estoi", &EvaluationRow::estoi, 1.0, 3},
    {"SI-SDR dB", "si_sdr_db", &EvaluationRow::si_sdr_db, 1.0, 2},
    {"F0 Hz", "f0_rmse_hz", &EvaluationRow::f0_rmse_hz, 1.0, 1},
    {"gross %", "gross_pitch_error", &EvaluationRow::gross_pitch_error, 100.0, 1},
    {"voicing F1", "voicing_f1", &EvaluationRow::voicing_f1, 1.0, 3},
}};
constexpr std::size_t kNameWidth = 40;
constexpr int kFigureWidth = 11;

std::int64_t distinct(const Codes& codes, int level) {
  std::vector<Code> seen;
  for (std::int64_t frame = 0; frame < codes.frames(); ++frame) {
    seen.push_back(codes.at(level, frame));
  }
  std::ranges::sort(seen);
  return std::unique(seen.begin(), seen.end()) - seen.begin();
}

std::string number(double value, int decimals) { return printed("%.*f", decimals, value); }

std::string padded_left(std::string text, int width) {
  const auto wanted = static_cast<std::size_t>(width);
  return text.size() < wanted ? std::string(wanted - text.size(), ' ') + text : text;
}

// The end of a path says more than its beginning. Cuts between UTF-8 characters.
std::string shortened(const std::string& name) {
  std::size_t characters = 0;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  for (const char c : name) characters += continues(c) ? 0 : 1;
  if (characters <= kNameWidth) return name + std::string(kNameWidth - characters, ' ');
  std::size_t at = 0;
  for (std::size_t left = characters - (kNameWidth - 3); left > 0 || continues(name[at]); ++at) {
    if (!continues(name[at])) --left;
    if (at + 1 == name.size()) break;
  }
  return "..." + name.substr(at);
}

std::string joined(const std::vector<std::int64_t>& values) {
  std::string text;
  for (const auto value : values) text += (text.empty() ? "" : " ") + std::to_string(value);
  return text;
}

std::string table_row(const EvaluationRow& row) {
  std::string line = shortened(row.name) + padded_left(number(row.seconds, 2), kFigureWidth);
  for (const Column& column : kColumns) {
    const auto& value = row.*column.figure;
    line += padded_left(value ? number(*value * column.scale, column.decimals) : "-", kFigureWidth);
  }
  if (!row.codes_used.empty()) line += "  " + joined(row.codes_used);
  return line + "\n";
}

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string out = "\"";
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

Result<EvaluationRow> evaluate(std::string name, std::span<const float> reference,
                               std::span<const float> decoded, int sample_rate_hz,
                               const Codes* codes) {
  const std::size_t length = std::min(reference.size(), decoded.size());
  if (length == 0) return Error{ErrorCode::empty, name + ": no samples to compare"};
  const auto ref = reference.first(length);
  const auto dec = decoded.first(length);

  EvaluationRow row;
  row.name = std::move(name);
  row.seconds = static_cast<double>(length) / sample_rate_hz;
  row.mel = log_mel_distance(ref, dec, sample_rate_hz);
  row.si_sdr_db = si_sdr_db(ref, dec);
  if (const auto score = intelligibility(ref, dec, sample_rate_hz)) {
    row.stoi = score->stoi;
    row.estoi = score->estoi;
  }
  PitchOptions options;
  options.sample_rate_hz = sample_rate_hz;
  options.hop_samples = sample_rate_hz / 100;
  const PitchAgreement pitch = compare_f0(track_f0(ref, options), track_f0(dec, options));
  row.f0_rmse_hz = pitch.rmse_hz;
  row.gross_pitch_error = pitch.gross_error;
  row.voicing_f1 = pitch.voicing_f1;
  for (int level = 0; codes != nullptr && level < codes->levels; ++level) {
    row.codes_used.push_back(distinct(*codes, level));
  }
  return row;
}

EvaluationRow mean_of(std::span<const EvaluationRow> rows, std::string name) {
  EvaluationRow mean;
  mean.name = std::move(name);
  for (const EvaluationRow& row : rows) mean.seconds += row.seconds;
  for (const Column& column : kColumns) {
    double sum = 0.0;
    int count = 0;
    for (const EvaluationRow& row : rows) {
      const auto& value = row.*column.figure;
      if (!value || !std::isfinite(*value)) continue;
      sum += *value;
      ++count;
    }
    if (count > 0) mean.*column.figure = sum / count;
  }
  return mean;
}

std::string format_table(std::span<const EvaluationRow> rows) {
  std::string table = shortened("file") + padded_left("seconds", kFigureWidth);
  for (const Column& column : kColumns) table += padded_left(column.heading, kFigureWidth);
  const bool has_codes =
      std::ranges::any_of(rows, [](const EvaluationRow& row) { return !row.codes_used.empty(); });
  table += has_codes ? "  codes used\n" : "\n";
  for (const EvaluationRow& row : rows) table += table_row(row);
  if (rows.size() > 1) table += table_row(mean_of(rows));
  return table;
}

std::string to_csv(std::span<const EvaluationRow> rows) {
  std::string csv = "name,seconds";
  for (const Column& column : kColumns) csv += std::string(",") + column.key;
  csv += ",codes_used\r\n";
  for (const EvaluationRow& row : rows) {
    csv += quoted(row.name) + "," + number(row.seconds, 3);
    for (const Column& column : kColumns) {
      const auto& value = row.*column.figure;
      csv += "," + (value ? number(*value, 6) : std::string());
    }
    csv += "," + joined(row.codes_used) + "\r\n";
  }
  return csv;
}

Status write_csv(const std::filesystem::path& path, std::span<const EvaluationRow> rows) {
  return write_file(path, std::string_view(to_csv(rows)));
}

}  // namespace codec
