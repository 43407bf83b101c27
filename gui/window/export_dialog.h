#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <functional>

#include "gui/document/export.h"
#include "gui/document/session.h"

namespace gui {

// What to export of the document, and as what.
class ExportDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ExportDialog(Session& session, QWidget* parent = nullptr);

  void setExtension(const QString& extension);
  QString extension() const;
  // Where it is tokens: a job for CodecWorker::write(), independent of the dialog.
  std::function<codec::Status(const CodecWorker::Control&)> tokenWork(
      const std::filesystem::path& path) const;
  bool isTokens() const;
  AudioExport audio() const;  // where it is not tokens

 private:
  void update();
  TimeSpan span() const;

  Session& session_;
  QComboBox* format_;
  QComboBox* sound_;
  QComboBox* range_;
  QComboBox* rate_;
  int beforeOpus_ = -1;  // the rate that was chosen before Opus took its own
  QComboBox* bits_;
  QComboBox* layout_;
  QLabel* note_;
};

}  // namespace gui
