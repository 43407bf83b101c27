#include "gui/document/audio_controller.h"

#include <QDateTime>
#include <QStandardPaths>
#include <algorithm>
#include <cmath>
#include <utility>

#include "gui/document/error_text.h"

namespace gui {
namespace {

constexpr double kBlockS = 0.0025;
constexpr int kBusyMs = 33;
constexpr int kIdleMs = 200;
constexpr int kCloseAfterPolls = 25;  // an output that nobody uses is closed after 5 s

QString text(const codec::Error& error) { return errorText(error); }

}  // namespace

AudioController::AudioController(Session* session, QObject* parent)
    : QObject(parent),
      session_(session),
      port_(std::make_shared<AudioPort>()),
      device_(port_),
      writer_(port_),
      engine_(port_) {
  connect(&timer_, &QTimer::timeout, this, &AudioController::poll);
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.start(kIdleMs);
  connect(session_, &Session::documentChanged, this, &AudioController::followSource);
  connect(session_, &Session::modelChanged, this, [this] { engine_.setModel(session_->model()); });
  const auto followMask = [this] {
    if (!previewing_) engine_.setLevelMask(session_->levelMask());
  };
  connect(session_, &Session::switchesChanged, this, followMask);
  connect(session_, &Session::savedLevelsChanged, this, followMask);
  engine_.setModel(session_->model());
}

AudioController::~AudioController() {
  if (transport_ == Transport::recording) writer_.end();
}

std::filesystem::path AudioController::spoolFolder() {
  const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  return std::filesystem::path(data.toStdString()) / "recordings";
}

// Runs the call on the GUI thread, unless this object is gone by then.
void AudioController::toGui(std::function<void()> call) {
  QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

void AudioController::refreshDevices() {
  if (transport_ == Transport::idle) {
    device_.close(Side::output);
    device_.close(Side::input);
    output_.rateHz = input_.rateHz = 0;
  }
  device_.rescan([this](std::vector<DeviceInfo> list) {
    toGui([this, list = std::move(list)] {
      devices_ = list;
      devicesKnown_ = true;
      stuckTold_ = false;
      Q_EMIT devicesChanged();
    });
  });
}

void AudioController::setDevice(Side side, const QString& id) {
  QString& current = ids_[side == Side::input ? 0 : 1];
  if (current == id) return;
  current = id;
  if (side == Side::output && transport_ == Transport::idle) {
    device_.close(Side::output);
    output_.rateHz = 0;
  }
}

QString AudioController::device(Side side) const { return ids_[side == Side::input ? 0 : 1]; }

void AudioController::setTransport(Transport transport) {
  transport_ = transport;
  timer_.setInterval(transport == Transport::idle ? kIdleMs : kBusyMs);
  idlePolls_ = 0;
  Q_EMIT transportChanged();
}

bool AudioController::hearsWhole() const {
  const Document& d = session_->document();
  std::error_code none;
  return d.hasOriginal() && !d.recording && !whole_.empty() &&
         std::filesystem::is_regular_file(whole_, none);
}

// What a document was opened from or recorded to stays its original when it is saved as something
// else.
void AudioController::followSource() {
  const Document& d = session_->document();
  if (wholeOf_.lock() == d.original) return;
  wholeOf_ = d.original;
  whole_ = d.spool.empty() ? d.path : d.spool;
}

// As the original has it, so that it need not be converted.
int AudioController::playRate() const {
  constexpr int kHighest = 96000;
  const Document& d = session_->document();
  const int codec = d.original->track.rateHz();
  return hearsWhole() ? std::clamp(d.sourceRateHz, std::min(codec, kHighest), kHighest) : codec;
}

void AudioController::withOutput(int rate, std::function<void()> then,
                                 std::function<void(const codec::Error&)> otherwise) {
  if (output_.rateHz > 0 && outputWanted_ == rate &&
      device_.state(Side::output) == DeviceState::running) {
    return then();
  }
  output_.rateHz = 0;
  outputWanted_ = rate;
  device_.open(Side::output, ids_[1].toStdString(), rate, kBlockS,
               [this, serial = serial_, then = std::move(then),
                otherwise = std::move(otherwise)](codec::Result<StreamInfo> info) {
                 toGui([this, serial, then, otherwise, info = std::move(info)] {
                   if (info) output_ = *info;
                   if (serial != serial_) return;
                   if (info) {
                     then();
                   } else {
                     otherwise(info.error());
                   }
                 });
               });
}

void AudioController::play(TimeSpan span, bool loop) { playDocument(span, loop, true); }

void AudioController::scrub(codec::SampleIndex at) {
  constexpr qint64 kOftenMs = 60;
  if (scrubbed_.isValid() && scrubbed_.elapsed() < kOftenMs) return;
  scrubbed_.start();
  const auto tenth = static_cast<codec::SampleIndex>(session_->axis().rateHz() / 10);
  playDocument({at, at + tenth}, false, false);
}

void AudioController::playLevels(TimeSpan span, std::uint32_t mask) {
  playDocument(span, false, true, mask);
}

void AudioController::playDocument(TimeSpan span, bool loop, bool follows,
                                   std::optional<std::uint32_t> mask) {
  if (transport_ == Transport::recording || transport_ == Transport::finishing) return;
  const Document& d = session_->document();
  span.end = std::min(span.end, d.length);
  if (span.empty()) return;
  ++serial_;
  previewing_ = mask.has_value();
  follows_ = follows;
  playedToItsEnd_ = false;
  engine_.setLevelMask(mask.value_or(session_->levelMask()));
  setTransport(Transport::starting);
  withOutput(
      playRate(),
      [this, span, loop, mask] {
        const Document& now = session_->document();
        PlayRequest request;
        // Without an original the reconstruction is heard, whatever is chosen.
        request.source = mask ? Track(now.original->track.rateHz()) : now.original->track;
        if (!mask && hearsWhole()) {
          request.whole = whole_;
          request.channel = now.channel;
        }
        request.codes = std::make_shared<codec::Codes>(*now.codes);
        request.lost = now.lost;
        request.begin = playBegin_ = span.begin;
        request.end = span.end;
        request.loop = loop;
        engine_.play(std::move(request), output_.rateHz);
        setTransport(Transport::playing);
      },
      [this](const codec::Error& error) {
        setTransport(Transport::idle);
        Q_EMIT problem(tr("Cannot play. %1").arg(text(error)));
      });
}

void AudioController::setLoop(bool on) {
  if (!previewing_) engine_.setLoop(on);
}

void AudioController::preview(codec::Codes codes, std::uint32_t mask) {
  if (session_->model() == nullptr) return;
  playAside(mask, [this, codes = std::make_shared<codec::Codes>(std::move(codes))] {
    PlayRequest request;
    request.source = Track(session_->model()->config().sample_rate_hz);
    request.codes = codes;
    request.end = codes->frames() * session_->hopSamples();
    return request;
  });
}

void AudioController::playSound(const Track& sound) {
  playAside(session_->levelMask(), [sound] {
    PlayRequest request;
    request.source = sound;
    request.end = sound.size();
    request.plain = true;
    return request;
  });
}

void AudioController::playAside(std::uint32_t mask, std::function<PlayRequest()> request) {
  if (transport_ == Transport::recording || transport_ == Transport::finishing) return;
  ++serial_;
  playedToItsEnd_ = false;
  setTransport(Transport::starting);
  withOutput(
      playRate(),
      [this, mask, request = std::move(request)] {
        previewing_ = true;
        follows_ = false;
        engine_.setLevelMask(mask);
        engine_.play(request(), output_.rateHz);
        setTransport(Transport::playing);
      },
      [this](const codec::Error& error) {
        setTransport(Transport::idle);
        Q_EMIT problem(tr("Cannot play. %1").arg(text(error)));
      });
}

void AudioController::record() {
  if (transport_ == Transport::recording || transport_ == Transport::finishing) return;
  engine_.stopPlaying();
  ++serial_;
  setTransport(Transport::starting);
  paused_ = false;
  port_->setPaused(true);  // until both ends of the recording are ready
  const int rate =
      session_->model() != nullptr ? session_->model()->config().sample_rate_hz : 16000;
  // Without an output there is no monitor, but there is a recording.
  const auto openInput = [this, rate, serial = serial_] {
    device_.open(Side::input, ids_[0].toStdString(), rate, kBlockS,
                 [this, serial](codec::Result<StreamInfo> info) {
                   toGui([this, serial, info = std::move(info)] {
                     if (serial != serial_) return;
                     if (info) return startCapture(*info);
                     setTransport(Transport::idle);
                     Q_EMIT problem(tr("Cannot record. %1").arg(text(info.error())));
                   });
                 });
  };
  withOutput(rate, openInput, [openInput](const codec::Error&) { openInput(); });
}

void AudioController::startCapture(const StreamInfo& info) {
  input_ = info;
  const int rate =
      session_->model() != nullptr ? session_->model()->config().sample_rate_hz : 16000;
  if (codec::Status status = writer_.begin(spoolFolder(), info.rateHz, rate); !status) {
    device_.close(Side::input);
    setTransport(Transport::idle);
    Q_EMIT problem(tr("Cannot record. %1").arg(text(status.error())));
    return;
  }
  session_->beginRecording(
      tr("Recording %1")
          .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd hh-mm-ss"))),
      writer_.spoolPath());
  engine_.setLevelMask(session_->levelMask());
  engine_.setMonitor(monitor_);
  resetStats();
  engine_.beginCapture(info.rateHz, output_.rateHz);
  setTransport(Transport::recording);
}

void AudioController::setPaused(bool on) {
  if (transport_ != Transport::recording) return;
  paused_ = on;
  port_->setPaused(on);
  Q_EMIT transportChanged();
}

void AudioController::stop() {
  ++serial_;
  playedToItsEnd_ = false;
  if (transport_ == Transport::recording) {
    finishRecording();
  } else if (transport_ == Transport::playing || transport_ == Transport::starting) {
    engine_.stopPlaying();
    if (transport_ == Transport::starting) device_.close(Side::input);
    setTransport(Transport::idle);
  }
}

void AudioController::finishRecording() {
  port_->setPaused(true);
  writer_.end();
  engine_.endCapture();
  device_.close(Side::input);
  setTransport(Transport::finishing);
}

void AudioController::setMonitor(bool on) {
  monitor_ = on;
  engine_.setMonitor(on);
}

void AudioController::setListen(Listen listen) {
  if (listen == engine_.listen()) return;
  engine_.setListen(listen);
  Q_EMIT listenChanged();
}

void AudioController::resetStats() {
  engine_.resetStats();
  base_ = port_->counters();
}

AudioPort::Counters AudioController::counters() const {
  const AudioPort::Counters now = port_->counters();
  return {now.captureBlocks - base_.captureBlocks,   now.captureSamples - base_.captureSamples,
          now.playbackBlocks - base_.playbackBlocks, now.recordDropped - base_.recordDropped,
          now.liveDropped - base_.liveDropped,       now.underruns - base_.underruns,
          now.inputOverflows - base_.inputOverflows, now.outputUnderflows - base_.outputUnderflows};
}

void AudioController::poll() {
  if (transport_ == Transport::recording || transport_ == Transport::finishing) pollRecording();
  if (transport_ == Transport::playing) {
    const OutputLevel level = engine_.takeLevel();
    Q_EMIT outputLevel(level.peak, level.rms);
    if (follows_) {
      const auto late =
          static_cast<codec::SampleIndex>(output_.latencyS * session_->axis().rateHz());
      const codec::SampleIndex at = std::max(playBegin_, engine_.position() - late);
      session_->axis().setCursor(at);
      session_->axis().keepVisible(at);
    }
    if (const auto error = engine_.takeSourceError()) {
      Q_EMIT problem(tr("The original cannot be read as it was: %1. A plays it as the codec hears "
                        "it.")
                         .arg(text(*error)));
    }
    if (!engine_.isPlaying()) {
      playedToItsEnd_ = true;
      if (follows_) session_->axis().setCursor(playBegin_);
      setTransport(Transport::idle);
    }
  }
  if (transport_ == Transport::idle && output_.rateHz > 0 && ++idlePolls_ > kCloseAfterPolls) {
    device_.close(Side::output);
    output_.rateHz = 0;
  }
  watchDevices();
  Q_EMIT ticked();
}

void AudioController::pollRecording() {
  const Level level = writer_.takeLevel();
  if (level.any) Q_EMIT inputLevel(level.peak, level.rms, level.clipped);
  const OutputLevel out = engine_.takeLevel();
  Q_EMIT outputLevel(out.peak, out.rms);
  session_->appendOriginal(writer_.take());
  const LiveOutput live = engine_.takeOutput();
  session_->appendProduced(live.codes, live.reconstruction);
  session_->axis().setCursor(session_->document().length);
  if (const auto error = writer_.takeError()) {
    Q_EMIT problem(tr("The recording goes on in memory only. %1").arg(text(*error)));
  }
  if (transport_ == Transport::finishing && live.complete) {
    setTransport(Transport::idle);
    session_->endRecording(live.gaps    ? Session::Live::encodeAnew
                           : live.draft ? Session::Live::decodeAnew
                                        : Session::Live::complete);
    session_->axis().setCursor(0);
  }
}

void AudioController::watchDevices() {
  if (device_.isStuck()) {
    if (!stuckTold_) {
      stuckTold_ = true;
      Q_EMIT problem(
          tr("The sound system does not answer. Everything else goes on; check the "
             "sound server, then choose Refresh devices."));
      if (transport_ == Transport::recording) finishRecording();
      if (transport_ == Transport::playing || transport_ == Transport::starting) stop();
    }
    return;
  }
  if (transport_ == Transport::recording && device_.state(Side::input) == DeviceState::lost) {
    finishRecording();
    Q_EMIT problem(
        tr("The input device went away. What was recorded until then is kept. Reconnect it or "
           "choose another one, then record on."));
    refreshDevices();
  }
  if (output_.rateHz > 0 && device_.state(Side::output) == DeviceState::lost) {
    output_.rateHz = 0;
    device_.close(Side::output);
    if (transport_ == Transport::playing) {
      ++serial_;
      engine_.stopPlaying();
      setTransport(Transport::idle);
      Q_EMIT problem(tr("The output device went away. Reconnect it or choose another one."));
      refreshDevices();
    }
  }
}

}  // namespace gui
