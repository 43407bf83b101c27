// Any bytes as a sound: samples that are finite and as many as was told, again after a jump back,
// or an Error.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "codec/base/descriptor.h"
#include "codec/sound/audio_file.h"

namespace {

// A few bytes of FLAC or ALAC may stand for hours of silence.
constexpr std::int64_t kMostSamples = 1 << 18;

void must(bool held) {
  if (!held) std::abort();
}

// Up to kMostSamples from here on; false where reading ended with an Error.
bool read_all(codec::AudioReader& reader, std::vector<float>& samples) {
  const auto channels = static_cast<std::size_t>(reader.info().channels);
  std::vector<float> block(1000 * channels);
  while (static_cast<std::int64_t>(samples.size()) < kMostSamples) {
    const auto before = reader.position();
    const auto n = reader.read(block);
    if (!n) return false;
    must(*n <= 1000 && reader.position() == before + static_cast<codec::SampleIndex>(*n));
    if (*n == 0) break;
    samples.insert(samples.end(), block.begin(),
                   block.begin() + static_cast<std::ptrdiff_t>(*n * channels));
  }
  for (const float s : samples) must(std::isfinite(s));
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const codec::Descriptor file(::memfd_create("sound", MFD_CLOEXEC));
  if (::write(file.get(), data, size) != static_cast<ssize_t>(size)) return 0;
  const auto path = "/proc/self/fd/" + std::to_string(file.get());
  auto reader = codec::AudioReader::open(path, "a sound");
  if (!reader) {
    must(!reader.error().message.empty() && reader.error().message.find('\n') == std::string::npos);
    return 0;
  }
  const auto info = reader->info();
  must(info.channels >= 1 && info.channels <= 1024);
  must(info.sample_rate_hz >= 1000 && info.sample_rate_hz <= 768000);
  must(!info.length || *info.length >= 0);
  std::vector<float> samples;
  const bool ended = read_all(*reader, samples);
  const auto instants = static_cast<codec::SampleIndex>(samples.size()) / info.channels;
  if (ended && instants * info.channels < kMostSamples && reader->flaw().empty() &&
      info.length_is_exact && info.length) {
    must(instants == *info.length);
  }
  if (!ended || !reader->seekable() || !info.seek_is_exact || instants == 0) return 0;
  const auto middle = instants / 2;
  if (!reader->seek(middle)) return 0;
  must(reader->position() == middle);
  std::vector<float> again(static_cast<std::size_t>(
      std::min<codec::SampleIndex>(instants - middle, 500) * info.channels));
  const auto n = reader->read(again);
  if (!n) return 0;
  must(std::equal(again.begin(), again.begin() + static_cast<std::ptrdiff_t>(*n) * info.channels,
                  samples.begin() + static_cast<std::ptrdiff_t>(middle) * info.channels));
  return 0;
}

// libsndfile 1.2 drops the identification header of an Ogg Vorbis file that it then refuses.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:vorbis_info_init\n"; }
