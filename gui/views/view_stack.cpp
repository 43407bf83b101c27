#include "gui/views/view_stack.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "gui/look/decimal.h"
#include "gui/look/theme.h"
#include "gui/views/phone_legend.h"

namespace gui {
namespace {
constexpr int kHeaderWidth = 172;
constexpr int kScrollSteps = 100000;
constexpr int kPhonesHeight = 34;
constexpr int kQualityHeight = 46;

// A stripe in the colour of what the row shows.
class RowLabel : public QWidget {
 public:
  explicit RowLabel(QColor Colours::*ink) : ink_(ink) {}

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    if (ink_ != &Colours::text) painter.fillRect(0, 2, 4, height() - 4, colours().*ink_);
  }

 private:
  QColor Colours::*ink_;
};
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
  stage_ = new SpectrumStage(spectra_[0], spectra_[1]);
  stageHeader_ = new QWidget;
  stageLabels_[0] = label(tr("A  Original"), tr("spectrogram"), &Colours::original, Bar::levels);
  stageLabels_[1] =
      label(tr("B  Reconstruction"), tr("spectrogram"), &Colours::reconstruction, Bar::levels);
  for (const RowLabels& l : stageLabels_) l.box->setParent(stageHeader_);
  layers_ = new LayerStack(axis);
  connect(layers_, &LayerStack::made, this, &ViewStack::follow);
  connect(layers_, &LayerStack::bandWanted, this, &ViewStack::setBand);
  connect(layers_, &LayerStack::hearWanted, this, &ViewStack::hearLayerWanted);
  quality_ = new QualityStrip(axis, &session->quality());
  phones_ = new PhoneLane(axis);
  labels_ = new LabelLane(axis);
  tokens_ = new TokenView(axis);
  lanes_ = new LaneHeader;
  overview_ = new OverviewStrip(axis);

  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(3);
  const QString lost = tr("blue: lost, orange: added");
  differenceLabel_ = label(tr("Difference"), lost, &Colours::text, Bar::difference);
  rows_ = {addRow(waves_[0], label(tr("A  Original"), tr("waveform"), &Colours::original).box),
           addRow(waves_[1],
                  label(tr("B  Reconstruction"), tr("waveform"), &Colours::reconstruction).box),
           addRow(stage_, stageHeader_),
           addRow(spectra_[2], differenceLabel_.box),
           addRow(layers_, layers_->header()),
           addRow(quality_, qualityHeader()),
           addRow(phones_, phonesHeader_ = label(tr("Phones"), {}, &Colours::text).box),
           addRow(labels_, label(tr("Labels"), {}, &Colours::accent).box),
           addRow(tokens_, lanes_)};
  rows_[static_cast<std::size_t>(Row::phones)]->setFixedHeight(kPhonesHeight);
  rows_[static_cast<std::size_t>(Row::quality)]->setFixedHeight(kQualityHeight);
  for (TimeView* view : {static_cast<TimeView*>(waves_[0]), static_cast<TimeView*>(waves_[1]),
                         static_cast<TimeView*>(spectra_[0]), static_cast<TimeView*>(spectra_[1]),
                         static_cast<TimeView*>(spectra_[2]), static_cast<TimeView*>(phones_),
                         static_cast<TimeView*>(quality_), static_cast<TimeView*>(labels_),
                         static_cast<TimeView*>(tokens_), static_cast<TimeView*>(ruler_)}) {
    follow(view);
  }
  for (int i = 0; i < kRows; ++i) {
    wanted_[static_cast<std::size_t>(i)] = isRowWantedAtFirst(static_cast<Row>(i));
  }

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
  auto* whole = new QHBoxLayout;
  whole->setSpacing(0);
  auto* wholeName = new QLabel(tr("Overview"));
  wholeName->setForegroundRole(QPalette::PlaceholderText);
  wholeName->setContentsMargins(8, 0, 0, 0);
  wholeName->setFixedWidth(kHeaderWidth);
  whole->addWidget(wholeName);
  whole->addWidget(overview_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(whole);
  layout->addLayout(top);
  layout->addWidget(splitter_, 1);
  layout->addLayout(bottom);

  for (int i = 0; i < 3; ++i) {
    connect(spectra_[i], &SpectrogramView::pointed, this,
            [this, i](const auto& point) { showPoint(i, point); });
    connect(spectra_[i], &SpectrogramView::bandWanted, this, &ViewStack::setBand);
  }
  connect(ruler_, &TimeRuler::scrubbed, this, &ViewStack::scrubbed);
  connect(splitter_, &QSplitter::splitterMoved, this, [this] { movedByHand_ = true; });
  connect(stage_, &SpectrumStage::arranged, this, &ViewStack::placeStageLabels);
  connect(tokens_, &TokenView::hovered, this, [this](qint64 frame, int) {
    phones_->setFrame(frame >= 0 ? frame : tokens_->selectedFrame());
  });
  connect(tokens_, &TokenView::frameSelected, this,
          [this](qint64 frame, int) { phones_->setFrame(frame); });
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
    partialTimer_.start();
  });
  connect(session_, &Session::savedLevelsChanged, this, [this] {
    tokens_->setMask(session_->levelMask());
    partialTimer_.start();
  });
  // Not at every step of a scroll.
  partialTimer_.setSingleShot(true);
  partialTimer_.setInterval(60);
  connect(&partialTimer_, &QTimer::timeout, this, &ViewStack::wantPartial);
  connect(axis, &TimeAxis::viewChanged, this, [this] {
    if (!session_->document().recording) partialTimer_.start();
  });
  connect(&partial_, &PartialSounds::changed, this, &ViewStack::showPartial);
  connect(session_, &Session::documentChanged, this, &ViewStack::showDocument);
  connect(session_, &Session::modelChanged, this, &ViewStack::showDocument);
  connect(session_, &Session::meaningsChanged, this, [this] {
    tokens_->setMeanings(session_->meanings());
    showLegend();
  });
  connect(session_, &Session::grown, this, &ViewStack::grow);
  connect(session_, &Session::markChanged, this, [this] {
    const auto& m = session_->marked();
    const auto& brushed = session_->brushed();
    if (brushed) return tokens_->setBrushed(brushed->level, brushed->codes);
    tokens_->setMarked(m ? m->level : -1, m ? m->code : -1);
  });
  connect(session_, &Session::labelsChanged, this, &ViewStack::showLabels);
  connect(labels_, &LabelLane::changed, session_, &Session::setLabels);
  connect(labels_, &LabelLane::closed, this, [this] {
    labelling_ = false;
    applyRows();
  });
  showDocument();
}

