#include "codec/study/phone_probe.h"

#include <algorithm>
#include <map>

#include "codec/engine/residual_search.h"
#include "codec/engine/stream.h"
#include "codec/study/kmeans.h"
#include "codec/study/labelled_frames.h"
#include "codec/study/linear_probe.h"
#include "codec/study/mel_features.h"
#include "codec/study/phone_abx.h"
#include "codec/study/phone_counts.h"
#include "codec/study/phone_frames.h"
#include "codec/study/voice_statistic.h"

namespace codec {
namespace {

using Phones = std::vector<std::uint8_t>;  // a token, kUnknownPhone where nothing is known
using ModelPtr = std::shared_ptr<const Model>;

// The recordings of one side of the split: where they stand in the corpus, and their labels.
struct Side {
  std::vector<std::size_t> entries;
  std::vector<Phones> phones;
};

std::vector<Codes> tokenise(const ModelPtr& model, const CorpusReader& corpus, const Side& side) {
  std::vector<Codes> out;
  for (std::size_t i = 0; i < side.entries.size(); ++i) {
    const auto codes = encode(model, corpus.sound(side.entries[i]));
    out.push_back(with_first_codes_in_place(codes, model->config()));
    auto& placed = out.back();  // without the frames in which the encoder flushed
    placed.data.resize(std::min(placed.data.size(),
                                side.phones[i].size() * static_cast<std::size_t>(placed.levels)));
  }
  return out;
}

// Recordings as a representation gives them, from a vector of each.
template <typename Vectors>
std::vector<LabelledFrames> label(const Side& side, std::size_t dim, Vectors&& vectors) {
  std::vector<LabelledFrames> out;
  for (std::size_t i = 0; i < side.phones.size(); ++i) {
    out.push_back({dim, vectors(i), side.phones[i]});
  }
  return out;
}

// Level 1 alone: its entries where its codes are chosen. Else the sum of the entries of levels
// [from, to) as the decoder adds them up.
std::vector<LabelledFrames> vectors_of_levels(const Model& model, const Side& side,
                                              const std::vector<Codes>& codes, int from, int to) {
  const auto& weights = model.weights();
  const auto dim = weights.codebooks[0].dim;
  const std::uint32_t mask = ((1u << to) - 1u) & ~((1u << from) - 1u);
  return label(side, dim, [&](std::size_t i) {
    const auto frames = static_cast<std::size_t>(codes[i].frames());
    std::vector<float> out(frames * dim);
    if (to == 1) {
      for (std::size_t t = 0; t < frames; ++t) {
        const auto code = codes[i].at(0, static_cast<std::int64_t>(t));
        std::copy_n(weights.first_entries.data() + code * dim, dim, out.data() + t * dim);
      }
    } else {
      engine::look_up(weights, codes[i].data.data(), frames,
                      static_cast<std::size_t>(codes[i].levels), mask, out.data());
    }
    return out;
  });
}

std::vector<Code> codes_of_level(const Codes& codes, int level) {
  std::vector<Code> out;
  for (std::int64_t t = 0; t < codes.frames(); ++t) out.push_back(codes.at(level, t));
  return out;
}

CodeFigures code_figures(const PhoneCounts& learned, const PhoneCounts& seen, std::uint64_t seed) {
  const double entropy = entropy_bits(seen.phones());
  CodeFigures out;
  out.purity = seen.purity();
  out.information = seen.information_bits();
  out.pnmi = out.information / entropy;
  out.table = judge_table(learned, seen);
  out.table_error = out.table.error;
  out.table_pnmi = out.table.pnmi;
  out.pnmi_over_shuffled = seen.information_over_shuffled_bits(seed) / entropy;
  return out;
}

// Share of frames named wrongly by the counts of all speakers but the one who speaks.
std::optional<double> error_of_others_tables(const std::vector<PhoneCounts>& by_speaker,
                                             const PhoneCounts& all) {
  if (by_speaker.size() < 2) return std::nullopt;
  double wrong = 0;
  auto others = all;
  for (const auto& own : by_speaker) {
    if (own.frames() == 0) continue;
    others -= own;
    if (others.frames() == 0) return std::nullopt;
    wrong += judge_table(others, own).error * own.frames();
    others += own;
  }
  return wrong / all.frames();
}

// What all representations share: the two sides, who speaks, which triples are compared.
class Probe {
 public:
  Probe(const CorpusReader& corpus, const ProbeOptions& options, Side training, Side measured)
      : corpus_(corpus),
        options_(options),
        training_(std::move(training)),
        measured_(std::move(measured)) {
    std::map<std::string, std::vector<std::size_t>> recordings_of;
    for (std::size_t i = 0; i < measured_.entries.size(); ++i) {
      recordings_of[corpus.entries()[measured_.entries[i]].speaker].push_back(i);
    }
    speaker_of_.resize(measured_.entries.size());
    std::size_t id = 0;
    speakers_in_all_ = recordings_of.size();
    for (const auto& [name, recordings] : recordings_of) {
      for (const auto i : recordings) speaker_of_[i] = id;
      ++id;
      if (recordings.size() < 2) continue;
      ++speakers_;
      known_.insert(known_.end(), recordings.begin(), recordings.end());
    }
    const AbxOptions abx{.triples = options.abx_triples, .seed = options.seed};
    within_ = choose_triples(measured_.phones, speaker_of_, AbxSpeakers::within, abx);
    across_ = choose_triples(measured_.phones, speaker_of_, AbxSpeakers::across, abx);
    for (const auto& phones : measured_.phones) {
      for (std::size_t t = 0; t < phones.size(); ++t) {
        segments_ += phones[t] != kUnknownPhone && (t == 0 || phones[t] != phones[t - 1]);
      }
    }
  }

