// How the bytes of a file of sound are laid out: what its headers tell, and what is there.
// libsndfile reads the first sound of a file as far as the header tells of it, without a word on
// what is missing or follows. For audio_reader alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/types.h"
#include "codec/sound/file_view.h"

namespace codec {

// One sound: a WAV, a link of a chained Ogg, ...
struct SoundPart {
  std::vector<FilePiece> view;  // what libsndfile shall see
  std::int64_t begin = 0;       // in the file
  // The bytes of samples that the header tells of and those that are there, where the first are
  // more.
  struct Cut {
    std::int64_t told = 0;
    std::int64_t held = 0;
  };
  std::optional<Cut> cut;
  std::optional<SampleIndex> instants_told;  // by the header, where libsndfile does not look at it
  std::optional<SampleIndex> instants_held;  // counted
  // Of samples that are coded in blocks: where the sound ends in the last one, as is told beside
  // them, and the instants of a block.
  struct EndInBlock {
    SampleIndex instant = 0;
    SampleIndex block = 0;
  };
  std::optional<EndInBlock> end_in_block;
};

struct SoundLayout {
  std::vector<SoundPart> parts;  // one at least
  std::string flaw;              // one line on what is missing or not read, "" where all is well
  bool is_mpeg = false;
};

// `name` only for its extension, where the bytes themselves tell nothing.
SoundLayout layout_of(FileBytes& file, std::string_view name);

// What streams that do not know their length tell of it in 32 bits.
constexpr bool is_unknown_size(std::uint64_t told) {
  return (told >= 0x7f000000 && told <= 0x80000000) || (told >= 0xffff0000 && told <= 0xffffffff);
}

}  // namespace codec
