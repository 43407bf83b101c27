#include "gui/panels/frame_model.h"

#include <utility>

#include "gui/look/decimal.h"

namespace gui {

void FrameModel::setRows(std::vector<Row> rows) {
  const bool sameShape = rows.size() == rows_.size();
  if (!sameShape) beginResetModel();
  rows_ = std::move(rows);
  if (!sameShape) {
    endResetModel();
  } else if (!rows_.empty()) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  }
}

int FrameModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int FrameModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant FrameModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const bool text = index.column() == kRole || index.column() == kPhone;
  if (role == Qt::TextAlignmentRole) {
    return int((text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (index.column()) {
    case kLevel:
      return index.row() + 1;
    case kRole:
      return row.role;
    case kCode:
      return row.code;
    case kCount:
      return static_cast<qulonglong>(row.count);
    case kShare:
      return row.total == 0
                 ? QStringLiteral("–")
                 : tr("%1 %").arg(decimal(
                       100.0 * static_cast<double>(row.count) / static_cast<double>(row.total), 1));
    case kPhone:
      return row.phone.isEmpty() ? QStringLiteral("–") : row.phone;
    default:
      return {};
  }
}

QVariant FrameModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= kColumns) return {};
  if (role == Qt::DisplayRole) {
    const QString names[kColumns] = {tr("#"),     tr("Role"),  tr("Code"),
                                     tr("Times"), tr("Share"), tr("Phone")};
    return names[section];
  }
  if (role == Qt::ToolTipRole) {
    const QString tips[kColumns] = {tr("Codebook"),
                                    tr("What the model means this codebook to carry"),
                                    tr("The code of this frame"),
                                    tr("How often the code occurs in the file"),
                                    tr("Frames of the file that have this code"),
                                    tr("What the code most likely stands for, and how often")};
    return tips[section];
  }
  return {};
}

}  // namespace gui
