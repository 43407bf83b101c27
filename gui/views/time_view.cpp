#include "gui/views/time_view.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/look/theme.h"

namespace gui {

using codec::SampleIndex;

TimeView::TimeView(TimeAxis* axis, QWidget* parent) : QWidget(parent), axis_(axis) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMouseTracking(true);
  setCursor(Qt::IBeamCursor);
  setFocusPolicy(Qt::StrongFocus);
  connect(axis, &TimeAxis::viewChanged, this, &TimeView::refresh);
  connect(axis, &TimeAxis::selectionChanged, this, qOverload<>(&QWidget::update));
  connect(axis, &TimeAxis::cursorChanged, this, [this] {
    const double now = axis_->pixelOf(axis_->cursor());
    updateColumns(cursorAt_, cursorAt_);
    updateColumns(now, now);
    cursorAt_ = now;
  });
}

void TimeView::updateColumns(double from, double to) {
  const int left = static_cast<int>(std::clamp(from, -1e6, 1e6)) - 3;
  const int right = static_cast<int>(std::clamp(to, -1e6, 1e6)) + 4;
  update(left, 0, right - left, height());
}

void TimeView::refresh() {
  stale_ = true;
  update();
}

void TimeView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) refresh();
  QWidget::changeEvent(event);
}

void TimeView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (painter.paintEngine()->type() == QPaintEngine::SVG) {
    painter.save();
    painter.fillRect(rect(), colours().plot);
    painter.setFont(font());
    paintPicture(painter);
    painter.restore();
  } else {
    updatePicture();
    painter.drawPixmap(0, 0, picture_);
  }
  paintMarks(painter);
}

void TimeView::updatePicture() {
  const qreal ratio = devicePixelRatioF();
  const QSize wanted = (QSizeF(size()) * ratio).toSize();
  if (stale_ || picture_.size() != wanted) {
    if (picture_.size() != wanted) picture_ = QPixmap(wanted);
    picture_.setDevicePixelRatio(ratio);
    picture_.fill(colours().plot);
    QPainter painter(&picture_);
    painter.setFont(font());
    paintPicture(painter);
    stale_ = false;
  }
}

void TimeView::paintMarks(QPainter& painter) {
  const TimeSpan selection = axis_->selection();
  if (!selection.empty()) {
    const double left = std::max(-2.0, axis_->pixelOf(selection.begin));
    const double right = std::min(width() + 2.0, axis_->pixelOf(selection.end));
    if (right > left) {
      painter.fillRect(QRectF(left, 0, right - left, height()), colours().selection);
      painter.setPen(colours().original);
      painter.drawLine(QPointF(left, 0), QPointF(left, height()));
      painter.drawLine(QPointF(right, 0), QPointF(right, height()));
    }
  }
  paintOver(painter);
  const double x = axis_->pixelOf(axis_->cursor());
  if (x >= -1 && x <= width() && axis_->length() > 0) {
    painter.setPen(QPen(colours().cursor, 1.5));
    painter.drawLine(QPointF(x, 0), QPointF(x, height()));
  }
  cursorAt_ = x;
  if (!hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colours().original, 2.0));
  painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
}

void TimeView::paintHint(QPainter& painter, const QString& text) {
  painter.setPen(colours().dim);
  painter.drawText(rect().adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void TimeView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  pressedAt_ = event->position().x();
  dragging_ = false;
}

void TimeView::mouseMoveEvent(QMouseEvent* event) {
  if (!(event->buttons() & Qt::LeftButton)) return;
  const double x = event->position().x();
  if (!dragging_ && std::abs(x - pressedAt_) < 4) return;
  dragging_ = true;
  const SampleIndex a = axis_->sampleAt(pressedAt_);
  const SampleIndex b = axis_->sampleAt(x);
  axis_->setSelection({std::min(a, b), std::max(a, b)});
}

void TimeView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (dragging_) {
    dragging_ = false;
    if (!axis_->selection().empty()) Q_EMIT spanSelected(axis_->selection());
    return;
  }
  axis_->setSelection({});
  const SampleIndex at =
      std::clamp<SampleIndex>(axis_->sampleAt(event->position().x()), 0, axis_->length());
  axis_->setCursor(at);
  Q_EMIT seeked(at);
}

void TimeView::wheelEvent(QWheelEvent* event) {
  const QPoint delta = event->angleDelta();
  const double steps = (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;
  if (event->modifiers() & Qt::ControlModifier) {
    axis_->zoom(std::pow(1.35, steps), event->position().x());
  } else {
    const double shown = axis_->width() * axis_->samplesPerPixel();
    axis_->scrollTo(axis_->start() - static_cast<SampleIndex>(steps * shown * 0.12));
  }
  event->accept();
}

double niceTimeStep(double least) {
  static constexpr std::array kLong{1.0,   2.0,   5.0,   10.0,   30.0,   60.0,
                                    120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0};
  if (least > 1.0) {
    const auto it = std::lower_bound(kLong.begin(), kLong.end(), least);
    return it != kLong.end() ? *it : std::ceil(least / 7200.0) * 7200.0;
  }
  const double power = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-6))));
  for (const double m : {1.0, 2.0, 5.0, 10.0}) {
    if (m * power >= least * 0.9999) return m * power;
  }
  return 10.0 * power;
}

TimeRuler::TimeRuler(TimeAxis* axis, QWidget* parent) : TimeView(axis, parent) {
  setFixedHeight(26);
  setAccessibleName(tr("Time ruler"));
  setFocusPolicy(Qt::NoFocus);
}

void TimeRuler::paintPicture(QPainter& painter) {
  const Colours& c = colours();
  painter.fillRect(rect(), c.header);
  const double perPixel = axis().samplesPerPixel() / axis().rateHz();
  const double step = niceTimeStep(perPixel * 90);
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 3);
  const double first = std::floor(axis().seconds(axis().start()) / step) * step;
  const double last = axis().seconds(axis().visible().end);
  painter.setPen(c.grid);
  painter.drawLine(0, height() - 1, width(), height() - 1);
  for (double t = first; t <= last; t += step) {
    const double x = axis().pixelOf(static_cast<SampleIndex>(std::llround(t * axis().rateHz())));
    painter.setPen(c.dim);
    painter.drawLine(QPointF(x, height() - 8), QPointF(x, height() - 1));
    painter.setPen(c.text);
    if (x >= -1) painter.drawText(QPointF(x + 4, height() - 9), formatTime(t, digits));
    painter.setPen(c.grid);
    for (int minor = 1; minor < 5; ++minor) {
      const double mx = x + minor * step / 5 / perPixel;
      painter.drawLine(QPointF(mx, height() - 4), QPointF(mx, height() - 1));
    }
  }
}

}  // namespace gui
