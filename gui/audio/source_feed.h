// The original as it lies on disk, at its own rate and channels, in step with what the codec plays.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/downmix.h"
#include "codec/sound/resampler.h"

namespace gui {

// Two channels stay two; of more channels the mix is heard, as of one that was chosen.
// Threads: one at a time. Realtime: no (reads a file).
class SourceFeed {
 public:
  // Errors: those of AudioReader::open() and choose_channel(), of Resampler::open(); io (the sound
  // cannot be read from the middle).
  static codec::Result<SourceFeed> open(const std::filesystem::path& path,
                                        const codec::ChannelChoice& channel, int outputHz);
  // Whether it is of that file as it is now, and those channels.
  bool isOf(const std::filesystem::path& path, const codec::ChannelChoice& channel,
            int outputHz) const;

  int rateHz() const { return reader_.info().sample_rate_hz; }
  bool isStereo() const { return stereo_; }

  // [begin, end) in samples at modelHz is what comes next, again and again while it loops.
  codec::Status restart(codec::SampleIndex begin, codec::SampleIndex end, int modelHz);
  void setLoop(bool on) { loop_ = on; }
  // The next samples at outputHz: the middle of both channels, and half of left less right; zeros
  // after the end, and where reading failed. Equal sizes.
  void next(std::span<float> middle, std::span<float> side);
  // Why it fell silent, once.
  std::optional<codec::Error> takeError() { return std::exchange(error_, {}); }

 private:
  SourceFeed(codec::AudioReader reader, codec::Resampler middle, codec::Resampler side)
      : reader_(std::move(reader)), resamplers_{std::move(middle), std::move(side)} {}
  void readOn();

  codec::AudioReader reader_;
  codec::Resampler resamplers_[2];
  std::filesystem::path path_;
  codec::ChannelChoice channel_;
  std::filesystem::file_time_type changed_;
  int outputHz_ = 0;
  bool stereo_ = false;
  bool loop_ = false;
  bool ended_ = false;
  codec::SampleIndex begin_ = 0;  // instants of the file
  codec::SampleIndex end_ = 0;
  codec::SampleIndex at_ = 0;
  std::vector<float> block_;
  std::vector<float> parts_[2];  // middle and side as they are read
  std::vector<float> ready_[2];  // at outputHz
  std::optional<codec::Error> error_;
};

}  // namespace gui
