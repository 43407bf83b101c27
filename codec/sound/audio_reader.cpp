#include <fcntl.h>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/base/descriptor.h"
#include "codec/base/spool.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/file_view.h"
#include "codec/sound/pcm_pipe.h"
#include "codec/sound/sound_layout.h"

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

// `begun` and what the pipe still gives, in a temporary file without a name.
Result<Descriptor> spool(int from, const std::string& begun, const std::string& name) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  Descriptor copy(file == nullptr ? -1 : ::fcntl(::fileno(file.get()), F_DUPFD_CLOEXEC, 3));
  if (copy.get() < 0) return system_error(name, "copy to a temporary file");
  if (auto copied = copy_pipe(from, begun, copy.get(), name); !copied) return copied.error();
  ::lseek(copy.get(), 0, SEEK_SET);
  return copy;
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

Speaker speaker_of(char place) {
  return place == 'f'   ? Speaker::front
         : place == 'c' ? Speaker::centre
         : place == 'l' ? Speaker::low
                        : Speaker::rear;
}

Speaker speaker_of_map(int place) {
  switch (place) {
    case SF_CHANNEL_MAP_LEFT:
    case SF_CHANNEL_MAP_RIGHT:
    case SF_CHANNEL_MAP_FRONT_LEFT:
    case SF_CHANNEL_MAP_FRONT_RIGHT:
    case SF_CHANNEL_MAP_FRONT_LEFT_OF_CENTER:
    case SF_CHANNEL_MAP_FRONT_RIGHT_OF_CENTER:
      return Speaker::front;
    case SF_CHANNEL_MAP_CENTER:
    case SF_CHANNEL_MAP_FRONT_CENTER:
      return Speaker::centre;
    case SF_CHANNEL_MAP_LFE:
      return Speaker::low;
    case SF_CHANNEL_MAP_REAR_CENTER:
    case SF_CHANNEL_MAP_REAR_LEFT:
    case SF_CHANNEL_MAP_REAR_RIGHT:
    case SF_CHANNEL_MAP_SIDE_LEFT:
    case SF_CHANNEL_MAP_SIDE_RIGHT:
      return Speaker::rear;
    default:
      return Speaker::other;
  }
}

// As the extensible header of a WAV has them: bit by bit the next channel.
std::vector<Speaker> speakers_of_mask(std::uint32_t mask, int channels) {
  // FL FR FC LFE BL BR FLC FRC BC SL SR
  static constexpr std::string_view kPlaces = "ffclrrffrrr";
  std::vector<Speaker> speakers;
  for (std::size_t bit = 0; bit < kPlaces.size(); ++bit) {
    if ((mask >> bit & 1u) == 0) continue;
    speakers.push_back(speaker_of(kPlaces[bit]));
  }
  speakers.resize(static_cast<std::size_t>(channels), Speaker::other);
  return speakers;
}

// Where the file tells of them, or its format has an order for so many channels. Elsewhere several
// channels may be several microphones.
std::vector<Speaker> speakers_of(SNDFILE* file, const SF_INFO& sf) {
  const auto channels = static_cast<std::size_t>(sf.channels);
  std::vector<Speaker> speakers(channels, Speaker::other);
  std::vector<int> places(channels);
  const auto bytes = static_cast<int>(places.size() * sizeof(int));
  if (sf_command(file, SFC_GET_CHANNEL_MAP_INFO, places.data(), bytes) == SF_TRUE) {
    std::transform(places.begin(), places.end(), speakers.begin(), speaker_of_map);
    return speakers;
  }
  // Vorbis and Opus: L C R, L R RL RR, L C R RL RR, then with LFE at the end. FLAC: LFE after C.
  const int type = sf.format & SF_FORMAT_TYPEMASK;
  const bool is_ogg = type == SF_FORMAT_OGG;
  if ((is_ogg || type == SF_FORMAT_FLAC) && channels >= 3 && channels <= 8) {
    static constexpr std::array<std::string_view, 6> kOgg = {"fcf",    "ffrr",    "fcfrr",
                                                             "fcfrrl", "fcfrrrl", "fcfrrrrl"};
    static constexpr std::array<std::string_view, 6> kFlac = {"ffc",    "ffrr",    "ffcrr",
                                                              "ffclrr", "ffclrrr", "ffclrrrr"};
    const auto order = (is_ogg ? kOgg : kFlac)[channels - 3];
    std::transform(order.begin(), order.end(), speakers.begin(), speaker_of);
  }
  return speakers;
}

