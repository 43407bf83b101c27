#include "gui/views/phone_lane.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "codec/model/phone_table.h"
#include "gui/look/colour_map.h"
#include "gui/look/phone_class.h"
#include "gui/look/theme.h"

namespace gui {

PhoneLane::PhoneLane(TimeAxis* axis, QWidget* parent) : TimeView(axis, parent) {
  setMinimumHeight(30);
  setAccessibleName(tr("Phones"));
  setAccessibleDescription(
      tr("What the semantic codes say was spoken, at the sound. Double click selects a phone."));
}

void PhoneLane::setCodes(std::shared_ptr<const codec::Codes> codes,
                         std::shared_ptr<const codec::Model> model) {
  if (codes != codes_ || model != model_) {
    runs_.clear();
    frame_ = -1;
  }
  codes_ = std::move(codes);
  model_ = std::move(model);
  grow();
}

void PhoneLane::grow() {
  if (codes_ != nullptr && codes_->levels > 0 && model_ != nullptr && model_->phones() != nullptr &&
      model_->is_semantic()) {
    codec::extend_phone_runs(*model_->phones(), *codes_, model_->config(), runs_);
  } else {
    runs_.clear();
  }
  refresh();
}

void PhoneLane::setFrame(std::int64_t frame) {
  if (frame == frame_) return;
  frame_ = frame;
  update();
}

QRectF PhoneLane::boxOf(const codec::PhoneRun& run) const {
  const double left = axis().pixelOf(run.begin);
  return {left, 2.0, axis().pixelOf(run.end) - left, height() - 4.0};
}

const codec::PhoneRun* PhoneLane::runAt(codec::SampleIndex sample) const {
  const auto after = std::upper_bound(
      runs_.begin(), runs_.end(), sample,
      [](codec::SampleIndex s, const codec::PhoneRun& run) { return s < run.begin; });
  if (after == runs_.begin()) return nullptr;
  const auto& run = *(after - 1);
  return sample < run.end ? &run : nullptr;
}

void PhoneLane::paintPicture(QPainter& painter) {
  const Colours& c = colours();
  painter.fillRect(rect(), c.plot);
  const TimeSpan shown = axis().visible();
  auto run =
      std::lower_bound(runs_.begin(), runs_.end(), shown.begin,
                       [](const codec::PhoneRun& r, codec::SampleIndex s) { return r.end <= s; });
  QFont large = painter.font();
  large.setPixelSize(13);
  large.setBold(true);
  QFont small = large;
  small.setPixelSize(10);
  double drawn = -1.0;  // far out, one box a pixel
  for (; run != runs_.end() && run->begin < shown.end; ++run) {
    const QRectF box = boxOf(*run).intersected(QRectF(rect()));
    if (box.right() - drawn < 1.0) continue;
    drawn = box.right();
    const QString phone = QString::fromStdString(run->phone);
    const PhoneClass kind = phoneClassOf(phone);
    const QRgb ground = phoneColour(kind, run->confidence, isDark());
    const double gap = box.width() > 5.0 ? 1.0 : 0.0;
    painter.fillRect(box.adjusted(0, 0, -gap, 0), QColor(ground));
    if (kind == PhoneClass::silence || kind == PhoneClass::unknown) continue;
    const auto wide = [&](const QFont& f) { return QFontMetricsF(f).horizontalAdvance(phone) + 2; };
    const QFont& font = wide(large) <= box.width() ? large : small;
    if (wide(font) > box.width()) continue;
    painter.setFont(font);
    painter.setPen(QColor(readableOn(ground)));
    painter.drawText(box, Qt::AlignCenter, phone);
  }
}

void PhoneLane::paintOver(QPainter& painter) {
  if (frame_ < 0) return;
  const auto after = std::upper_bound(
      runs_.begin(), runs_.end(), frame_,
      [](std::int64_t f, const codec::PhoneRun& run) { return f < run.first_frame; });
  if (after == runs_.begin()) return;
  const auto& run = *(after - 1);
  if (frame_ >= run.first_frame + run.frames) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colours().text, 2.0));
  painter.drawRect(boxOf(run).adjusted(0, -1, 0, 1));
}

void PhoneLane::mouseMoveEvent(QMouseEvent* event) {
  const auto* run = runAt(axis().sampleAt(event->position().x()));
  if (run == nullptr) {
    setToolTip({});
  } else {
    const QString phone = QString::fromStdString(run->phone);
    setToolTip(
        tr("[%1] %2, %3 %\n%4 – %5\nfrom the codes of frames %6 to %7")
            .arg(phone, phoneClassName(phoneClassOf(phone)))
            .arg(std::lround(100.0 * run->confidence))
            .arg(formatTime(axis().seconds(run->begin)), formatTime(axis().seconds(run->end)))
            .arg(run->first_frame)
            .arg(run->first_frame + run->frames - 1));
  }
  TimeView::mouseMoveEvent(event);
}

void PhoneLane::mouseDoubleClickEvent(QMouseEvent* event) {
  const auto* run = runAt(axis().sampleAt(event->position().x()));
  if (run == nullptr || event->button() != Qt::LeftButton) return;
  axis().setSelection({run->begin, std::min(run->end, axis().length())});
  if (!axis().selection().empty()) Q_EMIT spanSelected(axis().selection());
}

}  // namespace gui
