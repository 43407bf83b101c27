// Random crops of the corpus for training. Crop b of a step depends on (seed, step, b) alone, so a
// resumed run sees what an undisturbed one would have seen, and processes that share a batch see
// together what one would have seen.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "codec/corpus/corpus.h"
#include "codec/corpus/phone_labels.h"

namespace codec {

struct AugmentOptions {
  // Any speed, with F0 and phones going along; drawn only where its probability is not 0.
  double speed_probability = 0.0;
  double speed_low = 0.8;
  double speed_high = 1.25;
  double gain_probability = 0.7;
  double gain_low_db = -18.0;  // of the crop's peak, relative to full scale
  double gain_high_db = -1.0;
  double tilt_probability = 0.4;  // smooth random equalisation of sound and target alike
  double tilt_db = 6.0;           // standard deviation of its control points
  // Sound and target alike, so that what is coded is what was heard; F0 and phones stay those of
  // the recording. Each is drawn only where its probability is not 0.
  double reverb_probability = 0.0;  // a room of exponentially decaying noise
  double reverb_low_s = 0.1;        // T60
  double reverb_high_s = 0.5;
  double mixture_probability = 0.0;  // another crop beneath this one
  double mixture_low_db = -25.0;     // its RMS re this one's
  double mixture_high_db = -8.0;
  double noise_probability = 0.0;  // noise of a random smooth spectrum
  double noise_low_db = 12.0;      // signal over noise, RMS
  double noise_high_db = 35.0;
  double band_probability = 0.0;  // nothing above some frequency, as telephones and MP3s leave it
  double band_low_hz = 3400.0;
  double band_high_hz = 7500.0;
  double polarity_probability = 0.0;
};

struct Batch {
  torch::Tensor audio;     // (B, n) float32, -1..1
  torch::Tensor f0;        // (B, n / 160) Hz, 0 = unvoiced
  torch::Tensor phones;    // (B, n / 160) int64 phone of the subframe, -1 = not known
  torch::Tensor speakers;  // (B) int64, 0 .. speakers() - 1
};

// Threads: one at a time per object.
class CropSource {
 public:
  // shares: set name -> share of the crops; sets without one share the rest by their hours.
  // Errors: empty, saying whether nothing is for training or all of it is shorter than a quarter of
  // a crop; bad_value for shares that are none, and for a set of the map without training entry.
  static Result<CropSource> create(const CorpusReader& corpus, std::int64_t crop_samples,
                                   const std::map<std::string, double>& shares,
                                   const AugmentOptions& augment, std::uint64_t seed,
                                   const PhoneLabels* labels = nullptr);  // outlives the object

  // Crops from .. from + size of the step.
  Batch batch(std::int64_t step, std::int64_t size, std::int64_t from = 0) const;
  double hours() const { return hours_; }
  std::int64_t speakers() const { return speaker_count_; }

 private:
  CropSource() = default;
  struct Crop {
    torch::Tensor audio;   // (subframes * 160)
    torch::Tensor f0;      // (subframes)
    torch::Tensor phones;  // (subframes)
  };
  // So much of an entry, from a random place on; a short one stands at a random place in silence.
  Crop cut(std::size_t entry, std::int64_t subframes, std::mt19937_64& random) const;
  static Crop at_length(const Crop& crop, std::int64_t subframes);
  static torch::Tensor below(const torch::Tensor& audio, double hz);
  std::size_t pick(double at) const;  // index into entries_ of a place in 0..1 on their shares
  void disturb(torch::Tensor audio, std::mt19937_64& random) const;
  torch::Tensor tilt(const torch::Tensor& audio, std::mt19937_64& random) const;

  const CorpusReader* corpus_ = nullptr;  // outlives this object
  std::int64_t crop_ = 0;
  AugmentOptions augment_;
  std::uint64_t seed_ = 0;
  double hours_ = 0;
  const PhoneLabels* labels_ = nullptr;
  std::int64_t speaker_count_ = 0;
  std::vector<std::size_t> entries_;
  std::vector<std::int64_t> speakers_;  // of entries_
  std::vector<double> cumulative_;      // of the probabilities of entries_
};

}  // namespace codec
