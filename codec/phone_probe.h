// What the codebooks of a finished model know: phones and voices, by probes on speakers that it never
// heard. `sonoglyph-train probe`.
//
// Protocol. Sounds go through the engine as users run it. Token t is labelled with the phone of the
// subframe in the middle of its last analysis window (codec/phone_labels.h). Everything that learns
// (the table phone | code, the linear probes) learns on the training split without speed copies;
// every figure is measured on the recordings of `measured` splits, whose speakers are others.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "codec/corpus.h"
#include "codec/model.h"
#include "codec/phone_labels.h"
#include "codec/phone_table.h"

namespace codec {

struct ProbeOptions {
  std::vector<Split> measured = {Split::valid, Split::test};
  std::vector<std::string> sets;  // a set counts where its name begins with one; empty: all
  std::size_t training_limit = 1500;  // recordings that the probes learn from, evenly spread
  int epochs = 6;                     // of the linear probes
  std::uint64_t seed = 1;
};

struct ProbeReport {
  std::int64_t training_frames = 0;
  std::int64_t frames = 0;        // measured
  double phone_entropy_bits = 0;  // H(phone) of the measured frames

  // Level 1's codes against phones, on the measured frames.
  double purity = 0;        // share of frames whose phone is their code's most frequent one
  double information = 0;   // I(phone; code) in bits, plug-in less the Miller-Madow bias
  double pnmi = 0;          // that over H(phone): phone-normalised mutual information
  double table_error = 0;   // share of frames that the training split's table names wrongly
  double table_pnmi = 0;    // 1 - cross-entropy of that table / H(phone): no bias of sample size
  double bits_per_phone = 0;  // empirical entropy of level 1's codes times frames, over phone segments

  // Share of wrong frames of a linear (softmax) probe, one frame at a time.
  double linear_error_level1 = 0;  // on level 1's entries
  double linear_error_all = 0;     // on the sum of all levels
  double majority_error = 0;       // of always naming the most frequent phone

  // Who speaks: share of measured recordings whose nearest speaker is the right one (leave one
  // recording out; mean and deviation of the latents, scaled by the spread within speakers).
  std::size_t speakers = 0;
  std::size_t speaker_recordings = 0;
  double speaker_chance = 0;
  double speaker_accuracy_level1 = 0;
  double speaker_accuracy_rest = 0;  // levels 2..Q
  double speaker_accuracy_all = 0;

  PhoneTable table;  // from the training split, for NAME.phones.json
};

// Errors: bad_value (a model of another rate), empty (no labelled frames on one of the sides).
Result<ProbeReport> probe_phones(const std::shared_ptr<const Model>& model,
                                 const CorpusReader& corpus, const PhoneLabels& labels,
                                 const ProbeOptions& options);

// Lines for people.
std::string to_text(const ProbeReport& report);

}  // namespace codec
