#include "gui/window/export_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QStandardItemModel>
#include <algorithm>
#include <utility>

namespace gui {
namespace {
constexpr int kOpusHz = 48000;  // it knows 8, 12, 16, 24 and 48 kHz only
}

ExportDialog::ExportDialog(Session& session, QWidget* parent) : QDialog(parent), session_(session) {
  setWindowTitle(tr("Export"));
  format_ = new QComboBox;
  for (const auto& [name, extension] :
       {std::pair{tr("WAV"), "wav"}, std::pair{tr("FLAC, lossless"), "flac"},
        std::pair{tr("Opus"), "opus"}, std::pair{tr("Ogg Vorbis"), "ogg"},
        std::pair{tr("MP3"), "mp3"}, std::pair{tr("Tokens, NumPy"), "npy"},
        std::pair{tr("Tokens, JSON"), "json"}, std::pair{tr("Tokens, CSV"), "csv"},
        std::pair{tr("Tokens, safetensors"), "safetensors"}}) {
    format_->addItem(QStringLiteral("%1 (.%2)").arg(name, QLatin1String(extension)),
                     QLatin1String(extension));
  }
  sound_ = new QComboBox;
  sound_->addItem(tr("Reconstruction"));
  if (session.document().hasOriginal()) sound_->addItem(tr("Original, as the codec hears it"));
  range_ = new QComboBox;
  range_->addItem(tr("All"));
  if (!session.axis().selection().empty()) {
    range_->addItem(tr("Selection"));
    range_->setCurrentIndex(1);
  }
  rate_ = new QComboBox;
  const int source = session.document().sourceRateHz;
  const int model = session.axis().rateHz();
  rate_->addItem(tr("%1 Hz, as the source").arg(source), source);
  if (model != source) rate_->addItem(tr("%1 Hz, as the codec").arg(model), model);
  bits_ = new QComboBox;
  bits_->addItems({tr("16 bit"), tr("24 bit"), tr("32 bit float")});
  layout_ = new QComboBox;
  layout_->addItems({tr("Codebooks × frames"), tr("One sequence, interleaved"),
                     tr("Delayed codebooks"), tr("Parallel, with offsets")});
  note_ = new QLabel;
  note_->setForegroundRole(QPalette::PlaceholderText);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  buttons->addButton(tr("Choose the file …"), QDialogButtonBox::AcceptRole);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* form = new QFormLayout(this);
  form->addRow(tr("Format"), format_);
  form->addRow(tr("Sound"), sound_);
  form->addRow(tr("Range"), range_);
  form->addRow(tr("Sample rate"), rate_);
  form->addRow(tr("Samples"), bits_);
  form->addRow(tr("Token layout"), layout_);
  form->addRow(note_);
  form->addRow(buttons);
  connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::update);
  update();
}

void ExportDialog::setExtension(const QString& extension) {
  format_->setCurrentIndex(std::max(0, format_->findData(extension)));
}

QString ExportDialog::extension() const { return format_->currentData().toString(); }

bool ExportDialog::isTokens() const {
  return codec::token_format("x." + extension().toStdString()).has_value();
}

void ExportDialog::update() {
  const bool tokens = isTokens();
  const QString e = extension();
  sound_->setEnabled(!tokens);
  rate_->setEnabled(!tokens && e != QStringLiteral("opus"));
  bits_->setEnabled(e == QStringLiteral("wav") || e == QStringLiteral("flac"));
  // FLAC holds integers, Opus has rates of its own.
  auto* items = qobject_cast<QStandardItemModel*>(bits_->model());
  const bool integers = e == QStringLiteral("flac");
  items->item(2)->setEnabled(!integers);
  if (integers && bits_->currentIndex() == 2) bits_->setCurrentIndex(1);
  const bool opus = e == QStringLiteral("opus");
  if (opus && beforeOpus_ < 0) {
    beforeOpus_ = rate_->currentIndex();
    rate_->addItem(tr("%1 Hz, as Opus").arg(kOpusHz), kOpusHz);
    rate_->setCurrentIndex(rate_->count() - 1);
  } else if (!opus && beforeOpus_ >= 0) {
    rate_->removeItem(rate_->count() - 1);
    rate_->setCurrentIndex(std::exchange(beforeOpus_, -1));
  }
  layout_->setEnabled(tokens && e != QStringLiteral("csv"));
  note_->setText(
      tokens ? tr("%n codebook(s), as chosen in the tool bar", nullptr, session_.savedLevels())
             : QString());
}

TimeSpan ExportDialog::span() const {
  return range_->currentIndex() == 1 ? session_.axis().selection()
                                     : TimeSpan{0, session_.document().length};
}

std::function<codec::Status(const CodecWorker::Control&)> ExportDialog::tokenWork(
    const std::filesystem::path& path) const {
  codec::TokenOptions options;
  if (layout_->isEnabled()) {
    options.layout = static_cast<codec::TokenLayout>(layout_->currentIndex());
  }
  return [=, d = session_.document(), model = session_.model(), levels = session_.savedLevels(),
          part = span()](const CodecWorker::Control&) -> codec::Status {
    if (model == nullptr || d.codes->data.empty()) {
      return codec::Error{codec::ErrorCode::empty,
                          "there are no tokens yet; choose a model in the Codec menu first"};
    }
    return exportTokens(path, d, model, levels, part, options);
  };
}

AudioExport ExportDialog::audio() const {
  const Document& d = session_.document();
  AudioExport what;
  what.sound = sound_->currentIndex() == 1 ? d.original->track : d.reconstruction->track;
  if (sound_->currentIndex() != 1) what.gainDb = -d.gainMilliDb / 1000.0;
  what.span = span();
  what.rateHz = std::max(1000, rate_->currentData().toInt());
  if (bits_->isEnabled()) what.format = static_cast<codec::SampleFormat>(bits_->currentIndex());
  return what;
}

}  // namespace gui
