#include "gui/window/listening_dialog.h"

#include <QMessageBox>
#include <QPushButton>

#include "codec/base/file_io.h"
#include "gui/document/error_text.h"
#include "gui/window/file_choice.h"

namespace gui {

ListeningDialog::ListeningDialog(AudioController* audio, QWidget* parent)
    : QDialog(parent), audio_(audio) {
  connect(this, &QDialog::finished, audio_, &AudioController::stop);
}

codec::Status ListeningDialog::saveTo(const QString& path) {
  codec::Status status = codec::write_file(path.toStdString(), toCsv());
  if (status.ok()) saved_ = answers();
  return status;
}

bool ListeningDialog::askSave() {
  const QString path = askWhereToSave(this, tr("Save answers"), fileName(),
                                      {{QStringLiteral("CSV (*.csv)"), QStringLiteral("csv")}});
  if (path.isEmpty()) return false;
  const auto status = saveTo(path);
  if (!status) QMessageBox::warning(this, windowTitle(), errorText(status.error()));
  return status.ok();
}

bool ListeningDialog::mayLoseAnswers() {
  const bool unsaved = answers() > saved_;
  if (!unsaved && !isHalfway()) return true;
  QMessageBox box(QMessageBox::Question, windowTitle(),
                  unsaved ? tr("The answers given so far are in no file.")
                          : tr("The ratings of this round are not finished."),
                  QMessageBox::NoButton, this);
  box.setInformativeText(tr("If you discard them, they are gone."));
  const QPushButton* save =
      unsaved ? box.addButton(tr("&Save …"), QMessageBox::AcceptRole) : nullptr;
  const QPushButton* gone = box.addButton(tr("&Discard"), QMessageBox::DestructiveRole);
  QPushButton* on = box.addButton(tr("&Go on listening"), QMessageBox::RejectRole);
  box.setDefaultButton(on);
  box.setEscapeButton(on);
  box.exec();
  if (save != nullptr && box.clickedButton() == save) return askSave() && mayLoseAnswers();
  return box.clickedButton() == gone;
}

void ListeningDialog::reject() {
  if (mayLoseAnswers()) QDialog::reject();
}

}  // namespace gui
