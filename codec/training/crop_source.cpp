#include "codec/training/crop_source.h"

#include <algorithm>
#include <cmath>

#include "codec/base/printed.h"

namespace codec {
namespace {

std::string nothing_to_train_on(const std::vector<CorpusEntry>& entries, std::int64_t shortest) {
  if (entries.empty()) return "the corpus is empty";
  const auto there = std::ranges::count(entries, Split::train, &CorpusEntry::split);
  if (there == 0) {
    return printed("none of the %zu recordings of the corpus is for training (split train)",
                   entries.size());
  }
  return printed("none of the %lld recordings for training lasts %.2f s, a quarter of a crop",
                 static_cast<long long>(there), static_cast<double>(shortest) / kCorpusRateHz);
}

}  // namespace

Result<CropSource> CropSource::create(const CorpusReader& corpus, std::int64_t crop_samples,
                                      const std::map<std::string, double>& shares,
                                      const AugmentOptions& augment, std::uint64_t seed,
                                      const PhoneLabels* labels) {
  CropSource source;
  source.corpus_ = &corpus;
  source.crop_ = crop_samples;
  source.augment_ = augment;
  source.seed_ = seed;
  source.labels_ = labels;
  std::map<std::string, std::int64_t> speakers;
  std::map<std::string, double> seconds;
  double other_seconds = 0;
  double other_share = 1.0;
  for (const auto& [set, share] : shares) {
    if (!(share >= 0 && share <= 1)) {
      return Error{ErrorCode::bad_value, "the share of set '" + set + "' is not within 0..1"};
    }
    seconds[set] = 0;
    other_share -= share;
  }
  const auto& entries = corpus.entries();
  const auto shortest = std::max<std::int64_t>(1, crop_samples / 4);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& e = entries[i];
    if (e.split != Split::train || e.samples < shortest) continue;
    const double length = static_cast<double>(e.samples) / kCorpusRateHz;
    source.entries_.push_back(i);
    source.speakers_.push_back(
        speakers.emplace(e.speaker, static_cast<std::int64_t>(speakers.size())).first->second);
    source.hours_ += length / 3600;
    const auto it = seconds.find(e.set);
    (it == seconds.end() ? other_seconds : it->second) += length;
  }
  if (source.entries_.empty())
    return Error{ErrorCode::empty, nothing_to_train_on(entries, shortest)};
  for (const auto& [set, length] : seconds) {
    if (length == 0) {
      return Error{ErrorCode::bad_value, "no training entry belongs to set '" + set + "'"};
    }
  }
  if (other_share < -1e-9) return Error{ErrorCode::bad_value, "set shares add up to over 1"};
  double sum = 0;
  for (const auto i : source.entries_) {
    const auto& e = entries[i];
    const double length = static_cast<double>(e.samples) / kCorpusRateHz;
    const auto it = shares.find(e.set);
    sum += it != shares.end() ? it->second * length / seconds.at(e.set)
                              : std::max(0.0, other_share) * length / other_seconds;
    source.cumulative_.push_back(sum);
  }
  if (!(sum > 0)) return Error{ErrorCode::bad_value, "no set with a training entry has a share"};
  for (auto& c : source.cumulative_) c /= sum;
  source.speaker_count_ = static_cast<std::int64_t>(speakers.size());
  return source;
}

std::size_t CropSource::pick(double at) const {
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), at);
  return static_cast<std::size_t>(
      std::min<std::ptrdiff_t>(found - cumulative_.begin(), std::ssize(cumulative_) - 1));
}

