#include "codec/sound/downmix.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace codec {

std::optional<ChannelChoice> parse_channel(std::string_view text) {
  using Kind = ChannelChoice::Kind;
  if (text == "auto") return ChannelChoice{Kind::automatic, 0};
  if (text == "mix") return ChannelChoice{Kind::mix, 0};
  if (text == "left") return ChannelChoice{Kind::one, 0};
  if (text == "right") return ChannelChoice{Kind::one, 1};
  int n = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (fault != std::errc() || end != text.data() + text.size() || n < 1 || n > 1024) return {};
  return ChannelChoice{Kind::one, n - 1};
}

Downmix downmix_for(std::span<const Speaker> speakers) {
  Downmix downmix;
  downmix.is_mean = std::all_of(speakers.begin(), speakers.end(), [](Speaker s) {
    return s == Speaker::front || s == Speaker::other;
  });
  // A single channel, or low frequencies alone, are all that there is.
  const bool is_film = !downmix.is_mean && std::any_of(speakers.begin(), speakers.end(),
                                                       [](Speaker s) { return s != Speaker::low; });
  downmix.is_mean = !is_film;
  for (const auto speaker : speakers) {
    const double weight = !is_film                     ? 1.0
                          : speaker == Speaker::low    ? 0.0
                          : speaker == Speaker::centre ? 1.0
                          : speaker == Speaker::rear   ? 0.5
                                                       : 0.70710678118654752;
    downmix.weights.push_back(weight);
  }
  double sum = 0.0;
  for (const double weight : downmix.weights) sum += is_film ? weight * weight : weight;
  for (double& weight : downmix.weights) weight /= is_film ? std::sqrt(sum) : sum;
  return downmix;
}

void mix(std::span<const float> interleaved, const Downmix& downmix, std::span<float> mono) {
  const auto channels = downmix.weights.size();
  for (std::size_t i = 0; i < mono.size(); ++i) {
    const auto* frame = &interleaved[i * channels];
    double sum = 0.0;
    for (std::size_t c = 0; c < channels; ++c) {
      const auto sample = static_cast<double>(frame[c]);
      sum += downmix.is_mean ? sample : downmix.weights[c] * sample;
    }
    if (downmix.is_mean) sum /= static_cast<double>(channels);
    mono[i] = static_cast<float>(sum);
  }
}

}  // namespace codec
