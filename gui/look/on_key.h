// What a control does for a key that its class has no use for.
#pragma once

#include <QKeyEvent>
#include <QWidget>
#include <functional>
#include <utility>
#include <vector>

namespace gui {

// Runs while the widget has the focus and the key is pressed without Shift, Ctrl or Alt; the widget
// itself does not see the key. Lives as long as the widget. Threads: GUI.
class OnKey : public QObject {
 public:
  OnKey(QWidget* widget, std::vector<Qt::Key> keys, std::function<void()> run)
      : QObject(widget), keys_(std::move(keys)), run_(std::move(run)) {
    widget->installEventFilter(this);
  }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() != QEvent::KeyPress) return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if ((key->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
    for (const Qt::Key k : keys_) {
      if (key->key() != k) continue;
      run_();
      return true;
    }
    return false;
  }

 private:
  std::vector<Qt::Key> keys_;
  std::function<void()> run_;
};

}  // namespace gui