  const Side& training() const { return training_; }
  const Side& measured() const { return measured_; }

  void describe(ProbeReport& out) const {
    out.speakers = speakers_;
    out.speaker_recordings = known_.size();
    out.speaker_chance = speakers_ > 0 ? 1.0 / static_cast<double>(speakers_) : 0.0;
    out.triples_within = within_.triples.size();
    out.triples_across = across_.triples.size();
    out.same_context_within = within_.same_context;
    out.same_context_across = across_.same_context;
  }

  PhoneCounts count(const Side& side, const std::vector<std::vector<Code>>& codes,
                    std::size_t size) const {
    PhoneCounts out(size);
    for (std::size_t i = 0; i < codes.size(); ++i) out.add(codes[i], side.phones[i]);
    return out;
  }

  double bits_per_phone(const PhoneCounts& seen) const {
    return entropy_bits(seen.codes()) * seen.frames() / segments_;
  }

  // The figures that vectors give.
  ProbeRow measure(std::string name, const std::vector<LabelledFrames>& learn,
                   const std::vector<LabelledFrames>& test) const {
    if (options_.progress) options_.progress(name);
    ProbeRow row;
    row.name = std::move(name);
    row.linear_error =
        linear_phone_error(learn, test, {.epochs = options_.epochs, .seed = options_.seed});
    const auto scale = FrameScale::of(learn);
    if (!within_.triples.empty()) row.abx_within = abx_error(within_, test, scale.mean);
    if (!across_.triples.empty()) row.abx_across = abx_error(across_, test, scale.mean);
    if (!known_.empty()) {
      std::vector<VoiceStatistic> voices;
      std::vector<std::size_t> speakers;
      for (const auto i : known_) {
        voices.push_back(voice_statistic(test[i].vectors, test[i].dim));
        speakers.push_back(speaker_of_[i]);
      }
      row.speaker_accuracy = VoiceSet(std::move(voices), std::move(speakers)).accuracy();
    }
    return row;
  }

