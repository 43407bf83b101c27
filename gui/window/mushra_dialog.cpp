#include "gui/window/mushra_dialog.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/look/decimal.h"
#include "gui/panels/comparison_model.h"

namespace gui {
namespace {
constexpr int kMiddle = 50;
constexpr int kSliderHeight = 220;

Track anchorOf(const Track& original) {
  std::vector<float> sound(static_cast<std::size_t>(original.size()));
  original.read(0, sound);
  Track anchor(original.rateHz());
  anchor.append(lowPassAnchor(sound, original.rateHz()));
  return anchor;
}

// The words of the scale beside the sliders, each in the middle of its fifth.
QWidget* scaleWords(const QStringList& words) {
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  for (const QString& word : words) {
    auto* label = new QLabel(word);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(label, 1);
  }
  return box;
}
}  // namespace

MushraDialog::MushraDialog(AudioController* audio, const QString& sound, const Track& original,
                           const std::vector<ComparedSound>& renditions, QWidget* parent)
    : ListeningDialog(audio, parent), sound_(sound), original_(original) {
  setWindowTitle(tr("Rate blindly"));
  stimuli_ = {{"original", MushraStimulus::Kind::reference},
              {"low-pass 3.5 kHz", MushraStimulus::Kind::anchor}};
  tracks_ = {original, anchorOf(original)};
  for (const ComparedSound& r : renditions) {
    stimuli_.push_back({r.name, MushraStimulus::Kind::rendition});
    tracks_.push_back(r.sound);
  }
  heard_.resize(tracks_.size());

  auto* intro = new QLabel(
      tr("How near does each sound come to the reference? Hear them as often as you like and set "
         "their sliders. One of them is the reference itself: it should get 100. Another one is "
         "muffled on purpose. Keys: 0 hears the reference, 1 to 9 the sounds, S stops."));
  intro->setWordWrap(true);
  rounds_ = new QSpinBox;
  rounds_->setRange(1, 20);
  rounds_->setValue(2);
  rounds_->setAccessibleName(tr("Rounds"));
  rounds_->setSuffix(QLatin1Char(' ') + tr("rounds"));
  begin_ = new QPushButton(tr("Begin"));
  reference_ = new QPushButton(tr("Hear the &reference"));
  reference_->setMinimumHeight(40);
  auto* top = new QHBoxLayout;
  top->addWidget(rounds_);
  top->addWidget(begin_);
  top->addStretch();
  top->addWidget(reference_);

  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(14);
  grid->addWidget(scaleWords({tr("Excellent"), tr("Good"), tr("Fair"), tr("Poor"), tr("Bad")}), 1,
                  0);
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    const int column = static_cast<int>(i) + 1;
    auto* value = new QLabel;
    value->setAlignment(Qt::AlignCenter);
    auto* slider = new QSlider(Qt::Vertical);
    slider->setRange(0, 100);
    slider->setValue(kMiddle);
    slider->setPageStep(10);
    slider->setTickPosition(QSlider::TicksLeft);
    slider->setTickInterval(20);
    slider->setMinimumHeight(kSliderHeight);
    slider->setAccessibleName(tr("Rating of sound %1").arg(i + 1));
    auto* play = new QPushButton(QString::number(i + 1));
    play->setAccessibleName(tr("Hear sound %1").arg(i + 1));
    play->setCheckable(true);
    play->setAutoDefault(false);
    play->setFixedWidth(44);
    grid->addWidget(value, 0, column);
    grid->addWidget(slider, 1, column, Qt::AlignHCenter);
    grid->addWidget(play, 2, column, Qt::AlignHCenter);
    values_.push_back(value);
    sliders_.push_back(slider);
    plays_.push_back(play);
    connect(slider, &QSlider::valueChanged, this,
            [value](int score) { value->setText(QString::number(score)); });
    value->setText(QString::number(kMiddle));
    connect(play, &QPushButton::clicked, this, [this, i] { hear(i); });
  }

  next_ = new QPushButton(tr("&Next round"));
  next_->setAutoDefault(false);
  state_ = new QLabel;
  state_->setWordWrap(true);
  state_->setTextFormat(Qt::PlainText);
  state_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  save_ = new QPushButton(tr("Save ratings …"));
  auto* close = new QPushButton(tr("Close"));
  auto* bottom = new QHBoxLayout;
  bottom->addWidget(save_);
  bottom->addStretch();
  bottom->addWidget(next_);
  bottom->addWidget(close);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(16, 16, 16, 16);
  layout->setSpacing(12);
  layout->addWidget(intro);
  layout->addLayout(top);
  layout->addLayout(grid, 1);
  layout->addWidget(state_);
  layout->addLayout(bottom);

