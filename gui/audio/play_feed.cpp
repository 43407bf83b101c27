#include "gui/audio/play_feed.h"

#include <algorithm>
#include <utility>

namespace gui {

using codec::SampleIndex;

PlayFeed::PlayFeed(std::shared_ptr<const codec::Model> model, PlayRequest request)
    : model_(std::move(model)), request_(std::move(request)) {
  if (model_ != nullptr) {
    auto decoder =
        codec::SoundDecoder::open(model_, model_->config().sample_rate_hz, {.lost = request_.lost});
    if (decoder) decoder_ = std::move(*decoder);
    encoder_.emplace(model_);
  }
  rewind();
}

void PlayFeed::rewind() {
  begun_ = false;
  restsUntil_ = request_.begin;
  seek(request_.begin);
}

void PlayFeed::seek(SampleIndex to) {
  at_ = to;
  buffer_.clear();
  if (!decoder_) return;
  const SampleIndex hop = decoder_->hop_samples();
  const SampleIndex heard = at_ + decoder_->delay_samples();
  frame_ = std::max<std::int64_t>(0, std::min(at_ / hop, heard / hop - kWarmFrames));
  bufferStart_ = frame_ * hop;
  finished_ = false;
  decoder_->restart(frame_);
}

std::size_t PlayFeed::next(std::span<float> original, std::span<float> reconstruction,
                           std::uint32_t levelMask) {
  if (at_ >= request_.end && request_.loop && request_.end > request_.begin) rewind();
  const auto n = static_cast<std::size_t>(
      std::clamp<SampleIndex>(request_.end - at_, 0, static_cast<SampleIndex>(original.size())));
  if (n == 0) return 0;
  request_.source.read(at_, original.first(n));
  if (decoder_) {
    const SampleIndex end = at_ + static_cast<SampleIndex>(n);
    if (levelMask != mask_ && (!begun_ || at_ >= restsUntil_)) changeMask(levelMask);
    begun_ = true;
    decodeUntil(end);
    const auto offset = static_cast<std::ptrdiff_t>(at_ - bufferStart_);
    std::copy_n(buffer_.begin() + offset, n, reconstruction.begin());
    buffer_.erase(buffer_.begin(), buffer_.begin() + offset + static_cast<std::ptrdiff_t>(n));
    bufferStart_ = end;
  } else {
    std::fill_n(reconstruction.begin(), n, 0.0F);
  }
  at_ += static_cast<SampleIndex>(n);
  return n;
}

// What comes next was decoded, or looked at, with the former codebooks. It is decoded anew and
// takes over within a hop. Where codes are still to be made that would take too long: what comes
// changes.
void PlayFeed::changeMask(std::uint32_t levelMask) {
  constexpr SampleIndex kRestFrames = 5;
  const SampleIndex hop = decoder_->hop_samples();
  const codec::Codes* codes = request_.codes.get();
  const SampleIndex from = at_;
  const SampleIndex end = std::min(from + hop, request_.end);
  if (!begun_ || !goesBack_ || codes == nullptr ||
      codes->frames() * hop < std::min(request_.end, (frame_ + 1) * hop)) {
    mask_ = levelMask;
    return;
  }
  decodeUntil(end);
  const auto n = static_cast<std::size_t>(end - from);
  std::vector<float> former(n);
  std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(from - bufferStart_), n,
              former.begin());
  mask_ = levelMask;
  restsUntil_ = from + kRestFrames * hop;
  seek(from);
  decodeUntil(end);
  const auto offset = static_cast<std::size_t>(from - bufferStart_);
  for (std::size_t i = 0; i < n; ++i) {
    const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(n);
    float& sample = buffer_[offset + i];
    sample = former[i] + share * (sample - former[i]);
  }
}

void PlayFeed::decodeUntil(SampleIndex end) {
  while (bufferStart_ + static_cast<SampleIndex>(buffer_.size()) < end) decodeFrame();
}

void PlayFeed::decodeFrame() {
  const codec::Codes* codes = request_.codes.get();
  // The codes tell all that is wanted: what the decoder holds back is their end.
  const bool ends = codes != nullptr && frame_ >= codes->frames() &&
                    codes->frames() * decoder_->hop_samples() >= request_.end;
  if (ends && !finished_) {
    decoder_->finish(buffer_);
    finished_ = true;
  } else if (codes != nullptr && frame_ < codes->frames()) {
    const auto levels = static_cast<std::size_t>(codes->levels);
    decoder_->push(
        std::span(codes->data).subspan(static_cast<std::size_t>(frame_) * levels, levels),
        codes->levels, buffer_, mask_);
  } else if (encodeFrame(frame_)) {
    decoder_->push(frameCodes_, encoder_->levels(), buffer_, mask_);
  } else {  // what no code describes, after the end of a sound that is only codes
    buffer_.resize(buffer_.size() + static_cast<std::size_t>(decoder_->hop_samples()));
  }
  ++frame_;
  // Before the first audible sample there is nothing to keep.
  if (bufferStart_ < at_) {
    const auto stale =
        std::min<SampleIndex>(at_ - bufferStart_, static_cast<SampleIndex>(buffer_.size()));
    buffer_.erase(buffer_.begin(), buffer_.begin() + stale);
    bufferStart_ += stale;
  }
}

bool PlayFeed::encodeFrame(std::int64_t frame) {
  if (!hasOriginal()) return false;
  const SampleIndex hop = decoder_->hop_samples();
  if (encodedFrame_ != frame) {
    encoder_->reset();
    encodedFrame_ = std::max<std::int64_t>(0, frame - kWarmFrames);
  }
  std::vector<float> samples(static_cast<std::size_t>(hop));
  frameCodes_.resize(static_cast<std::size_t>(encoder_->levels()));
  for (; encodedFrame_ <= frame; ++encodedFrame_) {
    request_.source.read(encodedFrame_ * hop, samples);
    encoder_->push(samples, std::span(frameCodes_));
  }
  return true;
}

}  // namespace gui
