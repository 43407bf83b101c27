#include "codec/corpus/pronunciation.h"

#ifdef SONOGLYPH_ESPEAK
#include <espeak-ng/speak_lib.h>
#endif

namespace codec {

#ifdef SONOGLYPH_ESPEAK

Result<Pronunciation> Pronunciation::open() {
  if (espeak_Initialize(AUDIO_OUTPUT_RETRIEVAL, 0, nullptr, espeakINITIALIZE_DONT_EXIT) < 0) {
    return Error{ErrorCode::io, "espeak-ng: its data is missing; install espeak-ng-data"};
  }
  Pronunciation out;
  for (const char* voice : {"de", "en-us"}) {
    if (espeak_SetVoiceByName(voice) != EE_OK) {
      return Error{ErrorCode::io, std::string("espeak-ng: has no voice '") + voice + "'"};
    }
    out.voice_ = voice;
  }
  return out;
}

std::vector<SpokenPhone> Pronunciation::operator()(std::string_view text,
                                                   std::string_view language) {
  const std::string voice = language == "en" ? "en-us" : language == "de" ? "de" : "";
  if (voice.empty()) return {};
  if (voice != voice_) {
    if (espeak_SetVoiceByName(voice.c_str()) != EE_OK) return {};
    voice_ = voice;
  }
  constexpr int kIpa = 0x02;
  const std::string copy(text);
  const void* rest = copy.c_str();
  std::string ipa;
  while (rest != nullptr) {  // a clause a call
    const char* clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, kIpa);
    if (clause != nullptr) ipa += std::string(" ") + clause;
  }
  return phones_of_ipa(ipa);
}

#else

Result<Pronunciation> Pronunciation::open() {
  return Error{ErrorCode::unsupported,
               "built without espeak-ng: install libespeak-ng-dev and configure again"};
}

std::vector<SpokenPhone> Pronunciation::operator()(std::string_view, std::string_view) {
  return {};
}

#endif

}  // namespace codec
