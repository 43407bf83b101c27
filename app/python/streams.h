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
#include "codec/files/sound_stream.h"

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
  int levels() const { return encoder_.levels(); }
  int sample_rate_hz() const { return encoder_.sample_rate_hz(); }
  int latency_samples() const { return encoder_.latency_samples(); }

 private:
  std::mutex mutex_;
  std::shared_ptr<const codec::Model> model_;
  codec::SoundEncoder encoder_;
  std::vector<float> mono_;
};

class Decoder {
 public:
  Decoder(std::shared_ptr<const codec::Model> model, std::optional<int> sample_rate_hz,
          const codec::SoundDecoderOptions& options = {});

  // Without the GIL. Append samples aligned with the encoder's input: the first pieces are shorter
  // by the delay, finish() gives the rest. push(): throws std::invalid_argument on a code outside
  // the codebook, before it decodes anything.
  void push(const CodeGrid& codes, std::vector<float>& audio);
  void finish(std::vector<float>& audio);
  void reset();

  const codec::Model& model() const { return *model_; }
  int sample_rate_hz() const { return decoder_.sample_rate_hz(); }
  std::int64_t output_length(std::int64_t frames) const { return decoder_.output_length(frames); }
  int delay_samples() const { return decoder_.delay_samples(); }

 private:
  std::mutex mutex_;
  std::shared_ptr<const codec::Model> model_;
  codec::SoundDecoder decoder_;
  std::vector<codec::Code> codes_;
};

}  // namespace python
