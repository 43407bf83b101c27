#include "codec/files/sound_stream.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "codec/sound/survey.h"

namespace codec {
namespace {

// Silence in place of what was lost: fades ranges of a mono sound out and in, 5 ms each.
class Mute {
 public:
  explicit Mute(int sample_rate_hz) : step_(200.0f / static_cast<float>(sample_rate_hz)) {}

  // Samples [begin, end) are lost: in order, beyond those before.
  void add(SampleIndex begin, SampleIndex end) { ranges_.push_back({begin, end}); }
  std::size_t size() const { return ranges_.size(); }

  // Keeps the first n ranges; the next sample is `at`.
  void restart(std::size_t n, SampleIndex at) {
    ranges_.resize(n);
    next_ = 0;
    at_ = at;
    pass();
    level_ = is_lost() ? 0.0f : 1.0f;
  }

  void apply(std::span<float> samples) {
    for (float& v : samples) {
      pass();
      if (next_ == ranges_.size() && level_ == 1.0f) {
        at_ += &samples.back() - &v + 1;
        return;
      }
      level_ = std::clamp(level_ + (is_lost() ? -step_ : step_), 0.0f, 1.0f);
      v *= level_;
      ++at_;
    }
  }

 private:
  struct Range {
    SampleIndex begin = 0;
    SampleIndex end = 0;
  };
  void pass() {
    while (next_ < ranges_.size() && at_ >= ranges_[next_].end) ++next_;
  }
  bool is_lost() const { return next_ < ranges_.size() && at_ >= ranges_[next_].begin; }

  std::vector<Range> ranges_;
  std::size_t next_ = 0;  // the first range that is not over
  SampleIndex at_ = 0;
  float level_ = 1.0f;
  float step_;
};

}  // namespace

SampleIndex length_at(SampleIndex n, int from_hz, int to_hz) {
  return (n * to_hz + from_hz - 1) / from_hz;
}

Result<SoundEncoder> SoundEncoder::open(std::shared_ptr<const Model> model, int sample_rate_hz,
                                        int levels) {
  auto resampler = Resampler::open(sample_rate_hz, model->config().sample_rate_hz);
  if (!resampler) return resampler.error();
  if (auto s = model->encodes(); !s) return s.error();
  return SoundEncoder(std::move(*resampler), StreamEncoder(std::move(model), levels));
}

void SoundEncoder::push(std::span<const float> samples, std::vector<Code>& codes) {
  if (resampler_.input_hz() != resampler_.output_hz()) {
    converted_.clear();
    resampler_.push(samples, converted_);
    samples = converted_;
  }
  encoder_.push(samples, codes);
}

void SoundEncoder::finish(std::vector<Code>& codes) {
  converted_.clear();
  resampler_.finish(converted_);
  encoder_.push(converted_, codes);
  encoder_.finish(codes);
}

void SoundEncoder::reset() {
  resampler_.reset();
  encoder_.reset();
}

int SoundEncoder::latency_samples() const {
  const double ratio = static_cast<double>(resampler_.input_hz()) / resampler_.output_hz();
  return resampler_.delay_samples() +
         static_cast<int>(std::ceil(encoder_.latency_samples() * ratio));
}

struct SoundDecoder::State {
  State(Resampler to_rate, StreamDecoder stream, Mute silence)
      : resampler(std::move(to_rate)), decoder(std::move(stream)), mute(std::move(silence)) {}

  Resampler resampler;
  StreamDecoder decoder;
  Mute mute;
  std::size_t kept_ranges = 0;  // of the mute, those of the options
  float gain = 1.0f;
  std::optional<SampleIndex> first_length;  // of the options
  std::optional<SampleIndex> length;
  std::size_t held = 0;   // samples that wait for finish()
  std::size_t ahead = 0;  // decoded samples still to be dropped: they lie before the start
  SampleIndex given = 0;  // samples
  std::vector<float> decoded;
  std::vector<float> waiting;  // at the output's rate

