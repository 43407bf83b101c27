// Audio files to arrays and back, through libsndfile.
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/python/arrays.h"
#include "app/python/bindings.h"
#include "app/python/errors.h"
#include "app/python/streams.h"
#include "codec/base/spool.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/survey.h"
#include "docs.h"

namespace py = pybind11;

namespace python {
namespace {

constexpr std::size_t kAtOnce = 16384;  // instants

// One channel, of a file that can be read twice.
std::optional<int> loudest_where_they_cancel(const std::filesystem::path& path) {
  auto reader = take(codec::AudioReader::open(path));
  const auto channels = static_cast<std::size_t>(reader.info().channels);
  codec::SoundSurvey survey(reader.info().sample_rate_hz, reader.info().downmix);
  std::vector<float> block(kAtOnce * channels);
  Interrupt interrupt;
  for (std::size_t n; (n = take(reader.read(block))) > 0; interrupt.poll()) {
    survey.add(std::span(block).first(n * channels));
  }
  return survey.cancels() ? std::optional(survey.loudest()) : std::nullopt;
}

// (n,) of the chosen channel.
py::tuple read_channel(const std::filesystem::path& path, const codec::ChannelChoice& choice) {
  using Kind = codec::ChannelChoice::Kind;
  std::vector<float> samples;
  std::string flaw;
  int rate_hz = 0;
  {
    const py::gil_scoped_release release;
    const auto file = take(codec::Spool::open(path));
    std::optional<int> channel;
    if (choice.kind == Kind::one) channel = choice.channel;
    if (choice.kind == Kind::automatic) channel = loudest_where_they_cancel(file.path());
    auto reader = take(codec::AudioReader::open(file.path(), path.string()));
    if (channel) require(reader.choose_channel(*channel));
    std::vector<float> block(kAtOnce);
    Interrupt interrupt;
    for (std::size_t n; (n = take(reader.read_mono(block))) > 0; interrupt.poll()) {
      samples.insert(samples.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(n));
    }
    flaw = reader.flaw();
    rate_hz = reader.info().sample_rate_hz;
  }
  if (!flaw.empty()) warn(path.string() + ": " + flaw);
  return py::make_tuple(make_sound(std::move(samples)), rate_hz);
}

py::tuple read_audio(const std::filesystem::path& path, const py::object& channel) {
  if (!channel.is_none()) return read_channel(path, checked_channel(channel));
  std::vector<float> samples;  // interleaved
  codec::AudioInfo info;
  std::string flaw;
  {
    const py::gil_scoped_release release;
    auto reader = take(codec::AudioReader::open(path));
    info = reader.info();
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> block(kAtOnce * channels);
    Interrupt interrupt;
    for (std::size_t n; (n = take(reader.read(block))) > 0; interrupt.poll()) {
      samples.insert(samples.end(), block.begin(),
                     block.begin() + static_cast<std::ptrdiff_t>(n * channels));
    }
    flaw = reader.flaw();
  }
  if (!flaw.empty()) warn(path.string() + ": " + flaw);
  return py::make_tuple(make_sound(std::move(samples), info.channels), info.sample_rate_hz);
}

codec::SampleFormat format_of(const std::string& name) {
  if (name == "pcm16") return codec::SampleFormat::pcm16;
  if (name == "pcm24") return codec::SampleFormat::pcm24;
  if (name == "float32") return codec::SampleFormat::float32;
  throw py::value_error("sample_format: '" + name + "', wanted pcm16, pcm24 or float32");
}

void write_audio(const std::filesystem::path& path, const py::object& samples, int sample_rate,
                 const std::string& sample_format) {
  const Sound sound(samples);
  codec::AudioWriterOptions options;
  options.sample_rate_hz = checked_rate(sample_rate);
  options.channels = sound.channels();
  options.sample_format = format_of(sample_format);
  options.length = static_cast<codec::SampleIndex>(sound.length());
  const py::gil_scoped_release release;
  auto writer = take(codec::AudioWriter::create(path, options));
  std::vector<float> block;
  Interrupt interrupt;
  for (std::size_t at = 0; at < sound.length(); at += kAtOnce, interrupt.poll()) {
    require(writer.write(sound.interleaved(at, std::min(kAtOnce, sound.length() - at), block)));
  }
  require(writer.finish());
}

}  // namespace

void bind_audio(py::module_& module) {
  module.def("read_audio", read_audio, docs::read_audio, py::arg("path"), py::kw_only(),
             py::arg("channel") = py::none());
  module.def("write_audio", write_audio, docs::write_audio, py::arg("path"), py::arg("samples"),
             py::arg("sample_rate"), py::kw_only(), py::arg("sample_format") = "pcm16");
}

}  // namespace python
