#include "gui/views/phone_legend.h"

#include <QPainter>
#include <algorithm>

#include "gui/look/theme.h"

namespace gui {
namespace {

constexpr PhoneClass kOrder[] = {
    PhoneClass::vowel, PhoneClass::approximant, PhoneClass::nasal,  PhoneClass::fricative,
    PhoneClass::stop,  PhoneClass::silence,     PhoneClass::unknown};
constexpr double kSwatch = 11.0;
constexpr double kGap = 5.0;       // between a swatch and its word
constexpr double kBetween = 14.0;  // two entries

QRectF swatchIn(const QRectF& entry) {
  return {entry.left(), entry.center().y() - kSwatch / 2, kSwatch, kSwatch};
}

}  // namespace

PhoneLegend::PhoneLegend(QWidget* parent) : QWidget(parent) {
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.88);
  setFont(small);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setAccessibleName(tr("Colours of phones"));
  setToolTip(
      tr("The colours of phones and of the codes that stand for them. The greyer, the "
         "less sure."));
}

double PhoneLegend::lineHeight() const { return fontMetrics().height() + 3.0; }

std::vector<PhoneLegend::Entry> PhoneLegend::placed(int width) const {
  std::vector<Entry> entries;
  QPointF at(0, 0);
  for (const PhoneClass kind : kOrder) {
    const double wide =
        kSwatch + kGap + QFontMetricsF(font()).horizontalAdvance(phoneClassName(kind)) + 1.0;
    if (at.x() > 0 && at.x() + wide > width) at = {0, at.y() + lineHeight()};
    entries.push_back({kind, QRectF(at, QSizeF(wide, lineHeight()))});
    at.rx() += wide + kBetween;
  }
  return entries;
}

int PhoneLegend::heightForWidth(int width) const {
  return static_cast<int>(placed(width).back().box.bottom() + 0.5);
}

QSize PhoneLegend::sizeHint() const { return {320, heightForWidth(320)}; }

QRectF PhoneLegend::swatchOf(PhoneClass kind) const {
  const auto entries = placed(width());
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [kind](const Entry& e) { return e.kind == kind; });
  return swatchIn(entry->box);
}

void PhoneLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  for (const Entry& e : placed(width())) {
    painter.fillRect(swatchIn(e.box), QColor(phoneColour(e.kind, 1.0, isDark())));
    painter.setPen(colours().text);
    painter.drawText(e.box.adjusted(kSwatch + kGap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     phoneClassName(e.kind));
  }
}

QString PhoneLegend::asToolTip() {
  QString rows;
  for (const PhoneClass kind : kOrder) {
    rows += QStringLiteral("<tr><td style=\"color:%1\">■</td><td>%2</td></tr>")
                .arg(QColor(phoneColour(kind, 1.0, isDark())).name(),
                     phoneClassName(kind).toHtmlEscaped());
  }
  return QStringLiteral("<table cellspacing=\"2\">%1</table>").arg(rows);
}

}  // namespace gui
