#include "gui/views/view_stack.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "gui/look/theme.h"

namespace gui {
namespace {
constexpr int kHeaderWidth = 172;
constexpr int kScrollSteps = 100000;
}  // namespace

ViewStack::ViewStack(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), splitter_(new QSplitter(Qt::Vertical, this)) {
  TimeAxis* axis = &session->axis();
  ruler_ = new TimeRuler(axis, this);
  waves_[0] = new WaveformView(axis, WaveformView::Role::original);
  waves_[1] = new WaveformView(axis, WaveformView::Role::reconstruction);
  spectra_[0] = new SpectrogramView(axis, SpectrogramView::Role::original);
  spectra_[1] = new SpectrogramView(axis, SpectrogramView::Role::reconstruction);
  spectra_[2] = new SpectrogramView(axis, SpectrogramView::Role::difference);
  tokens_ = new TokenView(axis);
  lanes_ = new LaneHeader;

  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(3);
  rows_ = {addRow(waves_[0], label(tr("Original"), tr("waveform"))),
           addRow(waves_[1], label(tr("Reconstruction"), tr("waveform"))),
           addRow(spectra_[0], label(tr("Original"), tr("spectrogram"))),
           addRow(spectra_[1], label(tr("Reconstruction"), tr("spectrogram"))),
           addRow(spectra_[2], label(tr("Difference"), tr("blue: lost, orange: added"))),
           addRow(tokens_, lanes_)};
  const int shares[kRows] = {2, 2, 3, 3, 2, 4};
  for (int i = 0; i < kRows; ++i) splitter_->setStretchFactor(i, shares[i]);

  scroll_ = new QScrollBar(Qt::Horizontal, this);
  scroll_->setAccessibleName(tr("Scroll in time"));
  auto* top = new QHBoxLayout;
  top->setSpacing(0);
  auto* unit = new QLabel(tr("Time, min:s"));
  unit->setForegroundRole(QPalette::PlaceholderText);
  unit->setContentsMargins(8, 0, 0, 0);
  unit->setFixedWidth(kHeaderWidth);
  top->addWidget(unit);
  top->addWidget(ruler_, 1);
  auto* bottom = new QHBoxLayout;
  bottom->setSpacing(0);
  bottom->addSpacing(kHeaderWidth);
  bottom->addWidget(scroll_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(top);
  layout->addWidget(splitter_, 1);
  layout->addLayout(bottom);

  connect(ruler_, &TimeView::seeked, this, &ViewStack::seeked);
  connect(ruler_, &TimeView::spanSelected, this, &ViewStack::spanSelected);
  connect(axis, &TimeAxis::viewChanged, this, &ViewStack::updateScrollBar);
  connect(scroll_, &QScrollBar::valueChanged, this, [this](int value) {
    TimeAxis& a = session_->axis();
    const double hidden = static_cast<double>(a.length()) - a.samplesPerPixel() * a.width();
    a.scrollTo(std::llround(std::max(0.0, hidden) * value / std::max(1, scroll_->maximum())));
  });
  connect(lanes_, &LaneHeader::switchesChanged, session_, &Session::setSwitches);
  connect(session_, &Session::switchesChanged, this, [this] {
    lanes_->setSwitches(session_->switches());
    tokens_->setMask(session_->levelMask());
  });
  connect(session_, &Session::savedLevelsChanged, this,
          [this] { tokens_->setMask(session_->levelMask()); });
  connect(session_, &Session::documentChanged, this, &ViewStack::showDocument);
  connect(session_, &Session::modelChanged, this, &ViewStack::showDocument);
  connect(session_, &Session::meaningsChanged, this,
          [this] { tokens_->setMeanings(session_->meanings()); });
  connect(session_, &Session::grown, this, &ViewStack::grow);
  connect(session_, &Session::markChanged, this, [this] {
    const auto& m = session_->marked();
    tokens_->setMarked(m ? m->level : -1, m ? m->code : -1);
  });
  showDocument();
}

QWidget* ViewStack::label(const QString& text, const QString& detail) {
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(8, 4, 4, 4);
  layout->setSpacing(0);
  auto* title = new QLabel(text);
  QFont bold = title->font();
  bold.setBold(true);
  title->setFont(bold);
  auto* sub = new QLabel(detail);
  sub->setForegroundRole(QPalette::PlaceholderText);
  sub->setWordWrap(true);
  layout->addWidget(title);
  layout->addWidget(sub);
  layout->addStretch();
  return box;
}

QWidget* ViewStack::addRow(TimeView* view, QWidget* header) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  header->setFixedWidth(kHeaderWidth);
  layout->addWidget(header);
  layout->addWidget(view, 1);
  row->setMinimumHeight(view->minimumHeight());
  splitter_->addWidget(row);
  connect(view, &TimeView::seeked, this, &ViewStack::seeked);
  connect(view, &TimeView::spanSelected, this, &ViewStack::spanSelected);
  return row;
}

QString ViewStack::rowName(Row row) {
  const QString names[kRows] = {tr("Original waveform"),      tr("Reconstruction waveform"),
                                tr("Original spectrogram"),   tr("Reconstruction spectrogram"),
                                tr("Difference spectrogram"), tr("Token lanes")};
  return names[static_cast<int>(row)];
}

void ViewStack::setRowVisible(Row row, bool visible) {
  rows_[static_cast<std::size_t>(row)]->setVisible(visible);
}

bool ViewStack::isRowVisible(Row row) const {
  return !rows_[static_cast<std::size_t>(row)]->isHidden();
}

void ViewStack::setStyle(const SpectrogramStyle& style) {
  style_ = style;
  for (SpectrogramView* view : spectra_) view->setStyle(style);
}

void ViewStack::setFitWaveforms(bool fit) {
  fitWaveforms_ = fit;
  scaleWaveforms();
}

void ViewStack::scaleWaveforms() {
  float peak = 0.0F;
  for (const auto& sound : {session_->document().original, session_->document().reconstruction}) {
    const MinMax m = sound->peaks.range(0, sound->peaks.size());
    peak = std::max({peak, m.high, -m.low});
  }
  const float top = fitWaveforms_ ? WaveformView::fittingTop(peak) : 1.0F;
  for (WaveformView* view : waves_) view->setTop(top);
}

bool ViewStack::isUpToDate() const {
  return std::all_of(std::begin(spectra_), std::end(spectra_),
                     [](const SpectrogramView* v) { return v->isUpToDate(); });
}

void ViewStack::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  session_->axis().setWidth(width() - kHeaderWidth);
}

