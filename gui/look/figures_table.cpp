#include "gui/look/figures_table.h"

#include <QHeaderView>
#include <QScrollBar>
#include <algorithm>
#include <utility>
#include <vector>

namespace gui {

FiguresTable::FiguresTable(QAbstractTableModel* model, const QString& name, QWidget* parent)
    : QTableView(parent) {
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.88);
  setFont(small);
  horizontalHeader()->setFont(small);
  setModel(model);
  setAccessibleName(name);
  setSelectionMode(QAbstractItemView::NoSelection);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setFocusPolicy(Qt::TabFocus);
  setTabKeyNavigation(false);  // Tab goes on to the next control, arrows move in the table
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  horizontalHeader()->setMinimumSectionSize(18);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setShowGrid(false);
  setAlternatingRowColors(true);
  connect(model, &QAbstractItemModel::dataChanged, this, &FiguresTable::fitColumns);
  connect(model, &QAbstractItemModel::modelReset, this, &FiguresTable::fitColumns);
}

void FiguresTable::showColumn(int column, bool on) {
  if (isColumnHidden(column) != on) return;
  setColumnHidden(column, !on);
  fitColumns();
}

int FiguresTable::wantedHeight() const {
  return horizontalHeader()->sizeHint().height() +
         verticalHeader()->defaultSectionSize() * std::max(1, model()->rowCount()) +
         (scrolls_ ? horizontalScrollBar()->sizeHint().height() : 0) + 2 * frameWidth() + 6;
}

void FiguresTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fitColumns();
}

void FiguresTable::fitColumns() {
  std::vector<std::pair<int, int>> columns;  // which, and the width that it needs
  int needed = 0;
  for (int c = 0; c < model()->columnCount(); ++c) {
    if (isColumnHidden(c)) continue;
    const int wide = std::max(sizeHintForColumn(c), horizontalHeader()->sectionSizeHint(c));
    columns.emplace_back(c, wide);
    needed += wide;
  }
  const int spare = viewport()->width() - needed;
  const bool scrolled = std::exchange(scrolls_, spare < 0);
  // The number of the codebook, first, needs no more room than it has.
  const int sharing = std::max(1, static_cast<int>(columns.size()) - 1);
  int given = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const int until = scrolls_ ? 0 : spare * static_cast<int>(i) / sharing;
    horizontalHeader()->resizeSection(columns[i].first, columns[i].second + until - given);
    given = until;
  }
  if (scrolled != scrolls_) Q_EMIT wantedHeightChanged();
}

}  // namespace gui
