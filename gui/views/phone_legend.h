// What each hue of the phones stands for.
#pragma once

#include <QWidget>
#include <vector>

#include "gui/look/phone_class.h"

namespace gui {

// A swatch and a word for each kind of phone, in as many lines as the width needs.
// Threads: GUI.
class PhoneLegend : public QWidget {
  Q_OBJECT
 public:
  explicit PhoneLegend(QWidget* parent = nullptr);

  QRectF swatchOf(PhoneClass kind) const;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {80, 0}; }
  // The same as a tool tip.
  static QString asToolTip();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Entry {
    PhoneClass kind;
    QRectF box;
  };
  std::vector<Entry> placed(int width) const;
  double lineHeight() const;
};

}  // namespace gui
