// Energies of the synthesis' parts against the decoder's own sound.
#include "codec/study/part_energy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <vector>

#include "codec/engine/stream.h"

namespace codec {
namespace {

TEST(PartEnergy, OfTheWholeIsThatOfTheSound) {
  const auto opened =
      Model::load(std::filesystem::path(SONOGLYPH_SOURCE_DIR) / "models" / "tiny.json");
  ASSERT_TRUE(opened) << opened.error().message;
  const std::shared_ptr<const Model> model = *opened;
  std::vector<float> sound(16000);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    sound[i] = 0.3f * std::sin(0.05f * static_cast<float>(i)) *
               std::sin(0.0007f * static_cast<float>(i));
  }
  const auto codes = encode(model, sound);
  const auto energy = part_energy(model, codes);
  // decode() leaves out what comes before the delay and adds the end's.
  double whole = 0;
  for (const float v : decode(model, codes)) whole += static_cast<double>(v * v);
  EXPECT_GT(whole, 0);
  EXPECT_NEAR(energy.whole / whole, 1.0, 0.05);
  EXPECT_GT(energy.harmonic + energy.noise + energy.free_spectrum, 0.1 * whole);
}

TEST(PartEnergy, WarnsOfADeadPart) {
  ModelConfig config;
  config.source_filter = config.free_spectrum = true;
  const auto alive = format_part_energy({1, 0.9, 0.01, 0.1}, config);
  EXPECT_EQ(alive, "parts of the sound: harmonic -0.5 dB noise -20.0 dB free spectrum -10.0 dB\n");
  const auto dead = format_part_energy({1, 0.9, 1e-6, 0.1}, config);
  EXPECT_NE(dead.find("WARNING: the noise is dead, -60.0 dB of the whole\n"), std::string::npos);
  config.source_filter = false;
  EXPECT_EQ(format_part_energy({1, 0, 0, 1}, config), "parts of the sound: free spectrum 0.0 dB\n");
}

}  // namespace
}  // namespace codec
