// Text of any bytes as UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace codec {

// How many bytes the UTF-8 character has that `text`, which is not empty, begins with; 0 where it
// is none (overlong forms, surrogates and values beyond U+10FFFF are none).
std::size_t utf8_length(std::string_view text);

}  // namespace codec
