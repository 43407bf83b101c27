// Sound and codes on disk: encode_file, decode_file, sonoglyph_reader, sonoglyph_writer.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <optional>
#include <utility>

#include "app/c/border.h"
#include "codec/files/file_codec.h"
#include "codec/files/header_of.h"

struct sonoglyph_reader {
  codec::CodeSource source;
  std::string fingerprint;
  std::vector<codec::Code> codes;
};

struct sonoglyph_writer {
  codec::ContainerWriter file;
  codec::StreamHeader header;
  bool is_finished = false;
};

namespace c {
namespace {

thread_local std::string g_last_warning;

// The caller's options as far as they go, over the defaults: an older caller's are shorter.
// Errors: bad_value, where ..._init() was forgotten or they are those of a later library.
template <typename Options>
codec::Result<Options> taken(const Options* given, void (*init)(Options*)) {
  Options options;
  init(&options);
  if (given == nullptr) return options;
  if (given->size < sizeof(std::size_t) || given->size > sizeof(Options)) {
    return bad("options of " + std::to_string(given->size) + " bytes, wanted at most " +
               std::to_string(sizeof(Options)) + "; their ..._init() sets the size");
  }
  std::memcpy(&options, given, given->size);
  options.size = sizeof(Options);
  return options;
}

// A progress function of C as the control of a job.
class Progress {
 public:
  Progress(sonoglyph_progress function, void* user) : function_(function), user_(user) {}
  codec::JobControl control() {
    if (function_ == nullptr) return {};
    return {.progress =
                [this](double done_s, double total_s) {
                  if (function_(user_, done_s, total_s) != 0) stop_ = true;
                },
            .cancel = &stop_};
  }

