// Curves for TensorBoard: an event file of scalars. Records as in TensorFlow's
// tensorflow/core/lib/io/record_writer.h (length, masked CRC-32C, data, masked CRC-32C), each a
// tensorflow.Event message (tensorflow/core/util/event.proto).
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "codec/base/result.h"

namespace codec {

// Threads: one at a time.
class EventFile {
 public:
  // FOLDER/events.out.tfevents.SECONDS.sonoglyph, of the time now; TensorBoard reads all of a
  // folder as one run. Errors: io.
  Status open(const std::filesystem::path& folder);
  // A value a tag at that step. What cannot be written is lost; the CSV beside it tells the same.
  void add(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

 private:
  void write_record(const std::string& event);

  std::ofstream out_;
};

}  // namespace codec
