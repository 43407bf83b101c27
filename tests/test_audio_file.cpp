// Audio files in and out: formats, down-mix, pipes, and every way for a file to be wrong.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sndfile.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
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

TEST_F(AudioFile, CutFlacIsTruncated) {
  std::vector<float> noise(200000);
  unsigned seed = 1;
  for (float& v : noise) {
    seed = seed * 1664525u + 1013904223u;
    v = static_cast<float>(static_cast<int>(seed >> 16) - 32768) / 40000.0f;
  }
  const auto whole = content(write("w.flac", noise, {}));
  auto reader = AudioReader::open(bytes("cut.flac", whole.substr(0, whole.size() / 2)));
  ASSERT_TRUE(reader.ok());
  const auto got = read_all(*reader);
  ASSERT_FALSE(got.ok());
  EXPECT_TRUE(got.error().code == ErrorCode::truncated || got.error().code == ErrorCode::corrupt)
      << got.error().message;
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

}  // namespace
}  // namespace codec
