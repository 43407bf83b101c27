#include "gui/views/token_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/look/phone_class.h"
#include "gui/look/theme.h"

namespace gui {

TokenView::TokenView(TimeAxis* axis, QWidget* parent) : TimeView(axis, parent) {
  setMinimumHeight(60);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Token lanes"));
  setAccessibleDescription(tr("One lane for each codebook. Left and right choose a frame."));
}

void TokenView::setCodes(std::shared_ptr<const codec::Codes> codes, int hopSamples,
                         std::size_t codebookSize) {
  const bool another = codes != codes_;
  codes_ = std::move(codes);
  hop_ = std::max(1, hopSamples);
  if (codes_ != nullptr && codes_->levels > 0) levels_ = codes_->levels;
  if (colours_.size() != codebookSize) {
    colours_.resize(codebookSize);
    recolour();
  }
  if (another) {
    selected_ = hovered_ = -1;
    marks_.clear();
    scanned_ = 0;
  }
  grow();
}

void TokenView::grow() {
  findMarks();
  refresh();
}

void TokenView::setLevels(int levels) {
  if (codes_ == nullptr || codes_->levels == 0) levels_ = levels;
  refresh();
}

void TokenView::setColourMap(std::optional<ColourMap> map) {
  map_ = map;
  recolour();
}

void TokenView::recolour() {
  const std::size_t size = colours_.size();
  colours_ = map_ ? codeColours(*map_, size) : calmCodeColours(size, isDark());
  phoneColours_.clear();
  if (!map_ && meanings_->level >= 0) {
    phoneColours_.assign(size, phoneColour(PhoneClass::unknown, 0.0, isDark()));
    for (std::size_t code = 0; code < std::min(size, meanings_->ofCode.size()); ++code) {
      const CodeMeaning& m = meanings_->ofCode[code];
      if (m.phone.isEmpty()) continue;
      phoneColours_[code] = phoneColour(phoneClassOf(m.phone), m.share, isDark());
    }
  }
  refresh();
}

void TokenView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) recolour();
  TimeView::changeEvent(event);
}

void TokenView::setMarked(int level, int code) {
  std::vector<bool> codes;
  if (code >= 0) codes.resize(static_cast<std::size_t>(code) + 1);
  if (code >= 0) codes.back() = true;
  setBrushed(code >= 0 ? level : -1, codes);
}

void TokenView::setBrushed(int level, const std::vector<bool>& codes) {
  markedLevel_ = level;
  marked_ = codes;
  marks_.clear();
  scanned_ = 0;
  grow();
}

void TokenView::setMeanings(std::shared_ptr<const CodeMeanings> meanings) {
  meanings_ = std::move(meanings);
  recolour();
}

void TokenView::setMask(std::uint32_t mask) {
  mask_ = mask;
  refresh();
}

void TokenView::setHint(const QString& text) {
  hint_ = text;
  refresh();
}

void TokenView::findMarks() {
  if (codes_ == nullptr || markedLevel_ < 0 || markedLevel_ >= codes_->levels) return;
  for (; scanned_ < codes_->frames(); ++scanned_) {
    if (isMarked(codes_->at(markedLevel_, scanned_))) marks_.push_back(scanned_);
  }
}

std::int64_t TokenView::frameAt(double x) const {
  if (codes_ == nullptr) return -1;
  const codec::SampleIndex sample = axis().sampleAt(x);
  if (sample < 0) return -1;
  const std::int64_t frame = sample / hop_;
  return frame < codes_->frames() ? frame : -1;
}

int TokenView::levelAt(double y) const {
  if (levels_ == 0) return -1;
  return std::clamp(static_cast<int>(y / laneHeight()), 0, levels_ - 1);
}

QRectF TokenView::cell(int level, std::int64_t frame) const {
  const double left = axis().pixelOf(frame * hop_);
  return {left, level * laneHeight(), hop_ / axis().samplesPerPixel(), laneHeight() - 1.0};
}

void TokenView::paintPicture(QPainter& painter) {
  if (codes_ == nullptr || codes_->frames() == 0 || levels_ == 0) {
    painter.setPen(colours().grid);
    for (int q = 1; q < levels_; ++q) {
      painter.drawLine(QPointF(0, q * laneHeight() - 1), QPointF(width(), q * laneHeight() - 1));
    }
    paintHint(painter, hint_);
    return;
  }
  const double wide = hop_ / axis().samplesPerPixel();
  const TimeSpan shown = axis().visible();
  const std::int64_t first = std::max<std::int64_t>(0, shown.begin / hop_);
  const std::int64_t last = std::min(codes_->frames(), shown.end / hop_ + 1);
  if (wide >= 3.0) {
    paintCells(painter, first, last);
  } else {
    paintColumns(painter);
  }
  for (int q = 0; q < levels_; ++q) {
    const QRectF lane(0, q * laneHeight(), width(), laneHeight() - 1.0);
    if ((mask_ >> q & 1u) == 0) {
      QColor veil = colours().plot;
      veil.setAlpha(185);
      painter.fillRect(lane, veil);
    }
    painter.fillRect(QRectF(0, lane.bottom(), width(), 1.0), colours().plot);
  }
}

