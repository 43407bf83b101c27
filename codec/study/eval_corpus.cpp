#include "codec/study/eval_corpus.h"

#include <sndfile.h>

#include <algorithm>
#include <cstdio>

#include "codec/base/printed.h"
#include "codec/engine/stream.h"

namespace codec {
namespace {

bool wanted(const CorpusEntry& entry, const EvalOptions& o) {
  const bool split = o.splits.empty() ||
                     std::find(o.splits.begin(), o.splits.end(), entry.split) != o.splits.end();
  return split && entry.is_of_sets(o.sets);
}

bool write_wav(const std::filesystem::path& path, const std::vector<float>& samples, int rate_hz) {
  SF_INFO info{};
  info.samplerate = rate_hz;
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) return false;
  sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
  const auto n = static_cast<sf_count_t>(samples.size());
  const bool whole = sf_writef_float(file, samples.data(), n) == n;
  return sf_close(file) == 0 && whole;
}

}  // namespace

Result<EvalReport> evaluate_corpus(const std::shared_ptr<const Model>& model,
                                   const CorpusReader& corpus, const EvalOptions& o) {
  const auto& config = model->config();
  if (config.sample_rate_hz != kCorpusRateHz) {
    return Error{ErrorCode::bad_value, "model runs at " + std::to_string(config.sample_rate_hz) +
                                           " Hz, the corpus at " + std::to_string(kCorpusRateHz)};
  }
  const int levels = o.levels > 0 ? o.levels : config.levels;
  std::vector<std::size_t> picked;
  for (std::size_t i = 0; i < corpus.entries().size(); ++i) {
    if (wanted(corpus.entries()[i], o) && corpus.entries()[i].samples > 0) picked.push_back(i);
  }
  if (picked.empty()) return Error{ErrorCode::empty, "no recording of the corpus is wanted"};
  if (o.limit > 0 && picked.size() > o.limit) {
    std::vector<std::size_t> spread;
    for (std::size_t i = 0; i < o.limit; ++i) spread.push_back(picked[i * picked.size() / o.limit]);
    picked = std::move(spread);
  }
  EvalReport report;
  report.bit_rate_bps = config.bit_rate_bps(levels);
  report.usage.assign(static_cast<std::size_t>(levels),
                      quantizer::CodebookUsage(static_cast<std::size_t>(config.codebook_size)));
  for (std::size_t i = 0; i < picked.size(); ++i) {
    const auto& entry = corpus.entries()[picked[i]];
    auto reference = corpus.sound(picked[i]);
    const auto codes = encode(model, reference, levels);
    for (int q = 0; q < levels; ++q) {
      report.usage[static_cast<std::size_t>(q)].add(codes.data, static_cast<std::size_t>(levels),
                                                    static_cast<std::size_t>(q));
    }
    report.seconds += static_cast<double>(reference.size()) / kCorpusRateHz;
    if (o.scored.empty() ||
        std::find(o.scored.begin(), o.scored.end(), entry.split) != o.scored.end()) {
      auto decoded = decode(model, codes);
      decoded.resize(reference.size());
      report.parts += part_energy(model, codes);
      auto row = evaluate(entry.name, reference, decoded, kCorpusRateHz, &codes);
      if (!row) return row.error();
      if (!o.wav_folder.empty()) {
        char stem[16];
        std::snprintf(stem, sizeof stem, "%04zu", report.rows.size());
        for (const auto& [suffix, samples] :
             {std::pair{"_ref.wav", &reference}, std::pair{"_dec.wav", &decoded}}) {
          const auto path = o.wav_folder / (std::string(stem) + suffix);
          if (!write_wav(path, *samples, kCorpusRateHz)) {
            return Error{ErrorCode::io, path.string() + ": cannot write"};
          }
        }
      }
      report.rows.push_back(std::move(row).value());
    }
    if (o.progress) o.progress(i + 1, picked.size());
  }
  return report;
}

std::string format_usage(const std::vector<quantizer::CodebookUsage>& usage) {
  std::string text = "codebook   used  utilisation  entropy bits  perplexity   frames\n";
  for (std::size_t q = 0; q < usage.size(); ++q) {
    const auto& u = usage[q];
    text += printed("%8zu  %5zu  %10.1f%%  %12.2f  %10.0f  %7llu\n", q + 1, u.used(),
                    100 * u.utilisation(), u.entropy_bits(), u.perplexity(),
                    static_cast<unsigned long long>(u.total()));
  }
  return text;
}

}  // namespace codec
