#include "codec/phone_probe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <span>

#include "codec/engine_weights.h"
#include "codec/sha256.h"
#include "codec/stream.h"

namespace codec {
namespace {

constexpr std::size_t kPhones = kPhoneCount;

// One recording: codes, the label of each token, and whose it is.
struct Recording {
  Codes codes;
  std::vector<std::uint8_t> phones;  // a token, kUnknownPhone where nothing is known
  std::string speaker;
};

using Counts = std::vector<std::array<double, kPhones>>;  // [code][phone]

Recording tokenise(const std::shared_ptr<const Model>& model, const CorpusReader& corpus,
                   const PhoneLabels& labels, std::size_t i) {
  Recording out{encode(model, corpus.sound(i)), {}, corpus.entries()[i].speaker};
  const auto known = labels.of(i);
  const auto step = static_cast<std::size_t>(model->config().subframes_per_frame);
  for (std::size_t t = 0; t < static_cast<std::size_t>(out.codes.frames()); ++t) {
    out.phones.push_back(t * step < known.size() ? known[t * step] : kUnknownPhone);
  }
  return out;
}

double entropy_bits(std::span<const double> counts) {
  double total = 0, sum = 0;
  for (const double c : counts) {
    total += c;
    if (c > 0) sum += c * std::log2(c);
  }
  return total > 0 ? std::log2(total) - sum / total : 0.0;
}

Counts count(std::span<const Recording> recordings, std::size_t codes) {
  Counts out(codes, std::array<double, kPhones>{});
  for (const auto& r : recordings) {
    for (std::size_t t = 0; t < r.phones.size(); ++t) {
      if (r.phones[t] != kUnknownPhone) {
        out[r.codes.at(0, static_cast<std::int64_t>(t))][r.phones[t]] += 1;
      }
    }
  }
  return out;
}

std::array<double, kPhones> phone_totals(const Counts& counts) {
  std::array<double, kPhones> out{};
  for (const auto& row : counts) {
    for (std::size_t p = 0; p < kPhones; ++p) out[p] += row[p];
  }
  return out;
}

std::size_t best_of(std::span<const double> values) {
  return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin());
}

// The sum of the entries of levels [from, to) of a frame, added to `sum` (D).
void add_entries(const engine::Weights& weights, const Recording& r, std::size_t t, int from,
                 int to, std::span<float> sum) {
  for (int q = from; q < to; ++q) {
    const auto& book = weights.codebooks[static_cast<std::size_t>(q)];
    const float* entry = book.entry(r.codes.at(q, static_cast<std::int64_t>(t)));
    for (std::size_t d = 0; d < sum.size(); ++d) sum[d] += entry[d];
  }
}

// Softmax regression by Adam on single frames: wrong share on the measured ones.
double linear_error(const engine::Weights& weights, std::span<const Recording> training,
                    std::span<const Recording> measured, int levels, const ProbeOptions& o) {
  const auto dim = weights.codebooks[0].dim;
  const auto width = dim + 1;  // a constant beside the latents
  const float scale = std::sqrt(static_cast<float>(dim));
  const auto fill = [&](const Recording& r, std::size_t t, std::vector<float>& x) {
    std::ranges::fill(x, 0.0f);
    add_entries(weights, r, t, 0, levels, std::span(x).first(dim));
    for (auto& v : x) v *= scale;
    x.back() = 1.0f;
  };
  std::vector<std::pair<std::size_t, std::size_t>> frames;
  for (std::size_t i = 0; i < training.size(); ++i) {
    for (std::size_t t = 0; t < training[i].phones.size(); ++t) {
      if (training[i].phones[t] != kUnknownPhone) frames.emplace_back(i, t);
    }
  }
  std::vector<float> w(kPhones * width), gradient(w.size()), first(w.size()), second(w.size());
  std::vector<float> x(width);
  std::array<float, kPhones> p{};
  const auto logits = [&] {
    for (std::size_t k = 0; k < kPhones; ++k) {
      float sum = 0;
      for (std::size_t d = 0; d < width; ++d) sum += w[k * width + d] * x[d];
      p[k] = sum;
    }
  };
  constexpr std::size_t kBatch = 256;
  constexpr float kRate = 0.02f;
  std::mt19937_64 random(o.seed);
  const auto batches = std::max<std::size_t>(1, frames.size() / kBatch);
  const auto steps = batches * static_cast<std::size_t>(o.epochs);
  float decay1 = 1, decay2 = 1;
  for (std::size_t step = 0; step < steps; ++step) {
    if (step % batches == 0) std::ranges::shuffle(frames, random);
    std::ranges::fill(gradient, 0.0f);
    const auto begin = step % batches * kBatch;
    const auto end = std::min(frames.size(), begin + kBatch);
    for (std::size_t f = begin; f < end; ++f) {
      const auto& r = training[frames[f].first];
      fill(r, frames[f].second, x);
      logits();
      const float top = *std::ranges::max_element(p);
      float sum = 0;
      for (auto& v : p) sum += v = std::exp(v - top);
      for (std::size_t k = 0; k < kPhones; ++k) {
        const float miss = p[k] / sum - (r.phones[frames[f].second] == k ? 1.0f : 0.0f);
        for (std::size_t d = 0; d < width; ++d) gradient[k * width + d] += miss * x[d];
      }
    }
    decay1 *= 0.9f;
    decay2 *= 0.99f;
    const float left = 1.0f - static_cast<float>(step) / static_cast<float>(steps);
    for (std::size_t j = 0; j < w.size(); ++j) {
      const float g = gradient[j] / static_cast<float>(end - begin);
      first[j] += 0.1f * (g - first[j]);
      second[j] += 0.01f * (g * g - second[j]);
      w[j] -= kRate * left * (first[j] / (1 - decay1)) /
              (std::sqrt(second[j] / (1 - decay2)) + 1e-8f);
    }
  }
  double wrong = 0, all = 0;
  for (const auto& r : measured) {
    for (std::size_t t = 0; t < r.phones.size(); ++t) {
      if (r.phones[t] == kUnknownPhone) continue;
      fill(r, t, x);
      logits();
      wrong += static_cast<std::size_t>(std::ranges::max_element(p) - p.begin()) != r.phones[t];
      all += 1;
    }
  }
  return wrong / all;
}

// Nearest speaker, leaving out the recording itself, among speakers with two recordings or more.
double speaker_accuracy(const engine::Weights& weights, std::span<const Recording> recordings,
                        int from, int to) {
  const auto dim = weights.codebooks[0].dim;
  std::vector<std::vector<double>> features;  // (2 D) a recording
  for (const auto& r : recordings) {
    std::vector<double> f(2 * dim);
    std::vector<float> x(dim);
    for (std::size_t t = 0; t < r.phones.size(); ++t) {
      std::ranges::fill(x, 0.0f);
      add_entries(weights, r, t, from, to, x);
      for (std::size_t d = 0; d < dim; ++d) {
        f[d] += static_cast<double>(x[d]);
        f[dim + d] += static_cast<double>(x[d]) * static_cast<double>(x[d]);
      }
    }
    const double n = static_cast<double>(r.phones.size());
    for (std::size_t d = 0; d < dim; ++d) {
      f[d] /= n;
      f[dim + d] = std::sqrt(std::max(0.0, f[dim + d] / n - f[d] * f[d]));
    }
    features.push_back(std::move(f));
  }
  std::map<std::string, std::vector<std::size_t>> of_speaker;
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    of_speaker[recordings[i].speaker].push_back(i);
  }
  const auto mean_without = [&](const std::vector<std::size_t>& all, std::size_t left_out) {
    std::vector<double> mean(2 * dim);
    double n = 0;
    for (const auto i : all) {
      if (i == left_out) continue;
      n += 1;
      for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += features[i][d];
    }
    for (auto& m : mean) m /= n;
    return mean;
  };
  std::vector<double> spread(2 * dim, 1e-9);
  for (const auto& [speaker, all] : of_speaker) {
    const auto mean = mean_without(all, recordings.size());
    for (const auto i : all) {
      for (std::size_t d = 0; d < spread.size(); ++d) {
        spread[d] += (features[i][d] - mean[d]) * (features[i][d] - mean[d]);
      }
    }
  }
  double right = 0, tried = 0;
  for (const auto& [speaker, all] : of_speaker) {
    for (const auto i : all) {
      const std::string* nearest = nullptr;
      double least = 0;
      for (const auto& [other, theirs] : of_speaker) {
        const auto mean = mean_without(theirs, i);
        double distance = 0;
        for (std::size_t d = 0; d < spread.size(); ++d) {
          distance += (features[i][d] - mean[d]) * (features[i][d] - mean[d]) / spread[d];
        }
        if (nearest == nullptr || distance < least) {
          least = distance;
          nearest = &other;
        }
      }
      right += *nearest == speaker;
      tried += 1;
    }
  }
  return right / tried;
}

