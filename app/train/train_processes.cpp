#include "app/train/train_processes.h"

#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "codec/base/printed.h"

extern char** environ;

namespace {

codec::Error failed(const std::string& what, int error) {
  return {codec::ErrorCode::io, what + ": " + std::strerror(error)};
}

}  // namespace

codec::Result<LocalProcesses> LocalProcesses::start(const std::vector<std::string>& args, int count,
                                                    const std::string& device) {
  LocalProcesses out;
  std::error_code ec;
  auto place = (std::filesystem::temp_directory_path(ec) / "sonoglyph-XXXXXX").string();
  if (ec || mkdtemp(place.data()) == nullptr) return failed(place, ec ? ec.value() : errno);
  out.folder_ = place;
  out.meeting_ = (out.folder_ / "meeting").string();
  for (int rank = 1; rank < count; ++rank) {
    std::vector<std::string> words = {"sonoglyph-train", "fit"};
    // Before the others' names, which may follow a "--".
    words.insert(words.end(), {"--rank", std::to_string(rank), "--meet", out.meeting_});
    words.insert(words.end(), args.begin(), args.end());
    if (device == "cuda") {
      for (std::size_t i = 2; i + 1 < words.size() && words[i] != "--"; ++i) {
        if (words[i] == "--device") words[i + 1] = "cuda:" + std::to_string(rank);
      }
    }
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    const int error = posix_spawn(&pid, "/proc/self/exe", nullptr, nullptr, argv.data(), environ);
    if (error != 0) return failed("cannot start process " + std::to_string(rank), error);
    out.running_.push_back(pid);
  }
  return out;
}

LocalProcesses::LocalProcesses(LocalProcesses&& other) noexcept
    : folder_(std::exchange(other.folder_, {})),
      meeting_(std::move(other.meeting_)),
      running_(std::exchange(other.running_, {})) {}

LocalProcesses::~LocalProcesses() {
  for (const auto pid : running_) kill(pid, SIGTERM);
  for (const auto pid : running_) waitpid(pid, nullptr, 0);
  std::error_code ec;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ec);
}

codec::Status LocalProcesses::wait() {
  codec::Status result = codec::Done{};
  int rank = 0;
  for (const auto pid : std::exchange(running_, {})) {
    ++rank;
    int status = 0;
    if (waitpid(pid, &status, 0) == pid && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) {
      result = codec::Error{codec::ErrorCode::io, codec::printed("process %d failed", rank)};
    }
  }
  return result;
}
