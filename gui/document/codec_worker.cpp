#include "gui/document/codec_worker.h"

#include <QElapsedTimer>
#include <algorithm>
#include <utility>

#include "codec/files/sound_stream.h"
#include "gui/audio/thread_urgency.h"
#include "gui/document/open_file.h"

namespace gui {

CodecWorker::CodecWorker(QObject* parent)
    : QObject(parent),
      cancelled_(std::make_shared<std::atomic<bool>>(false)),
      uncoded_(std::make_shared<std::atomic<bool>>(false)),
      replaced_(std::make_shared<std::atomic<bool>>(false)),
      stopped_(std::make_shared<std::atomic<bool>>(false)) {
  thread_.setObjectName(QStringLiteral("codec worker"));
  context_.moveToThread(&thread_);
  thread_.start(QThread::LowPriority);
  QMetaObject::invokeMethod(
      &context_, [] { setUrgency(Urgency::background); }, Qt::QueuedConnection);
}

CodecWorker::~CodecWorker() {
  *cancelled_ = *uncoded_ = *replaced_ = *stopped_ = true;
  thread_.quit();
  thread_.wait();
}

void CodecWorker::cancel() {
  cancelCoding();
  end(cancelled_, jobs_);
}

void CodecWorker::cancelCoding() { end(uncoded_, codings_); }

void CodecWorker::cancelWriting() { end(stopped_, writes_); }

void CodecWorker::end(std::shared_ptr<std::atomic<bool>>& cancelled, int& count) {
  *cancelled = true;
  cancelled = std::make_shared<std::atomic<bool>>(false);
  if (count == 0) return;
  count = 0;
  if (!isBusy()) Q_EMIT busyChanged();
}

void CodecWorker::toGui(const std::shared_ptr<std::atomic<bool>>& cancelled,
                        std::function<void()> reply) {
  QMetaObject::invokeMethod(
      this,
      [cancelled, reply = std::move(reply)] {
        if (!*cancelled) reply();
      },
      Qt::QueuedConnection);
}

void CodecWorker::start(const QString& what, Work work,
                        std::shared_ptr<std::atomic<bool>> cancelled, int& count) {
  const bool idle = !isBusy();
  ++count;
  if (idle) Q_EMIT busyChanged();
  QMetaObject::invokeMethod(
      &context_,
      [this, what, work = std::move(work), cancelled, &count] {
        if (*cancelled) return;
        QElapsedTimer since;
        since.start();
        qint64 toldMs = -1000;
        const Control control{cancelled.get(), [&](double share) {
                                if (since.elapsed() - toldMs < 50) return;
                                toldMs = since.elapsed();
                                toGui(cancelled,
                                      [this, what, share] { Q_EMIT progressed(what, share); });
                              }};
        control.progress(0.0);  // says what is done
        std::function<void()> reply = work(control);
        toGui(cancelled, [this, reply = std::move(reply), &count] {
          --count;
          if (reply) reply();
          if (!isBusy()) Q_EMIT busyChanged();
        });
      },
      Qt::QueuedConnection);
}

std::function<void()> CodecWorker::fail(const codec::Error& error) {
  return [this, error] {
    if (error.code != codec::ErrorCode::cancelled) Q_EMIT failed(error);
  };
}

void CodecWorker::loadModel(const QString& nameOrPath) {
  *replaced_ = true;
  replaced_ = std::make_shared<std::atomic<bool>>(false);
  loads_ = 0;
  const auto load = [this, name = nameOrPath.toStdString()](const Control&) {
    auto path = codec::find_model(name);
    if (!path) return fail(path.error());
    auto model = codec::Model::load(*path);
    if (!model) return fail(model.error());
    return std::function<void()>([this, m = *model] { Q_EMIT modelLoaded(m); });
  };
  start(tr("Loading the model"), load, replaced_, loads_);
}

void CodecWorker::open(const std::filesystem::path& path, ModelPtr model,
                       const codec::ChannelChoice& channel) {
  const QString name = QString::fromStdString(path.filename().string());
  start(tr("Opening %1").arg(name), [this, path, model, channel](const Control& control) {
    auto file = openFile(path, model, channel, *control.cancelled, control.progress);
    if (!file) {
      return std::function<void()>([this, tell = fail(file.error())] {
        tell();
        Q_EMIT notOpened();
      });
    }
    return std::function<void()>([this, f = *file] { Q_EMIT opened(f); });
  });
}

void CodecWorker::encode(ModelPtr model, Track original, int levels) {
  const auto work = [this, model, original, levels, cancelled = uncoded_](const Control& control) {
    const int rate = model->config().sample_rate_hz;
    auto encoder = codec::SoundEncoder::open(model, rate);
    if (!encoder) return fail(encoder.error());
    auto decoder = codec::SoundDecoder::open(model, rate, {.length = original.size()});
    if (!decoder) return fail(decoder.error());
    const std::uint32_t mask = (1u << levels) - 1u;
    std::vector<float> block(50 * static_cast<std::size_t>(decoder->hop_samples()));
    for (codec::SampleIndex at = 0; at < original.size();) {
      if (*control.cancelled) return std::function<void()>();
      const auto n = static_cast<std::size_t>(std::min<codec::SampleIndex>(
          original.size() - at, static_cast<codec::SampleIndex>(block.size())));
      original.read(at, std::span(block).first(n));
      at += static_cast<codec::SampleIndex>(n);
      std::vector<codec::Code> codes;
      std::vector<float> audio;
      encoder->push(std::span(block).first(n), codes);
      if (at >= original.size()) encoder->finish(codes);
      decoder->push(codes, encoder->levels(), audio, mask);
      if (at >= original.size()) decoder->finish(audio);
      toGui(cancelled,
            [this, c = std::move(codes), s = std::move(audio)] { Q_EMIT produced(c, s); });
      control.progress(static_cast<double>(at) / static_cast<double>(original.size()));
    }
    return std::function<void()>([this] { Q_EMIT encoded(); });
  };
  start(tr("Encoding"), work, uncoded_, codings_);
}

void CodecWorker::decode(ModelPtr model, std::shared_ptr<const codec::Codes> codes,
                         std::vector<codec::Damage::Range> lost, int levels,
                         codec::SampleIndex length) {
  const auto work = [this, model, codes, lost = std::move(lost), levels, length,
                     cancelled = uncoded_](const Control& control) {
    auto decoder = codec::SoundDecoder::open(model, model->config().sample_rate_hz,
                                             {.length = length, .lost = lost});
    if (!decoder) return fail(decoder.error());
    const std::uint32_t mask = (1u << levels) - 1u;
    const auto all = static_cast<std::size_t>(codes->levels);
    const std::int64_t frames = codes->frames();
    for (std::int64_t frame = 0; frame < frames;) {
      if (*control.cancelled) return std::function<void()>();
      const auto n = static_cast<std::size_t>(std::min<std::int64_t>(50, frames - frame));
      std::vector<float> audio;
      decoder->push(std::span(codes->data).subspan(static_cast<std::size_t>(frame) * all, n * all),
                    codes->levels, audio, mask);
      frame += static_cast<std::int64_t>(n);
      if (frame == frames) decoder->finish(audio);
      toGui(cancelled, [this, s = std::move(audio)] { Q_EMIT produced({}, s); });
      control.progress(static_cast<double>(frame) / static_cast<double>(frames));
    }
    return std::function<void()>([this] { Q_EMIT decoded(); });
  };
  start(tr("Decoding"), work, uncoded_, codings_);
}

void CodecWorker::run(const QString& what, std::function<codec::Status(const Control&)> work,
                      std::function<void()> done) {
  start(what, working(std::move(work), std::move(done)));
}

void CodecWorker::write(const QString& what, std::function<codec::Status(const Control&)> work,
                        std::function<void()> done) {
  start(what, working(std::move(work), std::move(done)), stopped_, writes_);
}

CodecWorker::Work CodecWorker::working(std::function<codec::Status(const Control&)> work,
                                       std::function<void()> done) {
  return [this, work = std::move(work), done = std::move(done)](const Control& control) {
    const codec::Status status = work(control);
    return status ? done : fail(status.error());
  };
}

}  // namespace gui
