// Of what a decoder's sound is made: the energies of the synthesis' parts by themselves.
#pragma once

#include <memory>
#include <string>

#include "codec/base/types.h"
#include "codec/engine/model.h"

namespace codec {

// Sums of squares of samples (full scale 1), of parts that add up to the sound before they are
// added: what one cancels of another counts in both.
struct PartEnergy {
  double whole = 0;
  double harmonic = 0, noise = 0;  // of the source-filter; 0 in models without one
  double free_spectrum = 0;        // 0 in models without one

  PartEnergy& operator+=(const PartEnergy& other);
};

// Of the sound that codes (of this model) decode to.
PartEnergy part_energy(const std::shared_ptr<const Model>& model, const Codes& codes);

// A line: each part in dB of the whole; and one more for each part that lies 40 dB below it: what
// is as soft as that learns no more, and nothing of it is heard. `config` says which parts there
// are.
std::string format_part_energy(const PartEnergy& energy, const ModelConfig& config);

}  // namespace codec
