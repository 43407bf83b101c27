// The codec in real time: what is recorded or played runs through encoder, codes and decoder, and
// the listener switches between the original and what came back.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "codec/engine/model.h"
#include "gui/audio/audio_port.h"
#include "gui/audio/monitor_mix.h"
#include "gui/audio/play_feed.h"
#include "gui/audio/source_feed.h"

namespace gui {

// Where the delay of the live path comes from, in milliseconds, and what went wrong so far.
struct LiveStats {
  double algorithmicMs = 0.0;  // one hop, and the overlap-add of the decoder
  double bufferMs = 0.0;       // ours: samples that wait to be heard, and the resamplers
  double computeMeanMs = 0.0;  // encode and decode of one frame
  double computeP99Ms = 0.0;   // of the last 1024 frames
  double computeMaxMs = 0.0;   // of all
  double hopMs = 0.0;          // a frame must be done in this time
  std::uint64_t frames = 0;
  std::uint64_t lateFrames = 0;     // took longer than a hop
  std::uint64_t skippedFrames = 0;  // not decoded for the monitor, to catch up
  double matchDb = 0.0;             // loudness matching of the reconstruction
  // The original that plays, or played last: its own rate and channels; 0: as the codec hears it.
  int originalHz = 0;
  int originalChannels = 0;
};

// Codes and decoded sound of the recording since the last look.
struct LiveOutput {
  std::vector<codec::Code> codes;  // frame-major, all levels of the model
  std::vector<float> reconstruction;
  bool complete = false;  // the recording has ended, and this was the last of it
  bool draft = false;     // without some codebooks, or by a quicker decoder: decode it anew
  bool gaps = false;      // frames or samples were skipped: encode the recording anew
};

// Threads: all public functions from one thread (the GUI); none waits for the model. One thread of
// its own runs the model; it talks to the audio callback through the rings of the AudioPort alone.
class LiveEngine {
 public:
  explicit LiveEngine(std::shared_ptr<AudioPort> port);
  ~LiveEngine();
  LiveEngine(const LiveEngine&) = delete;
  LiveEngine& operator=(const LiveEngine&) = delete;

  // Ends what plays or is captured. May be null.
  void setModel(std::shared_ptr<const codec::Model> model);

  void play(PlayRequest request, int outputHz);
  void stopPlaying();
  bool isPlaying() const { return playing_ || posted_ > 0; }
  // The sample that is heard now, at the model's rate, the device's own latency not counted.
  codec::SampleIndex position() const;

  // The port must be paused; it is resumed as soon as the thread is ready, so that recorder and
  // codec begin with the same sample. outputHz 0: there is no monitor.
  void beginCapture(int inputHz, int outputHz);
  // Runs what is still in the ring through the codec; output complete follows.
  void endCapture();
  LiveOutput takeOutput();

  void setMonitor(bool on) { monitor_ = on; }
  // Of what plays, from now on. play() takes it from its request.
  void setLoop(bool on) { loop_ = on; }
  void setListen(Listen listen) { listen_ = listen; }
  Listen listen() const { return listen_; }
  void setLevelMask(std::uint32_t mask) { levelMask_ = mask; }
  // Why the original plays as the codec hears it instead of as it lies on disk, once.
  std::optional<codec::Error> takeSourceError();
  // Peak and RMS of what was sent to the device since the last look.
  OutputLevel takeLevel();
  LiveStats stats() const;
  void resetStats();

 private:
  struct Capture;
  struct Playing;
  void post(std::function<void()> task);
  void run();
  void openSource(const PlayRequest& request, int outputHz);
  bool servePlay();
  void playWhole(std::size_t samples, Listen listen, bool matched, bool last);
  bool serveCapture();
  void captureHop(std::span<const float> samples);
  double hear(std::span<float> samples);
  void measureHeard(std::span<const float> samples);
  void finishCapture();
  void stopHeard();
  void countFrame(double ms);
  std::uint32_t allLevels() const;
  std::size_t hop() const;

  const std::shared_ptr<AudioPort> port_;
  std::atomic<bool> monitor_{false};
  std::atomic<Listen> listen_{Listen::reconstruction};
  std::atomic<std::uint32_t> levelMask_{0xffffffffu};
  std::atomic<bool> loop_{false};
  std::atomic<bool> playing_{false};
  std::atomic<int> posted_{0};  // plays on their way to the thread
  std::atomic<bool> quit_{false};
  std::atomic<codec::SampleIndex> written_{0};  // the next sample to be written to `heard`
  std::atomic<double> outputRatio_{1.0};        // model rate / device rate

  std::mutex tasksMutex_;
  std::vector<std::function<void()>> tasks_;

  // Of the engine's thread alone:
  std::shared_ptr<const codec::Model> model_;  // of what plays
  std::shared_ptr<const codec::Model> live_;   // of what is captured: with its quickest decoder
  std::unique_ptr<Playing> play_;
  std::unique_ptr<Capture> capture_;
  MonitorMix mix_;
  std::vector<float> original_, reconstruction_, mixed_;  // hop() samples each
  std::vector<float> resampled_;
  std::optional<SourceFeed> source_;  // kept from play to play
  std::vector<float> middle_, side_;

  mutable std::mutex results_;
  LiveOutput output_;
  OutputLevel level_;
  std::vector<float> computeMs_;
  std::size_t computeNext_ = 0;
  double computeMax_ = 0.0;
  std::uint64_t frames_ = 0;
  std::uint64_t late_ = 0;
  std::uint64_t skipped_ = 0;
  double bufferMs_ = 0.0;
  double matchDb_ = 0.0;
  int originalHz_ = 0;
  int originalChannels_ = 0;
  std::optional<codec::Error> sourceError_;
  double algorithmicMs_ = 0.0;
  double hopMs_ = 0.0;

  std::thread thread_;
};

}  // namespace gui
