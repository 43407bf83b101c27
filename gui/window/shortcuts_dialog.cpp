#include "gui/window/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QRegularExpression>
#include <QScreen>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace gui {

ShortcutsDialog::ShortcutsDialog(const QWidget* owner, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("Keyboard shortcuts"));
  auto* list = new QTreeWidget;
  list->setHeaderLabels({tr("Command"), tr("Key")});
  list->setRootIsDecorated(false);
  list->setAlternatingRowColors(true);
  list->setAccessibleName(windowTitle());
  const auto add = [list](const QString& what, const QString& key) {
    list->addTopLevelItem(new QTreeWidgetItem({what, key}));
  };
  for (const QAction* a : owner->actions()) {
    if (a->shortcut().isEmpty() || a->property("hidden").toBool()) continue;
    add(QString(a->text()).remove(QLatin1Char('&')),
        a->shortcut().toString(QKeySequence::NativeText));
  }
  add(tr("Choose a frame in the token lanes"), tr("Left, Right"));
  add(tr("Scroll in time"), tr("Wheel"));
  add(tr("Zoom at the pointer"), tr("Ctrl+Wheel"));
  add(tr("Select a span, and play it"), tr("Drag"));
  list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(list);
  layout->addWidget(buttons);
  resize(QSize(460, 620).boundedTo(screen()->availableSize() - QSize(40, 80)));
}

}  // namespace gui
