// Opening, saving, dropping, recent files, recovery.
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <algorithm>
#include <cmath>
#include <span>

#include "codec/base/file_io.h"
#include "gui/batch/batch_dialog.h"
#include "gui/document/error_text.h"
#include "gui/document/export.h"
#include "gui/document/recording_name.h"
#include "gui/look/decimal.h"
#include "gui/window/export_dialog.h"
#include "gui/window/figure_dialog.h"
#include "gui/window/file_choice.h"
#include "gui/window/listening_dialog.h"
#include "gui/window/main_window.h"

namespace gui {
namespace {

constexpr int kRecent = 10;
const QString kRecentKey = QStringLiteral("recent");

}  // namespace

void MainWindow::openPath(const QString& path) {
  if (codec::label_format(toPath(path))) return importLabels(path);
  if (audio_.transport() != Transport::idle) audio_.stop();
  keepFolder(path);
  session_.openPath(toPath(QFileInfo(path).absoluteFilePath()));
}

void MainWindow::openPaths(const QStringList& paths) {
  if (paths.size() == 1 && !QFileInfo(paths[0]).isDir()) return openPath(paths[0]);
  if (!paths.isEmpty()) showBatch()->addInputs(paths);
}

void MainWindow::askOpen() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open"), lastFolder(),
      tr("Sound and tokens") +
          QStringLiteral(" (*.wav *.flac *.ogg *.opus *.mp3 *.aif *.aiff *.au *.caf *.w64 *.rf64 "
                         "*.sgl *.npy *.json *.jsonl *.csv *.safetensors *.TextGrid);;") +
          tr("All files (*)"));
  if (!path.isEmpty()) openPath(path);
}

// What a cancelled encoder or decoder left is not to be taken for the whole.
bool MainWindow::mayWrite() {
  if (session_.isComplete()) return true;
  const double until = session_.document().reconstruction->track.seconds();
  messages_->ask(
      tr("The codec was cancelled: from %1 on there is no reconstruction, and nothing to "
         "be saved.")
          .arg(formatTime(until, 1)),
      tr("Go on"), [this] { session_.complete(); });
  return false;
}

void MainWindow::askSave() {
  if (!mayWrite()) return;
  const QString sgl = QStringLiteral("sgl");
  const QString path = askWhereToSave(this, tr("Save as .sgl"), nameFor(session_.document(), sgl),
                                      {{tr("Sonoglyph (*.sgl)"), sgl}});
  if (!path.isEmpty()) saveTo(path);
}

void MainWindow::saveTo(const QString& path) {
  const std::filesystem::path target = toPath(path);
  const Document d = session_.document();
  const ModelPtr model = session_.model();
  const int levels = session_.savedLevels();
  const auto done = [this, path] {
    keepFolder(path);
    messages_->tell(MessageBar::Kind::notice, tr("Saved %1").arg(QFileInfo(path).fileName()));
  };
  const QString suffix = QFileInfo(path).suffix().toLower();
  const QString what = tr("Saving %1").arg(QFileInfo(path).fileName());
  if (suffix == QStringLiteral("png") || suffix == QStringLiteral("svg") ||
      suffix == QStringLiteral("pdf")) {
    return saveFigureTo(path, views_->figure());
  }
  if (suffix != QStringLiteral("sgl") && !codec::token_format(target)) {
    AudioExport sound;
    sound.sound = d.reconstruction->track;
    sound.span = {0, d.length};
    sound.rateHz = suffix == QStringLiteral("opus") ? 48000 : d.sourceRateHz;
    sound.gainDb = -d.gainMilliDb / 1000.0;
    keepFolder(path);
    return exportSound(path, sound, what, tr("Saved %1").arg(QFileInfo(path).fileName()));
  }
  if (model == nullptr || d.codes->data.empty()) {
    return messages_->tell(MessageBar::Kind::problem,
                           tr("There are no tokens to save yet. Choose a model in the Codec menu "
                              "or wait for the encoder."));
  }
  if (suffix != QStringLiteral("sgl")) {
    session_.worker().write(
        what,
        [=](const CodecWorker::Control&) {
          return exportTokens(target, d, model, levels, {0, d.length}, {});
        },
        done);
    return;
  }
  const auto take = std::make_shared<std::filesystem::path>();
  session_.worker().write(
      what,
      [=](const CodecWorker::Control& control) -> codec::Status {
        if (codec::Status s = saveContainer(target, d, model, levels); !s || !d.unsaved) return s;
        auto kept = keepTake(target, d, control);
        if (!kept) return kept.error();
        *take = *kept;
        return codec::Done{};
      },
      [=, this] {
        session_.markSaved(d, target, *take);
        done();
        if (take->empty()) return;
        messages_->tell(MessageBar::Kind::notice,
                        tr("Saved %1. The recording as it was captured is beside it: %2")
                            .arg(QString::fromStdString(target.filename().string()),
                                 QString::fromStdString(take->filename().string())));
      });
}

