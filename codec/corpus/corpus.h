// The training corpus: one file, mapped into memory, that needs nothing to read but the standard
// library. Mono 16 kHz PCM, one F0 value a subframe, and what is known of each recording.
//
// Little-endian throughout.
//   header, 64 bytes:
//     0  magic "SGCORPUS"          24  u32 entries          48  u64 bytes of the file
//     8  u32 version, 1            28  u32 zero             56  u64 zero
//    12  u32 sample rate, 16000    32  u64 table offset
//    16  u32 subframe, 160         40  u64 table bytes
//    20  u32 zero
//   PCM: int16 of entry 0, of entry 1, ...; each starts at a multiple of 4; gaps are zero
//   F0:  float32 of entry 0, of entry 1, ...: Hz, 0 where unvoiced
//   table, up to the end of the file, an entry:
//     u64 samples, u64 PCM offset, u64 F0 offset, u8 split (0 train, 1 valid, 2 test), then
//     name, set, speaker, language, text, phones: each u32 bytes and that many bytes of UTF-8
//
// f0[s] describes the instant (s + 1) * 160, the end of subframe s (codec/training/synthesis.h); an
// entry has samples / 160 of them, rounded down.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/file_io.h"
#include "codec/base/result.h"

namespace codec {

inline constexpr int kCorpusRateHz = 16000;
inline constexpr int kCorpusSubframeSamples = 160;
inline constexpr float kCorpusMinF0Hz = 20.0f;  // what a voiced subframe may hold
inline constexpr float kCorpusMaxF0Hz = 2000.0f;

enum class Split : std::uint8_t { train = 0, valid = 1, test = 2 };

std::string_view to_string(Split split);  // "train", "valid", "test"
Result<Split> parse_split(std::string_view text);

struct CorpusEntry {
  std::string name;      // unique within the corpus, usually a relative path
  std::string set;       // "libri_tc100", ...
  std::string speaker;   // one voice, one id; a speed-perturbed copy is another voice
  std::string language;  // as the source calls it: "en", "en(zh)", ...
  Split split = Split::train;
  std::string text;    // empty where unknown
  std::string phones;  // separated by spaces, empty where unknown
  std::int64_t samples = 0;

  // Of a recording that is in the corpus at its own speed as well ("id@0.88", codec/corpus/pack.h).
  bool is_speed_copy() const { return speaker.find('@') != std::string::npos; }
  double speed() const;  // of the copy: 0.88; else 1
  // Whether the name of its set begins with one of these, or there are none.
  bool is_of_sets(std::span<const std::string> sets) const;

  friend bool operator==(const CorpusEntry&, const CorpusEntry&) = default;
};

// A mapped corpus. The spans it hands out live as long as it does.
// Errors: io, not_our_format, newer_version, truncated, corrupt. Every offset, length and F0 value
// is checked by open(); the PCM is not read until it is asked for.
// Threads: const methods may run concurrently. Another process that shortens the file meanwhile
// ends this one (SIGBUS); CorpusWriter never does, it renames.
class CorpusReader {
 public:
  static Result<CorpusReader> open(const std::filesystem::path& path);
  ~CorpusReader();
  CorpusReader(CorpusReader&& other) noexcept;
  CorpusReader& operator=(CorpusReader&& other) noexcept;

  const std::vector<CorpusEntry>& entries() const { return entries_; }
  // Entry i, 0 <= i < entries().size(). samples(i).size() == entries()[i].samples.
  std::span<const std::int16_t> samples(std::size_t i) const;  // full scale 32768
  std::vector<float> sound(std::size_t i) const;               // the same, -1..1
  std::span<const float> f0(std::size_t i) const;              // Hz, 0 = unvoiced
  std::int64_t total_samples() const;

 private:
  CorpusReader() = default;
  Status read(const std::string& name);

  struct Place {
    std::size_t samples_at = 0;  // bytes from the start of the file
    std::size_t f0_at = 0;
  };
  std::span<const std::byte> file_;  // the whole mapping
  std::vector<CorpusEntry> entries_;
  std::vector<Place> places_;
};

// Writes a corpus entry by entry; PCM goes to disk at once. Nothing appears under the path until
// commit(); a writer destroyed before leaves nothing behind.
// Errors: io; bad_value for an F0 of the wrong length or out of range.
// Threads: one at a time.
class CorpusWriter {
 public:
  static Result<CorpusWriter> create(const std::filesystem::path& path);
  CorpusWriter(CorpusWriter&&) = default;

  // entry.samples is ignored: samples.size() counts. f0.size() == samples.size() / 160.
  Status add(const CorpusEntry& entry, std::span<const std::int16_t> samples,
             std::span<const float> f0);
  Status commit();

 private:
  explicit CorpusWriter(PendingFile pending) : pending_(std::move(pending)) {}

  struct Record {
    CorpusEntry entry;
    std::uint64_t samples_at = 0;
  };
  PendingFile pending_;
  std::uint64_t written_ = 0;  // bytes
  std::vector<Record> records_;
  std::vector<float> f0_;  // of all entries, in order
};

}  // namespace codec
