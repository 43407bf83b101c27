// The files of tests/vectors: what every reader of .sgl must find in them (README.md there).
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/printed.h"
#include "codec/files/file_codec.h"
#include "codec/model/entropy_prior.h"
#include "codec/sound/audio_file.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

const std::filesystem::path kFolder = SONOGLYPH_SOURCE_DIR "/tests/vectors";

json::Value all_vectors() {
  const auto bytes = read_file(kFolder / "vectors.json");
  EXPECT_TRUE(bytes.ok());
  if (!bytes) return {};
  auto list = json::parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  EXPECT_TRUE(list.ok() && list->array() != nullptr);
  return list ? std::move(*list) : json::Value();
}

std::string text(const json::Value& vector, const char* key) {
  const auto* value = vector.find(key);
  return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
}

std::vector<float> sound_of(const std::filesystem::path& path) {
  auto reader = AudioReader::open(path);
  EXPECT_TRUE(reader.ok()) << path;
  std::vector<float> samples(1 << 20);
  if (!reader) return {};
  auto n = reader->read_mono(samples);
  samples.resize(n ? *n : 0);
  return samples;
}

// The codes and what was lost. Behind a prior: of the container, since no model has that one.
void read(const std::filesystem::path& path, Codes& codes, Damage& damage,
          std::optional<SampleIndex>& length) {
  auto reader = ContainerReader::open(path);
  ASSERT_TRUE(reader.ok());
  codes.levels = reader->header().levels;
  if (reader->header().prior_id != 0) {
    const auto prior = EntropyPrior::load(kFolder / "prior.safetensors");
    ASSERT_TRUE(prior.ok() && reader->set_prior(*prior).ok());
  }
  std::vector<Code> part;
  for (;;) {
    part.clear();
    const auto n = reader->read(7, part);
    ASSERT_TRUE(n.ok());
    if (*n == 0) break;
    codes.data.insert(codes.data.end(), part.begin(), part.end());
  }
  EXPECT_TRUE(reader->contradictions().empty() || reader->damage().any());
  damage = reader->damage();
  length = reader->source_length();
}

TEST(Vectors, CodesAndDamageAreExact) {
  const auto list = all_vectors();
  ASSERT_EQ(list.array()->size(), 9u);
  for (const auto& vector : *list.array()) {
    SCOPED_TRACE(text(vector, "file"));
    Codes codes;
    Damage damage;
    std::optional<SampleIndex> length;
    read(kFolder / text(vector, "file"), codes, damage, length);
    const auto want = read_tokens(kFolder / text(vector, "codes"));
    ASSERT_TRUE(want.ok());
    EXPECT_EQ(codes, want->codes);
    EXPECT_EQ(length, vector.find("length")->integer());
    EXPECT_EQ(damage.truncated, *vector.find("truncated")->boolean());
    EXPECT_EQ(damage.bytes_skipped, vector.find("bytes_skipped")->integer());
    const auto& lost = *vector.find("lost")->array();
    ASSERT_EQ(damage.frames.size(), lost.size());
    for (std::size_t i = 0; i < lost.size(); ++i) {
      EXPECT_EQ(damage.frames[i].first, (*lost[i].array())[0].integer());
      EXPECT_EQ(damage.frames[i].count, (*lost[i].array())[1].integer());
    }
  }
}

// Between machines samples differ by rounding, so those of 16 bits by a step at most.
TEST(Vectors, SoundIsWithinAStep) {
  const auto model = Model::load(std::filesystem::path(SONOGLYPH_SOURCE_DIR) / "models/tiny.json");
  ASSERT_TRUE(model.ok());
  const testing_support::TemporaryFolder folder;
  const auto list = all_vectors();
  int sounds = 0;
  int equal = 0;
  for (const auto& vector : *list.array()) {
    const auto sound = text(vector, "sound");
    if (sound.empty()) continue;
    SCOPED_TRACE(text(vector, "file"));
    const auto out = folder / "out.wav";
    const auto report = decode_file(*model, kFolder / text(vector, "file"), out);
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(printed("%08x", report->codes_crc32c), text(vector, "codes_crc32c"));
    ++sounds;
    equal += printed("%08x", report->sound_crc32c) == text(vector, "sound_crc32c") ? 1 : 0;
    const auto got = sound_of(out);
    const auto want = sound_of(kFolder / sound);
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      ASSERT_LE(std::fabs(got[i] - want[i]) * 32768.0f, 1.01f) << i;
    }
  }
  EXPECT_EQ(sounds, 7);
  RecordProperty("sounds_equal_to_the_bit", equal);
}

TEST(Vectors, FewerLevelsOfAllAreThePrefix) {
  const auto model = Model::load(std::filesystem::path(SONOGLYPH_SOURCE_DIR) / "models/tiny.json");
  ASSERT_TRUE(model.ok());
  const testing_support::TemporaryFolder folder;
  const auto few = decode_file(*model, kFolder / "plain.sgl", folder / "a.wav", {.levels = 1});
  const auto prefix = decode_file(*model, kFolder / "prefix.sgl", folder / "b.wav");
  ASSERT_TRUE(few.ok() && prefix.ok());
  EXPECT_EQ(few->sound_crc32c, prefix->sound_crc32c);
}

}  // namespace
}  // namespace codec
