#pragma once

#include <QComboBox>
#include <QLabel>
#include <QToolButton>
#include <memory>
#include <vector>

#include "gui/document/partial_sounds.h"
#include "gui/look/roving_focus.h"
#include "gui/views/spectrogram_view.h"

namespace gui {

// What each codebook adds: the sound of the first, the first two, ... codebooks under one another,
// or of each how it differs from the one before. Its header has a button to hear each.
// Threads: GUI.
class LayerStack : public QWidget {
  Q_OBJECT
 public:
  enum class Show { sound, difference };
  explicit LayerStack(TimeAxis* axis, QWidget* parent = nullptr);

  QWidget* header() { return header_; }
  void setLevels(int levels, const QStringList& rates);  // "1.50 kbps", one a level
  void setStyle(const SpectrogramStyle& style);
  void setShow(Show show);
  Show show() const { return show_; }
  void setHint(const QString& text);
  // What is there of codebooks 1 to q+1.
  void showSounds(const PartialSounds& sounds);
  bool isUpToDate() const;

  static std::uint32_t maskOf(int level) { return (2u << level) - 1u; }
  int levels() const { return static_cast<int>(layers_.size()); }
  SpectrogramView& view(int level) const;  // the one that is seen
  QToolButton& button(int level) const { return *layers_[static_cast<std::size_t>(level)].hear; }
  QSize sizeHint() const override { return {600, 300}; }

 Q_SIGNALS:
  void made(gui::TimeView* view);  // a new view of the axis
  void hearWanted(int level);      // codebooks 1 to level + 1
  void bandWanted(const gui::FrequencyBand& band);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Layer {
    SpectrogramView* sound;
    SpectrogramView* difference;  // null of the first
    QLabel* name;
    QString rate;
    QToolButton* hear;
  };
  SpectrogramView* make(SpectrogramView::Role role);
  void arrange();
  void showIcons();
  void groupFocus();

  TimeAxis* axis_;
  QWidget* header_;
  QComboBox* choice_;
  std::vector<Layer> layers_;
  RovingFocus* viewFocus_;  // Up and Down go from layer to layer
  RovingFocus* hearFocus_;
  SpectrogramStyle style_;
  Show show_ = Show::sound;
};

}  // namespace gui
