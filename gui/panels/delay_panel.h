#pragma once

#include <QWidget>

#include "gui/audio/audio_port.h"
#include "gui/audio/live_engine.h"

namespace gui {

struct DelayFigures {
  LiveStats stats;
  AudioPort::Counters counters;
  double blockMs = 0.0;  // one callback each way
  double inputMs = 0.0;  // as the devices state them
  double outputMs = 0.0;
  bool live = false;  // the input runs: all parts apply
};

// Where the delay comes from, as a stacked bar with its figures, and what went wrong.
// Threads: GUI.
class DelayPanel : public QWidget {
  Q_OBJECT
 public:
  explicit DelayPanel(QWidget* parent = nullptr);
  void setFigures(const DelayFigures& figures);
  QSize sizeHint() const override { return {280, 128}; }
  QSize minimumSizeHint() const override { return {200, 128}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  DelayFigures figures_;
};

}  // namespace gui
