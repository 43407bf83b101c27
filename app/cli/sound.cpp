#include "app/cli/sound.h"

#include "app/cli/cli.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/resampler.h"

namespace cli {

codec::Status read_sound(const codec::Spool& in, int rate_hz, std::size_t block,
                         const std::function<bool(std::span<const float>)>& take) {
  auto reader = codec::AudioReader::open(in.path());
  if (!reader) return reader.error();
  auto resampler = codec::Resampler::open(reader->info().sample_rate_hz, rate_hz);
  if (!resampler) return resampler.error();
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
