#pragma once

#include <QAbstractTableModel>
#include <cstdint>
#include <vector>

#include "codec/base/types.h"

namespace gui {

// The codes of one frame: one row a codebook, with what is known of its code.
// Threads: GUI.
class FrameModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kLevel, kRole, kCode, kCount, kShare, kPhone, kColumns };
  struct Row {
    QString role;  // empty: the model names none
    codec::Code code = 0;
    std::uint64_t count = 0;  // of this code in the file
    std::uint64_t total = 0;  // frames of the file
    QString phone;            // most likely one, with its share; empty: not known
  };

  using QAbstractTableModel::QAbstractTableModel;
  void setRows(std::vector<Row> rows);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<Row> rows_;
};

}  // namespace gui
