#include "codec/study/part_energy.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "codec/base/printed.h"
#include "codec/engine/decoder.h"
#include "codec/engine/residual_search.h"
#include "codec/engine/synthesizer.h"
#include "codec/model/definition.h"

namespace codec {
namespace {

constexpr std::size_t kBlockFrames = 64;
constexpr float kSilentGain = -40.0f;  // log gain: -347 dB
constexpr double kDeadDb = -40.0;

struct Range {
  int at = 0;
  int width = 0;
};

// The heads with silence in `muted`, as sound.
double energy_without(engine::Synthesizer& synthesizer, std::vector<float> heads, int width,
                      std::initializer_list<Range> muted, std::vector<float>& audio) {
  const auto subframes = heads.size() / static_cast<std::size_t>(width);
  for (std::size_t s = 0; s < subframes; ++s) {
    for (const auto& range : muted) {
      if (range.at < 0) continue;
      std::fill_n(heads.begin() + static_cast<std::ptrdiff_t>(s) * width + range.at, range.width,
                  kSilentGain);
    }
  }
  synthesizer.run(heads.data(), subframes, audio.data());
  double sum = 0;
  for (const float v : audio) sum += static_cast<double>(v) * static_cast<double>(v);
  return sum;
}

}  // namespace

PartEnergy& PartEnergy::operator+=(const PartEnergy& other) {
  whole += other.whole;
  harmonic += other.harmonic;
  noise += other.noise;
  free_spectrum += other.free_spectrum;
  return *this;
}

PartEnergy part_energy(const std::shared_ptr<const Model>& model, const Codes& codes) {
  const auto& config = model->config();
  const HeadLayout layout(config);
  const Range harmonic{layout.harmonic, config.bands};
  const Range noise{layout.noise, config.bands};
  const Range free{layout.magnitude, config.bins()};
  engine::Decoder decoder(model->weights(), config, kBlockFrames);
  engine::Synthesizer whole(config), only_harmonic(config), only_noise(config), only_free(config);
  const auto levels = static_cast<std::size_t>(codes.levels);
  const auto frames = static_cast<std::size_t>(codes.frames());
  const auto subframes = static_cast<std::size_t>(config.subframes_per_frame);
  PartEnergy out;
  for (std::size_t t = 0; t < frames; t += kBlockFrames) {
    const auto n = std::min(kBlockFrames, frames - t);
    engine::look_up(model->weights(), codes.data.data() + t * levels, n, levels, ~0u,
                    decoder.latents());
    const auto* heads = decoder.run(n);
    const std::vector<float> block(heads,
                                   heads + n * subframes * static_cast<std::size_t>(layout.width));
    std::vector<float> audio(n * static_cast<std::size_t>(config.hop_samples()));
    const auto without = [&](engine::Synthesizer& synthesizer, std::initializer_list<Range> muted) {
      return energy_without(synthesizer, block, layout.width, muted, audio);
    };
    out.whole += without(whole, {});
    if (config.source_filter) {
      out.harmonic += without(only_harmonic, {noise, free});
      out.noise += without(only_noise, {harmonic, free});
    }
    if (config.free_spectrum) out.free_spectrum += without(only_free, {harmonic, noise});
  }
  return out;
}

std::string format_part_energy(const PartEnergy& energy, const ModelConfig& config) {
  std::string line = "parts of the sound:";
  std::string warnings;
  const auto add = [&](bool is_there, const char* name, double part) {
    if (!is_there) return;
    const double db = 10 * std::log10((part + 1e-30) / (energy.whole + 1e-30));
    line += printed(" %s %.1f dB", name, db);
    if (db < kDeadDb) {
      warnings += printed("WARNING: the %s is dead, %.1f dB of the whole\n", name, db);
    }
  };
  add(config.source_filter, "harmonic", energy.harmonic);
  add(config.source_filter, "noise", energy.noise);
  add(config.free_spectrum, "free spectrum", energy.free_spectrum);
  return line + "\n" + warnings;
}

}  // namespace codec
