#include "codec/base/unfinished.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace codec {
namespace {

std::array<std::atomic<char*>, 1024> g_paths{};
static_assert(std::atomic<char*>::is_always_lock_free);

void end_by(int signal) {
  remove_unfinished();
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

Unfinished::Unfinished(const std::filesystem::path& path) {
  char* copy = ::strdup(path.c_str());
  for (std::size_t i = 0; copy != nullptr && i < g_paths.size(); ++i) {
    char* free_slot = nullptr;
    if (g_paths[i].compare_exchange_strong(free_slot, copy)) {
      slot_ = static_cast<int>(i);
      return;
    }
  }
  std::free(copy);
}

Unfinished::Unfinished(Unfinished&& other) noexcept : slot_(std::exchange(other.slot_, -1)) {}

Unfinished& Unfinished::operator=(Unfinished&& other) noexcept {
  std::swap(slot_, other.slot_);
  return *this;
}

void Unfinished::strike() {
  if (slot_ >= 0) std::free(g_paths[static_cast<std::size_t>(slot_)].exchange(nullptr));
  slot_ = -1;
}

void remove_unfinished() noexcept {
  for (auto& path : g_paths) {  // folders keep their place: what is in them goes first
    if (const char* name = path.load(); name != nullptr && ::unlink(name) == 0) path = nullptr;
  }
  for (auto& path : g_paths) {
    if (const char* name = path.exchange(nullptr); name != nullptr) ::rmdir(name);
  }
}

void remove_unfinished_at_signals() {
  for (const int signal :
       {SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGXCPU, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF}) {
    if (std::signal(signal, end_by) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
}

}  // namespace codec
