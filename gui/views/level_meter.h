#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace gui {

// Peak and RMS in dBFS with a held peak and a clip lamp (click to reset).
// Threads: GUI.
class LevelMeter : public QWidget {
  Q_OBJECT
 public:
  explicit LevelMeter(const QString& name, QWidget* parent = nullptr);

  void setLevel(float peak, float rms, bool clipped);  // linear
  bool isClipped() const { return clipped_; }
  QSize sizeHint() const override { return {260, 34}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void fall();

  QString name_;
  double peakDb_ = -120.0;
  double rmsDb_ = -120.0;
  double heldDb_ = -120.0;
  bool clipped_ = false;
  QElapsedTimer held_;
  QElapsedTimer since_;
  QTimer timer_;
};

}  // namespace gui
