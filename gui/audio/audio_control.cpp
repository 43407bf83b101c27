#include "gui/audio/audio_control.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "gui/audio/thread_urgency.h"

namespace gui {
namespace {

std::atomic<bool> someoneLeftBehind{false};

std::string nameOf(const PaDeviceInfo& device) {
  const PaHostApiInfo* host = Pa_GetHostApiInfo(device.hostApi);
  return std::string(host != nullptr ? host->name : "?") + ": " + device.name;
}

codec::Error deviceError(const std::string& device, const std::string& what) {
  return {codec::ErrorCode::io, device + ": " + what};
}

}  // namespace

const char* problemOf(PaError error) {
  switch (error) {
    case paDeviceUnavailable:
    case paInvalidDevice:
    case paBadIODeviceCombination:
      return "the device is not available; close the program that holds it, or choose another one";
    case paInvalidChannelCount:
      return "the device does not have these channels; choose another one";
    case paInvalidSampleRate:
      return "the device does not run at this sample rate; choose another one";
    case paSampleFormatNotSupported:
      return "the device does not take this sample format; choose another one";
    case paInsufficientMemory:
      return "not enough memory for sound";
    default:
      return "the sound system failed; check the sound server, then try again";
  }
}

AudioDevice::Control::Control(std::shared_ptr<AudioPort> port, CallbackProbe probe)
    : port_(std::move(port)), probe_(probe) {
  for (Stream& s : streams_) s.owner = this;
  stream(Side::output).input = false;
}

void AudioDevice::Control::start(std::shared_ptr<Control> self) {
  std::thread([self = std::move(self)] { self->run(); }).detach();
}

void AudioDevice::Control::quit(Millis limit) {
  std::unique_lock lock(mutex_);
  quit_ = true;
  wake_.notify_all();
  if (!ended_.wait_for(lock, limit, [this] { return done_; })) someoneLeftBehind = true;
}

bool AudioDevice::Control::leftBehind() { return someoneLeftBehind; }

void AudioDevice::Control::post(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  wake_.notify_all();
}

void AudioDevice::Control::run() {
  setUrgency(Urgency::sound);  // the threads of PortAudio and the sound system inherit it
  const auto timed = [this](auto&& call) {
    busySince_ = Clock::now().time_since_epoch().count();
    call();
    busySince_ = 0;
  };
  std::unique_lock lock(mutex_);
  while (!quit_) {
    if (tasks_.empty()) {
      wake_.wait_for(lock, Millis(100), [this] { return quit_ || !tasks_.empty(); });
    }
    if (quit_) break;
    std::function<void()> task;
    if (!tasks_.empty()) {
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    lock.unlock();
    timed([&] {
      if (task) task();
      watch();
    });
    task = nullptr;
    lock.lock();
  }
  tasks_.clear();  // with them the promises that nobody will keep
  lock.unlock();
  timed([this] {
    close(Side::input);
    close(Side::output);
    if (initialized_) Pa_Terminate();
    initialized_ = false;
  });
  lock.lock();
  done_ = true;
  ended_.notify_all();
}

bool AudioDevice::Control::isStuck() const {
  const Clock::rep since = busySince_;
  return since != 0 && Clock::now() - Clock::time_point(Clock::duration(since)) > kStuckAfter;
}

DeviceState AudioDevice::Control::state(Side side) const {
  if (isStuck()) return DeviceState::stuck;
  return streams_[side == Side::input ? 0 : 1].state;
}

// Runs ten times a second: a server that was killed ends the stream, a frozen one only stops
// calling back.
void AudioDevice::Control::watch() {
  for (Stream& s : streams_) {
    if (s.state != DeviceState::running) continue;
    const std::uint64_t blocks = s.blocks.load(std::memory_order_relaxed);
    const auto now = Clock::now();
    if (blocks != s.seenBlocks) {
      s.seenBlocks = blocks;
      s.seenAt = now;
    }
    if (now - s.seenAt > kSilentAfter || Pa_IsStreamActive(s.handle) != 1) {
      s.state = DeviceState::lost;
    }
  }
}

void AudioDevice::Control::restartPortAudio() {
  if (initialized_) Pa_Terminate();
  initialized_ = Pa_Initialize() == paNoError;
}

std::vector<DeviceInfo> AudioDevice::Control::list() {
  for (const Side side : {Side::input, Side::output}) {
    if (stream(side).state == DeviceState::lost) close(side);
  }
  if (streams_[0].handle != nullptr || streams_[1].handle != nullptr) return devices_;
  restartPortAudio();
  devices_.clear();
  if (!initialized_) return devices_;
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
    const PaDeviceInfo* d = Pa_GetDeviceInfo(i);
    if (d == nullptr) continue;
    devices_.push_back({nameOf(*d), d->name, d->maxInputChannels, d->maxOutputChannels,
                        d->defaultSampleRate, i == Pa_GetDefaultInputDevice(),
                        i == Pa_GetDefaultOutputDevice()});
  }
  return devices_;
}

codec::Result<StreamInfo> AudioDevice::Control::tryOpen(Stream& s, int index, int rateHz,
                                                        double blockS) {
  const PaDeviceInfo& device = *Pa_GetDeviceInfo(index);
  const int most = s.input ? device.maxInputChannels : device.maxOutputChannels;
  PaError error = paInvalidChannelCount;
  // Mono input first: the sound system mixes down better than a guess. Sound goes to two channels.
  for (const int channels : s.input ? std::array{1, 2} : std::array{2, 1}) {
    if (channels > most) continue;
    PaStreamParameters p{};
    p.device = index;
    p.channelCount = channels;
    p.sampleFormat = paFloat32;
    p.suggestedLatency = 0.05;
    s.channels = channels;
    const auto block = static_cast<unsigned long>(std::lround(rateHz * blockS));
    error = Pa_OpenStream(&s.handle, s.input ? &p : nullptr, s.input ? nullptr : &p, rateHz, block,
                          paClipOff, &Control::callback, &s);
    if (error != paNoError) {
      s.handle = nullptr;
      continue;
    }
    s.blocks = 0;
    s.seenBlocks = 0;
    s.seenAt = Clock::now() + Millis(1000);  // a device may take its time to start
    error = Pa_StartStream(s.handle);
    if (error == paNoError) {
      const PaStreamInfo* info = Pa_GetStreamInfo(s.handle);
      s.state = DeviceState::running;
      return StreamInfo{
          nameOf(device), rateHz,
          info != nullptr ? (s.input ? info->inputLatency : info->outputLatency) : 0.0,
          static_cast<double>(block) / rateHz};
    }
    Pa_CloseStream(s.handle);
    s.handle = nullptr;
  }
  return deviceError(nameOf(device), problemOf(error));
}

codec::Result<StreamInfo> AudioDevice::Control::open(Side side, const std::string& id, int rateHz,
                                                     double blockS) {
  close(side);
  if (!initialized_) list();
  if (!initialized_ || Pa_GetDeviceCount() <= 0) {
    return codec::Error{codec::ErrorCode::io,
                        "no sound device found; connect one or start the sound server, then "
                        "choose Refresh devices"};
  }
  int index = side == Side::input ? Pa_GetDefaultInputDevice() : Pa_GetDefaultOutputDevice();
  if (!id.empty()) {
    index = paNoDevice;
    for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
      if (nameOf(*Pa_GetDeviceInfo(i)) == id) index = i;
    }
    if (index == paNoDevice) {
      return deviceError(id, "this device is not there any more; choose another one");
    }
  }
  if (index == paNoDevice) {
    return codec::Error{codec::ErrorCode::io, side == Side::input
                                                  ? "there is no input device; connect a microphone"
                                                  : "there is no output device; connect one"};
  }
  Stream& s = stream(side);
  codec::Result<StreamInfo> opened = tryOpen(s, index, rateHz, blockS);
  if (!opened) {
    // Once more at the device's own rate: hardware and JACK know no other.
    const auto own = static_cast<int>(std::lround(Pa_GetDeviceInfo(index)->defaultSampleRate));
    opened = tryOpen(s, index, own, blockS);
  }
  return opened;
}

