#include "gui/views/time_view.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
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
  connect(axis, &TimeAxis::pointerChanged, this, [this] {
    const double now = axis_->pointer() < 0 ? -10.0 : axis_->pixelOf(axis_->pointer());
    updateColumns(pointerAt_, pointerAt_);
    updateColumns(now, now);
    pointerAt_ = now;
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
  updatePicture();
  painter.drawPixmap(0, 0, picture_);
  paintMarks(painter);
}

void TimeView::drawPicture(QPainter& painter, qreal perPixel) {
  painter.save();
  painter.setClipRect(rect());
  painter.fillRect(rect(), colours().plot);
  painter.setFont(font());
  detail_ = perPixel;
  paintPicture(painter);
  detail_ = 0.0;
  painter.restore();
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
  if (axis_->pointer() >= 0 && axis_->length() > 0) {
    pointerAt_ = axis_->pixelOf(axis_->pointer());
    painter.setPen(QPen(colours().dim, 1.0, Qt::DotLine));
    painter.drawLine(QPointF(pointerAt_, 0), QPointF(pointerAt_, height()));
  }
  if (!hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colours().original, 2.0));
  painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
}

void TimeView::paintHint(QPainter& painter, const QString& text) {
  painter.setPen(colours().dim);
  painter.drawText(rect().adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

std::optional<SampleIndex> TimeView::fixedEndAt(double x) const {
  const TimeSpan s = axis_->selection();
  if (s.empty()) return {};
  const double left = std::abs(axis_->pixelOf(s.begin) - x);
  const double right = std::abs(axis_->pixelOf(s.end) - x);
  if (std::min(left, right) > kEdge) return {};
  return left < right ? s.end : s.begin;
}

void TimeView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  pressedAt_ = event->position().x();
  dragging_ = false;
  drag_ = Drag::select;
  const SampleIndex at = axis_->sampleAt(pressedAt_);
  anchor_ = at;
  const TimeSpan s = axis_->selection();
  if (const auto fixed = fixedEndAt(pressedAt_)) {
    anchor_ = *fixed;
    dragging_ = true;
  } else if (event->modifiers() & Qt::ShiftModifier) {
    anchor_ = s.empty() ? axis_->cursor() : at - s.begin < s.end - at ? s.end : s.begin;
    dragging_ = true;
    axis_->setSelection({std::min(anchor_, at), std::max(anchor_, at)});
  } else if ((event->modifiers() & Qt::ControlModifier) && at >= s.begin && at < s.end) {
    drag_ = Drag::move;
    moved_ = s;
  }
}

void TimeView::showWhatIsHeld(double x, Qt::KeyboardModifiers keys) {
  const TimeSpan s = axis_->selection();
  const SampleIndex at = axis_->sampleAt(x);
  std::optional<Qt::CursorShape> shape;
  if (fixedEndAt(x)) {
    shape = Qt::SizeHorCursor;
  } else if ((keys & Qt::ControlModifier) && at >= s.begin && at < s.end) {
    shape = Qt::OpenHandCursor;
  }
  if (shape) {
    if (!ownCursor_) ownCursor_ = cursor();
    setCursor(*shape);
  } else if (ownCursor_) {
    setCursor(*ownCursor_);
    ownCursor_.reset();
  }
}

void TimeView::point(double x) {
  const SampleIndex at = axis_->sampleAt(x);
  axis_->setPointer(at >= 0 && at < axis_->length() ? at : -1);
}

void TimeView::mouseMoveEvent(QMouseEvent* event) {
  const double x = event->position().x();
  point(x);
  if (!(event->buttons() & Qt::LeftButton)) return showWhatIsHeld(x, event->modifiers());
  if (!dragging_ && std::abs(x - pressedAt_) < 4) return;
  dragging_ = true;
  const SampleIndex at = axis_->sampleAt(x);
  if (drag_ == Drag::move) {
    const SampleIndex by = std::clamp(at - anchor_, -moved_.begin, axis_->length() - moved_.end);
    axis_->setSelection({moved_.begin + by, moved_.end + by});
  } else {
    axis_->setSelection({std::min(anchor_, at), std::max(anchor_, at)});
  }
}

void TimeView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  drag_ = Drag::none;
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

void TimeView::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const QPoint at =
      keyboard ? QPoint(std::clamp(static_cast<int>(axis_->pixelOf(axis_->cursor())), 0, width()),
                        height() / 2)
               : event->pos();
  Q_EMIT menuWanted(at, mapToGlobal(at));
}

bool TimeView::event(QEvent* event) {
  if (event->type() == QEvent::Leave) axis_->setPointer(-1);
  if (event->type() == QEvent::NativeGesture) {
    const auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) {
      axis_->zoom(std::max(0.2, 1.0 + gesture->value()), gesture->position().x());
      return true;
    }
  }
  return QWidget::event(event);
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
  setToolTip(tr("Click to set the cursor, drag to scrub"));
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::NoFocus);
}

SampleIndex TimeRuler::clampedSampleAt(double x) const {
  return std::clamp<SampleIndex>(axis().sampleAt(x), 0, axis().length());
}

void TimeRuler::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  scrubbedFrom_ = event->position().x();
  scrubbing_ = false;
  axis().setCursor(clampedSampleAt(scrubbedFrom_));
}

void TimeRuler::mouseMoveEvent(QMouseEvent* event) {
  const double x = event->position().x();
  if (!(event->buttons() & Qt::LeftButton)) return;
  scrubbing_ = scrubbing_ || std::abs(x - scrubbedFrom_) >= 3;
  if (!scrubbing_) return;
  const SampleIndex at = clampedSampleAt(x);
  axis().setCursor(at);
  Q_EMIT scrubbed(at);
}

void TimeRuler::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (!scrubbing_) Q_EMIT seeked(axis().cursor());
  scrubbing_ = false;
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
    const QString text = formatTime(t, digits);
    if (x >= -1 && x + 4 + painter.fontMetrics().horizontalAdvance(text) <= width()) {
      painter.drawText(QPointF(x + 4, height() - 9), text);
    }
    painter.setPen(c.grid);
    for (int minor = 1; minor < 5; ++minor) {
      const double mx = x + minor * step / 5 / perPixel;
      painter.drawLine(QPointF(mx, height() - 4), QPointF(mx, height() - 1));
    }
  }
}

}  // namespace gui
