// Which phone sounds when, as other tools know it: a text file of a line a recording,
//
//   NAME <tab> PHONE:START:LENGTH PHONE:START:LENGTH ...
//
// NAME is the recording's file name or path, its name without extension, or what stands there
// behind the first '_' (an utterance's id: "103-1240-0000" for ".../libri103_103-1240-0000.flac").
// PHONE is ARPAbet (stress is dropped) or SIL; START and LENGTH count subframes of 10 ms. Phones
// stand in order and do not overlap; what none of them covers is unknown.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"

namespace codec {

struct TimedPhone {
  std::uint8_t phone = 0;
  std::int64_t start = 0;  // subframes of 10 ms
  std::int64_t length = 0;

  friend bool operator==(const TimedPhone&, const TimedPhone&) = default;
};

// Threads: const methods may run concurrently.
class AlignmentFile {
 public:
  // Errors: io; bad_value, which names the line (a symbol that is no phone, times that are no
  // numbers or run backwards, a name twice).
  static Result<AlignmentFile> load(const std::filesystem::path& path);
  static Result<AlignmentFile> parse(std::string_view text);

  // Of the corpus entry of this name ("path/to/file.flac", or "path/to/file.flac@0.88" of a speed
  // copy, whose own name is not in the file: its recording's is found); null where there is none.
  const std::vector<TimedPhone>* find(std::string_view entry_name) const;

  std::size_t size() const { return recordings_.size(); }

 private:
  std::map<std::string, std::vector<TimedPhone>, std::less<>> recordings_;
};

// Writes phones over labels (a subframe of 10 ms each; kUnknownPhone where no phone is), as heard
// at `speed` times the speed. Phones beyond the end are cut.
void write_labels(std::span<const TimedPhone> phones, double speed, std::span<std::uint8_t> labels);

}  // namespace codec
