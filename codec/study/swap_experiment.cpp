#include "codec/study/swap_experiment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>

#include "codec/base/printed.h"
#include "codec/base/sha256.h"
#include "codec/engine/stream.h"
#include "codec/measure/metrics.h"
#include "codec/measure/pitch.h"
#include "codec/sound/audio_file.h"
#include "codec/study/mel_features.h"
#include "codec/study/phone_counts.h"
#include "codec/study/phone_frames.h"
#include "codec/study/voice_statistic.h"
#include "codec/study/voice_swap.h"

namespace codec {
namespace {

constexpr MelFeatureOptions kMel{.windows = 1};
const double kPitchApart = std::log(1.2);

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Nothing where no frame is voiced.
std::optional<double> log_pitch(std::span<const float> f0) {
  std::vector<double> voiced;
  for (const float hz : f0) {
    if (hz > 0) voiced.push_back(std::log(static_cast<double>(hz)));
  }
  if (voiced.empty()) return std::nullopt;
  return median(std::move(voiced));
}

VoiceStatistic voice_of(std::span<const float> samples, const ModelConfig& config) {
  const auto frames = samples.size() / static_cast<std::size_t>(config.hop_samples());
  return voice_statistic(mel_features(samples, config, frames, kMel),
                         static_cast<std::size_t>(kMel.bands));
}

Status write_wav(const std::filesystem::path& path, std::span<const float> samples) {
  auto writer = AudioWriter::create(path, {.sample_rate_hz = kCorpusRateHz});
  if (!writer) return writer.error();
  if (auto s = writer->write(samples); !s) return s.error();
  return writer->finish();
}

// A recording of a speaker who has another one.
struct Voice {
  std::size_t entry = 0;
  std::size_t speaker = 0;
  Codes codes;
  std::vector<float> rendered;  // as the codec decodes it
};

// What is summed of one row over the pairs.
struct Sums {
  double pairs = 0, named_a = 0, named_b = 0, nearer_b = 0;
  double labelled = 0, right = 0, frames = 0, same_phone = 0, same_code = 0;
  double stoi = 0, stoi_pairs = 0;
  std::vector<double> positions, pitch_positions;

  SwapRow row(std::string name, bool says_a) const {
    SwapRow out;
    out.name = std::move(name);
    out.named_a = named_a / pairs;
    out.named_b = named_b / pairs;
    out.nearer_b = nearer_b / pairs;
    out.position = median(positions);
    if (!pitch_positions.empty()) out.pitch_position = median(pitch_positions);
    if (!says_a) return out;
    if (labelled > 0) out.right_phone = right / labelled;
    out.same_phone = same_phone / frames;
    out.same_code = same_code / frames;
    if (stoi_pairs > 0) out.stoi = stoi / stoi_pairs;
    return out;
  }
};

class Experiment {
 public:
  Experiment(std::shared_ptr<const Model> model, const CorpusReader& corpus,
             const PhoneLabels& labels, PhoneTable table, std::vector<Voice> voices)
      : model_(std::move(model)),
        corpus_(corpus),
        labels_(labels),
        table_(std::move(table)),
        voices_(std::move(voices)),
        set_(statistics(), speakers()) {}

  // Adds what A's words with a voice sounded like: `sound`, decoded from `codes`. Only where
  // `says_a` does it say what A said.
  void measure(Sums& to, std::size_t a, std::size_t b, std::span<const float> sound,
               const Codes& codes, bool says_a) const {
    to.pairs += 1;
    const auto& from = voices_[a];
    const auto& other = voices_[b];
    const std::array pair{a, b};
    const auto voice_a = set_.mean_of(from.speaker, pair);
    const auto voice_b = set_.mean_of(other.speaker, pair);
    const auto heard = voice_of(sound, model_->config());
    const auto nearest = set_.nearest(heard, pair);
    to.named_a += nearest == from.speaker;
    to.named_b += nearest == other.speaker;
    to.nearer_b += set_.distance(heard, voice_b) < set_.distance(heard, voice_a);
    to.positions.push_back(set_.along(voice_a, voice_b, heard));
    const auto pitch_a = log_pitch(corpus_.f0(from.entry));
    const auto pitch_b = log_pitch(corpus_.f0(other.entry));
    if (pitch_a && pitch_b && std::abs(*pitch_b - *pitch_a) >= kPitchApart) {
      if (const auto pitch = log_pitch(track_f0(sound))) {
        to.pitch_positions.push_back((*pitch - *pitch_a) / (*pitch_b - *pitch_a));
      }
    }
    if (!says_a) return;

    const auto again = encode(model_, sound);
    const auto coded = encode(model_, from.rendered);
    const auto frames = std::min(again.frames(), codes.frames());
    const auto phones =
        first_code_phones(labels_, model_->config(), from.entry, static_cast<std::size_t>(frames));
    for (std::int64_t t = 0; t < frames; ++t) {
      const auto named = table_.phone_of(again.at(0, t));
      const auto phone = phones[static_cast<std::size_t>(t)];
      if (phone != kUnknownPhone) {
        to.labelled += 1;
        to.right += named == phone_name(phone);
      }
      to.frames += 1;
      to.same_phone += named == table_.phone_of(coded.at(0, t));
      to.same_code += again.at(0, t) == codes.at(0, t);
    }
    const auto reference = corpus_.sound(from.entry);
    const auto length = std::min(reference.size(), sound.size());
    if (const auto score = intelligibility(std::span(reference).first(length), sound.first(length),
                                           kCorpusRateHz)) {
      to.stoi += score->stoi;
      to.stoi_pairs += 1;
    }
  }

