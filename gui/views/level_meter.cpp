#include "gui/views/level_meter.h"

#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/look/decimal.h"
#include "gui/look/theme.h"

namespace gui {
namespace {

constexpr double kLowestDb = -60.0;
constexpr double kFallDbPerS = 24.0;
constexpr int kHoldMs = 1500;

double decibels(float linear) {
  return 20.0 * std::log10(std::max(static_cast<double>(linear), 1e-6));
}

}  // namespace

LevelMeter::LevelMeter(const QString& name, Size size, QWidget* parent)
    : QWidget(parent), size_(size), name_(name) {
  setMinimumHeight(size == Size::full ? 34 : 11);
  setSizePolicy(size == Size::full ? QSizePolicy::Expanding : QSizePolicy::Fixed,
                QSizePolicy::Fixed);
  setAccessibleName(name);
  setToolTip(name + QStringLiteral("\n") +
             tr("Light: peak, solid: RMS, line: held peak. Click to reset the clip lamp."));
  connect(&timer_, &QTimer::timeout, this, &LevelMeter::fall);
}

void LevelMeter::setLevel(float peak, float rms, bool clipped) {
  peakDb_ = std::max(peakDb_, decibels(peak));
  rmsDb_ = std::max(rmsDb_, decibels(rms));
  clipped_ = clipped_ || clipped;
  if (peakDb_ >= heldDb_) {
    heldDb_ = peakDb_;
    held_.start();
  }
  if (!timer_.isActive()) {
    since_.start();
    timer_.start(33);
  }
  setAccessibleDescription(tr("%1 dBFS").arg(std::lround(peakDb_)));
  update();
}

void LevelMeter::fall() {
  const double db = kFallDbPerS * static_cast<double>(since_.restart()) / 1000.0;
  peakDb_ -= db;
  rmsDb_ -= db;
  if (held_.elapsed() > kHoldMs) heldDb_ -= db;
  if (heldDb_ < kLowestDb) timer_.stop();
  update();
}

void LevelMeter::mousePressEvent(QMouseEvent*) {
  clipped_ = false;
  heldDb_ = -120.0;
  update();
}

void LevelMeter::paintBar(QPainter& painter, const QRectF& bar) {
  const Colours& c = colours();
  painter.fillRect(bar, c.plot);
  const auto at = [&](double db) {
    return bar.left() + bar.width() * std::clamp((db - kLowestDb) / -kLowestDb, 0.0, 1.0);
  };
  const auto fill = [&](double db, int alpha) {
    for (const auto& [from, to, colour] :
         {std::tuple{kLowestDb, -12.0, c.good}, std::tuple{-12.0, -3.0, c.warn},
          std::tuple{-3.0, 0.0, c.bad}}) {
      if (db <= from) break;
      QColor shade = colour;
      shade.setAlpha(alpha);
      painter.fillRect(
          QRectF(QPointF(at(from), bar.top()), QPointF(at(std::min(db, to)), bar.bottom())), shade);
    }
  };
  fill(peakDb_, 110);
  fill(rmsDb_, 255);
  if (heldDb_ > kLowestDb) {
    painter.fillRect(QRectF(at(heldDb_) - 1, bar.top(), 2, bar.height()), c.text);
  }
  painter.setPen(c.grid);
  painter.drawRect(bar);
}

void LevelMeter::paintSlim(QPainter& painter) {
  constexpr double kLamp = 12.0;
  paintBar(painter, QRectF(0.5, 0.5, width() - kLamp - 3, height() - 1.0));
  const QRectF lamp(width() - kLamp - 0.5, 0.5, kLamp, height() - 1.0);
  painter.fillRect(lamp, clipped_ ? colours().bad : colours().plot);
  painter.drawRect(lamp);
}

void LevelMeter::paintEvent(QPaintEvent*) {
  const Colours& c = colours();
  QPainter painter(this);
  if (size_ == Size::slim) return paintSlim(painter);
  QFont small = font();
  small.setPointSizeF(std::max(6.5, small.pointSizeF() * 0.78));
  painter.setFont(small);
  const int lamp = 30;
  const QRectF bar(0, 2, width() - lamp - 6, 13);
  paintBar(painter, bar);
  const auto at = [&](double db) {
    return bar.left() + bar.width() * std::clamp((db - kLowestDb) / -kLowestDb, 0.0, 1.0);
  };
  painter.setPen(c.dim);
  for (const int db : {-60, -48, -36, -24, -12, -6, 0}) {
    const QString label = QString::number(db);
    const double x = std::clamp(at(db) - painter.fontMetrics().horizontalAdvance(label) / 2.0, 0.0,
                                bar.right() - painter.fontMetrics().horizontalAdvance(label));
    painter.drawText(QPointF(x, bar.bottom() + painter.fontMetrics().ascent() + 3), label);
  }
  const QRectF light(width() - lamp, 2, lamp - 1, 13);
  painter.fillRect(light, clipped_ ? c.bad : c.plot);
  painter.setPen(c.grid);
  painter.drawRect(light);
  painter.setPen(clipped_ ? QColor(Qt::white) : c.dim);
  painter.drawText(light, Qt::AlignCenter, tr("CLIP"));
  painter.setPen(c.dim);
  painter.drawText(QRectF(width() - lamp, 16, lamp - 1, height() - 16),
                   Qt::AlignHCenter | Qt::AlignTop,
                   heldDb_ > kLowestDb ? decimal(heldDb_, 1) : QStringLiteral("–"));
}

}  // namespace gui