ViewStack::RowLabels ViewStack::label(const QString& text, const QString& detail,
                                      QColor Colours::*ink, Bar bar) {
  RowLabels made{new RowLabel(ink), nullptr, nullptr, nullptr};
  auto* layout = new QVBoxLayout(made.box);
  layout->setContentsMargins(10, 4, 4, 4);
  layout->setSpacing(0);
  auto* title = new QLabel(text);
  QFont bold = title->font();
  bold.setBold(true);
  title->setFont(bold);
  layout->addWidget(title);
  if (!detail.isEmpty()) {
    auto* sub = new QLabel(detail);
    sub->setForegroundRole(QPalette::PlaceholderText);
    sub->setWordWrap(true);
    layout->addWidget(sub);
    made.detail = sub;
  }
  if (bar != Bar::none) {
    made.readout = new QLabel;
    made.readout->setAccessibleName(tr("Under the pointer"));
    made.readout->setMinimumHeight(0);
    layout->addSpacing(6);
    layout->addWidget(made.readout);
    layout->addSpacing(6);
    made.bar = new ColourBar(bar == Bar::difference);
    auto* right = new QHBoxLayout;
    right->addStretch(1);
    right->addWidget(made.bar);
    layout->addLayout(right, 1);
  } else if (!detail.isEmpty()) {
    layout->addStretch();
  }
  return made;
}

QWidget* ViewStack::qualityHeader() {
  auto* header = new QWidget;
  auto* layout = new QHBoxLayout(header);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(label(tr("Quality"), tr("log-mel distance"), &Colours::text).box, 1);
  layout->addWidget(new QualityScale);
  return header;
}

// In the theme of now.
void ViewStack::showLegend() {
  const bool phones = session_->meanings()->level >= 0;
  const QString hues = phones ? PhoneLegend::asToolTip() : QString();
  const double late = session_->phoneDelayMs();
  QString lateText;
  if (late > 0) {
    lateText = tr("Codebook 1 speaks of the sound %1 ms before its frame").arg(late);
  }
  phonesHeader_->setToolTip(hues);
  lanes_->setToolTip(lateText.isEmpty() ? hues : QStringLiteral("<p>%1</p>").arg(lateText) + hues);
}

