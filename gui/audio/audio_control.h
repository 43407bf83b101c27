// The control thread behind AudioDevice: the only place that calls PortAudio.
#pragma once

#include <portaudio.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gui/audio/audio_device.h"

namespace gui {

// What went wrong and what to do, of an error of PortAudio.
const char* problemOf(PaError error);

// Threads: list(), open(), close() on the control thread, inside a posted task; the rest anywhere.
class AudioDevice::Control {
 public:
  using Clock = std::chrono::steady_clock;

  Control(std::shared_ptr<AudioPort> port, CallbackProbe probe);
  static void start(std::shared_ptr<Control> self);  // the thread holds self until it ends
  void quit(Millis limit);
  void post(std::function<void()> task);

  std::vector<DeviceInfo> list();
  codec::Result<StreamInfo> open(Side side, const std::string& id, int rateHz, double blockS);
  void close(Side side);

  DeviceState state(Side side) const;
  bool isStuck() const;
  static bool leftBehind();

 private:
  struct Stream {
    PaStream* handle = nullptr;
    Control* owner = nullptr;
    int channels = 1;
    bool input = true;
    std::atomic<DeviceState> state{DeviceState::closed};
    std::atomic<std::uint64_t> blocks{0};
    std::uint64_t seenBlocks = 0;
    Clock::time_point seenAt{};
    std::array<float, 4096> mono{};  // callbacks longer than this are cut into pieces
    std::array<float, 4096> side{};
  };

  void run();
  void watch();
  void restartPortAudio();
  codec::Result<StreamInfo> tryOpen(Stream& stream, int index, int rateHz, double blockS);
  Stream& stream(Side side) { return streams_[side == Side::input ? 0 : 1]; }
  static int callback(const void* in, void* out, unsigned long frames,
                      const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags flags,
                      void* user) noexcept;
  void capture(Stream& s, const float* in, std::size_t frames) CODEC_REALTIME;
  void playback(Stream& s, float* out, std::size_t frames) CODEC_REALTIME;

  const std::shared_ptr<AudioPort> port_;
  const CallbackProbe probe_;
  std::array<Stream, 2> streams_;
  std::vector<DeviceInfo> devices_;
  bool initialized_ = false;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<std::function<void()>> tasks_;
  bool quit_ = false;
  bool done_ = false;
  std::atomic<Clock::rep> busySince_{0};  // 0 = between calls
};

}  // namespace gui
