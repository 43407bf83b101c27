#pragma once

#include <memory>
#include <optional>

#include "gui/views/spectrogram.h"
#include "gui/views/time_view.h"

namespace gui {

// A spectrogram, or the difference of two. Columns are computed on a pool thread; until they are
// there, the last picture is shown stretched to the axis.
// Threads: GUI.
class SpectrogramView : public TimeView {
  Q_OBJECT
 public:
  enum class Role { original, reconstruction, difference };
  SpectrogramView(TimeAxis* axis, Role role, QWidget* parent = nullptr);
  ~SpectrogramView() override;

  // second: for the difference.
  void setSounds(std::shared_ptr<const Sound> first, std::shared_ptr<const Sound> second = {});
  const std::shared_ptr<const Sound>& first() const { return first_; }
  const std::shared_ptr<const Sound>& second() const { return second_; }
  void setStyle(const SpectrogramStyle& style);
  void setHint(const QString& text);
  // The sound grew.
  void grow();
  bool isUpToDate() const { return !running_ && !again_; }
  // What is under a point: for the difference, by how much the second is below the first.
  struct Point {
    codec::SampleIndex sample = 0;
    double hz = 0.0;
    double db = 0.0;
  };
  std::optional<Point> pointAt(const QPointF& at) const;  // nothing outside the sound
  QSize sizeHint() const override { return {600, 120}; }

 Q_SIGNALS:
  void pointed(const std::optional<gui::SpectrogramView::Point>& point);
  // Ctrl+Shift+wheel, or up and down: what part of the frequencies is to be seen.
  void bandWanted(const gui::FrequencyBand& band);

 protected:
  void paintPicture(QPainter& painter) override;
  void paintOver(QPainter& painter) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  void request();
  void paintFrequencies(QPainter& painter);
  bool hasSound() const;

  Role role_;
  std::shared_ptr<const Sound> first_;
  std::shared_ptr<const Sound> second_;
  SpectrogramStyle style_;
  std::shared_ptr<SpectrogramImage> shown_ = std::make_shared<SpectrogramImage>();
  QString hint_;
  double pointedRow_ = -1.0;  // of the cross-hair
  bool running_ = false;
  bool again_ = false;
  int generation_ = 0;  // results for former sounds are thrown away
};

}  // namespace gui
