#pragma once

#include <QPainter>
#include <QWidget>

#include "gui/views/spectrogram.h"

namespace gui {

// What the colours of a spectrogram stand for: dB full scale, or with `difference` dB above and
// below.
// Threads: GUI.
class ColourBar : public QWidget {
  Q_OBJECT
 public:
  explicit ColourBar(bool difference, QWidget* parent = nullptr);
  void setStyle(const SpectrogramStyle& style);
  QSize sizeHint() const override { return {60, 80}; }
  QSize minimumSizeHint() const override { return {60, 0}; }

  // The strip and its numbers in a box; also for figures.
  static void paint(QPainter& painter, const QRectF& box, const SpectrogramStyle& style,
                    bool difference);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  SpectrogramStyle style_;
  bool difference_;
};

}  // namespace gui
