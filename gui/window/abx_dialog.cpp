#include "gui/window/abx_dialog.h"

#include <QGridLayout>
#include <QKeyEvent>

#include "gui/look/decimal.h"
#include "gui/panels/comparison_model.h"

namespace gui {

AbxDialog::AbxDialog(AudioController* audio, const QString& sound, const Track& original,
                     const ComparedSound& rendition, QWidget* parent)
    : ListeningDialog(audio, parent), sound_(sound), original_(original), rendition_(rendition) {
  setWindowTitle(tr("Blind test"));
  const QString name = ComparisonModel::nameOf(rendition.name);
  auto* intro = new QLabel(
      tr("A is the original, B is %1 at %2 kbps, both equally loud. X is one of the two. Hear all "
         "three as often as you like, then say which X is. With every trial X is drawn anew. Keys: "
         "A, B and X hear, 1 and 2 answer, S "
         "stops.")
          .arg(name, decimal(rendition.kbps, 2)));
  intro->setWordWrap(true);
  trials_ = new QSpinBox;
  trials_->setRange(5, 50);
  trials_->setValue(10);
  trials_->setAccessibleName(tr("Trials"));
  trials_->setSuffix(QLatin1Char(' ') + tr("trials"));
  begin_ = new QPushButton(tr("Begin"));
  hearA_ = new QPushButton(tr("Hear &A"));
  hearB_ = new QPushButton(tr("Hear &B"));
  hearX_ = new QPushButton(tr("Hear &X"));
  isA_ = new QPushButton(tr("X is A (&1)"));
  isB_ = new QPushButton(tr("X is B (&2)"));
  state_ = new QLabel;
  state_->setObjectName(QStringLiteral("state"));
  state_->setWordWrap(true);
  save_ = new QPushButton(tr("Save answers …"));
  auto* close = new QPushButton(tr("Close"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(16, 16, 16, 16);
  grid->setSpacing(10);
  grid->addWidget(intro, 0, 0, 1, 3);
  grid->addWidget(trials_, 1, 0);
  grid->addWidget(begin_, 1, 1, 1, 2);
  grid->addWidget(hearA_, 2, 0);
  grid->addWidget(hearB_, 2, 1);
  grid->addWidget(hearX_, 2, 2);
  grid->addWidget(isA_, 3, 0);
  grid->addWidget(isB_, 3, 1);
  grid->addWidget(state_, 4, 0, 1, 3);
  grid->addWidget(save_, 5, 0);
  grid->addWidget(close, 5, 2);
  for (QPushButton* b : {hearA_, hearB_, hearX_}) b->setMinimumHeight(44);
  setMinimumWidth(460);
  connect(begin_, &QPushButton::clicked, this, &AbxDialog::begin);
  connect(hearA_, &QPushButton::clicked, this, [this] { hear(original_); });
  connect(hearB_, &QPushButton::clicked, this, [this] { hear(rendition_.sound); });
  connect(hearX_, &QPushButton::clicked, this, [this] {
    heardX_ = true;
    hear(session_->xIsB() ? rendition_.sound : original_);
    refresh();
  });
  connect(isA_, &QPushButton::clicked, this, [this] { answer(false); });
  connect(isB_, &QPushButton::clicked, this, [this] { answer(true); });
  connect(save_, &QPushButton::clicked, this, &AbxDialog::askSave);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  refresh();
}

void AbxDialog::begin() {
  if (!mayLoseAnswers()) return;
  forgetSaved();
  session_.emplace(sound_.toStdString(), rendition_.name, trials_->value());
  heardX_ = false;
  since_.start();
  refresh();
  hearX_->setFocus();
}

void AbxDialog::hear(const Track& sound) { audio()->playSound(sound); }

void AbxDialog::answer(bool thinksB) {
  if (!session_ || session_->isDone()) return;
  audio()->stop();
  session_->answer(thinksB, static_cast<double>(since_.restart()) / 1000.0);
  heardX_ = false;
  refresh();
  // The answers are disabled until X is heard: the next key is not another button's.
  (session_->isDone() ? save_ : hearX_)->setFocus();
}

// Keys that no control has a use for.
void AbxDialog::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_A:
      return hearA_->click();
    case Qt::Key_B:
      return hearB_->click();
    case Qt::Key_X:
      return hearX_->click();
    case Qt::Key_1:
      return isA_->click();
    case Qt::Key_2:
      return isB_->click();
    case Qt::Key_S:
      return audio()->stop();
    default:
      ListeningDialog::keyPressEvent(event);
  }
}

void AbxDialog::refresh() {
  const bool running = session_ && !session_->isDone();
  trials_->setEnabled(!running);
  begin_->setEnabled(!running);
  begin_->setText(session_ ? tr("Begin again") : tr("Begin"));
  hearX_->setEnabled(running);
  // An answer to what was not heard is none.
  isA_->setEnabled(running && heardX_);
  isB_->setEnabled(running && heardX_);
  save_->setEnabled(session_ && !session_->answers().empty());
  if (!session_) {
    state_->setText({});
  } else if (running) {
    state_->setText(
        tr("Trial %1 of %2").arg(session_->answers().size() + 1).arg(session_->trials()));
  } else {
    const double p = session_->pValue();
    const QString verdict =
        p < 0.05 ? tr("You hear the difference.") : tr("That is no proof that you hear it.");
    state_->setText(tr("%1 of %2 right, p = %3. %4")
                        .arg(session_->correct())
                        .arg(session_->trials())
                        .arg(decimal(p, p < 0.001 ? 5 : 3), verdict));
  }
}

}  // namespace gui
