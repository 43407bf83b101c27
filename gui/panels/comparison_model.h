#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "gui/document/comparison.h"

namespace gui {

// A codec a row: bit rate and figures.
class ComparisonModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kName, kKbps, kStoi, kEstoi, kMel, kPitch, kColumns };
  using QAbstractTableModel::QAbstractTableModel;

  // A sound's name in the language of the window; of the model at hand, only how much of it.
  static QString nameOf(const std::string& english);
  void setSounds(const std::vector<ComparedSound>& sounds);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row {
    QString name;
    double kbps;
    codec::EvaluationRow figures;
  };
  std::vector<Row> rows_;
};

}  // namespace gui
