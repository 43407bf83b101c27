#pragma once

#include <QWidget>
#include <memory>

#include "gui/audio/track.h"
#include "gui/document/time_axis.h"

namespace gui {

// The whole sound in one narrow strip, and which part of it the views show. Click or drag moves
// that part, the wheel zooms.
// Threads: GUI.
class OverviewStrip : public QWidget {
  Q_OBJECT
 public:
  // The axis must outlive the strip.
  explicit OverviewStrip(TimeAxis* axis, QWidget* parent = nullptr);

  // original: in the colour of the original, else in that of the reconstruction.
  void setSound(std::shared_ptr<const Sound> sound, bool original);
  void grow();
  QRectF visiblePart() const;
  QSize sizeHint() const override { return {600, 34}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  double pixelOf(codec::SampleIndex sample) const;
  void centreAt(double x);

  TimeAxis* axis_;
  std::shared_ptr<const Sound> sound_;
  bool original_ = true;
};

}  // namespace gui