void MainWindow::askExport() {
  if (!mayWrite()) return;
  ExportDialog dialog(session_, this);
  if (dialog.exec() != QDialog::Accepted) return;
  const QString path =
      askWhereToSave(this, tr("Export"), nameFor(session_.document(), dialog.extension()),
                     {{QStringLiteral("*.") + dialog.extension(), dialog.extension()}});
  if (path.isEmpty()) return;
  keepFolder(path);
  const QString what = tr("Exporting %1").arg(QFileInfo(path).fileName());
  const QString done = tr("Exported %1").arg(QFileInfo(path).fileName());
  if (!dialog.isTokens()) return exportSound(path, dialog.audio(), what, done);
  session_.worker().write(what, dialog.tokenWork(toPath(path)),
                          [this, done] { messages_->tell(MessageBar::Kind::notice, done); });
}

void MainWindow::exportSound(const QString& path, AudioExport what, const QString& verb,
                             const QString& done) {
  what.peak = std::make_shared<float>(0.0F);
  const std::filesystem::path target = toPath(path);
  session_.worker().write(
      verb, [=](const CodecWorker::Control& c) { return exportAudio(target, what, c); },
      [=, this] {
        if (*what.peak <= 1.0F || !clips(target, what.format)) {
          return messages_->tell(MessageBar::Kind::notice, done);
        }
        closeWhenWritten_ = false;  // it asks
        // Rounded away from full scale, to a tenth.
        const double over = std::ceil(200.0 * std::log10(static_cast<double>(*what.peak))) / 10.0;
        AudioExport safe = what;
        safe.gainDb -= over;
        messages_->ask(
            done + QStringLiteral(". ") +
                tr("It clips: its loudest sample is %1 dB above full scale.").arg(decimal(over, 1)),
            tr("Write it again %1 dB quieter").arg(decimal(over, 1)),
            [=, this] { exportSound(path, safe, verb, done); });
      });
}

void MainWindow::askExportPicture() {
  FigureOptions first = views_->figure();
  QSettings settings;
  const QSizeF size = settings.value(QStringLiteral("figure/size")).toSizeF();
  if (size.isValid()) first.sizeMm = size;
  first.dpi = settings.value(QStringLiteral("figure/dpi"), first.dpi).toInt();
  FigureDialog dialog(session_, first, this);
  if (dialog.exec() != QDialog::Accepted) return;
  const FigureOptions wanted = dialog.options();
  settings.setValue(QStringLiteral("figure/size"), wanted.sizeMm);
  settings.setValue(QStringLiteral("figure/dpi"), wanted.dpi);
  const QString path =
      askWhereToSave(this, tr("Export picture"), nameFor(session_.document(), dialog.extension()),
                     {{QStringLiteral("*.") + dialog.extension(), dialog.extension()}});
  if (path.isEmpty()) return;
  saveFigureTo(path, wanted);
}

void MainWindow::saveFigureTo(const QString& path, const FigureOptions& options) {
  const codec::Status status = saveFigure(toPath(path), session_, options);
  if (!status) return messages_->tell(MessageBar::Kind::problem, errorText(status.error()));
  keepFolder(path);
  messages_->tell(MessageBar::Kind::notice, tr("Saved %1").arg(QFileInfo(path).fileName()));
}

// The clip of the start page becomes a file of the user's, so that it can be opened like others.
void MainWindow::openClip(const QString& name) {
  const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                    QStringLiteral("/clips"));
  const QString path = folder.filePath(name);
  if (!QFileInfo::exists(path)) {
    folder.mkpath(QStringLiteral("."));
    QFile clip(QStringLiteral(":/clips/") + name);
    codec::Status written = codec::Error{codec::ErrorCode::io, name.toStdString() + ": not there"};
    if (clip.open(QIODevice::ReadOnly)) {
      const QByteArray bytes = clip.readAll();
      written = codec::write_file(
          toPath(path),
          std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    }
    if (!written) return messages_->tell(MessageBar::Kind::problem, errorText(written.error()));
  }
  openPath(path);
}

