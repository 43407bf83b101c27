// The codec's streams with numpy arrays in and out and rates converted on the way. Whole sounds go
// through them too.
// Threads: every call locks its object, without the GIL.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "app/python/arrays.h"
#include "codec/engine/model.h"
#include "codec/engine/stream.h"
#include "codec/sound/mute.h"
#include "codec/sound/resampler.h"

namespace python {

// 1..Q, or the model's Q for nothing. Throws pybind11::value_error.
int checked_levels(const codec::Model& model, std::optional<int> codebooks);
// Throws pybind11::value_error outside 1000..768000.
int checked_rate(int sample_rate_hz);

class Encoder {
 public:
  // Throws pybind11::value_error.
  Encoder(std::shared_ptr<const codec::Model> model, std::optional<int> codebooks,
          std::optional<int> sample_rate_hz);

  // Without the GIL. Append frame-major codes. push(): throws std::invalid_argument on NaN, then
  // as if reset.
  void push(const Sound& sound, std::vector<codec::Code>& codes);
  void finish(std::vector<codec::Code>& codes);
  void reset();

  const codec::Model& model() const { return *model_; }
  int levels() const { return levels_; }
  int sample_rate_hz() const { return resampler_.input_hz(); }
  // From a sample's arrival to the code that covers it, at worst, at the input's rate.
  int latency_samples() const;

 private:
  std::mutex mutex_;
  std::shared_ptr<const codec::Model> model_;
  int levels_;
  codec::Resampler resampler_;
  codec::StreamEncoder encoder_;
  std::vector<float> mono_;
  std::vector<float> converted_;
};

class Decoder {
 public:
  Decoder(std::shared_ptr<const codec::Model> model, std::optional<int> sample_rate_hz);

  // Without the GIL. Append samples aligned with the encoder's input: the first pieces are shorter
  // by the delay, finish() gives the rest. push(): throws std::invalid_argument on a code outside
  // the codebook, before it decodes anything.
  void push(const CodeGrid& codes, std::vector<float>& audio);
  void finish(std::vector<float>& audio);
  // Frames [first, first + count) from now on will be silent. In order, before their push().
  void silence(std::int64_t first, std::int64_t count);
  void reset();

  const codec::Model& model() const { return *model_; }
  int sample_rate_hz() const { return resampler_.output_hz(); }
  std::int64_t output_length(std::int64_t frames) const;
  // Output lags input by this much, at the output's rate.
  int delay_samples() const;

 private:
  void pass_on(std::vector<float>& audio);
  void restart();

  std::mutex mutex_;
  std::shared_ptr<const codec::Model> model_;
  codec::Resampler resampler_;
  codec::StreamDecoder decoder_;
  codec::Mute mute_;
  std::size_t ahead_ = 0;  // samples still to be dropped: they lie before the sound's start
  std::vector<codec::Code> codes_;
  std::vector<float> decoded_;
};

}  // namespace python
