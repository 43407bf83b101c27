#include "gui/views/lane_header.h"

#include <QPainter>
#include <QSignalBlocker>
#include <algorithm>

#include "gui/look/theme.h"

namespace gui {

LaneHeader::LaneHeader(QWidget* parent)
    : QWidget(parent), focus_(new RovingFocus(RovingFocus::Follow::focus, this)) {
  setAccessibleName(tr("Codebook switches"));
}

SwitchButton* LaneHeader::button(const QString& text, const QString& name, QColor Colours::*ink) {
  auto* b = new SwitchButton(ink, SwitchButton::Part::alone, this);
  b->setText(text);
  b->setToolTip(name);
  b->setAccessibleName(name);
  b->show();
  return b;
}

void LaneHeader::setLevels(int levels, const QStringList& roles) {
  // An edit of the document leaves the focus where it is.
  if (levels == static_cast<int>(lanes_.size()) && roles == roles_) return;
  roles_ = roles;
  for (const Lane& lane : lanes_) {
    delete lane.upTo;
    delete lane.solo;
    delete lane.mute;
  }
  lanes_.clear();
  for (int q = 0; q < levels; ++q) {
    const QString role = roles.value(q);
    Lane lane;
    lane.name = role.isEmpty() ? tr("Codebook %1").arg(q + 1)
                               : QStringLiteral("%1 %2").arg(q + 1).arg(role);
    lane.upTo =
        button(QStringLiteral("≤"), tr("Hear codebooks 1 to %1").arg(q + 1), &Colours::original);
    lane.solo = button(tr("S", "solo"), tr("Solo codebook %1").arg(q + 1), &Colours::warn);
    lane.mute = button(tr("M", "mute"), tr("Mute codebook %1").arg(q + 1), &Colours::bad);
    connect(lane.upTo, &SwitchButton::clicked, this, [this, q](bool on) {
      switches_.upTo = on ? q + 1 : 16;
      Q_EMIT switchesChanged(switches_);
    });
    connect(lane.solo, &SwitchButton::clicked, this, [this, q] {
      switches_.solo ^= 1u << q;
      Q_EMIT switchesChanged(switches_);
    });
    connect(lane.mute, &SwitchButton::clicked, this, [this, q] {
      switches_.muted ^= 1u << q;
      Q_EMIT switchesChanged(switches_);
    });
    lanes_.push_back(lane);
  }
  std::vector<std::vector<QWidget*>> rows;
  for (const Lane& lane : lanes_) rows.push_back({lane.upTo, lane.solo, lane.mute});
  focus_->setControls(std::move(rows));
  place();
  setSwitches(switches_);
}

void LaneHeader::setSwitches(const LevelSwitches& switches) {
  switches_ = switches;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const int q = static_cast<int>(i);
    lanes_[i].solo->setChecked(switches.solo >> q & 1u);
    lanes_[i].mute->setChecked(switches.muted >> q & 1u);
    lanes_[i].upTo->setChecked(switches.upTo == q + 1);
  }
  update();
}

void LaneHeader::resizeEvent(QResizeEvent*) { place(); }

void LaneHeader::place() {
  if (lanes_.empty()) return;
  const double lane = static_cast<double>(height()) / static_cast<double>(lanes_.size());
  const int side = std::clamp(static_cast<int>(lane) - 3, 12, 22);
  QFont small = font();
  small.setPixelSize(std::clamp(side - 7, 8, 12));
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const int y = static_cast<int>((static_cast<double>(i) + 0.5) * lane - side / 2.0);
    int x = width() - 4;
    for (SwitchButton* b : {lanes_[i].mute, lanes_[i].solo, lanes_[i].upTo}) {
      x -= side + 2;
      b->setFont(small);
      b->setGeometry(x, y, side, side);
    }
  }
  update();
}

void LaneHeader::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const int levels = static_cast<int>(lanes_.size());
  const std::uint32_t mask = switches_.mask(levels);
  for (int q = 0; q < levels; ++q) {
    const Lane& lane = lanes_[static_cast<std::size_t>(q)];
    const double high = static_cast<double>(height()) / levels;
    const QRectF box(8, q * high, lane.upTo->x() - 12, high);
    painter.setPen(mask >> q & 1u ? colours().text : colours().dim);
    painter.drawText(
        box, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(lane.name, Qt::ElideRight, static_cast<int>(box.width())));
  }
}

}  // namespace gui
