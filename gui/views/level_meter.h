#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace gui {

// Peak and RMS in dBFS with a held peak and a clip lamp (click to reset). Slim: a bar without
// numbers, for a tool bar.
// Threads: GUI.
class LevelMeter : public QWidget {
  Q_OBJECT
 public:
  enum class Size { full, slim };
  explicit LevelMeter(const QString& name, Size size = Size::full, QWidget* parent = nullptr);

  void setLevel(float peak, float rms, bool clipped);  // linear
  bool isClipped() const { return clipped_; }
  double peakDb() const { return peakDb_; }  // as it falls
  QSize sizeHint() const override { return size_ == Size::full ? QSize(260, 34) : QSize(120, 11); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void fall();
  void paintSlim(QPainter& painter);
  void paintBar(QPainter& painter, const QRectF& bar);

  Size size_;
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
