// Files that a signal must not leave behind: outputs that grow under a temporary name, copies of
// pipes. Whoever makes one enlists it first and strikes it off when it has its name or is gone.
#pragma once

#include <filesystem>

namespace codec {

// Threads: any. Lists of over a thousand files are cut: those beyond are not removed by signals.
class Unfinished {
 public:
  Unfinished() = default;
  explicit Unfinished(const std::filesystem::path& path);
  ~Unfinished() { strike(); }
  Unfinished(Unfinished&& other) noexcept;
  Unfinished& operator=(Unfinished&& other) noexcept;

  void strike();

 private:
  int slot_ = -1;
};

// Removes all that are enlisted. Allowed in signal handlers.
void remove_unfinished() noexcept;

// At SIGHUP, SIGINT and SIGTERM, where these are not ignored, the program ends as it would have,
// but for the files that are enlisted: they are removed. For programs without handlers of their
// own.
void remove_unfinished_at_signals();

}  // namespace codec
