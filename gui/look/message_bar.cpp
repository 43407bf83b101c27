#include "gui/look/message_bar.h"

#include <QHBoxLayout>
#include <QPainter>

#include "gui/look/theme.h"

namespace gui {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      label_(new QLabel),
      yes_(new QPushButton),
      no_(new QPushButton),
      close_(new QPushButton(QStringLiteral("✕"))) {
  label_->setWordWrap(true);
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  close_->setFixedWidth(28);
  close_->setFlat(true);
  close_->setAccessibleName(tr("Close the message"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(14, 5, 6, 5);
  layout->addWidget(label_, 1);
  layout->addWidget(yes_);
  layout->addWidget(no_);
  layout->addWidget(close_);
  connect(close_, &QPushButton::clicked, this, &QWidget::hide);
  // A button may put up the next message.
  connect(yes_, &QPushButton::clicked, this, [this] {
    hide();
    if (const auto run = onYes_) run();
  });
  connect(no_, &QPushButton::clicked, this, [this] {
    hide();
    if (const auto run = onNo_) run();
  });
  leave_.setSingleShot(true);
  leave_.setInterval(kNoticeMs);
  connect(&leave_, &QTimer::timeout, this, [this] {
    if (underMouse()) return leave_.start();  // somebody reads or copies it
    hide();
  });
  hide();
}

void MessageBar::tell(Kind kind, const QString& text) {
  kind_ = kind;
  label_->setText(text);
  setAccessibleName(text);
  yes_->hide();
  no_->hide();
  if (kind == Kind::notice) {
    leave_.start();
  } else {
    leave_.stop();
  }
  show();
  update();
}

void MessageBar::ask(const QString& text, const QString& yes, std::function<void()> onYes,
                     const QString& no, std::function<void()> onNo) {
  tell(Kind::notice, text);
  leave_.stop();
  yes_->setText(yes);
  yes_->show();
  no_->setText(no);
  no_->setVisible(!no.isEmpty());
  onYes_ = std::move(onYes);
  onNo_ = std::move(onNo);
}

void MessageBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QColor stripe = kind_ == Kind::problem ? colours().bad : colours().good;
  QColor ground = stripe;
  ground.setAlpha(36);
  painter.fillRect(rect(), ground);
  painter.fillRect(0, 0, 5, height(), stripe);
}

}  // namespace gui
