#include "gui/document/export.h"

#include <algorithm>
#include <cmath>

#include "codec/base/file_io.h"
#include "codec/files/header_of.h"
#include "codec/sound/resampler.h"

namespace gui {

using codec::SampleIndex;

namespace {

constexpr std::size_t kBlock = 16384;

float peakOf(std::span<const float> samples) {
  float peak = 0.0F;
  for (const float x : samples) peak = std::max(peak, std::abs(x));
  return peak;
}

// `path` with that extension; where it is taken, with a number.
std::filesystem::path freeName(std::filesystem::path path, const char* extension) {
  const std::string stem = path.stem().string();
  path.replace_filename(stem + extension);
  for (int i = 2; std::filesystem::exists(path); ++i) {
    path.replace_filename(stem + " " + std::to_string(i) + extension);
  }
  return path;
}

// Blocks of the captured samples: of the spool, or where there is none, of the document.
codec::Result<int> readTake(const Document& document, const CodecWorker::Control& control,
                            const std::function<codec::Status(std::span<const float>)>& block) {
  std::vector<float> samples(kBlock);
  if (document.spool.empty()) {
    const Track& track = document.original->track;
    for (SampleIndex at = 0; at < track.size();) {
      if (*control.cancelled) return codec::Error{codec::ErrorCode::cancelled, "cancelled"};
      const auto n = static_cast<std::size_t>(
          std::min<SampleIndex>(track.size() - at, static_cast<SampleIndex>(kBlock)));
      track.read(at, std::span(samples).first(n));
      if (codec::Status s = block(std::span(samples).first(n)); !s) return s.error();
      at += static_cast<SampleIndex>(n);
    }
    return track.rateHz();
  }
  auto reader = codec::AudioReader::open(document.spool);
  if (!reader) return reader.error();
  for (;;) {
    if (*control.cancelled) return codec::Error{codec::ErrorCode::cancelled, "cancelled"};
    const auto n = reader->read_mono(samples);
    if (!n) return n.error();
    if (*n == 0) return reader->info().sample_rate_hz;
    if (codec::Status s = block(std::span(samples).first(*n)); !s) return s.error();
  }
}

}  // namespace

codec::Result<std::filesystem::path> keepTake(const std::filesystem::path& path,
                                              const Document& document,
                                              const CodecWorker::Control& control) {
  float peak = 0.0F;
  SampleIndex length = 0;
  const auto rate = readTake(document, control, [&](std::span<const float> block) -> codec::Status {
    peak = std::max(peak, peakOf(block));
    length += static_cast<SampleIndex>(block.size());
    return codec::Done{};
  });
  if (!rate) return rate.error();
  const bool integers = peak <= 1.0F;
  const auto target = freeName(path, integers ? ".flac" : ".wav");
  codec::AudioWriterOptions options;
  options.sample_rate_hz = *rate;
  options.sample_format = integers ? codec::SampleFormat::pcm24 : codec::SampleFormat::float32;
  options.length = length;
  auto writer = codec::AudioWriter::create(target, options);
  if (!writer) return writer.error();
  const auto written = readTake(document, control,
                                [&](std::span<const float> block) { return writer->write(block); });
  if (!written) return written.error();
  if (codec::Status s = writer->finish(); !s) return s.error();
  return target;
}

bool clips(const std::filesystem::path& path, codec::SampleFormat format) {
  const bool wav = QString::fromStdString(path.extension().string())
                       .compare(QStringLiteral(".wav"), Qt::CaseInsensitive) == 0;
  return !wav || format != codec::SampleFormat::float32;
}

codec::StreamHeader headerOf(const Document& document, const codec::Model& model, int levels) {
  auto h = codec::header_of(model, levels);
  h.source_rate_hz = document.sourceRateHz;
  h.source_channels = document.sourceChannels;
  h.source_length = document.sourceLength;
  h.gain_millidb = document.gainMilliDb;
  return h;
}

codec::Codes codesOf(const Document& document, int levels, TimeSpan span, int hopSamples) {
  const codec::Codes& all = *document.codes;
  codec::Codes part;
  part.levels = std::min(levels, all.levels);
  const std::int64_t first = std::clamp<std::int64_t>(span.begin / hopSamples, 0, all.frames());
  const std::int64_t last =
      std::clamp<std::int64_t>((span.end + hopSamples - 1) / hopSamples, first, all.frames());
  part.data.reserve(static_cast<std::size_t>((last - first) * part.levels));
  for (std::int64_t frame = first; frame < last; ++frame) {
    for (int q = 0; q < part.levels; ++q) part.data.push_back(all.at(q, frame));
  }
  return part;
}

codec::Status saveContainer(const std::filesystem::path& path, const Document& document,
                            const ModelPtr& model, int levels) {
  const codec::Codes codes =
      codesOf(document, levels, {0, document.length + model->config().hop_samples()},
              model->config().hop_samples());
  codec::ContainerOptions options;
  options.prior = model->prior();
  auto writer =
      codec::ContainerWriter::create(path, headerOf(document, *model, codes.levels), options);
  if (!writer) return writer.error();
  if (codec::Status s = writer->write(codes.data); !s) return s;
  return writer->finish(document.sourceLength);
}

codec::Status exportTokens(const std::filesystem::path& path, const Document& document,
                           const ModelPtr& model, int levels, TimeSpan span,
                           const codec::TokenOptions& options) {
  codec::TokenFile file;
  file.codes = codesOf(document, levels, span, model->config().hop_samples());
  file.header = headerOf(document, *model, file.codes.levels);
  if (span.length() < document.length) {
    file.header.source_length =
        span.length() * document.sourceRateHz / std::max(1, model->config().sample_rate_hz);
  }
  return codec::write_tokens(path, file, options);
}

codec::Status exportAudio(const std::filesystem::path& path, const AudioExport& what,
                          const CodecWorker::Control& control) {
  auto resampler = codec::Resampler::open(what.sound.rateHz(), what.rateHz);
  if (!resampler) return resampler.error();
  codec::AudioWriterOptions options;
  options.sample_rate_hz = what.rateHz;
  options.sample_format = what.format;
  options.length = resampler->output_length(what.span.length());
  auto writer = codec::AudioWriter::create(path, options);
  if (!writer) return writer.error();
  const auto gain = static_cast<float>(std::pow(10.0, what.gainDb / 20.0));
  std::vector<float> block(16000);
  std::vector<float> ready;
  for (SampleIndex at = what.span.begin; at < what.span.end;) {
    if (*control.cancelled) return codec::Error{codec::ErrorCode::cancelled, "cancelled"};
    const auto n = static_cast<std::size_t>(
        std::min<SampleIndex>(what.span.end - at, static_cast<SampleIndex>(block.size())));
    what.sound.read(at, std::span(block).first(n));
    if (gain != 1.0F) {
      for (float& x : block) x *= gain;
    }
    at += static_cast<SampleIndex>(n);
    ready.clear();
    resampler->push(std::span(block).first(n), ready);
    if (at >= what.span.end) resampler->finish(ready);
    if (what.peak != nullptr) *what.peak = std::max(*what.peak, peakOf(ready));
    if (codec::Status s = writer->write(ready); !s) return s;
    control.progress(static_cast<double>(at - what.span.begin) /
                     static_cast<double>(what.span.length()));
  }
  return writer->finish();
}

}  // namespace gui
