#include "gui/views/atlas_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "gui/look/colour_map.h"
#include "gui/look/decimal.h"
#include "gui/look/phone_class.h"
#include "gui/look/theme.h"

namespace gui {
namespace {

constexpr double kEdge = 12.0;
constexpr double kReach = 6.0;  // a dot is met so far beside it
constexpr double kDrag = 5.0;

void paintFocus(QPainter& painter, const QWidget& widget) {
  if (!widget.hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colours().original, 2.0));
  painter.drawRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1));
}

}  // namespace

AtlasView::AtlasView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumHeight(180);
  setAccessibleName(tr("Atlas of the codebook"));
  setAccessibleDescription(
      tr("Every code as a dot. Arrow keys go to the next one that way, Space hears it."));
}

// The view is filled both ways; codes far out lie at its edge.
void AtlasView::setMap(CodebookMap map) {
  map_ = std::move(map);
  const auto reach = [this](auto of) {
    std::vector<double> far;
    for (const QPointF& at : map_.places) far.push_back(std::abs(of(at)));
    if (far.empty()) return 1.0;
    const auto most = far.begin() + static_cast<std::ptrdiff_t>((far.size() - 1) * 995 / 1000);
    std::nth_element(far.begin(), most, far.end());
    return std::max(*most, 1e-9);
  };
  reach_ = {reach([](const QPointF& at) { return at.x(); }),
            reach([](const QPointF& at) { return at.y(); })};
  hovered_ = -1;
  update();
}

void AtlasView::setCounts(std::vector<std::uint64_t> counts) {
  counts_ = std::move(counts);
  counts_.resize(map_.places.size());
  most_ = counts_.empty() ? 0 : *std::max_element(counts_.begin(), counts_.end());
  total_ = 0;
  for (const auto n : counts_) total_ += n;
  update();
}

void AtlasView::setMeanings(int level, std::shared_ptr<const CodeMeanings> meanings) {
  level_ = level;
  meanings_ = std::move(meanings);
  update();
}

void AtlasView::setMarked(int code) {
  marked_ = code;
  update();
}

void AtlasView::setBrushed(std::vector<bool> codes) {
  brushed_ = std::move(codes);
  if (brushed_.empty()) last_ = -1;
  update();
}

QRectF AtlasView::plot() const { return QRectF(rect()).adjusted(kEdge, kEdge, -kEdge, -kEdge); }

QPointF AtlasView::placeOf(int code) const {
  const QRectF box = plot();
  const QPointF& at = map_.places[static_cast<std::size_t>(code)];
  const auto within = [](double x) { return std::clamp(x, -1.0, 1.0); };
  return box.center() + QPointF(within(at.x() / reach_.x()) * box.width() / 2,
                                within(at.y() / reach_.y()) * box.height() / 2);
}

double AtlasView::radiusOf(int code) const {
  const auto n = counts_[static_cast<std::size_t>(code)];
  if (n == 0) return 1.3;
  return 2.2 + 8.0 * std::sqrt(static_cast<double>(n) / static_cast<double>(most_));
}

int AtlasView::codeAt(const QPointF& at) const {
  int best = -1;
  double nearest = 1e9;
  for (int code = 0; code < static_cast<int>(map_.places.size()); ++code) {
    const QPointF way = placeOf(code) - at;
    const double beside = std::hypot(way.x(), way.y()) - radiusOf(code);
    if (beside > kReach || beside >= nearest) continue;
    nearest = beside;
    best = code;
  }
  return best;
}

QString AtlasView::textOf(int code) const {
  if (code < 0) return {};
  const auto n = counts_[static_cast<std::size_t>(code)];
  QString text =
      tr("Code %1: %2× (%3 %)")
          .arg(code)
          .arg(n)
          .arg(decimal(
              total_ > 0 ? 100.0 * static_cast<double>(n) / static_cast<double>(total_) : 0.0, 1));
  if (const CodeMeaning* m = meanings_->of(level_, static_cast<codec::Code>(code))) {
    text += QStringLiteral("\n") + tr("[%1] %2, in %3 % of its frames")
                                       .arg(m->phone, phoneClassName(phoneClassOf(m->phone)))
                                       .arg(std::lround(100.0 * m->share));
  }
  return text;
}

