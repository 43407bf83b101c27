// Files of tokenizers that were shipped once, tests/data/older/HASH.sgl, all of tests/data/
// kathleen.flac: what is shipped now decodes them, and they can be understood.
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "codec/container/container.h"
#include "codec/files/file_codec.h"
#include "codec/files/model_shelf.h"
#include "codec/measure/metrics.h"
#include "codec/sound/audio_file.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = SONOGLYPH_SOURCE_DIR;

std::vector<float> sound_of(const fs::path& path) {
  auto reader = AudioReader::open(path);
  EXPECT_TRUE(reader.ok()) << path;
  std::vector<float> samples(1 << 20);
  if (!reader) return {};
  const auto n = reader->read_mono(samples);
  samples.resize(n ? *n : 0);
  return samples;
}

TEST(OlderFiles, AreDecodedAndUnderstood) {
  const testing_support::TemporaryFolder folder;
  const auto original = sound_of(kSource / "tests/data/kathleen.flac");
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(kSource / "tests/data/older")) {
    SCOPED_TRACE(entry.path());
    ++files;
    const auto reader = ContainerReader::open(entry.path());
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_TRUE(to_hex(reader->header().fingerprint).starts_with(entry.path().stem().string()));
    ModelShelf shelf({kSource / "models"});
    const auto model = shelf.for_header(entry.path(), reader->header());
    ASSERT_TRUE(model) << model.error().message;
    const auto out = folder / (entry.path().stem().string() + ".wav");
    const auto decoded = decode_file(*model, entry.path(), out);
    ASSERT_TRUE(decoded) << decoded.error().message;
    const auto sound = sound_of(out);
    ASSERT_EQ(sound.size(), original.size());
    const auto report = intelligibility(original, sound, decoded->sample_rate_hz);
    ASSERT_TRUE(report);
    EXPECT_GT(report->stoi, 0.85);
  }
  EXPECT_GE(files, 2u);
}

}  // namespace
}  // namespace codec
