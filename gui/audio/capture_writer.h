// Takes what the device captures: to disk, to the document, to the level meter.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "codec/base/result.h"
#include "codec/sound/resampler.h"
#include "gui/audio/audio_port.h"
#include "gui/audio/spool.h"

namespace gui {

struct Level {
  float peak = 0.0F;  // linear, since the last look
  float rms = 0.0F;   // linear, over what came since the last look
  bool clipped = false;
  bool any = false;  // whether anything came
};

// Drains AudioPort::recorded on a thread of its own, so that neither the codec nor the window can
// make a recording lose samples.
// Threads: all functions from one thread (the GUI).
class CaptureWriter {
 public:
  explicit CaptureWriter(std::shared_ptr<AudioPort> port);
  ~CaptureWriter();
  CaptureWriter(const CaptureWriter&) = delete;
  CaptureWriter& operator=(const CaptureWriter&) = delete;

  // Forgets what waits in the ring and starts to record at that device rate. Samples for the
  // document are resampled to documentHz. Errors: io (the spool), bad_value (a rate).
  codec::Status begin(const std::filesystem::path& spoolFolder, int deviceHz, int documentHz);
  // Records what is still in the ring, closes the spool. take() then gives the last samples.
  void end();
  bool isRecording() const { return recording_; }

  std::vector<float> take();  // new samples at documentHz
  Level takeLevel();
  std::filesystem::path spoolPath() const;
  // The first failure to write since begin(); recording goes on in memory.
  std::optional<codec::Error> takeError();

 private:
  void run();
  void drain();

  const std::shared_ptr<AudioPort> port_;
  mutable std::mutex mutex_;
  std::optional<Spool> spool_;
  std::optional<codec::Resampler> resampler_;
  std::vector<float> ready_;
  std::optional<codec::Error> error_;
  std::filesystem::path path_;
  float peak_ = 0.0F;
  double squares_ = 0.0;
  std::size_t squared_ = 0;
  bool clipped_ = false;
  std::vector<float> block_;
  std::atomic<bool> recording_{false};
  std::atomic<bool> quit_{false};
  std::thread thread_;
};

}  // namespace gui
