#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>

#include "gui/views/figure.h"

namespace gui {

// What a figure shows, how large it is, and how it will look.
// Threads: GUI.
class FigureDialog : public QDialog {
  Q_OBJECT
 public:
  // first: what is on the screen now. Both must outlive the dialog.
  FigureDialog(const Session& session, const FigureOptions& first, QWidget* parent = nullptr);

  FigureOptions options() const;
  QString extension() const { return format_->currentData().toString(); }
  const QImage& preview() const { return preview_; }

 private:
  void later() { timer_.start(150); }
  void showPreview();

  const Session& session_;
  FigureOptions first_;
  QLineEdit* title_;
  QComboBox* format_;
  QComboBox* preset_;
  QDoubleSpinBox* width_;
  QDoubleSpinBox* height_;
  QSpinBox* dpi_;
  QComboBox* ground_;
  QComboBox* range_;
  std::vector<QCheckBox*> panes_;
  QLabel* picture_;
  QPushButton* choose_;
  QImage preview_;
  QTimer timer_;
};

}  // namespace gui