void AudioDevice::Control::close(Side side) {
  Stream& s = stream(side);
  if (s.handle != nullptr) {
    Pa_AbortStream(s.handle);
    Pa_CloseStream(s.handle);
    s.handle = nullptr;
  }
  s.state = DeviceState::closed;
}

int AudioDevice::Control::callback(const void* in, void* out, unsigned long frames,
                                   const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags flags,
                                   void* user) noexcept {
  Stream& s = *static_cast<Stream*>(user);
  Control& self = *s.owner;
  if (self.probe_.enter != nullptr) self.probe_.enter();
  s.blocks.fetch_add(1, std::memory_order_relaxed);
  self.port_->countXruns((flags & paInputOverflow) != 0, (flags & paOutputUnderflow) != 0);
  if (s.input && in != nullptr) self.capture(s, static_cast<const float*>(in), frames);
  if (!s.input && out != nullptr) self.playback(s, static_cast<float*>(out), frames);
  if (self.probe_.leave != nullptr) self.probe_.leave();
  return paContinue;
}

void AudioDevice::Control::capture(Stream& s, const float* in, std::size_t frames) CODEC_REALTIME {
  if (s.channels == 1) {
    port_->capture({in, frames});
    return;
  }
  while (frames > 0) {
    const std::size_t n = std::min(frames, s.mono.size());
    for (std::size_t i = 0; i < n; ++i) s.mono[i] = 0.5F * (in[2 * i] + in[2 * i + 1]);
    port_->capture({s.mono.data(), n});
    in += 2 * n;
    frames -= n;
  }
}

void AudioDevice::Control::playback(Stream& s, float* out, std::size_t frames) CODEC_REALTIME {
  if (s.channels == 1) {
    port_->playback({out, frames});
    return;
  }
  while (frames > 0) {
    const std::size_t n = std::min(frames, s.mono.size());
    port_->playback({s.mono.data(), n}, {s.side.data(), n});
    for (std::size_t i = 0; i < n; ++i) {
      out[2 * i] = s.mono[i] + s.side[i];
      out[2 * i + 1] = s.mono[i] - s.side[i];
    }
    out += 2 * n;
    frames -= n;
  }
}

}  // namespace gui
