// What the codes of level 1 stand for: for each the phones that were spoken where it occurred, most
// likely first. Made by the probe (sonoglyph-train), kept as JSON beside the weights:
//
//   {"format": 1, "weights_sha256": "<64 hex digits>", "level": 1, "phones": ["SIL", "AA", ...],
//    "frames": N, "codes": [[[phone index, share], ...], ...]}
//
// One list a code, of at most kMaxShares pairs that fall by share; empty where the code never
// occurred. Unknown keys are errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"

namespace codec {

struct PhoneShare {
  int phone = 0;       // index into PhoneTable::phones
  double share = 0.0;  // of the code's frames, 0..1; files hold four decimals

  friend bool operator==(const PhoneShare&, const PhoneShare&) = default;
};

// Threads: none of its own; const functions from any.
struct PhoneTable {
  static constexpr std::size_t kMaxPhones = 256;
  static constexpr std::size_t kMaxPhoneBytes = 16;  // of a phone's name
  static constexpr std::size_t kMaxShares = 3;       // of a code

  int format = 1;
  std::string weights_sha256;  // of the model whose codes these are
  int level = 1;               // counted from 1; no other is offered
  std::vector<std::string> phones;
  std::int64_t frames = 0;                     // that the shares were counted on, at most 1e9
  std::vector<std::vector<PhoneShare>> codes;  // K

  // The most likely phone of a code, or "" where the table knows none.
  std::string_view phone_of(Code code) const;

  // Every field in its range: phones differ and are visible text, shares fall and add up to 1 at
  // most, the number of codes is a power of two. Errors: newer_version, bad_value.
  Status validate() const;
  std::string to_json() const;
  // Errors: not_our_format, newer_version, bad_value.
  static Result<PhoneTable> from_json(std::string_view text);
  // Errors: io too; they name the file.
  static Result<PhoneTable> load(const std::filesystem::path& path);

  friend bool operator==(const PhoneTable&, const PhoneTable&) = default;
};

}  // namespace codec
