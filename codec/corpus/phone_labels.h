// Which phone sounds in each subframe of a corpus (codec/corpus/corpus.h): what `sonoglyph-train
// align` writes, and what the phone head and the probes learn from. A safetensors file:
//   labels  u8 (subframes of all entries, in the corpus's order); kUnknownPhone where nothing is
//   known metadata: format "phone-labels", entries, samples (of the corpus it belongs to)
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "codec/base/result.h"
#include "codec/corpus/corpus.h"
#include "codec/model/phone_set.h"

namespace codec {

// Threads: const methods may run concurrently.
class PhoneLabels {
 public:
  // All unknown.
  explicit PhoneLabels(const CorpusReader& corpus);
  // Errors: io, truncated, corrupt, not_our_format; bad_value where it belongs to another corpus or
  // holds a phone that is not of the set.
  static Result<PhoneLabels> load(const std::filesystem::path& path, const CorpusReader& corpus);
  Status save(const std::filesystem::path& path) const;

  // Of entry i, samples / 160 of them: label s covers samples [160 s, 160 (s + 1)).
  std::span<const std::uint8_t> of(std::size_t entry) const;
  std::span<std::uint8_t> of(std::size_t entry);

 private:
  std::vector<std::size_t> starts_;  // entries + 1
  std::vector<std::uint8_t> labels_;
  std::int64_t samples_ = 0;
};

}  // namespace codec
