#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <optional>

#include "gui/document/abx_session.h"
#include "gui/document/comparison.h"
#include "gui/window/listening_dialog.h"

namespace gui {

// The blind test of one sound against its original. Results are shown at the end alone.
// Keys: A, B and X hear, 1 and 2 say which X is, S stops.
// Threads: GUI.
class AbxDialog : public ListeningDialog {
  Q_OBJECT
 public:
  // sound: what the answers call it.
  AbxDialog(AudioController* audio, const QString& sound, const Track& original,
            const ComparedSound& rendition, QWidget* parent = nullptr);

  // nullptr before begin().
  const AbxSession* session() const { return session_ ? &*session_ : nullptr; }
  void begin();
  void answer(bool thinksB);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  std::size_t answers() const override { return session_ ? session_->answers().size() : 0; }
  std::string toCsv() const override { return session_ ? session_->toCsv() : std::string(); }
  QString fileName() const override { return QStringLiteral("abx.csv"); }

 private:
  void hear(const Track& sound);
  void refresh();

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
