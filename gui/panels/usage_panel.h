#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>
#include <QWidget>
#include <vector>

#include "gui/document/session.h"
#include "gui/look/figures_table.h"
#include "gui/look/roving_focus.h"
#include "gui/panels/frame_model.h"
#include "gui/panels/usage_model.h"
#include "gui/views/phone_legend.h"
#include "gui/views/usage_view.h"

namespace gui {

// How the codes of the file, the session or the selection are used: a histogram a codebook, the
// figures, and the marked code.
// Threads: GUI.
class UsagePanel : public QWidget {
  Q_OBJECT
 public:
  explicit UsagePanel(Session* session, QWidget* parent = nullptr);

  UsageScope scope() const;
  void setScope(UsageScope scope);
  void setOrder(UsageOrder order);
  void setScale(CountScale scale);
  // Lists the codes of a frame, -1: of none.
  void showFrame(std::int64_t frame);
  void raiseFrame() { tabs_->setCurrentIndex(1); }
  PhoneLegend& legend() { return *legend_; }  // hidden where the model knows no phones
  const FrameModel& frame() const { return frameModel_; }
  // Updates now instead of at the next tick.
  void refresh();

 Q_SIGNALS:
  void hearCode(int level, int code);
  void goToOccurrence(int direction);

 private:
  QLayout* makeControls();
  QWidget* makeBars();
  QLayout* makeMarkButtons();
  void makePages();
  void followSession();
  void rebuild();
  void showMark();
  void fillFrame();
  void fitHeight();

  Session* session_;
  UsageModel model_;
  QComboBox* scope_;
  QComboBox* order_;
  QCheckBox* log_;
  QWidget* bars_;
  QVBoxLayout* barLayout_;
  std::vector<UsageView*> views_;
  RovingFocus* barFocus_;  // Up and Down go from one to the next
  PhoneLegend* legend_;
  FrameModel frameModel_;
  QTabBar* tabs_;
  QStackedWidget* pages_;
  FiguresTable* table_;
  FiguresTable* frameTable_;
  QLabel* frameHint_;
  std::int64_t frame_ = -1;
  QLabel* mark_;
  QPushButton* hear_;
  QPushButton* previous_;
  QPushButton* next_;
  QPushButton* unmark_;
  QTimer timer_;
  std::int64_t shownRevision_ = -1;
  TimeSpan shownSelection_;
};

}  // namespace gui