void TokenView::paintCells(QPainter& painter, std::int64_t first, std::int64_t last) {
  const double gap = hop_ / axis().samplesPerPixel() > 8.0 ? 1.0 : 0.0;
  QFont font = painter.font();
  const double wide = hop_ / axis().samplesPerPixel();
  font.setPixelSize(
      static_cast<int>(std::clamp(std::min(laneHeight() * 0.5, wide / 2.9), 7.0, 13.0)));
  painter.setFont(font);
  const bool numbers = QFontMetricsF(font).horizontalAdvance(QStringLiteral("0000")) + 3 <= wide &&
                       laneHeight() >= font.pixelSize() + 2;
  for (std::int64_t frame = first; frame < last; ++frame) {
    for (int q = 0; q < levels_; ++q) {
      const codec::Code code = codes_->at(q, frame);
      const QRgb colour = colourOf(q, code);
      const QRectF r = cell(q, frame).adjusted(0, 0, -gap, 0).intersected(rect());
      painter.fillRect(r, QColor(colour));
      if (!numbers) continue;
      painter.setPen(QColor(readableOn(colour)));
      painter.drawText(r, Qt::AlignCenter, QString::number(code));
    }
  }
}

// The lane of a marked code is pale, so that the marks stand out.
QRgb TokenView::colourOf(int level, codec::Code code) const {
  const bool phones = level == meanings_->level && !phoneColours_.empty();
  const auto& table = phones ? phoneColours_ : colours_;
  const QRgb full = table[std::min<std::size_t>(code, table.size() - 1)];
  if (level != markedLevel_) return full;
  const QRgb ground = colours().plot.rgb();
  const auto mix = [](int a, int b) { return (a + b) / 2; };
  return qRgb(mix(qRed(full), qRed(ground)), mix(qGreen(full), qGreen(ground)),
              mix(qBlue(full), qBlue(ground)));
}

// A frame is narrower than a few pixels: one picture, one pixel a lane and column, then scaled.
void TokenView::paintColumns(QPainter& painter) {
  const qreal ratio = detail();
  const int columns = static_cast<int>(width() * ratio);
  QImage image(columns, levels_, QImage::Format_RGB32);
  image.fill(axis().length() > 0 ? colours().plot : colours().header);
  int used = 0;
  for (int x = 0; x < columns; ++x) {
    const std::int64_t frame = frameAt((x + 0.5) / ratio);
    if (frame < 0) break;
    used = x + 1;
    for (int q = 0; q < levels_; ++q) {
      const codec::Code code = codes_->at(q, frame);
      image.setPixel(x, q, colourOf(q, code));
    }
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(QRectF(0, 0, used / ratio, height()), image, QRectF(0, 0, used, levels_));
}

void TokenView::paintOver(QPainter& painter) {
  if (codes_ == nullptr || codes_->frames() == 0) return;
  const Colours& c = colours();
  if (markedLevel_ >= 0) {
    const TimeSpan shown = axis().visible();
    const auto begin = std::lower_bound(marks_.begin(), marks_.end(), shown.begin / hop_);
    double last = -10.0;
    for (auto it = begin; it != marks_.end() && *it * hop_ < shown.end; ++it) {
      QRectF r = cell(markedLevel_, *it);
      if (r.width() < 2.0) {
        if (r.left() - last < 1.0) continue;
        r.setWidth(2.0);
      }
      last = r.left();
      painter.fillRect(r, c.accent);
      if (r.width() < 26) continue;
      QFont font = painter.font();
      font.setPixelSize(std::clamp(static_cast<int>(r.width() / 2.9), 7, 13));
      painter.setFont(font);
      painter.setPen(QColor(readableOn(c.accent.rgb())));
      painter.drawText(r, Qt::AlignCenter, QString::number(codes_->at(markedLevel_, *it)));
    }
  }
  const auto outline = [&](std::int64_t frame, const QColor& colour, double width) {
    if (frame < 0 || frame >= codes_->frames()) return;
    QRectF r = cell(0, frame);
    r.setHeight(height() - 1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, width));
    painter.drawRect(r);
  };
  outline(hovered_, c.dim, 1.0);
  outline(selected_, c.text, 2.0);
}

void TokenView::mouseMoveEvent(QMouseEvent* event) {
  TimeView::mouseMoveEvent(event);
  const std::int64_t frame = frameAt(event->position().x());
  if (frame != hovered_) update();
  hovered_ = frame;
  Q_EMIT hovered(frame, levelAt(event->position().y()));
}

void TokenView::mouseReleaseEvent(QMouseEvent* event) {
  const bool click = axis().selection().empty();
  TimeView::mouseReleaseEvent(event);
  if (!click || event->button() != Qt::LeftButton) return;
  selected_ = frameAt(event->position().x());
  update();
  Q_EMIT frameSelected(selected_, levelAt(event->position().y()));
}

void TokenView::leaveEvent(QEvent*) {
  hovered_ = -1;
  update();
  Q_EMIT hovered(-1, -1);
}

void TokenView::selectFrame(std::int64_t frame) {
  selected_ = frame;
  update();
}

void TokenView::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
  if (step == 0 || event->modifiers() != Qt::NoModifier || codes_ == nullptr ||
      codes_->frames() == 0) {
    TimeView::keyPressEvent(event);
    return;
  }
  // From the marked frame while the cursor is on it, else to the cursor's.
  const std::int64_t at = axis().cursor() / hop_;
  const std::int64_t from = selected_ == at ? selected_ : at - step;
  selected_ = std::clamp<std::int64_t>(from + step, 0, codes_->frames() - 1);
  axis().setCursor(selected_ * hop_);
  axis().keepVisible(selected_ * hop_);
  update();
  Q_EMIT frameSelected(selected_, -1);
}

}  // namespace gui
