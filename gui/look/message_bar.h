#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <functional>

namespace gui {

// One message above the views that does not stop anybody: what happened, what to do, and a button
// that does it. A later message replaces it; a notice without buttons leaves after kNoticeMs.
// Threads: GUI.
class MessageBar : public QFrame {
  Q_OBJECT
 public:
  enum class Kind { notice, problem };
  explicit MessageBar(QWidget* parent = nullptr);

  void tell(Kind kind, const QString& text);
  void ask(const QString& text, const QString& yes, std::function<void()> onYes,
           const QString& no = {}, std::function<void()> onNo = {});
  static constexpr int kNoticeMs = 8000;
  QString text() const { return label_->text(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Kind kind_ = Kind::notice;
  QTimer leave_;  // a notice that asks nothing goes by itself
  QLabel* label_;
  QPushButton* yes_;
  QPushButton* no_;
  QPushButton* close_;
  std::function<void()> onYes_;
  std::function<void()> onNo_;
};

}  // namespace gui
