#include <algorithm>
#include <cmath>
#include <utility>

#include "codec/base/printed.h"
#include "codec/base/spool.h"
#include "codec/files/file_job.h"
#include "codec/files/header_of.h"
#include "codec/files/sound_stream.h"
#include "codec/sound/survey.h"

namespace codec {
namespace {

constexpr std::size_t kBlock = 16384;  // samples read at once

StreamHeader header_for(const Model& model, const EncodeOptions& options) {
  auto header = header_of(model, options.levels);
  if (options.packet_frames != 0) header.packet_frames = options.packet_frames;
  return header;
}

Status check(const Model& model, const std::filesystem::path& in, const EncodeOptions& options) {
  const auto bad = [](std::string what) { return Error{ErrorCode::bad_value, std::move(what)}; };
  const int all = model.config().levels;
  if (options.levels < 0 || options.levels > all) {
    return bad(std::to_string(options.levels) + " codebooks, model " + model.config().name +
               " has 1.." + std::to_string(all));
  }
  if (!(std::fabs(options.gain_db) <= 60.0)) return bad("gain wants -60..60 dB");
  if (options.packet_frames < 0 || options.packet_frames > 1024) {
    return bad("frames a packet: " + std::to_string(options.packet_frames) + ", wanted 1..1024");
  }
  if (options.normalize && options.streams && is_pipe(in)) {
    return Error{ErrorCode::unsupported,
                 "normalising looks at the whole sound first: not while it streams"};
  }
  return Done{};
}

std::string source_name(const std::filesystem::path& in, const EncodeOptions& options) {
  return options.name.empty() ? name_of(in) : options.name;
}

// What a look at the whole sound has to say.
struct Plan {
  std::optional<int> channel;  // alone
  double gain_db = 0.0;
  std::string note;
};

bool wants_survey(const AudioInfo& info, const EncodeOptions& options) {
  const bool wants_level = options.normalize || (options.auto_gain && options.gain_db == 0.0);
  return wants_level || (options.channel.kind != ChannelChoice::Kind::one && info.channels > 1);
}

Result<SoundSurvey> survey(ExcerptReader reader, const JobControl& control) {
  const auto& info = reader.info();
  SoundSurvey survey(info.sample_rate_hz, info.downmix);
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<float> block(std::max<std::size_t>(1, kBlock / channels) * channels);
  for (;;) {
    auto n = reader.read(block);
    if (!n) return n.error();
    if (*n == 0) return survey;
    survey.add(std::span(block).first(*n * channels));
    if (control.cancel != nullptr && control.cancel->load(std::memory_order_relaxed)) {
      return Error{ErrorCode::cancelled, "cancelled"};
    }
  }
}

std::string decibels(double db) {
  return std::isfinite(db) ? printed("%.1f dB", db) : std::string("all of it");
}

void choose_channel(const SoundSurvey& seen, const ChannelChoice& choice, Plan& plan) {
  if (choice.kind == ChannelChoice::Kind::one) {
    plan.channel = choice.channel;
  } else if (seen.cancels()) {
    const auto fault = "its channels cancel in the mix (" + decibels(seen.mix_gain_db()) + "): ";
    if (choice.kind == ChannelChoice::Kind::mix) {
      plan.note = fault + "little is left; --channel auto takes the loudest";
    } else {
      plan.channel = seen.loudest();
      plan.note = fault + "channel " + std::to_string(*plan.channel + 1) + " alone is encoded";
    }
  }
}

Result<Plan> plan_for(const std::filesystem::path& path, const std::string& name,
                      const EncodeOptions& options) {
  auto reader = ExcerptReader::open(path, options.excerpt, name);
  if (!reader) return reader.error();
  const auto& choice = options.channel;
  if (choice.kind == ChannelChoice::Kind::one && choice.channel >= reader->info().channels) {
    return reader->choose_channel(choice.channel).error();
  }
  auto seen = survey(std::move(*reader), options.control);
  if (!seen) return seen.error();
  Plan plan;
  choose_channel(*seen, options.channel, plan);
  auto& heard = plan.channel ? seen->channel(*plan.channel) : seen->mixed();
  if (options.normalize) {
    const auto gain_db = levelling_gain_db(heard);
    if (!gain_db) plan.note = "nothing above -120 dBFS: there is no level to bring up";
    plan.gain_db = gain_db.value_or(0.0);
  } else if (options.auto_gain && options.gain_db == 0.0) {
    plan.gain_db = automatic_gain_db(heard);
  }
  return plan;
}

// Sound to codes, a block at a time.
class EncodeJob {
 public:
  static Result<EncodeJob> open(const std::shared_ptr<const Model>& model,
                                const std::filesystem::path& in, const EncodeOptions& options) {
    if (auto valid = check(*model, in, options); !valid) return valid.error();
    const auto name = source_name(in, options);
    const bool streams = options.streams && is_pipe(in);
    auto file = streams ? Spool::as_it_is(in) : Spool::open(in);
    if (!file) return file.error();
    auto reader = ExcerptReader::open(file->path(), options.excerpt, name);
    if (!reader) return reader.error();
    Plan plan;
    if (options.channel.kind == ChannelChoice::Kind::one) plan.channel = options.channel.channel;
    if (!streams && wants_survey(reader->info(), options)) {
      auto planned = plan_for(file->path(), name, options);
      if (!planned) return planned.error();
      plan = std::move(*planned);
    }
    if (plan.channel) {
      if (auto there = reader->choose_channel(*plan.channel); !there) return there.error();
    }
    const double gain_db = std::clamp(options.gain_db + plan.gain_db, -120.0, 120.0);
    auto header = header_for(*model, options);
    header.source_rate_hz = reader->info().sample_rate_hz;
    header.source_channels = reader->info().channels;
    if (reader->info().length_is_exact) header.source_length = reader->info().length;
    header.gain_millidb = static_cast<int>(std::lround(1000.0 * gain_db));
    auto encoder = SoundEncoder::open(model, header.source_rate_hz, options.levels);
    if (!encoder) return encoder.error();
    EncodeJob job(name, std::move(*file), std::move(*reader), std::move(*encoder),
                  std::move(header));
    job.note_ = std::move(plan.note);
    return job;
  }

