#pragma once

#include <QWidget>
#include <vector>

#include "codec/base/types.h"
#include "quantizer/codebook_usage.h"

namespace gui {

enum class UsageOrder { code, count };
enum class CountScale { linear, logarithmic };

// The histogram of one codebook, one bar a pixel column: the highest count among the codes under
// it, so that no peak is lost. Hover names the code, click chooses it, dragging brushes the codes
// of those bars.
// Threads: GUI.
class UsageView : public QWidget {
  Q_OBJECT
 public:
  explicit UsageView(int level, QWidget* parent = nullptr);

  void setUsage(const quantizer::CodebookUsage& usage);
  void setRole(const QString& role);  // of the codebook, beside its name
  void setOrder(UsageOrder order);
  void setScale(CountScale scale);
  void setMarked(int code);                  // -1: none
  void setBrushed(std::vector<bool> codes);  // one entry a code; empty: none

  int codeAt(double x) const;  // the most frequent one under that column; -1 with no counts
  QRectF plot() const;         // of the bars, within the axes
  QSize sizeHint() const override { return {280, 64}; }

 Q_SIGNALS:
  void codeClicked(int level, int code);
  void brushWanted(int level, const std::vector<codec::Code>& codes);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void sort();
  void paintAxes(QPainter& painter) const;
  std::pair<std::size_t, std::size_t> positionsUnder(double x) const;
  double heightOf(std::uint64_t count) const;  // 0..1

  QString role_;
  int level_;
  std::vector<std::uint64_t> counts_;
  std::vector<std::size_t> order_;  // position -> code
  std::uint64_t most_ = 0;
  std::uint64_t total_ = 0;
  QString summary_;
  UsageOrder sorting_ = UsageOrder::code;
  CountScale scale_ = CountScale::linear;
  int marked_ = -1;
  std::vector<bool> brushed_;
  double pressedAt_ = 0.0;
  double draggedTo_ = -1.0;  // -1: nothing is dragged
};

}  // namespace gui