  // `decoded` on its way out.
  void pass_on() {
    const auto part = std::span(decoded).subspan(std::min(ahead, decoded.size()));
    ahead -= decoded.size() - part.size();
    mute.apply(part);
    resampler.push(part, waiting);
  }
  void amplify(std::size_t from) {
    for (std::size_t i = from; gain != 1.0f && i < waiting.size(); ++i) waiting[i] *= gain;
  }
  // n of the waiting samples, as far as the length allows.
  void give(std::size_t n, std::vector<float>& audio) {
    auto part = std::span(waiting).first(n);
    if (length) {
      const auto room = std::max<SampleIndex>(0, *length - given);
      part = part.first(std::min(part.size(), static_cast<std::size_t>(room)));
    }
    audio.insert(audio.end(), part.begin(), part.end());
    given += static_cast<SampleIndex>(part.size());
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(n));
  }
};

Result<SoundDecoder> SoundDecoder::open(std::shared_ptr<const Model> model, int sample_rate_hz,
                                        const SoundDecoderOptions& options) {
  const int rate = model->config().sample_rate_hz;
  auto resampler = Resampler::open(rate, sample_rate_hz);
  if (!resampler) return resampler.error();
  auto state =
      std::make_unique<State>(std::move(*resampler), StreamDecoder(std::move(model)), Mute(rate));
  state->gain = factor_of_millidb(-static_cast<double>(options.gain_millidb));
  state->first_length = options.length;
  const auto hop = state->decoder.hop_samples();
  if (options.length_is_told_late) {
    state->held = static_cast<std::size_t>(length_at(hop, rate, sample_rate_hz) + 2);
  }
  for (const auto& range : options.lost) {
    state->mute.add(range.first * hop, (range.first + range.count) * hop);
  }
  state->kept_ranges = options.lost.size();
  SoundDecoder decoder(std::move(state));
  decoder.restart();
  return decoder;
}

SoundDecoder::SoundDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
SoundDecoder::~SoundDecoder() = default;
SoundDecoder::SoundDecoder(SoundDecoder&&) noexcept = default;
SoundDecoder& SoundDecoder::operator=(SoundDecoder&&) noexcept = default;

void SoundDecoder::lose(std::int64_t first, std::int64_t count) {
  const auto hop = state_->decoder.hop_samples();
  state_->mute.add(first * hop, (first + count) * hop);
}

void SoundDecoder::push(std::span<const Code> codes, int levels, std::vector<float>& audio,
                        std::uint32_t level_mask) {
  auto& s = *state_;
  s.decoded.resize(codes.size() / static_cast<std::size_t>(levels) *
                   static_cast<std::size_t>(s.decoder.hop_samples()));
  s.decoder.push(codes, levels, s.decoded, level_mask);
  const auto before = s.waiting.size();
  s.pass_on();
  s.amplify(before);
  s.give(s.waiting.size() - std::min(s.waiting.size(), s.held), audio);
}

void SoundDecoder::finish(std::vector<float>& audio, std::optional<SampleIndex> length) {
  auto& s = *state_;
  s.decoded.clear();
  s.decoder.finish(s.decoded);
  const auto before = s.waiting.size();
  s.pass_on();
  s.resampler.finish(s.waiting);
  s.amplify(before);
  if (length) s.length = length;
  s.give(s.waiting.size(), audio);
  restart();
}

void SoundDecoder::restart(std::int64_t frame) {
  auto& s = *state_;
  s.resampler.reset();
  s.decoder.reset();
  s.mute.restart(s.kept_ranges, frame * s.decoder.hop_samples());
  s.ahead = static_cast<std::size_t>(s.decoder.delay_samples());
  s.length = s.first_length;
  s.given =
      length_at(frame * s.decoder.hop_samples(), s.resampler.input_hz(), s.resampler.output_hz());
  s.waiting.clear();
}

bool SoundDecoder::is_complete() const {
  return state_->length && state_->given >= *state_->length;
}

int SoundDecoder::sample_rate_hz() const { return state_->resampler.output_hz(); }
int SoundDecoder::hop_samples() const { return state_->decoder.hop_samples(); }

std::int64_t SoundDecoder::output_length(std::int64_t frames) const {
  return state_->resampler.output_length(frames * hop_samples());
}

int SoundDecoder::delay_samples() const {
  const auto& s = *state_;
  const double ratio = static_cast<double>(s.resampler.output_hz()) / s.resampler.input_hz();
  return static_cast<int>(
      std::ceil((s.decoder.delay_samples() + s.resampler.delay_samples()) * ratio));
}

}  // namespace codec
