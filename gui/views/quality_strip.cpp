#include "gui/views/quality_strip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/look/colour_map.h"
#include "gui/look/decimal.h"
#include "gui/look/theme.h"

namespace gui {
namespace {

constexpr double kFullMel = 0.5;  // log10 units at the upper edge: 10 dB
constexpr double kTicks[] = {0.0, 0.25, 0.5};

QColor between(const QColor& a, const QColor& b, double share) {
  const auto mix = [&](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
  return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

}  // namespace

QualityStrip::QualityStrip(TimeAxis* axis, const QualityMeter* meter, QWidget* parent)
    : TimeView(axis, parent), meter_(meter) {
  setMinimumHeight(32);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Quality over time"));
  setAccessibleDescription(
      tr("Log-mel distance of every second: the higher, the less is left. Click to hear a second "
         "as it was and as it came back; Return plays the worst."));
  connect(meter, &QualityMeter::changed, this, &TimeView::refresh);
}

int QualityStrip::pointAt(double x) const {
  const codec::SampleIndex sample = axis().sampleAt(x);
  const auto& points = meter_->points();
  const auto after = std::upper_bound(
      points.begin(), points.end(), sample,
      [](codec::SampleIndex s, const codec::QualityPoint& p) { return s < p.begin; });
  if (after == points.begin() || sample >= (after - 1)->end) return -1;
  return static_cast<int>(after - points.begin()) - 1;
}

double QualityStrip::rowOf(double mel, double height) {
  return height - 1.0 - mel / kFullMel * (height - 6.0);
}

QRectF QualityStrip::barOf(int point) const {
  const auto& p = meter_->points()[static_cast<std::size_t>(point)];
  const double left = axis().pixelOf(p.begin);
  const double right = axis().pixelOf(p.end);
  const double share = p.mel ? std::clamp(*p.mel / kFullMel, 0.02, 1.0) : 0.0;
  const double high = share * (height() - 6.0);
  return {left, height() - 1.0 - high, std::max(1.0, right - left - (right - left > 4 ? 1 : 0)),
          high};
}

void QualityStrip::paintPicture(QPainter& painter) {
  const Colours& c = colours();
  painter.fillRect(rect(), c.plot);
  painter.setPen(c.grid);
  for (const double mel : {0.125, 0.25, 0.375}) {
    const double y = rowOf(mel, height());
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
  }
  const auto& points = meter_->points();
  const int worst = meter_->worst();
  const TimeSpan shown = axis().visible();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].end <= shown.begin || points[i].begin >= shown.end || !points[i].mel) continue;
    const QRectF bar = barOf(static_cast<int>(i));
    const double share = std::clamp((*points[i].mel - 0.12) / 0.28, 0.0, 1.0);
    painter.fillRect(bar, between(c.good, c.reconstruction, share));
    if (static_cast<int>(i) != worst || bar.width() < 3.0) continue;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(c.text, 2.0));
    painter.drawRect(bar.adjusted(1, -1, -1, 0));
    QFont small = painter.font();
    small.setPixelSize(10);
    small.setBold(true);
    painter.setFont(small);
    const auto fits = [&](const QString& text) {
      return painter.fontMetrics().horizontalAdvance(text) + 8 <= bar.width();
    };
    QString text = tr("worst");
    if (!fits(text)) continue;
    const QString value = text + QLatin1Char(' ') + decimal(*points[i].mel, 3);
    if (fits(value)) text = value;
    QRectF label(bar.left(), std::max(0.0, bar.top() - 14), bar.width(), 13);
    if (bar.top() < 14) {
      label.moveTop(bar.top() + 2);
      painter.setPen(QColor(readableOn(between(c.good, c.reconstruction, share).rgb())));
    }
    painter.drawText(label, Qt::AlignCenter, text);
  }
  if (points.empty()) paintHint(painter, tr("Measured when original and reconstruction are there"));
}

QString QualityStrip::textOf(int point) const {
  if (point < 0) return {};
  const auto& p = meter_->points()[static_cast<std::size_t>(point)];
  const QString when = formatTime(axis().seconds(p.begin), 1) + QStringLiteral(" – ") +
                       formatTime(axis().seconds(p.end), 1);
  if (!p.mel) return when + QStringLiteral("\n") + tr("silent, or not measured yet");
  const auto figure = [](const std::optional<double>& value, int digits) {
    return value ? decimal(*value, digits) : QStringLiteral("–");
  };
  return when + QStringLiteral("\n") +
         tr("log-mel distance %1\nSTOI %2, ESTOI %3\nF0 error %4 Hz\nClick: hear A, then B")
             .arg(figure(p.mel, 3), figure(p.stoi, 2), figure(p.estoi, 2), figure(p.f0_rmse_hz, 1));
}

QualityScale::QualityScale(QWidget* parent) : QWidget(parent) {
  setFixedWidth(34);
  setAccessibleName(tr("Scale of the log-mel distance"));
  setToolTip(tr("Log-mel distance: 0 is equal, 0.5 is 10 dB"));
}

void QualityScale::paint(QPainter& painter, const QRectF& box, Side side) {
  const bool left = side == Side::left;
  const double line = painter.fontMetrics().height();
  for (const double mel : kTicks) {
    const double y = box.top() + QualityStrip::rowOf(mel, box.height());
    painter.setPen(colours().dim);
    const double edge = left ? box.right() : box.left();
    painter.drawLine(QPointF(edge, y), QPointF(edge + (left ? -4 : 4), y));
    // The outer two stay inside.
    const double middle =
        std::clamp(y, box.top() + line / 2 - 2, std::max(box.top(), box.bottom() - line / 2 + 2));
    painter.drawText(QRectF(box.left(), middle - line / 2, box.width(), line)
                         .adjusted(left ? 0 : 6, 0, left ? -6 : 0, 0),
                     (left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                     decimal(mel, mel == kTicks[1] ? 2
                                  : mel > 0.0      ? 1
                                                   : 0));
  }
}

void QualityScale::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QFont small = font();
  small.setPixelSize(9);
  painter.setFont(small);
  paint(painter, rect(), Side::left);
}

void QualityStrip::mouseMoveEvent(QMouseEvent* event) {
  setToolTip(textOf(pointAt(event->position().x())));
  TimeView::mouseMoveEvent(event);
}

void QualityStrip::mouseReleaseEvent(QMouseEvent* event) {
  const bool click = axis().selection().empty();
  const int point = pointAt(event->position().x());
  if (!click || point < 0 || event->button() != Qt::LeftButton) {
    return TimeView::mouseReleaseEvent(event);
  }
  TimeView::mouseReleaseEvent(event);
  const auto& p = meter_->points()[static_cast<std::size_t>(point)];
  Q_EMIT compareWanted({p.begin, p.end});
}

void QualityStrip::keyPressEvent(QKeyEvent* event) {
  const int worst = meter_->worst();
  if ((event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) || worst < 0) {
    return TimeView::keyPressEvent(event);
  }
  const auto& p = meter_->points()[static_cast<std::size_t>(worst)];
  axis().keepVisible(p.begin);
  Q_EMIT compareWanted({p.begin, p.end});
}

}  // namespace gui
