// Audio files in and out: formats, down-mix, pipes, and every way for a file to be wrong.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sndfile.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include "codec/base/file_io.h"
#include "codec/sound/audio_file.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

class AudioFile : public testing::Test {
 protected:
  fs::path at(const std::string& name) const { return folder_ / name; }

  static std::vector<float> sine(int rate, std::size_t n, double gain = 0.5) {
    std::vector<float> out(n);
    for (std::size_t i = 0; i < n; ++i) {
      out[i] = static_cast<float>(
          gain * std::sin(2.0 * std::numbers::pi * 440.0 * static_cast<double>(i) / rate));
    }
    return out;
  }

  fs::path write(const std::string& name, const std::vector<float>& samples,
                 AudioWriterOptions options) const {
    auto writer = AudioWriter::create(at(name), options);
    EXPECT_TRUE(writer.ok()) << writer.error().message;
    EXPECT_TRUE(writer->write(samples).ok());
    EXPECT_TRUE(writer->finish().ok());
    return at(name);
  }

  fs::path bytes(const std::string& name, const std::string& content) const {
    std::ofstream(at(name), std::ios::binary) << content;
    return at(name);
  }

  static std::string content(const fs::path& path) {
    const auto all = read_file(path);
    return {reinterpret_cast<const char*>(all->data()), all->size()};
  }

  static Result<std::vector<float>> read_all(AudioReader& reader, std::size_t block = 1000) {
    std::vector<float> all, part(block);
    for (;;) {
      auto n = reader.read_mono(part);
      if (!n) return n.error();
      if (*n == 0) return all;
      all.insert(all.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(*n));
    }
  }

  // open("-") with `content` coming through a pipe, in pieces.
  static void with_stdin(const std::string& content, const std::function<void()>& body) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const int old = ::dup(STDIN_FILENO);
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    std::thread feeder([&] {
      for (std::size_t i = 0; i < content.size(); i += 997) {
        if (::write(ends[1], content.data() + i, std::min<std::size_t>(997, content.size() - i)) <
            0)
          break;
      }
      ::close(ends[1]);
    });
    body();
    char rest[4096];
    while (::read(STDIN_FILENO, rest, sizeof rest) > 0) {
    }
    feeder.join();
    ::dup2(old, STDIN_FILENO);
    ::close(old);
  }

  testing_support::TemporaryFolder folder_;
};

TEST_F(AudioFile, LosslessFormatsKeepEverySample) {
  std::vector<float> want(5001);
  for (std::size_t i = 0; i < want.size(); ++i) {
    want[i] = static_cast<float>(static_cast<int>(i * 7919 % 65536) - 32768) / 32768.0f;
  }
  for (const char* name :
       {"a.wav", "a.flac", "a.aiff", "a.AIF", "a.au", "a.caf", "a.w64", "a.rf64"}) {
    for (const int rate : {8000, 11025, 16000, 44100, 192000}) {
      auto reader = AudioReader::open(write(name, want, {.sample_rate_hz = rate}));
      ASSERT_TRUE(reader.ok()) << name << ": " << reader.error().message;
      EXPECT_EQ(reader->info().sample_rate_hz, rate);
      EXPECT_EQ(reader->info().channels, 1);
      EXPECT_EQ(reader->info().length, 5001);
      const auto got = read_all(*reader);
      ASSERT_TRUE(got.ok());
      ASSERT_EQ(*got, want) << name << " at " << rate;
    }
  }
}

TEST_F(AudioFile, LossyFormatsKeepLengthAndLoudness) {
  const auto want = sine(48000, 48000);
  for (const char* name : {"a.ogg", "a.opus", "a.mp3"}) {
    auto reader = AudioReader::open(write(name, want, {.sample_rate_hz = 48000}));
    ASSERT_TRUE(reader.ok()) << name << ": " << reader.error().message;
    const auto got = read_all(*reader);
    ASSERT_TRUE(got.ok()) << name << ": " << got.error().message;
    EXPECT_NEAR(static_cast<double>(got->size()), 48000.0, name[2] == 'm' ? 2500.0 : 0.0) << name;
    double power = 0.0;
    for (const float v : *got)
      power += static_cast<double>(v) * v / static_cast<double>(got->size());
    EXPECT_NEAR(10.0 * std::log10(power), 10.0 * std::log10(0.125), 0.5) << name;
  }
}

TEST_F(AudioFile, DeepFormatsKeepTheirBits) {
  const std::vector<float> want{0.0f, 1.0f / 8388608.0f, -1.0f, 0.25f, -8388607.0f / 8388608.0f};
  auto reader = AudioReader::open(write("a.wav", want, {.sample_format = SampleFormat::pcm24}));
  EXPECT_EQ(*read_all(*reader), want);
  const std::vector<float> loud{1e-20f, 3.5f, -2.0f};
  auto floats = AudioReader::open(write("f.wav", loud, {.sample_format = SampleFormat::float32}));
  EXPECT_EQ(*read_all(*floats), loud);
}

TEST_F(AudioFile, MixesDownByTheMean) {
  const int channels = 3;
  std::vector<float> interleaved;
  for (int i = 0; i < 20000; ++i) {
    for (int c = 0; c < channels; ++c) interleaved.push_back(static_cast<float>(c) * 0.25f);
  }
  auto reader = AudioReader::open(write("a.wav", interleaved, {.channels = channels}));
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader->info().length, 20000);
  const auto got = read_all(*reader, 777);
  ASSERT_EQ(got->size(), 20000u);
  for (const float v : *got) ASSERT_EQ(v, 0.25f);
}

