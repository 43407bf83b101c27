#pragma once

#include <QWidget>
#include <vector>

#include "gui/document/session.h"
#include "gui/look/roving_focus.h"
#include "gui/look/switch_button.h"

namespace gui {

// Solo, mute and "up to here" for each codebook, in rows that stand beside the token lanes. One
// stop of Tab; arrow keys move among the switches.
// Threads: GUI.
class LaneHeader : public QWidget {
  Q_OBJECT
 public:
  explicit LaneHeader(QWidget* parent = nullptr);

  // roles: empty, or one a level, as people read it.
  void setLevels(int levels, const QStringList& roles);
  void setSwitches(const LevelSwitches& switches);

 Q_SIGNALS:
  void switchesChanged(const gui::LevelSwitches& switches);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Lane {
    QString name;
    SwitchButton* upTo;
    SwitchButton* solo;
    SwitchButton* mute;
  };
  SwitchButton* button(const QString& text, const QString& name, QColor Colours::*ink);
  void place();

  std::vector<Lane> lanes_;
  QStringList roles_;
  RovingFocus* focus_;
  LevelSwitches switches_;
};

}  // namespace gui
