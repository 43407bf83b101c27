// printf into a string, for lines of at most 511 characters (longer ones are cut).
#pragma once

#include <cstdio>
#include <string>

namespace codec {

std::string printed(const char* pattern, auto... values) {
  char buffer[512];
  std::snprintf(buffer, sizeof buffer, pattern, values...);
  return buffer;
}

}  // namespace codec
