#include "gui/views/label_lane.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/look/theme.h"

namespace gui {
namespace {
constexpr double kPointWidth = 9.0;  // of an instant's flag without its text
constexpr int kFieldWidth = 150;
}  // namespace

LabelLane::LabelLane(TimeAxis* axis, QWidget* parent) : TimeView(axis, parent) {
  setAccessibleName(tr("Labels"));
  setAccessibleDescription(
      tr("Left and right choose a label, Enter writes into it, Delete takes it away."));
}

void LabelLane::setLabels(std::shared_ptr<const Labels> labels) {
  if (labels == labels_) return;
  labels_ = std::move(labels);
  closeField(false);
  if (label(tier_, index_) == nullptr) index_ = -1;
  tier_ = std::clamp(tier_, 0, lanes() - 1);
  updateGeometry();
  refresh();
}

const codec::Label* LabelLane::label(int tier, int index) const {
  if (tier < 0 || static_cast<std::size_t>(tier) >= labels_->size()) return nullptr;
  const auto& of = (*labels_)[static_cast<std::size_t>(tier)].labels;
  if (index < 0 || static_cast<std::size_t>(index) >= of.size()) return nullptr;
  return &of[static_cast<std::size_t>(index)];
}

codec::SampleIndex LabelLane::sample(double seconds) const {
  return std::llround(seconds * axis().rateHz());
}

QRectF LabelLane::boxOf(int tier, int index) const {
  const codec::Label* l = label(tier, index);
  if (l == nullptr) return {};
  const double left = axis().pixelOf(sample(l->begin_s));
  const bool point = l->end_s <= l->begin_s;
  const double wide =
      point ? kPointWidth + QFontMetricsF(font()).horizontalAdvance(QString::fromStdString(l->text))
            : axis().pixelOf(sample(l->end_s)) - left;
  return {left, 1.0 + tier * laneHeight(), std::max(wide, 2.0), laneHeight() - 2.0};
}

std::pair<int, int> LabelLane::labelAt(const QPointF& at) const {
  const int tier = std::clamp(static_cast<int>((at.y() - 1.0) / laneHeight()), 0, lanes() - 1);
  if (static_cast<std::size_t>(tier) >= labels_->size()) return {tier, -1};
  const auto& of = (*labels_)[static_cast<std::size_t>(tier)].labels;
  // The later one lies on top.
  for (int i = static_cast<int>(of.size()) - 1; i >= 0; --i) {
    if (boxOf(tier, i).contains(at)) return {tier, i};
  }
  return {tier, -1};
}

void LabelLane::choose(int tier, int index) {
  tier_ = std::clamp(tier, 0, lanes() - 1);
  const codec::Label* l = label(tier_, index);
  index_ = l != nullptr ? index : -1;
  if (l != nullptr) {
    const auto clamped = [this](codec::SampleIndex s) {
      return std::clamp<codec::SampleIndex>(s, 0, axis().length());
    };
    const TimeSpan span{clamped(sample(l->begin_s)), clamped(sample(l->end_s))};
    axis().setSelection(span);
    axis().setCursor(span.begin);
    axis().keepVisible(span.begin);
  }
  update();
}

void LabelLane::paintPicture(QPainter& painter) {
  const Colours& c = colours();
  painter.fillRect(rect(), c.plot);
  const TimeSpan shown = axis().visible();
  for (int tier = 0; tier < static_cast<int>(labels_->size()); ++tier) {
    const double top = 1.0 + tier * laneHeight();
    if (tier > 0) {
      painter.setPen(c.grid);
      painter.drawLine(QPointF(0, top - 1), QPointF(width(), top - 1));
    }
    double drawn = -1.0;  // far out, one box a pixel
    const auto& of = (*labels_)[static_cast<std::size_t>(tier)].labels;
    for (int i = 0; i < static_cast<int>(of.size()); ++i) {
      const codec::Label& l = of[static_cast<std::size_t>(i)];
      if (sample(l.begin_s) > shown.end) break;
      const QRectF whole = boxOf(tier, i);
      const QRectF box = whole.intersected(QRectF(rect()));
      if (box.isEmpty() || box.right() - drawn < 1.0) continue;
      drawn = box.right();
      const bool point = l.end_s <= l.begin_s;
      QColor ground = c.accent;
      ground.setAlpha(point ? 0 : 60);
      painter.fillRect(box, ground);
      painter.setPen(QPen(c.accent, point ? 2.0 : 1.0));
      painter.drawLine(whole.topLeft(), whole.bottomLeft());
      if (!point) painter.drawLine(whole.topRight(), whole.bottomRight());
      const QRectF text = box.adjusted(5, 0, -2, 0);
      if (text.width() < 8) continue;
      painter.setPen(c.text);
      painter.drawText(
          text, Qt::AlignVCenter | Qt::AlignLeft,
          painter.fontMetrics().elidedText(QString::fromStdString(l.text), Qt::ElideRight,
                                           static_cast<int>(text.width()) + 1));
    }
  }
}

void LabelLane::paintOver(QPainter& painter) {
  const QRectF box = boxOf(tier_, index_);
  if (box.isEmpty()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colours().text, 2.0));
  painter.drawRect(box.adjusted(1, 1, -1, -1));
}

