#include "codec/study/phone_frames.h"

#include <algorithm>

namespace codec {

SampleIndex label_instant(const ModelConfig& config, std::size_t t) {
  return static_cast<SampleIndex>(t + 1) * config.hop_samples() -
         config.analysis_window_samples / 2;
}

std::vector<std::uint8_t> token_phones(const PhoneLabels& labels, const ModelConfig& config,
                                       std::size_t entry, std::size_t tokens) {
  const auto known = labels.of(entry);
  std::vector<std::uint8_t> out(tokens, kUnknownPhone);
  for (std::size_t t = 0; t < tokens; ++t) {
    const auto instant = label_instant(config, t);
    const auto at = static_cast<std::size_t>(instant / kCorpusSubframeSamples);
    if (instant >= 0 && at < known.size()) out[t] = known[at];
  }
  return out;
}

std::vector<std::uint8_t> first_code_phones(const PhoneLabels& labels, const ModelConfig& config,
                                            std::size_t entry, std::size_t tokens) {
  auto out = token_phones(labels, config, entry, tokens);
  const auto late = std::min(tokens, static_cast<std::size_t>(config.semantic_delay_frames));
  std::shift_right(out.begin(), out.end(), static_cast<std::ptrdiff_t>(late));
  std::fill_n(out.begin(), late, kUnknownPhone);
  return out;
}

Codes with_first_codes_in_place(const Codes& codes, const ModelConfig& config) {
  auto out = codes;
  const auto last = codes.frames() - 1;
  for (std::int64_t t = 0; t <= last; ++t) {
    out.data[static_cast<std::size_t>(t * codes.levels)] =
        codes.at(0, std::min(t + config.semantic_delay_frames, last));
  }
  return out;
}

}  // namespace codec
