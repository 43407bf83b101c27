#pragma once

#include <memory>

#include "gui/audio/track.h"
#include "gui/views/time_view.h"

namespace gui {

// One sound as minima and maxima, or as single samples when zoomed in.
// Threads: GUI.
class WaveformView : public TimeView {
  Q_OBJECT
 public:
  enum class Role { original, reconstruction };
  WaveformView(TimeAxis* axis, Role role, QWidget* parent = nullptr);

  void setSound(std::shared_ptr<const Sound> sound);
  void setHint(const QString& text);  // shown instead of silence where there is no sound

  // The amplitude at the upper edge, > 0.
  void setTop(float amplitude);
  float top() const { return top_; }
  // The smallest of 1, 1/2, 1/4 ... that holds the peak, not below 1/256 (-48 dBFS).
  static float fittingTop(float peak);

  // The row of an amplitude, for labels and tests.
  double rowOf(float amplitude) const;

 protected:
  void paintPicture(QPainter& painter) override;

 private:
  void paintSamples(QPainter& painter);
  void paintPeaks(QPainter& painter);
  void paintLevels(QPainter& painter);

  Role role_;
  std::shared_ptr<const Sound> sound_;
  QString hint_;
  float top_ = 1.0F;
};

}  // namespace gui