void AtlasView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colours& c = colours();
  painter.fillRect(rect(), c.plot);
  painter.setRenderHint(QPainter::Antialiasing);
  // Seldom ones above frequent ones, so that none is hidden.
  std::vector<int> order(map_.places.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
    const auto x = counts_[static_cast<std::size_t>(a)];
    const auto y = counts_[static_cast<std::size_t>(b)];
    return (x == 0) != (y == 0) ? x == 0 : x > y;
  });
  for (const int code : order) {
    const auto index = static_cast<std::size_t>(code);
    QColor ink = c.dim;
    if (counts_[index] == 0) {
      ink.setAlpha(110);
      painter.setPen(Qt::NoPen);
    } else {
      if (const CodeMeaning* m = meanings_->of(level_, static_cast<codec::Code>(code))) {
        ink = QColor(phoneColour(phoneClassOf(m->phone), m->share, isDark()));
      } else {
        ink = c.original;
      }
      ink.setAlpha(brushed_.empty() ? 205 : 90);
      painter.setPen(QPen(c.plot, 0.8));
    }
    if (isBrushed(index)) {
      ink = c.accent;
      painter.setPen(QPen(c.plot, 0.8));
    }
    painter.setBrush(ink);
    painter.drawEllipse(placeOf(code), radiusOf(code), radiusOf(code));
  }
  paintNames(painter, order);
  painter.setBrush(Qt::NoBrush);
  if (hovered_ >= 0) {
    painter.setPen(QPen(c.text, 1.5));
    painter.drawEllipse(placeOf(hovered_), radiusOf(hovered_) + 2, radiusOf(hovered_) + 2);
  }
  if (marked_ >= 0 && marked_ < static_cast<int>(map_.places.size())) {
    // Between two rings of the ground, so that it is seen on every hue.
    const QPointF at = placeOf(marked_);
    const double round = radiusOf(marked_) + 4;
    painter.setPen(QPen(c.plot, 7.0));
    painter.drawEllipse(at, round, round);
    painter.setPen(QPen(c.accent, 2.5));
    painter.drawEllipse(at, round, round);
    QFont bold = font();
    bold.setBold(true);
    const QString number = QString::number(marked_);
    const double wide = QFontMetricsF(bold).horizontalAdvance(number);
    // To its left where there is no room at its right.
    const double x =
        at.x() + round + 5 + wide > width() ? at.x() - round - 5 - wide : at.x() + round + 5;
    QPainterPath figures;
    figures.addText(QPointF(x, at.y() + 5), bold, number);
    painter.strokePath(figures, QPen(c.plot, 4.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.fillPath(figures, c.text);
  }
  if (!band_.isEmpty()) {
    QColor inside = c.accent;
    inside.setAlpha(40);
    painter.setBrush(inside);
    painter.setPen(QPen(c.accent, 1.0, Qt::DashLine));
    painter.drawRect(band_);
  }
  paintFocus(painter, *this);
}

// Of the codes that are used most the phones, where there is room for them.
void AtlasView::paintNames(QPainter& painter, const std::vector<int>& order) const {
  constexpr std::size_t kMost = 40;
  QFont small = font();
  small.setPixelSize(11);
  small.setBold(true);
  painter.setFont(small);
  const QFontMetricsF metrics(small);
  std::vector<QRectF> taken;
  for (const int code : order) {
    if (taken.size() >= kMost) break;
    if (counts_[static_cast<std::size_t>(code)] == 0) continue;
    const CodeMeaning* m = meanings_->of(level_, static_cast<codec::Code>(code));
    if (m == nullptr || m->phone.isEmpty()) continue;
    QRectF box(0, 0, metrics.horizontalAdvance(m->phone) + 2, metrics.height() - 2);
    box.moveBottomLeft(placeOf(code) + QPointF(radiusOf(code) * 0.7, -radiusOf(code) * 0.7));
    const bool free = std::none_of(taken.begin(), taken.end(),
                                   [&box](const QRectF& other) { return other.intersects(box); });
    if (!free || !QRectF(rect()).contains(box)) continue;
    taken.push_back(box);
    painter.setPen(colours().text);
    painter.drawText(box, Qt::AlignCenter, m->phone);
  }
  painter.setFont(font());
}

void AtlasView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  pressedAt_ = event->position();
  const int code = codeAt(pressedAt_);
  if (code >= 0) Q_EMIT chosen(code);
}

// Where nothing was dragged and no dot is, nothing stays brushed.
void AtlasView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  std::vector<codec::Code> inside;
  for (int code = 0; code < static_cast<int>(map_.places.size()); ++code) {
    if (band_.contains(placeOf(code))) inside.push_back(static_cast<codec::Code>(code));
  }
  const bool dragged = !band_.isEmpty();
  band_ = {};
  update();
  if (dragged || codeAt(event->position()) < 0) Q_EMIT brushWanted(inside);
}

