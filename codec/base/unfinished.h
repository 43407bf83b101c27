// Files that a signal must not leave behind: outputs that grow under a temporary name, copies of
// pipes, and the folders that are made for such. Whoever makes one enlists it first and strikes it
// off when it has its name or is gone.
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

// At the signals that end a program by custom (SIGHUP, SIGINT, SIGTERM, SIGQUIT, a limit of
// processor time, those of Slurm and timers), where these are not ignored, it ends as it would
// have, but for the files that are enlisted: they are removed. Handlers of one's own come after.
void remove_unfinished_at_signals();

}  // namespace codec