  struct ModelFigures {
    std::vector<ProbeRow> rows;  // level 1, levels 2 to Q, all of them
    PhoneCounts learned, seen;   // level 1's codes on either side
  };
  ModelFigures measure_model(const ModelPtr& model) const {
    const auto& config = model->config();
    const auto size = static_cast<std::size_t>(config.codebook_size);
    if (options_.progress) options_.progress("encoding");
    const auto learn = tokenise(model, corpus_, training_);
    const auto test = tokenise(model, corpus_, measured_);
    ModelFigures out{{}, PhoneCounts(size), PhoneCounts(size)};
    for (std::size_t i = 0; i < learn.size(); ++i) {
      out.learned.add(codes_of_level(learn[i], 0), training_.phones[i]);
    }
    std::vector<double> bits;  // a phone, of each level
    for (int q = 0; q < config.levels; ++q) {
      PhoneCounts counts(size);
      for (std::size_t i = 0; i < test.size(); ++i) {
        counts.add(codes_of_level(test[i], q), measured_.phones[i]);
      }
      bits.push_back(bits_per_phone(counts));
      if (q == 0) out.seen = std::move(counts);
    }
    const auto add = [&](std::string name, int from, int to) {
      auto& row = out.rows.emplace_back(
          measure(std::move(name), vectors_of_levels(*model, training_, learn, from, to),
                  vectors_of_levels(*model, measured_, test, from, to)));
      row.bits_per_token = static_cast<double>((to - from) * config.bits_per_code());
      for (int q = from; q < to; ++q) row.bits_per_phone += bits[static_cast<std::size_t>(q)];
    };
    add("level 1", 0, 1);
    auto& code = out.rows.front().code.emplace(code_figures(out.learned, out.seen, options_.seed));
    std::vector<PhoneCounts> by_speaker(speakers_in_all_, PhoneCounts(size));
    for (std::size_t i = 0; i < test.size(); ++i) {
      by_speaker[speaker_of_[i]].add(codes_of_level(test[i], 0), measured_.phones[i]);
    }
    code.others_table_error = error_of_others_tables(by_speaker, out.seen);
    if (config.levels > 1) {
      add(config.levels > 2 ? "levels 2 to " + std::to_string(config.levels) : "level 2", 1,
          config.levels);
      add("all levels", 0, config.levels);
    }
    return out;
  }

  std::vector<ProbeRow> baseline_rows(const ModelConfig& config) const {
    constexpr MelFeatureOptions mel;
    constexpr auto dim = static_cast<std::size_t>(mel.bands * mel.windows);
    if (options_.progress) options_.progress("analysing");
    const auto features = [&](const Side& side) {
      return label(side, dim, [&](std::size_t i) {
        return mel_features(corpus_.sound(side.entries[i]), config, side.phones[i].size(), mel);
      });
    };
    auto learn = features(training_);
    auto test = features(measured_);
    std::vector<ProbeRow> rows;
    rows.push_back(measure("log-mel", learn, test));

    if (options_.progress) options_.progress("clustering");
    const auto size = static_cast<std::size_t>(config.codebook_size);
    std::vector<float> points;  // frames with a label, as the probes see them
    for (const auto& r : learn) {
      for (std::size_t t = 0; t < r.frames(); ++t) {
        if (r.phones[t] == kUnknownPhone) continue;
        points.insert(points.end(), r.vector(t), r.vector(t) + dim);
      }
    }
    const auto centres = kmeans(points, dim, {.clusters = size, .seed = options_.seed});
    const auto quantise = [&](std::vector<LabelledFrames>& side) {
      std::vector<std::vector<Code>> codes;
      for (auto& r : side) {
        codes.push_back(nearest_centres(centres, r.vectors, dim));
        for (std::size_t t = 0; t < r.frames(); ++t) {
          std::copy_n(centres.data() + codes.back()[t] * dim, dim, r.vectors.data() + t * dim);
        }
      }
      return codes;
    };
    const auto learned = count(training_, quantise(learn), size);
    const auto seen = count(measured_, quantise(test), size);
    auto row = measure("k-means of log-mel", learn, test);
    row.bits_per_token = config.bits_per_code();
    row.bits_per_phone = bits_per_phone(seen);
    row.code = code_figures(learned, seen, options_.seed);
    rows.insert(rows.begin(), std::move(row));
    return rows;
  }

