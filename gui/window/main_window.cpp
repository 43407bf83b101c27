#include "gui/window/main_window.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalBlocker>
#include <QStatusBar>
#include <algorithm>
#include <cmath>
#include <utility>

#include "gui/document/error_text.h"
#include "gui/look/colour_map.h"
#include "gui/look/decimal.h"
#include "gui/look/elided_label.h"
#include "gui/look/icons.h"
#include "gui/window/abx_dialog.h"
#include "gui/window/mushra_dialog.h"

namespace gui {
namespace {
constexpr int kFirstHeight = 920;
constexpr int kFrame = 48;      // of the window's title bar and edges, generously
constexpr int kLeastDock = 60;  // of a dock's content
constexpr int kInspectorWidth = 350;

// The median ESTOI of the pieces that have one, when all are measured; nothing for less than four:
// so few tell nothing of a sound.
std::optional<double> typicalEstoi(const QualityMeter& meter) {
  std::vector<double> values;
  for (const auto& p : meter.points()) {
    if (p.estoi) values.push_back(*p.estoi);
  }
  if (meter.isBusy() || values.size() < 4) return {};
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}
}  // namespace

MainWindow::MainWindow(const QString& model, QWidget* parent)
    : QMainWindow(parent), audio_(&session_) {
  setWindowIcon(applicationIcon());
  setAcceptDrops(true);
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);

  messages_ = new MessageBar;
  start_ = new StartPage;
  views_ = new ViewStack(&session_);
  pages_ = new QStackedWidget;
  pages_->addWidget(start_);
  pages_->addWidget(views_);
  auto* centre = new QWidget;
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(messages_);
  layout->addWidget(pages_, 1);
  setCentralWidget(centre);

  makeActions();
  makeDocks();
  makeMenus();
  makeToolBar();
  makeStatus();
  wire();
  qApp->installEventFilter(this);
  // Title bar and frame come on top.
  resize(QSize(1360, kFirstHeight).boundedTo(screen()->availableSize() - QSize(16, kFrame)));
  loadSettings();
  updateRecent();
  updateModels();
  updateLevels();
  updateActions();
  updateTitle();
  updateStatus();
  audio_.refreshDevices();
  wantedModel_ =
      model.isEmpty() ? QSettings().value(QStringLiteral("codec/model")).toString() : model;
  session_.worker().loadModel(wantedModel_);
}

// The undo stack tells that it is emptied when the session goes, after the sound has gone.
MainWindow::~MainWindow() { session_.undo().disconnect(this); }

// The inspector: panels at the right, one in front.
void MainWindow::makeDocks() {
  usage_ = new UsagePanel(&session_);
  quality_ = new QualityPanel(&session_);
  search_ = new SearchPanel(&session_);
  atlas_ = new AtlasPanel(&session_);
  sound_ = new SoundPanel(&audio_);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  const auto dock = [this](const QString& title, const QString& name, QWidget* widget) {
    auto* d = new QDockWidget(title, this);
    d->setObjectName(name);
    d->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    d->setTitleBarWidget(new QWidget(d));  // the tab tells its name
    // Where the window is low, a dock scrolls.
    auto* area = new QScrollArea;
    area->setWidget(widget);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(std::max(
        kInspectorWidth,
        widget->minimumSizeHint().width() + area->verticalScrollBar()->sizeHint().width()));
    area->setMinimumHeight(kLeastDock);
    area->setFocusPolicy(Qt::NoFocus);
    // What is behind another tab has no place among the stops of Tab.
    connect(d, &QDockWidget::visibilityChanged, widget, &QWidget::setVisible);
    d->setWidget(area);
    addDockWidget(Qt::RightDockWidgetArea, d);
    return d;
  };
  auto* codes = dock(tr("Codes"), QStringLiteral("codes"), usage_);
  auto* quality = dock(tr("Quality"), QStringLiteral("quality"), quality_);
  auto* search = dock(tr("Search"), QStringLiteral("search"), search_);
  auto* atlas = dock(tr("Atlas"), QStringLiteral("atlas"), atlas_);
  soundDock_ = dock(tr("Sound"), QStringLiteral("sound"), sound_);
  tabifyDockWidget(codes, quality);
  tabifyDockWidget(quality, search);
  tabifyDockWidget(search, atlas);
  tabifyDockWidget(atlas, soundDock_);
  resizeDocks({codes}, {kInspectorWidth + 20}, Qt::Horizontal);
  codes->raise();
}

void MainWindow::raisePanel(const QString& name) {
  auto* dock = findChild<QDockWidget*>(name);
  dock->show();
  dock->raise();
}

