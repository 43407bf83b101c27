#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "codec/base/types.h"
#include "gui/document/code_meaning.h"
#include "gui/look/colour_map.h"
#include "gui/views/time_view.h"

namespace gui {

// The token stream: one lane a codebook, coloured by code, with numbers when there is room. Codes
// that stand for phones have the hue of their kind of phone, all others one quiet hue; or a map.
// Hover and click report a frame; occurrences of the marked codes are drawn in the accent colour,
// none is lost however far the view is zoomed out.
// Threads: GUI.
class TokenView : public TimeView {
  Q_OBJECT
 public:
  explicit TokenView(TimeAxis* axis, QWidget* parent = nullptr);

  // hopSamples: samples a frame, > 0. codebookSize: K.
  void setCodes(std::shared_ptr<const codec::Codes> codes, int hopSamples,
                std::size_t codebookSize);
  void grow();                                      // codes were appended
  void setLevels(int levels);                       // lanes to draw while there are no codes
  void setColourMap(std::optional<ColourMap> map);  // nothing: phones and one quiet hue
  void setMarked(int level, int code);              // code -1: none
  // Several codes of one codebook; one entry for each.
  void setBrushed(int level, const std::vector<bool>& codes);
  // Never null. Which phone was spoken when is told by PhoneLane: codes may come later than it.
  void setMeanings(std::shared_ptr<const CodeMeanings> meanings);
  void setMask(std::uint32_t mask);  // lanes that do not sound are dimmed
  void setHint(const QString& text);

  std::int64_t frameAt(double x) const;  // -1 outside
  int levelAt(double y) const;
  QRectF cell(int level, std::int64_t frame) const;
  int levels() const { return levels_; }
  QSize sizeHint() const override { return {600, 300}; }
  std::int64_t selectedFrame() const { return selected_; }
  void selectFrame(std::int64_t frame);

 Q_SIGNALS:
  void hovered(qint64 frame, int level);        // frame -1: nothing
  void frameSelected(qint64 frame, int level);  // level -1: by keyboard

 protected:
  void paintPicture(QPainter& painter) override;
  void paintOver(QPainter& painter) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void findMarks();
  bool isMarked(codec::Code code) const { return code < marked_.size() && marked_[code]; }
  void paintCells(QPainter& painter, std::int64_t first, std::int64_t last);
  void recolour();
  QRgb colourOf(int level, codec::Code code) const;
  void paintColumns(QPainter& painter);
  double laneHeight() const { return static_cast<double>(height()) / std::max(1, levels_); }

  std::shared_ptr<const codec::Codes> codes_;
  int hop_ = 320;
  int levels_ = 0;
  std::optional<ColourMap> map_;
  std::vector<QRgb> colours_;       // one a code
  std::vector<QRgb> phoneColours_;  // the same in the lane that phones are about; empty: none is
  std::shared_ptr<const CodeMeanings> meanings_ = std::make_shared<CodeMeanings>();
  std::uint32_t mask_ = 0xffffffffu;
  int markedLevel_ = -1;             // -1: nothing is marked
  std::vector<bool> marked_;         // its codes
  std::vector<std::int64_t> marks_;  // frames, rising
  std::int64_t scanned_ = 0;         // frames searched for marks
  std::int64_t hovered_ = -1;
  std::int64_t selected_ = -1;
  QString hint_;
};

}  // namespace gui
