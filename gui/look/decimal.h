// Numbers as the user's language writes them.
#pragma once

#include <QLocale>
#include <QString>

namespace gui {

// 2.50 or 2,50; no separators of thousands.
inline QString decimal(double value, int digits) {
  QLocale locale;
  locale.setNumberOptions(QLocale::OmitGroupSeparator);
  return locale.toString(value, 'f', digits);
}

}  // namespace gui
