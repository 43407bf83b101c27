// The sound to be played, sample by sample, as it was and as the codec gives it back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "codec/base/types.h"
#include "codec/files/sound_stream.h"
#include "codec/sound/downmix.h"
#include "gui/audio/track.h"

namespace gui {

struct PlayRequest {
  Track source;                               // empty: there are codes only
  std::shared_ptr<const codec::Codes> codes;  // may be null or end before the source does
  std::vector<codec::Damage::Range> lost;     // frames of them that are silent, in order
  codec::SampleIndex begin = 0;               // at the model's rate
  codec::SampleIndex end = 0;
  bool loop = false;
  bool plain = false;  // the source alone, as it is: no codec
  // Where the original lies at its own rate and channels, of which `source` is what the codec
  // hears; empty: nowhere. And which of its channels.
  std::filesystem::path whole = {};
  codec::ChannelChoice channel = {};
};

// Frames that the request has codes for are decoded from them; others are encoded on the way, from
// a little before, so that the networks have their past. Another mask is heard at once, within a
// hop: the decoder, which looks ahead, goes back for it by kWarmFrames.
// Threads: one at a time. Realtime: no.
class PlayFeed {
 public:
  // model may be null: then the reconstruction is silent.
  PlayFeed(std::shared_ptr<const codec::Model> model, PlayRequest request);

  // Fills both with the next samples; returns how many, 0 at the end (never with loop).
  // Equal sizes.
  std::size_t next(std::span<float> original, std::span<float> reconstruction,
                   std::uint32_t levelMask);
  void setLoop(bool on) { request_.loop = on; }
  // Whether there is time for it; else another mask is heard when the decoder comes to it.
  void setGoesBack(bool on) { goesBack_ = on; }
  codec::SampleIndex position() const { return at_; }  // of the next sample
  std::uint32_t levelMask() const { return mask_; }    // that is heard
  bool hasOriginal() const { return request_.source.size() > 0; }

  static constexpr std::int64_t kWarmFrames = 48;

 private:
  void rewind();
  void seek(codec::SampleIndex to);
  void changeMask(std::uint32_t levelMask);
  void decodeUntil(codec::SampleIndex end);
  void decodeFrame();
  bool encodeFrame(std::int64_t frame);  // into frameCodes_

  std::shared_ptr<const codec::Model> model_;
  PlayRequest request_;
  std::optional<codec::StreamEncoder> encoder_;
  std::optional<codec::SoundDecoder> decoder_;
  std::int64_t encodedFrame_ = -1;  // the next one that encoder_ would give, -1 = none
  std::int64_t frame_ = 0;          // the next one to decode
  bool finished_ = false;           // the decoder has given all
  std::uint32_t mask_ = 0xffffffffu;
  bool goesBack_ = true;
  bool begun_ = false;                 // something was decoded since rewind()
  codec::SampleIndex restsUntil_ = 0;  // to go back is dear: not sooner once more
  codec::SampleIndex at_ = 0;
  codec::SampleIndex bufferStart_ = 0;
  std::vector<float> buffer_;  // decoded samples from bufferStart_ on
  std::vector<codec::Code> frameCodes_;
};

}  // namespace gui
