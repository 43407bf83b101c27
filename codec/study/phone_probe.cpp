#include "codec/study/phone_probe.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "codec/engine/residual_search.h"
#include "codec/engine/stream.h"
#include "codec/study/kmeans.h"
#include "codec/study/labelled_frames.h"
#include "codec/study/linear_probe.h"
#include "codec/study/mel_features.h"
#include "codec/study/noisy_copy.h"
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

std::vector<Codes> tokenise(const ModelPtr& model, const CorpusReader& corpus, const Side& side,
                            bool in_noise = false) {
  std::vector<Codes> out;
  for (std::size_t i = 0; i < side.entries.size(); ++i) {
    const auto sound = corpus.sound(side.entries[i]);
    const auto codes = encode(model, in_noise ? noisy_copy(sound, side.entries[i]) : sound);
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

PhoneCounts count(const Side& side, const std::vector<std::vector<Code>>& codes, std::size_t size) {
  PhoneCounts out(size);
  for (std::size_t i = 0; i < codes.size(); ++i) out.add(codes[i], side.phones[i]);
  return out;
}

PhoneCounts count_level(const Side& side, const std::vector<Codes>& codes, int level,
                        std::size_t size) {
  PhoneCounts out(size);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    out.add(codes_of_level(codes[i], level), side.phones[i]);
  }
  return out;
}

// What is learned of a representation, whatever it is measured on.
struct Learned {
  std::string name;
  std::vector<float> mean;
  LinearProbe linear;
};

Learned learn(std::string name, const std::vector<LabelledFrames>& training,
              const ProbeOptions& options) {
  if (options.progress) options.progress(name);
  return {std::move(name), FrameScale::of(training).mean,
          LinearProbe(training, {.epochs = options.epochs, .seed = options.seed})};
}

// What all representations share where they are measured: who speaks, which triples are compared.
class Measured {
 public:
  Measured(const CorpusReader& corpus, const ProbeOptions& options, Side side)
      : side_(std::move(side)) {
    std::map<std::string, std::vector<std::size_t>> recordings_of;
    for (std::size_t i = 0; i < side_.entries.size(); ++i) {
      recordings_of[corpus.entries()[side_.entries[i]].speaker].push_back(i);
    }
    speaker_of_.resize(side_.entries.size());
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
    within_ = choose_triples(side_.phones, speaker_of_, AbxSpeakers::within, abx);
    across_ = choose_triples(side_.phones, speaker_of_, AbxSpeakers::across, abx);
    for (const auto& phones : side_.phones) {
      for (std::size_t t = 0; t < phones.size(); ++t) {
        segments_ += phones[t] != kUnknownPhone && (t == 0 || phones[t] != phones[t - 1]);
      }
    }
  }

  const Side& side() const { return side_; }

  void describe(ProbeReport& out) const {
    out.speakers = speakers_;
    out.speaker_recordings = known_.size();
    out.speaker_chance = speakers_ > 0 ? 1.0 / static_cast<double>(speakers_) : 0.0;
    out.triples_within = within_.triples.size();
    out.triples_across = across_.triples.size();
    out.same_context_within = within_.same_context;
    out.same_context_across = across_.same_context;
  }

  double bits_per_phone(const PhoneCounts& seen) const {
    return entropy_bits(seen.codes()) * seen.frames() / segments_;
  }

  // Of level 1's codes on this side.
  std::optional<double> others_table_error(const std::vector<Codes>& codes,
                                           const PhoneCounts& seen) const {
    std::vector<PhoneCounts> by_speaker(speakers_in_all_, PhoneCounts(seen.rows().size()));
    for (std::size_t i = 0; i < codes.size(); ++i) {
      by_speaker[speaker_of_[i]].add(codes_of_level(codes[i], 0), side_.phones[i]);
    }
    return error_of_others_tables(by_speaker, seen);
  }

  // The figures that vectors give.
  ProbeRow row(Learned& learned, const std::vector<LabelledFrames>& test) const {
    ProbeRow row;
    row.name = learned.name;
    row.linear_error = learned.linear.phone_error(test);
    if (!within_.triples.empty()) row.abx_within = abx_error(within_, test, learned.mean);
    if (!across_.triples.empty()) row.abx_across = abx_error(across_, test, learned.mean);
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

 private:
  Side side_;
  std::vector<std::size_t> speaker_of_;  // of each recording
  std::vector<std::size_t> known_;       // recordings whose speaker has others too
  std::size_t speakers_ = 0;             // of those
  std::size_t speakers_in_all_ = 0;      // with one recording, too
  AbxTriples within_, across_;
  double segments_ = 0;  // of phones, silence included
};

// One training side and what is measured against it, each for itself.
class Probe {
 public:
  Probe(const CorpusReader& corpus, const ProbeOptions& options, Side training,
        std::vector<Measured> measured)
      : corpus_(corpus),
        options_(options),
        training_(std::move(training)),
        measured_(std::move(measured)) {}

  const std::vector<Measured>& measured() const { return measured_; }

  struct ModelFigures {
    PhoneCounts learned;                      // level 1's codes on the training side
    std::vector<PhoneCounts> seen;            // the same where it is measured
    std::vector<std::vector<ProbeRow>> rows;  // there: level 1, levels 2 to Q, all of them
  };
  ModelFigures measure_model(const ModelPtr& model) const {
    const auto& config = model->config();
    const auto size = static_cast<std::size_t>(config.codebook_size);
    if (options_.progress) options_.progress("encoding");
    const auto training = tokenise(model, corpus_, training_);
    std::vector<std::vector<Codes>> tests;
    std::vector<std::vector<double>> bits;  // a phone, of each level
    ModelFigures out{count_level(training_, training, 0, size), {}, {}};
    if (options_.noisy_table) {
      if (options_.progress) options_.progress("encoding in noise");
      out.learned += count_level(training_, tokenise(model, corpus_, training_, true), 0, size);
    }
    out.rows.resize(measured_.size());
    for (const auto& m : measured_) {
      const auto& codes = tests.emplace_back(tokenise(model, corpus_, m.side()));
      out.seen.push_back(count_level(m.side(), codes, 0, size));
      auto& of_levels = bits.emplace_back();
      for (int q = 0; q < config.levels; ++q) {
        of_levels.push_back(m.bits_per_phone(count_level(m.side(), codes, q, size)));
      }
    }
    const auto add = [&](std::string name, int from, int to) {
      auto learned = learn(std::move(name),
                           vectors_of_levels(*model, training_, training, from, to), options_);
      for (std::size_t m = 0; m < measured_.size(); ++m) {
        auto& row = out.rows[m].emplace_back(measured_[m].row(
            learned, vectors_of_levels(*model, measured_[m].side(), tests[m], from, to)));
        row.bits_per_token = static_cast<double>((to - from) * config.bits_per_code());
        for (int q = from; q < to; ++q) row.bits_per_phone += bits[m][static_cast<std::size_t>(q)];
      }
    };
    add("level 1", 0, 1);
    for (std::size_t m = 0; m < measured_.size(); ++m) {
      auto& code =
          out.rows[m].front().code.emplace(code_figures(out.learned, out.seen[m], options_.seed));
      code.others_table_error = measured_[m].others_table_error(tests[m], out.seen[m]);
    }
    if (config.levels > 1) {
      add(config.levels > 2 ? "levels 2 to " + std::to_string(config.levels) : "level 2", 1,
          config.levels);
      add("all levels", 0, config.levels);
    }
    return out;
  }

  // Of each that is measured.
  std::vector<std::vector<ProbeRow>> baseline_rows(const ModelConfig& config) const {
    constexpr MelFeatureOptions mel;
    constexpr auto dim = static_cast<std::size_t>(mel.bands * mel.windows);
    if (options_.progress) options_.progress("analysing");
    const auto features = [&](const Side& side) {
      return label(side, dim, [&](std::size_t i) {
        return mel_features(corpus_.sound(side.entries[i]), config, side.phones[i].size(), mel);
      });
    };
    auto training = features(training_);
    std::vector<std::vector<LabelledFrames>> tests;
    for (const auto& m : measured_) tests.push_back(features(m.side()));
    std::vector<std::vector<ProbeRow>> rows(measured_.size());
    auto uncoded = learn("log-mel", training, options_);
    for (std::size_t m = 0; m < rows.size(); ++m) {
      rows[m].push_back(measured_[m].row(uncoded, tests[m]));
    }

    if (options_.progress) options_.progress("clustering");
    const auto size = static_cast<std::size_t>(config.codebook_size);
    std::vector<float> points;  // frames with a label, as the probes see them
    for (const auto& r : training) {
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
    const auto counted = count(training_, quantise(training), size);
    auto clustered = learn("k-means of log-mel", training, options_);
    for (std::size_t m = 0; m < rows.size(); ++m) {
      const auto seen = count(measured_[m].side(), quantise(tests[m]), size);
      auto row = measured_[m].row(clustered, tests[m]);
      row.bits_per_token = config.bits_per_code();
      row.bits_per_phone = measured_[m].bits_per_phone(seen);
      row.code = code_figures(counted, seen, options_.seed);
      rows[m].insert(rows[m].begin(), std::move(row));
    }
    return rows;
  }

 private:
  const CorpusReader& corpus_;
  const ProbeOptions& options_;
  Side training_;
  std::vector<Measured> measured_;
};

Status check_models(const ModelPtr& model, const ModelPtr& against) {
  for (const auto& m : {model, against}) {
    if (m != nullptr && m->config().sample_rate_hz != kCorpusRateHz) {
      return Error{ErrorCode::bad_value, "the probes want a model of the corpus's rate, 16000 Hz"};
    }
  }
  const auto& config = model->config();
  if (against != nullptr &&
      (against->config().hop_samples() != config.hop_samples() ||
       against->config().analysis_window_samples != config.analysis_window_samples)) {
    return Error{ErrorCode::bad_value,
                 "the probes want two models of one hop and window, to compare them on one set of "
                 "frames"};
  }
  return Done{};
}

// These recordings with their labels; nothing where no token has one.
std::optional<Side> side_of(std::vector<std::size_t> entries, const CorpusReader& corpus,
                            const PhoneLabels& labels, const ModelConfig& config) {
  Side side{std::move(entries), {}};
  bool known = false;
  for (const auto i : side.entries) {
    const auto hop = config.hop_samples();
    const auto tokens = (corpus.entries()[i].samples + hop - 1) / hop;
    side.phones.push_back(token_phones(labels, config, i, static_cast<std::size_t>(tokens)));
    known =
        known || std::ranges::any_of(side.phones.back(), [](auto p) { return p != kUnknownPhone; });
  }
  if (!known) return std::nullopt;
  return side;
}

}  // namespace

Result<std::vector<ProbeReport>> probe_corpora(const ModelPtr& model, const CorpusReader& corpus,
                                               const PhoneLabels& labels, const ProbeOptions& o,
                                               const std::vector<std::string>& corpora,
                                               const ModelPtr& against) {
  if (auto fits = check_models(model, against); !fits) return fits.error();
  const auto& config = model->config();
  std::vector<std::size_t> learnable, measurable;
  for (std::size_t i = 0; i < corpus.entries().size(); ++i) {
    const auto& e = corpus.entries()[i];
    if (!e.is_of_sets(o.sets)) continue;
    if (std::ranges::all_of(labels.of(i), [](auto p) { return p == kUnknownPhone; })) continue;
    if (e.split == Split::train) {
      if (!e.is_speed_copy()) learnable.push_back(i);
    } else if (std::ranges::find(o.measured, e.split) != o.measured.end()) {
      measurable.push_back(i);
    }
  }
  const auto picked = std::min(learnable.size(), o.training_limit);
  std::vector<std::size_t> learned_from;
  for (std::size_t i = 0; i < picked; ++i) {
    learned_from.push_back(learnable[i * learnable.size() / picked]);
  }
  auto training = side_of(std::move(learned_from), corpus, labels, config);
  std::vector<Measured> measured;
  for (const auto& name : corpora) {
    std::vector<std::size_t> of_it;
    for (const auto i : measurable) {
      if (corpus.entries()[i].set.starts_with(name)) of_it.push_back(i);
    }
    auto side = side_of(std::move(of_it), corpus, labels, config);
    if (!training || !side) {
      return Error{ErrorCode::empty, (name.empty() ? "" : name + ": ") +
                                         "no recordings with phone labels on both sides of the "
                                         "split"};
    }
    measured.emplace_back(corpus, o, std::move(*side));
  }

  const Probe probe(corpus, o, std::move(*training), std::move(measured));
  std::vector<ProbeReport> out(corpora.size());
  if (against != nullptr) {
    auto figures = probe.measure_model(against);
    for (std::size_t m = 0; m < out.size(); ++m) out[m].against = std::move(figures.rows[m]);
  }
  auto figures = probe.measure_model(model);
  const auto prior = figures.learned.phones();
  const auto most = static_cast<std::size_t>(std::ranges::max_element(prior) - prior.begin());
  const auto table = figures.learned.table(to_hex(model->fingerprint()));
  for (std::size_t m = 0; m < out.size(); ++m) {
    const auto& seen = figures.seen[m];
    const auto phones = seen.phones();
    probe.measured()[m].describe(out[m]);
    out[m].model = std::move(figures.rows[m]);
    if (o.shipped) out[m].model.front().code->shipped = judge_table(*o.shipped, seen);
    out[m].training_frames = static_cast<std::int64_t>(figures.learned.frames());
    out[m].frames = static_cast<std::int64_t>(seen.frames());
    out[m].phone_entropy_bits = entropy_bits(phones);
    out[m].majority_error = 1.0 - phones[most] / seen.frames();
    out[m].table = table;
  }
  if (o.baselines) {
    auto rows = probe.baseline_rows(config);
    for (std::size_t m = 0; m < out.size(); ++m) out[m].baselines = std::move(rows[m]);
  }
  return out;
}

Result<ProbeReport> probe_phones(const ModelPtr& model, const CorpusReader& corpus,
                                 const PhoneLabels& labels, const ProbeOptions& o,
                                 const ModelPtr& against) {
  auto reports = probe_corpora(model, corpus, labels, o, {std::string()}, against);
  if (!reports) return reports.error();
  return std::move(reports->front());
}

}  // namespace codec