constexpr SampleIndex kEndless = SampleIndex{1} << 42;  // as large as an .sgl can tell

// Of a sound that ends before its header says.
std::string cut_text(SampleIndex held, SampleIndex told) {
  return "cut: " + std::to_string(held) + " samples of the " + std::to_string(told) +
         " that its header tells of";
}

// The instants that cut.told stands for where cut.held stands for `held`.
SampleIndex told_by(const SoundPart::Cut& cut, SampleIndex held) {
  const auto block = cut.held / held;  // bytes of an instant, of plain samples
  if (block > 0 && cut.held / block == held) return cut.told / block;
  const auto each = static_cast<double>(cut.held) / static_cast<double>(held);
  return static_cast<SampleIndex>(static_cast<double>(cut.told) / each);
}

// Whether a sample is decoded alike after a jump and on the way.
bool is_free_of_state(int format) {
  const auto coding = format & SF_FORMAT_SUBMASK;
  const bool is_plain = coding <= SF_FORMAT_PCM_32 || coding == SF_FORMAT_PCM_U8 ||
                        coding == SF_FORMAT_FLOAT || coding == SF_FORMAT_DOUBLE ||
                        coding == SF_FORMAT_ULAW || coding == SF_FORMAT_ALAW;
  return is_plain && (format & SF_FORMAT_TYPEMASK) != SF_FORMAT_OGG;
}

}  // namespace

struct AudioReader::State {
  struct Part {
    SoundPart bytes;
    SampleIndex begin = 0;  // in instants of the whole
    std::optional<SampleIndex> length;
  };

  explicit State(int fd) : descriptor(fd) {}

  std::string name;
  Descriptor descriptor;
  AudioInfo info;
  std::string flaw;
  bool is_mpeg = false;
  bool is_flac = false;
  bool can_seek = false;
  SampleIndex position = 0;
  std::vector<float> frames;           // of read_mono
  std::optional<std::size_t> channel;  // of read_mono
  std::unique_ptr<PcmPipe> pipe;       // or
  std::optional<FileBytes> bytes;
  std::vector<Part> parts;
  std::size_t current = 0;  // of parts
  std::unique_ptr<FileView> view;
  Sndfile file;  // after what it reads from

  Status open_pipe();
  Status open_file(std::int64_t begin, std::int64_t size);
  Result<SF_INFO> open_part(std::size_t index);
  Status check(const SF_INFO& sf) const;
  // Instants of the current part behind `position`, where its length is known.
  sf_count_t left_of_part() const {
    if (pipe != nullptr || !info.length_is_exact || !parts[current].length) {
      return std::numeric_limits<sf_count_t>::max();
    }
    return parts[current].begin + *parts[current].length - position;
  }
  // At the end of a FLAC: whether its decoder came to the end of the bytes as well.
  void tell_unread();
  Error not_finite(std::span<const float> samples, SampleIndex start) const;
  Error cannot_read(int why) const {
    return {ErrorCode::io, name + ": cannot read: " + std::strerror(why)};
  }
};

Status AudioReader::State::check(const SF_INFO& sf) const {
  if (sf.samplerate < 1000 || sf.samplerate > 768000) {
    return Error{ErrorCode::unsupported, name + ": sample rate " + std::to_string(sf.samplerate) +
                                             " Hz, wanted 1000..768000"};
  }
  if (sf.channels < 1 || sf.channels > 1024) {
    return Error{ErrorCode::unsupported,
                 name + ": " + std::to_string(sf.channels) + " channels, wanted 1..1024"};
  }
  return Done{};
}

