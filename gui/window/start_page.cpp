#include "gui/window/start_page.h"

#include <QCommandLinkButton>
#include <QEvent>
#include <QLabel>

#include "gui/look/icons.h"
#include "gui/look/on_key.h"
#include "gui/window/file_choice.h"

namespace gui {

StartPage::StartPage(QWidget* parent) : QWidget(parent) {
  auto* picture = new QLabel;
  picture->setPixmap(applicationIcon().pixmap(96, 96));
  picture->setAlignment(Qt::AlignCenter);
  auto* title = new QLabel(tr("Drop a sound here"));
  QFont big = title->font();
  big.setPointSizeF(big.pointSizeF() * 1.8);
  title->setFont(big);
  title->setAlignment(Qt::AlignCenter);
  auto* sub =
      new QLabel(tr("Any audio file, a .sgl file, or tokens. It becomes tokens while you watch,\n"
                    "and sound again while you listen."));
  sub->setAlignment(Qt::AlignCenter);
  sub->setForegroundRole(QPalette::PlaceholderText);
  open_ = new QPushButton(icon(Symbol::open), tr("Open …"));
  record_ = new QPushButton(icon(Symbol::record), tr("Record"));
  for (QPushButton* b : {open_, record_}) {
    b->setIconSize({20, 20});
    b->setMinimumSize(140, 36);
  }
  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  buttons->addWidget(open_);
  buttons->addSpacing(8);
  buttons->addWidget(record_);
  buttons->addStretch();
  auto* clips = new QHBoxLayout;
  clips->setSpacing(10);
  clips->addStretch();
  auto* orTry = new QLabel(tr("or try a clip:"));
  orTry->setForegroundRole(QPalette::PlaceholderText);
  clips->addWidget(orTry);
  for (const auto& [text, name] : {std::pair{tr("Kathleen, English, 6 s"), "kathleen.flac"},
                                   std::pair{tr("Kerstin, German, 4 s"), "kerstin.flac"}}) {
    auto* clip = new QPushButton(icon(Symbol::play), text);
    connect(clip, &QPushButton::clicked, this,
            [this, n = QString::fromLatin1(name)] { Q_EMIT clipWanted(n); });
    clips->addWidget(clip);
    clips_.push_back(clip);
  }
  clips->addStretch();
  // What there is to see and hear, in the order that one meets it.
  const QString steps[3][2] = {
      {tr("1  Open or record"),
       tr("The codec encodes while you watch. Nothing leaves this computer, and a recording is "
          "kept as it was captured.")},
      {tr("2  See the tokens"),
       tr("Every codebook is a lane under the spectrogram. Click a code to find where it comes "
          "again; phones stand above, where the model knows them.")},
      {tr("3  Hear what is left"),
       tr("X switches between A, the original, and B, what came back. Keys 1 to 5 take codebooks "
          "away; Quality shows the worst second.")}};
  auto* cards = new QHBoxLayout;
  cards->setSpacing(18);
  cards->addStretch(1);
  for (const auto& [head, body] : steps) {
    auto* card = new QLabel(QStringLiteral("<p><b>%1</b></p><p>%2</p>")
                                .arg(head.toHtmlEscaped(), body.toHtmlEscaped()));
    card->setWordWrap(true);
    card->setMinimumWidth(170);  // a small screen has no more
    card->setMaximumWidth(232);
    card->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    cards->addWidget(card, 100);
  }
  cards->addStretch(1);
  recentTitle_ = new QLabel(tr("Opened lately"));
  recentTitle_->setForegroundRole(QPalette::PlaceholderText);
  recentTitle_->setAlignment(Qt::AlignCenter);
  recent_ = new QVBoxLayout;
  recent_->setSpacing(2);
  auto* layout = new QVBoxLayout(this);
  layout->addStretch(3);
  layout->addWidget(picture);
  layout->addSpacing(10);
  layout->addWidget(title);
  layout->addWidget(sub);
  layout->addSpacing(14);
  layout->addLayout(buttons);
  layout->addSpacing(6);
  layout->addLayout(clips);
  layout->addSpacing(22);
  layout->addLayout(cards);
  layout->addSpacing(24);
  layout->addWidget(recentTitle_);
  layout->addLayout(recent_);
  layout->addStretch(4);
  connect(open_, &QPushButton::clicked, this, &StartPage::openWanted);
  connect(record_, &QPushButton::clicked, this, &StartPage::recordWanted);
}

void StartPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    open_->setIcon(icon(Symbol::open));
    record_->setIcon(icon(Symbol::record));
    for (QPushButton* clip : clips_) clip->setIcon(icon(Symbol::play));
  }
  QWidget::changeEvent(event);
}

void StartPage::setRecentFiles(const QStringList& paths) {
  while (QLayoutItem* item = recent_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  recentTitle_->setVisible(!paths.isEmpty());
  const QStringList shown = paths.mid(0, 5);
  const QStringList names = tellingNames(shown);
  for (qsizetype i = 0; i < shown.size(); ++i) {
    const QString path = shown[i];
    auto* link = new QLabel;
    const QString name = fontMetrics().elidedText(names[i], Qt::ElideMiddle, 420).toHtmlEscaped();
    link->setText(QStringLiteral("<a href=\"x\" style=\"text-decoration:none\">%1</a>").arg(name));
    link->setToolTip(path);
    link->setAlignment(Qt::AlignCenter);
    link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(link, &QLabel::linkActivated, this, [this, path] { Q_EMIT fileWanted(path); });
    new OnKey(link, {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter},
              [this, path] { Q_EMIT fileWanted(path); });
    recent_->addWidget(link);
  }
}

}  // namespace gui
