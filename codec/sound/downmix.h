// Many channels to the one that is encoded.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace codec {

// What of a sound's channels is heard.
struct ChannelChoice {
  enum class Kind {
    automatic,  // the mix; where the channels cancel in it, the loudest of them
    mix,
    one
  };
  Kind kind = Kind::automatic;
  int channel = 0;  // from 0, with Kind::one

  friend bool operator==(const ChannelChoice&, const ChannelChoice&) = default;
};

// "auto", "mix", "left" (the first), "right" (the second), or a number from 1.
std::optional<ChannelChoice> parse_channel(std::string_view text);

// Where a channel's loudspeaker stands, as far as that counts for a mix.
enum class Speaker { front, centre, low, rear, other };

// Weights of a mix: the mean, but where `speakers` tells of a centre, rears or a low frequency
// channel. Then as ITU-R BS.775 mixes down: front 3 dB and rear 6 dB below the centre, the low
// frequency channel left out, and the sum of squares 1 (the centre of 5.1 at -4 dB).
struct Downmix {
  std::vector<double> weights;  // one a channel
  bool is_mean = true;          // all weights are 1 / channels
};
Downmix downmix_for(std::span<const Speaker> speakers);

// Interleaved samples to `mono`, as many as it holds.
void mix(std::span<const float> interleaved, const Downmix& downmix, std::span<float> mono);

}  // namespace codec
