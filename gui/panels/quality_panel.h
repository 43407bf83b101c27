#pragma once

#include <QLabel>
#include <QPushButton>
#include <memory>

#include "gui/document/comparison.h"
#include "gui/document/session.h"
#include "gui/look/figures_table.h"
#include "gui/panels/comparison_model.h"

namespace gui {

// A stretch of the sound by every number of codebooks and by other codecs: figures, and each to be
// heard. Says which second is the worst.
// Threads: GUI.
class QualityPanel : public QWidget {
  Q_OBJECT
 public:
  explicit QualityPanel(Session* session, QWidget* parent = nullptr);

  // The selection, or what begins at the cursor, at most kMost seconds.
  void measure();
  TimeSpan spanToMeasure() const;
  const std::shared_ptr<const Comparison>& comparison() const { return comparison_; }
  const ComparisonModel& model() const { return model_; }
  // Of the row that is chosen; null: none is.
  const ComparedSound* chosen() const;
  // Of all rows that are chosen, of every row where less than two are.
  std::vector<ComparedSound> toRate() const;
  void choose(int row) { table_->selectRow(row); }

  static constexpr int kMostSeconds = 20;

 Q_SIGNALS:
  void hear(const gui::Track& sound);
  void hearWorst();
  void blindTestWanted();
  void ratingWanted();

 private:
  void refresh();

  Session* session_;
  ComparisonModel model_;
  std::shared_ptr<const Comparison> comparison_;
  QLabel* worst_;
  QPushButton* hearWorst_;
  QLabel* what_;
  QPushButton* measure_;
  bool measuring_ = false;  // the button cancels
  FiguresTable* table_;
  QPushButton* hearOriginal_;
  QPushButton* hearChosen_;
  QPushButton* blind_;
  QPushButton* rate_;
  QLabel* legend_;
};

}  // namespace gui
