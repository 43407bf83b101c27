// What listening tests share: their answers are kept until they are in a file or given up.
#pragma once

#include <QDialog>
#include <string>

#include "gui/document/audio_controller.h"

namespace gui {

// Whatever closes it asks before answers are lost that are in no file.
// Threads: GUI.
class ListeningDialog : public QDialog {
  Q_OBJECT
 public:
  // audio must outlive the dialog; it is stopped when the dialog closes.
  explicit ListeningDialog(AudioController* audio, QWidget* parent = nullptr);

  // Errors: io.
  codec::Status saveTo(const QString& path);
  // Nothing would be lost, or the user is asked and gives it up or saves it.
  bool mayLoseAnswers();
  void accept() override { reject(); }
  void reject() override;

 protected:
  virtual std::size_t answers() const = 0;          // that are given
  virtual bool isHalfway() const { return false; }  // something is given that is no answer yet
  virtual std::string toCsv() const = 0;
  virtual QString fileName() const = 0;  // that is proposed
  bool askSave();
  void forgetSaved() { saved_ = 0; }  // a new session begins
  AudioController* audio() const { return audio_; }

 private:
  AudioController* audio_;
  std::size_t saved_ = 0;  // of the answers
};

}  // namespace gui
