// The losses of the first ten steps of a tiny model on the test clips, pinned: tests/data holds the
// log.csv of each run, its minutes set to 0. They change by rounding alone, whatever the BLAS, the
// processor and the version of libtorch. After a wanted change of what training does, take the new
// log.csv; the failure says where it is.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "codec/sound/audio_file.h"
#include "codec/training/trainer.h"

namespace codec {
namespace {

const std::filesystem::path kData = std::filesystem::path(SONOGLYPH_SOURCE_DIR) / "tests/data";

// A clip at 48 kHz -> 16 kHz; what folds over does no harm here.
std::vector<std::int16_t> clip(const char* name) {
  auto reader = AudioReader::open(kData / name);
  std::vector<float> sound(static_cast<std::size_t>(reader->info().length.value()));
  EXPECT_EQ(reader->read(sound).value(), sound.size());
  std::vector<std::int16_t> out;
  for (std::size_t i = 0; i < sound.size(); i += 3) {
    out.push_back(static_cast<std::int16_t>(sound[i] * 32767.0f));
  }
  return out;
}

using Row = std::vector<double>;

struct Log {
  std::string header;
  std::vector<Row> rows;
};

Log read_log(const std::filesystem::path& path) {
  std::ifstream in(path);
  Log log;
  std::getline(in, log.header);
  for (std::string line; std::getline(in, line);) {
    Row row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) {
      row.push_back(std::strtod(cell.c_str(), nullptr));
    }
    log.rows.push_back(row);
  }
  return log;
}

// Of a value at row r. Once quantizers run, a frame whose two best entries are equally near may go
// to the other one, and what follows moves a little.
double tolerance(const std::string& column, std::size_t r, double value) {
  if (r < 3) return 1e-6 + 1e-3 * std::abs(value);
  if (column.ends_with("_error")) return 0.3;
  if (column.starts_with("perplexity")) return 0.2 * std::abs(value);
  return 1e-6 + (r < 6 ? 0.02 : 0.05) * std::abs(value);
}

class FirstLosses : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("losses-") + test->name() + "-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    auto writer = CorpusWriter::create(folder_ / "corpus.sgc");
    ASSERT_TRUE(writer);
    for (const auto& [name, split] : {std::pair{"kathleen.flac", Split::train},
                                      {"kerstin.flac", Split::train},
                                      {"kerstin.flac", Split::valid}}) {
      const auto pcm = clip(name);
      CorpusEntry entry;
      entry.name = entry.speaker = name;
      entry.set = "clips";
      entry.split = split;
      std::vector<float> f0(pcm.size() / kCorpusSubframeSamples);
      for (std::size_t s = 0; s < f0.size(); ++s) {  // a third unvoiced
        f0[s] = s / 10 % 3 == 0 ? 0.0f : 180.0f + 40.0f * std::sin(static_cast<float>(s) / 20);
      }
      ASSERT_TRUE(writer->add(entry, pcm, f0));
    }
    ASSERT_TRUE(writer->commit());
    auto corpus = CorpusReader::open(folder_ / "corpus.sgc");
    ASSERT_TRUE(corpus);
    PhoneLabels labels(*corpus);
    for (std::size_t i = 0; i < corpus->entries().size(); ++i) {
      std::uint8_t phone = 0;
      for (std::size_t s = 0; auto& label : labels.of(i)) {
        if (s++ % 12 == 0) phone = static_cast<std::uint8_t>((phone + 7) % kPhoneCount);
        label = phone;
      }
    }
    ASSERT_TRUE(labels.save(folder_ / "labels.safetensors"));

    o_.corpus = folder_ / "corpus.sgc";
    o_.phones = folder_ / "labels.safetensors";
    o_.folder = folder_ / "run";
    auto& m = o_.model;
    m.name = "tiny";
    m.encoder_channels = m.decoder_channels = m.fine_channels = 16;
    m.encoder_blocks = m.decoder_blocks = m.fine_blocks = 1;
    m.latent_dim = 8;
    m.levels = 3;
    m.codebook_size = 16;
    o_.batch = 2;
    o_.crop_seconds = 0.8;
    o_.steps = 10;
    o_.log_every = 1;
    o_.free_steps = 3;
    o_.water_filling = false;  // what it draws differs from one libtorch to the next
    o_.rate_warmup = 2;
    o_.learning_rate = 1e-3;
    o_.weights.fine = 5;
    o_.threads = 1;
  }
  void TearDown() override {
    if (!HasFailure()) std::filesystem::remove_all(folder_);  // else its log.csv is of interest
  }

  void expect_pinned(const char* name) {
    const auto done = fit(o_, [](const std::string&) {});
    ASSERT_TRUE(done) << done.error().message;
    const auto made = o_.folder / "log.csv";
    const auto pinned = kData / name;
    const auto got = read_log(made);
    const auto wanted = read_log(pinned);
    ASSERT_EQ(got.header, wanted.header) << made;
    ASSERT_EQ(got.rows.size(), 10u) << made;
    ASSERT_EQ(wanted.rows.size(), 10u) << pinned;
    std::istringstream columns(got.header);
    std::size_t c = 0;
    for (std::string column; std::getline(columns, column, ','); ++c) {
      if (column == "minutes") continue;
      for (std::size_t r = 0; r < got.rows.size(); ++r) {
        ASSERT_LT(c, std::min(got.rows[r].size(), wanted.rows[r].size()));
        EXPECT_NEAR(got.rows[r][c], wanted.rows[r][c], tolerance(column, r, wanted.rows[r][c]))
            << column << " of step " << r + 1 << ": " << made << " against " << pinned;
      }
    }
  }

  void semantic_encoder() {
    o_.model.semantic_channels = 12;
    o_.model.semantic_blocks = 1;
    o_.model.level_roles = {"semantic", "acoustic", "acoustic"};
    o_.model.semantic_delay_frames = 2;
  }

  std::filesystem::path folder_;
  FitOptions o_;
};

TEST_F(FirstLosses, OfAllParts) {
  o_.weights.phone = 1.0;
  o_.weights.speaker = 0.3;
  o_.weights.usage = 0.2;
  expect_pinned("losses_all.csv");
}

TEST_F(FirstLosses, OfTheSemanticPart) {
  semantic_encoder();
  o_.training.part = Part::semantic;
  o_.training.semantic_masks = 1;
  o_.weights.phone = 1.0;
  o_.weights.acoustic = 0.5;
  o_.weights.usage = 0.2;
  expect_pinned("losses_semantic.csv");
}

TEST_F(FirstLosses, OfTheAcousticPartWithAnAdversary) {
  semantic_encoder();
  o_.training.part = Part::acoustic;
  o_.weights.adversary = 0.5;
  o_.weights.feature = 1.0;
  o_.adversary_channels = 4;
  o_.adversary_seconds = 0.4;
  o_.adversary_warmup = 5;
  expect_pinned("losses_acoustic.csv");
}

}  // namespace
}  // namespace codec
