// What all views on the time axis share: cursor, selection, scrolling, zooming, a cached picture.
#pragma once

#include <QCursor>
#include <QPixmap>
#include <QWidget>
#include <optional>

#include "gui/document/time_axis.h"

namespace gui {

// Mouse: click sets the cursor, drag selects, an edge of the selection can be dragged, Shift
// extends it to where one clicks, Ctrl+drag within it moves it; wheel scrolls, Ctrl+wheel and
// pinching zoom at the pointer. The pointer is a cross-hair through all views of the axis. The
// picture under cursor and selection is painted once and kept until refresh(), a change of the
// axis, of the size or of the palette; into a vector drawing it is painted anew.
// Threads: GUI.
class TimeView : public QWidget {
  Q_OBJECT
 public:
  // The axis must outlive the view.
  explicit TimeView(TimeAxis* axis, QWidget* parent = nullptr);

  QSize sizeHint() const override { return {600, 90}; }

  // The picture alone, on its ground, for a figure: as large as the view. perPixel: how many pixels
  // of the figure stand for one of the view, where the picture is made of pixels.
  void drawPicture(QPainter& painter, qreal perPixel);

 public Q_SLOTS:
  void refresh();

 Q_SIGNALS:
  void seeked(codec::SampleIndex sample);
  void spanSelected(gui::TimeSpan span);
  // The context menu is asked for, with the mouse or the keyboard; `at` in this view.
  void menuWanted(const QPoint& at, const QPoint& global);

 protected:
  virtual void paintPicture(QPainter& painter) = 0;
  virtual void paintOver(QPainter&) {}  // above the selection, below the cursor

  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;

  TimeAxis& axis() const { return *axis_; }
  // Pixels of the device for one of the view.
  qreal detail() const { return detail_ > 0 ? detail_ : devicePixelRatioF(); }
  // Tells where a picture is empty and why; does nothing for an empty text.
  void paintHint(QPainter& painter, const QString& text);

 private:
  enum class Drag { none, select, move };
  static constexpr double kEdge = 4.0;  // pixels on either side of an edge that take hold of it
  // The end of the selection that an edge at x leaves where it is.
  std::optional<codec::SampleIndex> fixedEndAt(double x) const;
  void showWhatIsHeld(double x, Qt::KeyboardModifiers keys);
  void point(double x);
  void updatePicture();
  void paintMarks(QPainter& painter);  // selection, what paintOver() adds, cursor
  void updateColumns(double from, double to);

  TimeAxis* axis_;
  QPixmap picture_;
  bool stale_ = true;
  bool dragging_ = false;
  Drag drag_ = Drag::none;
  double pressedAt_ = 0.0;
  codec::SampleIndex anchor_ = 0;  // the end of the selection that stays
  TimeSpan moved_;                 // the selection as it was when its moving began
  std::optional<QCursor> ownCursor_;
  qreal detail_ = 0.0;
  double cursorAt_ = 0.0;
  double pointerAt_ = -10.0;
};

// Times above the views. A click sets the cursor, dragging scrubs.
class TimeRuler : public TimeView {
  Q_OBJECT
 public:
  explicit TimeRuler(TimeAxis* axis, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 26}; }

 Q_SIGNALS:
  void scrubbed(codec::SampleIndex sample);

 protected:
  void paintPicture(QPainter& painter) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  codec::SampleIndex clampedSampleAt(double x) const;
  double scrubbedFrom_ = 0.0;
  bool scrubbing_ = false;
};

// A step of 1, 2 or 5 times a power of ten seconds (60, 300, ... above) of at least `least`.
double niceTimeStep(double least);

}  // namespace gui
