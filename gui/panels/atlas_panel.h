#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>

#include "gui/document/session.h"
#include "gui/views/atlas_view.h"
#include "gui/views/phone_legend.h"

namespace gui {

// A codebook as a map, and what follows what in the file. What is chosen is marked in lanes and
// histograms.
// Threads: GUI.
class AtlasPanel : public QWidget {
  Q_OBJECT
 public:
  explicit AtlasPanel(Session* session, QWidget* parent = nullptr);

  AtlasView& map() { return *map_; }
  TransitionView& transitions() { return *pairs_; }
  int level() const { return level_->currentIndex(); }
  void setLevel(int level) { level_->setCurrentIndex(level); }
  void showTransitions(bool on) { tabs_->setCurrentIndex(on ? 1 : 0); }
  // Updates now instead of at the next tick.
  void refresh();

 Q_SIGNALS:
  // Where that code is in the file: there and a little around.
  void hearWanted(int level, int code);
  void searchWanted(const QString& pattern, int level);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void showModel();
  void choose(int code);
  void showMark();

  Session* session_;
  QComboBox* level_;
  QTabBar* tabs_;
  QStackedWidget* pages_;
  AtlasView* map_;
  TransitionView* pairs_;
  QLabel* note_;
  PhoneLegend* legend_;
  QString mapNote_;
  QCheckBox* hear_;
  QTimer timer_;
  QTimer dwell_;  // the pointer rests on a code
  int pointed_ = -1;
  ModelPtr shownModel_;
  int shownLevel_ = -1;
  std::int64_t shownRevision_ = -1;
};

}  // namespace gui