 private:
  sonoglyph_progress function_;
  void* user_;
  std::atomic<bool> stop_{false};
};

// 0: automatic, -1: the mix, N: the N-th.
codec::Result<codec::ChannelChoice> channel_of(int channel) {
  using Kind = codec::ChannelChoice::Kind;
  if (channel < -1) return bad("channel: " + std::to_string(channel) + ", wanted -1, 0 or 1..");
  if (channel > 0) return codec::ChannelChoice{Kind::one, channel - 1};
  return codec::ChannelChoice{channel == 0 ? Kind::automatic : Kind::mix, 0};
}

void warn(const std::string& text) {
  if (text.empty()) return;
  g_last_warning += (g_last_warning.empty() ? "" : "; ") + text;
}

codec::Result<codec::SampleFormat> format_of(int bits) {
  if (bits == 16) return codec::SampleFormat::pcm16;
  if (bits == 24) return codec::SampleFormat::pcm24;
  if (bits == 32) return codec::SampleFormat::float32;
  return bad("bits: " + std::to_string(bits) + ", wanted 16, 24 or 32");
}

codec::Status encode_file(const sonoglyph_model* model, const char* in, const char* out,
                          const sonoglyph_encode_options* given) {
  g_last_warning.clear();
  if (model == nullptr || in == nullptr || out == nullptr) return bad("no model, or no path");
  const auto o = taken(given, &sonoglyph_encode_options_init);
  if (!o) return o.error();
  const auto levels = checked_levels(*model->model, o->levels);
  if (!levels) return levels.error();
  if (!(o->gain_db >= -60.0 && o->gain_db <= 60.0)) return bad("gain: wanted -60..60 dB");
  auto channel = channel_of(o->channel);
  if (!channel) return channel.error();
  Progress progress(o->progress, o->user);
  codec::EncodeOptions options;
  options.levels = *levels;
  options.entropy_coding = o->entropy_coding != 0;
  options.gain_db = o->gain_db;
  options.normalize = o->normalize != 0;
  options.auto_gain = o->auto_gain != 0;
  options.channel = *channel;
  options.accept_damage = o->accept_damage != 0;
  options.control = progress.control();
  const bool is_tokens = codec::token_format(out).has_value();
  const auto report = is_tokens ? codec::tokenize_file(model->model, in, out, options)
                                : codec::encode_file(model->model, in, out, options);
  if (!report) return report.error();
  warn(report->flaw);
  warn(report->note);
  warn(codec::describe(report->damage));
  return codec::Done{};
}

codec::Status decode_file(const sonoglyph_model* model, const char* in, const char* out,
                          const sonoglyph_decode_options* given) {
  g_last_warning.clear();
  if (in == nullptr || out == nullptr) return bad("no path");
  const auto o = taken(given, &sonoglyph_decode_options_init);
  if (!o) return o.error();
  const auto format = format_of(o->bits);
  if (!format) return format.error();
  if (o->sample_rate_hz != 0) {
    if (auto is = check_rate(o->sample_rate_hz); !is) return is;
  }
  if (o->channels < 0 || o->channels > 64) return bad("channels: wanted 0..64");
  if (!(o->quality >= 0.0 && o->quality <= 1.0)) return bad("quality: wanted 0..1");
  auto source = codec::CodeSource::open(in);
  if (!source) return source.error();
  const auto chosen = model != nullptr ? model->model : model_of(*source);
  if (!chosen) return chosen.error();
  const auto levels = checked_levels(**chosen, o->levels);
  if (!levels) return levels.error();
  Progress progress(o->progress, o->user);
  codec::DecodeOptions options;
  options.levels = o->levels;
  options.sample_rate_hz = o->sample_rate_hz;
  options.channels = o->channels;
  options.sample_format = *format;
  options.quality = o->quality;
  options.keep_gain = o->keep_gain != 0;
  options.accept_damage = o->accept_damage != 0;
  options.control = progress.control();
  const auto report = codec::decode_file(*chosen, std::move(*source), out, options);
  if (!report) return report.error();
  warn(codec::describe(report->damage));
  return codec::Done{};
}

codec::Status open_reader(const sonoglyph_model* model, const char* path,
                          sonoglyph_reader** reader) {
  if (path == nullptr || reader == nullptr) return bad("no path, or no place for the reader");
  *reader = nullptr;
  auto source = codec::CodeSource::open(path);
  if (!source) return source.error();
  if (model != nullptr) {
    if (auto bound = source->bind(model->model); !bound) return bound;
  } else if (source->needs_prior() || !source->has_header()) {
    const auto found = model_of(*source);
    if (!found) return found.error();
    if (auto bound = source->bind(*found); !bound) return bound;
  }
  auto fingerprint = codec::to_hex(source->header().fingerprint);
  *reader = new sonoglyph_reader{std::move(*source), std::move(fingerprint), {}};
  return codec::Done{};
}

codec::Status read(sonoglyph_reader& reader, std::uint16_t* codes, std::int64_t max_frames,
                   std::int64_t& frames) {
  if (max_frames < 1 || codes == nullptr) return bad("no room for a frame");
  const auto n = reader.source.read(std::min(max_frames, std::int64_t{65536}), reader.codes);
  if (!n) return n.error();
  std::copy(reader.codes.begin(), reader.codes.end(), codes);
  frames = *n;
  return codec::Done{};
}

codec::Status open_writer(const sonoglyph_model* model, const char* path, int source_rate_hz,
                          int levels, sonoglyph_writer** writer) {
  if (model == nullptr || path == nullptr || writer == nullptr) {
    return bad("no model, no path, or no place for the writer");
  }
  *writer = nullptr;
  const auto count = checked_levels(*model->model, levels);
  if (!count) return count.error();
  if (auto is = check_rate(source_rate_hz); !is) return is;
  auto header = codec::header_of(*model->model, *count);
  header.source_rate_hz = source_rate_hz;
  codec::ContainerOptions options;
  options.prior = model->model->prior();
  auto file = codec::ContainerWriter::create(path, header, options);
  if (!file) return file.error();
  *writer = new sonoglyph_writer{std::move(*file), std::move(header), false};
  return codec::Done{};
}

codec::Status write(sonoglyph_writer& writer, const std::uint16_t* codes, std::int64_t frames) {
  if (writer.is_finished) return bad("the file is finished");
  const auto count = code_count(frames, writer.header.levels);
  if (!count) return count.error();
  if (codes == nullptr && *count > 0) return bad("no codes");
  return writer.file.write(std::span(codes, *count));
}

codec::Status finish(sonoglyph_writer& writer, std::int64_t source_length) {
  if (writer.is_finished) return bad("the file is finished");
  std::optional<codec::SampleIndex> length;
  if (source_length >= 0) {
    length = source_length;
    if (auto done = writer.file.flush(); !done) return done;
    const auto frames = writer.file.counts().frames;
    if (auto is = writer.header.check_frames(source_length, frames); !is) {
      return bad("source length: " + is.error().message);
    }
  }
  writer.is_finished = true;
  return writer.file.finish(length);
}

}  // namespace
}  // namespace c

const char* sonoglyph_last_warning(void) { return c::g_last_warning.c_str(); }

