// Sound of any rate to codes and back, a piece at a time: the streams of engine/stream.h with all
// that whole files, Python and the app need around them. One way in, one way out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"
#include "codec/container/container.h"
#include "codec/engine/model.h"
#include "codec/engine/stream.h"
#include "codec/sound/resampler.h"

namespace codec {

// Samples at to_hz that n samples at from_hz last: rounded up, as Resampler::output_length().
SampleIndex length_at(SampleIndex n, int from_hz, int to_hz);

// Mono sound to codes; they do not depend on how the sound was cut into pieces.
// Threads: one at a time. Realtime: no.
class SoundEncoder {
 public:
  // levels: 1..Q, 0 = all. Errors: those of Resampler::open(); unsupported: a decode_only model.
  static Result<SoundEncoder> open(std::shared_ptr<const Model> model, int sample_rate_hz,
                                   int levels = 0);

  // Append frame-major codes. finish() ends the sound; afterwards as newly opened.
  void push(std::span<const float> samples, std::vector<Code>& codes);
  void finish(std::vector<Code>& codes);
  void reset();

  int levels() const { return encoder_.levels(); }
  int sample_rate_hz() const { return resampler_.input_hz(); }
  // From a sample's arrival to the code that covers it, at worst, at the sound's rate.
  int latency_samples() const;

 private:
  SoundEncoder(Resampler resampler, StreamEncoder encoder)
      : resampler_(std::move(resampler)), encoder_(std::move(encoder)) {}

  Resampler resampler_;
  StreamEncoder encoder_;
  std::vector<float> converted_;
};

struct SoundDecoderOptions {
  int gain_millidb = 0;  // that the sound had before encoding: it is taken away
  // Samples of the whole sound at its rate; more are cut off. Nothing: as many as the frames hold.
  std::optional<SampleIndex> length = std::nullopt;
  // finish() may tell another length: until then the samples of the last frame wait.
  bool length_is_told_late = false;
  std::vector<Damage::Range> lost = {};  // frames that are silent, in order
};

// Codes to mono sound, aligned with the encoder's input and silent, with edges of 5 ms, where
// frames were lost.
// Threads: one at a time. Realtime: no.
class SoundDecoder {
 public:
  // Errors: those of Resampler::open().
  static Result<SoundDecoder> open(std::shared_ptr<const Model> model, int sample_rate_hz,
                                   const SoundDecoderOptions& options = {});
  ~SoundDecoder();
  SoundDecoder(SoundDecoder&&) noexcept;
  SoundDecoder& operator=(SoundDecoder&&) noexcept;

  // These frames are silent as well, until finish() or restart(). In order, before their push().
  void lose(std::int64_t first, std::int64_t count);
  // Appends the samples that whole frames make ready: the first pieces are shorter by the delay.
  // Codes and mask as StreamDecoder::push() wants them.
  void push(std::span<const Code> codes, int levels, std::vector<float>& audio,
            std::uint32_t level_mask = 0xffffffffu);
  // Appends the rest; afterwards as newly opened.
  void finish(std::vector<float>& audio, std::optional<SampleIndex> length = {});
  // Forgets the past: the next push() is that frame of the sound, and its first sample the next
  // that comes.
  void restart(std::int64_t frame = 0);

  bool is_complete() const;  // the length is known and was given
  int sample_rate_hz() const;
  int hop_samples() const;  // at the model's rate
  std::int64_t output_length(std::int64_t frames) const;
  // Output lags input by this much, at the sound's rate.
  int delay_samples() const;

 private:
  struct State;
  explicit SoundDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace codec
