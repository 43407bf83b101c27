#pragma once

#include <memory>
#include <vector>

#include "codec/engine/model.h"
#include "codec/files/phone_track.h"
#include "gui/views/time_view.h"

namespace gui {

// What the first codes say was spoken, at the sound that they speak of, one box a run, coloured by
// the kind of phone; runs of little confidence are grey. A double click selects a run.
// Threads: GUI.
class PhoneLane : public TimeView {
  Q_OBJECT
 public:
  explicit PhoneLane(TimeAxis* axis, QWidget* parent = nullptr);

  // model: null or without a table of phones: there is nothing to show.
  void setCodes(std::shared_ptr<const codec::Codes> codes,
                std::shared_ptr<const codec::Model> model);
  void grow();  // codes were appended
  // The run that this frame's first code belongs to is outlined; -1: none.
  void setFrame(std::int64_t frame);

  const std::vector<codec::PhoneRun>& runs() const { return runs_; }
  QRectF boxOf(const codec::PhoneRun& run) const;
  // Null where nothing is said.
  const codec::PhoneRun* runAt(codec::SampleIndex sample) const;
  QSize sizeHint() const override { return {600, 34}; }

 protected:
  void paintPicture(QPainter& painter) override;
  void paintOver(QPainter& painter) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  std::shared_ptr<const codec::Codes> codes_;
  std::shared_ptr<const codec::Model> model_;
  std::vector<codec::PhoneRun> runs_;
  std::int64_t frame_ = -1;
};

}  // namespace gui
