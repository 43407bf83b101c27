// Labels and codes changed by hand.
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QInputDialog>
#include <algorithm>
#include <filesystem>

#include "codec/base/file_io.h"
#include "codec/files/label_file.h"
#include "codec/files/phone_track.h"
#include "gui/document/error_text.h"
#include "gui/window/file_choice.h"
#include "gui/window/main_window.h"

namespace gui {
namespace {

// What the codes say was spoken, where the model can tell; else a tier without labels.
codec::LabelTier phoneTier(const Session& session) {
  const ModelPtr& model = session.model();
  if (model == nullptr || !model->is_semantic() || model->phones() == nullptr) return {};
  const Document& d = session.document();
  return codec::phone_tier(codec::phone_runs(*model->phones(), *d.codes, model->config()), d.length,
                           model->config().sample_rate_hz);
}

}  // namespace

void MainWindow::addLabel() {
  actions_.showLabels->setChecked(true);
  views_->addLabel();
}

void MainWindow::importLabels(const QString& path) {
  if (session_.document().isEmpty() || session_.document().recording) {
    return messages_->tell(MessageBar::Kind::problem, tr("Open the sound first, then its labels."));
  }
  auto read = codec::read_labels(toPath(path));
  if (!read) return messages_->tell(MessageBar::Kind::problem, errorText(read.error()));
  const double end = session_.axis().seconds(session_.document().length);
  Labels labels = *session_.document().labels;
  int count = 0;
  int late = 0;
  for (codec::LabelTier& tier : *read) {
    if (tier.name.empty()) tier.name = QFileInfo(path).completeBaseName().toStdString();
    count += static_cast<int>(tier.labels.size());
    late += static_cast<int>(std::count_if(tier.labels.begin(), tier.labels.end(),
                                           [end](const auto& l) { return l.begin_s > end; }));
    labels.push_back(std::move(tier));
  }
  keepFolder(path);
  actions_.showLabels->setChecked(true);
  const bool unsaved = session_.document().labelsUnsaved || !session_.document().labels->empty();
  session_.setLabels(std::move(labels), tr("Import labels"));
  if (!unsaved) session_.markLabelsSaved();
  QString text = tr("%n label(s) from %1", nullptr, count).arg(QFileInfo(path).fileName());
  if (late > 0) text += QStringLiteral(". ") + tr("%n of them begin after the end.", nullptr, late);
  messages_->tell(MessageBar::Kind::notice, text);
}

void MainWindow::exportLabels(const QString& path) {
  const auto format = codec::label_format(toPath(path));
  if (!format) {
    return messages_->tell(MessageBar::Kind::problem,
                           tr("Labels are written as .TextGrid (Praat) or .txt (Audacity)."));
  }
  Labels tiers = *session_.document().labels;
  codec::LabelTier phones = phoneTier(session_);
  const bool all = *format == codec::LabelFormat::text_grid || tiers.empty();
  if (all && !phones.labels.empty()) tiers.push_back(std::move(phones));
  if (tiers.empty()) {
    return messages_->tell(MessageBar::Kind::problem,
                           tr("There are no labels, and the model tells no phones."));
  }
  const double length = session_.axis().seconds(session_.document().length);
  const codec::Status written = codec::write_file(
      toPath(path), *format == codec::LabelFormat::text_grid ? codec::text_grid(tiers, length)
                                                             : codec::audacity_labels(tiers));
  if (!written) return messages_->tell(MessageBar::Kind::problem, errorText(written.error()));
  keepFolder(path);
  session_.markLabelsSaved();
  messages_->tell(MessageBar::Kind::notice, tr("Saved %1").arg(QFileInfo(path).fileName()));
}

void MainWindow::askImportLabels() {
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Import labels"), lastFolder(),
                                   tr("Labels of Praat and Audacity") +
                                       QStringLiteral(" (*.TextGrid *.textgrid *.txt *.labels)"));
  if (!path.isEmpty()) importLabels(path);
}

void MainWindow::askExportLabels() {
  const QString praat = QStringLiteral("TextGrid");
  const QString path =
      askWhereToSave(this, tr("Export labels"), nameFor(session_.document(), praat),
                     {{tr("Praat TextGrid") + QStringLiteral(" (*.TextGrid)"), praat},
                      {tr("Audacity labels") + QStringLiteral(" (*.txt)"), QStringLiteral("txt")}});
  if (!path.isEmpty()) exportLabels(path);
}

