#include "tests/support/sound_server.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace testing_support {

namespace fs = std::filesystem;

pid_t own_sound_server() {
  const char* runtime = std::getenv("PULSE_RUNTIME_PATH");
  if (runtime == nullptr) return 0;
  const std::string folder = fs::path(runtime).parent_path().string();
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    FILE* f = std::fopen((entry.path() / "cmdline").c_str(), "r");
    if (f == nullptr) continue;
    std::string command(4096, '\0');
    command.resize(std::fread(command.data(), 1, command.size(), f));
    std::fclose(f);
    if (command.rfind("pulseaudio", 0) == 0 && command.find(folder) != std::string::npos) {
      return std::atoi(name.c_str());
    }
  }
  return 0;
}

}  // namespace testing_support
