#pragma once

#include <QLineEdit>
#include <QPointer>
#include <memory>
#include <utility>

#include "gui/document/document.h"
#include "gui/views/time_view.h"

namespace gui {

// The user's labels, a lane for each tier. A click on one chooses it and selects its stretch; a
// double click, Enter or F2 writes into it; Delete takes it away; left and right choose the next
// one, up and down go to another tier. What is changed is told, not kept: setLabels() comes back.
// Threads: GUI.
class LabelLane : public TimeView {
  Q_OBJECT
 public:
  explicit LabelLane(TimeAxis* axis, QWidget* parent = nullptr);

  static constexpr int kLaneHeight = 24;
  static constexpr int kMostLanes = 6;  // more share their height

  void setLabels(std::shared_ptr<const Labels> labels);
  int lanes() const { return std::max(1, static_cast<int>(labels_->size())); }
  int wantedHeight() const { return kLaneHeight * std::min(lanes(), kMostLanes) + 2; }

  // A field for a new label of that stretch, an instant where it is empty, in the tier that is
  // chosen; what is written there becomes the label.
  void add(TimeSpan span);
  // The tier and the index in it; -1: none.
  std::pair<int, int> chosen() const { return {tier_, index_}; }
  void choose(int tier, int index);
  std::pair<int, int> labelAt(const QPointF& at) const;
  QRectF boxOf(int tier, int index) const;
  QSize sizeHint() const override { return {600, wantedHeight()}; }

 Q_SIGNALS:
  void changed(const gui::Labels& labels, const QString& what);
  void closed();  // the field, whatever came of it

 protected:
  void paintPicture(QPainter& painter) override;
  void paintOver(QPainter& painter) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const codec::Label* label(int tier, int index) const;
  codec::SampleIndex sample(double seconds) const;
  double laneHeight() const { return static_cast<double>(height() - 2) / lanes(); }
  void write(int tier, int index, const codec::Label& label);
  void closeField(bool keep);
  void remove();
  void step(int by);
  void tell(Labels next, const QString& what);

  std::shared_ptr<const Labels> labels_ = std::make_shared<Labels>();
  int tier_ = 0;
  int index_ = -1;
  QPointer<QLineEdit> field_;
  int fieldTier_ = 0;
  int fieldIndex_ = -1;  // -1: a new one
  codec::Label written_;
  bool pressedOnLabel_ = false;
};

}  // namespace gui
