// Text that is the same in every locale: a program that embeds the codec (the app, Python) may have
// set one with a decimal comma, or where I is not the capital of i.
#pragma once

#include <cstdarg>
#include <optional>
#include <string>
#include <string_view>

namespace codec {

// printf into a string, as in the C locale.
[[gnu::format(printf, 1, 2)]] std::string printed(const char* pattern, ...);
std::string printed_list(const char* pattern, std::va_list values);

// The number that is all of `text` (1, -2.5, 1e-3, inf, nan), or nothing.
std::optional<double> to_double(std::string_view text);

// ASCII letters to lower case.
std::string lower_case(std::string text);

}  // namespace codec
