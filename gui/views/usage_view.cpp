#include "gui/views/usage_view.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "gui/look/decimal.h"
#include "gui/look/theme.h"

namespace gui {

UsageView::UsageView(int level, QWidget* parent) : QWidget(parent), level_(level) {
  setMinimumHeight(36);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Code usage of codebook %1").arg(level + 1));
}

void UsageView::setUsage(const quantizer::CodebookUsage& usage) {
  counts_ = usage.counts();
  total_ = usage.total();
  most_ = counts_.empty() ? 0 : *std::max_element(counts_.begin(), counts_.end());
  const QLocale locale;
  summary_ = total_ == 0 ? tr("no frames")
                         : tr("%1 of %2 used").arg(usage.used()).arg(usage.codebook_size());
  setAccessibleDescription(summary_);
  sort();
  update();
}

void UsageView::setRole(const QString& role) {
  role_ = role;
  update();
}

void UsageView::setOrder(UsageOrder order) {
  sorting_ = order;
  sort();
  update();
}

void UsageView::setScale(CountScale scale) {
  scale_ = scale;
  update();
}

void UsageView::setMarked(int code) {
  marked_ = code;
  update();
}

void UsageView::setBrushed(std::vector<bool> codes) {
  brushed_ = std::move(codes);
  update();
}

void UsageView::sort() {
  order_.resize(counts_.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  if (sorting_ == UsageOrder::code) return;
  std::stable_sort(order_.begin(), order_.end(),
                   [this](std::size_t a, std::size_t b) { return counts_[a] > counts_[b]; });
}

// Where it is low, the codes have no figures.
QRectF UsageView::plot() const {
  constexpr int kLeastForFigures = 84;
  return QRectF(rect()).adjusted(32, 21, -6, height() < kLeastForFigures ? -3 : -14);
}

std::pair<std::size_t, std::size_t> UsageView::positionsUnder(double x) const {
  const QRectF area = plot();
  const auto size = static_cast<double>(order_.size());
  const double at = std::clamp(std::floor(x - area.left()), 0.0, area.width() - 1);
  const auto first = static_cast<std::size_t>(at * size / area.width());
  const auto last = static_cast<std::size_t>(std::ceil((at + 1) * size / area.width()));
  return {std::min(first, order_.size() - 1), std::clamp(last, first + 1, order_.size())};
}

int UsageView::codeAt(double x) const {
  if (total_ == 0 || x < plot().left() - 4) return -1;
  const auto [first, last] = positionsUnder(x);
  std::size_t best = order_[first];
  for (std::size_t i = first; i < last; ++i) {
    if (counts_[order_[i]] > counts_[best]) best = order_[i];
  }
  return static_cast<int>(best);
}

double UsageView::heightOf(std::uint64_t count) const {
  if (count == 0 || most_ == 0) return 0.0;
  const auto c = static_cast<double>(count);
  const auto m = static_cast<double>(most_);
  return scale_ == CountScale::linear ? c / m : std::log1p(c) / std::log1p(m);
}

// The count of the highest bar; codes, or with the highest first their places.
void UsageView::paintAxes(QPainter& painter) const {
  const Colours& c = colours();
  const QRectF area = plot();
  QFont small = font();
  small.setPixelSize(9);
  painter.setFont(small);
  const QFontMetricsF metrics(small);
  painter.setPen(c.grid);
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.drawLine(area.topLeft(), area.topRight());
  const double line = metrics.height();
  const auto left = [&](double y, const QString& text) {
    painter.setPen(c.grid);
    painter.drawLine(QPointF(area.left() - 3, y), QPointF(area.left(), y));
    painter.setPen(c.dim);
    // Below the title.
    painter.drawText(QRectF(0, std::max(17.0, y - line / 2), area.left() - 5, line),
                     Qt::AlignRight | Qt::AlignVCenter, text);
  };
  QLocale locale;
  locale.setNumberOptions(QLocale::OmitGroupSeparator);
  if (total_ == 0) return;
  left(area.bottom(), QStringLiteral("0"));
  if (most_ > 0) {
    const QString most = locale.toString(static_cast<qulonglong>(most_));
    left(area.top(), metrics.horizontalAdvance(most) < area.left() - 5
                         ? most
                         : locale.toString(static_cast<double>(most_), 'g', 2));
  }
  if (area.bottom() + line > height() + 1.0) return;
  const std::size_t first = sorting_ == UsageOrder::code ? 0 : 1;
  for (std::size_t quarter = 0; quarter <= 4; ++quarter) {
    const std::size_t place = std::min(counts_.size() * quarter / 4, counts_.size() - 1);
    const double x = area.left() + (static_cast<double>(place) + 0.5) * area.width() /
                                       static_cast<double>(counts_.size());
    painter.setPen(c.grid);
    painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3));
    const QString text = QString::number(place + first);
    const double wide = metrics.horizontalAdvance(text);
    painter.setPen(c.dim);
    painter.drawText(QPointF(std::min(x - wide / 2, area.right() - wide + 3),
                             area.bottom() + metrics.ascent() + 2),
                     text);
  }
}

