#include "codec/model/phone_set.h"

#include <algorithm>
#include <array>
#include <optional>

namespace codec {
namespace {

constexpr std::array<std::string_view, kPhoneCount> kNames = {
    "SIL", "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G",
    "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH",
    "UH", "UW", "V", "W", "Y", "Z", "ZH",
    // German: front rounded vowels, ich-Laut, ach-Laut
    "UE", "OE", "CX", "X"};

struct IpaEntry {
  std::string_view ipa;
  std::string_view arpabet;  // one or two phones, separated by a space
};

// ARPAbet's IPA values: Klautau, "ARPABET and the TIMIT alphabet", 2001, and the CMUdict page;
// espeak-ng's symbols: its docs/phonemes.md and what its voices en-us and de print. Where German
// has a sound that English lacks, the nearest phone of the set stands. Longer entries are tried
// first.
constexpr IpaEntry kIpa[] = {
    {"tʃ", "CH"},   {"dʒ", "JH"},    {"aɪə", "AY AH"}, {"aɪɚ", "AY ER"}, {"aɪ", "AY"},
    {"aʊ", "AW"},   {"eɪ", "EY"},    {"oʊ", "OW"},     {"əʊ", "OW"},     {"ɔɪ", "OY"},
    {"ɔø", "OY"},   {"ɔʏ", "OY"},    {"iə", "IY AH"},  {"ɪɹ", "IH R"},   {"ɛɹ", "EH R"},
    {"ʊɹ", "UH R"}, {"ɔːɹ", "AO R"}, {"oːɹ", "AO R"},  {"ɑːɹ", "AA R"},  {"pf", "P F"},
    {"ts", "T S"},  {"əl", "AH L"},  {"n̩", "AH N"},    {"l̩", "AH L"},    {"m̩", "AH M"},
    {"ɜː", "ER"},   {"ɜ", "ER"},     {"ɚ", "ER"},      {"ɝ", "ER"},      {"ɐ", "AH"},
    {"ɑ", "AA"},    {"ɒ", "AA"},     {"a", "AA"},      {"æ", "AE"},      {"ʌ", "AH"},
    {"ə", "AH"},    {"ɔ", "AO"},     {"o", "OW"},      {"ɛ", "EH"},      {"e", "EY"},
    {"ɪ", "IH"},    {"ᵻ", "IH"},     {"i", "IY"},      {"ʊ", "UH"},      {"u", "UW"},
    {"y", "UE"},    {"ʏ", "UE"},     {"ø", "OE"},      {"œ", "OE"},      {"b", "B"},
    {"d", "D"},     {"ð", "DH"},     {"f", "F"},       {"ɡ", "G"},       {"g", "G"},
    {"h", "HH"},    {"k", "K"},      {"l", "L"},       {"ɫ", "L"},       {"m", "M"},
    {"n", "N"},     {"ŋ", "NG"},     {"p", "P"},       {"ɹ", "R"},       {"r", "R"},
    {"ɾ", "D"},     {"ʁ", "R"},      {"s", "S"},       {"ʃ", "SH"},      {"t", "T"},
    {"θ", "TH"},    {"v", "V"},      {"w", "W"},       {"ʍ", "W"},       {"j", "Y"},
    {"z", "Z"},     {"ʒ", "ZH"},     {"ç", "CX"},      {"x", "X"},
};

std::optional<std::uint8_t> find(std::string_view name) {
  const auto at = std::ranges::find(kNames, name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<std::uint8_t>(at - kNames.begin());
}

// Calls f with each piece of text between `separator`s that is not empty.
template <typename F>
void for_each_piece(std::string_view text, char separator, F&& f) {
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) f(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::string_view phone_name(std::uint8_t phone) {
  return phone < kNames.size() ? kNames[phone] : std::string_view("?");
}

std::vector<SpokenPhone> phones_of_arpabet(std::string_view text) {
  std::vector<SpokenPhone> out;
  for_each_piece(text, ' ', [&](std::string_view symbol) {
    const auto suffix = std::min(symbol.find('_'), symbol.size());
    const auto position = symbol.substr(suffix);
    auto name = symbol.substr(0, suffix);
    while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.remove_suffix(1);
    if (const auto phone = find(name)) {
      out.push_back({*phone, position.empty() || position == "_B" || position == "_S"});
    }
  });
  return out;
}

std::vector<SpokenPhone> phones_of_ipa(std::string_view text) {
  // What only modifies the sound before it: tie and joiner, stress, length, nasal, syllabic below.
  std::string plain;
  for (std::size_t i = 0; i < text.size();) {
    bool dropped = false;
    for (const std::string_view mark :
         {"\u200d", "\u0361", "ˈ", "ˌ", "\u0303", "ʲ", "ʔ", "'", "-"}) {
      if (text.substr(i).starts_with(mark)) {
        i += mark.size();
        dropped = true;
        break;
      }
    }
    if (!dropped) plain += text[i++];
  }
  std::vector<SpokenPhone> out;
  for_each_piece(plain, ' ', [&](std::string_view word) {
    bool start = true;
    while (!word.empty()) {
      const IpaEntry* best = nullptr;
      for (const auto& entry : kIpa) {
        if (word.starts_with(entry.ipa) &&
            (best == nullptr || entry.ipa.size() > best->ipa.size())) {
          best = &entry;
        }
      }
      if (best == nullptr) {
        word.remove_prefix(1);  // a length mark, or nothing we know
        continue;
      }
      for_each_piece(best->arpabet, ' ', [&](std::string_view name) {
        out.push_back({*find(name), start});
        start = false;
      });
      word.remove_prefix(best->ipa.size());
    }
  });
  return out;
}

std::string to_arpabet(const std::vector<SpokenPhone>& phones) {
  std::string text;
  for (const auto& p : phones) {
    if (!text.empty()) text += ' ';
    text += phone_name(p.phone);
    text += p.starts_word ? "_B" : "_I";
  }
  return text;
}

}  // namespace codec
