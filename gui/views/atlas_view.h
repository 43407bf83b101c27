#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "gui/document/code_meaning.h"
#include "gui/document/codebook_map.h"

namespace gui {

// The codes of a codebook on a plane: the more often one is used the larger its dot, coloured by
// the phone that it stands for; those that are not used are small and dim. Hover names a code, a
// click chooses it, a double click or Space hears it; arrow keys go to the next code that way.
// Dragging brushes the codes in a rectangle; Shift and an arrow key take the next one to them.
// Threads: GUI.
class AtlasView : public QWidget {
  Q_OBJECT
 public:
  explicit AtlasView(QWidget* parent = nullptr);

  void setMap(CodebookMap map);
  // Of each code; as many as the map has places.
  void setCounts(std::vector<std::uint64_t> counts);
  void setMeanings(int level, std::shared_ptr<const CodeMeanings> meanings);
  void setMarked(int code);  // -1: none
  int marked() const { return marked_; }
  void setBrushed(std::vector<bool> codes);  // one entry a code; empty: none

  QPointF placeOf(int code) const;  // in this view
  double radiusOf(int code) const;
  int codeAt(const QPointF& at) const;  // the nearest dot that is there; -1: none
  QSize sizeHint() const override { return {320, 320}; }

 Q_SIGNALS:
  void chosen(int code);
  void pointed(int code);  // -1: none
  void hearWanted(int code);
  void brushWanted(const std::vector<codec::Code>& codes);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF plot() const;
  QString textOf(int code) const;
  int next(int from, const QPointF& way) const;
  void paintNames(QPainter& painter, const std::vector<int>& order) const;
  bool isBrushed(std::size_t code) const { return code < brushed_.size() && brushed_[code]; }
  void take(int code);

  CodebookMap map_;
  QPointF reach_{1.0, 1.0};  // of the map, either way, from its middle to the edge of the view
  std::vector<std::uint64_t> counts_;
  std::uint64_t most_ = 0;
  std::uint64_t total_ = 0;
  int level_ = 0;
  std::shared_ptr<const CodeMeanings> meanings_ = std::make_shared<CodeMeanings>();
  int marked_ = -1;
  std::vector<bool> brushed_;
  int last_ = -1;  // taken by keyboard
  int hovered_ = -1;
  QPointF pressedAt_;
  QRectF band_;  // while it is dragged
};

// What follows what, darker the more often. Hover tells the pair, a click chooses it.
// Threads: GUI.
class TransitionView : public QWidget {
  Q_OBJECT
 public:
  explicit TransitionView(QWidget* parent = nullptr);
  void setTransitions(Transitions transitions);
  // Row and column; {-1, -1} outside.
  std::pair<int, int> cellAt(const QPointF& at) const;
  QRectF cell(int from, int to) const;
  const Transitions& transitions() const { return transitions_; }
  QSize sizeHint() const override { return {320, 320}; }

 Q_SIGNALS:
  void chosen(const QString& from, const QString& to);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF plot() const;
  QString textOf(int from, int to) const;

  Transitions transitions_;
  std::int64_t most_ = 0;
  int from_ = -1;  // chosen with keys
  int to_ = -1;
};

}  // namespace gui
