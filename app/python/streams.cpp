#include "app/python/streams.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/python/errors.h"

namespace py = pybind11;

namespace python {
namespace {

constexpr std::size_t kSamplesAtOnce = 16384;
constexpr std::int64_t kFramesAtOnce = 48;

}  // namespace

int checked_levels(const codec::Model& model, std::optional<int> codebooks) {
  const int all = model.config().levels;
  if (!codebooks) return all;
  if (*codebooks < 1 || *codebooks > all) {
    throw py::value_error("codebooks: " + std::to_string(*codebooks) + ", model " +
                          model.config().name + " has 1.." + std::to_string(all));
  }
  return *codebooks;
}

int checked_rate(int sample_rate_hz) {
  if (sample_rate_hz < 1000 || sample_rate_hz > 768000) {
    throw py::value_error("sample_rate: " + std::to_string(sample_rate_hz) +
                          " Hz, wanted 1000..768000");
  }
  return sample_rate_hz;
}

Encoder::Encoder(std::shared_ptr<const codec::Model> model, std::optional<int> codebooks,
                 std::optional<int> sample_rate_hz)
    : model_(std::move(model)),
      encoder_(take(codec::SoundEncoder::open(
          model_, checked_rate(sample_rate_hz.value_or(model_->config().sample_rate_hz)),
          checked_levels(*model_, codebooks)))) {}

void Encoder::push(const Sound& sound, std::vector<codec::Code>& codes) {
  const std::lock_guard lock(mutex_);
  Interrupt interrupt;
  try {
    for (std::size_t at = 0; at < sound.length(); at += kSamplesAtOnce) {
      const auto n = std::min(kSamplesAtOnce, sound.length() - at);
      encoder_.push(sound.mono(at, n, mono_), codes);
      interrupt.poll();
    }
  } catch (...) {
    encoder_.reset();
    throw;
  }
}

void Encoder::finish(std::vector<codec::Code>& codes) {
  const std::lock_guard lock(mutex_);
  encoder_.finish(codes);
}

void Encoder::reset() {
  const std::lock_guard lock(mutex_);
  encoder_.reset();
}

Decoder::Decoder(std::shared_ptr<const codec::Model> model, std::optional<int> sample_rate_hz,
                 const codec::SoundDecoderOptions& options)
    : model_(std::move(model)),
      decoder_(take(codec::SoundDecoder::open(
          model_, checked_rate(sample_rate_hz.value_or(model_->config().sample_rate_hz)),
          options))) {}

void Decoder::push(const CodeGrid& codes, std::vector<float>& audio) {
  const std::lock_guard lock(mutex_);
  const int size = model_->config().codebook_size;
  for (std::int64_t at = 0; at < codes.frames(); at += kFramesAtOnce) {
    codes.take(at, std::min(kFramesAtOnce, codes.frames() - at), size, codes_);
  }
  Interrupt interrupt;
  try {
    for (std::int64_t at = 0; at < codes.frames(); at += kFramesAtOnce) {
      codes.take(at, std::min(kFramesAtOnce, codes.frames() - at), size, codes_);
      decoder_.push(codes_, codes.levels(), audio);
      interrupt.poll();
    }
  } catch (...) {
    decoder_.restart();
    throw;
  }
}

void Decoder::finish(std::vector<float>& audio) {
  const std::lock_guard lock(mutex_);
  decoder_.finish(audio);
}

void Decoder::reset() {
  const std::lock_guard lock(mutex_);
  decoder_.restart();
}

}  // namespace python
