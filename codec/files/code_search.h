// Where codes, or what they say was spoken, occur.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"
#include "codec/files/phone_track.h"

namespace codec {

// What is looked for, one word a place, words apart by blanks:
//   17       code 17
//   17|903   one of them
//   *        any code, or any phone
//   T|D      one of these phones, as the model's table names them, whatever their case
// Codes follow one another frame by frame; phones run by run, however long each lasts.
struct CodePattern {
  enum class Kind { codes, phones };
  struct Place {
    bool any = false;
    std::vector<Code> codes;          // rising
    std::vector<std::string> phones;  // in capitals
  };

  Kind kind = Kind::codes;
  std::vector<Place> places;  // at least one, and one of them not `any`

  static constexpr std::size_t kMostPlaces = 256;
  // codebook_size: K. Errors: bad_value (nothing to look for, codes beside phones, a code that is
  // not below K, more than kMostPlaces).
  static Result<CodePattern> parse(std::string_view text, std::size_t codebook_size);
};

struct CodeHit {
  std::int64_t frame = 0;  // the first, and how many
  std::int64_t frames = 0;
  // Of the sound, in the model's samples: of codes the hops of their frames, of phones where they
  // were spoken, which is before their codes.
  SampleIndex begin = 0;
  SampleIndex end = 0;
  friend bool operator==(const CodeHit&, const CodeHit&) = default;
};

// Calls `take` for every place where the pattern begins, in order, until it returns false. Hits may
// overlap.
// codes: frame-major, `levels` a frame; level: 0 ..levels-1, of a pattern of codes.
void find_codes(const CodePattern& pattern, std::span<const Code> codes, int levels, int level,
                int hop_samples, const std::function<bool(const CodeHit&)>& take);
// Of a pattern of phones, in the runs of codec/files/phone_track.h.
void find_phones(const CodePattern& pattern, const std::vector<PhoneRun>& runs,
                 const std::function<bool(const CodeHit&)>& take);

}  // namespace codec