void ViewStack::changeEvent(QEvent* event) {
  // The colours of the theme may come after its palette.
  if (event->type() == QEvent::PaletteChange) {
    QMetaObject::invokeMethod(this, &ViewStack::showLegend, Qt::QueuedConnection);
  }
  QWidget::changeEvent(event);
}

void ViewStack::focusStage() {
  QWidget* views[] = {stage_->shown(), tokens_, waves_[0], waves_[1], spectra_[2]};
  for (QWidget* view : views) {
    if (!view->isVisibleTo(this)) continue;
    return view->setFocus(Qt::OtherFocusReason);
  }
}

void ViewStack::showPoint(int spectrum, const std::optional<SpectrogramView::Point>& point) {
  readout_.clear();
  if (point) {
    readout_ =
        QStringLiteral("%1\n%2\n%3")
            .arg(formatTime(session_->axis().seconds(point->sample)),
                 tr("%1 Hz").arg(std::lround(point->hz)), tr("%1 dB").arg(decimal(point->db, 1)));
  }
  QLabel* at = spectrum == 2 ? differenceLabel_.readout : stageLabels_[spectrum].readout;
  at->setText(readout_);
}

void ViewStack::setBand(const FrequencyBand& band) {
  SpectrogramStyle next = style_;
  next.band = band;
  setStyle(next);
}

void ViewStack::zoomFrequencies(double factor) {
  const int rate = session_->axis().rateHz();
  const double middle = frequencyOfRow(0.5, 1, rate, style_.scale, style_.band);
  setBand(zoomedBand(style_.band, factor, middle, rate, style_.scale));
}

QWidget* ViewStack::addRow(QWidget* view, QWidget* header) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  header->setFixedWidth(kHeaderWidth);
  layout->addWidget(header);
  layout->addWidget(view, 1);
  row->setMinimumHeight(view->minimumHeight());
  splitter_->addWidget(row);
  return row;
}

void ViewStack::follow(TimeView* view) {
  connect(view, &TimeView::seeked, this, &ViewStack::seeked);
  connect(view, &TimeView::spanSelected, this, &ViewStack::spanSelected);
  connect(view, &TimeView::menuWanted, this, [this, view](const QPoint& at, const QPoint& global) {
    Q_EMIT menuWanted(view, at, global);
  });
}

QString ViewStack::rowName(Row row) {
  const QString names[kRows] = {tr("Original waveform"),
                                tr("Reconstruction waveform"),
                                tr("Spectrogram"),
                                tr("Difference spectrogram"),
                                tr("What each codebook adds"),
                                tr("Quality over time"),
                                tr("Phones"),
                                tr("Labels"),
                                tr("Token lanes")};
  return names[static_cast<int>(row)];
}

QString ViewStack::rowKey(Row row) {
  const char* names[kRows] = {"original", "reconstruction", "spectrum", "difference", "layers",
                              "quality",  "phones",         "labels",   "tokens"};
  return QString::fromLatin1(names[static_cast<int>(row)]);
}

bool ViewStack::isRowWantedAtFirst(Row row) {
  return row == Row::spectrum || row == Row::quality || row == Row::phones || row == Row::labels ||
         row == Row::tokens;
}

void ViewStack::setRowVisible(Row row, bool visible) {
  wanted_[static_cast<std::size_t>(row)] = visible;
  applyRows();
}

bool ViewStack::isRowVisible(Row row) const {
  return !rows_[static_cast<std::size_t>(row)]->isHidden();
}

bool ViewStack::hasRow(Row row) const {
  const Document& d = session_->document();
  const bool original = d.hasOriginal() || d.recording;
  switch (row) {
    case Row::original:
      return original;
    case Row::reconstruction:
    case Row::layers:
      return session_->hasModel();
    case Row::difference:
    case Row::quality:
      return original && session_->hasModel();
    case Row::phones:
      return session_->hasModel() && session_->model()->is_semantic() &&
             session_->model()->phones() != nullptr;
    case Row::labels:
      return labelling_ || !d.labels->empty();
    default:
      return true;
  }
}