void UsageView::paintEvent(QPaintEvent*) {
  const Colours& c = colours();
  QPainter painter(this);
  painter.fillRect(rect(), c.plot);
  const QRectF area = plot();
  painter.setPen(c.text);
  QFont bold = font();
  bold.setBold(true);
  painter.setFont(bold);
  const QRectF title(6, 1, area.right() - 6, 16);
  const QString name = tr("Codebook %1").arg(level_ + 1);
  painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, name);
  const double named = painter.fontMetrics().horizontalAdvance(name);
  painter.setFont(font());
  if (!role_.isEmpty()) {
    painter.drawText(title.adjusted(named + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, role_);
  }
  painter.setPen(c.dim);
  painter.drawText(title, Qt::AlignRight | Qt::AlignVCenter, summary_);
  paintAxes(painter);
  painter.setFont(font());
  if (total_ == 0) return;
  QVector<QRectF> bars;
  QVector<QRectF> brushed;
  const int columns = static_cast<int>(area.width());
  bars.reserve(columns);
  for (int x = 0; x < columns; ++x) {
    const int code = codeAt(area.left() + x);
    const double high = heightOf(counts_[static_cast<std::size_t>(code)]) * area.height();
    if (high <= 0) continue;
    const QRectF bar(area.left() + x, area.bottom() - high, 1.0, high);
    bars.append(bar);
    // Of the brushed codes under the column the highest one, in front of what is higher.
    std::uint64_t most = 0;
    const auto [first, last] = positionsUnder(area.left() + x);
    for (std::size_t i = first; i < last && !brushed_.empty(); ++i) {
      const std::size_t under = order_[i];
      if (under < brushed_.size() && brushed_[under]) most = std::max(most, counts_[under]);
    }
    const double part = heightOf(most) * area.height();
    if (part > 0) brushed.append({bar.left(), area.bottom() - part, 1.0, part});
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(c.original);
  painter.drawRects(bars);
  painter.setBrush(c.accent);
  painter.drawRects(brushed);
  if (draggedTo_ >= 0) {
    QColor inside = c.accent;
    inside.setAlpha(40);
    painter.fillRect(QRectF(QPointF(pressedAt_, 0), QPointF(draggedTo_, height())).normalized(),
                     inside);
  }
  if (marked_ >= 0 && static_cast<std::size_t>(marked_) < counts_.size()) {
    const auto position = static_cast<double>(
        std::find(order_.begin(), order_.end(), static_cast<std::size_t>(marked_)) -
        order_.begin());
    const double x =
        area.left() + std::floor(position * area.width() / static_cast<double>(order_.size()));
    const double high = heightOf(counts_[static_cast<std::size_t>(marked_)]) * area.height();
    painter.setBrush(c.accent);
    painter.drawRect(QRectF(x - 1, area.bottom() - std::max(2.0, high), 3, std::max(2.0, high)));
    QPolygonF arrow;
    arrow << QPointF(x - 4, area.top() - 4) << QPointF(x + 5, area.top() - 4)
          << QPointF(x + 0.5, area.top() + 2);
    painter.drawPolygon(arrow);
  }
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(c.original, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void UsageView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  pressedAt_ = event->position().x();
  const int code = codeAt(pressedAt_);
  if (code >= 0) Q_EMIT codeClicked(level_, code);
}

// The codes that are used of those under the band.
void UsageView::mouseReleaseEvent(QMouseEvent*) {
  if (draggedTo_ < 0) return;
  const auto [low, high] = std::minmax({pressedAt_, draggedTo_});
  draggedTo_ = -1.0;
  update();
  if (total_ == 0) return;
  std::vector<codec::Code> codes;
  const std::size_t end = positionsUnder(high).second;
  for (std::size_t i = positionsUnder(low).first; i < end; ++i) {
    if (counts_[order_[i]] > 0) codes.push_back(static_cast<codec::Code>(order_[i]));
  }
  Q_EMIT brushWanted(level_, codes);
}

void UsageView::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) {
    constexpr double kDrag = 5.0;
    const double x = std::max(0.0, event->position().x());
    if (draggedTo_ < 0 && std::abs(x - pressedAt_) < kDrag) return;
    draggedTo_ = x;
    return update();
  }
  const int code = codeAt(event->position().x());
  if (code < 0) return setToolTip({});
  const auto count = counts_[static_cast<std::size_t>(code)];
  setToolTip(
      tr("Code %1: %2 times, %3 %")
          .arg(code)
          .arg(count)
          .arg(decimal(100.0 * static_cast<double>(count) / static_cast<double>(total_), 2)));
}

void UsageView::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
  if (step == 0 || total_ == 0) return QWidget::keyPressEvent(event);
  const auto here = std::find(order_.begin(), order_.end(), static_cast<std::size_t>(marked_));
  auto position = here == order_.end() ? std::ptrdiff_t{0} : here - order_.begin() + step;
  position =
      std::clamp<std::ptrdiff_t>(position, 0, static_cast<std::ptrdiff_t>(order_.size()) - 1);
  Q_EMIT codeClicked(level_, static_cast<int>(order_[static_cast<std::size_t>(position)]));
}

}  // namespace gui