// Reverberation, another voice beneath, noise: each on what the ones before left. audio (n).
void CropSource::disturb(torch::Tensor audio, std::mt19937_64& random) const {
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  std::normal_distribution<float> normal;
  const auto between = [&](double low, double high) {
    return low + (high - low) * uniform(random);
  };
  const auto drawn = [&](double probability) {
    return probability > 0 && uniform(random) < probability;
  };
  const auto rms = [](const torch::Tensor& x) {
    return std::sqrt(x.square().mean().item<double>()) + 1e-9;
  };
  const auto random_tensor = [&](std::int64_t n) {
    auto x = torch::empty({n});
    std::generate_n(x.data_ptr<float>(), n, [&] { return normal(random); });
    return x;
  };
  if (drawn(augment_.reverb_probability)) {
    const double t60 = between(augment_.reverb_low_s, augment_.reverb_high_s);
    const auto n = static_cast<std::int64_t>(t60 * kCorpusRateHz);
    // -60 dB of energy after T60; a room as loud as the direct sound at most.
    auto room = random_tensor(n) *
                torch::exp(torch::arange(n) * (-std::log(1000.0) / static_cast<double>(n)));
    room = room * (between(0.1, 1.0) / std::sqrt(room.square().sum().item<double>()));
    room[0] = 1.0;
    const auto size = audio.size(0) + n;
    const auto wet =
        torch::fft::irfft(torch::fft::rfft(audio, size) * torch::fft::rfft(room, size), size);
    audio.copy_(wet.slice(0, 0, audio.size(0)));
  }
  if (drawn(augment_.mixture_probability)) {
    const auto pcm = corpus_->samples(entries_[pick(uniform(random))]);
    const auto n = std::min<std::int64_t>(audio.size(0), static_cast<std::int64_t>(pcm.size()));
    const auto start = static_cast<std::int64_t>(
        uniform(random) * static_cast<double>(static_cast<std::int64_t>(pcm.size()) - n + 1));
    const auto other =
        torch::from_blob(const_cast<std::int16_t*>(pcm.data()) + start, {n}, torch::kInt16)
            .to(torch::kFloat32);
    const double gain =
        std::pow(10.0, between(augment_.mixture_low_db, augment_.mixture_high_db) / 20);
    audio.slice(0, 0, n).add_(other, gain * rms(audio) / rms(other));
  }
  if (drawn(augment_.noise_probability)) {
    const auto noise = tilt(random_tensor(audio.size(0)), random);
    const double gain =
        std::pow(10.0, -between(augment_.noise_low_db, augment_.noise_high_db) / 20);
    audio.add_(noise, gain * rms(audio) / rms(noise));
  }
}

// The same crop played faster or slower, so that it lasts so many subframes: band-limited, by its
// spectrum; F0 moves along, and every subframe is that which sounds there.
CropSource::Crop CropSource::at_length(const Crop& crop, std::int64_t subframes) {
  const auto n = crop.audio.size(0), to = subframes * kCorpusSubframeSamples;
  const double speed = static_cast<double>(n) / static_cast<double>(to);
  auto spectrum = torch::zeros({to / 2 + 1}, torch::kComplexFloat);
  const auto bins = std::min(n / 2, to / 2);  // without the one at half the lower rate
  spectrum.slice(0, 0, bins).copy_(torch::fft::rfft(crop.audio).slice(0, 0, bins));
  const auto there = ((torch::arange(subframes, torch::kFloat64) + 0.5) * speed)
                         .to(torch::kLong)
                         .clamp_max(crop.f0.size(0) - 1);
  return {torch::fft::irfft(spectrum, to) / speed, crop.f0.index_select(0, there) * speed,
          crop.phones.index_select(0, there)};
}

CropSource::Crop CropSource::cut(std::size_t entry, std::int64_t subframes,
                                 std::mt19937_64& random) const {
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  Crop out{torch::zeros({subframes * kCorpusSubframeSamples}), torch::zeros({subframes}),
           torch::full({subframes}, -1, torch::kLong)};
  const auto pcm = corpus_->samples(entry);
  const auto f0 = corpus_->f0(entry);
  const auto spare = static_cast<std::int64_t>(f0.size()) - subframes;
  const auto start = static_cast<std::int64_t>(
      std::floor(uniform(random) * static_cast<double>(std::abs(spare) + 1)));
  const auto first = spare >= 0 ? start : 0;
  const auto to = spare >= 0 ? 0 : start;
  const auto n = std::min(subframes - to, static_cast<std::int64_t>(f0.size()) - first);
  std::copy_n(f0.data() + first, n, out.f0.data_ptr<float>() + to);
  if (labels_ != nullptr) {
    auto* phones = out.phones.data_ptr<std::int64_t>() + to;
    const auto known = labels_->of(entry);
    for (std::int64_t i = 0; i < n; ++i) {
      const auto phone = known[static_cast<std::size_t>(first + i)];
      phones[i] = phone == kUnknownPhone ? -1 : phone;
    }
  }
  auto* audio = out.audio.data_ptr<float>() + to * kCorpusSubframeSamples;
  for (std::int64_t i = 0; i < n * kCorpusSubframeSamples; ++i) {
    const auto sample = pcm[static_cast<std::size_t>(first * kCorpusSubframeSamples + i)];
    audio[i] = static_cast<float>(sample) / 32768.0f;
  }
  return out;
}

