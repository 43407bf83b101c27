#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/sound/audio_file.h"

namespace codec {
namespace {

enum class Kind { chosen, vorbis, opus, mp3 };  // chosen: SampleFormat says how a sample is stored

struct Container {
  std::string_view extension;
  int format;
  Kind kind;
};

constexpr Container kContainers[] = {
    {".wav", SF_FORMAT_WAV, Kind::chosen},   {".flac", SF_FORMAT_FLAC, Kind::chosen},
    {".ogg", SF_FORMAT_OGG, Kind::vorbis},   {".oga", SF_FORMAT_OGG, Kind::vorbis},
    {".opus", SF_FORMAT_OGG, Kind::opus},    {".mp3", SF_FORMAT_MPEG, Kind::mp3},
    {".aiff", SF_FORMAT_AIFF, Kind::chosen}, {".aif", SF_FORMAT_AIFF, Kind::chosen},
    {".au", SF_FORMAT_AU, Kind::chosen},     {".caf", SF_FORMAT_CAF, Kind::chosen},
    {".w64", SF_FORMAT_W64, Kind::chosen},   {".rf64", SF_FORMAT_RF64, Kind::chosen},
};

const Container* container_of(const std::filesystem::path& path) {
  auto extension = path.extension().string();
  extension = lower_case(std::move(extension));
  for (const auto& c : kContainers) {
    if (c.extension == extension) return &c;
  }
  return nullptr;
}

int bytes_of(SampleFormat format) {
  switch (format) {
    case SampleFormat::pcm16:
      return 2;
    case SampleFormat::pcm24:
      return 3;
    case SampleFormat::float32:
      return 4;
  }
  return 2;
}

int subformat(const Container& container, SampleFormat format) {
  switch (container.kind) {
    case Kind::vorbis:
      return SF_FORMAT_VORBIS;
    case Kind::opus:
      return SF_FORMAT_OPUS;
    case Kind::mp3:
      return SF_FORMAT_MPEG_LAYER_III;
    case Kind::chosen:
      break;
  }
  switch (format) {
    case SampleFormat::pcm16:
      return SF_FORMAT_PCM_16;
    case SampleFormat::pcm24:
      return SF_FORMAT_PCM_24;
    case SampleFormat::float32:
      return SF_FORMAT_FLOAT;
  }
  return SF_FORMAT_PCM_16;
}

// The nearest of 2^(bits-1) steps a unit, ties to even, clipped.
std::int32_t quantize(float v, int bits, std::int64_t& clipped) {
  const double scale = static_cast<double>(std::int64_t{1} << (bits - 1));
  const double scaled = std::nearbyint(static_cast<double>(v) * scale);
  const double limited = std::clamp(scaled, -scale, scale - 1.0);
  // A full-scale sine touches +1, half a step beyond the last code: no clipping worth a warning.
  if (std::fabs(static_cast<double>(v)) > 1.0) ++clipped;
  return static_cast<std::int32_t>(limited);
}

void put(std::vector<unsigned char>& out, std::uint32_t v, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<unsigned char>((v >> (8 * i)) & 0xffu));
}

// A WAV that is never rewound: RIFF with the sizes that are known, or 0xffffffff.
std::vector<unsigned char> stream_header(const AudioWriterOptions& o) {
  const auto bytes = static_cast<std::uint32_t>(bytes_of(o.sample_format));
  const auto channels = static_cast<std::uint32_t>(o.channels);
  const auto rate = static_cast<std::uint32_t>(o.sample_rate_hz);
  const std::uint64_t data =
      o.length ? static_cast<std::uint64_t>(*o.length) * bytes * channels : 0xffffffffu;
  const auto limited = [](std::uint64_t v) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(v, 0xffffffffu));
  };
  std::vector<unsigned char> h;
  const auto text = [&h](std::string_view t) { h.insert(h.end(), t.begin(), t.end()); };
  text("RIFF");
  put(h, limited(data + 36), 4);
  text("WAVEfmt ");
  put(h, 16, 4);
  put(h, o.sample_format == SampleFormat::float32 ? 3 : 1, 2);
  put(h, channels, 2);
  put(h, rate, 4);
  put(h, rate * channels * bytes, 4);
  put(h, channels * bytes, 2);
  put(h, 8 * bytes, 2);
  text("data");
  put(h, limited(data), 4);
  return h;
}

}  // namespace

bool is_audio_output(const std::filesystem::path& path) {
  return path == "-" || container_of(path) != nullptr;
}

int output_rate_for(const std::filesystem::path& path, int hz) {
  static constexpr int kOpus[] = {8000, 12000, 16000, 24000, 48000};
  static constexpr int kMp3[] = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
  const auto* container = container_of(path);
  std::span<const int> known;
  if (container != nullptr && container->kind == Kind::opus) known = kOpus;
  if (container != nullptr && container->kind == Kind::mp3) known = kMp3;
  if (known.empty()) return hz;
  const auto found = std::lower_bound(known.begin(), known.end(), hz);
  return found != known.end() ? *found : known.back();
}

