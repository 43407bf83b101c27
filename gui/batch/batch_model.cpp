#include "gui/batch/batch_model.h"

#include <QColor>
#include <QLocale>
#include <algorithm>

#include "gui/document/error_text.h"
#include "gui/look/decimal.h"
#include "gui/look/theme.h"

namespace gui {

void BatchModel::setFiles(std::vector<codec::BatchFile> files,
                          std::vector<codec::BatchLeftOut> leftOut) {
  beginResetModel();
  rows_.clear();
  rows_.reserve(files.size() + leftOut.size());
  for (auto& file : files) {
    rows_.push_back({std::move(file.source), file.source_bytes, BatchState::waiting, 0.0, {}});
  }
  for (auto& one : leftOut) {
    rows_.push_back({std::move(one.source), 0, BatchState::skipped, 0.0, {}});
    rows_.back().note = noteOf(rows_.back(), one.reason);
  }
  endResetModel();
}

// The row names the file already.
QString BatchModel::noteOf(const Row& row, const std::string& reason) {
  QString text = QString::fromStdString(reason);
  const QString path = QString::fromStdString(row.source.string()) + QStringLiteral(": ");
  if (text.startsWith(path)) text.remove(0, path.size());
  return errorDetail(text);
}

void BatchModel::changed(std::size_t i) {
  const int row = static_cast<int>(i);
  Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
}

void BatchModel::start(std::size_t i) {
  if (i >= rows_.size()) return;
  rows_[i].state = BatchState::running;
  changed(i);
}

void BatchModel::progress(std::size_t i, double share) {
  if (i >= rows_.size()) return;
  rows_[i].share = std::clamp(share, 0.0, 1.0);
  changed(i);
}

void BatchModel::end(const codec::BatchResult& result) {
  if (result.index >= rows_.size()) return;
  Row& row = rows_[result.index];
  row.share = 1.0;
  switch (result.outcome) {
    case codec::BatchOutcome::done:
      row.state = BatchState::done;
      row.note = tr("%1 s of sound, %2")
                     .arg(decimal(result.sound_s, 1))
                     .arg(QLocale().formattedDataSize(static_cast<qint64>(result.output_bytes)));
      break;
    case codec::BatchOutcome::damaged:
      row.state = BatchState::damaged;
      row.note = noteOf(row, result.reason);
      break;
    case codec::BatchOutcome::kept:
      row.state = BatchState::kept;
      row.note = tr("was finished before");
      break;
    case codec::BatchOutcome::skipped:
      row.state = BatchState::skipped;
      row.note = tr("was there before");
      break;
    case codec::BatchOutcome::failed:
      row.state = BatchState::failed;
      row.note = noteOf(row, result.reason);
      break;
    case codec::BatchOutcome::cancelled:
      row.state = BatchState::cancelled;
      break;
  }
  changed(result.index);
}

std::vector<std::filesystem::path> BatchModel::failed() const {
  std::vector<std::filesystem::path> paths;
  for (const Row& row : rows_) {
    if (row.state == BatchState::failed) paths.push_back(row.source);
  }
  return paths;
}

std::size_t BatchModel::count(BatchState state) const {
  return static_cast<std::size_t>(std::count_if(
      rows_.begin(), rows_.end(), [state](const Row& row) { return row.state == state; }));
}

int BatchModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int BatchModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString BatchModel::stateName(BatchState state) {
  const QString names[] = {tr("Waiting"), tr("Working"), tr("Done"),   tr("Damaged"),
                           tr("Kept"),    tr("Skipped"), tr("Failed"), tr("Cancelled")};
  return names[static_cast<int>(state)];
}

QVariant BatchModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const QString path = QString::fromStdString(row.source.string());
  if (role == kPath) return path;
  if (role == kProgress && index.column() == kState && row.state == BatchState::running) {
    return row.share;
  }
  if (role == Qt::ToolTipRole) return index.column() == kNote ? row.note : path;
  if (role == Qt::TextAlignmentRole && index.column() == kSize) {
    return int(Qt::AlignRight | Qt::AlignVCenter);
  }
  if (role == Qt::ForegroundRole && index.column() == kState) {
    if (row.state == BatchState::failed) return colours().bad;
    if (row.state == BatchState::damaged) return colours().warn;
    if (row.state == BatchState::waiting) return colours().dim;
    return {};
  }
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case kFile:
      return QString::fromStdString(row.source.filename().string());
    case kState:
      return stateName(row.state);
    case kSize:
      return QLocale().formattedDataSize(static_cast<qint64>(row.bytes));
    case kNote:
      return row.note;
    default:
      return {};
  }
}

QVariant BatchModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= kColumns) return {};
  const QString names[kColumns] = {tr("File"), tr("State"), tr("Size"), tr("Result")};
  return names[section];
}

}  // namespace gui
