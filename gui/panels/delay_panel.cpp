#include "gui/panels/delay_panel.h"

#include <QPainter>
#include <algorithm>
#include <vector>

#include "gui/look/decimal.h"
#include "gui/look/theme.h"

namespace gui {
namespace {
constexpr double kBarMs = 200.0;  // the whole bar, unless there is more
}

DelayPanel::DelayPanel(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Delay of the live path"));
  setToolTip(
      tr("From the microphone to the ear. Algorithm: one frame and the overlap of the analysis "
         "window. Buffer: the least that waited to be heard in the last seconds, and one callback "
         "block. Compute: encoding and decoding of one frame. Device: what both devices state, "
         "with their own buffers."));
}

void DelayPanel::setFigures(const DelayFigures& figures) {
  figures_ = figures;
  update();
}

void DelayPanel::paintEvent(QPaintEvent*) {
  const Colours& c = colours();
  const DelayFigures& f = figures_;
  struct Part {
    QString name;
    double ms;
    QColor colour;
  };
  std::vector<Part> parts{{tr("Algorithm"), f.stats.algorithmicMs, c.original},
                          {tr("Buffer"), f.stats.bufferMs + f.blockMs, c.reconstruction},
                          {tr("Compute"), f.stats.computeMeanMs, c.accent},
                          {tr("Device"), f.inputMs + f.outputMs, c.dim}};
  double total = 0.0;
  for (const Part& part : parts) total += part.ms;
  const double wholeBar = std::max(total, kBarMs);
  QPainter painter(this);
  const QFontMetrics metrics = painter.fontMetrics();
  const int line = metrics.height() + 2;
  const QRectF bar(0, 2, width() - 1, 14);
  painter.fillRect(bar, c.plot);
  double x = bar.left();
  for (const Part& part : parts) {
    const double wide = bar.width() * part.ms / wholeBar;
    painter.fillRect(QRectF(x, bar.top(), wide, bar.height()), part.colour);
    x += wide;
  }
  painter.setPen(c.grid);
  painter.drawRect(bar);

  int y = static_cast<int>(bar.bottom()) + 5;
  const auto row = [&](const QColor& mark, const QString& name, const QString& value) {
    if (mark.isValid()) painter.fillRect(QRectF(0, y + line * 0.25, 8, line * 0.5), mark);
    painter.setPen(c.text);
    painter.drawText(QRect(14, y, width() / 2, line), Qt::AlignVCenter | Qt::AlignLeft, name);
    painter.drawText(QRect(width() / 3, y, width() - width() / 3 - 1, line),
                     Qt::AlignVCenter | Qt::AlignRight, value);
    y += line;
  };
  const auto ms = [](double v) { return tr("%1 ms").arg(decimal(v, 1)); };
  for (const Part& part : parts) {
    QString value = ms(part.ms);
    if (&part == &parts[2] && f.stats.frames > 0) {
      value = tr("mean %1, p99 %2").arg(ms(part.ms), ms(f.stats.computeP99Ms));
    }
    row(part.colour, part.name, f.live || part.ms > 0 ? value : QStringLiteral("–"));
  }
  QFont bold = font();
  bold.setBold(true);
  painter.setFont(bold);
  row({}, tr("Total"), f.live ? ms(total) : QStringLiteral("–"));
  painter.setFont(font());
  const auto xruns = f.counters.underruns + f.counters.inputOverflows + f.counters.outputUnderflows;
  const bool bad = f.stats.lateFrames + xruns + f.counters.recordDropped > 0;
  painter.setPen(bad ? c.bad : c.dim);
  const QString counts = tr("%1 frames · %2 late · %3 skipped · %4 xruns")
                             .arg(f.stats.frames)
                             .arg(f.stats.lateFrames)
                             .arg(f.stats.skippedFrames)
                             .arg(xruns);
  QFont fitting = font();
  const int wide = metrics.horizontalAdvance(counts);
  const int room = width() - 15;
  if (wide > room) fitting.setPointSizeF(fitting.pointSizeF() * std::max(0.7, 0.98 * room / wide));
  painter.setFont(fitting);
  painter.drawText(QRect(14, y, room + 1, line), Qt::AlignVCenter | Qt::AlignLeft, counts);
}

}  // namespace gui