// A descriptor as libsndfile writes it. Its encoders do not all pass on that a write failed, so the
// first errno is kept here, and nothing is written after it.
class Written {
 public:
  explicit Written(int fd) : fd_(fd) {}
  int failure() const { return failure_; }

  static SF_VIRTUAL_IO functions() {
    return {[](void* self) { return of(self).size_; },
            [](sf_count_t offset, int whence, void* self) { return of(self).seek(offset, whence); },
            [](void* to, sf_count_t bytes, void* self) { return of(self).read(to, bytes); },
            [](const void* from, sf_count_t bytes, void* self) {
              return of(self).write(static_cast<const std::byte*>(from), bytes);
            },
            [](void* self) { return of(self).at_; }};
  }

 private:
  static Written& of(void* self) { return *static_cast<Written*>(self); }

  sf_count_t seek(sf_count_t offset, int whence) {
    const auto from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at_ : size_;
    if (from + offset < 0) return -1;
    at_ = from + offset;
    return at_;
  }
  sf_count_t read(void* to, sf_count_t bytes) {
    const auto n = ::pread(fd_, to, static_cast<std::size_t>(bytes), at_);
    at_ += std::max<sf_count_t>(n, 0);
    return std::max<sf_count_t>(n, 0);
  }
  sf_count_t write(const std::byte* from, sf_count_t bytes) {
    sf_count_t done = 0;
    while (failure_ == 0 && done < bytes) {
      const auto n = ::pwrite(fd_, from + done, static_cast<std::size_t>(bytes - done), at_);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) {
        failure_ = n < 0 ? errno : EIO;
        break;
      }
      done += n;
      at_ += n;
      size_ = std::max(size_, at_);
    }
    return done;
  }

  int fd_;
  sf_count_t at_ = 0;
  sf_count_t size_ = 0;
  int failure_ = 0;
};

// The most bytes of samples that the container's sizes can tell.
std::int64_t most_bytes(int type) {
  const bool is_small = type == SF_FORMAT_WAV || type == SF_FORMAT_AIFF || type == SF_FORMAT_AU;
  return is_small ? 0xfffff000 : std::numeric_limits<std::int64_t>::max();
}

using StdioFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

struct AudioWriter::State {
  std::string name;
  AudioWriterOptions options;
  std::optional<PendingFile> pending;  // nothing for stdout
  // What must be rewound, for an output that cannot be, grows here first.
  StdioFile spool{nullptr, &std::fclose};
  std::optional<Written> output;
  SNDFILE* file = nullptr;  // null: a WAV that is never rewound
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool integers = true;  // what is stored are integers
  bool lossy = false;
  SampleIndex written = 0;
  std::int64_t clipped = 0;
  std::vector<float> floats;
  std::vector<std::int32_t> codes;
  std::vector<unsigned char> bytes;

  ~State() {
    if (file != nullptr) sf_close(file);
  }

  Error cannot_write(int why) const {
    return {ErrorCode::io, name + ": cannot write: " + std::strerror(why)};
  }
  Error too_long() const {
    return {ErrorCode::unsupported,
            name + ": such a file holds 4 GB at most; w64, rf64 and caf hold more"};
  }

  Status start_stream() {
    integers = options.sample_format != SampleFormat::float32;
    bytes = stream_header(options);
    return pass_on();
  }
  Status pass_on() {
    const int fd = pending ? pending->fd() : STDOUT_FILENO;
    if (const int why = write_all(fd, std::as_bytes(std::span(bytes))); why != 0) {
      return cannot_write(why);
    }
    bytes.clear();
    return Done{};
  }

