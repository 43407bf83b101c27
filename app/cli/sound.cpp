#include "app/cli/sound.h"

#include <algorithm>
#include <string>

#include "app/cli/cli.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/resampler.h"
#include "codec/sound/survey.h"

namespace cli {
namespace {

// Where the mix cancels: the channel that encode takes.
codec::Status choose_channel(const codec::Spool& in, codec::AudioReader& reader) {
  const auto& info = reader.info();
  if (info.channels < 2) return codec::Done{};
  auto first_look = codec::AudioReader::open(in.path());
  if (!first_look) return first_look.error();
  codec::SoundSurvey survey(info.sample_rate_hz, info.downmix);
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<float> block(std::max<std::size_t>(1, 16384 / channels) * channels);
  for (;;) {
    const auto n = first_look->read(block);
    if (!n) return n.error();
    if (*n == 0) break;
    survey.add(std::span(block).first(*n * channels));
  }
  if (!survey.cancels()) return codec::Done{};
  say_aside(in.name() + ": its channels cancel in the mix: channel " +
            std::to_string(survey.loudest() + 1) + " alone is heard\n");
  return reader.choose_channel(survey.loudest());
}

}  // namespace

codec::Status read_sound(const codec::Spool& in, int rate_hz, std::size_t block,
                         const std::function<bool(std::span<const float>)>& take) {
  auto reader = codec::AudioReader::open(in.path());
  if (!reader) return reader.error();
  auto resampler = codec::Resampler::open(reader->info().sample_rate_hz, rate_hz);
  if (!resampler) return resampler.error();
  if (auto chosen = choose_channel(in, *reader); !chosen) return chosen.error();
  std::vector<float> samples(16384);
  std::vector<float> out;
  for (bool more = true; more;) {
    const auto n = reader->read_mono(samples);
    if (!n) return n.error();
    more = *n > 0;
    if (more) {
      resampler->push(std::span(samples).first(*n), out);
    } else {
      resampler->finish(out);
    }
    while (out.size() >= block || (!more && !out.empty())) {
      const auto part = std::min(block, out.size());
      if (!take(std::span(out).first(part))) return codec::Done{};
      out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(part));
    }
  }
  tell_flaw(in.name(), reader->flaw());
  return codec::Done{};
}

}  // namespace cli
