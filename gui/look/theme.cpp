#include "gui/look/theme.h"

#include <QApplication>
#include <QIcon>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QPolygon>
#include <QProxyStyle>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <QStyleOption>
#include <QToolTip>

namespace gui {
namespace {

Colours lightColours() {
  Colours c;
  c.plot = QColor(0xff, 0xff, 0xff);
  c.header = QColor(0xf1, 0xf3, 0xf6);
  c.grid = QColor(0xd9, 0xde, 0xe5);
  c.text = QColor(0x1b, 0x24, 0x30);
  c.dim = QColor(0x5a, 0x66, 0x75);
  c.original = QColor(0x1f, 0x6f, 0xb2);
  c.reconstruction = QColor(0xc8, 0x6a, 0x0a);
  c.accent = QColor(0xb0, 0x1e, 0x6b);
  c.selection = QColor(0x1f, 0x6f, 0xb2, 48);
  c.cursor = QColor(0xc6, 0x28, 0x28);
  c.good = QColor(0x2a, 0x7f, 0x9e);
  c.warn = QColor(0xc4, 0x8a, 0x00);
  c.bad = QColor(0xc6, 0x28, 0x28);
  return c;
}

Colours darkColours() {
  Colours c;
  c.plot = QColor(0x14, 0x17, 0x1c);
  c.header = QColor(0x1f, 0x23, 0x2a);
  c.grid = QColor(0x35, 0x3b, 0x45);
  c.text = QColor(0xe8, 0xeb, 0xf0);
  c.dim = QColor(0x9a, 0xa5, 0xb4);
  c.original = QColor(0x6c, 0xb4, 0xee);
  c.reconstruction = QColor(0xf2, 0x9d, 0x49);
  c.accent = QColor(0xff, 0x7a, 0xc0);
  c.selection = QColor(0x6c, 0xb4, 0xee, 56);
  c.cursor = QColor(0xff, 0x6b, 0x6b);
  c.good = QColor(0x5f, 0xb9, 0xd6);
  c.warn = QColor(0xe5, 0xb5, 0x3b);
  c.bad = QColor(0xff, 0x6b, 0x6b);
  return c;
}

Colours current = lightColours();
bool dark = false;

QPalette paletteOf(const Colours& c) {
  const QColor disabled = dark ? QColor(0x8a, 0x94, 0xa2) : QColor(0x7d, 0x86, 0x93);
  const QColor button = dark ? QColor(0x2b, 0x30, 0x39) : QColor(0xf8, 0xf9, 0xfb);
  const QColor highlight = dark ? QColor(0x2f, 0x6f, 0xa8) : QColor(0x1f, 0x6f, 0xb2);
  QPalette p(button, c.header);
  p.setColor(QPalette::Window, c.header);
  p.setColor(QPalette::WindowText, c.text);
  p.setColor(QPalette::Base, c.plot);
  p.setColor(QPalette::AlternateBase, c.header);
  p.setColor(QPalette::Text, c.text);
  p.setColor(QPalette::Button, button);
  p.setColor(QPalette::ButtonText, c.text);
  p.setColor(QPalette::BrightText, c.bad);
  p.setColor(QPalette::PlaceholderText, c.dim);
  p.setColor(QPalette::ToolTipBase, button);
  p.setColor(QPalette::ToolTipText, c.text);
  p.setColor(QPalette::Link, c.original);
  p.setColor(QPalette::LinkVisited, c.original);
  p.setColor(QPalette::Highlight, highlight);
  p.setColor(QPalette::HighlightedText, Qt::white);
  p.setColor(QPalette::Mid, c.grid);
  p.setColor(QPalette::Dark, dark ? QColor(0x0d, 0x0f, 0x12) : QColor(0xb4, 0xbc, 0xc7));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    p.setColor(QPalette::Disabled, role, disabled);
  }
  p.setColor(QPalette::Disabled, QPalette::Highlight, c.grid);
  return p;
}

// Qt 6.4 has no colour-scheme hint; a platform's own palette tells by its lightness.
bool systemIsDark() {
  static const bool answer = [] {
    const QPalette p = QApplication::style()->standardPalette();
    const QPalette app = QGuiApplication::palette();
    return app.color(QPalette::Window).lightness() < 128 ||
           p.color(QPalette::Window).lightness() < 128;
  }();
  return answer;
}

// Fusion outlines check boxes darker than the ground, so that empty ones vanish on a dark one.
class Style : public QProxyStyle {
 public:
  Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}
  // The arrow of what a tool bar has no room for is drawn in black whatever the theme.
  QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                     const QWidget* widget) const override {
    if (which != SP_ToolBarHorizontalExtensionButton) {
      return QProxyStyle::standardIcon(which, option, widget);
    }
    QPixmap picture(32, 32);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(current.text, 3));
    for (const int x : {8, 17}) {
      painter.drawPolyline(QPolygon({QPoint(x, 8), QPoint(x + 7, 16), QPoint(x, 24)}));
    }
    return QIcon(picture);
  }
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element != PE_IndicatorCheckBox || !dark) return;
    painter->save();
    painter->setBrush(Qt::NoBrush);
    painter->setPen(option->state & State_Enabled ? current.dim : current.grid);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    painter->restore();
  }
};

}  // namespace

void applyTheme(Theme theme) {
  const bool system = systemIsDark();
  dark = theme == Theme::dark || (theme == Theme::system && system);
  current = dark ? darkColours() : lightColours();
  QApplication::setStyle(new Style);
  const QPalette p = paletteOf(current);
  QApplication::setPalette(p);
  QToolTip::setPalette(p);
}

ColoursOf::ColoursOf(bool wanted) : before_(dark) {
  dark = wanted;
  current = dark ? darkColours() : lightColours();
}

ColoursOf::~ColoursOf() {
  dark = before_;
  current = dark ? darkColours() : lightColours();
}

bool isDark() { return dark; }
const Colours& colours() { return current; }

}  // namespace gui
