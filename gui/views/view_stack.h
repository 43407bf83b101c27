#pragma once

#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QTimer>
#include <QWidget>
#include <array>

#include "gui/document/partial_sounds.h"
#include "gui/document/session.h"
#include "gui/views/colour_bar.h"
#include "gui/views/figure.h"
#include "gui/views/label_lane.h"
#include "gui/views/lane_header.h"
#include "gui/views/layer_stack.h"
#include "gui/views/overview_strip.h"
#include "gui/views/phone_lane.h"
#include "gui/views/quality_strip.h"
#include "gui/views/spectrogram_view.h"
#include "gui/views/spectrum_stage.h"
#include "gui/views/token_view.h"
#include "gui/views/waveform_view.h"

namespace gui {

// All views under one another on the session's time axis, with overview, ruler and scroll bar: the
// spectrogram of what is heard, the phones and the codes; waveforms and the difference on demand.
// A row that a file has nothing for takes no room.
// Threads: GUI.
class ViewStack : public QWidget {
  Q_OBJECT
 public:
  enum class Row {
    original,
    reconstruction,
    spectrum,
    difference,
    layers,
    quality,
    phones,
    labels,
    tokens
  };
  static constexpr int kRows = 9;
  explicit ViewStack(Session* session, QWidget* parent = nullptr);

  void setRowVisible(Row row, bool visible);
  bool isRowVisible(Row row) const;  // it is wanted, and there is something for it
  static QString rowName(Row row);
  static QString rowKey(Row row);  // in the settings
  static bool isRowWantedAtFirst(Row row);
  // The spectrogram that is on the stage, and both.
  void setListen(Listen listen);
  void setBothSpectra(bool both);

  void setStyle(const SpectrogramStyle& style);
  const SpectrogramStyle& style() const { return style_; }
  // What part of the frequencies all spectrograms show.
  void setBand(const FrequencyBand& band);
  void zoomFrequencies(double factor);          // around the middle; > 1 shows less
  QString readout() const { return readout_; }  // time, Hz and dB under the pointer, or empty
  SpectrogramView& spectrum(int i) {
    return *spectra_[i];
  }  // 0 original, 1 reconstruction, 2 difference
  TimeRuler& ruler() { return *ruler_; }
  LayerStack& layers() { return *layers_; }
  void setTokenColours(std::optional<ColourMap> map);
  // A figure of what is seen now.
  FigureOptions figure() const;
  // Waveforms as high as their loudest sample needs, both on one scale; otherwise full scale.
  void setFitWaveforms(bool fit);
  TokenView& tokens() { return *tokens_; }
  PhoneLane& phones() { return *phones_; }
  LabelLane& labels() { return *labels_; }
  // A field for a label of the selection, or of the instant at the cursor.
  void addLabel();
  SpectrumStage& stage() { return *stage_; }
  QualityStrip& quality() { return *quality_; }
  // The focus to the spectrogram that is heard, or to what stands in its place.
  void focusStage();
  bool isUpToDate() const;  // every visible spectrogram shows the axis as it is

  // Empty while the heights were not changed by hand.
  QByteArray saveLayout() const { return movedByHand_ ? splitter_->saveState() : QByteArray(); }
  void restoreLayout(const QByteArray& state);

 Q_SIGNALS:
  void seeked(codec::SampleIndex sample);
  void spanSelected(gui::TimeSpan span);
  void scrubbed(codec::SampleIndex sample);
  void styleChanged(const gui::SpectrogramStyle& style);
  void hearLayerWanted(int level);  // codebooks 1 to level + 1
  // In a view: the tokens, or another.
  void menuWanted(QWidget* view, const QPoint& at, const QPoint& global);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void showDocument();
  void grow();
  void updateScrollBar();
  void scaleWaveforms();
  QWidget* addRow(QWidget* view, QWidget* header);
  struct RowLabels {
    QWidget* box;
    QLabel* detail;   // null where there is none
    QLabel* readout;  // null where there is no colour bar
    ColourBar* bar;
  };
  enum class Bar { none, levels, difference };
  RowLabels label(const QString& text, const QString& detail, QColor Colours::*ink,
                  Bar bar = Bar::none);
  void wantPartial();
  void showPartial();
  void showPoint(int spectrum, const std::optional<SpectrogramView::Point>& point);
  void follow(TimeView* view);
  bool hasRow(Row row) const;
  void applyRows();
  void shareHeight();
  void placeStageLabels();
  void showLabels();
  QWidget* qualityHeader();
  void showLegend();

  Session* session_;
  SpectrogramStyle style_;
  std::optional<ColourMap> tokenColours_;
  bool fitWaveforms_ = true;
  QSplitter* splitter_;
  QScrollBar* scroll_;
  TimeRuler* ruler_;
  OverviewStrip* overview_;
  std::array<QWidget*, kRows> rows_{};
  std::array<bool, kRows> wanted_{};
  bool movedByHand_ = false;  // the heights are the user's
  WaveformView* waves_[2];
  SpectrogramView* spectra_[3];
  SpectrumStage* stage_;
  QWidget* stageHeader_;
  RowLabels stageLabels_[2];
  RowLabels differenceLabel_;
  QString readout_;
  Listen listen_ = Listen::reconstruction;
  LayerStack* layers_;
  PartialSounds partial_;
  QTimer partialTimer_;
  QualityStrip* quality_;
  PhoneLane* phones_;
  QWidget* phonesHeader_ = nullptr;
  LabelLane* labels_;
  bool labelling_ = false;  // the first label is being written
  TokenView* tokens_;
  LaneHeader* lanes_;
};

}  // namespace gui
