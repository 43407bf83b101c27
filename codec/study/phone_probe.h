// What the codebooks of a finished model know: phones and voices, by probes on speakers that it
// never heard, beside what simpler representations of the same sound know. `sonoglyph-train probe`.
//
// Protocol. Sounds go through the engine as users run it. Token t is labelled with the phone of the
// subframe in the middle of its last analysis window (codec/corpus/phone_labels.h); first codes
// that come semantic_delay_frames late stand at the token that they speak of. Everything that
// learns (the table phone | code, the linear probes, k-means) learns on the training split without
// speed copies; every figure is measured on the recordings of `measured` splits, whose speakers are
// others.
//
// Representations, each a vector a token:
//   level 1            the entry of the first codebook, in the space where its codes are chosen
//   levels 2 to Q      the sum of the entries of the others
//   all levels         the sum of all entries: what the decoder hears
//   k-means            the nearest of as many centres as level 1 has codes, learned on log-mel: as
//                      many bits without a model
//   log-mel            the same frames (codec/study/mel_features.h) as they are, without a limit on
//   bits:
//                      an upper bound for k-means where both sides of the split are of one kind
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codec/corpus/corpus.h"
#include "codec/corpus/phone_labels.h"
#include "codec/engine/model.h"
#include "codec/model/phone_table.h"
#include "codec/study/phone_counts.h"

namespace codec {

struct ProbeOptions {
  std::vector<Split> measured = {Split::valid, Split::test};
  std::vector<std::string> sets;      // a set counts where its name begins with one; empty: all
  std::optional<PhoneTable> shipped;  // of the model: judged beside the table learned here
  std::size_t training_limit = 1500;  // recordings that the probes learn from, evenly spread
  // The table learns from each of them twice, the second time as its noisy_copy(): so it knows what
  // codes mean where pauses are not silent.
  bool noisy_table = false;
  int epochs = 6;                    // of the linear probes
  std::size_t abx_triples = 200000;  // at most, within and across each (codec/study/phone_abx.h)
  std::uint64_t seed = 1;
  bool baselines = true;  // k-means and log-mel too
  // Called before each step ("encoding", "level 1", ...), may be empty.
  std::function<void(const std::string& what)> progress;
};

// One code a token against phones. Purity and PNMI are counted on the measured frames alone, so
// that with few frames a code they flatter codes that are used evenly; the table's figures are not.
struct CodeFigures {
  double purity = 0;              // share of frames whose phone is their code's most frequent one
  double information = 0;         // I(phone; code) in bits, less its bias
  double pnmi = 0;                // that over H(phone): phone-normalised mutual information
  double pnmi_over_shuffled = 0;  // PNMI of plug-in entropies, less that of shuffled labels
  TableFigures table;             // of the training split's table
  // A table of the other measured speakers, on each speaker in turn; nothing of one speaker alone.
  std::optional<double> others_table_error;
  std::optional<TableFigures> shipped;  // the table that was given, if one was
};

struct ProbeRow {
  std::string name;
  double bits_per_token = 0;  // nominal; 0: not coded
  // Empirical entropy of the codes (several levels: the sum of theirs, an upper bound) times
  // tokens, over phone segments; 0: not coded.
  double bits_per_phone = 0;
  std::optional<CodeFigures> code;  // where a token is one code
  double linear_error =
      0;  // share of frames that a linear (softmax) probe names wrongly, one at a time
  std::optional<double> abx_within, abx_across;  // codec/study/phone_abx.h; nothing without triples
  // Share of measured recordings whose nearest speaker is the right one (leave one recording out;
  // mean and deviation of the vectors, scaled by the spread within speakers).
  std::optional<double> speaker_accuracy;  // nothing where no speaker has two recordings
};

struct ProbeReport {
  std::int64_t training_frames = 0;
  std::int64_t frames = 0;        // measured
  double phone_entropy_bits = 0;  // H(phone) of the measured frames
  double majority_error = 0;      // of always naming the most frequent phone

  std::size_t speakers = 0;  // with two recordings or more
  std::size_t speaker_recordings = 0;
  double speaker_chance = 0;

  std::size_t triples_within = 0, triples_across = 0;
  bool same_context_within = false, same_context_across = false;

  std::vector<ProbeRow> model;      // level 1; then, if there are more levels, 2 to Q and all
  std::vector<ProbeRow> against;    // the same of the other model, if there is one
  std::vector<ProbeRow> baselines;  // k-means and log-mel, if asked for

  PhoneTable table;  // from the training split, for NAME.phones.json
};

// `against`, if given, is another model of the same hop and window to be measured on the same
// frames, usually the one that was trained without the phone head. Errors: bad_value (a model of
// another rate, or two of different hops or windows), empty (no labelled frames on one of the
// sides).
Result<ProbeReport> probe_phones(const std::shared_ptr<const Model>& model,
                                 const CorpusReader& corpus, const PhoneLabels& labels,
                                 const ProbeOptions& options,
                                 const std::shared_ptr<const Model>& against = nullptr);

// The same measured on each of `corpora` by itself, a report each: prefixes of sets' names, among
// options.sets; "" is all of them. What is learned is the same for all, and learned once.
// Errors name the corpus.
Result<std::vector<ProbeReport>> probe_corpora(
    const std::shared_ptr<const Model>& model, const CorpusReader& corpus,
    const PhoneLabels& labels, const ProbeOptions& options, const std::vector<std::string>& corpora,
    const std::shared_ptr<const Model>& against = nullptr);

// Lines for people, or for a model card: one table, a row a representation. With `against`, how
// much better level 1 is.
enum class ProbeText { aligned, markdown };
std::string to_text(const ProbeReport& report, ProbeText form = ProbeText::aligned);

}  // namespace codec