  const StreamHeader& header() const { return header_; }
  SampleIndex samples() const { return samples_; }  // of the source, so far
  double seconds() const { return static_cast<double>(samples_) / header_.source_rate_hz; }
  std::int64_t frames() const { return frames_; }
  const std::string& flaw() const { return reader_.flaw(); }
  const std::string& note() const { return note_; }
  std::vector<quantizer::CodebookUsage> take_usage() { return std::move(usage_); }

  // put: std::span<const Code> -> Status.
  template <typename Put>
  Status run(const JobControl& control, Put&& put) {
    JobProgress progress(
        control, static_cast<double>(header_.source_length.value_or(0)) / header_.source_rate_hz);
    const auto gain = factor_of_millidb(header_.gain_millidb);
    std::vector<float> block(kBlock);
    std::vector<Code> codes;
    for (bool more = true; more;) {
      auto n = reader_.read_mono(block);
      if (!n) return n.error();
      more = *n > 0;
      codes.clear();
      if (more) {
        const auto part = std::span(block).first(*n);
        if (header_.gain_millidb != 0) {
          for (float& v : part) v *= gain;
        }
        samples_ += static_cast<SampleIndex>(*n);
        encoder_.push(part, codes);
      } else {
        encoder_.finish(codes);
      }
      frames_ += static_cast<std::int64_t>(codes.size()) / header_.levels;
      count(usage_, codes);
      if (auto done = put(std::span<const Code>(codes)); !done) return done;
      if (auto on = progress.step(seconds()); !on) return on;
    }
    if (samples_ == 0) return Error{ErrorCode::empty, name_ + ": holds no samples"};
    progress.end(seconds());
    return Done{};
  }

 private:
  EncodeJob(std::string name, Spool file, ExcerptReader reader, SoundEncoder encoder,
            StreamHeader header)
      : name_(std::move(name)),
        file_(std::move(file)),
        reader_(std::move(reader)),
        encoder_(std::move(encoder)),
        header_(std::move(header)),
        usage_(make_usage(header_)) {}

