// Descriptors 0 to 2 as programs find them.
#pragma once

#include <fcntl.h>
#include <unistd.h>

namespace codec {

// Where some of stdin, stdout and stderr are closed, the next file that is opened would take their
// numbers, and what is printed would get into it. These numbers get a descriptor on which reading
// (of stdin) and writing (of the others) fails. First thing in main().
inline void occupy_standard_streams() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    ::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);  // takes the lowest number that is free
  }
}

// Whether stdout can be written at all.
inline bool stdout_is_open() {
  const int flags = ::fcntl(STDOUT_FILENO, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

// From here on the C stream stderr is without what libmpg123 says of broken files: libsndfile does
// not ask it to be quiet, and the reader tells in its own words. For programs, at their start.
void hush_libraries();

}  // namespace codec
