#include <fcntl.h>
#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/base/file_io.h"
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
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
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

struct AudioWriter::State {
  std::string name;
  AudioWriterOptions options;
  std::optional<PendingFile> pending;
  SNDFILE* file = nullptr;  // null: stdout
  bool integers = true;     // what is stored are integers
  bool lossy = false;
  SampleIndex written = 0;
  std::int64_t clipped = 0;
  std::vector<float> floats;
  std::vector<std::int32_t> codes;
  std::vector<unsigned char> bytes;

  ~State() {
    if (file != nullptr) sf_close(file);
  }

  Status to_stdout() {
    std::span<const unsigned char> rest = bytes;
    while (!rest.empty()) {
      const auto n = ::write(STDOUT_FILENO, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        return Error{ErrorCode::io, std::string("stdout: cannot write: ") + std::strerror(errno)};
      }
      rest = rest.subspan(static_cast<std::size_t>(n));
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
    if (sf_format_check(&info) == 0) {
      return Error{ErrorCode::unsupported,
                   name + ": " + std::string(container.extension.substr(1)) + " cannot hold " +
                       std::to_string(options.channels) + " channel(s) at " +
                       std::to_string(options.sample_rate_hz) + " Hz in that sample format" +
                       (container.kind == Kind::opus ? " (Opus wants 8000, 12000, 16000, 24000 or "
                                                       "48000 Hz)"
                                                     : "")};
    }
    pending.emplace(name);
    errno = 0;
    const int fd =
        ::open(pending->temporary().c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
      return Error{ErrorCode::io, name + ": cannot write: " + std::strerror(errno)};
    }
    file = sf_open_fd(fd, SFM_WRITE, &info, SF_TRUE);
    if (file == nullptr) {
      const std::string why = sf_strerror(nullptr);
      ::close(fd);
      return Error{ErrorCode::unsupported, name + ": cannot write such a file: " + why};
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
    state->integers = options.sample_format != SampleFormat::float32;
    state->bytes = stream_header(options);
    if (auto done = state->to_stdout(); !done) return done.error();
    return AudioWriter(std::move(state));
  }
  const auto* container = container_of(path);
  if (container == nullptr) {
    return Error{ErrorCode::unsupported,
                 state->name +
                     ": unknown extension; wav, flac, ogg, opus, mp3, aiff, "
                     "au, caf, w64 and rf64 are known"};
  }
  std::error_code ec;
  if (std::filesystem::is_directory(path, ec)) {
    return Error{ErrorCode::io, state->name + ": cannot write: it is a folder"};
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
    if (auto done = s.to_stdout(); !done) return done;
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
    if (done != instants) {
      return Error{ErrorCode::io, s.name + ": cannot write: " + sf_strerror(s.file)};
    }
  }
  s.written += instants;
  return Done{};
}

Status AudioWriter::finish() {
  auto& s = *state_;
  if (s.file == nullptr) return Done{};
  const int failed = sf_close(std::exchange(s.file, nullptr));
  if (failed != 0) {
    return Error{ErrorCode::io, s.name + ": cannot write: " + sf_error_number(failed)};
  }
  return s.pending->commit();
}

SampleIndex AudioWriter::written() const { return state_->written; }
std::int64_t AudioWriter::clipped() const { return state_->clipped; }

}  // namespace codec
