#pragma once

#include <QToolButton>

#include "gui/look/theme.h"

namespace gui {

// A switch that shows its state by its ground, at least 3:1 against the other state, and its focus
// by a frame. Beside one another they may be parts of one control.
// Threads: GUI.
class SwitchButton : public QToolButton {
  Q_OBJECT
 public:
  enum class Part { alone, first, last };
  // ink: the member of Colours that a pressed switch is filled with.
  SwitchButton(QColor Colours::*ink, Part part, QWidget* parent = nullptr);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {0, 0}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QColor Colours::*ink_;
  Part part_;
};

}  // namespace gui
