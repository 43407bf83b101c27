// Audio files in and out, through libsndfile: every format, rate and channel count that it knows.
// An "instant" is one sample of every channel; lengths and positions here count instants.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "codec/base/result.h"
#include "codec/base/types.h"
#include "codec/sound/downmix.h"

namespace codec {

struct AudioInfo {
  int sample_rate_hz = 0;
  int channels = 0;                   // 1..1024
  std::optional<SampleIndex> length;  // in instants; nothing while a pipe has not told
  bool length_is_exact = true;        // an MP3 may tell an estimate
  bool seek_is_exact = false;         // seek() gives the samples that reading on would have given
  // Where a file was cut: what its header tells of, more than `length`, which is what there is.
  std::optional<SampleIndex> length_told = {};
  std::string format;  // for people: "WAV (Microsoft), Signed 16 bit PCM"
  Downmix downmix;     // of read_mono(), where nothing else is chosen
};

// Reads blockwise. "-" is stdin: a pipe of plain samples in a WAV or AU is read as it arrives,
// anything else from a pipe is first copied to an unnamed temporary file.
// All that a file holds is read: sounds that were joined to one file (links of an Ogg, WAVs in a
// row), samples in several chunks, samples that a crashed recorder left without their length. What
// is missing or cannot be read on is told by flaw().
// Errors of open(): io; empty (no bytes, or no samples); not_our_format; corrupt; unsupported (rate
// outside 1000..768000 Hz, joined sounds of different rates or channels). Errors of reading:
// bad_value (NaN or infinity, with its position), truncated, corrupt, io.
// Threads: one at a time. Realtime: no.
class AudioReader {
 public:
  // name: what messages call it; empty: its path, "stdin" for "-".
  static Result<AudioReader> open(const std::filesystem::path& path, const std::string& name = {});
  ~AudioReader();
  AudioReader(AudioReader&&) noexcept;
  AudioReader& operator=(AudioReader&&) noexcept;

  const AudioInfo& info() const;
  SampleIndex position() const;  // the next instant to be read
  bool seekable() const;
  // One line, without the file's name, on sound that is missing (a cut, lost pages) or bytes that
  // were not read; "" where all is well. Of a pipe complete when it has been read to its end.
  const std::string& flaw() const;

  // Interleaved, integers scaled to -1..1, floats as they stand. out.size() a multiple of
  // channels. Returns how many instants; 0 at the end.
  Result<std::size_t> read(std::span<float> out);
  // One channel alone from here on, counted from 0. Errors: bad_value (it has no such channel).
  Status choose_channel(int channel);
  // The mix of all channels, or the chosen one. Returns how many instants; 0 at the end.
  Result<std::size_t> read_mono(std::span<float> out);
  // Errors: io (a pipe), bad_value (outside 0..length).
  Status seek(SampleIndex instant);

 private:
  struct State;
  explicit AudioReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

enum class SampleFormat { pcm16, pcm24, float32 };

struct AudioWriterOptions {
  int sample_rate_hz = 16000;
  int channels = 1;
  SampleFormat sample_format = SampleFormat::pcm16;  // where the container has a choice
  double quality = 0.6;                              // of lossy formats, 0..1
  std::optional<SampleIndex> length =
      {};  // where known: sizes the header of a pipe, picks RF64 over 4 GB
};

// Writes under a temporary name; finish() renames. The extension names the container: wav, flac,
// ogg (Vorbis), opus, mp3, aiff, aif, au, caf, w64, rf64. "-" is stdout and a WAV.
// Errors of create(): io; unsupported (extension, or a rate or channel count it cannot hold).
// Threads: one at a time. Realtime: no.
class AudioWriter {
 public:
  static Result<AudioWriter> create(const std::filesystem::path& path,
                                    const AudioWriterOptions& options);
  ~AudioWriter();  // without finish(): removes what was written
  AudioWriter(AudioWriter&&) noexcept;
  AudioWriter& operator=(AudioWriter&&) noexcept;

  // Interleaved, a multiple of channels. Values beyond -1..1 are clipped (and counted), except in
  // float32. Not finite: bad_value. Errors: io.
  Status write(std::span<const float> samples);
  // Completes the header, closes, renames. Call once. Errors: io.
  Status finish();

  SampleIndex written() const;   // instants
  std::int64_t clipped() const;  // samples

 private:
  struct State;
  explicit AudioWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The rate that the path's container can hold for a sound of `hz`: hz itself, the next above that
// it knows, or its highest (Opus and MP3 know a few rates only).
int output_rate_for(const std::filesystem::path& path, int hz);

// Whether AudioWriter knows the path's extension ("-" included).
bool is_audio_output(const std::filesystem::path& path);

}  // namespace codec
