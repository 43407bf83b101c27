// The one time axis that all views share: samples <-> pixels, the playing position, the selection.
#pragma once

#include <QObject>

#include "codec/base/types.h"

namespace gui {

struct TimeSpan {
  codec::SampleIndex begin = 0;
  codec::SampleIndex end = 0;  // exclusive
  bool empty() const { return end <= begin; }
  codec::SampleIndex length() const { return empty() ? 0 : end - begin; }
  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

// Pixels are device-independent and count from the left edge of a view.
// Threads: GUI.
class TimeAxis : public QObject {
  Q_OBJECT
 public:
  explicit TimeAxis(QObject* parent = nullptr) : QObject(parent) {}

  // A new sound: shows all of it, no selection, cursor at 0.
  void setSound(int rateHz, codec::SampleIndex length);
  // The sound grew (recording): what is visible stays.
  void setLength(codec::SampleIndex length);
  void setWidth(int pixels);

  int rateHz() const { return rateHz_; }
  codec::SampleIndex length() const { return length_; }
  int width() const { return width_; }
  double samplesPerPixel() const { return samplesPerPixel_; }
  codec::SampleIndex start() const { return start_; }
  TimeSpan visible() const;

  double pixelOf(codec::SampleIndex sample) const;
  codec::SampleIndex sampleAt(double pixel) const;  // not clamped to the sound
  double seconds(codec::SampleIndex sample) const { return static_cast<double>(sample) / rateHz_; }

  void zoom(double factor, double anchorPixel);  // factor > 1 shows less
  void scrollTo(codec::SampleIndex start);
  void showAll();
  void showSpan(TimeSpan span);
  void setSamplesPerPixel(double samples);
  // Scrolls a page on when the sample leaves the view.
  void keepVisible(codec::SampleIndex sample);

  codec::SampleIndex cursor() const { return cursor_; }
  void setCursor(codec::SampleIndex sample);
  TimeSpan selection() const { return selection_; }
  // The sample under the pointer, of whatever view; -1: it is over none.
  codec::SampleIndex pointer() const { return pointer_; }
  void setPointer(codec::SampleIndex sample);
  void setSelection(TimeSpan span);

 Q_SIGNALS:
  void viewChanged();
  void cursorChanged();
  void selectionChanged();
  void pointerChanged();

 private:
  bool clampView();
  double widestSamplesPerPixel() const;

  int rateHz_ = 16000;
  codec::SampleIndex length_ = 0;
  int width_ = 100;
  double samplesPerPixel_ = 160.0;
  codec::SampleIndex start_ = 0;
  codec::SampleIndex cursor_ = 0;
  TimeSpan selection_;
  codec::SampleIndex pointer_ = -1;
};

// "1:02:03.456"; digits after the point: 0..3.
QString formatTime(double seconds, int digits = 3);

}  // namespace gui
