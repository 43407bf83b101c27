#include "codec/files/phone_track.h"

#include <algorithm>

#include "codec/base/printed.h"

namespace codec {

void extend_phone_runs(const PhoneTable& table, const Codes& codes, const ModelConfig& config,
                       std::vector<PhoneRun>& runs) {
  const std::int64_t hop = config.hop_samples();
  const auto begin_of = [&](std::int64_t t) {
    return (t - config.semantic_delay_frames + 1) * hop - config.analysis_window_samples / 2 -
           hop / 2;
  };
  const std::int64_t known_frames = runs.empty() ? 0 : runs.back().first_frame + runs.back().frames;
  for (std::int64_t t = known_frames; t < codes.frames(); ++t) {
    if (begin_of(t) + hop <= 0) continue;
    const Code code = codes.at(0, t);
    const bool known = code < table.codes.size() && !table.codes[code].empty();
    const std::string_view phone = known ? table.phone_of(code) : "?";
    const double share = known ? table.codes[code].front().share : 0.0;
    if (runs.empty() || runs.back().phone != phone) {
      runs.push_back({std::string(phone), std::max<SampleIndex>(0, begin_of(t)), 0, 0.0, t, 0});
    }
    auto& run = runs.back();
    run.end = begin_of(t) + hop;
    run.confidence += (share - run.confidence) / static_cast<double>(++run.frames);
  }
}

std::vector<PhoneRun> phone_runs(const PhoneTable& table, const Codes& codes,
                                 const ModelConfig& config) {
  std::vector<PhoneRun> runs;
  extend_phone_runs(table, codes, config, runs);
  return runs;
}

std::string phone_track_tsv(const std::vector<PhoneRun>& runs, int sample_rate_hz) {
  // Milliseconds and thousandths as whole numbers: no locale writes its comma into them.
  const auto thousandths = [](double value) {
    const auto n = static_cast<long long>(value * 1000 + 0.5);
    return printed("%lld.%03lld", n / 1000, n % 1000);
  };
  std::string text = "start\tend\tphone\tconfidence\n";
  for (const auto& run : runs) {
    const auto at = [&](SampleIndex sample) {
      return thousandths(static_cast<double>(sample) / sample_rate_hz);
    };
    text += at(run.begin) + "\t" + at(run.end) + "\t" + run.phone + "\t" +
            thousandths(run.confidence) + "\n";
  }
  return text;
}

LabelTier phone_tier(const std::vector<PhoneRun>& runs, SampleIndex length, int sample_rate_hz) {
  LabelTier tier{"phones", {}};
  const double rate = sample_rate_hz;
  for (const PhoneRun& run : runs) {
    const SampleIndex end = std::min(run.end, length);
    if (run.begin >= end) continue;
    tier.labels.push_back(
        {static_cast<double>(run.begin) / rate, static_cast<double>(end) / rate, run.phone});
  }
  return tier;
}

}  // namespace codec
