// Text to phones by espeak-ng, for the corpora whose transcripts have no phones. Part of the
// trainer; where the program is built without libespeak-ng, open() says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"
#include "codec/model/phone_set.h"

namespace codec {

// Threads: one at a time in a process (espeak-ng keeps global state).
class Pronunciation {
 public:
  // Errors: unsupported (built without espeak-ng), io (its data or a voice is missing).
  static Result<Pronunciation> open();

  // language: "en" (espeak-ng's en-us) or "de"; others give nothing. Numbers and abbreviations are
  // read out as espeak-ng reads them.
  std::vector<SpokenPhone> operator()(std::string_view text, std::string_view language);

 private:
  Pronunciation() = default;
  std::string voice_;  // that espeak-ng is set to
};

}  // namespace codec
