#include <algorithm>
#include <bit>
#include <utility>

#include "codec/base/crc32c.h"
#include "codec/files/file_job.h"
#include "codec/files/sound_stream.h"

namespace codec {
namespace {

constexpr std::int64_t kFramesAtOnce = 48;

// One decoded channel to all those of the file.
class Output {
 public:
  Output(AudioWriter writer, int channels)
      : writer_(std::move(writer)), channels_(static_cast<std::size_t>(channels)) {}

  Status write(std::span<const float> samples) {
    crc_ = crc32c(std::as_bytes(samples), crc_);
    if (channels_ == 1) return writer_.write(samples);
    frames_.resize(samples.size() * channels_);
    for (std::size_t i = 0; i < frames_.size(); ++i) frames_[i] = samples[i / channels_];
    return writer_.write(frames_);
  }
  Status finish() { return writer_.finish(); }
  const AudioWriter& writer() const { return writer_; }
  std::uint32_t crc() const { return crc_; }

 private:
  AudioWriter writer_;
  std::size_t channels_;
  std::vector<float> frames_;
  std::uint32_t crc_ = 0;
};

struct Plan {
  int rate_hz = 0;
  int channels = 1;
  std::uint32_t mask = 0;
  std::optional<SampleIndex> length;    // as the header has it, at the output's rate
  std::optional<SampleIndex> expected;  // what will come, as far as one can know
};

Result<Plan> plan_of(CodeSource& source, const std::filesystem::path& out,
                     const DecodeOptions& options) {
  const auto& header = source.header();
  if (options.levels < 0 || options.levels > header.levels) {
    return Error{ErrorCode::bad_value, std::to_string(options.levels) + " codebooks, " +
                                           source.name() + " has 1.." +
                                           std::to_string(header.levels)};
  }
  if (options.channels < 0 || options.channels > 1024) {
    return Error{ErrorCode::bad_value,
                 std::to_string(options.channels) + " channels, wanted 1..1024"};
  }
  Plan plan;
  plan.rate_hz = options.sample_rate_hz != 0 ? options.sample_rate_hz
                                             : output_rate_for(out, header.source_rate_hz);
  plan.channels = options.channels == 0 ? header.source_channels : options.channels;
  const int levels = options.levels == 0 ? header.levels : options.levels;
  const auto all = (1u << levels) - 1;
  if (options.level_mask != DecodeOptions::kAllLevels && (options.level_mask & ~all) != 0) {
    const auto beyond = static_cast<std::uint32_t>(options.level_mask & ~all);
    return Error{ErrorCode::bad_value, "codebook " + std::to_string(std::countr_zero(beyond) + 1) +
                                           " cannot sound: " + std::to_string(levels) + " of " +
                                           source.name() + " are decoded"};
  }
  plan.mask = options.level_mask & all;
  if (plan.mask == 0) {
    return Error{ErrorCode::bad_value, "no level is left to decode"};
  }
  const auto frames = source.frames();
  const auto length = source.source_length();
  if (length && (!frames || header.check_frames(*length, *frames))) {
    plan.length = length_at(*length, header.source_rate_hz, plan.rate_hz);
  }
  if (frames) {
    constexpr SampleIndex kMost = SampleIndex{1} << 42;  // what a footer claims may be anything
    const auto most = length_at(std::min(*frames * header.hop_samples, kMost), header.model_rate_hz,
                                plan.rate_hz);
    plan.expected = plan.length ? std::min(*plan.length, most) : most;
  }
  return plan;
}

Result<Output> open_output(const std::filesystem::path& out, const Plan& plan,
                           const DecodeOptions& options) {
  auto writer = AudioWriter::create(out, {.sample_rate_hz = plan.rate_hz,
                                          .channels = plan.channels,
                                          .sample_format = options.sample_format,
                                          .quality = options.quality,
                                          .length = plan.expected});
  if (!writer) return writer.error();
  return Output(std::move(*writer), plan.channels);
}

// Codes to sound until there are no more, or the sound has its length.
Status decode_all(CodeSource& source, SoundDecoder& decoder, const Plan& plan, Output& output,
                  JobProgress& progress, DecodeReport& report) {
  auto& frames = report.frames;
  const auto& header = source.header();
  std::vector<Code> codes;
  std::vector<float> audio;
  while (!decoder.is_complete()) {
    auto n = source.read(kFramesAtOnce, codes);
    if (!n) return n.error();
    if (*n == 0) break;
    if (source.filled()) decoder.lose(frames, *n);
    frames += *n;
    report.codes_crc32c = crc32c(std::as_bytes(std::span(codes)), report.codes_crc32c);
    audio.clear();
    decoder.push(codes, header.levels, audio, plan.mask);
    if (auto done = output.write(audio); !done) return done;
    if (auto on = progress.step(static_cast<double>(frames) / header.frame_rate_hz()); !on) {
      return on;
    }
  }
  if (frames == 0) return Error{ErrorCode::empty, source.name() + ": not a single frame"};
  for (;;) {  // on to the end all the same: damage may stand there
    auto n = source.read(kFramesAtOnce, codes);
    if (!n) return n.error();
    if (*n == 0) return Done{};
    report.codes_crc32c = crc32c(std::as_bytes(std::span(codes)), report.codes_crc32c);
  }
}

}  // namespace

Result<DecodeReport> decode_file(const std::shared_ptr<const Model>& model,
                                 const std::filesystem::path& in, const std::filesystem::path& out,
                                 const DecodeOptions& options) {
  auto source = CodeSource::open(in);
  if (!source) return source.error();
  return decode_file(model, std::move(*source), out, options);
}

Result<DecodeReport> decode_file(const std::shared_ptr<const Model>& model, CodeSource source,
                                 const std::filesystem::path& out, const DecodeOptions& options) {
  const JobClock clock;
  if (auto other = refuse_overwriting(source.path(), out); !other) return other.error();
  if (auto fits = source.bind(model); !fits) return fits.error();
  auto plan = plan_of(source, out, options);
  if (!plan) return plan.error();
  const int gain = options.keep_gain ? 0 : source.header().gain_millidb;
  auto decoder = SoundDecoder::open(
      model, plan->rate_hz,
      {.gain_millidb = gain, .length = plan->length, .length_is_told_late = true});
  if (!decoder) return decoder.error();
  auto output = open_output(out, *plan, options);
  if (!output) return output.error();

  DecodeReport report;
  report.header = source.header();
  JobProgress progress(options.control,
                       static_cast<double>(plan->expected.value_or(0)) / plan->rate_hz);
  auto done = decode_all(source, *decoder, *plan, *output, progress, report);
  if (!done) return done.error();
  if (!options.accept_damage) {
    if (auto whole = refuse(source.damage(), source.name()); !whole) return whole.error();
  }
  std::optional<SampleIndex> length;
  if (const auto known = source.sound_length()) {
    length = length_at(*known, report.header.source_rate_hz, plan->rate_hz);
  }
  std::vector<float> rest;
  decoder->finish(rest, length);
  if (auto written = output->write(rest); !written) return written.error();
  if (auto finished = output->finish(); !finished) return finished.error();

  report.header.source_length = source.sound_length();
  report.samples = output->writer().written();
  report.clipped = output->writer().clipped();
  report.sound_crc32c = output->crc();
  report.sample_rate_hz = plan->rate_hz;
  report.seconds = static_cast<double>(report.samples) / plan->rate_hz;
  report.damage = source.damage();
  progress.end(report.seconds);
  report.cpu_seconds = clock.cpu_seconds();
  report.wall_seconds = clock.wall_seconds();
  return report;
}

Result<FileInfo> inspect_file(const std::filesystem::path& path,
                              const std::shared_ptr<const Model>& model) {
  auto source = CodeSource::open(path);
  if (!source) return source.error();
  return inspect_file(std::move(*source), model);
}

Result<FileInfo> inspect_file(CodeSource source, const std::shared_ptr<const Model>& model) {
  if (model) {
    if (auto fits = source.bind(model); !fits) return fits.error();
  }
  FileInfo info;
  info.header = source.header();
  const bool knows_codes = !source.needs_prior() && source.has_header();
  if (source.needs_prior()) source.skip_codes();
  if (knows_codes) info.usage = make_usage(info.header);
  std::int64_t frames = 0;
  auto read = source.each([&](std::span<const Code> codes) -> Status {
    frames += static_cast<std::int64_t>(codes.size()) / info.header.levels;
    if (!source.filled()) count(info.usage, codes);
    return Done{};
  });
  if (!read) return read.error();
  info.source_length = source.source_length();
  info.seconds = static_cast<double>(frames) / info.header.frame_rate_hz();
  if (const auto length = source.sound_length()) {
    info.seconds =
        std::min(info.seconds, static_cast<double>(*length) / info.header.source_rate_hz);
  }
  info.damage = source.damage();
  info.contradictions = source.contradictions();
  info.counts = source.counts();
  if (info.counts.packets == 0) {
    std::error_code ec;
    const auto bytes = std::filesystem::file_size(source.path(), ec);
    info.counts.frames = frames;
    info.counts.bytes = ec ? info.counts.bytes : static_cast<std::int64_t>(bytes);
  }
  info.nominal_kbps = info.header.nominal_bps() / 1000.0;
  info.payload_kbps = kbps(static_cast<double>(info.counts.payload_bytes), info.seconds);
  info.disk_kbps = kbps(static_cast<double>(info.counts.bytes), info.seconds);
  info.entropy_bound_kbps = entropy_bound_kbps(info.header, info.usage);
  return info;
}

}  // namespace codec
