#include "gui/window/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScreen>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace gui {

ShortcutsDialog::ShortcutsDialog(const QMainWindow* owner, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("Keyboard shortcuts"));
  auto* filter = new QLineEdit;
  filter->setPlaceholderText(tr("Find a command or a key"));
  filter->setClearButtonEnabled(true);
  filter->setAccessibleName(filter->placeholderText());
  list_ = new QTreeWidget;
  list_->setHeaderLabels({tr("Command"), tr("Key")});
  list_->setRootIsDecorated(false);
  list_->setIndentation(14);
  list_->setAccessibleName(windowTitle());
  for (const QAction* top : owner->menuBar()->actions()) {
    beginSection(top->text());
    addMenu(top->menu());
  }
  beginSection(tr("Hearing"));
  add(tr("Hear codebooks 1 to that one"), QStringLiteral("1 … 9"));
  for (const QAction* a : owner->actions()) addAction(a);  // what is in no menu
  beginSection(tr("Where the focus is"));
  add(tr("Next control, previous control"), tr("Tab, Shift+Tab"));
  add(tr("Next switch of a group, next histogram or layer"), tr("Arrow keys"));
  add(tr("Menu of a view"), tr("Menu, Shift+F10"));
  add(tr("Move in time"), tr("Left, Right, Page Up, Page Down"));
  add(tr("Select while moving"), tr("Shift with these, Home or End"));
  add(tr("In a spectrogram that is zoomed: move its frequencies"), tr("Up, Down"));
  add(tr("In the token lanes: choose a frame"), tr("Left, Right"));
  add(tr("In the quality lane: hear the worst second, A then B"), tr("Return"));
  add(tr("In the labels: choose, rename, delete"), tr("Left, Right; F2 or Return; Delete"));
  add(tr("In a histogram: choose a code"), tr("Left, Right"));
  add(tr("In the atlas: choose a code, take one more, hear it"),
      tr("Arrow keys; Shift+arrow keys; Space"));
  add(tr("In search results and compared codecs: hear the row, or stop"), tr("Space"));
  add(tr("In search results: go there"), tr("Return"));
  beginSection(tr("Mouse"));
  add(tr("Scroll in time"), tr("Wheel"));
  add(tr("Zoom at the pointer"), tr("Ctrl+Wheel"));
  add(tr("Select a span, and play it"), tr("Drag"));
  list_->expandAll();
  list_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  connect(filter, &QLineEdit::textChanged, this, &ShortcutsDialog::showWith);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);  // Return is the field's
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(filter);
  layout->addWidget(list_);
  layout->addWidget(buttons);
  filter->setFocus();
  resize(QSize(640, 720).boundedTo(screen()->availableSize() - QSize(40, 80)));
}

void ShortcutsDialog::beginSection(const QString& title) {
  section_ = nullptr;
  title_ = QString(title).remove(QLatin1Char('&'));
}

void ShortcutsDialog::add(const QString& what, const QString& key) {
  if (section_ == nullptr) {
    section_ = new QTreeWidgetItem(list_, {title_});
    section_->setFirstColumnSpanned(true);
    QFont bold = font();
    bold.setBold(true);
    section_->setFont(0, bold);
    section_->setSizeHint(1, QSize(0, fontMetrics().height() + 14));
  }
  auto* row = new QTreeWidgetItem(section_, {what, key});
  row->setSizeHint(1, QSize(0, fontMetrics().height() + 6));
}

void ShortcutsDialog::addAction(const QAction* action) {
  if (action->shortcut().isEmpty() || action->property("hidden").toBool()) return;
  if (!listed_.insert(action).second) return;
  QStringList keys;
  for (const QKeySequence& key : action->shortcuts()) {
    keys << key.toString(QKeySequence::NativeText);
  }
  add(QString(action->text()).remove(QLatin1Char('&')), keys.join(QStringLiteral(", ")));
}

void ShortcutsDialog::addMenu(const QMenu* menu) {
  for (const QAction* a : menu->actions()) {
    if (a->menu() != nullptr) {
      addMenu(a->menu());
    } else {
      addAction(a);
    }
  }
}

// The rows with that text, in either column.
void ShortcutsDialog::showWith(const QString& text) {
  for (int i = 0; i < list_->topLevelItemCount(); ++i) {
    QTreeWidgetItem* section = list_->topLevelItem(i);
    bool some = false;
    for (int k = 0; k < section->childCount(); ++k) {
      QTreeWidgetItem* row = section->child(k);
      const bool fits = row->text(0).contains(text, Qt::CaseInsensitive) ||
                        row->text(1).contains(text, Qt::CaseInsensitive);
      row->setHidden(!fits);
      some = some || fits;
    }
    section->setHidden(!some);
  }
}

}  // namespace gui
