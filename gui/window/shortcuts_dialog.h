#pragma once

#include <QDialog>
#include <QMainWindow>
#include <QTreeWidget>
#include <set>

namespace gui {

// Every shortcut of the menus and actions of `owner`, made from them, so that it cannot be wrong;
// and the keys that its views have of their own. A field finds commands and keys.
class ShortcutsDialog : public QDialog {
  Q_OBJECT
 public:
  ShortcutsDialog(const QMainWindow* owner, QWidget* parent);

 private:
  void beginSection(
      const QString& title);  // what is added from now on; without rows it is not seen
  void add(const QString& what, const QString& key);
  void addAction(const QAction* action);
  void addMenu(const QMenu* menu);
  void showWith(const QString& text);

  QTreeWidget* list_;
  QString title_;
  QTreeWidgetItem* section_ = nullptr;  // made with its first row
  std::set<const QAction*> listed_;
};

}  // namespace gui
