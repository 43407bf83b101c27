#include "gui/look/switch_button.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "gui/look/colour_map.h"

namespace gui {
namespace {

constexpr double kLeastContrast = 3.2;  // of pressed against not pressed; 3 is WCAG's

double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a.rgb()) + 0.05;
  const double y = luminance(b.rgb()) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

}  // namespace

SwitchButton::SwitchButton(QColor Colours::*ink, Part part, QWidget* parent)
    : QToolButton(parent), ink_(ink), part_(part) {
  setCheckable(true);
  setFocusPolicy(Qt::TabFocus);
}

QSize SwitchButton::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text()) + 26, fontMetrics().height() + 12};
}

void SwitchButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colours& c = colours();
  const QColor rest = palette().color(QPalette::Button);
  QColor ground = rest;
  if (isChecked()) {
    ground = c.*ink_;
    // The palette may be one theme and the colours another for a moment: no endless search.
    const bool onDark = luminance(rest.rgb()) < 0.18;
    for (int step = 0; step < 24 && contrast(ground, rest) < kLeastContrast; ++step) {
      ground = onDark ? ground.lighter(108) : ground.darker(108);
    }
  } else if (underMouse() && isEnabled()) {
    ground = isDark() ? rest.lighter(125) : rest.darker(107);
  }
  const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  const double round = std::min(5.0, height() * 0.22);
  QPainterPath shape;
  // A part of a control is straight where it meets the other.
  const QRectF wide = part_ == Part::first  ? box.adjusted(0, 0, round * 3, 0)
                      : part_ == Part::last ? box.adjusted(-round * 3, 0, 0, 0)
                                            : box;
  shape.addRoundedRect(wide, round, round);
  painter.setClipRect(rect());
  painter.setBrush(ground);
  painter.setPen(QPen(isDark() ? c.grid.lighter(135) : c.grid.darker(118), 1));
  painter.drawPath(shape);
  if (part_ == Part::first) painter.drawLine(box.topRight(), box.bottomRight());
  QColor ink = isChecked() ? QColor(readableOn(ground.rgb())) : c.text;
  if (!isEnabled()) ink = palette().color(QPalette::Disabled, QPalette::ButtonText);
  painter.setPen(ink);
  painter.setFont(font());
  painter.drawText(rect(), Qt::AlignCenter, text());
  if (!hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(isChecked() ? QColor(readableOn(ground.rgb())) : c.original, 1.5));
  painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 2, 2);
}

}  // namespace gui