TEST_F(AudioFile, SeeksAndReadsRaw) {
  std::vector<float> ramp(4000);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<float>(i) / 32768.0f;
  auto reader = AudioReader::open(write("a.flac", ramp, {.channels = 2}));
  ASSERT_TRUE(reader.ok());
  ASSERT_TRUE(reader->seek(1500).ok());
  std::vector<float> two(4);
  EXPECT_EQ(*reader->read(two), 2u);
  EXPECT_EQ(two, (std::vector<float>{ramp[3000], ramp[3001], ramp[3002], ramp[3003]}));
  EXPECT_EQ(reader->position(), 1502);
  EXPECT_EQ(reader->seek(2001).error().code, ErrorCode::bad_value);
  EXPECT_EQ(reader->seek(-1).error().code, ErrorCode::bad_value);
}

TEST_F(AudioFile, AnAuWhoseDataBeginsInItsHeaderIsReadAndSoughtAlike) {
  std::vector<float> ramp(4000);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<float>(i) / 32768.0f;
  const auto path = write("a.au", ramp, {});
  std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).seekp(4).write("\0\0\0\0", 4);
  auto reader = AudioReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  const auto all = read_all(*reader);
  ASSERT_TRUE(all);
  ASSERT_TRUE(reader->seek(1500));
  std::vector<float> two(2);
  EXPECT_EQ(*reader->read(two), 2u);
  EXPECT_EQ(two, (std::vector<float>{(*all)[1500], (*all)[1501]}));
  EXPECT_EQ(*all, ramp);
}

TEST_F(AudioFile, WrongFilesAreNamed) {
  const struct {
    fs::path path;
    ErrorCode want;
  } cases[] = {
      {bytes("text.wav", "Dear diary,\nthis is text that somebody renamed.\n"),
       ErrorCode::not_our_format},
      {bytes("empty.wav", ""), ErrorCode::empty},
      {write("zero.wav", {}, {}), ErrorCode::empty},
      {at("missing.wav"), ErrorCode::io},
      {folder_, ErrorCode::io},
      {bytes("head.wav", content(write("h.wav", sine(16000, 100), {})).substr(0, 20)),
       ErrorCode::corrupt},
  };
  for (const auto& c : cases) {
    auto reader = AudioReader::open(c.path);
    ASSERT_FALSE(reader.ok()) << c.path;
    EXPECT_EQ(reader.error().code, c.want) << reader.error().message;
    EXPECT_NE(reader.error().message.find(c.path.filename().string()), std::string::npos)
        << reader.error().message;
    EXPECT_EQ(reader.error().message.find('\n'), std::string::npos) << reader.error().message;
  }
}

TEST_F(AudioFile, FailedOpensLeakNothing) {
  const auto text = bytes("text.wav", "not audio at all, not audio at all, not audio at all");
  const auto open_files = [] {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator("/proc/self/fd")) ++n;
    return n;
  };
  const auto before = open_files();
  for (int i = 0; i < 50; ++i) {
    EXPECT_FALSE(AudioReader::open(text).ok());
    EXPECT_FALSE(AudioWriter::create(at("a.opus"), {.sample_rate_hz = 44100}).ok());
  }
  EXPECT_EQ(open_files(), before);
}

TEST_F(AudioFile, NotANumberHasAPosition) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> samples(3000, 0.1f);
    samples[2 * 1234 + 1] = bad;
    SF_INFO info{};
    info.samplerate = 16000;
    info.channels = 2;
    info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    SNDFILE* file = sf_open(at("nan.wav").c_str(), SFM_WRITE, &info);
    sf_writef_float(file, samples.data(), 1500);
    sf_close(file);
    auto reader = AudioReader::open(at("nan.wav"));
    ASSERT_TRUE(reader.ok());
    const auto got = read_all(*reader, 500);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().code, ErrorCode::bad_value);
    EXPECT_NE(got.error().message.find("sample 1234 of channel 2"), std::string::npos)
        << got.error().message;
  }
}

TEST_F(AudioFile, PipesOfEveryFormatAreRead) {
  const auto want = sine(16000, 30000);
  std::vector<float> rounded;
  for (const char* name : {"a.wav", "a.au", "a.flac", "a.ogg", "a.aiff"}) {
    const auto path = write(name, want, {});
    auto file = AudioReader::open(path);
    const auto from_file = read_all(*file);
    with_stdin(content(path), [&] {
      auto reader = AudioReader::open("-");
      ASSERT_TRUE(reader.ok()) << name << ": " << reader.error().message;
      const auto got = read_all(*reader);
      ASSERT_TRUE(got.ok()) << name << ": " << got.error().message;
      EXPECT_EQ(*got, *from_file) << name;
    });
  }
}

TEST_F(AudioFile, PipeOfUnknownLengthIsReadToItsEnd) {
  const auto path = write("a.wav", sine(16000, 30000), {});
  auto file = AudioReader::open(path);
  const auto want = read_all(*file);
  for (const std::string& size :
       {std::string("\xff\xff\xff\xff"), std::string("\xff\xff\xff\x7f")}) {
    auto wav = content(path);
    wav.replace(4, 4, size);
    wav.replace(40, 4, size);
    with_stdin(wav, [&] {
      auto reader = AudioReader::open("-");
      ASSERT_TRUE(reader.ok()) << reader.error().message;
      EXPECT_FALSE(reader->info().length);
      EXPECT_FALSE(reader->seekable());
      const auto got = read_all(*reader);
      ASSERT_TRUE(got.ok()) << got.error().message;
      EXPECT_EQ(*got, *want);
    });
  }
}

