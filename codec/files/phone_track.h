// What the first codes of a semantic model say was spoken, and when: runs of one phone, at the
// sound that they speak of (first codes come semantic_delay_frames after it).
#pragma once

#include <string>
#include <vector>

#include "codec/base/types.h"
#include "codec/files/label_file.h"
#include "codec/model/model_config.h"
#include "codec/model/phone_table.h"

namespace codec {

struct PhoneRun {
  std::string phone;      // as the table names it; "?" where it knows nothing of the codes
  SampleIndex begin = 0;  // in the model's samples, from the start of the sound; begin < end
  SampleIndex end = 0;    // where the next run begins
  double confidence = 0;  // mean share of its codes' frames that were this phone, 0..1
  std::int64_t first_frame = 0, frames = 0;  // the tokens whose first codes say so
};

// Appends to `runs`, which hold the frames before, what codes that came since say; the last run may
// grow. One pass over the new frames.
void extend_phone_runs(const PhoneTable& table, const Codes& codes, const ModelConfig& config,
                       std::vector<PhoneRun>& runs);
// Frame t speaks of the middle of its last analysis window, less the delay: its run covers half a
// hop on either side of that. What would lie before the sound is left out, so the first
// semantic_delay_frames tokens say nothing. Empty where there are no frames after those.
std::vector<PhoneRun> phone_runs(const PhoneTable& table, const Codes& codes,
                                 const ModelConfig& config);

// "start<tab>end<tab>phone<tab>confidence" in seconds with three decimals, a line a run, under a
// line of those names.
std::string phone_track_tsv(const std::vector<PhoneRun>& runs, int sample_rate_hz);

// The runs as labels, named "phones"; what lies behind `length` is cut off.
LabelTier phone_tier(const std::vector<PhoneRun>& runs, SampleIndex length, int sample_rate_hz);

}  // namespace codec
