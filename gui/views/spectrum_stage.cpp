#include "gui/views/spectrum_stage.h"

namespace gui {

SpectrumStage::SpectrumStage(SpectrogramView* original, SpectrogramView* reconstruction,
                             QWidget* parent)
    : QWidget(parent), views_{original, reconstruction} {
  for (SpectrogramView* view : views_) view->setParent(this);
  setMinimumHeight(96);
  arrange();
}

void SpectrumStage::setHeard(Listen listen, bool hasOriginal) {
  if (listen == listen_ && hasOriginal == hasOriginal_) return;
  listen_ = listen;
  hasOriginal_ = hasOriginal;
  arrange();
}

void SpectrumStage::setBoth(bool both) {
  both_ = both;
  arrange();
}

SpectrogramView* SpectrumStage::shown() const {
  if (!hasOriginal_) return views_[1];
  return both_ || listen_ == Listen::original ? views_[0] : views_[1];
}

void SpectrumStage::resizeEvent(QResizeEvent*) { arrange(); }

void SpectrumStage::arrange() {
  const bool split = both_ && hasOriginal_;
  const int upper = height() / 2;
  views_[0]->setGeometry(split ? QRect(0, 0, width(), upper - 1) : rect());
  views_[1]->setGeometry(split ? QRect(0, upper + 1, width(), height() - upper - 1) : rect());
  views_[0]->setVisible(hasOriginal_);
  views_[1]->setVisible(true);
  if (!split) {
    SpectrogramView* top = shown();
    SpectrogramView* under = top == views_[0] ? views_[1] : views_[0];
    top->raise();
    // What lies under the other is not reached by Tab.
    if (under->hasFocus()) top->setFocus();
    under->setFocusPolicy(Qt::NoFocus);
    top->setFocusPolicy(Qt::StrongFocus);
  } else {
    for (SpectrogramView* view : views_) view->setFocusPolicy(Qt::StrongFocus);
  }
  Q_EMIT arranged();
}

}  // namespace gui