Status AudioReader::State::open_pipe() {
  SF_INFO sf = pipe->format();
  if (auto good = check(sf); !good) return good;
  auto functions = PcmPipe::functions();
  file.reset(sf_open_virtual(&functions, SFM_READ, &sf, pipe.get()));
  if (!file) return Error{ErrorCode::corrupt, name + ": " + sf_strerror(nullptr)};
  info.sample_rate_hz = sf.samplerate;
  info.channels = sf.channels;
  info.format = pipe->name();
  info.downmix = downmix_for(speakers_of_mask(pipe->speaker_mask(), sf.channels));
  return Done{};
}

// Makes parts[index] the one that is read.
Result<SF_INFO> AudioReader::State::open_part(std::size_t index) {
  file.reset();
  view = std::make_unique<FileView>(*bytes, parts[index].bytes.view);
  SF_INFO sf{};
  auto functions = FileView::functions();
  file.reset(sf_open_virtual(&functions, SFM_READ, &sf, view.get()));
  current = index;
  if (file) return sf;
  if (view->failure() != 0) return cannot_read(view->failure());
  const int why = sf_error(nullptr);
  std::string text = sf_strerror(nullptr);
  if (text.find("SF_INFO") != std::string::npos) text = "its header gives no sample rate";
  if (is_mpeg) {
    return Error{ErrorCode::corrupt, name + ": a damaged MP3: " +
                                         (parts[index].bytes.instants_held.value_or(0) > 0
                                              ? "libsndfile cannot read it (" + text + ")"
                                              : "no frames of MPEG audio in it")};
  }
  return Error{why == SF_ERR_UNRECOGNISED_FORMAT ? ErrorCode::not_our_format : ErrorCode::corrupt,
               name + ": not an audio file that libsndfile reads (" + text + ")"};
}

