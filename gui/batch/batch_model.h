#pragma once

#include <QAbstractTableModel>
#include <filesystem>
#include <vector>

#include "codec/batch/batch.h"

namespace gui {

enum class BatchState { waiting, running, done, damaged, kept, skipped, failed, cancelled };

// The files of a batch, one a row: name, state, progress, result.
// Threads: GUI.
class BatchModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kFile, kState, kSize, kNote, kColumns };
  enum Role { kProgress = Qt::UserRole, kPath };

  using QAbstractTableModel::QAbstractTableModel;

  // leftOut: sources that are no part of the batch, listed below it as skipped.
  void setFiles(std::vector<codec::BatchFile> files, std::vector<codec::BatchLeftOut> leftOut = {});
  void start(std::size_t index);
  void progress(std::size_t index, double share);  // 0..1
  void end(const codec::BatchResult& result);
  std::vector<std::filesystem::path> failed() const;
  std::size_t count(BatchState state) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row {
    std::filesystem::path source;
    std::uintmax_t bytes = 0;
    BatchState state = BatchState::waiting;
    double share = 0.0;
    QString note;
  };
  static QString stateName(BatchState state);
  static QString noteOf(const Row& row, const std::string& reason);
  void changed(std::size_t index);

  std::vector<Row> rows_;
};

}  // namespace gui
