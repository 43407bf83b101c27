#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <optional>
#include <vector>

#include "gui/document/comparison.h"
#include "gui/document/mushra_session.h"
#include "gui/window/listening_dialog.h"

namespace gui {

// Several renditions rated blindly beside their original: a slider each, from bad to excellent.
// Names are told at the end alone. Keys: 0 hears the reference, 1 to 9 the sounds.
// Threads: GUI.
class MushraDialog : public ListeningDialog {
  Q_OBJECT
 public:
  // sound: what the answers call it. renditions: at least one.
  MushraDialog(AudioController* audio, const QString& sound, const Track& original,
               const std::vector<ComparedSound>& renditions, QWidget* parent = nullptr);

  // nullptr before begin().
  const MushraSession* session() const { return session_ ? &*session_ : nullptr; }
  void begin();
  std::size_t places() const { return tracks_.size(); }
  QSlider& slider(std::size_t place) { return *sliders_[place]; }
  void hear(std::size_t place);
  // Ends the round, when every sound of it was heard.
  void next();
  QString resultText() const { return state_->text(); }

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  std::size_t answers() const override;
  bool isHalfway() const override;
  std::string toCsv() const override { return session_ ? session_->toCsv() : std::string(); }
  QString fileName() const override { return QStringLiteral("mushra.csv"); }

 private:
  void refresh();
  QString verdict() const;

  QString sound_;
  Track original_;
  std::vector<MushraStimulus> stimuli_;
  std::vector<Track> tracks_;  // one a stimulus
  std::optional<MushraSession> session_;
  QElapsedTimer since_;
  std::vector<bool> heard_;  // one a place
  QSpinBox* rounds_;
  QPushButton* begin_;
  QPushButton* reference_;
  std::vector<QSlider*> sliders_;
  std::vector<QLabel*> values_;
  std::vector<QPushButton*> plays_;
  QPushButton* next_;
  QLabel* state_;
  QPushButton* save_;
};

}  // namespace gui
