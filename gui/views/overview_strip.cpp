#include "gui/views/overview_strip.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "gui/look/theme.h"

namespace gui {

OverviewStrip::OverviewStrip(TimeAxis* axis, QWidget* parent) : QWidget(parent), axis_(axis) {
  setFixedHeight(34);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Overview"));
  setToolTip(tr("The whole sound. Click or drag to move what is shown, turn the wheel to zoom."));
  connect(axis, &TimeAxis::viewChanged, this, qOverload<>(&QWidget::update));
  connect(axis, &TimeAxis::cursorChanged, this, qOverload<>(&QWidget::update));
  connect(axis, &TimeAxis::selectionChanged, this, qOverload<>(&QWidget::update));
}

void OverviewStrip::setSound(std::shared_ptr<const Sound> sound, bool original) {
  sound_ = std::move(sound);
  original_ = original;
  update();
}

void OverviewStrip::grow() { update(); }

double OverviewStrip::pixelOf(codec::SampleIndex sample) const {
  const auto length = static_cast<double>(std::max<codec::SampleIndex>(1, axis_->length()));
  return static_cast<double>(sample) / length * width();
}

QRectF OverviewStrip::visiblePart() const {
  const TimeSpan shown = axis_->visible();
  const double left = std::clamp(pixelOf(shown.begin), 0.0, width() - 1.0);
  const double right = std::clamp(pixelOf(shown.end), left + 3.0, static_cast<double>(width()));
  return {left, 0.5, right - left, height() - 1.0};
}

void OverviewStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colours& c = colours();
  painter.fillRect(rect(), c.plot);
  if (sound_ != nullptr && axis_->length() > 0) {
    const MinMax all = sound_->peaks.range(0, sound_->peaks.size());
    const float top = std::max({all.high, -all.low, 1e-3F});
    const double perPixel = static_cast<double>(axis_->length()) / width();
    const double middle = height() / 2.0;
    QColor ink = original_ ? c.original : c.reconstruction;
    painter.setPen(ink);
    for (int x = 0; x < width(); ++x) {
      const auto from = static_cast<codec::SampleIndex>(x * perPixel);
      const auto to = static_cast<codec::SampleIndex>((x + 1) * perPixel) + 1;
      if (from >= sound_->peaks.size()) break;
      const MinMax m = sound_->peaks.range(from, to);
      // Quiet parts are seen too: the square root.
      const auto high = [&](float v) {
        return std::copysign(std::sqrt(std::abs(v) / top), v) * (middle - 3.0);
      };
      painter.drawLine(QPointF(x + 0.5, middle - high(m.high)),
                       QPointF(x + 0.5, middle - high(m.low)));
    }
  }
  const QRectF shown = visiblePart();
  QColor veil = c.header;
  veil.setAlpha(170);
  painter.fillRect(QRectF(0, 0, shown.left(), height()), veil);
  painter.fillRect(QRectF(shown.right(), 0, width() - shown.right(), height()), veil);
  const TimeSpan selection = axis_->selection();
  if (!selection.empty()) {
    const double left = pixelOf(selection.begin);
    painter.fillRect(QRectF(left, 0, std::max(2.0, pixelOf(selection.end) - left), height()),
                     c.selection);
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(c.dim, 1));
  painter.drawRect(shown.adjusted(0.5, 0, -0.5, 0));
  painter.setPen(QPen(c.cursor, 1.5));
  const double at = pixelOf(axis_->cursor());
  painter.drawLine(QPointF(at, 0), QPointF(at, height()));
}

void OverviewStrip::centreAt(double x) {
  const double length = static_cast<double>(axis_->length());
  const double shown = axis_->width() * axis_->samplesPerPixel();
  axis_->scrollTo(std::llround(x / std::max(1, width()) * length - shown / 2));
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) centreAt(event->position().x());
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) centreAt(event->position().x());
}

void OverviewStrip::wheelEvent(QWheelEvent* event) {
  const double steps = event->angleDelta().y() / 120.0;
  axis_->zoom(std::pow(1.35, steps), axis_->width() / 2.0);
  event->accept();
}

}  // namespace gui
