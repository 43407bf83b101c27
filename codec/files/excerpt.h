// A part of a sound: from where, how long, which channels; and its reading, exact to the sample.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/sound/audio_file.h"

namespace codec {

// Seconds become the nearest sample of the source's rate, a half upwards: the sound from
// round(start_s * rate) on, round(duration_s * rate) samples long.
struct Excerpt {
  double start_s = 0.0;     // 0 or more
  double duration_s = 0.0;  // 0: to the end
  double end_s = 0.0;       // where not 0, instead of a duration: to round(end_s * rate)
  // Where not 0, duration_s is what a list tells of a whole file: it makes an excerpt only of one
  // that is longer by more than this.
  double slack_s = 0.0;
  // May end so much beyond the sound, as rounded lists have it: then at its end.
  double tolerance_s = 0.025;
  std::vector<int> channels = {};  // from 0, the mean of these; none: of all

  bool is_whole() const {
    return start_s == 0.0 && duration_s == 0.0 && end_s == 0.0 && channels.empty();
  }
  friend bool operator==(const Excerpt&, const Excerpt&) = default;
};

// Reads the excerpt as if it were a file of its own.
// Threads: one at a time. Realtime: no.
class ExcerptReader {
 public:
  // Errors: those of AudioReader; bad_value (an excerpt that is none, begins or ends beyond the
  // sound, a channel that is not there).
  // name: what messages call it; empty: its path, "stdin" for "-".
  static Result<ExcerptReader> open(const std::filesystem::path& path, const Excerpt& excerpt,
                                    const std::string& name = {});

  // channels and length are those of the excerpt.
  const AudioInfo& info() const { return info_; }
  // "" of a whole sound, else which samples and channels these are: "samples=24000+16000
  // channels=1". The same words are the same part of the same file.
  std::string part() const;

  // As AudioReader::flaw(), of the whole sound.
  const std::string& flaw() const { return reader_.flaw(); }

  // One of its channels alone from here on, counted from 0. Errors: bad_value (there is no such).
  Status choose_channel(int channel);
  // Both return how many instants; 0 at the end. Errors: those of AudioReader; truncated (the sound
  // ends before the excerpt does).
  Result<std::size_t> read(std::span<float> out);  // its channels, interleaved
  Result<std::size_t> read_mono(
      std::span<float> out);  // the mean of chosen ones, or the mix of all

 private:
  ExcerptReader(AudioReader reader, std::string name);
  Status choose_channels(const std::vector<int>& channels);
  Status choose_samples(const Excerpt& excerpt, std::optional<SampleIndex> length);
  Result<std::size_t> read_some(std::span<float> out);
  Result<std::size_t> read_some_mono(std::span<float> out);
  template <typename Read>
  Result<std::size_t> read_within(std::span<float> out, std::size_t channels, Read&& read_part);
  Status go_to_start();

  AudioReader reader_;
  std::string name_;
  AudioInfo info_;
  std::vector<std::size_t> channels_;
  SampleIndex first_ = 0;
  std::optional<SampleIndex> count_;  // nothing: to the end
  SampleIndex tolerance_ = 0;
  bool at_start_ = false;
  SampleIndex done_ = 0;
  std::vector<float> frames_;
};

}  // namespace codec
