// What all views on the time axis share: cursor, selection, scrolling, zooming, a cached picture.
#pragma once

#include <QPixmap>
#include <QWidget>

#include "gui/document/time_axis.h"

namespace gui {

// Mouse: click sets the cursor, drag selects, wheel scrolls, Ctrl+wheel zooms at the pointer.
// The picture under cursor and selection is painted once and kept until refresh(), a change of the
// axis, of the size or of the palette; into a vector drawing it is painted anew.
// Threads: GUI.
class TimeView : public QWidget {
  Q_OBJECT
 public:
  // The axis must outlive the view.
  explicit TimeView(TimeAxis* axis, QWidget* parent = nullptr);

  QSize sizeHint() const override { return {600, 90}; }

 public Q_SLOTS:
  void refresh();

 Q_SIGNALS:
  void seeked(codec::SampleIndex sample);
  void spanSelected(gui::TimeSpan span);

 protected:
  virtual void paintPicture(QPainter& painter) = 0;
  virtual void paintOver(QPainter&) {}  // above the selection, below the cursor

  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void changeEvent(QEvent* event) override;

  TimeAxis& axis() const { return *axis_; }
  // Tells where a picture is empty and why; does nothing for an empty text.
  void paintHint(QPainter& painter, const QString& text);

 private:
  void updatePicture();
  void paintMarks(QPainter& painter);  // selection, what paintOver() adds, cursor
  void updateColumns(double from, double to);

  TimeAxis* axis_;
  QPixmap picture_;
  bool stale_ = true;
  bool dragging_ = false;
  double pressedAt_ = 0.0;
  double cursorAt_ = 0.0;
};

// Times above the views.
class TimeRuler : public TimeView {
  Q_OBJECT
 public:
  explicit TimeRuler(TimeAxis* axis, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 26}; }

 protected:
  void paintPicture(QPainter& painter) override;
};

// A step of 1, 2 or 5 times a power of ten seconds (60, 300, ... above) of at least `least`.
double niceTimeStep(double least);

}  // namespace gui