void AtlasView::mouseDoubleClickEvent(QMouseEvent* event) {
  const int code = codeAt(event->position());
  if (event->button() == Qt::LeftButton && code >= 0) Q_EMIT hearWanted(code);
}

void AtlasView::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) {
    const QPointF way = event->position() - pressedAt_;
    if (band_.isEmpty() && std::max(std::abs(way.x()), std::abs(way.y())) < kDrag) return;
    band_ = QRectF(pressedAt_, event->position()).normalized();
    return update();
  }
  const int code = codeAt(event->position());
  if (code == hovered_) return;
  hovered_ = code;
  setToolTip(textOf(code));
  Q_EMIT pointed(code);
  update();
}

void AtlasView::leaveEvent(QEvent*) {
  hovered_ = -1;
  Q_EMIT pointed(-1);
  update();
}

// The nearest used code in that direction, within 45 degrees of it.
int AtlasView::next(int from, const QPointF& way) const {
  int best = -1;
  double nearest = 1e9;
  for (int code = 0; code < static_cast<int>(map_.places.size()); ++code) {
    if (code == from || counts_[static_cast<std::size_t>(code)] == 0) continue;
    if (from < 0) return code;
    const QPointF step = placeOf(code) - placeOf(from);
    const double along = step.x() * way.x() + step.y() * way.y();
    const double across = std::abs(step.x() * way.y()) + std::abs(step.y() * way.x());
    if (along <= 0 || across > along) continue;
    const double far = along + across;
    if (far >= nearest) continue;
    nearest = far;
    best = code;
  }
  return best;
}

void AtlasView::keyPressEvent(QKeyEvent* event) {
  QPointF way;
  switch (event->key()) {
    case Qt::Key_Left:
      way = {-1, 0};
      break;
    case Qt::Key_Right:
      way = {1, 0};
      break;
    case Qt::Key_Up:
      way = {0, -1};
      break;
    case Qt::Key_Down:
      way = {0, 1};
      break;
    case Qt::Key_Space:
    case Qt::Key_Return:
      if (marked_ >= 0) Q_EMIT hearWanted(marked_);
      return;
    default:
      return QWidget::keyPressEvent(event);
  }
  const bool more = (event->modifiers() & Qt::ShiftModifier) != 0;
  const int code = next(more && last_ >= 0 ? last_ : marked_, way);
  if (code < 0) return;
  if (more) return take(code);
  Q_EMIT chosen(code);
}

// To those that are brushed, or to the one that is marked.
void AtlasView::take(int code) {
  std::vector<codec::Code> codes{static_cast<codec::Code>(code)};
  if (brushed_.empty() && marked_ >= 0) codes.push_back(static_cast<codec::Code>(marked_));
  for (std::size_t i = 0; i < brushed_.size(); ++i) {
    if (brushed_[i]) codes.push_back(static_cast<codec::Code>(i));
  }
  last_ = code;
  Q_EMIT brushWanted(codes);
}

TransitionView::TransitionView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumHeight(180);
  setAccessibleName(tr("What follows what"));
  setAccessibleDescription(tr("Rows are followed by columns. Arrow keys move, Return searches."));
}

void TransitionView::setTransitions(Transitions transitions) {
  transitions_ = std::move(transitions);
  most_ = 0;
  for (const auto n : transitions_.counts) most_ = std::max(most_, n);
  from_ = to_ = -1;
  update();
}

QRectF TransitionView::plot() const {
  const QFontMetricsF metrics(font());
  double wide = 20;
  for (const QString& name : transitions_.names) {
    wide = std::max(wide, metrics.horizontalAdvance(name) * 0.9 + 10);
  }
  const double side = std::max(20.0, std::min(width() - wide - 4, height() - wide - 22));
  return {wide, wide, side, side};
}

QRectF TransitionView::cell(int from, int to) const {
  const QRectF box = plot();
  const double n = std::max<double>(1.0, static_cast<double>(transitions_.names.size()));
  return {box.left() + to * box.width() / n, box.top() + from * box.height() / n, box.width() / n,
          box.height() / n};
}

std::pair<int, int> TransitionView::cellAt(const QPointF& at) const {
  const QRectF box = plot();
  const int n = static_cast<int>(transitions_.names.size());
  if (n == 0 || !box.contains(at)) return {-1, -1};
  return {std::min(n - 1, static_cast<int>((at.y() - box.top()) / box.height() * n)),
          std::min(n - 1, static_cast<int>((at.x() - box.left()) / box.width() * n))};
}