void sonoglyph_encode_options_init(sonoglyph_encode_options* options) {
  if (options == nullptr) return;
  const codec::EncodeOptions defaults;
  *options = {};
  options->size = sizeof(*options);
  options->entropy_coding = defaults.entropy_coding ? 1 : 0;
  options->auto_gain = defaults.auto_gain ? 1 : 0;
  options->accept_damage = defaults.accept_damage ? 1 : 0;
}

void sonoglyph_decode_options_init(sonoglyph_decode_options* options) {
  if (options == nullptr) return;
  const codec::DecodeOptions defaults;
  *options = {};
  options->size = sizeof(*options);
  options->channels = defaults.channels;
  options->bits = 16;
  options->quality = defaults.quality;
  options->accept_damage = defaults.accept_damage ? 1 : 0;
}

sonoglyph_status sonoglyph_encode_file(const sonoglyph_model* model, const char* in,
                                       const char* out, const sonoglyph_encode_options* options) {
  return c::guarded([&] { return c::encode_file(model, in, out, options); });
}

sonoglyph_status sonoglyph_decode_file(const sonoglyph_model* model, const char* in,
                                       const char* out, const sonoglyph_decode_options* options) {
  return c::guarded([&] { return c::decode_file(model, in, out, options); });
}

sonoglyph_status sonoglyph_reader_open(const sonoglyph_model* model, const char* path,
                                       sonoglyph_reader** reader) {
  return c::guarded([&] { return c::open_reader(model, path, reader); });
}

const char* sonoglyph_reader_model_name(const sonoglyph_reader* reader) {
  return reader != nullptr ? reader->source.header().model_name.c_str() : "";
}

const char* sonoglyph_reader_fingerprint(const sonoglyph_reader* reader) {
  return reader != nullptr ? reader->fingerprint.c_str() : "";
}

int sonoglyph_reader_levels(const sonoglyph_reader* reader) {
  return reader != nullptr ? reader->source.header().levels : 0;
}

int sonoglyph_reader_codebook_size(const sonoglyph_reader* reader) {
  return reader != nullptr ? 1 << reader->source.header().bits_per_code : 0;
}

double sonoglyph_reader_frame_rate(const sonoglyph_reader* reader) {
  return reader != nullptr ? reader->source.header().frame_rate_hz() : 0.0;
}

int sonoglyph_reader_source_rate(const sonoglyph_reader* reader) {
  return reader != nullptr ? reader->source.header().source_rate_hz : 0;
}

int sonoglyph_reader_source_channels(const sonoglyph_reader* reader) {
  return reader != nullptr ? reader->source.header().source_channels : 0;
}

std::int64_t sonoglyph_reader_source_length(const sonoglyph_reader* reader) {
  return reader != nullptr ? reader->source.sound_length().value_or(-1) : 0;
}

sonoglyph_status sonoglyph_reader_read(sonoglyph_reader* reader, std::uint16_t* codes,
                                       std::int64_t max_frames, std::int64_t* frames, int* lost) {
  return c::guarded([&]() -> codec::Status {
    if (reader == nullptr || frames == nullptr) return c::bad("no reader, or no place for frames");
    *frames = 0;
    if (lost != nullptr) *lost = 0;
    auto done = c::read(*reader, codes, max_frames, *frames);
    if (lost != nullptr && *frames > 0) *lost = reader->source.filled() ? 1 : 0;
    return done;
  });
}

int sonoglyph_reader_is_damaged(const sonoglyph_reader* reader) {
  return reader != nullptr && reader->source.damage().any() ? 1 : 0;
}

void sonoglyph_reader_free(sonoglyph_reader* reader) { delete reader; }

sonoglyph_status sonoglyph_writer_open(const sonoglyph_model* model, const char* path,
                                       int source_rate_hz, int levels, sonoglyph_writer** writer) {
  return c::guarded([&] { return c::open_writer(model, path, source_rate_hz, levels, writer); });
}

sonoglyph_status sonoglyph_writer_write(sonoglyph_writer* writer, const std::uint16_t* codes,
                                        std::int64_t frames) {
  return c::guarded([&]() -> codec::Status {
    if (writer == nullptr) return c::bad("no writer");
    return c::write(*writer, codes, frames);
  });
}

sonoglyph_status sonoglyph_writer_finish(sonoglyph_writer* writer, std::int64_t source_length) {
  return c::guarded([&]() -> codec::Status {
    if (writer == nullptr) return c::bad("no writer");
    return c::finish(*writer, source_length);
  });
}

void sonoglyph_writer_free(sonoglyph_writer* writer) { delete writer; }
