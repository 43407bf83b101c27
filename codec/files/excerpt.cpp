#include "codec/files/excerpt.h"

#include <algorithm>
#include <cmath>

#include "codec/base/printed.h"

namespace codec {
namespace {

constexpr double kLongest_s = 1e9;
constexpr std::size_t kBlock = 16384;

SampleIndex to_samples(double seconds, int rate_hz) {
  return static_cast<SampleIndex>(std::floor(seconds * rate_hz + 0.5));
}

// "1.5 s", for people.
std::string seconds(double s) { return printed("%.10g s", s); }

Status check(const Excerpt& e, const std::string& name) {
  const auto bad = [&name](const std::string& what) {
    return Error{ErrorCode::bad_value, name + ": an excerpt " + what};
  };
  if (!(e.start_s >= 0.0 && e.start_s <= kLongest_s)) return bad("from " + seconds(e.start_s));
  if (e.duration_s != 0.0 && e.end_s != 0.0) return bad("with both a duration and an end");
  if (!(e.duration_s >= 0.0 && e.duration_s <= kLongest_s)) {
    return bad("of " + seconds(e.duration_s));
  }
  if (e.end_s != 0.0 && !(e.end_s > e.start_s && e.end_s <= kLongest_s)) {
    return bad("from " + seconds(e.start_s) + " to " + seconds(e.end_s));
  }
  return Done{};
}

// By reading all of it, where the header does not tell for sure.
Result<SampleIndex> counted_length(const std::filesystem::path& path) {
  auto reader = AudioReader::open(path);
  if (!reader) return reader.error();
  const auto channels = static_cast<std::size_t>(reader->info().channels);
  std::vector<float> block(std::max<std::size_t>(1, kBlock / channels) * channels);
  for (;;) {
    auto n = reader->read(block);
    if (!n) return n.error();
    if (*n == 0) return reader->position();
  }
}

}  // namespace

ExcerptReader::ExcerptReader(AudioReader reader, std::string name)
    : reader_(std::move(reader)), name_(std::move(name)), info_(reader_.info()) {}

Result<ExcerptReader> ExcerptReader::open(const std::filesystem::path& path, const Excerpt& excerpt,
                                          const std::string& called) {
  const auto name = !called.empty() ? called : path == "-" ? std::string("stdin") : path.string();
  if (auto good = check(excerpt, name); !good) return good.error();
  auto reader = AudioReader::open(path, name);
  if (!reader) return reader.error();
  ExcerptReader out(std::move(*reader), name);
  const auto& whole = out.reader_.info();
  auto length = whole.length_is_exact ? whole.length : std::nullopt;
  auto wanted = excerpt;
  if (excerpt.slack_s > 0.0) {
    const auto most = to_samples(excerpt.duration_s + excerpt.slack_s, whole.sample_rate_hz) + 1;
    if (!length && !(whole.length && *whole.length <= most) && path != "-") {
      auto counted = counted_length(path);
      if (!counted) return counted.error();
      length = *counted;
    }
    if (length.value_or(0) <= most) wanted.duration_s = 0.0;
  }
  if (auto good = out.choose_channels(wanted.channels); !good) return good.error();
  if (auto good = out.choose_samples(wanted, length); !good) return good.error();
  return out;
}

Status ExcerptReader::choose_channels(const std::vector<int>& channels) {
  const int there = reader_.info().channels;
  for (const int c : channels) {
    if (c < 0 || c >= there) {
      return Error{ErrorCode::bad_value, name_ + ": channel " + std::to_string(c) +
                                             " (the first is 0), but it has " +
                                             std::to_string(there)};
    }
    channels_.push_back(static_cast<std::size_t>(c));
  }
  std::sort(channels_.begin(), channels_.end());
  channels_.erase(std::unique(channels_.begin(), channels_.end()), channels_.end());
  if (channels_.size() == static_cast<std::size_t>(there)) channels_.clear();
  if (channels_.empty()) return Done{};
  info_.channels = static_cast<int>(channels_.size());
  info_.downmix = downmix_for(std::vector<Speaker>(channels_.size(), Speaker::other));
  return Done{};
}

// length: of the whole sound, where it is known for sure.
Status ExcerptReader::choose_samples(const Excerpt& e, std::optional<SampleIndex> length) {
  const int rate = info_.sample_rate_hz;
  first_ = to_samples(e.start_s, rate);
  tolerance_ = to_samples(e.tolerance_s, rate);
  if (e.duration_s != 0.0) count_ = to_samples(e.duration_s, rate);
  if (e.end_s != 0.0) count_ = to_samples(e.end_s, rate) - first_;
  if (count_ && *count_ <= 0) {
    return Error{ErrorCode::bad_value, name_ + ": an excerpt without a sample"};
  }
  if (length && first_ >= *length) {
    return Error{ErrorCode::bad_value, name_ + ": an excerpt from " + seconds(e.start_s) +
                                           ", but the sound ends at " +
                                           seconds(static_cast<double>(*length) / rate)};
  }
  if (length && count_) {
    const auto beyond = first_ + *count_ - *length;
    if (beyond > tolerance_) {
      return Error{ErrorCode::bad_value, name_ + ": an excerpt to " +
                                             seconds(static_cast<double>(first_ + *count_) / rate) +
                                             ", but the sound ends at " +
                                             seconds(static_cast<double>(*length) / rate)};
    }
    if (beyond > 0) count_ = *count_ - beyond;
    if (first_ == 0 && count_ == length) count_.reset();
  }
  if (first_ == 0 && !count_) return Done{};
  info_.length_told.reset();
  if (!info_.length_is_exact || !info_.length) {
    info_.length.reset();
  } else {
    info_.length = count_ ? *count_ : *info_.length - first_;
  }
  return Done{};
}

std::string ExcerptReader::part() const {
  std::string text;
  if (first_ > 0 || count_) {
    text = "samples=" + std::to_string(first_) + "+" +
           (count_ ? std::to_string(*count_) : std::string("end"));
  }
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    text += (i > 0          ? ","
             : text.empty() ? "channels="
                            : " channels=") +
            std::to_string(channels_[i]);
  }
  return text;
}

