#pragma once

#include <QDialog>

namespace gui {

// Every shortcut of the actions of `owner`, made from them, so that it cannot be wrong; and the
// keys that its views have of their own.
class ShortcutsDialog : public QDialog {
  Q_OBJECT
 public:
  ShortcutsDialog(const QWidget* owner, QWidget* parent);
};

}  // namespace gui
