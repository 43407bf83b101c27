// The report of the probes as text: one table, aligned or as markdown.
#include <algorithm>
#include <array>

#include "codec/base/printed.h"
#include "codec/study/phone_probe.h"

namespace codec {
namespace {

std::string percent(std::optional<double> share) {
  return share ? printed("%.1f %%", 100 * *share) : "-";
}
std::string decimals(std::optional<double> value) { return value ? printed("%.3f", *value) : "-"; }
std::string bits(double value) { return value > 0 ? printed("%.1f", value) : "-"; }

using Line = std::vector<std::string>;

const Line kHeader = {"representation", "bits a token", "bits a phone", "table error",
                      "linear error",   "purity",       "PNMI",         "PNMI by table",
                      "ABX within",     "ABX across",   "speaker known"};

Line line_of(const ProbeRow& row, const std::string& prefix) {
  const auto code = [&](double CodeFigures::*figure) -> std::optional<double> {
    if (!row.code) return std::nullopt;
    return (*row.code).*figure;
  };
  const auto table = [&](double TableFigures::*figure) -> std::optional<double> {
    if (!row.code) return std::nullopt;
    return row.code->table.*figure;
  };
  return {prefix + row.name,
          row.bits_per_token > 0 ? printed("%.0f", row.bits_per_token) : "-",
          bits(row.bits_per_phone),
          percent(table(&TableFigures::error)),
          percent(row.linear_error),
          decimals(code(&CodeFigures::purity)),
          decimals(code(&CodeFigures::pnmi)),
          decimals(table(&TableFigures::pnmi)),
          percent(row.abx_within),
          percent(row.abx_across),
          percent(row.speaker_accuracy)};
}

std::string table_text(const std::vector<Line>& lines, ProbeText form) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const auto& line : lines) {
    for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], line[c].size());
  }
  std::string out;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    if (form == ProbeText::markdown) out += "|";
    for (std::size_t c = 0; c < lines[l].size(); ++c) {
      const std::string space(widths[c] - lines[l][c].size(), ' ');
      if (form == ProbeText::markdown) {
        out += " " + lines[l][c] + " |";
      } else if (c == 0) {
        out += lines[l][c] + space;
      } else {
        out += "  " + space + lines[l][c];
      }
    }
    out += "\n";
    if (l == 0 && form == ProbeText::markdown) {
      for (std::size_t c = 0; c < widths.size(); ++c) out += c == 0 ? "|---|" : "---:|";
      out += "\n";
    }
  }
  return out;
}

const char* context(bool same) { return same ? "between the same phones" : "in any context"; }

// What tables make of first codes, silence apart.
std::string tables(const CodeFigures& code) {
  const auto line = [](const char* whose, const TableFigures& t) {
    return printed(
        "%s: %.1f %% of all, %.1f %% of non-silence frames wrong; silence called %.1f %%, is "
        "%.1f %%.\n",
        whose, 100 * t.error, 100 * t.speech_error, 100 * t.silence_called, 100 * t.silence);
  };
  std::string out;
  if (code.shipped) out += line("shipped table", *code.shipped);
  out += line("table learned here", code.table);
  out += "table of the other speakers measured: " + percent(code.others_table_error) + " wrong.\n";
  out += printed("PNMI less that of shuffled labels: %.3f.\n", code.pnmi_over_shuffled);
  return out;
}

// Level 1 against that of the other model, and against its own levels together.
std::string comparison(const ProbeReport& r) {
  std::string out;
  const auto& one = r.model.front();
  if (!r.against.empty()) {
    const auto& other = r.against.front();
    out += printed("level 1 against the other model's: linear phone error %.1f %% lower (relative)",
                   100 * (1 - one.linear_error / other.linear_error));
    if (one.code && other.code && other.code->pnmi > 0) {
      out += printed(", PNMI %.2f times", one.code->pnmi / other.code->pnmi);
    }
    if (one.abx_across && other.abx_across && *other.abx_across > 0) {
      out += printed(", ABX across %.1f %% lower", 100 * (1 - *one.abx_across / *other.abx_across));
    }
    out += ".\n";
  }
  const auto& all = r.model.back();
  if (r.model.size() > 1 && one.speaker_accuracy && all.speaker_accuracy &&
      *all.speaker_accuracy > 0) {
    out += printed("speaker known from level 1: %.2f of what all levels give.\n",
                   *one.speaker_accuracy / *all.speaker_accuracy);
  }
  return out;
}

}  // namespace

std::string to_text(const ProbeReport& r, ProbeText form) {
  std::string out = printed(
      "%lld frames measured, %lld to learn from; H(phone) %.3f bits; always naming the most "
      "frequent phone: %.1f %% wrong.\n",
      static_cast<long long>(r.frames), static_cast<long long>(r.training_frames),
      r.phone_entropy_bits, 100 * r.majority_error);
  out += printed("ABX: %zu triples within speakers, %s; %zu across, %s.\n", r.triples_within,
                 context(r.same_context_within), r.triples_across, context(r.same_context_across));
  out += printed("speaker: nearest of %zu over %zu recordings, chance %.1f %%.\n", r.speakers,
                 r.speaker_recordings, 100 * r.speaker_chance);
  std::vector<Line> lines{kHeader};
  for (const auto& row : r.model) lines.push_back(line_of(row, ""));
  for (const auto& row : r.against) lines.push_back(line_of(row, "other model: "));
  for (const auto& row : r.baselines) lines.push_back(line_of(row, ""));
  out += "\n" + table_text(lines, form);
  if (r.model.front().code) out += "\n" + tables(*r.model.front().code);
  if (const auto more = comparison(r); !more.empty()) out += "\n" + more;
  return out;
}

}  // namespace codec
