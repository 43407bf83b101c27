#pragma once

#include <memory>

#include "gui/time_view.h"
#include "gui/track.h"

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

  // The row of an amplitude, for labels and tests.
  double rowOf(float amplitude) const;

 protected:
  void paintPicture(QPainter& painter) override;

 private:
  void paintSamples(QPainter& painter);
  void paintPeaks(QPainter& painter);

  Role role_;
  std::shared_ptr<const Sound> sound_;
  QString hint_;
};

}  // namespace gui
