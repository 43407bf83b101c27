#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "codec/engine/stream.h"
#include "codec/files/file_job.h"
#include "codec/sound/mute.h"
#include "codec/sound/resampler.h"

namespace codec {
namespace {

constexpr std::int64_t kFramesAtOnce = 48;

// Everything from decoded samples at the model's rate to samples in the file.
class Output {
 public:
  Output(AudioWriter writer, Resampler resampler, int channels, float gain, std::size_t held,
         std::optional<SampleIndex> length)
      : writer_(std::move(writer)),
        resampler_(std::move(resampler)),
        channels_(static_cast<std::size_t>(channels)),
        gain_(gain),
        held_(held),
        length_(length) {}

  // Whether the known length is reached.
  bool full() const { return length_ && writer_.written() >= *length_; }

  Status push(std::span<const float> samples) {
    const auto before = waiting_.size();
    resampler_.push(samples, waiting_);
    amplify(before);
    // The last samples wait: a pipe tells its length at the end only.
    return put(waiting_.size() - std::min(waiting_.size(), held_));
  }
  Status finish(std::optional<SampleIndex> length) {
    const auto before = waiting_.size();
    resampler_.finish(waiting_);
    amplify(before);
    if (length) length_ = length;
    if (auto done = put(waiting_.size()); !done) return done;
    return writer_.finish();
  }
  const AudioWriter& writer() const { return writer_; }

 private:
  void amplify(std::size_t from) {
    for (std::size_t i = from; gain_ != 1.0f && i < waiting_.size(); ++i) waiting_[i] *= gain_;
  }
  // Writes n of the waiting samples, no more than the known length.
  Status put(std::size_t n) {
    auto part = std::span(waiting_).first(n);
    if (length_) {
      const auto room = std::max<SampleIndex>(0, *length_ - writer_.written());
      part = part.first(std::min(part.size(), static_cast<std::size_t>(room)));
    }
    Status done = Done{};
    if (channels_ == 1) {
      done = writer_.write(part);
    } else {
      frames_.resize(part.size() * channels_);
      for (std::size_t i = 0; i < frames_.size(); ++i) frames_[i] = part[i / channels_];
      done = writer_.write(frames_);
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(n));
    return done;
  }

  AudioWriter writer_;
  Resampler resampler_;
  std::size_t channels_;
  float gain_;
  std::size_t held_;
  std::optional<SampleIndex> length_;
  std::vector<float> waiting_;
  std::vector<float> frames_;
};

// ceil(n * to / from): as Resampler::output_length.
SampleIndex scale(SampleIndex n, int from, int to) { return (n * to + from - 1) / from; }

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
  if (const auto length = source.source_length()) {
    plan.length = scale(*length, header.source_rate_hz, plan.rate_hz);
  }
  if (const auto frames = source.frames()) {
    constexpr SampleIndex kMost = SampleIndex{1} << 42;  // what a footer claims may be anything
    const auto most =
        scale(std::min(*frames * header.hop_samples, kMost), header.model_rate_hz, plan.rate_hz);
    plan.expected = plan.length ? std::min(*plan.length, most) : most;
  }
  return plan;
}

Result<Output> open_output(const std::filesystem::path& out, const StreamHeader& header,
                           const Plan& plan, const DecodeOptions& options) {
  auto resampler = Resampler::open(header.model_rate_hz, plan.rate_hz);
  if (!resampler) return resampler.error();
  auto writer = AudioWriter::create(out, {.sample_rate_hz = plan.rate_hz,
                                          .channels = plan.channels,
                                          .sample_format = options.sample_format,
                                          .quality = options.quality,
                                          .length = plan.expected});
  if (!writer) return writer.error();
  const int gain = options.keep_gain ? 0 : -header.gain_millidb;
  const auto factor = static_cast<float>(std::pow(10.0, static_cast<double>(gain) / 20000.0));
  const auto held =
      static_cast<std::size_t>(scale(header.hop_samples, header.model_rate_hz, plan.rate_hz) + 2);
  return Output(std::move(*writer), std::move(*resampler), plan.channels, factor, held,
                plan.length);
}

// Codes to sound until there are no more, or the sound has its length.
Status decode_all(CodeSource& source, const std::shared_ptr<const Model>& model, const Plan& plan,
                  Output& output, JobProgress& progress, std::int64_t& frames) {
  StreamDecoder decoder(model);
  const auto& header = source.header();
  const auto hop = static_cast<std::size_t>(decoder.hop_samples());
  auto ahead = static_cast<std::size_t>(decoder.delay_samples());  // before the sound's start
  Mute mute(header.model_rate_hz);
  std::vector<Code> codes;
  std::vector<float> audio;
  const auto pass_on = [&]() -> Status {
    auto part = std::span(audio).subspan(std::min(ahead, audio.size()));
    ahead -= audio.size() - part.size();
    mute.apply(part);
    return output.push(part);
  };
  while (!output.full()) {
    auto n = source.read(kFramesAtOnce, codes);
    if (!n) return n.error();
    if (*n == 0) break;
    const auto first = frames * header.hop_samples;
    frames += *n;
    if (source.filled()) mute.add(first, frames * header.hop_samples);
    audio.resize(static_cast<std::size_t>(*n) * hop);
    decoder.push(codes, header.levels, audio, plan.mask);
    if (auto done = pass_on(); !done) return done;
    if (auto on = progress.step(static_cast<double>(frames) / header.frame_rate_hz()); !on) {
      return on;
    }
  }
  if (frames == 0) return Error{ErrorCode::empty, source.name() + ": not a single frame"};
  audio.clear();
  decoder.finish(audio);
  return pass_on();
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
  auto output = open_output(out, source.header(), *plan, options);
  if (!output) return output.error();

  DecodeReport report;
  report.header = source.header();
  JobProgress progress(options.control,
                       static_cast<double>(plan->expected.value_or(0)) / plan->rate_hz);
  auto done = decode_all(source, model, *plan, *output, progress, report.frames);
  if (!done) return done.error();
  if (!options.accept_damage) {
    if (auto whole = refuse(source.damage(), source.name()); !whole) return whole.error();
  }
  std::optional<SampleIndex> length;
  if (const auto known = source.source_length()) {
    length = scale(*known, report.header.source_rate_hz, plan->rate_hz);
  }
  if (auto finished = output->finish(length); !finished) return finished.error();

  report.header.source_length = source.source_length();
  report.samples = output->writer().written();
  report.clipped = output->writer().clipped();
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
  if (info.source_length) {
    info.seconds = std::min(info.seconds,
                            static_cast<double>(*info.source_length) / info.header.source_rate_hz);
  }
  info.damage = source.damage();
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
