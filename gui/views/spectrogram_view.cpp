#include "gui/views/spectrogram_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPointer>
#include <QThreadPool>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "gui/document/unhurried_thread.h"
#include "gui/look/theme.h"

namespace gui {
namespace {

// One thread is enough: pictures wait behind sound.
QThreadPool& pool() {
  static QThreadPool* const instance = unhurriedThread(QThread::LowPriority);
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
  for (const double hz : frequencyTicks(style_, rate, height(), 2 * metrics.height())) {
    const double row = rowOfFrequency(hz, height(), rate, style_.scale, style_.band);
    if (row < metrics.height() || row > height() - 6) continue;
    const QString text = frequencyText(hz);
    const QRectF box(0, row - metrics.height() * 0.5, metrics.horizontalAdvance(text) + 10,
                     metrics.height());
    // On what is mostly the dark end of the map, whatever the theme.
    painter.fillRect(box, QColor(0, 0, 0, 120));
    painter.setPen(QColor(235, 238, 242));
    painter.drawText(box, Qt::AlignCenter, text);
  }
}

std::optional<SpectrogramView::Point> SpectrogramView::pointAt(const QPointF& at) const {
  const codec::SampleIndex sample = axis().sampleAt(at.x());
  if (!hasSound() || sample < 0 || sample >= first_->track.size() || !QRectF(rect()).contains(at)) {
    return {};
  }
  const int rate = first_->track.rateHz();
  Point p{sample, frequencyOfRow(at.y(), height(), rate, style_.scale, style_.band), 0.0};
  p.db = levelAt(first_->track, sample, p.hz, style_.windowSamples);
  if (role_ == Role::difference) {
    const double floor = style_.floorDb;
    p.db = std::max(p.db, floor) -
           std::max(levelAt(second_->track, sample, p.hz, style_.windowSamples), floor);
  }
  return p;
}

void SpectrogramView::mouseMoveEvent(QMouseEvent* event) {
  pointedRow_ = event->position().y();
  update();
  Q_EMIT pointed(pointAt(event->position()));
  TimeView::mouseMoveEvent(event);
}

void SpectrogramView::leaveEvent(QEvent* event) {
  pointedRow_ = -1.0;
  update();
  Q_EMIT pointed({});
  TimeView::leaveEvent(event);
}

void SpectrogramView::paintOver(QPainter& painter) {
  if (pointedRow_ < 0 || !hasSound()) return;
  painter.setPen(QPen(colours().dim, 1.0, Qt::DotLine));
  painter.drawLine(QPointF(0, pointedRow_), QPointF(width(), pointedRow_));
}

void SpectrogramView::wheelEvent(QWheelEvent* event) {
  constexpr auto kBoth = Qt::ControlModifier | Qt::ShiftModifier;
  if ((event->modifiers() & kBoth) != kBoth || !hasSound()) return TimeView::wheelEvent(event);
  const QPoint delta = event->angleDelta();
  const double steps = (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;
  const int rate = first_->track.rateHz();
  const double hz =
      frequencyOfRow(event->position().y(), height(), rate, style_.scale, style_.band);
  Q_EMIT bandWanted(zoomedBand(style_.band, std::pow(1.35, steps), hz, rate, style_.scale));
  event->accept();
}

void SpectrogramView::keyPressEvent(QKeyEvent* event) {
  const double step = event->key() == Qt::Key_Up ? 0.1 : event->key() == Qt::Key_Down ? -0.1 : 0.0;
  if (step == 0.0 || event->modifiers() != Qt::NoModifier || !hasSound()) {
    return TimeView::keyPressEvent(event);
  }
  Q_EMIT bandWanted(movedBand(style_.band, step, first_->track.rateHz(), style_.scale));
}

}  // namespace gui
