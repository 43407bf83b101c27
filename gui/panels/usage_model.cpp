#include "gui/panels/usage_model.h"

#include "gui/look/decimal.h"

namespace gui {

void UsageModel::setUsage(const std::vector<quantizer::CodebookUsage>& usage) {
  const bool sameShape = usage.size() == rows_.size();
  if (!sameShape) beginResetModel();
  rows_.clear();
  for (const auto& u : usage) {
    rows_.push_back({u.used(), u.ceiling(), u.codebook_size() - u.used(), u.utilisation(),
                     u.perplexity(), u.entropy_bits(), u.total() > 0});
  }
  if (!sameShape) {
    endResetModel();
  } else if (!rows_.empty()) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  }
}

int UsageModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int UsageModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant UsageModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  if (index.column() == kLevel) return index.row() + 1;
  if (!row.any) return QStringLiteral("–");
  switch (index.column()) {
    case kUsed:
      return static_cast<qulonglong>(row.used);
    case kCeiling:
      return static_cast<qulonglong>(row.ceiling);
    case kUtilisation:
      return tr("%1 %").arg(decimal(100.0 * row.utilisation, 1));
    case kPerplexity:
      return decimal(row.perplexity, 0);
    case kEntropy:
      return decimal(row.entropyBits, 2);
    case kUnused:
      return static_cast<qulonglong>(row.unused);
    default:
      return {};
  }
}

QVariant UsageModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::DisplayRole) {
    const QString names[kColumns] = {tr("#"),          tr("Used"),    tr("Ceiling"), tr("Share"),
                                     tr("Perplexity"), tr("Entropy"), tr("Unused")};
    return section < kColumns ? names[section] : QString();
  }
  if (role == Qt::ToolTipRole) {
    const QString tips[kColumns] = {
        tr("Codebook"),
        tr("Codes that occur"),
        tr("Codes that could occur at best: the smaller of frames and codebook size"),
        tr("Used codes of all"),
        tr("2 to the power of the entropy: as many equally frequent codes would be as varied"),
        tr("Bits a code that an ideal coder of independent codes would need"),
        tr("Codes that never occur")};
    return section < kColumns ? tips[section] : QString();
  }
  return {};
}

}  // namespace gui
