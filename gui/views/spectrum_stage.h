#pragma once

#include "gui/audio/monitor_mix.h"
#include "gui/views/spectrogram_view.h"

namespace gui {

// The spectrogram of what is heard, switched with it at once: both are kept painted. Or both, one
// above the other.
// Threads: GUI.
class SpectrumStage : public QWidget {
  Q_OBJECT
 public:
  // Both become its children.
  SpectrumStage(SpectrogramView* original, SpectrogramView* reconstruction,
                QWidget* parent = nullptr);

  // hasOriginal false: there is the reconstruction alone.
  void setHeard(Listen listen, bool hasOriginal);
  void setBoth(bool both);
  bool both() const { return both_; }
  // The one on top, or with both the upper one.
  SpectrogramView* shown() const;
  QSize sizeHint() const override { return {600, 260}; }

 Q_SIGNALS:
  void arranged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  SpectrogramView* views_[2];
  Listen listen_ = Listen::reconstruction;
  bool hasOriginal_ = true;
  bool both_ = false;
};

}  // namespace gui