Status AudioReader::State::open_file(std::int64_t begin, std::int64_t size) {
  if (size == 0) return Error{ErrorCode::empty, name + ": the file is empty"};
  bytes.emplace(descriptor.get(), begin, size);
  auto layout = layout_of(*bytes, name);
  if (bytes->failure() != 0) return cannot_read(bytes->failure());
  flaw = std::move(layout.flaw);
  is_mpeg = layout.is_mpeg;
  for (auto& part : layout.parts) parts.push_back({std::move(part), 0, {}});
  SampleIndex all = 0;
  SampleIndex told = 0;  // where parts were cut, all together
  bool is_known = true;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto& part = parts[i];
    const bool is_missing = !is_mpeg && part.bytes.instants_held == 0;
    if (is_missing && i == 0) {
      return Error{ErrorCode::truncated,
                   name + ": " +
                       (part.bytes.instants_told ? cut_text(0, *part.bytes.instants_told)
                                                 : "cut: not one frame of it is whole")};
    }
    const auto opened = is_missing ? Result<SF_INFO>(Error{}) : open_part(i);
    if (!opened && i > 0) {
      parts.resize(i);
      flaw = "what follows sample " + std::to_string(all) + " cannot be read";
      break;
    }
    if (!opened) return opened.error();
    const auto& sf = *opened;
    if (i == 0) {
      if (auto good = check(sf); !good) return good;
      info.sample_rate_hz = sf.samplerate;
      info.channels = sf.channels;
      info.format = format_name(sf.format);
      info.length_is_exact = (sf.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_MPEG;
      info.downmix = downmix_for(speakers_of(file.get(), sf));
      is_flac = (sf.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC;
      can_seek = sf.seekable != 0;
      info.seek_is_exact = can_seek && is_free_of_state(sf.format);
    } else if (sf.samplerate != info.sample_rate_hz || sf.channels != info.channels) {
      return Error{ErrorCode::unsupported,
                   name + ": several sounds in a row, and from sample " + std::to_string(all) +
                       " on " + std::to_string(sf.channels) + " channels at " +
                       std::to_string(sf.samplerate) + " Hz instead of " +
                       std::to_string(info.channels) + " at " +
                       std::to_string(info.sample_rate_hz) + "; split it there"};
    }
    part.begin = all;
    if (sf.frames >= 0 && sf.frames < kEndless) part.length = sf.frames;
    auto held = part.length.value_or(0);
    auto part_told = held;
    if (const auto& cut = part.bytes.cut; cut && is_mpeg) {
      part.length = held = std::min(held, part.bytes.instants_held.value_or(held));
    } else if (cut && cut->held > 0 && held > 0) {
      part_told = told_by(*cut, held);
    }
    if (const auto& count = part.bytes.instants_told; count && *count > held) part_told = *count;
    if (const auto& end = part.bytes.end_in_block; end && held > 0) {
      // Off by a block or more it is another number: some count all channels, or bytes. Of a cut
      // the other number is a guess, since its last block is no whole one.
      if (part_told == held && end->instant < held && held - end->instant < end->block) {
        part.length = held = part_told = end->instant;
      } else if (part_told > held && end->instant > held &&
                 std::abs(part_told - end->instant) < part_told / 8 + end->block) {
        part_told = end->instant;
      }
    }
    if (is_mpeg && part.bytes.instants_held && flaw.empty() &&
        *part.bytes.instants_held > part_told + sf.samplerate) {
      flaw = "only the first " + std::to_string(held) + " of " +
             std::to_string(*part.bytes.instants_held) + " samples are read";
    }
    is_known = is_known && part.length.has_value();
    info.seek_is_exact = info.seek_is_exact && part.length.has_value();
    all += held;
    told += std::max(part_told, held);
  }
  if (is_known) info.length = all;
  if (told > all) {
    info.length_told = told;
    flaw = cut_text(all, told);
  }
  if (info.length == 0) return Error{ErrorCode::empty, name + ": holds no samples"};
  if (current != 0) {
    if (auto first = open_part(0); !first) return first.error();
  }
  return Done{};
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

void AudioReader::State::tell_unread() {
  if (!is_flac || !flaw.empty()) return;
  const auto rest = view->unread();
  if (rest.bytes > 0 && !rest.is_zeros) {
    flaw = "at least " + std::to_string(rest.bytes) + " bytes behind the sound are not read";
  }
}

AudioReader::AudioReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
AudioReader::~AudioReader() = default;
AudioReader::AudioReader(AudioReader&&) noexcept = default;
AudioReader& AudioReader::operator=(AudioReader&&) noexcept = default;

Result<AudioReader> AudioReader::open(const std::filesystem::path& path,
                                      const std::string& called) {
  const bool from_stdin = path == "-";
  const std::string name = !called.empty() ? called : from_stdin ? "stdin" : path.string();
  std::error_code ec;
  if (!from_stdin && std::filesystem::is_directory(path, ec)) {
    return Error{ErrorCode::io, name + ": cannot read: it is a folder"};
  }
  errno = 0;
  const int fd = from_stdin ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                            : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return system_error(name, "read");
  auto state = std::make_unique<State>(fd);
  state->name = name;
  struct stat status {};
  if (::fstat(fd, &status) != 0) return system_error(name, "read");
  std::int64_t begin = 0;
  if (S_ISREG(status.st_mode)) {
    if (from_stdin) begin = std::clamp<off_t>(::lseek(fd, 0, SEEK_CUR), 0, status.st_size);
  } else {
    std::string begun;
    state->pipe = PcmPipe::open(fd, begun);
    if (state->pipe != nullptr) {
      if (auto opened = state->open_pipe(); !opened) return opened.error();
      return AudioReader(std::move(state));
    }
    auto spooled = spool(fd, begun, name);
    if (!spooled) return spooled.error();
    state->descriptor = std::move(*spooled);
    if (::fstat(state->descriptor.get(), &status) != 0) return system_error(name, "read");
  }
  if (auto opened = state->open_file(begin, status.st_size - begin); !opened) {
    return opened.error();
  }
  return AudioReader(std::move(state));
}

const AudioInfo& AudioReader::info() const { return state_->info; }
SampleIndex AudioReader::position() const { return state_->position; }
bool AudioReader::seekable() const { return state_->can_seek; }
const std::string& AudioReader::flaw() const { return state_->flaw; }

Result<std::size_t> AudioReader::read(std::span<float> out) {
  auto& s = *state_;
  const auto channels = static_cast<std::size_t>(s.info.channels);
  const auto instants = static_cast<sf_count_t>(out.size() / channels);
  if (instants == 0) return std::size_t{0};
  for (;;) {
    // Not past the part's end: what a FLAC's decoder finds there may be no frame.
    const auto left = s.left_of_part();
    const auto got =
        left == 0 ? 0 : sf_readf_float(s.file.get(), out.data(), std::min(instants, left));
    const int failure = s.pipe != nullptr ? s.pipe->failure() : s.view->failure();
    if (failure != 0) return s.cannot_read(failure);
    if (const int why = sf_error(s.file.get()); why != SF_ERR_NO_ERROR) {
      return Error{ErrorCode::corrupt, s.name + ": damaged at sample " +
                                           std::to_string(s.position) + ": " +
                                           sf_strerror(s.file.get())};
    }
    const auto samples = out.first(static_cast<std::size_t>(got) * channels);
    // The sum is finite only if every sample is (floats of audio do not overflow a double).
    double sum = 0.0;
    for (const float v : samples) sum += std::fabs(static_cast<double>(v));
    if (!std::isfinite(sum)) return s.not_finite(samples, s.position);
    s.position += got;
    if (got > 0) return static_cast<std::size_t>(got);
    if (s.pipe != nullptr) {
      s.flaw = s.pipe->flaw();
      return std::size_t{0};
    }
    const auto& part = s.parts[s.current];
    if (part.length && s.info.length_is_exact && s.position < part.begin + *part.length) {
      return Error{ErrorCode::truncated, s.name + ": ends after " + std::to_string(s.position) +
                                             " of " + std::to_string(s.info.length.value_or(0)) +
                                             " samples"};
    }
    if (s.current + 1 == s.parts.size()) {
      s.tell_unread();
      return std::size_t{0};
    }
    if (auto next = s.open_part(s.current + 1); !next) return next.error();
  }
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
    const auto mono = out.subspan(done, *got);
    if (s.channel) {
      for (std::size_t i = 0; i < *got; ++i) mono[i] = s.frames[i * channels + *s.channel];
    } else {
      mix(s.frames, s.info.downmix, mono);
    }
    done += *got;
  }
  return done;
}

Status AudioReader::choose_channel(int channel) {
  auto& s = *state_;
  if (channel < 0 || channel >= s.info.channels) {
    return Error{ErrorCode::bad_value, s.name + ": channel " + std::to_string(channel + 1) +
                                           ", but it has " + std::to_string(s.info.channels)};
  }
  s.channel = static_cast<std::size_t>(channel);
  return Done{};
}

Status AudioReader::seek(SampleIndex instant) {
  auto& s = *state_;
  if (!s.can_seek) return Error{ErrorCode::io, s.name + ": cannot seek in a pipe"};
  if (instant < 0 || (s.info.length && instant > *s.info.length)) {
    return Error{ErrorCode::bad_value, s.name + ": sample " + std::to_string(instant) +
                                           " is outside 0.." +
                                           std::to_string(s.info.length.value_or(0))};
  }
  auto wanted = s.current;
  if (s.parts.size() > 1) {
    const auto after =
        std::upper_bound(s.parts.begin(), s.parts.end(), instant,
                         [](SampleIndex at, const State::Part& part) { return at < part.begin; });
    wanted = static_cast<std::size_t>(after - s.parts.begin()) - 1;
  }
  if (wanted != s.current) {
    if (auto opened = s.open_part(wanted); !opened) return opened.error();
  }
  const auto within = instant - s.parts[wanted].begin;
  if (sf_seek(s.file.get(), within, SEEK_SET) != within) {
    // Some decoders miss places near the end: read on to it from the start.
    if (auto opened = s.open_part(wanted); !opened) return opened.error();
    s.frames.resize(std::size_t{4096} * static_cast<std::size_t>(s.info.channels));
    for (SampleIndex at = 0; at < within;) {
      const auto got =
          sf_readf_float(s.file.get(), s.frames.data(), std::min<SampleIndex>(4096, within - at));
      if (got <= 0) {
        return Error{ErrorCode::io, s.name + ": cannot seek to sample " + std::to_string(instant)};
      }
      at += got;
    }
  }
  s.position = instant;
  return Done{};
}

}  // namespace codec