  connect(begin_, &QPushButton::clicked, this, &MushraDialog::begin);
  connect(reference_, &QPushButton::clicked, this, [this] { this->audio()->playSound(original_); });
  connect(next_, &QPushButton::clicked, this, &MushraDialog::next);
  connect(save_, &QPushButton::clicked, this, &MushraDialog::askSave);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  refresh();
}

void MushraDialog::begin() {
  if (!mayLoseAnswers()) return;
  forgetSaved();
  session_.emplace(sound_.toStdString(), stimuli_, rounds_->value());
  heard_.assign(heard_.size(), false);
  for (QSlider* slider : sliders_) slider->setValue(kMiddle);
  since_.start();
  refresh();
  reference_->setFocus();
}

void MushraDialog::hear(std::size_t place) {
  if (!session_ || session_->isDone()) return;
  heard_[place] = true;
  audio()->playSound(tracks_[session_->stimulusAt(place)]);
  refresh();
}

// Keys that no control has a use for.
void MushraDialog::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_0) {
    reference_->click();
  } else if (key > Qt::Key_0 && key <= Qt::Key_9) {
    const auto place = static_cast<std::size_t>(key - Qt::Key_1);
    if (place < places()) hear(place);
  } else if (key == Qt::Key_S) {
    audio()->stop();
  } else {
    ListeningDialog::keyPressEvent(event);
  }
}

void MushraDialog::next() {
  if (!next_->isEnabled()) return;
  audio()->stop();
  std::vector<int> scores;
  for (const QSlider* slider : sliders_) scores.push_back(slider->value());
  session_->finishRound(scores, static_cast<double>(since_.restart()) / 1000.0);
  heard_.assign(heard_.size(), false);
  if (!session_->isDone()) {
    for (QSlider* slider : sliders_) slider->setValue(kMiddle);
  }
  refresh();
}

QString MushraDialog::verdict() const {
  QStringList lines;
  for (const auto& r : session_->results()) {
    const MushraStimulus& s = session_->stimuli()[r.stimulus];
    const QString name = s.kind == MushraStimulus::Kind::reference ? tr("The reference itself")
                         : s.kind == MushraStimulus::Kind::anchor  ? tr("The muffled one (3.5 kHz)")
                                                                  : ComparisonModel::nameOf(s.name);
    lines << (session_->rounds() > 1 ? tr("%1: %2 ± %3", "sound, mean, half of its interval")
                                           .arg(name, decimal(r.mean, 1), decimal(r.halfWidth, 1))
                                     : QStringLiteral("%1: %2").arg(name, decimal(r.mean, 0)));
  }
  lines << (session_->referenceWasFound()
                ? tr("You found the reference.")
                : tr("You did not find the reference: by the rule of MUSHRA this listening does "
                     "not count."));
  return lines.join(QLatin1Char('\n'));
}

void MushraDialog::refresh() {
  const bool running = session_ && !session_->isDone();
  rounds_->setEnabled(!running);
  begin_->setEnabled(!running);
  begin_->setText(session_ ? tr("Begin again") : tr("Begin"));
  const bool all = std::all_of(heard_.begin(), heard_.end(), [](bool h) { return h; });
  for (std::size_t i = 0; i < plays_.size(); ++i) {
    plays_[i]->setEnabled(running);
    plays_[i]->setChecked(heard_[i]);
    sliders_[i]->setEnabled(running && heard_[i]);  // what was not heard cannot be rated
  }
  next_->setEnabled(running && all);
  next_->setText(running && session_->round() + 1 == session_->rounds() ? tr("&Finish")
                                                                        : tr("&Next round"));
  save_->setEnabled(session_ && session_->round() > 0);
  if (!session_) {
    state_->clear();
  } else if (running) {
    const auto left = std::count(heard_.begin(), heard_.end(), false);
    QString text = tr("Round %1 of %2").arg(session_->round() + 1).arg(session_->rounds());
    if (left > 0) {
      text +=
          QStringLiteral(" · ") + tr("%n sound(s) not heard yet", nullptr, static_cast<int>(left));
    }
    state_->setText(text);
  } else {
    state_->setText(verdict());
  }
}

std::size_t MushraDialog::answers() const {
  return session_ ? static_cast<std::size_t>(session_->round()) : 0;
}

// A rating was set in the round at hand.
bool MushraDialog::isHalfway() const {
  return session_ && !session_->isDone() &&
         std::any_of(sliders_.begin(), sliders_.end(),
                     [](const QSlider* slider) { return slider->value() != kMiddle; });
}

}  // namespace gui
