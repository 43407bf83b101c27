#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "quantizer/codebook_usage.h"

namespace gui {

// What each codebook makes of its entries, one row a codebook.
// Threads: GUI.
class UsageModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kLevel, kUsed, kCeiling, kUtilisation, kPerplexity, kEntropy, kUnused, kColumns };

  using QAbstractTableModel::QAbstractTableModel;
  void setUsage(const std::vector<quantizer::CodebookUsage>& usage);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row {
    std::size_t used, ceiling, unused;
    double utilisation, perplexity, entropyBits;
    bool any;
  };
  std::vector<Row> rows_;
};

}  // namespace gui