void LabelLane::add(TimeSpan span) {
  const double rate = axis().rateHz();
  write(tier_, -1,
        {static_cast<double>(span.begin) / rate,
         static_cast<double>(std::max(span.begin, span.end)) / rate,
         {}});
}

void LabelLane::write(int tier, int index, const codec::Label& label) {
  closeField(true);
  axis().keepVisible(sample(label.begin_s));
  fieldTier_ = tier;
  fieldIndex_ = index;
  written_ = label;
  field_ = new QLineEdit(QString::fromStdString(label.text), this);
  field_->setAccessibleName(tr("Text of the label"));
  field_->setPlaceholderText(tr("Label"));
  const double left = std::max(0.0, axis().pixelOf(sample(label.begin_s)));
  const double right = axis().pixelOf(sample(label.end_s));
  const int wide = std::max(kFieldWidth, static_cast<int>(right - left));
  field_->setGeometry(std::clamp(static_cast<int>(left), 0, std::max(0, width() - wide)),
                      static_cast<int>(1.0 + tier * laneHeight()), std::min(wide, width()),
                      static_cast<int>(laneHeight()));
  field_->installEventFilter(this);
  field_->selectAll();
  field_->show();
  field_->setFocus();
  connect(field_, &QLineEdit::editingFinished, this, [this] { closeField(true); });
}

// Both keys are the field's, not the window's: Escape leaves things as they were.
bool LabelLane::eventFilter(QObject* watched, QEvent* event) {
  const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
  if (watched != field_ || !key) return TimeView::eventFilter(watched, event);
  const int pressed = static_cast<QKeyEvent*>(event)->key();
  const bool enter = pressed == Qt::Key_Return || pressed == Qt::Key_Enter;
  if (!enter && pressed != Qt::Key_Escape) return TimeView::eventFilter(watched, event);
  event->accept();
  if (event->type() == QEvent::KeyPress) {
    closeField(enter);
    setFocus();
  }
  return true;
}

// Where the last label went, its tier goes as well.
void LabelLane::tell(Labels next, const QString& what) {
  if (next.size() == 1 && next.front().labels.empty()) next.clear();
  Q_EMIT changed(next, what);
}

