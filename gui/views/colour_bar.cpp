#include "gui/views/colour_bar.h"

#include <algorithm>
#include <cmath>

#include "gui/look/theme.h"

namespace gui {
namespace {

constexpr double kStrip = 10.0;
constexpr double kDifferenceDb = 30.0;

}  // namespace

ColourBar::ColourBar(bool difference, QWidget* parent) : QWidget(parent), difference_(difference) {
  setAccessibleName(tr("Colours of the spectrogram"));
  setToolTip(difference ? tr("By how many dB the reconstruction is above or below the original")
                        : tr("Level in dB, full scale is 0"));
}

void ColourBar::setStyle(const SpectrogramStyle& style) {
  style_ = style;
  update();
}

void ColourBar::paint(QPainter& painter, const QRectF& box, const SpectrogramStyle& style,
                      bool difference) {
  const double low = difference ? -kDifferenceDb : style.floorDb;
  const double high = difference ? kDifferenceDb : style.ceilingDb;
  const auto diverging = divergingTable(colours().plot.rgb());
  const auto& table = difference ? diverging : colourTable(style.map);
  QImage strip(1, 256, QImage::Format_RGB32);
  for (int i = 0; i < 256; ++i) strip.setPixel(0, 255 - i, table[static_cast<std::size_t>(i)]);
  const double pad = painter.fontMetrics().height() * 0.5;
  const QRectF bar(box.left(), box.top() + pad, kStrip, std::max(4.0, box.height() - 2 * pad));
  painter.drawImage(bar, strip);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(colours().grid);
  painter.drawRect(bar);
  // Every 10 dB where there is room for the numbers, else every 20, 40.
  double step = 10.0;
  const auto rowOf = [&](double db) {
    return bar.bottom() - (db - low) / (high - low) * bar.height();
  };
  while (rowOf(0) - rowOf(step) < painter.fontMetrics().height() && step < high - low) step *= 2;
  for (double db = std::ceil(low / step) * step; db <= high + 0.01; db += step) {
    const double y = rowOf(db);
    painter.setPen(colours().dim);
    painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3, y));
    const QString text = (difference && db > 0 ? QStringLiteral("+") : QString()) +
                         QString::number(std::lround(db)).replace(QLatin1Char('-'), QChar(0x2212));
    painter.drawText(QRectF(bar.right() + 6, y - pad, box.right() - bar.right() - 6, 2 * pad),
                     Qt::AlignVCenter | Qt::AlignLeft, text);
  }
}

void ColourBar::paintEvent(QPaintEvent*) {
  if (height() < 30) return;
  QPainter painter(this);
  QFont small = font();
  small.setPointSizeF(std::max(6.5, small.pointSizeF() * 0.8));
  painter.setFont(small);
  const double line = height() < 60 ? 0.0 : painter.fontMetrics().height();
  if (line > 0.0) {
    painter.setPen(colours().dim);
    painter.drawText(QRectF(1, 0, width() - 1, line), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("dB"));
  }
  paint(painter, QRectF(rect()).adjusted(1, line, 0, 0), style_, difference_);
}

}  // namespace gui
