#include "tests/bench/measure.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>

#include "codec/base/json.h"

namespace bench {
namespace {

double seconds(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}

std::string number(double v) {
  char text[32];
  std::snprintf(text, sizeof text, std::fabs(v) >= 100 ? "%.0f" : "%.3g", v);
  return text;
}

}  // namespace

double wall_seconds() { return seconds(CLOCK_MONOTONIC); }

double thread_cpu_seconds() { return seconds(CLOCK_THREAD_CPUTIME_ID); }

Elapsed least_of(int repeats, const std::function<void()>& work) {
  Elapsed least{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  for (int i = 0; i < repeats; ++i) {
    const double wall = wall_seconds();
    const double cpu = thread_cpu_seconds();
    work();
    const Elapsed run{wall_seconds() - wall, thread_cpu_seconds() - cpu};
    if (run.cpu_s < least.cpu_s) least = run;
  }
  return least;
}

ChildRun run_child(const std::vector<std::string>& arguments) {
  ChildRun run;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return run;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);

  const double start = wall_seconds();
  pid_t pid = -1;
  const int failed = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed == 0) {
    char buffer[65536];
    while (read(ends[0], buffer, sizeof buffer) > 0) {
      if (run.first_output_s < 0) run.first_output_s = wall_seconds() - start;
    }
    int status = 0;
    rusage usage{};
    wait4(pid, &status, 0, &usage);
    run.wall_s = wall_seconds() - start;
    run.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    run.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
    run.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  close(ends[0]);
  return run;
}

bool is_installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

double percentile(std::vector<double>& values, double percent) {
  std::sort(values.begin(), values.end());
  const auto at = static_cast<std::size_t>(percent / 100 * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

void Results::section(const std::string& title) {
  items_.emplace_back();
  items_.back().text = title;
}

void Results::add(const std::string& key, double value, const std::string& unit) {
  items_.emplace_back();
  items_.back().key = key;
  items_.back().value = value;
  items_.back().unit = unit;
}

void Results::add(const std::string& key, double value, const std::string& unit, Better better,
                  double target) {
  add(key, value, unit);
  items_.back().better = better;
  items_.back().target = target;
}

void Results::note(const std::string& key, const std::string& text) {
  items_.emplace_back();
  items_.back().key = key;
  items_.back().text = text;
}

void Results::print(const std::string& before_json) const {
  std::optional<codec::json::Value> before;
  if (!before_json.empty()) {
    if (auto parsed = codec::json::parse(before_json)) before = *std::move(parsed);
  }
  for (const auto& item : items_) {
    if (item.key.empty()) {
      std::printf("\n%s\n", item.text.c_str());
      continue;
    }
    if (item.unit.empty()) {
      std::printf("  %-34s %s\n", item.key.c_str(), item.text.c_str());
      continue;
    }
    std::printf("  %-34s %10s %-8s", item.key.c_str(), number(item.value).c_str(),
                item.unit.c_str());
    if (!std::isnan(item.target)) {
      const bool more = item.better == Better::more;
      const bool met = more ? item.value >= item.target : item.value <= item.target;
      std::printf(" wanted %s %-6s %s", more ? ">=" : "<=", number(item.target).c_str(),
                  met ? "met" : "MISSED");
    }
    const auto* old = before ? before->find(item.key) : nullptr;
    if (old != nullptr && old->number() != nullptr && *old->number() != 0) {
      std::printf("  x %.2f of before", item.value / *old->number());
    }
    std::printf("\n");
  }
}

std::string Results::to_json() const {
  std::string text = "{";
  for (const auto& item : items_) {
    if (item.key.empty()) continue;
    text += (text.size() > 1 ? ",\n  " : "\n  ") + codec::json::quote(item.key) + ": ";
    if (item.unit.empty()) {
      text += codec::json::quote(item.text);
    } else {
      char value[32];
      std::snprintf(value, sizeof value, "%.6g", item.value);
      text += value;
    }
  }
  return text + "\n}\n";
}

}  // namespace bench
