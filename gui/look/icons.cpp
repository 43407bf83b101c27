#include "gui/look/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <array>
#include <functional>

#include "gui/look/theme.h"

namespace gui {
namespace {

// On a 24 x 24 grid.
void draw(QPainter& p, Symbol symbol, const QColor& ink, const QColor& red) {
  p.setRenderHint(QPainter::Antialiasing);
  const QPen line(ink, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
  p.setPen(Qt::NoPen);
  p.setBrush(ink);
  const auto polygon = [&p](std::initializer_list<QPointF> points) {
    p.drawPolygon(QPolygonF(QList<QPointF>(points)));
  };
  const auto stroke = [&] {
    p.setPen(line);
    p.setBrush(Qt::NoBrush);
  };
  const auto lens = [&] {
    stroke();
    p.drawEllipse(QPointF(10, 10), 6, 6);
    p.drawLine(QPointF(15, 15), QPointF(20, 20));
    p.drawLine(QPointF(7.5, 10), QPointF(12.5, 10));
  };
  switch (symbol) {
    case Symbol::open:
      stroke();
      p.drawPolyline(QPolygonF({{3, 18}, {3, 6}, {9, 6}, {11, 8.5}, {19, 8.5}, {19, 11}}));
      p.drawPolygon(QPolygonF({{3, 18}, {6.5, 11}, {21.5, 11}, {18, 18}}));
      break;
    case Symbol::save:
      stroke();
      p.drawLine(QPointF(12, 4), QPointF(12, 14));
      p.drawPolyline(QPolygonF({{8, 10.5}, {12, 14.5}, {16, 10.5}}));
      p.drawPolyline(QPolygonF({{4, 15}, {4, 20}, {20, 20}, {20, 15}}));
      break;
    case Symbol::record:
      p.setBrush(red);
      p.drawEllipse(QPointF(12, 12), 7, 7);
      break;
    case Symbol::pause:
      p.drawRoundedRect(QRectF(6, 5, 4, 14), 1, 1);
      p.drawRoundedRect(QRectF(14, 5, 4, 14), 1, 1);
      break;
    case Symbol::play:
      polygon({{7, 4.5}, {19.5, 12}, {7, 19.5}});
      break;
    case Symbol::stop:
      p.drawRoundedRect(QRectF(6, 6, 12, 12), 1.5, 1.5);
      break;
    case Symbol::loop:
      stroke();
      p.drawArc(QRectF(4, 6, 16, 12), 40 * 16, 290 * 16);
      p.drawPolyline(QPolygonF({{14.5, 6}, {18.6, 8.4}, {19.6, 3.8}}));
      break;
    case Symbol::zoomIn:
      lens();
      p.drawLine(QPointF(10, 7.5), QPointF(10, 12.5));
      break;
    case Symbol::zoomOut:
      lens();
      break;
    case Symbol::zoomAll:
      stroke();
      p.drawLine(QPointF(3, 5), QPointF(3, 19));
      p.drawLine(QPointF(21, 5), QPointF(21, 19));
      p.drawLine(QPointF(6, 12), QPointF(18, 12));
      p.drawPolyline(QPolygonF({{9, 9}, {6, 12}, {9, 15}}));
      p.drawPolyline(QPolygonF({{15, 9}, {18, 12}, {15, 15}}));
      break;
    case Symbol::refresh:
      stroke();
      p.drawArc(QRectF(5, 5, 14, 14), 60 * 16, 280 * 16);
      p.drawPolyline(QPolygonF({{11.5, 2.8}, {15.6, 5.7}, {12.2, 9.2}}));
      break;
    case Symbol::ear:
      stroke();
      p.drawArc(QRectF(4, 4, 16, 16), 0, 180 * 16);
      p.drawRoundedRect(QRectF(3, 12, 4, 7), 1.5, 1.5);
      p.drawRoundedRect(QRectF(17, 12, 4, 7), 1.5, 1.5);
      break;
  }
}

QPixmap pixmap(int size, const std::function<void(QPainter&)>& paint) {
  QPixmap pixmap(size, size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.scale(size / 24.0, size / 24.0);
  paint(painter);
  return pixmap;
}

}  // namespace

QIcon icon(Symbol symbol) {
  const Colours& c = colours();
  QColor faint = c.dim;
  faint.setAlpha(110);
  QIcon result;
  for (const int size : {24, 48}) {
    result.addPixmap(pixmap(size, [&](QPainter& p) { draw(p, symbol, c.text, c.bad); }));
    result.addPixmap(pixmap(size, [&](QPainter& p) { draw(p, symbol, faint, faint); }),
                     QIcon::Disabled);
  }
  return result;
}

// Five lanes of tokens under a wave.
QIcon applicationIcon() {
  QIcon result;
  for (const int size : {16, 32, 64, 128}) {
    result.addPixmap(pixmap(size, [](QPainter& p) {
      p.setRenderHint(QPainter::Antialiasing);
      p.setPen(Qt::NoPen);
      p.setBrush(QColor(0x14, 0x17, 0x1c));
      p.drawRoundedRect(QRectF(0, 0, 24, 24), 5, 5);
      const std::array bars{3.0, 7.0, 5.0, 8.0, 4.0, 6.0};
      for (std::size_t i = 0; i < bars.size(); ++i) {
        p.setBrush(QColor(0x6c, 0xb4, 0xee));
        p.drawRoundedRect(QRectF(3.2 + 3.1 * static_cast<double>(i), 8 - bars[i] / 2, 2, bars[i]),
                          1, 1);
      }
      const std::array inks{0xff440154u, 0xff31688eu, 0xff35b779u, 0xfffde725u};
      for (int lane = 0; lane < 3; ++lane) {
        for (int i = 0; i < 6; ++i) {
          p.setBrush(QColor(inks[static_cast<std::size_t>((i * 5 + lane * 3) % 4)]));
          p.drawRect(QRectF(3.2 + 3.1 * i, 13.5 + 2.8 * lane, 2.6, 2.2));
        }
      }
    }));
  }
  return result;
}

}  // namespace gui
