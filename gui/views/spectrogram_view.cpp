#include "gui/views/spectrogram_view.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>
#include <cmath>
#include <utility>

#include "gui/audio/thread_urgency.h"
#include "gui/look/theme.h"

namespace gui {
namespace {

// One thread is enough: pictures wait behind sound.
QThreadPool& pool() {
  static QThreadPool* const instance = [] {
    auto* p = new QThreadPool(qApp);
    p->setMaxThreadCount(1);
    p->setThreadPriority(QThread::LowPriority);
    p->setExpiryTimeout(-1);  // so that the thread stays as unhurried as its first job makes it
    p->start([] { setUrgency(Urgency::background); });
    return p;
  }();
  return *instance;
}

}  // namespace

SpectrogramView::SpectrogramView(TimeAxis* axis, Role role, QWidget* parent)
    : TimeView(axis, parent), role_(role) {
  setMinimumHeight(48);
  const QString names[] = {tr("Spectrogram of the original"),
                           tr("Spectrogram of the reconstruction"),
                           tr("Difference of the spectrograms")};
  setAccessibleName(names[static_cast<int>(role)]);
  connect(axis, &TimeAxis::viewChanged, this, &SpectrogramView::request);
}

SpectrogramView::~SpectrogramView() = default;

void SpectrogramView::setSounds(std::shared_ptr<const Sound> first,
                                std::shared_ptr<const Sound> second) {
  if (first_ == first && second_ == second) return grow();
  first_ = std::move(first);
  second_ = std::move(second);
  ++generation_;
  shown_ = std::make_shared<SpectrogramImage>();
  request();
  refresh();
}

void SpectrogramView::setStyle(const SpectrogramStyle& style) {
  style_ = style;
  request();
}

void SpectrogramView::setHint(const QString& text) {
  if (hint_ == text) return;
  hint_ = text;
  refresh();
}

void SpectrogramView::grow() { request(); }

void SpectrogramView::resizeEvent(QResizeEvent* event) {
  TimeView::resizeEvent(event);
  request();
}

void SpectrogramView::showEvent(QShowEvent* event) {
  TimeView::showEvent(event);
  request();
}

void SpectrogramView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && role_ == Role::difference) request();
  TimeView::changeEvent(event);
}

bool SpectrogramView::hasSound() const {
  return first_ != nullptr && first_->track.size() > 0 &&
         (role_ != Role::difference || (second_ != nullptr && second_->track.size() > 0));
}

void SpectrogramView::request() {
  if (!isVisible() || !hasSound()) return;
  if (running_) {
    again_ = true;
    return;
  }
  const qreal ratio = devicePixelRatioF();
  SpectrogramRequest r{.first = first_->track, .second = {}, .style = style_};
  r.style.middle = colours().plot.rgb();
  if (role_ == Role::difference) r.second = second_->track;
  r.perColumn = axis().samplesPerPixel() / ratio;
  r.begin =
      static_cast<std::int64_t>(std::floor(static_cast<double>(axis().start()) / r.perColumn));
  const auto whole =
      static_cast<std::int64_t>(std::ceil(static_cast<double>(first_->track.size()) / r.perColumn));
  r.columns = static_cast<int>(
      std::clamp<std::int64_t>(whole - r.begin, 0, static_cast<std::int64_t>(width() * ratio) + 2));
  r.rows = static_cast<int>(height() * ratio);
  running_ = true;
  again_ = false;
  const QPointer<SpectrogramView> self(this);
  pool().start([self, r = std::move(r), before = shown_, generation = generation_] {
    auto image = std::make_shared<SpectrogramImage>(renderSpectrogram(r, *before));
    QMetaObject::invokeMethod(
        qApp,
        [self, image, generation] {
          if (!self) return;
          self->running_ = false;
          if (generation == self->generation_) {
            self->shown_ = image;
            self->refresh();
          }
          if (self->again_ || generation != self->generation_) self->request();
        },
        Qt::QueuedConnection);
  });
}

void SpectrogramView::paintPicture(QPainter& painter) {
  if (!hasSound()) {
    paintHint(painter, hint_);
    return;
  }
  const SpectrogramImage& s = *shown_;
  if (role_ != Role::difference) painter.fillRect(rect(), QColor(colourTable(style_.map)[0]));
  if (!s.image.isNull()) {
    const double left =
        axis().pixelOf(0) + static_cast<double>(s.begin) * s.perColumn / axis().samplesPerPixel();
    const double wide = s.image.width() * s.perColumn / axis().samplesPerPixel();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(QRectF(left, 0, wide, height()), s.image);
  }
  paintFrequencies(painter);
}

void SpectrogramView::paintFrequencies(QPainter& painter) {
  const int rate = first_->track.rateHz();
  QFont small = painter.font();
  small.setPointSizeF(std::max(6.5, small.pointSizeF() * 0.8));
  painter.setFont(small);
  const QFontMetrics metrics(small);
  double lastRow = 1e9;
  // Low ones stand apart on the mel scale only.
  const double lowest = style_.scale == FrequencyScale::mel ? 500.0 : 1000.0;
  for (const double hz : {500.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0, 6000.0, 7000.0, 10000.0}) {
    if (hz < lowest) continue;
    if (hz >= rate * 0.48) break;
    const double row = rowOfFrequency(hz, height(), rate, style_.scale);
    if (row < metrics.height() || row > height() - 6 || lastRow - row < metrics.height() + 6)
      continue;
    lastRow = row;
    const QString text = hz < 1000 ? QStringLiteral("500 Hz") : tr("%1 kHz").arg(hz / 1000);
    const QRectF box(0, row - metrics.height() * 0.5, metrics.horizontalAdvance(text) + 10,
                     metrics.height());
    QColor ground = colours().plot;
    ground.setAlpha(190);
    painter.fillRect(box, ground);
    painter.setPen(colours().text);
    painter.drawText(box, Qt::AlignCenter, text);
  }
}

void SpectrogramView::mouseMoveEvent(QMouseEvent* event) {
  if (hasSound() && event->buttons() == Qt::NoButton) {
    const double hz =
        frequencyOfRow(event->position().y(), height(), first_->track.rateHz(), style_.scale);
    setToolTip(tr("%1, %2 Hz")
                   .arg(formatTime(axis().seconds(axis().sampleAt(event->position().x()))))
                   .arg(std::lround(hz)));
  }
  TimeView::mouseMoveEvent(event);
}

}  // namespace gui
