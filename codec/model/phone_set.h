// The phones of the semantic codebook: silence, the 39 phones of ARPAbet as CMUdict uses them, and
// four German ones. Two notations lead to it: ARPAbet (speechocean762) and IPA (espeak-ng).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace codec {

inline constexpr std::uint8_t kSilence = 0;
inline constexpr int kPhoneCount = 44;
inline constexpr std::uint8_t kUnknownPhone = 255;  // in labels: nothing is known here

// "SIL", "AA", ... of phone 0 .. kPhoneCount - 1.
std::string_view phone_name(std::uint8_t phone);

struct SpokenPhone {
  std::uint8_t phone = kSilence;
  bool starts_word = false;  // a pause may stand before it

  friend bool operator==(const SpokenPhone&, const SpokenPhone&) = default;
};

// "HH_B AH0_I L_I OW1_E" -> phones. Stress digits are dropped; the suffix _B or _S (or none) starts
// a word. Symbols that are not of the set are left out.
std::vector<SpokenPhone> phones_of_arpabet(std::string_view text);

// IPA as espeak-ng writes it, words separated by spaces: "həlˈəʊ wˈɜːld". Stress, length and tie
// marks are dropped; what the table in phone_set.cpp does not know is left out.
std::vector<SpokenPhone> phones_of_ipa(std::string_view text);

// The inverse of phones_of_arpabet(): "HH_B AH_I L_I OW_I".
std::string to_arpabet(const std::vector<SpokenPhone>& phones);

}  // namespace codec
