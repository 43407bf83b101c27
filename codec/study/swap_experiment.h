// The voice swap (codec/study/voice_swap.h) measured on recordings of speakers that the model never
// heard: does the voice move to the other speaker, and is what was said kept? `sonoglyph-train
// swap`.
//
// Protocol. A pair is a recording of speaker A and one of another speaker B, both of whom have
// other recordings too. Voice: mean and deviation of log-mel frames (codec/study/mel_features.h,
// one window), of each recording as the codec renders it (so that what the codec adds to all voices
// does not count); a speaker is the mean over the recordings that are not in the pair. What was
// said: the output is encoded again, each code of level 1 names its most likely phone. The same
// figures stand beside A and B merely coded, and beside A's level 1 alone: what a swap has to be
// judged by.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codec/corpus/corpus.h"
#include "codec/corpus/phone_labels.h"
#include "codec/engine/model.h"
#include "codec/model/phone_table.h"

namespace codec {

struct SwapOptions {
  std::size_t pairs = 40;  // at most: no more than there are recordings
  std::vector<Split> splits = {Split::valid, Split::test};
  std::vector<std::string> sets;     // as in ProbeOptions
  std::size_t table_limit = 500;     // training recordings that a phone table is counted on
  std::filesystem::path wav_folder;  // where NN_*.wav go; made if need be
  std::uint64_t seed = 1;            // of who is paired with whom
  std::function<void(const std::string& what)> progress;  // before each step, may be empty
};

// Means over the pairs.
struct SwapRow {
  std::string name;
  double named_a = 0, named_b = 0;  // share of outputs whose nearest speaker of all is A, or B
  double nearer_b = 0;              // share that is nearer to B than to A
  double position = 0;              // median place on the line from A's voice, 0, to B's, 1
  // The same for the median F0 on a logarithmic scale, over pairs 20 % or more apart.
  std::optional<double> pitch_position;
  // Nothing for B as coded, which says something else.
  std::optional<double> right_phone;  // share of A's labelled frames whose phone is named rightly
  std::optional<double> same_phone;   // share of frames named like those of A as coded
  std::optional<double> same_code;    // share of frames whose level-1 code is again the one decoded
  std::optional<double> stoi;         // against A itself
};

struct SwapReport {
  std::size_t pairs = 0, pitch_pairs = 0;
  std::size_t speakers = 0;  // to choose from
  std::int64_t table_frames = 0;
  bool table_is_shipped = false;  // with the model, else counted here
  std::vector<SwapRow> rows;      // A as coded, level 1 alone, by frame, by mean, B as coded
};

// Errors: bad_value (a model of another rate, or of one level), empty (no two speakers with two
// recordings, or no training recordings for a table), io.
Result<SwapReport> run_voice_swap(const std::shared_ptr<const Model>& model,
                                  const CorpusReader& corpus, const PhoneLabels& labels,
                                  const SwapOptions& options);

std::string to_text(const SwapReport& report);

}  // namespace codec
