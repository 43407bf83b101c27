#include "codec/files/code_search.h"

#include <algorithm>
#include <cctype>

namespace codec {
namespace {

Error bad(std::string what) { return {ErrorCode::bad_value, std::move(what)}; }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string_view> split(std::string_view text, const auto& is_gap) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && !is_gap(text[end])) ++end;
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string capitals(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

Result<Code> code_of(std::string_view word, std::size_t codebook_size) {
  std::size_t value = 0;
  for (const char c : word) {
    value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(c - '0'), 1'000'000);
  }
  if (value >= codebook_size) {
    return bad(std::string(word) + " is no code: codes are 0 to " +
               std::to_string(codebook_size - 1));
  }
  return static_cast<Code>(value);
}

bool matches(const CodePattern::Place& place, Code code) {
  if (place.any) return true;
  return place.codes.size() == 1 ? place.codes.front() == code
                                 : std::binary_search(place.codes.begin(), place.codes.end(), code);
}

bool matches(const CodePattern::Place& place, const std::string& phone) {
  if (place.any) return true;
  const std::string wanted = capitals(phone);
  return std::find(place.phones.begin(), place.phones.end(), wanted) != place.phones.end();
}

// The place to look at first: one that says something.
std::size_t telling(const CodePattern& pattern) {
  const auto it = std::find_if(pattern.places.begin(), pattern.places.end(),
                               [](const CodePattern::Place& p) { return !p.any; });
  return static_cast<std::size_t>(it - pattern.places.begin());
}

}  // namespace

Result<CodePattern> CodePattern::parse(std::string_view text, std::size_t codebook_size) {
  CodePattern pattern;
  bool codes = false;
  bool phones = false;
  for (const std::string_view word : split(text, is_blank)) {
    Place place;
    if (word == "*") {
      place.any = true;
      pattern.places.push_back(std::move(place));
      continue;
    }
    for (const std::string_view one : split(word, [](char c) { return c == '|'; })) {
      if (std::all_of(one.begin(), one.end(), is_digit)) {
        const auto code = code_of(one, codebook_size);
        if (!code) return code.error();
        place.codes.push_back(*code);
        codes = true;
      } else {
        place.phones.push_back(capitals(one));
        phones = true;
      }
    }
    if (place.codes.empty() && place.phones.empty()) {
      return bad("'" + std::string(word) + "': nothing between the bars");
    }
    std::sort(place.codes.begin(), place.codes.end());
    pattern.places.push_back(std::move(place));
  }
  if (codes && phones) return bad("codes and phones are looked for apart");
  if (!codes && !phones) {
    return bad("nothing to look for: codes such as 17 * 903, or phones such as T UW");
  }
  if (pattern.places.size() > kMostPlaces) {
    return bad("more than " + std::to_string(kMostPlaces) + " places");
  }
  pattern.kind = phones ? Kind::phones : Kind::codes;
  return pattern;
}

void find_codes(const CodePattern& pattern, std::span<const Code> codes, int levels, int level,
                int hop_samples, const std::function<bool(const CodeHit&)>& take) {
  if (levels <= 0 || level < 0 || level >= levels) return;
  const auto stride = static_cast<std::size_t>(levels);
  const std::size_t frames = codes.size() / stride;
  const std::size_t places = pattern.places.size();
  if (places > frames) return;
  const std::size_t first = telling(pattern);
  const Code* const row = codes.data() + level;
  for (std::size_t at = 0; at + places <= frames; ++at) {
    if (!matches(pattern.places[first], row[(at + first) * stride])) continue;
    std::size_t i = 0;
    while (i < places && matches(pattern.places[i], row[(at + i) * stride])) ++i;
    if (i < places) continue;
    const auto frame = static_cast<std::int64_t>(at);
    const auto count = static_cast<std::int64_t>(places);
    if (!take({frame, count, frame * hop_samples, (frame + count) * hop_samples})) return;
  }
}

void find_phones(const CodePattern& pattern, const std::vector<PhoneRun>& runs,
                 const std::function<bool(const CodeHit&)>& take) {
  const std::size_t places = pattern.places.size();
  const std::size_t first = telling(pattern);
  for (std::size_t at = 0; at + places <= runs.size(); ++at) {
    if (!matches(pattern.places[first], runs[at + first].phone)) continue;
    std::size_t i = 0;
    while (i < places && matches(pattern.places[i], runs[at + i].phone)) ++i;
    if (i < places) continue;
    const PhoneRun& a = runs[at];
    const PhoneRun& b = runs[at + places - 1];
    if (!take({a.first_frame, b.first_frame + b.frames - a.first_frame, a.begin, b.end})) return;
  }
}

}  // namespace codec
