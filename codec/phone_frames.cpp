#include "codec/phone_frames.h"

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

}  // namespace codec
