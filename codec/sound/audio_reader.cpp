#include <fcntl.h>
#include <poll.h>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "codec/sound/audio_file.h"

namespace codec {
namespace {

struct SndfileClose {
  void operator()(SNDFILE* f) const { sf_close(f); }
};
using Sndfile = std::unique_ptr<SNDFILE, SndfileClose>;

Error system_error(const std::string& name, const char* doing) {
  return {ErrorCode::io,
          name + ": cannot " + doing + ": " + std::strerror(errno != 0 ? errno : EIO)};
}

// The first bytes of a pipe, without taking them: tee(2) into a second pipe.
std::string peek(int pipe_fd, std::size_t wanted) {
  std::string bytes;
  for (int tries = 0; bytes.size() < wanted; ++tries) {
    pollfd ready{pipe_fd, POLLIN, 0};
    if (::poll(&ready, 1, -1) < 0 && errno != EINTR) break;
    int copy[2];
    if (::pipe2(copy, O_CLOEXEC) != 0) break;
    const auto n = ::tee(pipe_fd, copy[1], wanted, 0);
    std::array<char, 64> buffer{};
    const auto got = n > 0 ? ::read(copy[0], buffer.data(), buffer.size()) : n;
    ::close(copy[0]);
    ::close(copy[1]);
    if (got <= 0) break;
    bytes.assign(buffer.data(), static_cast<std::size_t>(got));
    const bool no_writer = (ready.revents & POLLHUP) != 0;
    if (bytes.size() >= wanted || no_writer) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return bytes;
}

// What the pipe still gives, in a temporary file without a name. -1: errno says why.
int spool(int from) {
  std::FILE* file = std::tmpfile();
  if (file == nullptr) return -1;
  const int fd = ::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 3);
  std::fclose(file);
  if (fd < 0) return -1;
  std::vector<char> block(std::size_t{1} << 16);
  for (;;) {
    const auto n = ::read(from, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) break;
    std::size_t written = 0;
    while (n > 0 && written < static_cast<std::size_t>(n)) {
      const auto w = ::write(fd, block.data() + written, static_cast<std::size_t>(n) - written);
      if (w < 0 && errno == EINTR) continue;
      if (w <= 0) break;
      written += static_cast<std::size_t>(w);
    }
    if (n < 0 || written < static_cast<std::size_t>(n)) {
      ::close(fd);
      return -1;
    }
  }
  ::lseek(fd, 0, SEEK_SET);
  return fd;
}

std::string format_name(int format) {
  std::string name;
  for (const int part : {format & SF_FORMAT_TYPEMASK, format & SF_FORMAT_SUBMASK}) {
    SF_FORMAT_INFO info{};
    info.format = part;
    if (sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info) != 0 || info.name == nullptr) {
      continue;
    }
    name += (name.empty() ? "" : ", ") + std::string(info.name);
  }
  return name;
}

constexpr SampleIndex kEndless = SampleIndex{1} << 42;  // as large as an .sgl can tell

}  // namespace

struct AudioReader::State {
  std::string name;
  Sndfile file;
  AudioInfo info;
  bool can_seek = false;
  SampleIndex position = 0;
  std::vector<float> frames;  // of read_mono

  static Result<std::unique_ptr<State>> open(int fd, std::string name, bool stream);
  Error not_finite(std::span<const float> samples, SampleIndex start) const;
};

// From libsndfile's notes on a WAV's header, "data : 535110 (should be 99956)". Lengths from 2^31
// downwards a little are what streams write that do not know theirs.
std::optional<SampleIndex> length_told(SNDFILE* file, SampleIndex held) {
  constexpr long long kNotKnown = 0x7fff0000;
  char notes[8192] = {};
  sf_command(file, SFC_GET_LOG_INFO, notes, sizeof notes);
  const char* data = std::strstr(notes, "\ndata : ");
  long long told = 0;
  long long there = 0;
  if (data == nullptr || std::sscanf(data, " data : %lld (should be %lld)", &told, &there) != 2 ||
      told <= there || there <= 0 || told >= kNotKnown) {
    return std::nullopt;
  }
  const auto instants = static_cast<SampleIndex>(
      static_cast<double>(held) * static_cast<double>(told) / static_cast<double>(there));
  return instants > held ? std::optional(instants) : std::nullopt;
}

