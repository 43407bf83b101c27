#pragma once

#include "gui/document/quality_meter.h"
#include "gui/views/time_view.h"

namespace gui {

// The log-mel distance of each second as a bar, the worst marked. A click on a second asks to hear
// it as it was and as it came back.
// Threads: GUI.
class QualityStrip : public TimeView {
  Q_OBJECT
 public:
  // Both must outlive the strip.
  QualityStrip(TimeAxis* axis, const QualityMeter* meter, QWidget* parent = nullptr);

  // -1 outside.
  int pointAt(double x) const;
  QRectF barOf(int point) const;
  QString textOf(int point) const;
  QSize sizeHint() const override { return {600, 44}; }
  // Of a distance, in a strip that high.
  static double rowOf(double mel, double height);

 Q_SIGNALS:
  void compareWanted(gui::TimeSpan span);

 protected:
  void paintPicture(QPainter& painter) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  const QualityMeter* meter_;
};

// The figures of the strip's axis, to its left.
// Threads: GUI.
class QualityScale : public QWidget {
  Q_OBJECT
 public:
  explicit QualityScale(QWidget* parent = nullptr);
  // At the left or the right edge of a strip, in a box as high as that.
  enum class Side { left, right };
  static void paint(QPainter& painter, const QRectF& box, Side side);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace gui
