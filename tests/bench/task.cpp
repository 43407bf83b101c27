#include "tests/bench/task.h"

#include <sndfile.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "codec/base/file_io.h"
#include "codec/engine/stream.h"
#include "tests/support/random_model.h"

namespace bench {

namespace fs = std::filesystem;
using codec::Code;
using codec::Codes;

void fail(const std::string& message) {
  std::fprintf(stderr, "bench_codec: %s\n", message.c_str());
  std::exit(1);
}

std::vector<float> read_audio(const std::string& path, int rate_hz) {
  SF_INFO info{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
  if (file == nullptr) fail(path + ": " + sf_strerror(nullptr));
  std::vector<float> samples(static_cast<std::size_t>(info.frames * info.channels));
  sf_readf_float(file, samples.data(), info.frames);
  sf_close(file);
  if (info.samplerate != rate_hz || info.channels != 1) {
    fail(path + ": wanted mono at " + std::to_string(rate_hz) + " Hz");
  }
  return samples;
}

void write_audio(const fs::path& path, std::span<const float> samples, int rate_hz, int format) {
  SF_INFO info{};
  info.samplerate = rate_hz;
  info.channels = 1;
  info.format = format;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) fail(path.string() + ": " + sf_strerror(nullptr));
  sf_writef_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
  sf_close(file);
}

std::shared_ptr<const codec::Model> load(const fs::path& config) {
  auto model = codec::Model::load(config);
  if (!model) fail(model.error().message);
  return *model;
}

// What a child does: its parent measures the process.
int run_task(const Task& task) {
  const auto model = load(task.model);
  const int rate = model->config().sample_rate_hz;
  if (task.name == "first-token") {
    const std::vector<float> hop(static_cast<std::size_t>(model->config().hop_samples()), 0.1f);
    const auto codes = codec::encode(model, hop);
    std::printf("%d\n", codes.data[0]);
    return 0;
  }
  if (task.name == "stream") {  // a long sound in pieces of a second, both ways
    codec::StreamEncoder encoder(model);
    codec::StreamDecoder decoder(model);
    const std::vector<float> second =
        testing_support::synthetic_speech(static_cast<std::size_t>(rate), rate, 1);
    std::vector<float> out(second.size() + static_cast<std::size_t>(decoder.hop_samples()));
    std::vector<Code> codes;
    for (double t = 0; t < task.seconds; t += 1) {
      codes.clear();
      encoder.push(second, codes);
      decoder.push(codes, encoder.levels(), out);
    }
    return 0;
  }
  const fs::path codes_path = task.audio + ".codes";
  if (task.name == "encode") {
    const auto codes = codec::encode(model, read_audio(task.audio, rate));
    return codec::write_file(codes_path, std::as_bytes(std::span(codes.data))) ? 0 : 1;
  }
  auto bytes = codec::read_file(codes_path);
  if (!bytes) fail(bytes.error().message);
  Codes codes;
  codes.levels = model->config().levels;
  codes.data.resize(bytes->size() / sizeof(Code));
  std::memcpy(codes.data.data(), bytes->data(), bytes->size());
  write_audio(task.audio + ".out.wav", codec::decode(model, codes), rate,
              SF_FORMAT_WAV | SF_FORMAT_PCM_16);
  return 0;
}

}  // namespace bench