  const std::vector<Voice>& voices() const { return voices_; }
  std::size_t speaker_count() const { return set_.speakers(); }

 private:
  std::vector<VoiceStatistic> statistics() const {
    std::vector<VoiceStatistic> out;
    for (const auto& v : voices_) out.push_back(voice_of(v.rendered, model_->config()));
    return out;
  }
  std::vector<std::size_t> speakers() const {
    std::vector<std::size_t> out;
    for (const auto& v : voices_) out.push_back(v.speaker);
    return out;
  }

  std::shared_ptr<const Model> model_;
  const CorpusReader& corpus_;
  const PhoneLabels& labels_;
  PhoneTable table_;
  std::vector<Voice> voices_;
  VoiceSet set_;
};

bool has_labels(const PhoneLabels& labels, std::size_t entry) {
  return std::ranges::any_of(labels.of(entry), [](auto p) { return p != kUnknownPhone; });
}

Result<PhoneTable> table_for(const std::shared_ptr<const Model>& model, const CorpusReader& corpus,
                             const PhoneLabels& labels, const SwapOptions& o) {
  if (model->phones() != nullptr) return *model->phones();
  if (o.progress) o.progress("counting phones");
  std::vector<std::size_t> learn;
  for (std::size_t i = 0; i < corpus.entries().size(); ++i) {
    const auto& e = corpus.entries()[i];
    if (e.split == Split::train && e.is_of_sets(o.sets) && !e.is_speed_copy() &&
        has_labels(labels, i)) {
      learn.push_back(i);
    }
  }
  if (learn.empty()) {
    return Error{ErrorCode::empty, "no labelled training recording to make a phone table from"};
  }
  PhoneCounts counts(static_cast<std::size_t>(model->config().codebook_size));
  const auto picked = std::min(learn.size(), o.table_limit);
  for (std::size_t i = 0; i < picked; ++i) {
    const auto entry = learn[i * learn.size() / picked];
    const auto codes = encode(model, corpus.sound(entry), 1);
    counts.add(codes.data, first_code_phones(labels, model->config(), entry, codes.data.size()));
  }
  return counts.table(to_hex(model->fingerprint()));
}

}  // namespace

Result<SwapReport> run_voice_swap(const std::shared_ptr<const Model>& model,
                                  const CorpusReader& corpus, const PhoneLabels& labels,
                                  const SwapOptions& o) {
  if (model->config().sample_rate_hz != kCorpusRateHz) {
    return Error{ErrorCode::bad_value, "a swap wants a model of the corpus's rate, 16000 Hz"};
  }
  if (model->config().levels < 2) {
    return Error{ErrorCode::bad_value, "a swap wants a model of two levels or more"};
  }
  std::map<std::string, std::vector<std::size_t>> recordings_of;
  for (std::size_t i = 0; i < corpus.entries().size(); ++i) {
    const auto& e = corpus.entries()[i];
    if (e.is_of_sets(o.sets) && std::ranges::find(o.splits, e.split) != o.splits.end() &&
        e.samples >= model->config().hop_samples() && has_labels(labels, i)) {
      recordings_of[e.speaker].push_back(i);
    }
  }
  std::erase_if(recordings_of, [](const auto& item) { return item.second.size() < 2; });
  if (recordings_of.size() < 2) {
    return Error{ErrorCode::empty, "no two speakers with two labelled recordings each"};
  }
  if (!o.wav_folder.empty()) {
    std::error_code failed;
    std::filesystem::create_directories(o.wav_folder, failed);
    if (failed) {
      return Error{ErrorCode::io,
                   o.wav_folder.string() + ": cannot make the folder: " + failed.message()};
    }
  }
  auto table = table_for(model, corpus, labels, o);
  if (!table) return table.error();
  SwapReport report;
  report.table_frames = table->frames;
  report.table_is_shipped = model->phones() != nullptr;
  report.speakers = recordings_of.size();

  if (o.progress) o.progress("coding the voices");
  std::vector<Voice> voices;
  std::size_t speaker = 0;
  for (const auto& [name, entries] : recordings_of) {
    for (const auto entry : entries) {
      auto codes = encode(model, corpus.sound(entry));
      auto rendered = decode(model, codes);
      voices.push_back({entry, speaker, std::move(codes), std::move(rendered)});
    }
    ++speaker;
  }
  const Experiment experiment(model, corpus, labels, std::move(*table), std::move(voices));
  const auto& pool = experiment.voices();

  if (o.progress) o.progress("swapping voices");
  struct Kind {
    const char* name;
    const char* file;
    bool says_a;
    Sums sums = {};
  };
  std::vector<Kind> kinds = {{"A as coded", "a", true},
                             {"level 1 of A alone", "level1", true},
                             {"nearest frame of B", "nearest", true},
                             {"mean of B", "mean", true},
                             {"B as coded", "b", false}};
  std::mt19937_64 random(o.seed);
  report.pairs = std::min(o.pairs, pool.size());
  for (std::size_t pair = 0; pair < report.pairs; ++pair) {
    const auto a = pair * pool.size() / report.pairs;
    std::size_t b = a;
    while (pool[b].speaker == pool[a].speaker) b = random() % pool.size();
    const auto by_frame = swap_voice_by_frame(*model, pool[a].codes, pool[b].codes);
    const auto by_mean = swap_voice_by_mean(*model, pool[a].codes, pool[b].codes);
    const std::vector<float> sounds[] = {pool[a].rendered, decode(model, pool[a].codes, 1u),
                                         decode(model, by_frame), decode(model, by_mean),
                                         pool[b].rendered};
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      experiment.measure(kinds[k].sums, a, b, sounds[k],
                         kinds[k].says_a ? pool[a].codes : pool[b].codes, kinds[k].says_a);
      if (o.wav_folder.empty()) continue;
      char name[48];
      std::snprintf(name, sizeof name, "%02zu_%s.wav", pair, kinds[k].file);
      if (auto s = write_wav(o.wav_folder / name, sounds[k]); !s) return s.error();
    }
  }
  for (const auto& kind : kinds) report.rows.push_back(kind.sums.row(kind.name, kind.says_a));
  report.pitch_pairs = kinds.front().sums.pitch_positions.size();
  return report;
}