TEST_F(AudioFile, PipedRubbishIsRefused) {
  for (const std::string& rubbish :
       {std::string(), std::string("x"), std::string(5000, 'x'), std::string("RIFF")}) {
    with_stdin(rubbish, [&] { EXPECT_FALSE(AudioReader::open("-").ok()) << rubbish.size(); });
  }
}

TEST_F(AudioFile, StdoutIsAWav) {
  for (const auto format : {SampleFormat::pcm16, SampleFormat::pcm24, SampleFormat::float32}) {
    const auto want = sine(44100, 2000, 1.2);
    const AudioWriterOptions options{
        .sample_rate_hz = 44100, .sample_format = format, .length = 2000};
    const auto path = write("file.wav", want, options);
    const int old = ::dup(STDOUT_FILENO);
    const int fd = ::open(at("piped.wav").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::fflush(stdout);
    ::dup2(fd, STDOUT_FILENO);
    auto writer = AudioWriter::create("-", options);
    const bool ok = writer.ok() && writer->write(want).ok() && writer->finish().ok();
    ::dup2(old, STDOUT_FILENO);
    ::close(old);
    ::close(fd);
    ASSERT_TRUE(ok);
    auto piped = AudioReader::open(at("piped.wav"));
    ASSERT_TRUE(piped.ok()) << piped.error().message;
    EXPECT_EQ(piped->info().length, 2000);
    auto file = AudioReader::open(path);
    EXPECT_EQ(*read_all(*piped), *read_all(*file));
  }
}

TEST_F(AudioFile, LoudSamplesAreClippedAndCounted) {
  const std::vector<float> samples{0.5f, 1.0f, -1.0f, 1.5f, -7.0f};
  for (const char* name : {"a.wav", "a.flac"}) {
    auto writer = AudioWriter::create(at(name), {});
    ASSERT_TRUE(writer->write(samples).ok());
    ASSERT_TRUE(writer->finish().ok());
    EXPECT_EQ(writer->clipped(), 2);
    auto reader = AudioReader::open(at(name));
    const float top = 32767.0f / 32768.0f;
    EXPECT_EQ(*read_all(*reader), (std::vector<float>{0.5f, top, -1.0f, top, -1.0f}));
  }
}

TEST_F(AudioFile, NothingIsLeftWithoutFinish) {
  {
    auto writer = AudioWriter::create(at("a.flac"), {});
    ASSERT_TRUE(writer->write(sine(16000, 1000)).ok());
    EXPECT_EQ(writer->write(std::vector<float>{NAN}).error().code, ErrorCode::bad_value);
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(AudioFile, UnwritableOutputsAreNamed) {
  EXPECT_EQ(AudioWriter::create(at("a.xyz"), {}).error().code, ErrorCode::unsupported);
  EXPECT_EQ(AudioWriter::create(at("no/such/a.wav"), {}).error().code, ErrorCode::io);
  EXPECT_EQ(AudioWriter::create(at("a.opus"), {.sample_rate_hz = 44100}).error().code,
            ErrorCode::unsupported);
  fs::create_directory(at("folder.wav"));
  EXPECT_EQ(AudioWriter::create(at("folder.wav"), {}).error().code, ErrorCode::io);
  fs::remove(at("folder.wav"));
  EXPECT_TRUE(fs::is_empty(folder_));
}

// What came, in one string: "N samples; flaw", or the error.
struct Outcome {
  std::vector<float> samples;
  AudioInfo info;
  std::string flaw;
  std::string error;
};

class OddFiles : public AudioFile {
 protected:
  static Outcome read_path(const fs::path& path) {
    Outcome out;
    auto reader = AudioReader::open(path);
    if (!reader) {
      out.error = reader.error().message;
      return out;
    }
    out.info = reader->info();
    auto all = read_all(*reader);
    if (!all) out.error = all.error().message;
    if (all) out.samples = *all;
    out.flaw = reader->flaw();
    return out;
  }
  Outcome read_bytes(const std::string& name, const std::string& content) const {
    return read_path(bytes(name, content));
  }
  static Outcome read_pipe(const std::string& content) {
    Outcome out;
    with_stdin(content, [&] { out = read_path("-"); });
    return out;
  }
  static std::vector<float> noise(std::size_t n) {
    std::vector<float> out(n);
    unsigned seed = 1;
    for (float& v : out) {
      seed = seed * 1664525u + 1013904223u;
      v = static_cast<float>(static_cast<int>(seed >> 17) - 16384) / 32768.0f;
    }
    return out;
  }
  std::string written(const std::string& name, const std::vector<float>& samples,
                      AudioWriterOptions options = {}) const {
    return content(write(name, samples, options));
  }
  // By libsndfile itself, which knows more kinds of them.
  std::string written_as(int format, std::size_t n) const {
    SF_INFO info{};
    info.samplerate = 8000;
    info.channels = 1;
    info.format = format;
    SNDFILE* file = sf_open(at("as").c_str(), SFM_WRITE, &info);
    EXPECT_NE(file, nullptr);
    const auto samples = sine(8000, n);
    sf_writef_float(file, samples.data(), static_cast<sf_count_t>(n));
    sf_close(file);
    return content(at("as"));
  }
  static std::string word(std::uint32_t v, bool big = false) {
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>(v >> (8 * (big ? 3 - i : i)));
    return out;
  }
  static std::string replaced(std::string content, std::size_t at, const std::string& by) {
    return content.replace(at, by.size(), by);
  }
};

constexpr const char* kFormats[] = {"a.wav",  "a.flac", "a.ogg", "a.opus", "a.mp3",
                                    "a.aiff", "a.au",   "a.caf", "a.w64",  "a.rf64"};

TEST_F(OddFiles, CutOnesAreTold) {
  const auto want = noise(64000);
  for (const std::string name : kFormats) {
    const auto whole = written(name, want);
    const auto intact = read_path(at(name));
    EXPECT_EQ(intact.error + intact.flaw, "") << name;
    EXPECT_FALSE(intact.info.length_told) << name;
    for (const double part : {0.3, 0.6, 0.95}) {
      const auto cut = read_bytes(
          "cut-" + name,
          whole.substr(0, static_cast<std::size_t>(part * static_cast<double>(whole.size()))));
      EXPECT_EQ(cut.error, "") << name << part;
      EXPECT_TRUE(cut.flaw.starts_with("cut: ")) << name << part << cut.flaw;
      EXPECT_NEAR(static_cast<double>(cut.samples.size()), part * 64000, 20000) << name;  // pages
      if (cut.info.length_told) {
        EXPECT_EQ(*cut.info.length_told, *intact.info.length) << name;
        EXPECT_EQ(*cut.info.length, static_cast<SampleIndex>(cut.samples.size())) << name;
      }
      const auto piped = read_pipe(content(at("cut-" + name)));
      EXPECT_TRUE(piped.flaw.starts_with("cut: ")) << name << piped.error << piped.flaw;
      EXPECT_EQ(piped.samples, cut.samples) << name;
    }
  }
}

TEST_F(OddFiles, SphereFilesAndVoicesTellTheirCut) {
  for (const int format : {SF_FORMAT_NIST | SF_FORMAT_PCM_16, SF_FORMAT_VOC | SF_FORMAT_PCM_16,
                           SF_FORMAT_SVX | SF_FORMAT_PCM_16, SF_FORMAT_WAV | SF_FORMAT_GSM610,
                           SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, SF_FORMAT_WAV | SF_FORMAT_ULAW}) {
    const auto whole = written_as(format, 20000);
    const auto intact = read_bytes("whole", whole);
    EXPECT_EQ(intact.error + intact.flaw, "") << std::hex << format;
    const auto cut = read_bytes("cut", whole.substr(0, whole.size() / 2));
    EXPECT_TRUE(cut.flaw.starts_with("cut: ")) << std::hex << format << cut.error << cut.flaw;
  }
}

// Headers that tell of samples, in formats that few still write.
TEST_F(OddFiles, RareFormatsTellTheirCutAndEndWhereTheyEnd) {
  for (const int format :
       {SF_FORMAT_AVR | SF_FORMAT_PCM_16, SF_FORMAT_WVE | SF_FORMAT_ALAW,
        SF_FORMAT_MPC2K | SF_FORMAT_PCM_16, SF_FORMAT_MAT4 | SF_FORMAT_PCM_16,
        SF_FORMAT_MAT4 | SF_FORMAT_DOUBLE | SF_ENDIAN_BIG, SF_FORMAT_MAT5 | SF_FORMAT_FLOAT,
        SF_FORMAT_SDS | SF_FORMAT_PCM_16, SF_FORMAT_SDS | SF_FORMAT_PCM_24,
        SF_FORMAT_NIST | SF_FORMAT_PCM_16, SF_FORMAT_NIST | SF_FORMAT_ULAW,
        SF_FORMAT_VOC | SF_FORMAT_PCM_U8, SF_FORMAT_VOC | SF_FORMAT_PCM_16}) {
    const auto whole = written_as(format, 20000);
    const auto intact = read_bytes("whole", whole);
    EXPECT_EQ(intact.error + intact.flaw, "") << std::hex << format;
    EXPECT_EQ(intact.samples.size(), 20000u) << std::hex << format;
    const auto cut = read_bytes("cut", whole.substr(0, whole.size() / 2));
    if (format != (SF_FORMAT_VOC | SF_FORMAT_PCM_U8)) {  // which libsndfile refuses
      EXPECT_TRUE(cut.flaw.starts_with("cut: ")) << std::hex << format << cut.error << cut.flaw;
      EXPECT_NEAR(static_cast<double>(cut.samples.size()), 10000, 1100) << std::hex << format;
    }
    const auto padded = read_bytes("padded", whole + std::string(5000, '\0'));
    EXPECT_EQ(padded.error + padded.flaw, "") << std::hex << format;
    EXPECT_EQ(padded.samples, intact.samples) << std::hex << format;
    const auto longer = read_bytes("longer", whole + std::string(5000, '\x7f'));
    EXPECT_NE(longer.flaw.find("bytes behind the sound are not read"), std::string::npos)
        << std::hex << format << longer.error << longer.flaw;
    EXPECT_EQ(longer.samples, intact.samples) << std::hex << format;
    auto twice = intact.samples;
    twice.insert(twice.end(), intact.samples.begin(), intact.samples.end());
    const auto two = read_bytes("two", whole + whole);
    EXPECT_EQ(two.error + two.flaw, "") << std::hex << format;
    EXPECT_EQ(two.samples, twice) << std::hex << format;
  }
}

// What is whole of it is read, like the samples of a cut WAV.
TEST_F(OddFiles, ACutFlacGivesItsWholeFrames) {
  const auto whole = written("a.flac", noise(64000));
  const auto want = read_path(at("a.flac")).samples;
  const auto is_beginning = [&want](const std::vector<float>& part) {
    return part.size() < want.size() && std::equal(part.begin(), part.end(), want.begin());
  };
  for (const std::size_t missing : {1u, 2u, 100u, 5000u, 70000u, 110000u}) {
    const auto head = whole.substr(0, whole.size() - missing);
    // A download that had reserved its room, and a tag behind a cut, change nothing.
    for (const auto& tail :
         {std::string(), std::string(missing, '\0'), "TAG" + std::string(125, ' ')}) {
      const auto cut = read_bytes("cut.flac", head + tail);
      EXPECT_EQ(cut.error, "") << missing;
      EXPECT_TRUE(is_beginning(cut.samples)) << missing << " " << cut.samples.size();
      EXPECT_GT(cut.samples.size() + missing, 55000u) << missing;
      EXPECT_EQ(cut.flaw, "cut: " + std::to_string(cut.samples.size()) +
                              " samples of the 64000 that its header tells of");
      EXPECT_EQ(cut.info.length_told.value_or(0), 64000) << missing;
      EXPECT_EQ(read_pipe(head + tail).samples, cut.samples) << missing;
    }
  }
  // Nothing but its headers, or a part of them, or of its first frame.
  for (const std::size_t kept : {50u, 100u, 1000u, 5000u}) {
    const auto cut = read_bytes("head.flac", whole.substr(0, kept));
    EXPECT_NE(cut.error.find("cut: 0 samples of the 64000 that its header tells of"),
              std::string::npos)
        << kept << cut.error;
  }
  // Of one that was written to a pipe nothing tells the length.
  auto streamed = whole;
  streamed[21] &= '\xf0';
  streamed.replace(22, 4, 4, '\0');
  EXPECT_EQ(read_bytes("streamed.flac", streamed).samples, want);
  EXPECT_EQ(read_path(at("streamed.flac")).flaw, "");
  const auto cut = read_bytes("streamed.flac", streamed.substr(0, whole.size() - 50000));
  EXPECT_TRUE(is_beginning(cut.samples)) << cut.error;
  EXPECT_EQ(cut.flaw, "cut: ends within a frame");
  // The second of two.
  const auto two = read_bytes("two.flac", whole + whole.substr(0, whole.size() / 2));
  EXPECT_EQ(two.error, "");
  EXPECT_GT(two.samples.size(), 80000u);
  EXPECT_TRUE(two.flaw.starts_with("cut: ")) << two.flaw;
  EXPECT_EQ(read_bytes("two.flac", whole + whole.substr(0, 3000)).samples, want);
}

// Blocks are filled up with zeros: where the sound ends stands beside them.
TEST_F(OddFiles, SamplesInBlocksEndWhereTheirHeaderSays) {
  for (const int format :
       {SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM,
        SF_FORMAT_WAV | SF_FORMAT_GSM610, SF_FORMAT_WAV | SF_FORMAT_G721_32,
        SF_FORMAT_WAV | SF_FORMAT_NMS_ADPCM_32, SF_FORMAT_W64 | SF_FORMAT_IMA_ADPCM,
        SF_FORMAT_W64 | SF_FORMAT_MS_ADPCM, SF_FORMAT_W64 | SF_FORMAT_GSM610}) {
    const auto filled_up = written_as(format, 20000);
    const auto fact = filled_up.find("fact");
    ASSERT_NE(fact, std::string::npos) << std::hex << format;
    const bool is_wav = (format & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV;
    const auto with_count = [&](std::size_t count) {
      const auto field = word(static_cast<std::uint32_t>(count)) + (is_wav ? "" : word(0));
      return replaced(filled_up, fact + (is_wav ? 8 : 24), field);
    };
    const auto all = read_bytes("blocks", with_count(0)).samples;
    for (const std::size_t filling : {0u, 1u, 100u}) {
      const auto n = all.size() - filling;
      const auto got = read_bytes("blocks", with_count(n));
      EXPECT_EQ(got.error + got.flaw, "") << std::hex << format;
      EXPECT_EQ(got.samples, std::vector<float>(all.begin(), all.end() - static_cast<int>(filling)))
          << std::hex << format;
      EXPECT_EQ(got.info.length.value_or(-1), static_cast<SampleIndex>(n)) << std::hex << format;
      const auto cut = read_bytes("cut", with_count(n).substr(0, filled_up.size() / 2));
      EXPECT_TRUE(cut.flaw.starts_with("cut: ")) << std::hex << format << cut.flaw;
      EXPECT_EQ(cut.info.length_told.value_or(0), static_cast<SampleIndex>(n)) << cut.flaw;
    }
    // A number that cannot be is not believed.
    for (const std::size_t wrong : {std::size_t{0}, std::size_t{1}, std::size_t{10000},
                                    2 * all.size(), std::size_t{0xffffffff}}) {
      const auto other = read_bytes("wrong", with_count(wrong));
      EXPECT_EQ(other.error + other.flaw, "") << std::hex << format;
      EXPECT_EQ(other.samples, all) << std::hex << format << wrong;
    }
  }
}

TEST_F(OddFiles, WhatStandsBehindAFlacIsNoDamage) {
  const auto whole = written("a.flac", noise(40000));
  const auto want = read_path(at("a.flac")).samples;
  for (const auto& tail : {std::string(1, '\0'), std::string(100000, '\0'), std::string(700, 'x'),
                           std::string("3DI\4\0\0\0\0\0\4abcd", 14)}) {
    const auto got = read_bytes("tail.flac", whole + tail);
    EXPECT_EQ(got.error + got.flaw, "") << tail.size();
    EXPECT_EQ(got.samples, want) << tail.size();
    EXPECT_EQ(read_pipe(whole + tail).samples, want) << tail.size();
  }
  const auto longer = read_bytes("longer.flac", whole + std::string(100000, 'x'));
  EXPECT_EQ(longer.samples, want);
  EXPECT_NE(longer.flaw.find("bytes behind the sound are not read"), std::string::npos);
  // What is damaged within it stays an error. In its last frame it is a cut: nothing tells whether
  // the rest of that frame is there.
  for (const double place : {0.3, 0.6, 0.999}) {
    auto bad = whole;
    bad[static_cast<std::size_t>(place * static_cast<double>(bad.size()))] ^= 0x55;
    const auto got = read_bytes("bad.flac", bad + std::string(3000, '\0'));
    EXPECT_EQ(got.error.empty(), place > 0.9) << place;
    if (place > 0.9) {
      EXPECT_EQ(got.flaw, "cut: 36864 samples of the 40000 that its header tells of");
    }
  }
}

TEST_F(OddFiles, AWavWithoutARateSaysSo) {
  const auto whole = written("a.wav", noise(100));
  EXPECT_NE(read_bytes("none.wav", replaced(whole, 24, word(0))).error.find("no sample rate"),
            std::string::npos);
}

TEST_F(OddFiles, SoundsInARowAreAllRead) {
  const auto first = noise(9000);
  const auto second = sine(16000, 5001);
  for (const std::string name : kFormats) {
    if (name == "a.mp3") continue;  // frames in a row are one MP3
    const auto a = written(name, first);
    const auto b = written(name, second);
    auto want = read_bytes("1-" + name, a).samples;
    const auto tail = read_bytes("2-" + name, b).samples;
    want.insert(want.end(), tail.begin(), tail.end());
    const auto both = read_bytes("both-" + name, a + b);
    EXPECT_EQ(both.error + both.flaw, "") << name;
    EXPECT_EQ(both.info.length, static_cast<SampleIndex>(want.size())) << name;
    EXPECT_EQ(both.samples, want) << name;
    EXPECT_EQ(read_pipe(a + b).samples, want) << name;

    auto reader = AudioReader::open(at("both-" + name));
    for (const SampleIndex place : {9500, 100, 8999, 9000}) {
      std::vector<float> one(1);
      const auto sought = reader->seek(place);
      ASSERT_TRUE(sought) << place << sought.error().message;
      ASSERT_EQ(*reader->read(one), 1u) << name;
      EXPECT_NEAR(one[0], want[static_cast<std::size_t>(place)], 0.02) << name << place;
    }

    const auto stereo = written(name, first, {.channels = 2});
    const auto mixed = read_bytes("mixed-" + name, a + stereo);
    EXPECT_NE(mixed.error.find("from sample 9000 on 2 channels"), std::string::npos)
        << name << mixed.error;
  }
  const auto stereo = written("s.wav", first, {.channels = 2});
  EXPECT_EQ(read_pipe(written("a.wav", first) + stereo).flaw,
            "what follows sample 9000 has another format and is not read");
}

TEST_F(OddFiles, SamplesInSeveralChunksAreAllRead) {
  const auto whole = written("a.wav", noise(9000));
  const auto want = read_path(at("a.wav")).samples;
  const auto two = whole.substr(0, 40) + word(5000) + whole.substr(44, 5000) + "LIST" + word(3) +
                   std::string("abc\0", 4) + "data" + word(13000) + whole.substr(5044);
  EXPECT_EQ(read_bytes("two.wav", two).samples, want);
  EXPECT_EQ(read_pipe(two).samples, want);
}

TEST_F(OddFiles, SizesThatWereNeverWrittenHideNothing) {
  const auto samples = noise(9000);
  struct Case {
    std::string name;
    std::string content;
  };
  std::vector<Case> cases;
  const auto wav = written("a.wav", samples);
  cases.push_back({"0.wav", replaced(wav, 40, word(0))});
  cases.push_back({"00.wav", replaced(replaced(wav, 40, word(0)), 4, word(0))});
  cases.push_back({"ff.wav", replaced(wav, 40, word(0xffffffff))});
  const auto rf64 = written("a.rf64", samples);
  const auto ds64 = rf64.find("ds64");
  cases.push_back({"0.rf64", replaced(rf64, ds64 + 16, std::string(8, '\0'))});
  const auto w64 = written("a.w64", samples);
  cases.push_back({"0.w64", replaced(w64, w64.find("data") + 16, std::string(8, '\0'))});
  const auto au = written("a.au", samples);
  cases.push_back({"0.au", replaced(au, 8, word(0))});
  cases.push_back({"ff.au", replaced(au, 8, word(0xffffffff))});
  const auto aiff = written("a.aiff", samples);
  cases.push_back({"0.aiff", replaced(replaced(aiff, aiff.find("SSND") + 4, word(0)),
                                      aiff.find("COMM") + 10, word(0))});
  const auto caf = written("a.caf", samples);
  cases.push_back({"0.caf", replaced(caf, caf.find("data") + 4, std::string(8, '\0'))});
  cases.push_back({"ff.caf", replaced(caf, caf.find("data") + 4, std::string(8, '\xff'))});
  for (const auto& c : cases) {
    const auto got = read_bytes(c.name, c.content);
    EXPECT_EQ(got.error + got.flaw, "") << c.name;
    EXPECT_EQ(got.samples, samples) << c.name;
    EXPECT_EQ(got.info.length, 9000) << c.name;
    EXPECT_EQ(read_pipe(c.content).samples, samples) << c.name;
  }
  // What holds nothing stays empty.
  EXPECT_NE(read_bytes("none.wav", wav.substr(0, 40) + word(0)).error, "");
  EXPECT_NE(read_bytes("list.wav", wav.substr(0, 40) + word(0) + "LIST" + word(4) + "INFO").error,
            "");
}

TEST_F(OddFiles, WavsOver4GigabytesHaveTheirLength) {
  const auto head = written("a.wav", {0.5f}).substr(0, 44);
  constexpr std::int64_t kBytes = std::int64_t{5} << 30;
  for (const auto told : {static_cast<std::uint32_t>(kBytes), 0xffffffffu, 0u}) {
    const auto path = bytes("big.wav", replaced(head, 40, word(told)));
    fs::resize_file(path, 44 + kBytes - 2);  // sparse
    std::ofstream(path, std::ios::binary | std::ios::app) << std::string("\0\x40", 2);
    auto reader = AudioReader::open(path);
    ASSERT_TRUE(reader) << told << reader.error().message;
    EXPECT_EQ(reader->info().length, kBytes / 2) << told;
    EXPECT_EQ(reader->flaw(), "") << told;
    std::vector<float> last(1);
    ASSERT_TRUE(reader->seek(kBytes / 2 - 1));
    EXPECT_EQ(*reader->read(last), 1u);
    EXPECT_EQ(last[0], 0.5f);
    fs::remove(path);
  }
}

TEST_F(OddFiles, TagsBehindASoundAreNoSound) {
  const std::string id3 = "TAG" + std::string(125, 'x');
  const auto body = std::string(100, 'x');
  const auto ape = [&](std::uint32_t flags) {
    return "APETAGEX" + word(2000) + word(132) + word(1) + word(flags) + std::string(8, '\0');
  };
  const auto apes = ape(0xa0000000) + body + ape(0x80000000);
  for (const std::string name :
       {"a.flac", "a.mp3", "a.ogg", "a.wav", "a.w64", "a.au", "a.aiff", "a.caf"}) {
    const auto whole = written(name, noise(20001));  // odd: some are padded
    const auto want = read_path(at(name)).samples;
    for (const auto& tail : {id3, apes, apes + id3, std::string(4096, '\0')}) {
      const auto got = read_bytes("tag-" + name, whole + tail);
      EXPECT_EQ(got.error + got.flaw, "") << name;
      EXPECT_EQ(got.samples, want) << name;
      EXPECT_EQ(read_pipe(whole + tail).samples, want) << name;
    }
    if (name != "a.ogg" && name != "a.wav") continue;
    EXPECT_EQ(read_bytes("x-" + name, whole + std::string(5000, 'x')).flaw,
              "5000 bytes behind the sound are not read");
  }
  const auto flac = written("a.flac", noise(20000));
  EXPECT_EQ(
      read_bytes("front.flac", std::string("ID3\4\0\0\0\0\0\4abcd", 14) + flac).samples.size(),
      20000u);
}

// Where each frame of MPEG-2 layer III at 16 kHz begins.
std::vector<std::size_t> mp3_frames(const std::string& mp3) {
  constexpr int kKbps[] = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
  std::vector<std::size_t> frames;
  for (std::size_t at = 0; at + 4 < mp3.size();) {
    frames.push_back(at);
    const auto b = static_cast<unsigned char>(mp3[at + 2]);
    at += static_cast<std::size_t>(72 * 1000 * kKbps[b >> 4] / 16000 + ((b >> 1) & 1));
  }
  return frames;
}

TEST_F(OddFiles, Mp3WithoutATableIsReadToItsEnd) {
  auto loud = noise(32000);
  loud.resize(160000, 0.0f);  // many bits, then few: a guess by the first frame is far too short
  const auto whole = written("a.mp3", loud);
  const auto frames = mp3_frames(whole);
  ASSERT_NE(whole.substr(0, 100).find("Xing"), std::string::npos);
  const auto bare = whole.substr(frames[1]);
  const auto want = static_cast<double>(frames.size() - 1) * 576;
  const auto got = read_bytes("bare.mp3", bare);
  EXPECT_EQ(got.error + got.flaw, "");
  EXPECT_NEAR(static_cast<double>(got.samples.size()), want, 600);
  EXPECT_EQ(read_pipe(bare).samples, got.samples);
  EXPECT_EQ(read_bytes("id3.mp3", std::string("ID3\4\0\0\0\0\0\4abcd", 14) + bare).samples,
            got.samples);

  const auto cut = read_bytes("cut.mp3", bare.substr(0, bare.size() - 10));
  EXPECT_EQ(cut.flaw, "cut: ends within a frame");
  const auto hole = std::string(1000, 'x');
  const auto at = frames[100] - frames[1];
  const auto damaged = read_bytes("hole.mp3", replaced(bare, at, hole));
  EXPECT_TRUE(damaged.flaw.starts_with("damaged: ")) << damaged.flaw << damaged.error;
  EXPECT_GT(damaged.samples.size(), got.samples.size() / 2);
  EXPECT_EQ(read_bytes("front.mp3", hole + bare).samples.size(), got.samples.size());
}

TEST_F(OddFiles, BrokenMp3IsToldAsBroken) {
  const auto mp3 = written("a.mp3", noise(20000));
  for (const auto& broken : {std::string(5000, 'x'), mp3.substr(0, 20) + std::string(5000, 'x'),
                             std::string("ID3\4\0\0\0\0\0\4abcd", 14)}) {
    auto reader = AudioReader::open(bytes("broken.mp3", broken));
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, ErrorCode::corrupt);
    EXPECT_NE(reader.error().message.find("a damaged MP3"), std::string::npos)
        << reader.error().message;
  }
  // So little of it that not one frame is whole.
  const auto start = written("start.mp3", noise(20000)).substr(0, 100);
  EXPECT_NE(read_bytes("start.mp3", start).error.find("no frames of MPEG audio"), std::string::npos)
      << read_bytes("start.mp3", start).error;
}

TEST_F(OddFiles, LostPagesOfAnOggAreTold) {
  for (const std::string name : {"a.ogg", "a.opus"}) {
    const auto whole = written(name, noise(160000));
    std::vector<std::size_t> pages;
    for (auto at = whole.find("OggS"); at != std::string::npos; at = whole.find("OggS", at + 1)) {
      pages.push_back(at);
    }
    ASSERT_GT(pages.size(), 5u);
    const auto middle = pages.size() / 2;
    auto lost = whole;
    lost.erase(pages[middle], pages[middle + 1] - pages[middle]);
    for (const auto& broken : {lost, replaced(whole, pages[middle] + 60, "xxxx")}) {
      const auto got = read_bytes("lost-" + name, broken);
      EXPECT_TRUE(!got.error.empty() || got.flaw.starts_with("damaged: 1 page")) << got.flaw;
    }
  }
}

TEST_F(OddFiles, EveryWavThatIsAFileIsReadInAPipe) {
  for (const int kind :
       {SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT,
        SF_FORMAT_DOUBLE, SF_FORMAT_ULAW, SF_FORMAT_ALAW, SF_FORMAT_GSM610, SF_FORMAT_IMA_ADPCM,
        SF_FORMAT_MS_ADPCM, SF_FORMAT_G721_32}) {
    for (const int container :
         {int{SF_FORMAT_WAV}, int{SF_FORMAT_WAVEX}, SF_FORMAT_WAV | SF_ENDIAN_BIG,
          int{SF_FORMAT_AU}, SF_FORMAT_AU | SF_ENDIAN_LITTLE}) {
      SF_INFO info{};
      info.samplerate = 8000;
      info.channels = 1;
      info.format = container | kind;
      if (sf_format_check(&info) == 0) continue;
      const auto whole = written_as(info.format, 4001);
      const auto file = read_bytes("f", whole);
      const auto piped = read_pipe(whole);
      EXPECT_EQ(file.error + file.flaw + piped.error + piped.flaw, "") << std::hex << info.format;
      EXPECT_GE(file.samples.size(), 4001u) << std::hex << info.format;
      EXPECT_EQ(piped.samples, file.samples) << std::hex << info.format;
    }
  }
}

// A file may not grow beyond the limit: as on a full disk, without one.
TEST_F(OddFiles, AFullDiskIsToldByEveryFormat) {
  std::signal(SIGXFSZ, SIG_IGN);
  const auto samples = noise(100000);
  for (const std::string name : kFormats) {
    const auto size = written(name, samples).size();
    fs::remove(at(name));
    for (const auto limit : {std::size_t{10}, size / 4, size / 2, size - 100, size - 1}) {
      rlimit old{};
      ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
      const rlimit small{limit, old.rlim_max};
      ::setrlimit(RLIMIT_FSIZE, &small);
      auto writer = AudioWriter::create(at(name), {});
      Status done = Done{};
      for (std::size_t i = 0; writer && done && i < samples.size(); i += 1000) {
        done = writer->write(std::span(samples).subspan(i, 1000));
      }
      if (writer && done) done = writer->finish();
      ::setrlimit(RLIMIT_FSIZE, &old);
      const auto error = !writer ? writer.error() : done ? Error{} : done.error();
      EXPECT_EQ(error.code, ErrorCode::io);
      EXPECT_NE(error.message.find("cannot write: File too large"), std::string::npos)
          << name << " at " << limit << " of " << size << ": " << error.message;
      EXPECT_FALSE(fs::exists(at(name))) << name;
    }
  }
}

TEST_F(OddFiles, PipesAreWrittenInEveryFormat) {
  const auto samples = noise(2000);
  for (const std::string name : kFormats) {
    const auto want = written(name, samples, {.length = 2000}).size();
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    fs::remove(at(name));
    fs::create_symlink("/proc/self/fd/" + std::to_string(ends[1]), at(name));
    {
      auto writer = AudioWriter::create(at(name), {.length = 2000});
      ASSERT_TRUE(writer) << name << writer.error().message;
      ASSERT_TRUE(writer->write(samples));
      ASSERT_TRUE(writer->finish());
    }
    ::close(ends[1]);
    std::string got(100000, '\0');
    std::size_t n = 0;
    for (ssize_t m; (m = ::read(ends[0], got.data() + n, got.size() - n)) > 0;) {
      n += static_cast<std::size_t>(m);
    }
    ::close(ends[0]);
    EXPECT_EQ(n, want) << name;
    EXPECT_TRUE(fs::is_symlink(at(name)));
  }
}

}  // namespace
}  // namespace codec
