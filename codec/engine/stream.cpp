#include "codec/engine/stream.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "codec/engine/analysis.h"
#include "codec/engine/decoder.h"
#include "codec/engine/encoder.h"
#include "codec/engine/kernels/kernels.h"
#include "codec/engine/residual_search.h"
#include "codec/engine/synthesizer.h"

namespace codec {
namespace {

// Frames computed at once where that many are there: a whole number of the kernels' row tiles,
// and few enough that a block's rows stay in the second cache.
constexpr std::size_t kBlockFrames = 48;

constexpr float kLargestSample = 0x1p40f;  // its spectrum still squares to a finite number

}  // namespace

struct StreamEncoder::State {
  State(std::shared_ptr<const Model> m, int wanted)
      : model(std::move(m)),
        levels(static_cast<std::size_t>(wanted)),
        hop(static_cast<std::size_t>(model->config().hop_samples())),
        past(static_cast<std::size_t>(model->config().analysis_window_samples -
                                      model->config().analysis_hop_samples)),
        analysis(model->config()),
        encoder(model->weights(), model->config(), kBlockFrames),
        search(model->weights()),
        samples(past + kBlockFrames * hop) {}

  // Takes what fits of `in` and returns how much that was.
  std::size_t take(std::span<const float> in) {
    const std::size_t n = std::min(in.size(), samples.size() - past - pending);
    float* to = samples.data() + past + pending;
    std::int64_t bad = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const bool good = std::fabs(in[i]) <= kLargestSample;  // false for NaN
      to[i] = good ? in[i] : 0.0f;
      bad += good ? 0 : 1;
    }
    rejected += bad;
    pending += n;
    return n;
  }

  // Encodes the complete frames among the pending samples.
  std::size_t encode(Code* codes) {
    const std::size_t frames = pending / hop;
    if (frames == 0) return 0;
    const auto subframes = static_cast<std::size_t>(model->config().subframes_per_frame);
    analysis.run(samples.data(), frames * subframes, encoder.features());
    search.run(encoder.run(frames), frames, levels, codes);
    pending -= frames * hop;
    std::copy_n(samples.data() + frames * hop, past + pending, samples.data());
    return frames;
  }

  std::shared_ptr<const Model> model;
  std::size_t levels;
  std::size_t hop;
  std::size_t past;  // samples before a frame that its first window sees: window - subframe
  engine::Analysis analysis;
  engine::Encoder encoder;
  engine::ResidualSearch search;
  Aligned<float> samples;   // `past` old samples, then `pending` new ones
  std::size_t pending = 0;  // < hop between calls
  bool began = false;       // there was a sample
  std::int64_t rejected = 0;
};

StreamEncoder::StreamEncoder(std::shared_ptr<const Model> model, int levels) {
  const int all = model->config().levels;
  if (auto s = model->encodes(); !s) {
    throw std::invalid_argument("StreamEncoder: " + s.error().message);
  }
  if (levels < 0 || levels > all) {
    throw std::out_of_range("StreamEncoder: levels " + std::to_string(levels) + ", the model has " +
                            std::to_string(all));
  }
  state_ = std::make_unique<State>(std::move(model), levels == 0 ? all : levels);
}
StreamEncoder::~StreamEncoder() = default;
StreamEncoder::StreamEncoder(StreamEncoder&&) noexcept = default;
StreamEncoder& StreamEncoder::operator=(StreamEncoder&&) noexcept = default;

int StreamEncoder::levels() const { return static_cast<int>(state_->levels); }

std::int64_t StreamEncoder::frames_after(std::size_t samples) const {
  return static_cast<std::int64_t>((state_->pending + samples) / state_->hop);
}

std::int64_t StreamEncoder::push(std::span<const float> samples, std::span<Code> codes) {
  const auto total = static_cast<std::size_t>(frames_after(samples.size()));
  if (codes.size() < total * state_->levels) {
    throw std::out_of_range("StreamEncoder::push: no room for the codes");
  }
  const engine::FloatingPointScope scope;
  std::size_t frames = 0;
  state_->began = state_->began || !samples.empty();
  while (!samples.empty()) {
    samples = samples.subspan(state_->take(samples));
    frames += state_->encode(codes.data() + frames * state_->levels);
  }
  return static_cast<std::int64_t>(frames);
}

std::int64_t StreamEncoder::push(std::span<const float> samples, std::vector<Code>& codes) {
  const auto room = static_cast<std::size_t>(frames_after(samples.size())) * state_->levels;
  const std::size_t before = codes.size();
  codes.resize(before + room);
  return push(samples, std::span(codes).subspan(before));
}

std::int64_t StreamEncoder::finish(std::vector<Code>& codes) {
  std::int64_t frames = 0;
  if (state_->began) {
    const auto started = state_->pending > 0 ? state_->hop - state_->pending : 0;
    const std::vector<float> zeros(started +
                                   static_cast<std::size_t>(flush_frames()) * state_->hop);
    frames = push(zeros, codes);
  }
  reset();
  return frames;
}

void StreamEncoder::reset() {
  std::fill(state_->samples.begin(), state_->samples.end(), 0.0f);
  state_->pending = 0;
  state_->began = false;
  state_->rejected = 0;
  state_->encoder.reset();
}

