// Heads to sound (codec/training/synthesis.h): pulse train and noise through filters, plus the free
// spectrum, inverse STFT, overlap-add.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>

#include "codec/base/aligned.h"
#include "codec/engine/weights.h"
#include "codec/model/definition.h"
#include "codec/model/model_config.h"
#include "codec/sound/fft.h"

namespace codec::engine {

// Threads: one at a time. Realtime: run() and reset() do not allocate.
class Synthesizer {
 public:
  explicit Synthesizer(const ModelConfig& config);

  // heads (subframes, HeadLayout::width) -> audio (subframes * hop), which lags by delay() samples.
  void run(const float* heads, std::size_t subframes, float* audio);
  void reset();

  std::size_t delay() const { return output_window_.size() - hop_; }

 private:
  double pitch_of(const float* head) const;  // position of F0, 0..1
  void make_source(const float* head);
  void add_source_filter(const float* head);
  void add_free_spectrum(const float* head);

  ModelConfig config_;
  HeadLayout parts_;
  std::size_t hop_;
  std::size_t bins_;
  std::size_t source_bins_;         // of a source window
  Aligned<float> source_window_;    // sqrt(Hann) / sqrt(M), for both directions
  Aligned<float> output_window_;    // Hann / (sqrt(N) * overlap of the squared windows)
  Aligned<std::int32_t> low_band_;  // of each source bin, and how far it is to the next band
  Aligned<float> fraction_;
  RealFft forward_;         // M
  RealFft source_inverse_;  // M
  RealFft inverse_;         // N

  // The state of a stream.
  Aligned<float> source_;     // M: pulse train, the newest subframe last
  Aligned<float> noise_;      // M
  Aligned<float> overlap_;    // N: sums of windows, the first hop samples next to leave
  float last_f0_ = 0;         // Hz, 0 where the last subframe was unvoiced
  double phase_ = 0;          // of the pulse train, [0, 2 pi)
  std::uint32_t sample_ = 0;  // index of the next sample of the noise

  // Of one subframe.
  Aligned<float> phases_;
  Aligned<float> hertz_;
  Aligned<float> voicing_;
  Aligned<float> gains_;
};

}  // namespace codec::engine
