// `fit --processes N` on one machine: the other N - 1 processes, the same program with the same
// arguments and a number of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "codec/base/result.h"

// Threads: one at a time.
class LocalProcesses {
 public:
  // Processes 1 .. count - 1; args are those behind the command `fit`. With device "cuda" each
  // takes the GPU of its number. Errors: io.
  static codec::Result<LocalProcesses> start(const std::vector<std::string>& args, int count,
                                             const std::string& device);
  ~LocalProcesses();  // asks those that still run to end, and waits
  LocalProcesses(LocalProcesses&& other) noexcept;
  LocalProcesses& operator=(LocalProcesses&&) = delete;

  const std::string& meeting() const { return meeting_; }  // of codec/training/peers.h
  // Until all have ended. Errors: io where one of them failed.
  codec::Status wait();

 private:
  LocalProcesses() = default;

  std::filesystem::path folder_;  // of the meeting; goes with the object
  std::string meeting_;
  std::vector<pid_t> running_;
};