BatchDialog* MainWindow::showBatch() {
  auto* dialog = findChild<BatchDialog*>();
  if (dialog == nullptr) {
    dialog = new BatchDialog(session_.model(), this);
    connect(dialog, &BatchDialog::openWanted, this, [this](const QString& path) {
      if (!actions_.open->isEnabled()) return;
      openPath(path);
      activateWindow();
    });
  }
  updateBatchModel();
  dialog->show();
  dialog->raise();
  return dialog;
}

// A batch that was begun before the model was there waits for it.
void MainWindow::updateBatchModel() {
  if (auto* dialog = findChild<BatchDialog*>()) {
    dialog->setModel(session_.model(), session_.worker().isLoading());
  }
}

void MainWindow::remember(const QString& path) {
  QSettings settings;
  QStringList recent = settings.value(kRecentKey).toStringList();
  recent.removeAll(path);
  recent.prepend(path);
  settings.setValue(kRecentKey, QStringList(recent.mid(0, kRecent)));
  updateRecent();
}

void MainWindow::updateRecent() {
  QStringList recent = QSettings().value(kRecentKey).toStringList();
  recent.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
  start_->setRecentFiles(recent);
  recentMenu_->clear();
  const QStringList names = tellingNames(recent);
  for (qsizetype i = 0; i < recent.size(); ++i) {
    const QString path = recent[i];
    QString name = fontMetrics().elidedText(names[i], Qt::ElideMiddle, 360);
    name.replace(QLatin1Char('&'), QStringLiteral("&&"));
    QAction* item = recentMenu_->addAction(name, this, [this, path] { openPath(path); });
    item->setToolTip(path);
  }
  recentMenu_->setToolTipsVisible(true);
  recentMenu_->setEnabled(!recent.isEmpty());
  if (recent.isEmpty()) return;
  recentMenu_->addSeparator();
  recentMenu_->addAction(tr("Clear the list"), this, [this] {
    QSettings().remove(kRecentKey);
    updateRecent();
  });
}

void MainWindow::offerRecovery() {
  const auto found = lostRecordings();
  if (found.empty()) return;
  const std::filesystem::path path = found.front();
  const QString name = recordingName(path);
  QString text =
      tr("“%1” was not saved when Sonoglyph ended last time. %n recording(s) can be recovered.",
         nullptr, static_cast<int>(found.size()))
          .arg(name);
  if (found.size() > 1) text += QLatin1Char(' ') + tr("File, Unsaved recordings has them all.");
  messages_->ask(
      text, tr("Recover"), [this, path] { recover(path); }, tr("Delete it …"),
      [this, path] {
        askDelete(path);
        offerRecovery();
      });
}

std::vector<std::filesystem::path> MainWindow::lostRecordings() const {
  auto found = orphanedSpools(AudioController::spoolFolder());
  std::erase(found, session_.document().spool);
  return found;
}

void MainWindow::recover(const std::filesystem::path& spool) {
  const codec::Status status = recoverSpool(spool);
  if (!status) {
    return messages_->tell(MessageBar::Kind::problem, errorText(status.error()));
  }
  session_.openRecovered(spool);
}

void MainWindow::askDelete(const std::filesystem::path& spool) {
  QMessageBox box(QMessageBox::Warning, tr("Delete the recording?"),
                  tr("“%1” was never saved.").arg(recordingName(spool)), QMessageBox::NoButton,
                  this);
  box.setInformativeText(tr("If you delete it, it is gone."));
  const QPushButton* gone = box.addButton(tr("&Delete it"), QMessageBox::DestructiveRole);
  box.setDefaultButton(box.addButton(tr("&Keep it"), QMessageBox::RejectRole));
  box.exec();
  if (box.clickedButton() != gone) return;
  std::error_code error;
  std::filesystem::remove(spool, error);
  if (error) {
    messages_->tell(MessageBar::Kind::problem,
                    errorText({codec::ErrorCode::io, spool.string() + ": " + error.message()}));
  }
}

void MainWindow::fillRecoveryMenu() {
  recoveryMenu_->clear();
  for (const auto& spool : lostRecordings()) {
    const QFileInfo file(QString::fromStdString(spool.string()));
    QMenu* take = recoveryMenu_->addMenu(
        QStringLiteral("%1  ·  %2")
            .arg(recordingName(spool), QLocale().formattedDataSize(file.size())));
    take->addAction(tr("&Recover"), this, [this, spool] { recover(spool); });
    take->addAction(tr("&Delete …"), this, [this, spool] { askDelete(spool); });
  }
  if (recoveryMenu_->isEmpty()) recoveryMenu_->addAction(tr("None"))->setEnabled(false);
}

