#include "gui/panels/comparison_model.h"

#include <QRegularExpression>

#include "gui/look/decimal.h"

namespace gui {

QString ComparisonModel::nameOf(const std::string& english) {
  static const QRegularExpression own(QStringLiteral("^\\S+ (\\d+) of (\\d+)$"));
  static const QRegularExpression opus(QStringLiteral("^Opus (\\d+) kbps$"));
  const QString name = QString::fromStdString(english);
  if (const auto match = own.match(name); match.hasMatch()) {
    return tr("%1 of %2 codebooks").arg(match.captured(1), match.captured(2));
  }
  if (const auto match = opus.match(name); match.hasMatch()) {
    return tr("Opus %1 kbps").arg(match.captured(1));
  }
  return name;
}

void ComparisonModel::setSounds(const std::vector<ComparedSound>& sounds) {
  beginResetModel();
  rows_.clear();
  for (const auto& s : sounds) rows_.push_back({nameOf(s.name), s.kbps, s.figures});
  endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  if (role == Qt::TextAlignmentRole) {
    return int((index.column() == kName ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const auto figure = [](const std::optional<double>& value, int digits) {
    return value ? decimal(*value, digits) : QStringLiteral("–");
  };
  switch (index.column()) {
    case kName:
      return row.name;
    case kKbps:
      return decimal(row.kbps, 2);
    case kStoi:
      return figure(row.figures.stoi, 3);
    case kEstoi:
      return figure(row.figures.estoi, 3);
    case kMel:
      return figure(row.figures.mel, 3);
    case kPitch:
      return figure(row.figures.f0_rmse_hz, 1);
    default:
      return {};
  }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= kColumns) return {};
  if (role == Qt::DisplayRole) {
    const QString names[kColumns] = {tr("Codec"), tr("kbps"), tr("STOI"),
                                     tr("ESTOI"), tr("Mel"),  tr("F0 Hz")};
    return names[section];
  }
  if (role == Qt::ToolTipRole) {
    const QString tips[kColumns] = {tr("Model and number of codebooks, or another codec"),
                                    tr("Kilobits a second that were sent"),
                                    tr("Intelligibility, up to 1"),
                                    tr("Extended intelligibility, up to 1"),
                                    tr("Log-mel distance to the original: 0 is equal"),
                                    tr("Error of the fundamental frequency where both are voiced")};
    return tips[section];
  }
  return {};
}

}  // namespace gui
