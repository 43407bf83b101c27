// Codes and sound of a clip by the C++ functions, for the Python tests to compare with.
// reference MODEL.json CLIP CODES.npy SOUND.wav
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "codec/engine/model.h"
#include "codec/engine/stream.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/resampler.h"
#include "codec/tokens/token_file.h"

namespace {

template <typename T>
T take(codec::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(result).value();
}

std::vector<float> convert(const std::vector<float>& samples, int from_hz, int to_hz) {
  auto resampler = take(codec::Resampler::open(from_hz, to_hz));
  std::vector<float> out;
  resampler.push(samples, out);
  resampler.finish(out);
  return out;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) return 2;
  const auto model = take(codec::Model::load(argv[1]));
  auto reader = take(codec::AudioReader::open(argv[2]));
  const int rate = reader.info().sample_rate_hz;
  const int model_rate = model->config().sample_rate_hz;
  std::vector<float> samples(static_cast<std::size_t>(*reader.info().length));
  samples.resize(take(reader.read_mono(samples)));

  codec::TokenFile tokens;
  tokens.codes = codec::encode(model, convert(samples, rate, model_rate));
  tokens.header.model_name = model->config().name;
  tokens.header.levels = tokens.codes.levels;
  tokens.header.bits_per_code = model->config().bits_per_code();
  take(codec::write_tokens(argv[3], tokens));

  auto writer = take(codec::AudioWriter::create(
      argv[4], {.sample_rate_hz = rate, .sample_format = codec::SampleFormat::float32}));
  take(writer.write(convert(codec::decode(model, tokens.codes), model_rate, rate)));
  take(writer.finish());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "reference: %s\n", e.what());
  return 1;
}