QString TransitionView::textOf(int from, int to) const {
  if (from < 0 || to < 0) return {};
  const auto a = static_cast<std::size_t>(from);
  const auto b = static_cast<std::size_t>(to);
  return tr("%1, then %2: %3×")
      .arg(transitions_.names[a], transitions_.names[b])
      .arg(transitions_.at(a, b));
}

void TransitionView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colours& c = colours();
  painter.fillRect(rect(), c.plot);
  const int n = static_cast<int>(transitions_.names.size());
  if (n == 0) {
    painter.setPen(c.dim);
    painter.drawText(rect(), Qt::AlignCenter, tr("Nothing yet"));
    return paintFocus(painter, *this);
  }
  const auto mix = [&](double share) {
    const QColor a = c.plot;
    const QColor b = c.original;
    const auto part = [share](int x, int y) {
      return static_cast<int>(std::lround(x + (y - x) * share));
    };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
  };
  QFont small = font();
  const double high = cell(0, 0).height();
  small.setPixelSize(std::clamp(static_cast<int>(high) - 1, 6, 11));
  painter.setFont(small);
  for (int from = 0; from < n; ++from) {
    for (int to = 0; to < n; ++to) {
      const auto count =
          transitions_.at(static_cast<std::size_t>(from), static_cast<std::size_t>(to));
      if (count == 0) continue;
      const double share =
          std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most_));
      painter.fillRect(cell(from, to).adjusted(0, 0, -0.5, -0.5), mix(0.15 + 0.85 * share));
    }
    painter.setPen(c.dim);
    // Each name where there is room, else every second, fourth.
    const int every = high >= 7 ? 1 : high >= 3.5 ? 2 : 4;
    if (from % every != 0) continue;
    const QRectF row = cell(from, 0);
    painter.drawText(QRectF(0, row.top() - 4, row.left() - 4, row.height() + 8),
                     Qt::AlignVCenter | Qt::AlignRight, transitions_.names[std::size_t(from)]);
    const QRectF column = cell(0, from);
    painter.save();
    painter.translate(column.center().x(), column.top() - 4);
    painter.rotate(-90);
    painter.drawText(QRectF(0, -8, column.top(), 16), Qt::AlignVCenter | Qt::AlignLeft,
                     transitions_.names[static_cast<std::size_t>(from)]);
    painter.restore();
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(c.grid);
  painter.drawRect(plot());
  if (from_ >= 0) {
    painter.setPen(QPen(c.accent, 2.0));
    painter.drawRect(cell(from_, to_));
    painter.setPen(c.text);
    painter.drawText(QRectF(4, height() - 18, width() - 8, 18), Qt::AlignRight | Qt::AlignVCenter,
                     textOf(from_, to_));
  }
  paintFocus(painter, *this);
}

void TransitionView::mousePressEvent(QMouseEvent* event) {
  const auto [from, to] = cellAt(event->position());
  if (event->button() != Qt::LeftButton || from < 0) return;
  from_ = from;
  to_ = to;
  update();
  Q_EMIT chosen(transitions_.names[static_cast<std::size_t>(from)],
                transitions_.names[static_cast<std::size_t>(to)]);
}

void TransitionView::mouseMoveEvent(QMouseEvent* event) {
  const auto [from, to] = cellAt(event->position());
  setToolTip(textOf(from, to));
}

void TransitionView::keyPressEvent(QKeyEvent* event) {
  const int n = static_cast<int>(transitions_.names.size());
  int down = 0;
  int right = 0;
  switch (event->key()) {
    case Qt::Key_Up:
      down = -1;
      break;
    case Qt::Key_Down:
      down = 1;
      break;
    case Qt::Key_Left:
      right = -1;
      break;
    case Qt::Key_Right:
      right = 1;
      break;
    case Qt::Key_Return:
    case Qt::Key_Space:
      if (from_ >= 0) {
        Q_EMIT chosen(transitions_.names[static_cast<std::size_t>(from_)],
                      transitions_.names[static_cast<std::size_t>(to_)]);
      }
      return;
    default:
      return QWidget::keyPressEvent(event);
  }
  if (n == 0) return;
  from_ = std::clamp(from_ + down, 0, n - 1);
  to_ = std::clamp(to_ + right, 0, n - 1);
  update();
}

}  // namespace gui
