#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "gui/document/audio_controller.h"
#include "gui/panels/delay_panel.h"
#include "gui/views/level_meter.h"

namespace gui {

// Devices, levels, monitor, and where the delay comes from.
// Threads: GUI.
class SoundPanel : public QWidget {
  Q_OBJECT
 public:
  explicit SoundPanel(AudioController* audio, QWidget* parent = nullptr);

 private:
  void changeEvent(QEvent* event) override;
  void showDevices();
  void showFigures();
  void fill(QComboBox* box, Side side);

  AudioController* audio_;
  QToolButton* refresh_;
  QComboBox* input_;
  QComboBox* output_;
  LevelMeter* inputMeter_;
  LevelMeter* outputMeter_;
  QCheckBox* monitor_;
  QLabel* match_;
  DelayPanel* delay_;
};

}  // namespace gui
