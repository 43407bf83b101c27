// Sound to codes and codes to sound, a piece at a time, with explicit state. The whole-file, batch,
// live and Python paths all run through these two classes, so their codes are the same by
// construction: every frame is computed alone, in one order of summation, whatever the chunk size
// (codec/engine/kernels/kernels.h says how, and codec/engine/verify.h checks it).
//
// Guaranteed: the same samples give the same codes at any chunk size, on any number of threads, on
// every x86-64 machine with AVX2 and FMA, with or without AVX-512, and (slowly) on those without,
// as long as they run the same build of FFTW. Sound decoded twice on one machine is the same to the
// bit at any chunk size; between machines it may differ by rounding (about 1e-6), since the
// decoder's FFT uses the SIMD that there is.
//
// The stages: analysis.h, encoder.h, residual_search.h; decoder.h, synthesizer.h.
//
// Threads: one thread at a time per object; objects share the Model freely.
// Realtime: push() allocates nothing after construction (no libtorch here), but it computes for a
// fraction of a millisecond to milliseconds: call it from a worker, never from the audio callback.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "codec/base/types.h"
#include "codec/engine/model.h"

namespace codec {

class StreamEncoder {
 public:
  // levels: 1..Q of the model, or 0 for all. Throws std::invalid_argument where the model is
  // decode_only, std::out_of_range at other levels.
  explicit StreamEncoder(std::shared_ptr<const Model> model, int levels = 0);
  ~StreamEncoder();
  StreamEncoder(StreamEncoder&&) noexcept;
  StreamEncoder& operator=(StreamEncoder&&) noexcept;

  int levels() const;
  // Frames that push() would complete with that many more samples.
  std::int64_t frames_after(std::size_t samples) const;

  // Mono float samples at the model's rate, nominally -1..1. Writes the codes of every frame that
  // is now complete, frame-major, and returns how many frames that was.
  // codes.size() >= frames_after(samples.size()) * levels() (checked: throws std::out_of_range).
  // A sample that is not finite, or beyond 2^40, counts as 0 (rejected_samples()).
  std::int64_t push(std::span<const float> samples, std::span<Code> codes);
  // The same, appending.
  std::int64_t push(std::span<const float> samples, std::vector<Code>& codes);
  // Ends the sound: completes a started frame with zeros, codes flush_frames() of zeros more
  // (appending their codes; none where there was no sample), then resets.
  std::int64_t finish(std::vector<Code>& codes);
  // Frames behind the sound in which the model still speaks of it: semantic_delay_frames.
  int flush_frames() const;
  // Forgets the past: afterwards equal to a newly constructed object.
  void reset();

  // From a sample's arrival to the code that covers it, at worst: one hop.
  int latency_samples() const;
  // Samples since the start of the sound that were taken as 0.
  std::int64_t rejected_samples() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class StreamDecoder {
 public:
  explicit StreamDecoder(std::shared_ptr<const Model> model);
  ~StreamDecoder();
  StreamDecoder(StreamDecoder&&) noexcept;
  StreamDecoder& operator=(StreamDecoder&&) noexcept;

  // Codes of whole frames, frame-major with `levels` codes a frame (1..Q). Writes exactly
  // hop samples a frame and returns how many samples that was. The first delay_samples() of a
  // stream lie before the start of the sound.
  // Codes must be < K, their number a multiple of levels, audio.size() >= frames * hop (checked
  // before anything is done: throws std::out_of_range, which is the caller's bug: readers of files
  // check first).
  // level_mask: bit q set = level q contributes (for solo and mute); levels above `levels` do not.
  std::size_t push(std::span<const Code> codes, int levels, std::span<float> audio,
                   std::uint32_t level_mask = 0xffffffffu);
  // The last delay_samples() of the sound (appended), then resets. What the decoder sees ahead and
  // its windows reach beyond the last frame, whose codes are repeated for them: without, the sound
  // would fade out within them.
  void finish(std::vector<float>& audio);
  void reset();

  int hop_samples() const;
  // Output lags input by this much: the frames that the decoder looks ahead, and window - subframe
  // (480 = 30 ms in the shipped models).
  int delay_samples() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Whole sounds in memory, through the two streams. encode ends as StreamEncoder::finish() does;
// decode returns frames * hop samples aligned with the encoder's input: those of flush_frames()
// stand behind it.
Codes encode(const std::shared_ptr<const Model>& model, std::span<const float> samples,
             int levels = 0);
std::vector<float> decode(const std::shared_ptr<const Model>& model, const Codes& codes,
                          std::uint32_t level_mask = 0xffffffffu);

}  // namespace codec