// Owns fd.
Result<std::unique_ptr<AudioReader::State>> AudioReader::State::open(int fd, std::string name,
                                                                     bool stream) {
  auto state = std::make_unique<State>();
  state->name = std::move(name);
  struct stat status {};
  const bool known_size = ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  if (known_size && status.st_size == 0) {
    ::close(fd);
    return Error{ErrorCode::empty, state->name + ": the file is empty"};
  }
  SF_INFO sf{};
  state->file.reset(sf_open_fd(fd, SFM_READ, &sf, SF_TRUE));
  if (!state->file) {
    const int why = sf_error(nullptr);
    const std::string text = sf_strerror(nullptr);
    ::close(fd);
    if (why == SF_ERR_SYSTEM) return system_error(state->name, "read");
    return Error{why == SF_ERR_UNRECOGNISED_FORMAT ? ErrorCode::not_our_format : ErrorCode::corrupt,
                 state->name + ": not an audio file that libsndfile reads (" + text + ")"};
  }
  if (sf.samplerate < 1000 || sf.samplerate > 768000) {
    return Error{ErrorCode::unsupported, state->name + ": sample rate " +
                                             std::to_string(sf.samplerate) +
                                             " Hz, wanted 1000..768000"};
  }
  if (sf.channels < 1 || sf.channels > 1024) {
    return Error{ErrorCode::unsupported,
                 state->name + ": " + std::to_string(sf.channels) + " channels, wanted 1..1024"};
  }
  state->info.sample_rate_hz = sf.samplerate;
  state->info.channels = sf.channels;
  state->info.format = format_name(sf.format);
  state->can_seek = !stream && sf.seekable != 0;
  state->info.length_is_exact = (sf.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_MPEG;
  if (!stream && sf.frames >= 0 && sf.frames < kEndless) state->info.length = sf.frames;
  const auto type = sf.format & SF_FORMAT_TYPEMASK;
  if (state->info.length && (type == SF_FORMAT_WAV || type == SF_FORMAT_WAVEX)) {
    state->info.length_told = length_told(state->file.get(), *state->info.length);
  }
  if (state->info.length == 0) {
    return Error{ErrorCode::empty, state->name + ": holds no samples"};
  }
  return state;
}

Error AudioReader::State::not_finite(std::span<const float> samples, SampleIndex start) const {
  const auto bad =
      std::find_if(samples.begin(), samples.end(), [](float v) { return !std::isfinite(v); });
  const auto at = bad - samples.begin();
  return {ErrorCode::bad_value, name + ": sample " + std::to_string(start + at / info.channels) +
                                    " of channel " + std::to_string(at % info.channels + 1) +
                                    " is " + (std::isnan(*bad) ? "NaN" : "infinite") +
                                    "; sound has finite values"};
}

AudioReader::AudioReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
AudioReader::~AudioReader() = default;
AudioReader::AudioReader(AudioReader&&) noexcept = default;
AudioReader& AudioReader::operator=(AudioReader&&) noexcept = default;

Result<AudioReader> AudioReader::open(const std::filesystem::path& path) {
  const bool from_stdin = path == "-";
  const std::string name = from_stdin ? "stdin" : path.string();
  std::error_code ec;
  if (!from_stdin && std::filesystem::is_directory(path, ec)) {
    return Error{ErrorCode::io, name + ": cannot read: it is a folder"};
  }
  errno = 0;
  int fd = from_stdin ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                      : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return system_error(name, "read");
  struct stat status {};
  bool stream = false;
  if (::fstat(fd, &status) == 0 && !S_ISREG(status.st_mode)) {
    // libsndfile reads the formats that begin with all one needs to know from a pipe; the rest
    // wants to seek.
    const auto magic = S_ISFIFO(status.st_mode) ? peek(fd, 12) : std::string();
    const std::string_view bytes = magic;
    stream = bytes.size() == 12 && ((bytes.starts_with("RIFF") && bytes.substr(8) == "WAVE") ||
                                    bytes.starts_with(".snd"));
    if (!stream) {
      const int spooled = spool(fd);
      if (spooled < 0) {
        auto error = system_error(name, "copy to a temporary file");
        ::close(fd);
        return error;
      }
      ::close(fd);
      fd = spooled;
    }
  }
  auto state = State::open(fd, name, stream);
  if (!state) return state.error();
  return AudioReader(std::move(*state));
}

const AudioInfo& AudioReader::info() const { return state_->info; }
SampleIndex AudioReader::position() const { return state_->position; }
bool AudioReader::seekable() const { return state_->can_seek; }

Result<std::size_t> AudioReader::read(std::span<float> out) {
  auto& s = *state_;
  const auto channels = static_cast<std::size_t>(s.info.channels);
  const auto got =
      sf_readf_float(s.file.get(), out.data(), static_cast<sf_count_t>(out.size() / channels));
  if (const int why = sf_error(s.file.get()); why != SF_ERR_NO_ERROR) {
    return Error{ErrorCode::corrupt, s.name + ": damaged at sample " + std::to_string(s.position) +
                                         ": " + sf_strerror(s.file.get())};
  }
  const auto samples = out.first(static_cast<std::size_t>(got) * channels);
  // The sum is finite only if every sample is (floats of audio do not overflow a double).
  double sum = 0.0;
  for (const float v : samples) sum += std::fabs(static_cast<double>(v));
  if (!std::isfinite(sum)) return s.not_finite(samples, s.position);
  s.position += got;
  if (got == 0 && !out.empty() && s.info.length && s.info.length_is_exact &&
      s.position < *s.info.length) {
    return Error{ErrorCode::truncated, s.name + ": ends after " + std::to_string(s.position) +
                                           " of " + std::to_string(*s.info.length) + " samples"};
  }
  return static_cast<std::size_t>(got);
}

Result<std::size_t> AudioReader::read_mono(std::span<float> out) {
  auto& s = *state_;
  if (s.info.channels == 1) return read(out);
  const auto channels = static_cast<std::size_t>(s.info.channels);
  constexpr std::size_t kBlock = 16384;  // samples of all channels
  std::size_t done = 0;
  while (done < out.size()) {
    const auto instants = std::min(out.size() - done, std::max<std::size_t>(1, kBlock / channels));
    s.frames.resize(instants * channels);
    auto got = read(s.frames);
    if (!got) return got;
    if (*got == 0) break;
    for (std::size_t i = 0; i < *got; ++i) {
      double sum = 0.0;
      for (std::size_t c = 0; c < channels; ++c) {
        sum += static_cast<double>(s.frames[i * channels + c]);
      }
      out[done + i] = static_cast<float>(sum / static_cast<double>(channels));
    }
    done += *got;
  }
  return done;
}

Status AudioReader::seek(SampleIndex instant) {
  auto& s = *state_;
  if (!s.can_seek) return Error{ErrorCode::io, s.name + ": cannot seek in a pipe"};
  if (instant < 0 || (s.info.length && instant > *s.info.length)) {
    return Error{ErrorCode::bad_value, s.name + ": sample " + std::to_string(instant) +
                                           " is outside 0.." +
                                           std::to_string(s.info.length.value_or(0))};
  }
  if (sf_seek(s.file.get(), instant, SEEK_SET) != instant) {
    return Error{ErrorCode::io, s.name + ": cannot seek to sample " + std::to_string(instant) +
                                    ": " + sf_strerror(s.file.get())};
  }
  s.position = instant;
  return Done{};
}

}  // namespace codec
