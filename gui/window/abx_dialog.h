#pragma once

#include <QDialog>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <optional>

#include "gui/document/abx_session.h"
#include "gui/document/audio_controller.h"
#include "gui/document/comparison.h"

namespace gui {

// The blind test of one sound against its original. Results are shown at the end alone.
// Threads: GUI.
class AbxDialog : public QDialog {
  Q_OBJECT
 public:
  // sound: what the answers call it.
  AbxDialog(AudioController* audio, const QString& sound, const Track& original,
            const ComparedSound& rendition, QWidget* parent = nullptr);

  // nullptr before begin().
  const AbxSession* session() const { return session_ ? &*session_ : nullptr; }
  void begin();
  void answer(bool thinksB);
  // Errors: io.
  codec::Status saveTo(const QString& path) const;

 private:
  void hear(const Track& sound);
  void refresh();
  void askSave();

  AudioController* audio_;
  QString sound_;
  Track original_;
  ComparedSound rendition_;
  std::optional<AbxSession> session_;
  QElapsedTimer since_;
  bool heardX_ = false;
  QSpinBox* trials_;
  QPushButton* begin_;
  QPushButton* hearA_;
  QPushButton* hearB_;
  QPushButton* hearX_;
  QPushButton* isA_;
  QPushButton* isB_;
  QLabel* state_;
  QPushButton* save_;
};

}  // namespace gui
