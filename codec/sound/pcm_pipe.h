// Plain samples of a WAV or AU that comes through a pipe, as they come. For audio_reader alone.
#pragma once

#include <sndfile.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "codec/base/types.h"

namespace codec {

// Follows the chunks: samples in several of them, and files that were joined, are read in a row.
class PcmPipe {
 public:
  // Reads as far as the first sample. nullptr where that is no WAV or AU of plain samples;
  // `begun` then has what was taken from the pipe. Does not own the descriptor.
  static std::unique_ptr<PcmPipe> open(int fd, std::string& begun);

  // As sf_open_virtual wants it, with a PcmPipe as user data.
  const SF_INFO& format() const { return format_; }
  static SF_VIRTUAL_IO functions();

  const std::string& name() const { return name_; }     // of the format, for people
  std::uint32_t speaker_mask() const { return mask_; }  // of an extensible WAV, else 0
  int failure() const { return failure_; }              // the first errno of reading, or 0
  // Once the pipe has ended: one line on what is missing or was not read, or "".
  const std::string& flaw() const { return flaw_; }

 private:
  struct Header;
  explicit PcmPipe(int fd) : fd_(fd) {}
  bool fill(std::size_t bytes);                   // of ahead_, as far as the pipe goes
  std::string take(std::size_t bytes);            // "" at the end
  std::optional<Header> read_header(bool first);  // of a WAV or AU, as far as its samples
  std::optional<Header> read_wav();               // from its first chunk on
  bool pass(std::uint64_t bytes);
  bool next_samples();
  void start_samples(std::uint64_t told, bool is_unknown);
  void tell_cut();
  sf_count_t read(char* to, sf_count_t bytes);

  int fd_;
  SF_INFO format_{};
  std::string name_;
  std::uint32_t mask_ = 0;
  std::string ahead_;  // taken from the pipe, not yet used
  std::string kept_;   // of the header, while it may not be ours
  bool keeps_ = true;
  bool is_big_ = false;
  bool is_au_ = false;
  std::int64_t block_ = 0;  // bytes of an instant
  // Bytes of samples here, how many of them are left, and bytes behind them.
  std::uint64_t told_ = 0;
  std::uint64_t left_ = 0;
  std::uint64_t padding_ = 0;
  bool is_unknown_ = false;  // samples until the pipe ends
  bool ended_ = false;
  std::int64_t position_ = 0;  // bytes handed on
  std::int64_t section_ = 0;   // where the samples of told_ began
  int failure_ = 0;
  std::string flaw_;
};

}  // namespace codec