std::string to_text(const SwapReport& r) {
  std::string out;
  const auto line = [&](const char* pattern, auto... values) {
    out += printed(pattern, values...);
  };
  const auto percent = [](std::optional<double> share) -> std::string {
    return share ? printed("%.1f %%", 100 * *share) : "-";
  };
  const auto decimals = [](std::optional<double> value) -> std::string {
    return value ? printed("%.2f", *value) : "-";
  };
  line(
      "%zu pairs, %zu of them with voices 20 %% or more apart in F0; %zu speakers to choose from; "
      "phones by a table of %lld frames%s.\n",
      r.pairs, r.pitch_pairs, r.speakers, static_cast<long long>(r.table_frames),
      r.table_is_shipped ? " (shipped with the model)" : "");
  line(
      "voice and F0: 0 is A's, 1 is B's (medians). What was said, after encoding again: phone "
      "right by A's labels, phone as of A coded, level 1 unchanged; STOI against A.\n\n");
  line("%-20s  %8s  %8s  %9s  %6s  %6s  %11s  %10s  %9s  %5s\n", "sound", "is A", "is B",
       "nearer B", "voice", "F0", "phone right", "phone same", "code same", "STOI");
  for (const auto& row : r.rows) {
    line("%-20s  %8s  %8s  %9s  %6s  %6s  %11s  %10s  %9s  %5s\n", row.name.c_str(),
         percent(row.named_a).c_str(), percent(row.named_b).c_str(), percent(row.nearer_b).c_str(),
         decimals(row.position).c_str(), decimals(row.pitch_position).c_str(),
         percent(row.right_phone).c_str(), percent(row.same_phone).c_str(),
         percent(row.same_code).c_str(), decimals(row.stoi).c_str());
  }
  return out;
}

}  // namespace codec