// And to the first of its controls with the focus.
void MainWindow::goToPanel(const QString& name) {
  raisePanel(name);
  auto* dock = findChild<QDockWidget*>(name);
  for (QWidget* w = dock->nextInFocusChain(); w != dock; w = w->nextInFocusChain()) {
    if (!dock->isAncestorOf(w) || !w->isEnabled() || !w->isVisibleTo(dock) ||
        !(w->focusPolicy() & Qt::TabFocus)) {
      continue;
    }
    return w->setFocus(Qt::ShortcutFocusReason);
  }
}

// Meters and delays are in front while they move.
void MainWindow::raiseWhileRecording() {
  const bool recording = audio_.transport() == Transport::recording;
  if (recording == (beforeRecording_ != nullptr)) return;
  if (!recording) {
    beforeRecording_->raise();
    beforeRecording_ = nullptr;
    return;
  }
  beforeRecording_ = soundDock_;
  for (auto* d : findChildren<QDockWidget*>()) {
    if (d->isVisible() && !d->visibleRegion().isEmpty()) beforeRecording_ = d;
  }
  soundDock_->raise();
}

void MainWindow::makeStatus() {
  inspector_ = new ElidedLabel;
  inspector_->setIndent(8);
  inspector_->setAccessibleName(tr("Frame under the pointer"));
  inspector_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  modelText_ = new QLabel;
  modelText_->setContentsMargins(8, 0, 8, 0);
  progress_ = new QProgressBar;
  progress_->setFixedWidth(220);
  progress_->setRange(0, 1000);
  progress_->setTextVisible(true);
  cancel_ = new QToolButton;
  cancel_->setText(tr("Cancel"));
  statusBar()->addWidget(inspector_, 1);
  statusBar()->addPermanentWidget(progress_);
  statusBar()->addPermanentWidget(cancel_);
  conversion_ = new QToolButton;
  conversion_->setObjectName(QStringLiteral("conversion"));
  conversion_->setAutoRaise(true);
  conversion_->setPopupMode(QToolButton::InstantPopup);
  conversion_->setMenu(new QMenu(conversion_));
  conversion_->setToolTip(tr("What the codec hears of this sound; choose a channel"));
  connect(conversion_->menu(), &QMenu::aboutToShow, this, &MainWindow::fillChannelMenu);
  statusBar()->addPermanentWidget(conversion_);
  statusBar()->addPermanentWidget(modelText_);
  progress_->hide();
  cancel_->hide();
}

