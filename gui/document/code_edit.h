// Changes to a stretch of codes: set, paste, swap. What is changed is a copy.
#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "codec/base/types.h"
#include "codec/container/container.h"
#include "gui/document/time_axis.h"

namespace gui {

struct FrameSpan {
  std::int64_t first = 0;
  std::int64_t count = 0;
  std::int64_t end() const { return first + count; }
  bool empty() const { return count <= 0; }
  friend bool operator==(const FrameSpan&, const FrameSpan&) = default;
};

// The frames that a stretch of the sound touches, of so many in all; a frame whose first sample
// alone is in it counts. hop: samples a frame, > 0.
FrameSpan framesOf(TimeSpan span, int hop, std::int64_t frames);

// Codes that were copied: a line a frame, a number a codebook, blanks, tabs or commas between. What
// another program put on the clipboard is read as well.
struct CopiedCodes {
  codec::Codes codes;
  QString text() const;
  // Nothing where the text is something else, has lines of unequal length or codes >= codebookSize.
  static std::optional<CopiedCodes> fromText(const QString& text, std::size_t codebookSize);
};

CopiedCodes copyCodes(const codec::Codes& codes, FrameSpan span);

// The codebooks of `mask` (bit q: codebook q) alone are changed in all three.
codec::Codes withCode(const codec::Codes& codes, FrameSpan span, std::uint32_t mask,
                      codec::Code code);
// From that frame on, as far as the copied ones go; codebooks that they lack stay.
codec::Codes withPasted(const codec::Codes& codes, std::int64_t first, std::uint32_t mask,
                        const codec::Codes& copied);
// Both change places; nothing is changed where they overlap or differ in length.
codec::Codes withSwapped(const codec::Codes& codes, FrameSpan one, FrameSpan other,
                         std::uint32_t mask);

// What is lost no more when those frames have been given codes.
std::vector<codec::Damage::Range> withoutFrames(const std::vector<codec::Damage::Range>& lost,
                                                FrameSpan span);

}  // namespace gui
