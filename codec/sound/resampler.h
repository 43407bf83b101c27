// Sample-rate conversion of one mono stream with soxr (HQ: pass band to 0.913 of the lower Nyquist
// frequency, 120 dB stop band). The output does not depend on how the input was cut into pieces,
// its delay is compensated, and its length follows from the input's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "codec/base/result.h"

namespace codec {

// Threads: one at a time per object. Realtime: no (appends to vectors).
class Resampler {
 public:
  // Rates 1000..768000 Hz; equal rates pass samples through untouched. Errors: bad_value.
  static Result<Resampler> open(int input_hz, int output_hz);
  ~Resampler();
  Resampler(Resampler&&) noexcept;
  Resampler& operator=(Resampler&&) noexcept;

  int input_hz() const;
  int output_hz() const;
  // ceil(input_samples * output_hz / input_hz): what push() and finish() give in all.
  std::int64_t output_length(std::int64_t input_samples) const;
  // Input samples that may wait inside before their output appears, at worst. 0 for equal rates.
  int delay_samples() const;

  // Appends what is ready.
  void push(std::span<const float> in, std::vector<float>& out);
  // Appends the rest, so that output_length() samples have come in all; then resets.
  void finish(std::vector<float>& out);
  void reset();  // afterwards equal to a newly opened object

 private:
  struct State;
  explicit Resampler(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace codec