// Without a text there is no label.
void LabelLane::closeField(bool keep) {
  if (field_ == nullptr) return;
  QLineEdit* field = field_;
  field_.clear();
  field->disconnect(this);
  field->hide();
  field->deleteLater();
  const QString text = field->text().trimmed();
  if (!keep || (text.isEmpty() && fieldIndex_ < 0)) {
    Q_EMIT closed();
    return;
  }
  Labels next = *labels_;
  if (next.empty()) next.push_back({tr("labels").toStdString(), {}});
  auto& of = next[std::min(static_cast<std::size_t>(fieldTier_), next.size() - 1)].labels;
  const bool old = fieldIndex_ >= 0 && static_cast<std::size_t>(fieldIndex_) < of.size();
  if (old) of.erase(of.begin() + fieldIndex_);
  index_ = -1;
  if (!text.isEmpty()) {
    written_.text = text.toStdString();
    const auto place = std::upper_bound(
        of.begin(), of.end(), written_,
        [](const codec::Label& a, const codec::Label& b) { return a.begin_s < b.begin_s; });
    index_ = static_cast<int>(place - of.begin());
    of.insert(place, written_);
  }
  tier_ = fieldTier_;
  tell(std::move(next), !old             ? tr("Add label")
                        : text.isEmpty() ? tr("Delete label")
                                         : tr("Rename label"));
  Q_EMIT closed();
}

void LabelLane::remove() {
  if (label(tier_, index_) == nullptr) return;
  Labels next = *labels_;
  auto& of = next[static_cast<std::size_t>(tier_)].labels;
  of.erase(of.begin() + index_);
  index_ = -1;
  tell(std::move(next), tr("Delete label"));
}

void LabelLane::step(int by) {
  if (static_cast<std::size_t>(tier_) >= labels_->size()) return;
  const auto& of = (*labels_)[static_cast<std::size_t>(tier_)].labels;
  if (of.empty()) return;
  if (label(tier_, index_) == nullptr) {
    // The first one on that side of the cursor.
    const auto after = std::find_if(of.begin(), of.end(), [this](const codec::Label& l) {
      return sample(l.begin_s) >= axis().cursor();
    });
    const auto at = static_cast<int>(after - of.begin()) - (by < 0 ? 1 : 0);
    return choose(tier_, std::clamp(at, 0, static_cast<int>(of.size()) - 1));
  }
  choose(tier_, std::clamp(index_ + by, 0, static_cast<int>(of.size()) - 1));
}

void LabelLane::mousePressEvent(QMouseEvent* event) {
  const auto [tier, index] = labelAt(event->position());
  pressedOnLabel_ =
      event->button() == Qt::LeftButton && index >= 0 && event->modifiers() == Qt::NoModifier;
  if (pressedOnLabel_) return choose(tier, index);
  tier_ = tier;
  index_ = -1;
  TimeView::mousePressEvent(event);
}

void LabelLane::mouseMoveEvent(QMouseEvent* event) {
  if (pressedOnLabel_ && (event->buttons() & Qt::LeftButton)) return;
  const auto [tier, index] = labelAt(event->position());
  const codec::Label* l = label(tier, index);
  setToolTip(l == nullptr ? QString()
                          : QStringLiteral("%1\n%2 – %3")
                                .arg(QString::fromStdString(l->text).toHtmlEscaped(),
                                     formatTime(l->begin_s), formatTime(l->end_s)));
  TimeView::mouseMoveEvent(event);
}

void LabelLane::mouseReleaseEvent(QMouseEvent* event) {
  if (!pressedOnLabel_) return TimeView::mouseReleaseEvent(event);
  pressedOnLabel_ = false;
  if (!axis().selection().empty()) Q_EMIT spanSelected(axis().selection());
}

void LabelLane::mouseDoubleClickEvent(QMouseEvent* event) {
  const auto [tier, index] = labelAt(event->position());
  if (const auto* l = label(tier, index)) write(tier, index, *l);
}

void LabelLane::keyPressEvent(QKeyEvent* event) {
  if (event->modifiers() & ~Qt::KeypadModifier) return TimeView::keyPressEvent(event);
  const codec::Label* l = label(tier_, index_);
  switch (event->key()) {
    case Qt::Key_Left:
      return step(-1);
    case Qt::Key_Right:
      return step(1);
    case Qt::Key_Up:
    case Qt::Key_Down:
      tier_ = std::clamp(tier_ + (event->key() == Qt::Key_Up ? -1 : 1), 0, lanes() - 1);
      index_ = -1;
      return step(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
      if (l != nullptr) write(tier_, index_, *l);
      return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      return remove();
    default:
      return TimeView::keyPressEvent(event);
  }
}

}  // namespace gui