  Status open_file(const Container& container) {
    SF_INFO info{};
    info.samplerate = options.sample_rate_hz;
    info.channels = options.channels;
    const auto data =
        options.length.value_or(0) * options.channels * bytes_of(options.sample_format);
    const bool large = container.format == SF_FORMAT_WAV && data > 0xfffff000;
    info.format =
        (large ? SF_FORMAT_RF64 : container.format) | subformat(container, options.sample_format);
    const Error unfit{ErrorCode::unsupported,
                      name + ": " + std::string(container.extension.substr(1)) + " cannot hold " +
                          std::to_string(options.channels) + " channel(s) at " +
                          std::to_string(options.sample_rate_hz) + " Hz in that sample format" +
                          (container.kind == Kind::opus ? " (Opus wants 8000, 12000, 16000, 24000 "
                                                          "or 48000 Hz)"
                                                        : "")};
    if (sf_format_check(&info) == 0) return unfit;
    most = most_bytes(info.format & SF_FORMAT_TYPEMASK);
    if (data > most) return too_long();
    auto created = PendingFile::create(name);
    if (!created) return created.error();
    pending.emplace(std::move(*created));
    if (pending->in_place()) {
      if (container.format == SF_FORMAT_WAV) return start_stream();
      spool.reset(std::tmpfile());
      if (spool == nullptr) return cannot_write(errno);
    }
    output.emplace(spool != nullptr ? ::fileno(spool.get()) : pending->fd());
    auto functions = Written::functions();
    file = sf_open_virtual(&functions, SFM_WRITE, &info, &*output);
    if (file == nullptr) {
      if (output->failure() != 0) return cannot_write(output->failure());
      return unfit;  // which that check does not know of all
    }
    sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    if (container.kind != Kind::chosen) {
      double quality = std::clamp(options.quality, 0.0, 1.0);
      sf_command(file, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    }
    lossy = container.kind != Kind::chosen;
    integers = !lossy && options.sample_format != SampleFormat::float32;
    return Done{};
  }
};

AudioWriter::AudioWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
AudioWriter::~AudioWriter() = default;
AudioWriter::AudioWriter(AudioWriter&&) noexcept = default;
AudioWriter& AudioWriter::operator=(AudioWriter&&) noexcept = default;

Result<AudioWriter> AudioWriter::create(const std::filesystem::path& path,
                                        const AudioWriterOptions& options) {
  auto state = std::make_unique<State>();
  state->name = path.string();
  state->options = options;
  if (options.channels < 1 || options.channels > 1024 || options.sample_rate_hz < 1000 ||
      options.sample_rate_hz > 768000) {
    return Error{ErrorCode::unsupported, state->name + ": " + std::to_string(options.channels) +
                                             " channels at " +
                                             std::to_string(options.sample_rate_hz) + " Hz"};
  }
  if (path == "-") {
    state->name = "stdout";
    if (auto done = state->start_stream(); !done) return done.error();
    return AudioWriter(std::move(state));
  }
  const auto* container = container_of(path);
  if (container == nullptr) {
    return Error{ErrorCode::unsupported,
                 state->name +
                     ": unknown extension; wav, flac, ogg, opus, mp3, aiff, "
                     "au, caf, w64 and rf64 are known"};
  }
  if (auto opened = state->open_file(*container); !opened) return opened.error();
  return AudioWriter(std::move(state));
}

Status AudioWriter::write(std::span<const float> samples) {
  auto& s = *state_;
  const auto bad =
      std::find_if(samples.begin(), samples.end(), [](float v) { return !std::isfinite(v); });
  if (bad != samples.end()) {
    return Error{ErrorCode::bad_value,
                 s.name + ": sample " +
                     std::to_string(s.written + (bad - samples.begin()) / s.options.channels) +
                     " to be written is not finite"};
  }
  const int bits = 8 * bytes_of(s.options.sample_format);
  const auto all = s.written * s.options.channels + static_cast<SampleIndex>(samples.size());
  if (!s.lossy && all > s.most / (bits / 8)) return s.too_long();
  const auto instants = static_cast<SampleIndex>(samples.size()) / s.options.channels;
  if (s.file == nullptr) {
    for (const float v : samples) {
      if (s.integers) {
        put(s.bytes, static_cast<std::uint32_t>(quantize(v, bits, s.clipped)), bits / 8);
      } else {
        std::uint32_t word = 0;
        std::memcpy(&word, &v, 4);
        put(s.bytes, word, 4);
      }
    }
    if (auto done = s.pass_on(); !done) return done;
  } else {
    sf_count_t done = 0;
    if (s.integers) {  // our own rounding, so that a file and a pipe hold the same samples
      s.codes.clear();
      for (const float v : samples)
        s.codes.push_back(quantize(v, bits, s.clipped) * (1 << (32 - bits)));
      done = sf_writef_int(s.file, s.codes.data(), instants);
    } else {
      s.floats.assign(samples.begin(), samples.end());
      if (s.lossy) {
        for (float& v : s.floats) {
          if (std::fabs(v) > 1.0f) ++s.clipped;
          v = std::clamp(v, -1.0f, 1.0f);
        }
      }
      done = sf_writef_float(s.file, s.floats.data(), instants);
    }
    if (s.output->failure() != 0) return s.cannot_write(s.output->failure());
    if (done != instants) {
      return Error{ErrorCode::io, s.name + ": cannot write: " + sf_strerror(s.file)};
    }
  }
  s.written += instants;
  return Done{};
}

Status AudioWriter::finish() {
  auto& s = *state_;
  if (s.file != nullptr) {
    const int failed = sf_close(std::exchange(s.file, nullptr));
    if (s.output->failure() != 0) return s.cannot_write(s.output->failure());
    if (failed != 0) {
      return Error{ErrorCode::io, s.name + ": cannot write: " + sf_error_number(failed)};
    }
  }
  if (!s.pending) return Done{};
  if (s.spool != nullptr) {
    std::array<std::byte, 65536> block;
    for (off_t at = 0;;) {
      const auto n = ::pread(::fileno(s.spool.get()), block.data(), block.size(), at);
      if (n < 0) return s.cannot_write(errno);
      if (n == 0) break;
      const auto part = std::span(block).first(static_cast<std::size_t>(n));
      if (auto done = s.pending->write(part); !done) return done;
      at += n;
    }
  }
  return s.pending->commit();
}

SampleIndex AudioWriter::written() const { return state_->written; }
std::int64_t AudioWriter::clipped() const { return state_->clipped; }

}  // namespace codec
