// Numbers as the user's language writes them.
#pragma once

#include <QLocale>
#include <QString>

namespace gui {

// 2.50 or 2,50; no separators of thousands.
inline QString decimal(double value, int digits) {
  QLocale locale;
  locale.setNumberOptions(QLocale::OmitGroupSeparator);
  // Qt 6.4 writes zero with a full stop in every language.
  return locale.toString(value, 'f', digits).replace(QLatin1Char('.'), locale.decimalPoint());
}

}  // namespace gui