bool MainWindow::mayDiscard() {
  if (audio_.transport() == Transport::recording) {
    audio_.stop();
    messages_->tell(MessageBar::Kind::notice,
                    tr("The recording was stopped. Save it, or close again."));
    return false;
  }
  if (!session_.document().unsaved) return mayLoseEdits();
  QMessageBox box(QMessageBox::Question, tr("Save the recording?"),
                  tr("“%1” was not saved.").arg(session_.document().title),
                  QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
  box.setInformativeText(tr("If you discard it, it is gone."));
  const int answer = box.exec();
  if (answer == QMessageBox::Save) saveAndClose();
  if (answer != QMessageBox::Discard) return false;
  std::error_code ignored;
  std::filesystem::remove(session_.document().spool, ignored);
  return true;
}

// Of codes and labels that were changed by hand.
bool MainWindow::mayLoseEdits() {
  const auto ask = [this](const QString& title, const QString& text) {
    QMessageBox box(QMessageBox::Question, title, text,
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setInformativeText(tr("If you discard it, it is gone."));
    return box.exec();
  };
  const QString name = session_.document().title;
  if (session_.document().isEdited()) {
    const int answer =
        ask(tr("Save the edited codes?"), tr("The codes of “%1” were edited.").arg(name));
    if (answer == QMessageBox::Save) saveAndClose();
    if (answer != QMessageBox::Discard) return false;
  }
  if (!session_.document().labelsUnsaved) return true;
  const int answer = ask(tr("Save the labels?"), tr("The labels of “%1” were changed.").arg(name));
  if (answer == QMessageBox::Save) askExportLabels();
  return answer == QMessageBox::Discard || !session_.document().labelsUnsaved;
}

// Of sounds that others took the place of: undo brings them back, as long as the window is open.
bool MainWindow::mayLoseReplaced() {
  const QStringList titles = session_.replacedUnsaved();
  if (titles.isEmpty()) return true;
  QMessageBox box(QMessageBox::Question, tr("Lose what was changed?"),
                  tr("Codes or labels that are in no file: %1.")
                      .arg(QStringLiteral("“%1”").arg(titles.join(QStringLiteral("”, “")))),
                  QMessageBox::Discard | QMessageBox::Cancel, this);
  box.setInformativeText(
      tr("Another sound took the place. Undo brings it back; if you discard "
         "it, it is gone."));
  box.setDefaultButton(QMessageBox::Cancel);
  return box.exec() == QMessageBox::Discard;
}

// The window closes once more when the file is written.
void MainWindow::saveAndClose() {
  askSave();
  closeWhenWritten_ = session_.worker().isWriting();
}

bool MainWindow::mayEndBatch() {
  const auto* dialog = findChild<BatchDialog*>();
  if (dialog == nullptr || !dialog->isRunning()) return true;
  QMessageBox box(QMessageBox::Question, tr("End the batch?"),
                  tr("A batch is still being converted."), QMessageBox::NoButton, this);
  box.setInformativeText(
      tr("What is finished stays. Start the batch again with the same folder to do the rest."));
  const QPushButton* end = box.addButton(tr("&End it"), QMessageBox::DestructiveRole);
  box.setDefaultButton(box.addButton(tr("&Go on converting"), QMessageBox::RejectRole));
  box.exec();
  return box.clickedButton() == end;
}

bool MainWindow::mayLoseAnswers() {
  const auto dialogs = findChildren<ListeningDialog*>();
  return std::all_of(dialogs.begin(), dialogs.end(), [](ListeningDialog* dialog) {
    return !dialog->isVisible() || dialog->mayLoseAnswers();
  });
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (session_.worker().isWriting()) {
    closeWhenWritten_ = true;
    messages_->tell(MessageBar::Kind::notice, tr("Sonoglyph closes when the file is written."));
    return event->ignore();
  }
  if (!mayLoseAnswers() || !mayEndBatch() || !mayLoseReplaced() || !mayDiscard()) {
    return event->ignore();
  }
  audio_.stop();
  session_.worker().cancel();
  saveSettings();
  event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() && actions_.open->isEnabled()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  QStringList files;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) files << url.toLocalFile();
  }
  if (files.isEmpty()) return;
  event->acceptProposedAction();
  openPaths(files);
}

}  // namespace gui