void MainWindow::wire() {
  CodecWorker& worker = session_.worker();
  connect(&worker, &CodecWorker::progressed, this, [this](const QString& what, double share) {
    progress_->setValue(static_cast<int>(std::lround(share * 1000)));
    progress_->setFormat(what + QStringLiteral(" %p %"));
  });
  connect(&worker, &CodecWorker::busyChanged, this, [this] {
    const bool busy = session_.worker().isBusy();
    if (busy) progress_->setValue(0);
    if (busy) progress_->setFormat({});
    progress_->setVisible(busy);
    cancel_->setVisible(busy);
    updateActions();
    updateBatchModel();
    if (!session_.worker().isWriting() && std::exchange(closeWhenWritten_, false)) close();
  });
  connect(cancel_, &QToolButton::clicked, this, [this] {
    closeWhenWritten_ = false;
    session_.cancelWork();
    session_.worker().cancelWriting();
    mayWrite();
  });
  const auto fail = [this](const codec::Error& error) {
    closeWhenWritten_ = false;
    spanPath_.clear();
    messages_->tell(MessageBar::Kind::problem, errorText(error));
  };
  connect(&session_, &Session::failed, this, fail);
  connect(&session_, &Session::notice, this,
          [this](const QString& text) { messages_->tell(MessageBar::Kind::notice, text); });
  connect(&audio_, &AudioController::problem, this,
          [this](const QString& text) { messages_->tell(MessageBar::Kind::problem, text); });
  connect(&session_, &Session::documentChanged, this, [this] {
    pages_->setCurrentWidget(session_.document().isEmpty() ? static_cast<QWidget*>(start_)
                                                           : views_);
    showInspector(-1);
    updateTitle();
    updateActions();
    updateLevels();
    updateStatus();
    // The keys go to a sound that was opened, unless its place was asked for from a list.
    if (const auto& sound = session_.document().original; sound != seen_.lock()) {
      seen_ = sound;
      if (!session_.document().isEmpty() && spanPath_.isEmpty()) views_->focusStage();
    }
    if (!spanPath_.isEmpty() &&
        session_.document().path == std::filesystem::path(spanPath_.toStdString())) {
      spanPath_.clear();
      showSpan(spanInIt_, spanInIt_.begin / std::max(1, session_.hopSamples()));
    }
    if (!session_.document().path.empty()) {
      remember(QString::fromStdString(session_.document().path.string()));
    }
  });
  connect(&session_, &Session::modelChanged, this, [this] {
    updateModels();
    updateLevels();
    updateStatus();
    updateActions();
    updateBatchModel();
  });
  connect(&session_, &Session::grown, this, &MainWindow::updateLevels);
  connect(&session_, &Session::savedLevelsChanged, this, &MainWindow::updateLevels);
  connect(&session_.axis(), &TimeAxis::selectionChanged, this, [this] {
    updateActions();
    updateStatus();
  });
  connect(&session_, &Session::markChanged, this, &MainWindow::updateActions);
  connect(&session_, &Session::labelsChanged, this, &MainWindow::updateTitle);
  connect(&audio_, &AudioController::transportChanged, this, &MainWindow::updateActions);
  connect(&audio_, &AudioController::transportChanged, this, &MainWindow::goOnHearing);
  connect(&audio_, &AudioController::transportChanged, this, &MainWindow::raiseWhileRecording);
  connect(&views_->quality(), &QualityStrip::compareWanted, this, &MainWindow::hearBoth);
  connect(&session_.quality(), &QualityMeter::changed, this, &MainWindow::tellWhatIsNoSpeech);
  connect(quality_, &QualityPanel::hear, &audio_, &AudioController::playSound);
  connect(quality_, &QualityPanel::blindTestWanted, this, [this] { showBlindTest(); });
  connect(quality_, &QualityPanel::ratingWanted, this, [this] { showRating(); });
  connect(quality_, &QualityPanel::hearWorst, this, [this] {
    const int worst = session_.quality().worst();
    if (worst < 0) return;
    const auto& p = session_.quality().points()[static_cast<std::size_t>(worst)];
    session_.axis().keepVisible(p.begin);
    hearBoth({p.begin, p.end});
  });
  connect(&audio_, &AudioController::ticked, this, [this] {
    actions_.monitor->setChecked(audio_.monitor());
    const double rate = session_.axis().rateHz();
    QString now = formatTime(static_cast<double>(session_.axis().cursor()) / rate, 1);
    if (shrunk_ < 3) {
      now += QStringLiteral(" / ") +
             formatTime(static_cast<double>(session_.document().length) / rate, 1);
    }
    clock_->setText(now);
  });
  connect(&audio_, &AudioController::listenChanged, this, [this] {
    showListen();
    views_->setListen(audio_.listen());
  });
  connect(views_, &ViewStack::styleChanged, search_, &SearchPanel::setStyle);
  search_->setStyle(views_->style());
  connect(search_, &SearchPanel::goToWanted, this, &MainWindow::showSpan);
  connect(search_, &SearchPanel::hearSpan, this, [this](TimeSpan span) { playSpan(span); });
  connect(search_, &SearchPanel::hearCodes, this, [this](const codec::Codes& codes) {
    audio_.preview(codes, (2u << (codes.levels - 1)) - 1u);
  });
  connect(search_, &SearchPanel::openWanted, this, [this](const QString& path, TimeSpan span) {
    spanPath_ = QFileInfo(path).absoluteFilePath();
    spanInIt_ = span;
    openPath(path);
  });
  connect(atlas_, &AtlasPanel::hearWanted, this, &MainWindow::hearInContext);
  connect(atlas_, &AtlasPanel::searchWanted, this, [this](const QString& pattern, int level) {
    raisePanel(QStringLiteral("search"));
    search_->search(pattern, level);
  });
  connect(views_, &ViewStack::scrubbed, &audio_, &AudioController::scrub);
  connect(views_, &ViewStack::hearLayerWanted, this, [this](int level) {
    const TimeSpan selected = session_.axis().selection();
    const TimeSpan shown = session_.axis().visible();
    audio_.playLevels(selected.empty()
                          ? TimeSpan{std::max<codec::SampleIndex>(0, shown.begin), shown.end}
                          : selected,
                      LayerStack::maskOf(level));
  });
  connect(views_, &ViewStack::menuWanted, this, &MainWindow::showContextMenu);
  connect(&audio_, &AudioController::inputLevel, inputMeter_, &LevelMeter::setLevel);
  connect(&audio_, &AudioController::outputLevel, this, [this](float peak, float rms) {
    if (peak > 0.0F) outputMeter_->setLevel(peak, rms, peak >= 1.0F);
  });
  connect(start_, &StartPage::clipWanted, this, &MainWindow::openClip);
  connect(start_, &StartPage::openWanted, this, &MainWindow::askOpen);
  connect(start_, &StartPage::recordWanted, actions_.record, &QAction::trigger);
  connect(start_, &StartPage::fileWanted, this, &MainWindow::openPath);
  connect(views_, &ViewStack::spanSelected, this, [this](TimeSpan span) {
    if (actions_.playSelected->isChecked()) playSpan(span);
  });
  connect(views_, &ViewStack::seeked, this, [this](codec::SampleIndex at) { playOnFrom(at); });
  connect(&views_->tokens(), &TokenView::hovered, this, [this](qint64 frame, int) {
    showInspector(frame >= 0 ? frame : views_->tokens().selectedFrame());
  });
  connect(&views_->tokens(), &TokenView::frameSelected, this, [this](qint64 frame, int level) {
    showInspector(frame);
    updateActions();  // the frame can be edited
    if (frame >= 0) usage_->raiseFrame();
    if (frame < 0 || level < 0) return;
    session_.mark(MarkedCode{level, session_.document().codes->at(level, frame)});
  });
  connect(usage_, &UsagePanel::hearCode, this, &MainWindow::hearCode);
  connect(usage_, &UsagePanel::goToOccurrence, this, &MainWindow::goToOccurrence);
  connect(&session_.undo(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
}

QString MainWindow::inspectorText(qint64 frame) const {
  const codec::Codes& codes = *session_.document().codes;
  if (frame < 0 || frame >= codes.frames()) return {};
  const double seconds = static_cast<double>(frame) / session_.frameRateHz();
  QString text = tr("Frame %1 at %2:").arg(frame).arg(formatTime(seconds));
  const auto usage = session_.usage(UsageScope::file);
  for (int q = 0; q < codes.levels; ++q) {
    const codec::Code code = codes.at(q, frame);
    const auto count = usage[static_cast<std::size_t>(q)].counts()[code];
    text += tr("   %1: %2 (%3×)", "codebook, code, occurrences").arg(q + 1).arg(code).arg(count);
    const QString phone = session_.phoneOf(q, code);
    if (phone.isEmpty()) continue;
    text += QStringLiteral(" ") + phone;
    const double before = session_.phoneDelayMs();
    if (before > 0) {
      text += QStringLiteral(", ") + tr("%1 ms before", "the phone sounded").arg(before);
    }
  }
  return text;
}

void MainWindow::showInspector(qint64 frame) {
  inspected_ = frame;
  const QString text = inspectorText(frame);
  usage_->showFrame(frame);
  views_->tokens().setToolTip(QString(text).replace(QStringLiteral("   "), QStringLiteral("\n")));
  updateStatus();
}

void MainWindow::updateStatus() {
  QString text = inspectorText(inspected_);
  const TimeSpan s = session_.axis().selection();
  if (text.isEmpty() && !s.empty()) {
    text = tr("Selection %1 – %2, %3 s")
               .arg(formatTime(session_.axis().seconds(s.begin)),
                    formatTime(session_.axis().seconds(s.end)))
               .arg(decimal(session_.axis().seconds(s.length()), 3));
  }
  if (text.isEmpty()) text = session_.document().format;
  inspector_->setText(text);
  conversion_->setText(conversionText());
  conversion_->setVisible(!conversion_->text().isEmpty());
  modelText_->setText(
      session_.hasModel()
          ? tr("Model %1").arg(QString::fromStdString(session_.model()->config().name))
          : tr("No model"));
}

// "2 ch, 44.1 kHz", of what A plays.
QString MainWindow::sourceText() const {
  const Document& d = session_.document();
  const int heard = d.channel.kind == codec::ChannelChoice::Kind::one || d.sourceChannels != 2
                        ? 1
                        : d.sourceChannels;
  return tr("%1 ch, %2 kHz").arg(heard).arg(QLocale().toString(d.sourceRateHz / 1000.0, 'g', 6));
}

// What the codec hears of a sound that is not as it wants it: "2 ch, 44.1 kHz → mono 16 kHz".
QString MainWindow::conversionText() const {
  const Document& d = session_.document();
  const int rate = d.original->track.rateHz();
  if (!d.hasOriginal() || d.recording || (d.sourceChannels == 1 && d.sourceRateHz == rate)) {
    return {};
  }
  const auto kilohertz = [](int hz) { return QLocale().toString(hz / 1000.0, 'g', 6); };
  if (d.channel.kind == codec::ChannelChoice::Kind::one && d.sourceChannels > 1) {
    return tr("channel %1 of %2, %3 kHz → %4 kHz")
        .arg(d.channel.channel + 1)
        .arg(d.sourceChannels)
        .arg(kilohertz(d.sourceRateHz), kilohertz(rate));
  }
  return tr("%1 ch, %2 kHz → mono %3 kHz")
      .arg(d.sourceChannels)
      .arg(kilohertz(d.sourceRateHz), kilohertz(rate));
}

void MainWindow::fillChannelMenu() {
  using Channel = codec::ChannelChoice::Kind;
  constexpr int kMost = 16;
  const Document& d = session_.document();
  QMenu* menu = conversion_->menu();
  menu->clear();
  const auto add = [&](const QString& text, const codec::ChannelChoice& choice) {
    QAction* item = menu->addAction(text, this, [this, path = d.path, choice] {
      audio_.stop();
      session_.openPath(path, choice);
    });
    item->setCheckable(true);
    item->setChecked(d.channel == choice);
    item->setEnabled(!d.path.empty());
  };
  add(d.sourceChannels > 1 ? tr("Mix of all channels") : tr("The only channel"), {Channel::mix});
  for (int c = 0; c < std::min(d.sourceChannels, kMost) && d.sourceChannels > 1; ++c) {
    const QString side = d.sourceChannels != 2 ? QString()
                         : c == 0              ? tr(" (left)")
                                               : tr(" (right)");
    add(tr("Channel %1").arg(c + 1) + side, {Channel::one, c});
  }
}

void MainWindow::updateTitle() {
  const Document& d = session_.document();
  setWindowTitle(d.isEmpty() ? QStringLiteral("Sonoglyph")
                             : QStringLiteral("%1[*] – Sonoglyph").arg(d.title));
  setWindowModified(d.unsaved || d.isEdited() || d.labelsUnsaved);
}

void MainWindow::updateLevels() {
  const int most = std::max(1, session_.levels());
  {
    const QSignalBlocker quiet(levels_);
    levels_->setRange(1, most);
    levels_->setValue(std::clamp(session_.savedLevels(), 1, most));
    levels_->setEnabled(session_.hasModel() && most > 1);
  }
  if (!session_.hasModel()) {
    levelsText_->setText(tr("no model"));
    return;
  }
  const int count = levels_->value();
  const QString rate = tr("%1 kbps").arg(decimal(session_.bitRate(count) / 1000.0, 2));
  levelsText_->setText(shrunk_ > 0 ? QStringLiteral("%1/%2 · %3").arg(count).arg(most).arg(rate)
                                   : tr("%1 of %n codebook(s)", nullptr, most).arg(count) +
                                         QStringLiteral(" · ") + rate);
  levelsText_->setToolTip(session_.document().length > 0
                              ? QStringLiteral("≤ ") +
                                    QLocale().formattedDataSize(session_.estimatedBytes(count))
                              : QString());
}

void MainWindow::updateActions() {
  const Document& d = session_.document();
  const Transport t = audio_.transport();
  const bool some = !d.isEmpty();
  const bool recording = t == Transport::recording || t == Transport::finishing;
  const bool busy = session_.worker().isBusy();
  const bool codes = !d.codes->data.empty() && session_.hasModel();
  const bool selected = !session_.axis().selection().empty();
  actions_.save->setEnabled(codes && !recording && !busy);
  actions_.exportAs->setEnabled(some && !recording && !busy);
  actions_.exportPicture->setEnabled(some);
  actions_.addLabel->setEnabled(some && !recording);
  actions_.importLabels->setEnabled(some && !recording);
  actions_.exportLabels->setEnabled(some && !recording);
  const bool editable = codes && !recording && !busy;
  const bool frames = !framesToEdit().empty();
  actions_.copyCodes->setEnabled(!d.codes->data.empty() && frames);
  actions_.setCodes->setEnabled(editable && frames);
  actions_.pasteCodes->setEnabled(editable);
  actions_.swapCodes->setEnabled(editable && frames && copiedFrom_.lock() == d.original);
  actions_.close->setEnabled(some && !recording);
  actions_.open->setEnabled(!recording);
  actions_.undo->setEnabled(session_.undo().canUndo() && !recording);
  actions_.redo->setEnabled(session_.undo().canRedo() && !recording);
  actions_.undo->setText(session_.undo().canUndo() ? tr("Undo: %1").arg(session_.undo().undoText())
                                                   : tr("Undo"));
  actions_.redo->setText(session_.undo().canRedo() ? tr("Redo: %1").arg(session_.undo().redoText())
                                                   : tr("Redo"));
  actions_.record->setEnabled(t != Transport::starting && t != Transport::finishing);
  actions_.record->setChecked(t == Transport::recording);
  QPalette ink = palette();
  if (recording) {
    ink.setColor(QPalette::WindowText, colours().bad);
    ink.setColor(QPalette::ButtonText, colours().bad);  // in a tool bar
  }
  clock_->setPalette(ink);
  const bool paused = audio_.isPaused();
  const bool live = t == Transport::recording;
  badge_->setText(!live ? QString() : paused ? tr("PAUSED") : tr("REC"));
  badge_->setAutoFillBackground(live);
  QPalette plate = palette();
  const QColor ground = paused ? colours().warn : colours().bad;
  plate.setColor(QPalette::Window, ground);
  plate.setColor(QPalette::WindowText, QColor(readableOn(ground.rgb())));
  badge_->setPalette(plate);
  // Without an original there is nothing to switch to.
  const bool original = !some || d.hasOriginal() || d.recording;
  original_->setEnabled(original);
  // Without a model there is no reconstruction of a sound.
  const bool rebuilt = !some || session_.hasModel() || d.recording;
  reconstruction_->setEnabled(rebuilt);
  if (!rebuilt && original) audio_.setListen(Listen::original);
  actions_.listen->setEnabled(original && rebuilt);
  const QString converted = conversionText();
  original_->setToolTip(
      !original             ? tr("This file holds tokens alone: the original is not in it.")
      : converted.isEmpty() ? tr("What you hear and see, equally loud (X switches)")
      : audio_.hearsWhole()
          ? tr("The original at its own rate and channels: %1 (X switches)").arg(sourceText())
          : tr("The original as the codec hears it: %1 (X switches)").arg(converted));
  reconstruction_->setToolTip(
      rebuilt ? tr("What you hear and see, equally loud (X switches)")
              : tr("Without a model there is no reconstruction: choose one in the Codec menu."));
  showListen();
  actions_.pause->setEnabled(t == Transport::recording);
  actions_.pause->setChecked(audio_.isPaused());
  actions_.play->setEnabled(some && !recording);
  showPlay();
  actions_.stop->setEnabled(t != Transport::idle && t != Transport::finishing);
  for (QAction* a : {actions_.zoomIn, actions_.zoomOut, actions_.zoomAll, actions_.selectAll,
                     actions_.higherZoom, actions_.lowerZoom, actions_.allFrequencies}) {
    a->setEnabled(some);
  }
  actions_.zoomSelection->setEnabled(selected);
  const bool marked = session_.marked() || session_.brushed();
  actions_.clearSelection->setEnabled(selected || marked);
  actions_.previousMark->setEnabled(marked);
  actions_.nextMark->setEnabled(marked);
}

// The button that plays is the one that stops.
void MainWindow::showPlay() {
  const Transport t = audio_.transport();
  const bool playing =
      t == Transport::playing || (t == Transport::starting && !session_.document().isEmpty());
  actions_.play->setIcon(icon(playing ? Symbol::stop : Symbol::play));
}

void MainWindow::showListen() {
  original_->setChecked(original_->isEnabled() && audio_.listen() == Listen::original);
  reconstruction_->setChecked(!original_->isChecked());
  heardFocus_->setEntry(original_->isChecked() ? original_ : reconstruction_);
}

// What plays goes on at that place; at the end there is nothing more.
void MainWindow::playOnFrom(codec::SampleIndex at) {
  if (audio_.transport() != Transport::playing) return;
  const codec::SampleIndex length = session_.document().length;
  if (at < length) return playSpan({at, length});
  audio_.stop();
}

void MainWindow::playSpan(TimeSpan span) { audio_.play(span, actions_.loop->isChecked()); }

void MainWindow::hearBoth(TimeSpan span) {
  if (!session_.document().hasOriginal() || audio_.transport() == Transport::recording) return;
  hearAfterwards_.reset();
  if (!listenAfterwards_) listenAfterwards_ = audio_.listen();
  audio_.setListen(Listen::original);
  hearAfterwards_ = span;
  audio_.play(span, false);
}

// Another sound, or the user's stop, ends it.
void MainWindow::goOnHearing() {
  if (audio_.transport() != Transport::idle || !listenAfterwards_) return;
  const auto span = std::exchange(hearAfterwards_, {});
  if (span && audio_.playedToItsEnd()) {
    audio_.setListen(Listen::reconstruction);
    return audio_.play(*span, false);
  }
  audio_.setListen(*std::exchange(listenAfterwards_, {}));
}

AbxDialog* MainWindow::showBlindTest() {
  const auto& comparison = quality_->comparison();
  const ComparedSound* chosen = quality_->chosen();
  if (comparison == nullptr || chosen == nullptr) return nullptr;
  audio_.stop();
  auto* dialog =
      new AbxDialog(&audio_, session_.document().title, comparison->original, *chosen, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
  return dialog;
}

MushraDialog* MainWindow::showRating() {
  const auto& comparison = quality_->comparison();
  if (comparison == nullptr || comparison->sounds.empty()) return nullptr;
  audio_.stop();
  auto* dialog = new MushraDialog(&audio_, session_.document().title, comparison->original,
                                  quality_->toRate(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
  return dialog;
}

void MainWindow::togglePlay() {
  if (audio_.transport() != Transport::idle) return audio_.stop();
  const TimeAxis& axis = session_.axis();
  if (!axis.selection().empty()) return playSpan(axis.selection());
  const codec::SampleIndex length = session_.document().length;
  const codec::SampleIndex from = axis.cursor() >= length - axis.rateHz() / 50 ? 0 : axis.cursor();
  playSpan({from, length});
}

void MainWindow::hearCode(int level, int code) {
  codec::Codes codes = session_.held({level, static_cast<codec::Code>(code)});
  if (codes.data.empty()) return;
  audio_.preview(std::move(codes), 1u << level);
}

// Where the code comes next, with what is around it; alone where the file has none.
void MainWindow::hearInContext(int level, int code) {
  constexpr double kAroundS = 0.2;
  const codec::Codes& codes = *session_.document().codes;
  const std::int64_t frames = level < codes.levels ? codes.frames() : 0;
  const std::int64_t hop = session_.hopSamples();
  const std::int64_t from = session_.axis().cursor() / std::max<std::int64_t>(1, hop);
  for (std::int64_t i = 0; i < frames; ++i) {
    const std::int64_t at = (from + i) % frames;
    if (codes.at(level, at) != code) continue;
    const auto around = static_cast<codec::SampleIndex>(kAroundS * session_.axis().rateHz());
    return playSpan({std::max<codec::SampleIndex>(0, at * hop - around), (at + 1) * hop + around});
  }
  hearCode(level, code);
}

// A model of speech gives little back of music and noise. With all codebooks the middle second has
// an ESTOI of 0.56 at most in 22 pieces of music and 23 noises, of 0.67 at least in 53 recordings
// of speech from thirteen sets.
void MainWindow::tellWhatIsNoSpeech() {
  constexpr double kLeastOfSpeech = 0.6;
  const Document& d = session_.document();
  if (!session_.hasModel() || d.path.empty() || d.path == toldOfNoSpeech_ ||
      session_.savedLevels() != session_.levels()) {
    return;
  }
  const QString about = QString::fromStdString(session_.model()->config().description);
  if (!about.contains(QStringLiteral("speech"), Qt::CaseInsensitive)) return;
  const auto estoi = typicalEstoi(session_.quality());
  if (!estoi || *estoi >= kLeastOfSpeech) return;
  toldOfNoSpeech_ = d.path;
  messages_->ask(tr("Little of this comes back: ESTOI %1, where speech has 0.7 and more. The model "
                    "was trained "
                    "on speech; this seems to be music or noise.")
                     .arg(decimal(*estoi, 2)),
                 tr("Show the figures"), [this] { raisePanel(QStringLiteral("quality")); });
}

void MainWindow::showSpan(TimeSpan span, qint64 frame) {
  TimeAxis& axis = session_.axis();
  axis.setSelection(span);
  axis.setCursor(span.begin);
  axis.keepVisible(span.end);
  axis.keepVisible(span.begin);
  views_->tokens().selectFrame(frame);
  showInspector(frame);
}

void MainWindow::goToOccurrence(int direction) {
  TokenView& tokens = views_->tokens();
  const std::int64_t hop = session_.hopSamples();
  const std::int64_t from =
      tokens.selectedFrame() >= 0 ? tokens.selectedFrame() : session_.axis().cursor() / hop;
  const std::int64_t at = session_.nextMarked(from, direction);
  if (at < 0) return;
  tokens.selectFrame(at);
  session_.axis().setCursor(at * hop);
  session_.axis().keepVisible(at * hop);
  showInspector(at);
}

void MainWindow::setLevelsUpTo(int levels) {
  LevelSwitches s = session_.switches();
  s.upTo = levels;
  session_.setSwitches(s);
}

bool MainWindow::isSettled() const {
  auto* self = const_cast<MainWindow*>(this);
  return !self->session_.worker().isBusy() && audio_.transport() == Transport::idle &&
         views_->isUpToDate() && !session_.quality().isBusy();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  fitToolBar();
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) updateIcons();
  QMainWindow::changeEvent(event);
}

// Keys of the window that the control with the focus has a use for are that control's.
bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::ShortcutOverride) return false;
  const auto* widget = qobject_cast<QWidget*>(watched);
  if (widget == nullptr || widget->window() != this || !widget->hasFocus()) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  if ((key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != Qt::NoModifier)
    return false;
  const bool button = widget->inherits("QAbstractButton");
  const bool list = widget->inherits("QComboBox");
  // Rows that can be chosen are heard by Space, which stops as well; others leave it to the window.
  const auto* table = qobject_cast<const QAbstractItemView*>(widget);
  const bool rows = table != nullptr && table->selectionMode() != QAbstractItemView::NoSelection;
  const bool hears = rows && audio_.transport() == Transport::idle;
  const bool range = widget->inherits("QAbstractSlider") || widget->inherits("QTabBar");
  const bool map = widget->inherits("gui::AtlasView") || widget->inherits("gui::TransitionView");
  const bool move = key->key() == Qt::Key_Home || key->key() == Qt::Key_End;
  const QString text = key->text();  // Esc and Delete have one, too
  const bool types = !text.trimmed().isEmpty() && text.front().isPrint();
  const bool ours = ((button || map || hears) && key->key() == Qt::Key_Space) ||
                    ((range || table != nullptr) && move) ||
                    (list && (move || types || key->key() == Qt::Key_Space));
  if (ours) event->accept();
  return ours;
}

void MainWindow::moveCursor(codec::SampleIndex to, bool select) {
  TimeAxis& axis = session_.axis();
  if (axis.length() == 0 || session_.document().recording) return;
  to = std::clamp<codec::SampleIndex>(to, 0, axis.length());
  if (select) {
    // The end that the cursor is at moves; from elsewhere on a new selection begins.
    const TimeSpan now = axis.selection();
    const auto fixed = now.empty()                  ? axis.cursor()
                       : axis.cursor() == now.begin ? now.end
                       : axis.cursor() == now.end   ? now.begin
                                                    : axis.cursor();
    axis.setSelection({std::min(fixed, to), std::max(fixed, to)});
  }
  axis.setCursor(to);
  axis.keepVisible(to);
  if (!select) playOnFrom(to);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  const TimeAxis& axis = session_.axis();
  const double shown = axis.width() * axis.samplesPerPixel();
  const auto page = static_cast<codec::SampleIndex>(std::llround(shown));
  const auto little = std::max<codec::SampleIndex>(1, std::llround(shown / 100));
  codec::SampleIndex step = 0;
  switch (event->key()) {
    // Outside dialogs Qt leaves a button to Space alone.
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (auto* button = qobject_cast<QAbstractButton*>(focusWidget())) button->click();
      return;
    case Qt::Key_Left:
      step = -little;
      break;
    case Qt::Key_Right:
      step = little;
      break;
    case Qt::Key_PageUp:
      step = -page;
      break;
    case Qt::Key_PageDown:
      step = page;
      break;
    case Qt::Key_Home:  // without Shift it is an action
      step = -axis.length();
      break;
    case Qt::Key_End:
      step = axis.length();
      break;
    default:
      return QMainWindow::keyPressEvent(event);
  }
  moveCursor(axis.cursor() + step, (event->modifiers() & Qt::ShiftModifier) != 0);
}

void MainWindow::setTheme(Theme theme) {
  keptTheme_ = theme;
  showTheme(theme);
}

void MainWindow::showTheme(Theme theme) {
  applyTheme(theme);
  if (themes_ != nullptr) themes_->actions().at(static_cast<int>(theme))->setChecked(true);
  updateIcons();
}

void MainWindow::loadSettings() {
  QSettings settings;
  setTheme(
      static_cast<Theme>(std::clamp(settings.value(QStringLiteral("theme"), 0).toInt(), 0, 2)));
  restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
  restoreState(settings.value(QStringLiteral("inspector")).toByteArray());
  views_->restoreLayout(settings.value(QStringLiteral("rows/heights")).toByteArray());
  actions_.playSelected->setChecked(settings.value(QStringLiteral("playSelected"), true).toBool());
}

void MainWindow::saveSettings() {
  QSettings settings;
  settings.setValue(QStringLiteral("theme"), static_cast<int>(keptTheme_));
  settings.setValue(QStringLiteral("geometry"), saveGeometry());
  settings.setValue(QStringLiteral("inspector"), saveState());
  settings.setValue(QStringLiteral("rows/heights"), views_->saveLayout());
  settings.setValue(QStringLiteral("playSelected"), actions_.playSelected->isChecked());
}

}  // namespace gui