void ViewStack::showLabels() {
  labels_->setLabels(session_->document().labels);
  rows_[static_cast<std::size_t>(Row::labels)]->setFixedHeight(labels_->wantedHeight());
  applyRows();
  if (!movedByHand_) shareHeight();
}

void ViewStack::addLabel() {
  const TimeAxis& axis = session_->axis();
  labelling_ = true;
  setRowVisible(Row::labels, true);
  layout()->activate();
  const TimeSpan selected = axis.selection();
  labels_->add(selected.empty() ? TimeSpan{axis.cursor(), axis.cursor()} : selected);
}

void ViewStack::applyRows() {
  bool changed = false;
  for (int i = 0; i < kRows; ++i) {
    const bool on = wanted_[static_cast<std::size_t>(i)] && hasRow(static_cast<Row>(i));
    QWidget* row = rows_[static_cast<std::size_t>(i)];
    changed = changed || row->isHidden() == on;
    row->setVisible(on);
  }
  if (changed && !movedByHand_) shareHeight();
  wantPartial();
}

// The codes get 40 % of the height at least, the spectrogram most of the rest.
void ViewStack::shareHeight() {
  constexpr int kParts[kRows] = {2, 2, 9, 3, 12, 0, 0, 0, 9};
  constexpr double kLeastOfCodes = 0.41;  // of the whole, with ruler and overview
  const int whole = std::max(1, splitter_->height());
  double parts = 0.0;
  for (int i = 0; i < kRows; ++i) {
    if (isRowVisible(static_cast<Row>(i))) parts += kParts[i];
  }
  const int labels = isRowVisible(Row::labels) ? labels_->wantedHeight() : 0;
  const double free = whole - labels - (isRowVisible(Row::phones) ? kPhonesHeight : 0.0) -
                      (isRowVisible(Row::quality) ? kQualityHeight : 0.0);
  const bool codes = isRowVisible(Row::tokens);
  const double ofCodes =
      codes ? std::max(kLeastOfCodes * height(), free * kParts[kRows - 1] / std::max(1.0, parts))
            : 0;
  const double rest = std::max(1.0, parts - (codes ? kParts[kRows - 1] : 0));
  QList<int> sizes;
  for (int i = 0; i < kRows; ++i) {
    const auto row = static_cast<Row>(i);
    const double height = !isRowVisible(row)    ? 0.0
                          : row == Row::phones  ? kPhonesHeight
                          : row == Row::quality ? kQualityHeight
                          : row == Row::labels  ? labels
                          : row == Row::tokens  ? ofCodes
                                                : (free - ofCodes) * kParts[i] / rest;
    sizes << static_cast<int>(std::lround(height));
  }
  splitter_->setSizes(sizes);
}

void ViewStack::restoreLayout(const QByteArray& state) {
  movedByHand_ = splitter_->restoreState(state);
  applyRows();
}

void ViewStack::setListen(Listen listen) {
  listen_ = listen;
  const Document& d = session_->document();
  stage_->setHeard(listen, d.hasOriginal() || d.recording || d.isEmpty());
}

void ViewStack::setBothSpectra(bool both) { stage_->setBoth(both); }

void ViewStack::placeStageLabels() {
  for (int i = 0; i < 2; ++i) {
    const QRect view = spectra_[i]->geometry();
    stageLabels_[i].box->setGeometry(0, view.top(), kHeaderWidth, view.height());
    const bool seen =
        stage_->both() ? spectra_[i]->isVisibleTo(stage_) : spectra_[i] == stage_->shown();
    stageLabels_[i].box->setVisible(seen);
  }
}

void ViewStack::setStyle(const SpectrogramStyle& style) {
  style_ = style;
  for (SpectrogramView* view : spectra_) view->setStyle(style);
  layers_->setStyle(style);
  for (ColourBar* bar : {stageLabels_[0].bar, stageLabels_[1].bar, differenceLabel_.bar}) {
    bar->setStyle(style);
  }
  Q_EMIT styleChanged(style);
}

void ViewStack::setTokenColours(std::optional<ColourMap> map) {
  tokenColours_ = map;
  tokens_->setColourMap(map);
}

