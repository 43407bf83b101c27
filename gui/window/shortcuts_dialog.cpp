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
    QStringList keys;
    for (const QKeySequence& key : a->shortcuts()) keys << key.toString(QKeySequence::NativeText);
    add(QString(a->text()).remove(QLatin1Char('&')), keys.join(QStringLiteral(", ")));
  }
  add(tr("Hear codebooks 1 to that one"), QStringLiteral("1 … 9"));
  add(tr("Next control, previous control"), tr("Tab, Shift+Tab"));
  add(tr("Next switch of a group, next histogram"), tr("Arrow keys"));
  add(tr("Menu of a view"), tr("Menu, Shift+F10"));
  add(tr("Move in time"), tr("Left, Right, Page Up, Page Down"));
  add(tr("Select while moving"), tr("Shift with these, Home or End"));
  add(tr("In the token lanes: choose a frame"), tr("Left, Right"));
  add(tr("In the quality lane: hear the worst second, A then B"), tr("Return"));
  add(tr("In the labels: choose, rename, delete"), tr("Left, Right; F2 or Return; Delete"));
  add(tr("In a histogram: choose a code"), tr("Left, Right"));
  add(tr("In the atlas: choose a code, take one more, hear it"),
      tr("Arrow keys; Shift+arrow keys; Space"));
  add(tr("In search results and compared codecs: hear the row, or stop"), tr("Space"));
  add(tr("In search results: go there"), tr("Return"));
  add(tr("Scroll in time"), tr("Wheel"));
  add(tr("Zoom at the pointer"), tr("Ctrl+Wheel"));
  add(tr("Select a span, and play it"), tr("Drag"));
  list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(list);
  layout->addWidget(buttons);
  resize(QSize(620, 680).boundedTo(screen()->availableSize() - QSize(40, 80)));
}

}  // namespace gui
