// What a child process of the benchmark does, so that its parent can measure a whole process.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "codec/engine/model.h"

namespace bench {

struct Task {
  std::string name;   // first-token | stream | encode | decode
  std::string model;  // name or path
  std::string audio;  // a file: encode writes AUDIO.codes, decode reads it and writes AUDIO.out.wav
  double seconds = 60;
};

// Returns the exit status.
int run_task(const Task& task);

[[noreturn]] void fail(const std::string& message);  // one line on stderr, exit status 1

std::shared_ptr<const codec::Model> load(const std::filesystem::path& config);

// Mono at that rate, or fail().
std::vector<float> read_audio(const std::string& path, int rate_hz);

// format: of libsndfile.
void write_audio(const std::filesystem::path& path, std::span<const float> samples, int rate_hz,
                 int format);

}  // namespace bench
