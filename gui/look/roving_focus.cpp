#include "gui/look/roving_focus.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <algorithm>

namespace gui {

RovingFocus::RovingFocus(Follow follow, QObject* parent) : QObject(parent), follow_(follow) {}

void RovingFocus::setControls(std::vector<std::vector<QWidget*>> rows) {
  for (const auto& row : rows_) {
    for (const auto& control : row) {
      if (control != nullptr) control->removeEventFilter(this);
    }
  }
  rows_.clear();
  QWidget* entry = nullptr;
  for (const auto& row : rows) {
    auto& kept = rows_.emplace_back();
    for (QWidget* control : row) {
      control->installEventFilter(this);
      if (entry == nullptr || control->hasFocus()) entry = control;
      kept.emplace_back(control);
    }
  }
  setEntry(entry);
}

void RovingFocus::setEntry(QWidget* entry) {
  for (const auto& row : rows_) {
    for (const auto& control : row) {
      if (control == nullptr) continue;
      const int others = control->focusPolicy() & ~Qt::TabFocus;
      control->setFocusPolicy(
          static_cast<Qt::FocusPolicy>(control == entry ? others | Qt::TabFocus : others));
    }
  }
}

void RovingFocus::goTo(QWidget* control) {
  setEntry(control);
  control->setFocus(Qt::TabFocusReason);
  auto* button = qobject_cast<QAbstractButton*>(control);
  if (follow_ == Follow::click && button != nullptr && !button->isChecked()) button->click();
}

bool RovingFocus::move(QWidget* from, int down, int right) {
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const auto found = std::find(rows_[r].begin(), rows_[r].end(), from);
    if (found == rows_[r].end()) continue;
    auto row = static_cast<std::ptrdiff_t>(r);
    auto column = found - rows_[r].begin();
    for (;;) {
      row += down;
      column += right;
      if (row < 0 || row >= static_cast<std::ptrdiff_t>(rows_.size())) return false;
      const auto& controls = rows_[static_cast<std::size_t>(row)];
      if (column < 0 || column >= static_cast<std::ptrdiff_t>(controls.size())) return false;
      QWidget* next = controls[static_cast<std::size_t>(column)];
      if (next == nullptr || !next->isEnabled() || !next->isVisible()) continue;
      goTo(next);
      return true;
    }
  }
  return false;
}

bool RovingFocus::eventFilter(QObject* watched, QEvent* event) {
  auto* control = qobject_cast<QWidget*>(watched);
  if (event->type() == QEvent::FocusIn) setEntry(control);
  if (event->type() != QEvent::KeyPress) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  if ((key->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
  const bool single =
      std::all_of(rows_.begin(), rows_.end(), [](const auto& row) { return row.size() == 1; });
  switch (key->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
      // A column leaves them to its controls.
      if (single) return false;
      move(control, 0, key->key() == Qt::Key_Left ? -1 : 1);
      return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
      move(control, key->key() == Qt::Key_Up ? -1 : 1, 0);
      return true;
    default:
      return false;
  }
}

}  // namespace gui