// The selection, or else the frame that is chosen in the lanes.
FrameSpan MainWindow::framesToEdit() const {
  const std::int64_t frames = session_.document().codes->frames();
  const FrameSpan span = framesOf(session_.axis().selection(), session_.hopSamples(), frames);
  if (!span.empty()) return span;
  const std::int64_t chosen = views_->tokens().selectedFrame();
  return chosen >= 0 && chosen < frames ? FrameSpan{chosen, 1} : FrameSpan{};
}

void MainWindow::copyCodes() {
  const FrameSpan span = framesToEdit();
  if (span.empty()) return;
  copiedFrames_ = span;
  copiedFrom_ = session_.document().original;
  QGuiApplication::clipboard()->setText(gui::copyCodes(*session_.document().codes, span).text());
  messages_->tell(MessageBar::Kind::notice,
                  tr("Copied the codes of %n frame(s)", nullptr, static_cast<int>(span.count)));
  updateActions();
}

// The changed stretch is heard, as what is selected is.
void MainWindow::editCodes(codec::Codes codes, FrameSpan span, const QString& undoText) {
  const std::int64_t hop = session_.hopSamples();
  const std::int64_t chosen = views_->tokens().selectedFrame();
  session_.editCodes(std::move(codes), span, undoText);
  views_->tokens().selectFrame(chosen);
  if (!actions_.playSelected->isChecked()) return;
  constexpr double kAroundS = 0.2;
  const auto around = static_cast<codec::SampleIndex>(kAroundS * session_.axis().rateHz());
  audio_.setListen(Listen::reconstruction);
  audio_.play(
      {std::max<codec::SampleIndex>(0, span.first * hop - around), span.end() * hop + around},
      false);
}

void MainWindow::pasteCodes() {
  const auto copied =
      CopiedCodes::fromText(QGuiApplication::clipboard()->text(), session_.codebookSize());
  if (!copied) {
    return messages_->tell(
        MessageBar::Kind::problem,
        tr("There are no codes on the clipboard: a line a frame, a number a codebook, below %1.")
            .arg(session_.codebookSize()));
  }
  const FrameSpan chosen = framesToEdit();
  const codec::Codes& codes = *session_.document().codes;
  const std::int64_t first =
      chosen.empty() ? session_.axis().cursor() / session_.hopSamples() : chosen.first;
  const FrameSpan span{first, std::min(copied->codes.frames(), codes.frames() - first)};
  if (span.empty()) return;
  editCodes(withPasted(codes, first, session_.levelMask(), copied->codes), span, tr("Paste codes"));
}

void MainWindow::swapCodes() {
  FrameSpan here = framesToEdit();
  here.count = copiedFrames_.count;
  const codec::Codes& codes = *session_.document().codes;
  const bool apart = here.end() <= copiedFrames_.first || copiedFrames_.end() <= here.first;
  if (!apart || here.end() > codes.frames()) {
    return messages_->tell(
        MessageBar::Kind::problem,
        tr("The copied codes, %n frame(s), and those from here on must lie apart.", nullptr,
           static_cast<int>(copiedFrames_.count)));
  }
  editCodes(withSwapped(codes, here, copiedFrames_, session_.levelMask()), here, tr("Swap codes"));
}

void MainWindow::setCodes(codec::Code code) {
  const FrameSpan span = framesToEdit();
  if (span.empty()) return;
  editCodes(withCode(*session_.document().codes, span, session_.levelMask(), code), span,
            tr("Set codes"));
}

void MainWindow::askSetCodes() {
  const FrameSpan span = framesToEdit();
  if (span.empty()) return;
  QStringList sounding;
  for (int q = 0; q < session_.levels(); ++q) {
    if (session_.levelMask() >> q & 1u) sounding << QString::number(q + 1);
  }
  const auto& marked = session_.marked();
  bool ok = false;
  const int code = QInputDialog::getInt(
      this, tr("Set codes"),
      tr("Code of %n frame(s) in the codebooks that sound (%1):", nullptr,
         static_cast<int>(span.count))
          .arg(sounding.join(QStringLiteral(", "))),
      marked ? marked->code : 0, 0, static_cast<int>(session_.codebookSize()) - 1, 1, &ok);
  if (ok) setCodes(static_cast<codec::Code>(code));
}

}  // namespace gui
