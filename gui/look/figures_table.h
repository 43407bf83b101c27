// A small table of figures for reading.
#pragma once

#include <QAbstractTableModel>
#include <QTableView>

namespace gui {

// Shares its width evenly among the columns while each has room for what stands in it; where there
// is less, each column takes what it needs and the table scrolls, so that no figure is cut off.
// Threads: GUI.
class FiguresTable : public QTableView {
  Q_OBJECT
 public:
  // The model is not owned. name: for screen readers.
  FiguresTable(QAbstractTableModel* model, const QString& name, QWidget* parent = nullptr);

  void showColumn(int column, bool on);
  int wantedHeight() const;  // of the header, all rows and, where it scrolls, the scroll bar

 Q_SIGNALS:
  void wantedHeightChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fitColumns();

  bool scrolls_ = false;
};

}  // namespace gui
