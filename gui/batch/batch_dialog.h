#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTimer>

#include "gui/batch/batch_model.h"
#include "gui/batch/batch_runner.h"
#include "gui/document/codec_worker.h"

namespace gui {

// Many files in one go: what, where to, how, and what became of each.
// Threads: GUI. The batch runs on threads of its own; closing the dialog leaves it running.
class BatchDialog : public QDialog {
  Q_OBJECT
 public:
  explicit BatchDialog(ModelPtr model, QWidget* parent = nullptr);
  ~BatchDialog() override;

  // loading: a model is on its way; a start waits for it.
  void setModel(ModelPtr model, bool loading);
  void addInputs(const QStringList& paths);  // files and folders
  void setOutput(const QString& folder) { folder_->setText(folder); }
  void setFormat(const QString& extension);
  void start();
  bool isRunning() const { return runner_.isRunning() || waiting_; }
  const BatchModel& files() const { return table_; }
  QString summary() const { return totals_->text(); }

 Q_SIGNALS:
  void openWanted(const QString& path);  // the source of a row

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  codec::BatchOptions options() const;
  QWidget* makeSettings();
  void removeSelected();
  void retryFailed();
  void pauseOrGoOn();
  void startWith(codec::BatchOptions options);
  void cancel();
  void showTotals(const codec::BatchTotals& totals);
  void update();

  ModelPtr model_;
  bool loading_ = false;
  bool waiting_ = false;       // for the model, to start
  bool firstOfTwins_ = false;  // of sources that would become one output
  BatchModel table_;
  BatchRunner runner_;
  QStringList removed_;  // the last removed inputs, for undo
  QListWidget* inputs_;
  QLineEdit* folder_;
  QLineEdit* pattern_;
  QComboBox* format_;
  QComboBox* existing_;
  QSpinBox* workers_;
  QSpinBox* levels_;
  QTableView* view_;
  QProgressBar* total_;
  QLabel* totals_;
  QLabel* problem_;
  QPushButton* keepNames_;
  QPushButton* skipTwins_;
  QWidget* settings_;
  QPushButton* start_;
  QPushButton* pause_;
  QPushButton* cancel_;
  QPushButton* retry_;
  QPushButton* undo_;
};

}  // namespace gui