PhoneTable table_of(const Model& model, const Counts& counts, std::int64_t frames) {
  PhoneTable table;
  table.weights_sha256 = to_hex(model.fingerprint());
  table.frames = frames;
  for (std::size_t p = 0; p < kPhones; ++p) {
    table.phones.emplace_back(phone_name(static_cast<std::uint8_t>(p)));
  }
  for (const auto& row : counts) {
    double total = 0;
    std::vector<std::size_t> order(kPhones);
    for (std::size_t p = 0; p < kPhones; ++p) {
      total += row[p];
      order[p] = p;
    }
    std::ranges::stable_sort(order, [&](auto a, auto b) { return row[a] > row[b]; });
    auto& shares = table.codes.emplace_back();
    for (std::size_t i = 0; i < PhoneTable::kMaxShares; ++i) {
      // What four decimals can tell from nothing.
      if (row[order[i]] < 5e-5 * total || row[order[i]] <= 0) break;
      shares.push_back({static_cast<int>(order[i]), row[order[i]] / total});
    }
  }
  return table;
}

}  // namespace

Result<ProbeReport> probe_phones(const std::shared_ptr<const Model>& model,
                                 const CorpusReader& corpus, const PhoneLabels& labels,
                                 const ProbeOptions& o) {
  if (model->config().sample_rate_hz != kCorpusRateHz) {
    return Error{ErrorCode::bad_value, "the probes want a model of the corpus's rate, 16000 Hz"};
  }
  std::vector<std::size_t> learn, measure;
  for (std::size_t i = 0; i < corpus.entries().size(); ++i) {
    const auto& e = corpus.entries()[i];
    const auto known = labels.of(i);
    if (!o.sets.empty() && std::ranges::none_of(o.sets, [&](const auto& s) {
          return e.set.starts_with(s);
        })) {
      continue;
    }
    if (std::ranges::all_of(known, [](auto p) { return p == kUnknownPhone; })) continue;
    if (e.split == Split::train) {
      if (!e.is_speed_copy()) learn.push_back(i);
    } else if (std::ranges::find(o.measured, e.split) != o.measured.end()) {
      measure.push_back(i);
    }
  }
  if (learn.empty() || measure.empty()) {
    return Error{ErrorCode::empty, "no recordings with phone labels on both sides of the split"};
  }
  std::vector<Recording> training, measured;
  const auto picked = std::min(learn.size(), o.training_limit);
  for (std::size_t i = 0; i < picked; ++i) {
    training.push_back(tokenise(model, corpus, labels, learn[i * learn.size() / picked]));
  }
  for (const auto i : measure) measured.push_back(tokenise(model, corpus, labels, i));

  const auto& weights = model->weights();
  const auto codes = static_cast<std::size_t>(model->config().codebook_size);
  const auto learned = count(training, codes);
  const auto seen = count(measured, codes);
  const auto phones = phone_totals(seen);
  ProbeReport out;
  const auto total_of = [](const std::array<double, kPhones>& row) {
    double sum = 0;
    for (const double v : row) sum += v;
    return sum;
  };
  out.training_frames = static_cast<std::int64_t>(total_of(phone_totals(learned)));
  const double n = total_of(phones);
  out.frames = static_cast<std::int64_t>(n);
  out.phone_entropy_bits = entropy_bits(phones);
  out.majority_error = 1.0 - phones[best_of(phone_totals(learned))] / n;

  // I = H(phone) + H(code) - H(phone, code), each plug-in entropy too small by (cells - 1) / 2n nats.
  std::vector<double> joint, of_code;
  double pure = 0;
  for (const auto& row : seen) {
    joint.insert(joint.end(), row.begin(), row.end());
    of_code.push_back(total_of(row));
    pure += *std::ranges::max_element(row);
  }
  const auto corrected = [&](std::span<const double> counts) {
    const auto cells = static_cast<double>(std::ranges::count_if(counts, [](double c) { return c > 0; }));
    return entropy_bits(counts) + (cells - 1) / (2 * n) * std::log2(std::exp(1.0));
  };
  out.purity = pure / n;
  out.information = corrected(phones) + corrected(of_code) - corrected(joint);
  out.pnmi = out.information / out.phone_entropy_bits;

  // The table of the training split, smoothed towards the phones' frequencies.
  const auto prior = phone_totals(learned);
  const double prior_total = total_of(prior);
  double wrong = 0, cross = 0;
  for (std::size_t c = 0; c < codes; ++c) {
    const double row_total = total_of(learned[c]);
    const auto guess = row_total > 0 ? best_of(learned[c]) : best_of(prior);
    constexpr double kSmoothing = 2.0;  // frames
    for (std::size_t p = 0; p < kPhones; ++p) {
      if (seen[c][p] == 0) continue;
      if (p != guess) wrong += seen[c][p];
      const double share = (learned[c][p] + kSmoothing * (prior[p] + 1) / (prior_total + kPhones)) /
                           (row_total + kSmoothing);
      cross -= seen[c][p] * std::log2(share);
    }
  }
  out.table_error = wrong / n;
  out.table_pnmi = 1.0 - cross / n / out.phone_entropy_bits;

  double segments = 0;
  for (const auto& r : measured) {
    for (std::size_t t = 0; t < r.phones.size(); ++t) {
      segments += r.phones[t] != kUnknownPhone && (t == 0 || r.phones[t] != r.phones[t - 1]);
    }
  }
  out.bits_per_phone = entropy_bits(of_code) * n / segments;

  const int levels = model->config().levels;
  out.linear_error_level1 = linear_error(weights, training, measured, 1, o);
  out.linear_error_all = linear_error(weights, training, measured, levels, o);

  std::map<std::string, std::size_t> recordings_of;
  for (const auto& r : measured) ++recordings_of[r.speaker];
  std::vector<Recording> known;
  for (auto& r : measured) {
    if (recordings_of[r.speaker] >= 2) known.push_back(std::move(r));
  }
  if (!known.empty()) {
    std::map<std::string, std::size_t> voices;
    for (const auto& r : known) ++voices[r.speaker];
    out.speakers = voices.size();
    out.speaker_recordings = known.size();
    out.speaker_chance = 1.0 / static_cast<double>(voices.size());
    out.speaker_accuracy_level1 = speaker_accuracy(weights, known, 0, 1);
    out.speaker_accuracy_rest = levels > 1 ? speaker_accuracy(weights, known, 1, levels) : 0.0;
    out.speaker_accuracy_all = speaker_accuracy(weights, known, 0, levels);
  }
  out.table = table_of(*model, learned, out.training_frames);
  return out;
}

std::string to_text(const ProbeReport& r) {
  std::string out;
  const auto line = [&](const char* pattern, auto... values) {
    char buffer[256];
    std::snprintf(buffer, sizeof buffer, pattern, values...);
    out += buffer;
  };
  line("%lld frames measured, %lld to learn from; H(phone) %.3f bits\n",
       static_cast<long long>(r.frames), static_cast<long long>(r.training_frames),
       r.phone_entropy_bits);
  line("level 1: PNMI %.3f (%.3f bits), by the training table %.3f; purity %.3f\n", r.pnmi,
       r.information, r.table_pnmi, r.purity);
  line("level 1: %.1f bits a phone\n", r.bits_per_phone);
  line("phone error: table %.3f, linear on level 1 %.3f, on all levels %.3f, majority %.3f\n",
       r.table_error, r.linear_error_level1, r.linear_error_all, r.majority_error);
  line("speaker of %zu recordings, %zu speakers: level 1 %.3f, rest %.3f, all %.3f, chance %.3f\n",
       r.speaker_recordings, r.speakers, r.speaker_accuracy_level1, r.speaker_accuracy_rest,
       r.speaker_accuracy_all, r.speaker_chance);
  return out;
}

}  // namespace codec
