#include "gui/audio/play_feed.h"

#include <algorithm>
#include <utility>

namespace gui {

using codec::SampleIndex;

PlayFeed::PlayFeed(std::shared_ptr<const codec::Model> model, PlayRequest request)
    : model_(std::move(model)), request_(std::move(request)) {
  if (model_ != nullptr) {
    encoder_.emplace(model_);
    decoder_.emplace(model_);
    hop_.resize(static_cast<std::size_t>(decoder_->hop_samples()));
  }
  rewind();
}

void PlayFeed::rewind() {
  at_ = request_.begin;
  buffer_.clear();
  if (!decoder_) return;
  const SampleIndex hop = decoder_->hop_samples();
  frame_ = std::max<std::int64_t>(0, (at_ + decoder_->delay_samples()) / hop - kWarmFrames);
  bufferStart_ = frame_ * hop - decoder_->delay_samples();
  decoder_->reset();
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
    while (bufferStart_ + static_cast<SampleIndex>(buffer_.size()) < end) decodeFrame(levelMask);
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

void PlayFeed::decodeFrame(std::uint32_t levelMask) {
  // What no code describes (after the end of a sound that is only codes) is silent.
  std::fill(hop_.begin(), hop_.end(), 0.0F);
  const codec::Codes* codes = request_.codes.get();
  if (codes != nullptr && frame_ < codes->frames()) {
    const auto levels = static_cast<std::size_t>(codes->levels);
    decoder_->push(
        std::span(codes->data).subspan(static_cast<std::size_t>(frame_) * levels, levels),
        codes->levels, hop_, levelMask);
  } else if (encodeFrame(frame_)) {
    decoder_->push(frameCodes_, encoder_->levels(), hop_, levelMask);
  }
  buffer_.insert(buffer_.end(), hop_.begin(), hop_.end());
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
  const auto hop = static_cast<SampleIndex>(hop_.size());
  if (encodedFrame_ != frame) {
    encoder_->reset();
    encodedFrame_ = std::max<std::int64_t>(0, frame - kWarmFrames);
  }
  std::vector<float> samples(hop_.size());
  frameCodes_.resize(static_cast<std::size_t>(encoder_->levels()));
  for (; encodedFrame_ <= frame; ++encodedFrame_) {
    request_.source.read(encodedFrame_ * hop, samples);
    encoder_->push(samples, std::span(frameCodes_));
  }
  return true;
}

}  // namespace gui
