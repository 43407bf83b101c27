// Sound devices through PortAudio. Every PortAudio call runs on one control thread of this class,
// because a dying sound server makes some of them hang for ever: callers wait with a limit, or not
// at all, and a watchdog tells a lost device from a working one.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "gui/audio/audio_port.h"

namespace gui {

struct DeviceInfo {
  std::string id;  // "host: name", stable across rescans; what settings keep
  std::string name;
  int inputs = 0;  // channels
  int outputs = 0;
  double defaultRateHz = 0.0;
  bool isDefaultInput = false;
  bool isDefaultOutput = false;
};

enum class Side { input, output };

struct StreamInfo {
  std::string device;
  int rateHz = 0;
  double latencyS = 0.0;  // as the device states it
  double blockS = 0.0;    // one callback
};

enum class DeviceState {
  closed,
  running,
  lost,  // was running; the device or its server went away. close() or open() again.
  stuck  // a call into the sound system has not come back for kStuckAfter
};

// Runs around every callback; for tests that watch what the callback does.
struct CallbackProbe {
  void (*enter)() noexcept = nullptr;
  void (*leave)() noexcept = nullptr;
};

// Threads: every public function from one thread (the GUI); none of them blocks for longer than its
// limit. The audio callback runs on threads of PortAudio and touches the AudioPort alone.
class AudioDevice {
 public:
  using Millis = std::chrono::milliseconds;
  static constexpr Millis kStuckAfter{3000};
  static constexpr Millis kSilentAfter{1000};  // no callback for so long: lost

  explicit AudioDevice(std::shared_ptr<AudioPort> port, CallbackProbe probe = {});
  // Waits at most two seconds for the sound system; a stuck one is left behind.
  ~AudioDevice();
  AudioDevice(const AudioDevice&) = delete;
  AudioDevice& operator=(const AudioDevice&) = delete;

  using DevicesReply = std::function<void(std::vector<DeviceInfo>)>;
  using OpenReply = std::function<void(codec::Result<StreamInfo>)>;
  // The reply comes on the control thread.
  // Lists anew (PortAudio is restarted) unless a stream is open: then the last list comes.
  void rescan(DevicesReply reply);
  // id: of DeviceInfo, or empty for the default. Opens at rateHz if the device can, otherwise at
  // the device's own rate. blockS: length of one callback. Replaces an open stream of that side.
  // Errors: io, with the device named and what to do.
  void open(Side side, std::string id, int rateHz, double blockS, OpenReply reply);
  void close(Side side);

  // The same, waited for. Errors: io, also when the limit passed.
  codec::Result<std::vector<DeviceInfo>> devices(Millis limit);
  codec::Result<StreamInfo> openAndWait(Side side, std::string id, int rateHz, double blockS,
                                        Millis limit);
  bool closeAndWait(Side side, Millis limit);

  DeviceState state(Side side) const;
  bool isStuck() const;
  // A call into the sound system hangs or did at the end: leave the process with _exit(), since
  // PortAudio's own exit handlers would hang too.
  static bool mustExitHard();

 private:
  class Control;
  std::shared_ptr<Control> control_;  // shared with its thread, which may outlive this object
};

}  // namespace gui
