#pragma once

#include <QDialog>

#include "gui/document/codec_worker.h"

namespace gui {

// The program and the card of the loaded model.
class AboutDialog : public QDialog {
  Q_OBJECT
 public:
  AboutDialog(const ModelPtr& model, QWidget* parent);
  // As HTML. model may be null.
  static QString modelCard(const ModelPtr& model);
};

}  // namespace gui