 private:
  const CorpusReader& corpus_;
  const ProbeOptions& options_;
  Side training_, measured_;
  std::vector<std::size_t> speaker_of_;  // of each measured recording
  std::vector<std::size_t> known_;       // measured recordings whose speaker has others too
  std::size_t speakers_ = 0;             // of those
  std::size_t speakers_in_all_ = 0;      // with one recording, too
  AbxTriples within_, across_;
  double segments_ = 0;  // of phones, silence included
};

}  // namespace

Result<ProbeReport> probe_phones(const ModelPtr& model, const CorpusReader& corpus,
                                 const PhoneLabels& labels, const ProbeOptions& o,
                                 const ModelPtr& against) {
  const auto& config = model->config();
  for (const auto& m : {model, against}) {
    if (m != nullptr && m->config().sample_rate_hz != kCorpusRateHz) {
      return Error{ErrorCode::bad_value, "the probes want a model of the corpus's rate, 16000 Hz"};
    }
  }
  if (against != nullptr &&
      (against->config().hop_samples() != config.hop_samples() ||
       against->config().analysis_window_samples != config.analysis_window_samples)) {
    return Error{ErrorCode::bad_value,
                 "the probes want two models of one hop and window, to compare them on one set of "
                 "frames"};
  }
  std::vector<std::size_t> learn;
  Side training, measured;
  for (std::size_t i = 0; i < corpus.entries().size(); ++i) {
    const auto& e = corpus.entries()[i];
    if (!e.is_of_sets(o.sets)) continue;
    if (std::ranges::all_of(labels.of(i), [](auto p) { return p == kUnknownPhone; })) continue;
    if (e.split == Split::train) {
      if (!e.is_speed_copy()) learn.push_back(i);
    } else if (std::ranges::find(o.measured, e.split) != o.measured.end() &&
               e.is_of_sets(o.measured_sets)) {
      measured.entries.push_back(i);
    }
  }
  const auto picked = std::min(learn.size(), o.training_limit);
  for (std::size_t i = 0; i < picked; ++i) {
    training.entries.push_back(learn[i * learn.size() / picked]);
  }
  bool known_on_both_sides = true;
  for (auto* side : {&training, &measured}) {
    bool known = false;
    for (const auto i : side->entries) {
      const auto hop = config.hop_samples();
      const auto tokens = (corpus.entries()[i].samples + hop - 1) / hop;
      side->phones.push_back(token_phones(labels, config, i, static_cast<std::size_t>(tokens)));
      known = known ||
              std::ranges::any_of(side->phones.back(), [](auto p) { return p != kUnknownPhone; });
    }
    known_on_both_sides = known_on_both_sides && known;
  }
  if (!known_on_both_sides) {
    return Error{ErrorCode::empty, "no recordings with phone labels on both sides of the split"};
  }

  const Probe probe(corpus, o, std::move(training), std::move(measured));
  ProbeReport out;
  probe.describe(out);
  if (against != nullptr) out.against = probe.measure_model(against).rows;
  auto [rows, learned, seen] = probe.measure_model(model);
  out.model = std::move(rows);
  if (o.shipped) out.model.front().code->shipped = judge_table(*o.shipped, seen);
  out.training_frames = static_cast<std::int64_t>(learned.frames());
  out.frames = static_cast<std::int64_t>(seen.frames());
  const auto phones = seen.phones();
  const auto prior = learned.phones();
  out.phone_entropy_bits = entropy_bits(phones);
  const auto most = static_cast<std::size_t>(std::ranges::max_element(prior) - prior.begin());
  out.majority_error = 1.0 - phones[most] / seen.frames();
  out.table = learned.table(to_hex(model->fingerprint()));
  if (o.baselines) out.baselines = probe.baseline_rows(config);
  return out;
}

}  // namespace codec
