// One stop of Tab for controls that belong together: arrow keys move among them.
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>
#include <vector>

namespace gui {

// Tab enters the group at the control that had the focus last, the next Tab leaves it. Arrow keys
// go to the next control that way; what is disabled or hidden is passed over. In a single column
// Left and Right are the control's own. Threads: GUI.
class RovingFocus : public QObject {
  Q_OBJECT
 public:
  enum class Follow {
    focus,  // arrows move the focus alone
    click   // and press the button that they come to, where one of the group is always pressed
  };
  explicit RovingFocus(Follow follow, QObject* parent);

  // One vector a row. Those of before are forgotten.
  void setControls(std::vector<std::vector<QWidget*>> rows);
  // The control at which Tab enters.
  void setEntry(QWidget* control);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool move(QWidget* from, int down, int right);
  void goTo(QWidget* control);

  Follow follow_;
  std::vector<std::vector<QPointer<QWidget>>> rows_;
};

}  // namespace gui
