// One line of text that ends with an ellipsis where there is no room, and is whole in its tooltip.
#pragma once

#include <QLabel>
#include <QPainter>

namespace gui {

class ElidedLabel : public QLabel {
 public:
  using QLabel::QLabel;

 protected:
  void paintEvent(QPaintEvent*) override {
    const QRect room = contentsRect().adjusted(std::max(0, indent()), 0, 0, 0);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, room.width());
    const QString tip = shown == text() ? QString() : text();
    if (toolTip() != tip) setToolTip(tip);
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, shown);
  }
};

}  // namespace gui
