#include "gui/window/about_dialog.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

#include "codec/base/sha256.h"
#include "gui/look/decimal.h"
#include "gui/look/icons.h"

namespace gui {

namespace {

// Markdown of the card beside the model: NAME.md, or the part "## NAME" of README.md. Empty: none.
QString cardText(const std::string& name) {
  const auto path = codec::find_model(name);
  if (!path) return {};
  const auto read = [](const std::filesystem::path& from) {
    QFile file(QString::fromStdString(from.string()));
    const bool opened = file.size() < (1 << 20) && file.open(QIODevice::ReadOnly);
    return opened ? QString::fromUtf8(file.readAll()) : QString();
  };
  auto own = *path;
  if (const QString text = read(own.replace_extension(".md")); !text.isEmpty()) return text;
  const QString all = QLatin1Char('\n') + read(path->parent_path() / "README.md");
  const QString head = QStringLiteral("\n## %1\n").arg(QString::fromStdString(name));
  const auto begin = all.indexOf(head);
  if (begin < 0) return {};
  const auto after = begin + head.size();
  return all.mid(after, all.indexOf(QStringLiteral("\n## "), after) - after);
}

}  // namespace

QString AboutDialog::modelCard(const ModelPtr& model) {
  if (model == nullptr) {
    return tr(
        "<p>No model is loaded. Put one into the models folder, then choose it in the Codec "
        "menu.</p>");
  }
  const auto& c = model->config();
  QString html = QStringLiteral("<h3>%1</h3><p>%2</p><table cellpadding=3>")
                     .arg(QString::fromStdString(c.name).toHtmlEscaped(),
                          QString::fromStdString(c.description).toHtmlEscaped());
  const auto row = [&html](const QString& name, const QString& value) {
    html += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>").arg(name, value);
  };
  row(tr("Sample rate"), tr("%1 Hz, mono").arg(c.sample_rate_hz));
  row(tr("Frames"), tr("%1 a second, %2 ms each")
                        .arg(c.frame_rate_hz())
                        .arg(decimal(1000.0 / c.frame_rate_hz(), 1)));
  row(tr("Codebooks"), tr("%1 × %2 codes of %3 dimensions (SimVQ, residual)")
                           .arg(c.levels)
                           .arg(c.codebook_size)
                           .arg(c.latent_dim));
  row(tr("Bit rate"), tr("%1 to %2 kbps")
                          .arg(decimal(c.bit_rate_bps(1) / 1000, 2))
                          .arg(decimal(c.bit_rate_bps(c.levels) / 1000, 2)));
  row(tr("Delay"), c.latency_ms() > c.least_latency_ms()
                       ? tr("%1 ms live, %2 ms by the better decoder for files")
                             .arg(decimal(c.least_latency_ms(), 1), decimal(c.latency_ms(), 1))
                       : tr("%1 ms").arg(decimal(c.latency_ms(), 1)));
  row(tr("Weights"),
      QStringLiteral("SHA-256 %1 …")
          .arg(QString::fromStdString(codec::to_hex(model->fingerprint())).left(16)));
  html += QStringLiteral("</table>");
  const QString card = cardText(c.name);
  if (!card.isEmpty()) {
    QTextDocument text;
    text.setMarkdown(card);
    html += text.toHtml();
  }
  return html;
}

AboutDialog::AboutDialog(const ModelPtr& model, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("About Sonoglyph"));
  auto* picture = new QLabel;
  picture->setPixmap(applicationIcon().pixmap(64, 64));
  auto* text = new QLabel(
      tr("<h2>Sonoglyph %1</h2><p>Sound to tokens and back: a neural codec with residual SimVQ, "
         "everything computed on this machine.</p>")
          .arg(QCoreApplication::applicationVersion()));
  text->setWordWrap(true);
  auto* head = new QHBoxLayout;
  head->addWidget(picture, 0, Qt::AlignTop);
  head->addWidget(text, 1);
  auto* card = new QTextBrowser;
  card->setHtml(modelCard(model));
  card->setOpenExternalLinks(true);
  card->setAccessibleName(tr("Model card"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(head);
  layout->addWidget(card, 1);
  layout->addWidget(buttons);
  resize(560, 520);
}

}  // namespace gui