FigureOptions ViewStack::figure() const {
  FigureOptions f;
  f.subtitle = figureSubtitle(*session_);
  const TimeSpan shown = session_->axis().visible();
  f.span = {std::max<codec::SampleIndex>(0, shown.begin),
            std::min(shown.end, session_->document().length)};
  f.originalWave = isRowVisible(Row::original);
  f.reconstructionWave = isRowVisible(Row::reconstruction);
  const bool spectrum = isRowVisible(Row::spectrum);
  f.originalSpectrum = spectrum && (stage_->both() || stage_->shown() == spectra_[0]);
  f.reconstructionSpectrum = spectrum && (stage_->both() || stage_->shown() == spectra_[1]);
  f.difference = isRowVisible(Row::difference);
  f.quality = isRowVisible(Row::quality);
  f.phones = isRowVisible(Row::phones);
  f.codes = isRowVisible(Row::tokens);
  f.style = style_;
  f.tokenColours = tokenColours_;
  return f;
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
  return !partial_.isBusy() && !partialTimer_.isActive() && layers_->isUpToDate() &&
         std::all_of(std::begin(spectra_), std::end(spectra_),
                     [](const SpectrogramView* v) { return v->isUpToDate(); });
}

void ViewStack::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  session_->axis().setWidth(width() - kHeaderWidth);
  if (!movedByHand_) {
    layout()->activate();
    shareHeight();
  }
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
  const bool original = d.hasOriginal() || d.recording;
  overview_->setSound(original ? d.original : d.reconstruction, original);
  setListen(listen_);
  phones_->setCodes(d.codes, session_->model());
  showLabels();
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
  showLegend();
  tokens_->setMeanings(session_->meanings());
  tokens_->setMask(session_->levelMask());
  QStringList rates;
  for (int q = 1; q <= session_->levels(); ++q) {
    rates << tr("%1 kbps").arg(decimal(session_->bitRate(q) / 1000.0, 2));
  }
  layers_->setLevels(model ? session_->levels() : 0, rates);
  partial_.clear();
  wantPartial();
  updateScrollBar();
}

// What only some codebooks give: the layers, and what is heard where some are switched off.
void ViewStack::wantPartial() {
  const Document& d = session_->document();
  const auto all = LayerStack::maskOf(std::max(0, session_->savedLevels() - 1));
  PartialSounds::Wanted wanted{.model = session_->model(),
                               .codes = d.codes,
                               .lost = d.lost,
                               .length = d.length,
                               .span = session_->axis().visible(),
                               .masks = {}};
  wanted.span.begin = std::max<codec::SampleIndex>(0, wanted.span.begin);
  wanted.span.end = std::min(wanted.span.end, d.length);
  if (session_->levelMask() != all) wanted.masks.push_back(session_->levelMask());
  for (int q = 0; isRowVisible(Row::layers) && q < layers_->levels(); ++q) {
    wanted.masks.push_back(LayerStack::maskOf(q));
  }
  const bool whole = session_->hasModel() &&
                     d.codes->frames() * session_->hopSamples() >= d.length && !d.recording;
  const bool longer =
      wanted.span.length() >
      static_cast<codec::SampleIndex>(PartialSounds::kMostSeconds) * session_->axis().rateHz();
  layers_->setHint(longer ? tr("Zoom in to %1 s or less to see what each codebook adds")
                                .arg(PartialSounds::kMostSeconds)
                          : tr("Decoding …"));
  if (!whole) wanted.masks.clear();
  partial_.want(std::move(wanted));
  showPartial();
}

void ViewStack::showPartial() {
  layers_->showSounds(partial_);
  const int levels = session_->savedLevels();
  const auto all = LayerStack::maskOf(std::max(0, levels - 1));
  const std::uint32_t mask = session_->levelMask();
  const auto heard = mask == all ? nullptr : partial_.sound(mask);
  const std::shared_ptr<const Sound> seen =
      heard != nullptr ? heard : session_->document().reconstruction;
  if (spectra_[1]->first() != seen) spectra_[1]->setSounds(seen);
  QStringList names;
  for (int q = 0; q < levels; ++q) {
    if (mask >> q & 1u) names << QString::number(q + 1);
  }
  stageLabels_[1].detail->setText(heard == nullptr ? tr("spectrogram")
                                  : names.isEmpty()
                                      ? tr("no codebook")
                                      : tr("codebooks %1").arg(names.join(QStringLiteral(", "))));
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
  phones_->grow();
  overview_->grow();
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