Batch CropSource::batch(std::int64_t step, std::int64_t size, std::int64_t from) const {
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  const auto subframes = crop_ / kCorpusSubframeSamples;
  Batch out{torch::empty({size, crop_}), torch::empty({size, subframes}),
            torch::empty({size, subframes}, torch::kLong), torch::empty({size}, torch::kLong)};
  for (std::int64_t b = 0; b < size; ++b) {
    std::seed_seq seeds{seed_, static_cast<std::uint64_t>(step),
                        static_cast<std::uint64_t>(from + b)};
    std::mt19937_64 random(seeds);
    const auto drawn = [&](double probability) {
      return probability > 0 && uniform(random) < probability;
    };
    const auto picked = pick(uniform(random));
    auto taken = subframes;
    if (drawn(augment_.speed_probability)) {
      const double speed =
          augment_.speed_low + (augment_.speed_high - augment_.speed_low) * uniform(random);
      taken = std::max<std::int64_t>(1, std::llround(static_cast<double>(subframes) * speed));
    }
    auto crop = cut(entries_[picked], taken, random);
    const auto peak = crop.audio.abs().max().item<double>();
    if (taken != subframes) crop = at_length(crop, subframes);
    auto audio = crop.audio;
    disturb(audio, random);
    if (uniform(random) < augment_.tilt_probability) audio = tilt(audio, random);
    if (drawn(augment_.band_probability)) {
      audio = below(audio, augment_.band_low_hz +
                               (augment_.band_high_hz - augment_.band_low_hz) * uniform(random));
    }
    if (uniform(random) < augment_.gain_probability && peak > 1e-3) {
      const double db =
          augment_.gain_low_db + (augment_.gain_high_db - augment_.gain_low_db) * uniform(random);
      audio = audio * (std::pow(10.0, db / 20) / peak);
    }
    if (drawn(augment_.polarity_probability)) audio = -audio;
    out.audio[b].copy_(audio);
    out.f0[b].copy_(crop.f0);
    out.phones[b].copy_(crop.phones);
    out.speakers[b] = speakers_[picked];
  }
  out.audio.clamp_(-1.0, 1.0);
  return out;
}

torch::Tensor CropSource::below(const torch::Tensor& audio, double hz) {
  constexpr double kEdgeHz = 200.0;
  const auto n = audio.size(0);
  const auto bin_hz = torch::arange(n / 2 + 1) * (kCorpusRateHz / static_cast<double>(n));
  return torch::fft::irfft(
      torch::fft::rfft(audio) * ((hz + kEdgeHz - bin_hz) / kEdgeHz).clamp(0.0, 1.0), n);
}

torch::Tensor CropSource::tilt(const torch::Tensor& audio, std::mt19937_64& random) const {
  constexpr int kPoints = 6;
  std::normal_distribution<double> normal(0.0, augment_.tilt_db);
  std::array<double, kPoints> db;
  for (auto& v : db) v = normal(random);
  const auto bins = crop_ / 2 + 1;
  auto gain = torch::empty({bins});
  auto* g = gain.data_ptr<float>();
  for (std::int64_t k = 0; k < bins; ++k) {
    // Control points equally spaced over the square root of frequency.
    const double x =
        std::sqrt(static_cast<double>(k) / static_cast<double>(bins - 1)) * (kPoints - 1);
    const auto i = std::min<std::size_t>(static_cast<std::size_t>(x), kPoints - 2);
    const double w = x - static_cast<double>(i);
    g[k] = static_cast<float>(std::pow(10.0, (db[i] * (1 - w) + db[i + 1] * w) / 20));
  }
  return torch::fft::irfft(torch::fft::rfft(audio) * gain, crop_);
}

}  // namespace codec
