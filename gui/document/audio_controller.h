// Recording and playing for the window: devices, capture, live codec and document held together.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <optional>

#include "gui/audio/audio_device.h"
#include "gui/audio/capture_writer.h"
#include "gui/audio/live_engine.h"
#include "gui/document/session.h"

namespace gui {

enum class Transport { idle, starting, playing, recording, finishing };

// Nothing here waits for a device: answers come later, as signals.
// Threads: GUI.
class AudioController : public QObject {
  Q_OBJECT
 public:
  explicit AudioController(Session* session, QObject* parent = nullptr);
  ~AudioController() override;

  const std::vector<DeviceInfo>& devices() const { return devices_; }
  bool devicesKnown() const { return devicesKnown_; }
  void refreshDevices();
  // Ids of DeviceInfo; empty: the default device. Used from the next start on.
  void setDevice(Side side, const QString& id);
  QString device(Side side) const;

  Transport transport() const { return transport_; }
  void record();
  void setPaused(bool on);
  bool isPaused() const { return transport_ == Transport::recording && paused_; }
  void play(TimeSpan span, bool loop);
  void setLoop(bool on);  // of what plays
  // A tenth of a second of the document, from there; the cursor stays. Not more often than it can
  // be heard.
  void scrub(codec::SampleIndex at);
  // The document from those codebooks alone, whatever the switches are.
  void playLevels(TimeSpan span, std::uint32_t mask);
  // Whether A plays the sound as it lies on disk: its own rate and channels.
  bool hearsWhole() const;
  // A sound of codes alone, beside the document.
  void preview(codec::Codes codes, std::uint32_t mask);
  // A sound that is no part of the document, as it is.
  void playSound(const Track& sound);
  void stop();
  // Whether what was played last came to its end, unstopped.
  bool playedToItsEnd() const { return playedToItsEnd_; }

  void setMonitor(bool on);
  bool monitor() const { return monitor_; }
  void setListen(Listen listen);
  Listen listen() const { return engine_.listen(); }

  LiveStats stats() const { return engine_.stats(); }
  AudioPort::Counters counters() const;  // since the last reset
  void resetStats();
  // Of the streams that are or were open; rateHz 0: none yet.
  const StreamInfo& stream(Side side) const { return side == Side::input ? input_ : output_; }

  static std::filesystem::path spoolFolder();

 Q_SIGNALS:
  void transportChanged();
  void devicesChanged();
  void listenChanged();
  void problem(const QString& text);
  void inputLevel(float peak, float rms, bool clipped);
  void outputLevel(float peak, float rms);
  void ticked();  // thirty times a second while anything runs, else five times

 private:
  void playDocument(TimeSpan span, bool loop, bool follows, std::optional<std::uint32_t> mask = {});
  void playAside(std::uint32_t mask, std::function<PlayRequest()> request);
  void poll();
  void pollRecording();
  void watchDevices();
  void setTransport(Transport transport);
  void startCapture(const StreamInfo& info);
  void finishRecording();
  void withOutput(int rateHz, std::function<void()> then,
                  std::function<void(const codec::Error&)> otherwise);
  int playRate() const;
  void followSource();
  void toGui(std::function<void()> call);

  Session* session_;
  std::shared_ptr<AudioPort> port_;
  AudioDevice device_;
  CaptureWriter writer_;
  LiveEngine engine_;
  QTimer timer_;
  std::vector<DeviceInfo> devices_;
  bool devicesKnown_ = false;
  QString ids_[2];
  StreamInfo input_;
  StreamInfo output_;
  int outputWanted_ = 0;         // the rate that it was opened for
  std::filesystem::path whole_;  // where the original of the document came from; empty: nowhere
  std::weak_ptr<const Sound> wholeOf_;
  Transport transport_ = Transport::idle;
  bool paused_ = false;  // by the user; the port also rests until both ends are ready
  bool monitor_ = false;
  bool previewing_ = false;
  bool follows_ = true;  // the cursor follows what plays
  QElapsedTimer scrubbed_;
  bool playedToItsEnd_ = false;
  bool stuckTold_ = false;
  codec::SampleIndex playBegin_ = 0;
  int idlePolls_ = 0;
  AudioPort::Counters base_;
  int serial_ = 0;  // answers to former starts are ignored
};

}  // namespace gui
