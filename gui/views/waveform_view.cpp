#include "gui/views/waveform_view.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <vector>

#include "gui/look/theme.h"

namespace gui {

using codec::SampleIndex;

WaveformView::WaveformView(TimeAxis* axis, Role role, QWidget* parent)
    : TimeView(axis, parent), role_(role) {
  setMinimumHeight(36);
  setAccessibleName(role == Role::original ? tr("Waveform of the original")
                                           : tr("Waveform of the reconstruction"));
}

void WaveformView::setSound(std::shared_ptr<const Sound> sound) {
  sound_ = std::move(sound);
  refresh();
}

void WaveformView::setHint(const QString& text) {
  if (hint_ == text) return;
  hint_ = text;
  refresh();
}

void WaveformView::setTop(float amplitude) {
  if (amplitude == top_ || amplitude <= 0.0F) return;
  top_ = amplitude;
  refresh();
}

float WaveformView::fittingTop(float peak) {
  float top = 1.0F;
  while (top > 1.0F / 256 && peak <= top * 0.5F) top *= 0.5F;
  return top;
}

double WaveformView::rowOf(float amplitude) const {
  return (height() - 1) * 0.5 * (1.0 - static_cast<double>(amplitude / top_) * 0.96);
}

void WaveformView::paintPicture(QPainter& painter) {
  const Colours& c = colours();
  painter.setPen(c.grid);
  painter.drawLine(QPointF(0, rowOf(0)), QPointF(width(), rowOf(0)));
  if (sound_ == nullptr || sound_->track.size() == 0) {
    paintHint(painter, hint_);
    return;
  }
  painter.setPen(QPen(c.grid, 1, Qt::DotLine));
  for (const float a : {-0.5F * top_, 0.5F * top_}) {
    painter.drawLine(QPointF(0, rowOf(a)), QPointF(width(), rowOf(a)));
  }
  if (axis().samplesPerPixel() < 4.0) {
    paintSamples(painter);
  } else {
    paintPeaks(painter);
  }
  paintLevels(painter);
}

// What the dotted lines stand for.
void WaveformView::paintLevels(QPainter& painter) {
  if (height() < 48) return;
  QFont small = painter.font();
  small.setPointSizeF(std::max(6.5, small.pointSizeF() * 0.8));
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setFont(small);
  const QFontMetrics metrics(small);
  const QString text = tr("%1 dBFS").arg(std::lround(20.0F * std::log10(0.5F * top_)));
  QColor ground = colours().plot;
  ground.setAlpha(190);
  for (const float a : {-0.5F * top_, 0.5F * top_}) {
    const QRectF box(0, rowOf(a) - metrics.height() * 0.5, metrics.horizontalAdvance(text) + 10,
                     metrics.height());
    painter.fillRect(box, ground);
    painter.setPen(colours().dim);
    painter.drawText(box, Qt::AlignCenter, text);
  }
}

void WaveformView::paintPeaks(QPainter& painter) {
  const Colours& c = colours();
  const QColor colour = role_ == Role::original ? c.original : c.reconstruction;
  const double perPixel = axis().samplesPerPixel();
  const bool direct = perPixel < static_cast<double>(2 * Peaks::kFinest);
  std::vector<float> samples;
  std::vector<QLineF> lines;
  lines.reserve(static_cast<std::size_t>(width()));
  for (int x = 0; x < width(); ++x) {
    const SampleIndex begin = axis().sampleAt(x);
    const SampleIndex end = std::max(axis().sampleAt(x + 1), begin + 1);
    if (begin >= sound_->track.size()) break;
    MinMax m;
    if (direct) {
      samples.resize(static_cast<std::size_t>(end - begin) + 1);  // joins the next pixel
      sound_->track.read(begin, samples);
      const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
      m = {*low, *high};
    } else {
      m = sound_->peaks.range(begin, end);
    }
    const double top = rowOf(std::clamp(m.high, -top_, top_));
    const double bottom = std::max(rowOf(std::clamp(m.low, -top_, top_)), top + 1.0);
    lines.emplace_back(x + 0.5, top, x + 0.5, bottom);
  }
  painter.setPen(QPen(colour, 1.0));
  painter.drawLines(lines.data(), static_cast<int>(lines.size()));
}

void WaveformView::paintSamples(QPainter& painter) {
  const Colours& c = colours();
  const QColor colour = role_ == Role::original ? c.original : c.reconstruction;
  const TimeSpan shown = axis().visible();
  const SampleIndex begin = std::max<SampleIndex>(0, shown.begin - 1);
  const SampleIndex end = std::min(sound_->track.size(), shown.end + 2);
  if (end <= begin) return;
  std::vector<float> samples(static_cast<std::size_t>(end - begin));
  sound_->track.read(begin, samples);
  QPolygonF line;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    line << QPointF(axis().pixelOf(begin + static_cast<SampleIndex>(i)), rowOf(samples[i]));
  }
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, 1.2));
  painter.drawPolyline(line);
  if (axis().samplesPerPixel() > 0.2) return;
  painter.setBrush(colour);
  painter.setPen(Qt::NoPen);
  for (const QPointF& p : line) painter.drawEllipse(p, 2.5, 2.5);
}

}  // namespace gui
