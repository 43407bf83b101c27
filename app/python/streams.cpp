#include "app/python/streams.h"

#include <algorithm>
#include <cmath>
#include <span>
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
      levels_(checked_levels(*model_, codebooks)),
      resampler_(take(codec::Resampler::open(
          checked_rate(sample_rate_hz.value_or(model_->config().sample_rate_hz)),
          model_->config().sample_rate_hz))),
      encoder_(model_, levels_) {}

void Encoder::push(const Sound& sound, std::vector<codec::Code>& codes) {
  const std::lock_guard lock(mutex_);
  const bool same_rate = resampler_.input_hz() == resampler_.output_hz();
  Interrupt interrupt;
  try {
    for (std::size_t at = 0; at < sound.length(); at += kSamplesAtOnce) {
      const auto n = std::min(kSamplesAtOnce, sound.length() - at);
      auto part = sound.mono(at, n, mono_);
      if (!same_rate) {
        converted_.clear();
        resampler_.push(part, converted_);
        part = converted_;
      }
      encoder_.push(part, codes);
      interrupt.poll();
    }
  } catch (...) {
    resampler_.reset();
    encoder_.reset();
    throw;
  }
}

void Encoder::finish(std::vector<codec::Code>& codes) {
  const std::lock_guard lock(mutex_);
  converted_.clear();
  resampler_.finish(converted_);
  encoder_.push(converted_, codes);
  encoder_.finish(codes);
}

void Encoder::reset() {
  const std::lock_guard lock(mutex_);
  resampler_.reset();
  encoder_.reset();
}

int Encoder::latency_samples() const {
  const double ratio = static_cast<double>(resampler_.input_hz()) / resampler_.output_hz();
  return resampler_.delay_samples() +
         static_cast<int>(std::ceil(encoder_.latency_samples() * ratio));
}

Decoder::Decoder(std::shared_ptr<const codec::Model> model, std::optional<int> sample_rate_hz)
    : model_(std::move(model)),
      resampler_(take(codec::Resampler::open(
          model_->config().sample_rate_hz,
          checked_rate(sample_rate_hz.value_or(model_->config().sample_rate_hz))))),
      decoder_(model_),
      mute_(model_->config().sample_rate_hz),
      ahead_(static_cast<std::size_t>(decoder_.delay_samples())) {}

void Decoder::pass_on(std::vector<float>& audio) {
  const auto drop = std::min(ahead_, decoded_.size());
  ahead_ -= drop;
  const auto part = std::span(decoded_).subspan(drop);
  mute_.apply(part);
  resampler_.push(part, audio);
}

void Decoder::push(const CodeGrid& codes, std::vector<float>& audio) {
  const std::lock_guard lock(mutex_);
  const int size = model_->config().codebook_size;
  for (std::int64_t at = 0; at < codes.frames(); at += kFramesAtOnce) {
    codes.take(at, std::min(kFramesAtOnce, codes.frames() - at), size, codes_);
  }
  Interrupt interrupt;
  try {
    for (std::int64_t at = 0; at < codes.frames(); at += kFramesAtOnce) {
      const auto n = std::min(kFramesAtOnce, codes.frames() - at);
      codes.take(at, n, size, codes_);
      decoded_.resize(static_cast<std::size_t>(n * decoder_.hop_samples()));
      decoder_.push(codes_, codes.levels(), decoded_);
      pass_on(audio);
      interrupt.poll();
    }
  } catch (...) {
    restart();
    throw;
  }
}

void Decoder::finish(std::vector<float>& audio) {
  const std::lock_guard lock(mutex_);
  decoded_.clear();
  decoder_.finish(decoded_);
  pass_on(audio);
  resampler_.finish(audio);
  restart();
}

void Decoder::silence(std::int64_t first, std::int64_t count) {
  const std::lock_guard lock(mutex_);
  const auto hop = decoder_.hop_samples();
  mute_.add(first * hop, (first + count) * hop);
}

void Decoder::reset() {
  const std::lock_guard lock(mutex_);
  restart();
}

void Decoder::restart() {
  resampler_.reset();
  decoder_.reset();
  mute_ = codec::Mute(model_->config().sample_rate_hz);
  ahead_ = static_cast<std::size_t>(decoder_.delay_samples());
}

std::int64_t Decoder::output_length(std::int64_t frames) const {
  return resampler_.output_length(frames * decoder_.hop_samples());
}

int Decoder::delay_samples() const {
  const double ratio = static_cast<double>(resampler_.output_hz()) / resampler_.input_hz();
  return static_cast<int>(
      std::ceil((decoder_.delay_samples() + resampler_.delay_samples()) * ratio));
}

}  // namespace python