Status ExcerptReader::go_to_start() {
  at_start_ = true;
  if (first_ == 0) return Done{};
  if (reader_.info().seek_is_exact && reader_.seek(first_)) return Done{};
  // What is decoded after a jump may differ from what is decoded on the way.
  const auto channels = static_cast<std::size_t>(reader_.info().channels);
  std::vector<float> block(std::max<std::size_t>(1, kBlock / channels) * channels);
  while (reader_.position() < first_) {
    const auto left = static_cast<std::size_t>(first_ - reader_.position()) * channels;
    auto n = reader_.read(std::span(block).first(std::min(block.size(), left)));
    if (!n) return n.error();
    if (*n == 0) {
      return Error{ErrorCode::bad_value, name_ + ": ends before sample " + std::to_string(first_) +
                                             ", where the excerpt begins"};
    }
  }
  return Done{};
}

Status ExcerptReader::choose_channel(int channel) {
  if (channels_.empty()) return reader_.choose_channel(channel);
  if (channel < 0 || static_cast<std::size_t>(channel) >= channels_.size()) {
    return Error{ErrorCode::bad_value, name_ + ": channel " + std::to_string(channel + 1) +
                                           ", but the excerpt has " +
                                           std::to_string(channels_.size())};
  }
  channels_ = {channels_[static_cast<std::size_t>(channel)]};
  return Done{};
}

Result<std::size_t> ExcerptReader::read_some(std::span<float> out) {
  if (channels_.empty()) return reader_.read(out);
  const auto all = static_cast<std::size_t>(reader_.info().channels);
  const auto chosen = channels_.size();
  frames_.resize(std::min(out.size() / chosen, std::max<std::size_t>(1, kBlock / all)) * all);
  auto n = reader_.read(frames_);
  if (!n) return n;
  for (std::size_t i = 0; i < *n; ++i) {
    for (std::size_t c = 0; c < chosen; ++c) out[i * chosen + c] = frames_[i * all + channels_[c]];
  }
  return n;
}

Result<std::size_t> ExcerptReader::read_some_mono(std::span<float> out) {
  if (channels_.empty()) return reader_.read_mono(out);
  const auto chosen = channels_.size();
  std::vector<float> frames(std::min(out.size(), kBlock) * chosen);
  auto n = read_some(frames);
  if (!n) return n;
  for (std::size_t i = 0; i < *n; ++i) {
    double sum = 0.0;
    for (std::size_t c = 0; c < chosen; ++c) sum += static_cast<double>(frames[i * chosen + c]);
    out[i] = static_cast<float>(sum / static_cast<double>(chosen));
  }
  return n;
}

// What read_part gives, as far as the excerpt goes; an instant has so many channels.
template <typename Read>
Result<std::size_t> ExcerptReader::read_within(std::span<float> out, std::size_t channels,
                                               Read&& read_part) {
  if (!at_start_) {
    if (auto there = go_to_start(); !there) return there.error();
  }
  auto instants = out.size() / channels;
  if (count_) instants = std::min(instants, static_cast<std::size_t>(*count_ - done_));
  if (instants == 0) return std::size_t{0};
  Result<std::size_t> n = read_part(out.first(instants * channels));
  if (!n) return n;
  done_ += static_cast<SampleIndex>(*n);
  if (*n == 0 && count_ && *count_ - done_ > tolerance_) {
    return Error{ErrorCode::truncated, name_ + ": ends " + std::to_string(done_) +
                                           " samples after the excerpt's start, " + "which has " +
                                           std::to_string(*count_)};
  }
  return n;
}

Result<std::size_t> ExcerptReader::read(std::span<float> out) {
  const auto channels = static_cast<std::size_t>(info_.channels);
  return read_within(out, channels, [this](std::span<float> part) { return read_some(part); });
}

Result<std::size_t> ExcerptReader::read_mono(std::span<float> out) {
  return read_within(out, 1, [this](std::span<float> part) { return read_some_mono(part); });
}

}  // namespace codec