  std::string name_;
  std::string note_;
  Spool file_;
  ExcerptReader reader_;
  SoundEncoder encoder_;
  StreamHeader header_;
  std::vector<quantizer::CodebookUsage> usage_;
  SampleIndex samples_ = 0;
  std::int64_t frames_ = 0;
};

EncodeReport report_of(EncodeJob& job, const JobClock& clock) {
  EncodeReport report;
  report.header = job.header();
  report.header.source_length = job.samples();
  report.flaw = job.flaw();
  report.note = job.note();
  report.seconds = job.seconds();
  report.frames = job.frames();
  report.tokens = report.frames * report.header.levels;
  report.nominal_kbps = report.header.nominal_bps() / 1000.0;
  report.usage = job.take_usage();
  report.entropy_bound_kbps = entropy_bound_kbps(report.header, report.usage);
  report.cpu_seconds = clock.cpu_seconds();
  report.wall_seconds = clock.wall_seconds();
  return report;
}

// The first codebook alone.
void keep_first(EncodedTokens& encoded) {
  auto& codes = encoded.tokens.codes;
  const auto all = static_cast<std::size_t>(codes.levels);
  for (std::size_t t = 0; t * all < codes.data.size(); ++t) codes.data[t] = codes.data[t * all];
  codes.data.resize(codes.data.size() / all);
  codes.levels = encoded.tokens.header.levels = 1;
  auto& report = encoded.report;
  report.header.levels = 1;
  report.nominal_kbps = report.header.nominal_bps() / 1000.0;
  if (report.usage.size() > 1) report.usage.erase(report.usage.begin() + 1, report.usage.end());
  report.entropy_bound_kbps = entropy_bound_kbps(report.header, report.usage);
}

std::int64_t runs_of(const Codes& codes) {
  std::int64_t runs = 0;
  for (std::size_t i = 0; i < codes.data.size(); ++i) {
    runs += i == 0 || codes.data[i] != codes.data[i - 1] ? 1 : 0;
  }
  return runs;
}

}  // namespace

Result<EncodeReport> encode_file(const std::shared_ptr<const Model>& model,
                                 const std::filesystem::path& in, const std::filesystem::path& out,
                                 const EncodeOptions& options) {
  const JobClock clock;
  if (auto other = refuse_overwriting(in, out); !other) return other.error();
  auto job = EncodeJob::open(model, in, options);
  if (!job) return job.error();
  ContainerOptions container;
  container.entropy_coding = options.entropy_coding;
  if (options.model_prior) container.prior = model->prior();
  auto writer = ContainerWriter::create(out, job->header(), container);
  if (!writer) return writer.error();
  auto ran = job->run(options.control,
                      [&writer](std::span<const Code> codes) { return writer->write(codes); });
  if (!ran) return ran.error();
  if (auto finished = writer->finish(job->samples()); !finished) return finished.error();
  auto report = report_of(*job, clock);
  const auto& counts = writer->counts();
  report.bytes = counts.bytes;
  report.payload_kbps = kbps(static_cast<double>(counts.payload_bytes), report.seconds);
  report.disk_kbps = kbps(static_cast<double>(counts.bytes), report.seconds);
  return report;
}

Result<EncodedTokens> encode_tokens(const std::shared_ptr<const Model>& model,
                                    const std::filesystem::path& in, const EncodeOptions& options) {
  const JobClock clock;
  auto job = EncodeJob::open(model, in, options);
  if (!job) return job.error();
  EncodedTokens out;
  auto& codes = out.tokens.codes;
  codes.levels = job->header().levels;
  auto ran = job->run(options.control, [&codes](std::span<const Code> part) -> Status {
    codes.data.insert(codes.data.end(), part.begin(), part.end());
    return Done{};
  });
  if (!ran) return ran.error();
  out.report = report_of(*job, clock);
  out.tokens.header = out.report.header;
  return out;
}

Result<EncodedTokens> encode_tokens(const std::shared_ptr<const Model>& model, CodeSource source,
                                    const EncodeOptions& options) {
  const JobClock clock;
  if (options.excerpt.slack_s == 0.0 && !options.excerpt.is_whole()) {
    return Error{ErrorCode::unsupported,
                 source.name() + ": holds tokens; only of a sound can an excerpt be taken"};
  }
  if (model) {
    if (auto fits = source.bind(model); !fits) return fits.error();
  }
  if (!source.has_header()) {
    return Error{ErrorCode::bad_value,
                 source.name() + ": does not say of which model it is; name it"};
  }
  EncodedTokens out;
  auto& header = out.tokens.header;
  header = source.header();
  const int keep = options.levels == 0 ? header.levels : options.levels;
  if (keep < 0 || keep > header.levels) {
    return Error{ErrorCode::bad_value, std::to_string(keep) + " codebooks, " + source.name() +
                                           " has 1.." + std::to_string(header.levels)};
  }
  const auto all = static_cast<std::size_t>(header.levels);
  auto& codes = out.tokens.codes;
  codes.levels = keep;
  auto read = source.each([&](std::span<const Code> part) -> Status {
    for (; !part.empty(); part = part.subspan(all)) {
      codes.data.insert(codes.data.end(), part.begin(), part.begin() + keep);
    }
    return Done{};
  });
  if (!read) return read.error();
  if (!options.accept_damage) {
    if (auto whole = refuse(source.damage(), source.name()); !whole) return whole.error();
  }
  out.report.damage = source.damage();
  header.levels = keep;
  header.source_length = source.sound_length();
  header.prior_id = 0;
  auto& report = out.report;
  report.header = header;
  report.frames = codes.frames();
  report.tokens = report.frames * keep;
  report.seconds = static_cast<double>(report.frames) / header.frame_rate_hz();
  if (header.source_length) {
    report.seconds = std::min(report.seconds,
                              static_cast<double>(*header.source_length) / header.source_rate_hz);
  }
  report.nominal_kbps = header.nominal_bps() / 1000.0;
  report.usage = make_usage(header);
  count(report.usage, codes.data);
  report.entropy_bound_kbps = entropy_bound_kbps(header, report.usage);
  report.cpu_seconds = clock.cpu_seconds();
  report.wall_seconds = clock.wall_seconds();
  return out;
}

namespace {

Result<EncodeReport> write(EncodedTokens encoded, const std::filesystem::path& out,
                           const TokenOptions& options) {
  if (options.semantic_only) keep_first(encoded);
  auto& report = encoded.report;
  const auto& codes = encoded.tokens.codes;
  report.tokens = options.dedup ? runs_of(codes) : codes.frames() * codes.levels;
  if (auto written = write_tokens(out, encoded.tokens, options); !written) return written.error();
  std::error_code ec;
  const auto bytes = std::filesystem::file_size(out, ec);
  report.bytes = ec ? 0 : static_cast<std::int64_t>(bytes);
  report.disk_kbps = kbps(static_cast<double>(report.bytes), report.seconds);
  return std::move(report);
}

}  // namespace

Result<EncodeReport> tokenize_file(const std::shared_ptr<const Model>& model,
                                   const std::filesystem::path& in,
                                   const std::filesystem::path& out, const EncodeOptions& options,
                                   const TokenOptions& token_options) {
  if (in != "-") {
    auto source = CodeSource::open_codes(in, {.name = options.name});
    if (!source) return source.error();
    if (*source) return tokenize_file(model, std::move(**source), out, options, token_options);
  }
  if (auto other = refuse_overwriting(in, out); !other) return other.error();
  if (!model) {
    return Error{ErrorCode::bad_value,
                 source_name(in, options) + ": sound needs a model to become tokens"};
  }
  auto encoded = encode_tokens(model, in, options);
  if (!encoded) return named(encoded.error(), in, source_name(in, options));
  return write(std::move(*encoded), out, token_options);
}

Result<EncodeReport> tokenize_file(const std::shared_ptr<const Model>& model, CodeSource source,
                                   const std::filesystem::path& out, const EncodeOptions& options,
                                   const TokenOptions& token_options) {
  if (auto other = refuse_overwriting(source.path(), out); !other) return other.error();
  auto loaded = encode_tokens(model, std::move(source), options);
  if (!loaded) return loaded.error();
  return write(std::move(*loaded), out, token_options);
}

}  // namespace codec
