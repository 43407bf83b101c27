#include "codec/base/standard_streams.h"

#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <span>
#include <string_view>

#include "codec/base/file_io.h"

namespace codec {
namespace {

// What libmpg123 begins its notes with.
constexpr std::string_view kNotes[] = {"Note: Illegal Audio-MPEG-Header",
                                       "Note: Trying to resync",
                                       "Note: Hit end of (available)",
                                       "Note: Skipped ",
                                       "Note: Junk at the beginning",
                                       "Note: Looks like a RIFF header",
                                       "Note: Could be a BMP album art",
                                       "Note: free format frame size",
                                       "Warning: Xing stream size",
                                       "Warning: Encountered more data after",
                                       "Warning: Big change ",
                                       "Warning: Real sample count"};

bool is_chatter(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\n'), text.size()));
  if (text.starts_with("[")) return text.substr(0, 80).find("libmpg123/") != std::string_view::npos;
  return std::any_of(std::begin(kNotes), std::end(kNotes),
                     [text](std::string_view note) { return text.starts_with(note); });
}

ssize_t pass_on(void*, const char* text, std::size_t bytes) {
  const std::string_view words(text, bytes);
  const int why = is_chatter(words) ? 0 : write_all(STDERR_FILENO, std::as_bytes(std::span(words)));
  if (why != 0) errno = why;
  return why == 0 ? static_cast<ssize_t>(bytes) : 0;
}

}  // namespace

void hush_libraries() {
  cookie_io_functions_t functions{};
  functions.write = pass_on;
  std::FILE* stream = ::fopencookie(nullptr, "w", functions);
  if (stream == nullptr) return;
  std::setvbuf(stream, nullptr, _IONBF, 0);  // a message a write
  stderr = stream;
}

}  // namespace codec
