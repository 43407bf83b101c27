#pragma once

#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QWidget>
#include <array>

#include "gui/document/session.h"
#include "gui/views/lane_header.h"
#include "gui/views/spectrogram_view.h"
#include "gui/views/token_view.h"
#include "gui/views/waveform_view.h"

namespace gui {

// All views under one another on the session's time axis, with ruler and scroll bar.
// Threads: GUI.
class ViewStack : public QWidget {
  Q_OBJECT
 public:
  enum class Row {
    original,
    reconstruction,
    originalSpectrum,
    reconstructionSpectrum,
    difference,
    tokens
  };
  static constexpr int kRows = 6;
  explicit ViewStack(Session* session, QWidget* parent = nullptr);

  void setRowVisible(Row row, bool visible);
  bool isRowVisible(Row row) const;
  static QString rowName(Row row);

  void setStyle(const SpectrogramStyle& style);
  const SpectrogramStyle& style() const { return style_; }
  void setTokenColours(ColourMap map) { tokens_->setColourMap(map); }
  // Waveforms as high as their loudest sample needs, both on one scale; otherwise full scale.
  void setFitWaveforms(bool fit);
  TokenView& tokens() { return *tokens_; }
  bool isUpToDate() const;  // every visible spectrogram shows the axis as it is

  QByteArray saveLayout() const { return splitter_->saveState(); }
  void restoreLayout(const QByteArray& state) { splitter_->restoreState(state); }

 Q_SIGNALS:
  void seeked(codec::SampleIndex sample);
  void spanSelected(gui::TimeSpan span);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showDocument();
  void grow();
  void updateScrollBar();
  void scaleWaveforms();
  QWidget* addRow(TimeView* view, QWidget* header);
  QWidget* label(const QString& text, const QString& detail);

  Session* session_;
  SpectrogramStyle style_;
  bool fitWaveforms_ = true;
  QSplitter* splitter_;
  QScrollBar* scroll_;
  TimeRuler* ruler_;
  std::array<QWidget*, kRows> rows_{};
  WaveformView* waves_[2];
  SpectrogramView* spectra_[3];
  TokenView* tokens_;
  LaneHeader* lanes_;
};

}  // namespace gui