int StreamEncoder::flush_frames() const { return state_->model->config().semantic_delay_frames; }

int StreamEncoder::latency_samples() const { return static_cast<int>(state_->hop); }

std::int64_t StreamEncoder::rejected_samples() const { return state_->rejected; }

struct StreamDecoder::State {
  explicit State(std::shared_ptr<const Model> m)
      : model(std::move(m)),
        hop(static_cast<std::size_t>(model->config().hop_samples())),
        decoder(model->weights(), model->config(), kBlockFrames),
        synthesizer(model->config()),
        delay(static_cast<std::size_t>(model->config().lookahead_frames) * hop +
              synthesizer.delay()) {}

  void check(std::span<const Code> codes, int levels, std::span<float> audio) const {
    const auto& config = model->config();
    if (levels < 1 || levels > config.levels) {
      throw std::out_of_range("StreamDecoder: levels " + std::to_string(levels) +
                              ", the model has " + std::to_string(config.levels));
    }
    const auto n = static_cast<std::size_t>(levels);
    if (codes.size() % n != 0) {
      throw std::out_of_range("StreamDecoder: codes do not make whole frames");
    }
    if (audio.size() < codes.size() / n * hop) {
      throw std::out_of_range("StreamDecoder: no room for the sound");
    }
    for (const Code code : codes) {
      if (code >= config.codebook_size) {
        throw std::out_of_range("StreamDecoder: code " + std::to_string(code) +
                                ", the codebook has " + std::to_string(config.codebook_size));
      }
    }
  }

  std::shared_ptr<const Model> model;
  std::size_t hop;
  engine::Decoder decoder;
  engine::Synthesizer synthesizer;
  std::size_t delay;   // samples
  bool began = false;  // there was a frame
};

StreamDecoder::StreamDecoder(std::shared_ptr<const Model> model)
    : state_(std::make_unique<State>(std::move(model))) {}
StreamDecoder::~StreamDecoder() = default;
StreamDecoder::StreamDecoder(StreamDecoder&&) noexcept = default;
StreamDecoder& StreamDecoder::operator=(StreamDecoder&&) noexcept = default;

std::size_t StreamDecoder::push(std::span<const Code> codes, int levels, std::span<float> audio,
                                std::uint32_t level_mask) {
  state_->check(codes, levels, audio);
  const engine::FloatingPointScope scope;
  const auto& model = *state_->model;
  const auto q = static_cast<std::size_t>(levels);
  const auto subframes = static_cast<std::size_t>(model.config().subframes_per_frame);
  const std::size_t frames = codes.size() / q;
  state_->began = state_->began || frames > 0;
  for (std::size_t at = 0; at < frames; at += kBlockFrames) {
    const std::size_t n = std::min(kBlockFrames, frames - at);
    engine::look_up(model.weights(), codes.data() + at * q, n, q, level_mask,
                    state_->decoder.latents());
    state_->synthesizer.run(state_->decoder.run(n), n * subframes, audio.data() + at * state_->hop);
  }
  return frames * state_->hop;
}

void StreamDecoder::finish(std::vector<float>& audio) {
  auto& s = *state_;
  const std::size_t before = audio.size();
  audio.resize(before + s.delay);
  if (s.began) {
    const engine::FloatingPointScope scope;
    const std::size_t frames = (s.delay + s.hop - 1) / s.hop;  // few: what is seen ahead, a window
    const auto subframes = static_cast<std::size_t>(s.model->config().subframes_per_frame);
    std::vector<float> rest(frames * s.hop);
    for (std::size_t t = 0; t < frames; ++t) {
      s.decoder.repeat();
      s.synthesizer.run(s.decoder.run(1), subframes, rest.data() + t * s.hop);
    }
    std::copy_n(rest.begin(), s.delay, audio.begin() + static_cast<std::ptrdiff_t>(before));
  }
  reset();
}

void StreamDecoder::reset() {
  state_->began = false;
  state_->decoder.reset();
  state_->synthesizer.reset();
}

int StreamDecoder::hop_samples() const { return static_cast<int>(state_->hop); }

int StreamDecoder::delay_samples() const { return static_cast<int>(state_->delay); }

Codes encode(const std::shared_ptr<const Model>& model, std::span<const float> samples,
             int levels) {
  StreamEncoder encoder(model, levels);
  Codes codes;
  codes.levels = encoder.levels();
  encoder.push(samples, codes.data);
  encoder.finish(codes.data);
  return codes;
}

std::vector<float> decode(const std::shared_ptr<const Model>& model, const Codes& codes,
                          std::uint32_t level_mask) {
  if (codes.data.empty()) return {};
  StreamDecoder decoder(model);
  const auto hop = static_cast<std::size_t>(decoder.hop_samples());
  std::vector<float> audio(static_cast<std::size_t>(codes.frames()) * hop);
  decoder.push(codes.data, codes.levels, audio, level_mask);
  decoder.finish(audio);
  audio.erase(audio.begin(), audio.begin() + decoder.delay_samples());
  return audio;
}

}  // namespace codec
