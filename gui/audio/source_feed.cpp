#include "gui/audio/source_feed.h"

#include <algorithm>
#include <utility>

namespace gui {
namespace {

using codec::SampleIndex;

constexpr std::size_t kBlock = 2048;  // instants

SampleIndex scaled(SampleIndex n, int from, int to) { return (n * to + from / 2) / from; }

std::filesystem::file_time_type timeOf(const std::filesystem::path& path) {
  std::error_code none;
  return std::filesystem::last_write_time(path, none);
}

}  // namespace

codec::Result<SourceFeed> SourceFeed::open(const std::filesystem::path& path,
                                           const codec::ChannelChoice& channel, int outputHz) {
  auto reader = codec::AudioReader::open(path);
  if (!reader) return reader.error();
  if (!reader->seekable()) {
    return codec::Error{codec::ErrorCode::io, path.string() + ": cannot be read from the middle"};
  }
  const bool one = channel.kind == codec::ChannelChoice::Kind::one;
  if (one) {
    if (auto chosen = reader->choose_channel(channel.channel); !chosen) return chosen.error();
  }
  const int rate = reader->info().sample_rate_hz;
  auto middle = codec::Resampler::open(rate, outputHz);
  if (!middle) return middle.error();
  auto side = codec::Resampler::open(rate, outputHz);
  if (!side) return side.error();
  SourceFeed feed(std::move(*reader), std::move(*middle), std::move(*side));
  feed.path_ = path;
  feed.channel_ = channel;
  feed.changed_ = timeOf(path);
  feed.outputHz_ = outputHz;
  feed.stereo_ = !one && feed.reader_.info().channels == 2;
  feed.block_.resize(kBlock * (feed.stereo_ ? 2 : 1));
  return feed;
}

bool SourceFeed::isOf(const std::filesystem::path& path, const codec::ChannelChoice& channel,
                      int outputHz) const {
  return path == path_ && channel == channel_ && outputHz == outputHz_ && timeOf(path) == changed_;
}

codec::Status SourceFeed::restart(SampleIndex begin, SampleIndex end, int modelHz) {
  begin_ = scaled(begin, modelHz, rateHz());
  end_ = std::max(begin_, scaled(end, modelHz, rateHz()));
  if (const auto& length = reader_.info().length) {
    begin_ = std::min(begin_, *length);
  }
  at_ = begin_;
  ended_ = false;
  for (auto& resampler : resamplers_) resampler.reset();
  for (auto& ready : ready_) ready.clear();
  return reader_.seek(begin_);
}

void SourceFeed::readOn() {
  const auto wanted = static_cast<std::size_t>(
      std::clamp<SampleIndex>(end_ - at_, 0, static_cast<SampleIndex>(kBlock)));
  const std::size_t channels = stereo_ ? 2 : 1;
  codec::Result<std::size_t> got = std::size_t{0};
  if (wanted > 0) {
    const auto room = std::span(block_).first(wanted * channels);
    got = stereo_ ? reader_.read(room) : reader_.read_mono(room);
  }
  if (!got) error_ = got.error();
  const std::size_t n = got ? *got : 0;
  at_ += static_cast<SampleIndex>(n);
  if (n == 0) {
    if (loop_ && got && at_ > begin_) {
      at_ = begin_;
      if (auto back = reader_.seek(begin_); back) return;
    }
    ended_ = true;
    for (int c = 0; c < (stereo_ ? 2 : 1); ++c) resamplers_[c].finish(ready_[c]);
    return;
  }
  if (!stereo_) return resamplers_[0].push(std::span(block_).first(n), ready_[0]);
  for (auto& part : parts_) part.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    parts_[0][i] = 0.5F * (block_[2 * i] + block_[2 * i + 1]);
    parts_[1][i] = 0.5F * (block_[2 * i] - block_[2 * i + 1]);
  }
  for (int c = 0; c < 2; ++c) resamplers_[c].push(parts_[c], ready_[c]);
}

void SourceFeed::next(std::span<float> middle, std::span<float> side) {
  while (ready_[0].size() < middle.size() && !ended_) readOn();
  const auto take = [](std::vector<float>& ready, std::span<float> out) {
    const std::size_t n = std::min(ready.size(), out.size());
    std::copy_n(ready.begin(), n, out.begin());
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(n), out.end(), 0.0F);
    ready.erase(ready.begin(), ready.begin() + static_cast<std::ptrdiff_t>(n));
  };
  take(ready_[0], middle);
  take(ready_[1], side);
}

}  // namespace gui