void ViewStack::showDocument() {
  const Document& d = session_->document();
  const bool model = session_->hasModel();
  const QString noOriginal =
      tr("Opened from tokens: there is no original. The reconstruction is all there is.");
  const QString noCodec = model ? tr("Nothing decoded yet")
                                : tr("No model: choose one in the Codec menu to see tokens");
  waves_[0]->setHint(d.recording ? QString() : noOriginal);
  waves_[1]->setHint(noCodec);
  spectra_[0]->setHint(d.recording ? QString() : noOriginal);
  spectra_[1]->setHint(noCodec);
  spectra_[2]->setHint(tr("Needs original and reconstruction"));
  tokens_->setHint(noCodec);
  waves_[0]->setSound(d.original);
  waves_[1]->setSound(d.reconstruction);
  scaleWaveforms();
  spectra_[0]->setSounds(d.original);
  spectra_[1]->setSounds(d.reconstruction);
  spectra_[2]->setSounds(d.reconstruction, d.original);
  tokens_->setLevels(session_->levels());
  tokens_->setCodes(d.codes, session_->hopSamples(), session_->codebookSize());
  QStringList roles;
  for (int q = 0; q < session_->levels(); ++q) roles << session_->roleOf(q);
  lanes_->setLevels(session_->levels(), roles);
  const double late = session_->phoneDelayMs();
  lanes_->setToolTip(
      late > 0 ? tr("Codebook 1 speaks of the sound %1 ms before its frame").arg(late) : QString());
  tokens_->setMeanings(session_->meanings());
  tokens_->setMask(session_->levelMask());
  updateScrollBar();
}

void ViewStack::grow() {
  const Document& d = session_->document();
  if (d.recording) {
    // A page of ten seconds that the newest sound always shows on.
    TimeAxis& axis = session_->axis();
    const double page = 10.0 * axis.rateHz() / std::max(1, axis.width());
    if (axis.samplesPerPixel() != page) axis.setSamplesPerPixel(page);
    const auto shown = static_cast<codec::SampleIndex>(page * axis.width());
    axis.scrollTo(d.length - shown);
  }
  scaleWaveforms();
  for (WaveformView* view : waves_) view->refresh();
  for (SpectrogramView* view : spectra_) view->grow();
  tokens_->grow();
}

void ViewStack::updateScrollBar() {
  const TimeAxis& axis = session_->axis();
  const QSignalBlocker quiet(scroll_);
  const double shown = axis.samplesPerPixel() * axis.width();
  const double hidden = static_cast<double>(axis.length()) - shown;
  if (hidden <= 1.0) {
    scroll_->setRange(0, 0);
    return;
  }
  scroll_->setRange(0, kScrollSteps);
  scroll_->setPageStep(std::max(1, static_cast<int>(kScrollSteps * shown / hidden)));
  scroll_->setSingleStep(std::max(1, scroll_->pageStep() / 20));
  scroll_->setValue(static_cast<int>(kScrollSteps * static_cast<double>(axis.start()) / hidden));
}

}  // namespace gui
