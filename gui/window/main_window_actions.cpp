// The menus, the tool bar and their actions.
#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLayout>
#include <QMenuBar>
#include <QSettings>
#include <QToolBar>
#include <algorithm>
#include <utility>

#include "gui/batch/batch_dialog.h"
#include "gui/look/icons.h"
#include "gui/window/about_dialog.h"
#include "gui/window/main_window.h"
#include "gui/window/shortcuts_dialog.h"

namespace gui {

QAction* MainWindow::action(const QString& text, const QKeySequence& key,
                            std::function<void()> run) {
  auto* a = new QAction(text, this);
  a->setShortcut(key);
  if (run) connect(a, &QAction::triggered, this, std::move(run));
  addAction(a);
  return a;
}

void MainWindow::makeActions() {
  Actions& a = actions_;
  TimeAxis& axis = session_.axis();
  const auto key = [](const char* text) { return QKeySequence(QString::fromLatin1(text)); };
  a.open = action(tr("&Open …"), QKeySequence::Open, [this] { askOpen(); });
  a.save = action(tr("&Save as .sgl …"), QKeySequence::Save, [this] { askSave(); });
  a.exportAs = action(tr("&Export sound or tokens …"), key("Ctrl+E"), [this] { askExport(); });
  a.exportPicture =
      action(tr("Export &picture …"), key("Ctrl+Shift+E"), [this] { askExportPicture(); });
  a.importLabels = action(tr("&Import labels …"), {}, [this] { askImportLabels(); });
  a.exportLabels =
      action(tr("Export &labels and phones …"), key("Ctrl+Shift+L"), [this] { askExportLabels(); });
  a.close = action(tr("&Close"), QKeySequence::Close, [this] { session_.closeDocument(); });
  a.batch = action(tr("&Batch convert …"), key("Ctrl+B"), [this] { showBatch(); });
  a.quit = action(tr("&Quit"), QKeySequence::Quit, [this] { close(); });

  a.undo = action(tr("Undo"), QKeySequence::Undo, [this] { session_.undo().undo(); });
  a.redo = action(tr("Redo"), QKeySequence::Redo, [this] { session_.undo().redo(); });
  a.selectAll = action(tr("Select &all"), QKeySequence::SelectAll, [this, &axis] {
    axis.setSelection({0, session_.document().length});
  });
  a.clearSelection = action(tr("&Clear selection and mark"), key("Esc"), [this, &axis] {
    axis.setSelection({});
    session_.mark({});
  });
  a.find = action(tr("&Find codes or phones …"), QKeySequence::Find, [this] {
    raisePanel(QStringLiteral("search"));
    search_->focusPattern();
  });
  a.copyCodes = action(tr("&Copy codes"), QKeySequence::Copy, [this] { copyCodes(); });
  a.pasteCodes = action(tr("&Paste codes"), QKeySequence::Paste, [this] { pasteCodes(); });
  a.swapCodes =
      action(tr("S&wap with the copied codes"), key("Ctrl+Shift+V"), [this] { swapCodes(); });
  a.setCodes = action(tr("Set &codes …"), key("Ctrl+G"), [this] { askSetCodes(); });
  for (QAction* edit : {a.pasteCodes, a.swapCodes, a.setCodes}) {
    edit->setToolTip(tr("In the codebooks that sound: solo one to change it alone"));
  }
  a.addLabel = action(tr("Add &label"), key("Ctrl+M"), [this] { addLabel(); });
  a.clearUsage = action(tr("Clear session &counts"), {}, [this] { session_.clearSessionUsage(); });

  a.record = action(tr("&Record or stop"), key("R"), [this] {
    if (audio_.transport() == Transport::recording) return audio_.stop();
    audio_.record();
  });
  a.record->setCheckable(true);
  a.pause =
      action(tr("&Pause recording"), key("P"), [this] { audio_.setPaused(!audio_.isPaused()); });
  a.pause->setCheckable(true);
  a.play = action(tr("P&lay or stop"), key("Space"), [this] { togglePlay(); });
  a.stop = action(tr("&Stop"), key("S"), [this] { audio_.stop(); });
  a.loop = action(tr("&Loop"), key("L"), {});
  a.loop->setCheckable(true);
  connect(a.loop, &QAction::toggled, &audio_, &AudioController::setLoop);
  a.toStart = action(tr("To the &start"), key("Home"), [this] { moveCursor(0, false); });
  a.toEnd = action(tr("To the &end"), key("End"),
                   [this] { moveCursor(session_.document().length, false); });
  a.listen = action(tr("Switch &original / reconstruction"), key("X"), [this] {
    audio_.setListen(audio_.listen() == Listen::original ? Listen::reconstruction
                                                         : Listen::original);
  });
  a.monitor = action(tr("&Monitor while recording"), key("M"),
                     [this] { audio_.setMonitor(actions_.monitor->isChecked()); });
  a.monitor->setCheckable(true);
  a.playSelected = action(tr("Play what is &selected"), {}, {});
  a.playSelected->setCheckable(true);
  a.playSelected->setChecked(true);
  a.refreshDevices = action(tr("Re&fresh devices"), key("F5"), [this] { audio_.refreshDevices(); });

  const auto centre = [&axis] { return axis.width() / 2.0; };
  a.zoomIn = action(tr("Zoom &in"), QKeySequence::ZoomIn, [=, &axis] { axis.zoom(1.6, centre()); });
  a.zoomOut =
      action(tr("Zoom &out"), QKeySequence::ZoomOut, [=, &axis] { axis.zoom(1 / 1.6, centre()); });
  a.zoomAll = action(tr("Show &all"), key("Ctrl+0"), [&axis] { axis.showAll(); });
  a.zoomSelection =
      action(tr("Show &selection"), key("Ctrl+L"), [&axis] { axis.showSpan(axis.selection()); });
  a.higherZoom = action(tr("Zoom in on frequencies"), key("Ctrl+Up"),
                        [this] { views_->zoomFrequencies(1.6); });
  a.lowerZoom = action(tr("Zoom out of frequencies"), key("Ctrl+Down"),
                       [this] { views_->zoomFrequencies(1 / 1.6); });
  a.allFrequencies =
      action(tr("Show all frequencies"), key("Ctrl+Shift+0"), [this] { views_->setBand({}); });
  a.nextMark = action(tr("&Next occurrence"), key("F3"), [this] { goToOccurrence(1); });
  a.previousMark =
      action(tr("&Previous occurrence"), key("Shift+F3"), [this] { goToOccurrence(-1); });
  a.allLevels = action(tr("Hear &all codebooks"), key("0"), [this] { session_.setSwitches({}); });
  for (int q = 1; q <= 9; ++q) {
    auto* upTo =
        action(tr("Hear codebooks 1 to %1").arg(q), QKeySequence(QString::number(q)), [this, q] {
          if (q <= session_.levels()) setLevelsUpTo(q);
        });
    upTo->setProperty("hidden", true);  // the list of keys has one line for all
  }
  const auto panel = [&](const QString& text, std::function<void()> go) {
    const auto number = a.panels.size();
    a.panels.push_back(
        action(text, QKeySequence(QStringLiteral("Alt+%1").arg(number)), std::move(go)));
  };
  panel(tr("Go to the &lanes"), [this] { views_->focusStage(); });
  for (const auto& [name, title] :
       {std::pair{"codes", tr("Go to &Codes")}, std::pair{"quality", tr("Go to &Quality")},
        std::pair{"search", tr("Go to &Search")}, std::pair{"atlas", tr("Go to &Atlas")},
        std::pair{"sound", tr("Go to S&ound")}}) {
    panel(title, [this, n = QString::fromLatin1(name)] { goToPanel(n); });
  }
  a.shortcuts =
      action(tr("&Keyboard shortcuts"), key("F1"), [this] { ShortcutsDialog(this, this).exec(); });
  a.about =
      action(tr("&About Sonoglyph"), {}, [this] { AboutDialog(session_.model(), this).exec(); });
}

void MainWindow::makeMenus() {
  const Actions& a = actions_;
  QMenu* file = menuBar()->addMenu(tr("&File"));
  file->addAction(a.open);
  recentMenu_ = file->addMenu(tr("Open &recent"));
  recoveryMenu_ = file->addMenu(tr("&Unsaved recordings"));
  connect(recoveryMenu_, &QMenu::aboutToShow, this, &MainWindow::fillRecoveryMenu);
  file->addSeparator();
  file->addActions({a.save, a.exportAs, a.exportPicture});
  file->addSeparator();
  file->addActions({a.importLabels, a.exportLabels});
  file->addSeparator();
  file->addAction(a.batch);
  file->addSeparator();
  file->addActions({a.close, a.quit});
  QMenu* edit = menuBar()->addMenu(tr("&Edit"));
  edit->addActions({a.undo, a.redo});
  edit->addSeparator();
  edit->addActions({a.selectAll, a.clearSelection});
  edit->addSeparator();
  edit->setToolTipsVisible(true);
  edit->addActions({a.copyCodes, a.pasteCodes, a.swapCodes, a.setCodes});
  edit->addSeparator();
  edit->addAction(a.addLabel);
  edit->addSeparator();
  edit->addActions({a.find, a.nextMark, a.previousMark, a.clearUsage});
  QMenu* sound = menuBar()->addMenu(tr("&Sound"));
  sound->addActions({a.record, a.pause});
  sound->addSeparator();
  sound->addActions({a.play, a.stop, a.loop, a.toStart, a.toEnd, a.playSelected});
  sound->addSeparator();
  sound->addActions({a.listen, a.monitor, a.allLevels});
  sound->addSeparator();
  sound->addAction(a.refreshDevices);
  makeViewMenu(menuBar()->addMenu(tr("&View")));
  QMenu* codec = menuBar()->addMenu(tr("&Codec"));
  modelMenu_ = codec->addMenu(tr("&Model"));
  modelMenu_->setToolTipsVisible(true);
  QMenu* help = menuBar()->addMenu(tr("&Help"));
  help->addActions({a.shortcuts, a.about});
}

void MainWindow::makeViewMenu(QMenu* menu) {
  const Actions& a = actions_;
  menu->addActions({a.zoomIn, a.zoomOut, a.zoomAll, a.zoomSelection});
  menu->addSeparator();
  menu->addActions({a.higherZoom, a.lowerZoom, a.allFrequencies});
  menu->addSeparator();
  for (int i = 0; i < ViewStack::kRows; ++i) {
    const auto row = static_cast<ViewStack::Row>(i);
    QAction* show = menu->addAction(ViewStack::rowName(row));
    show->setCheckable(true);
    const QString setting = QStringLiteral("shown/") + ViewStack::rowKey(row);
    const bool on = QSettings().value(setting, ViewStack::isRowWantedAtFirst(row)).toBool();
    show->setChecked(on);
    views_->setRowVisible(row, on);
    connect(show, &QAction::toggled, this, [this, row, setting](bool visible) {
      views_->setRowVisible(row, visible);
      QSettings().setValue(setting, visible);
    });
    if (row == ViewStack::Row::labels) actions_.showLabels = show;
    if (row != ViewStack::Row::spectrum) continue;
    QAction* both = menu->addAction(tr("Spectrograms of &both, A above B"));
    both->setCheckable(true);
    both->setChecked(QSettings().value(QStringLiteral("shown/both"), false).toBool());
    views_->setBothSpectra(both->isChecked());
    connect(both, &QAction::toggled, this, [this](bool split) {
      views_->setBothSpectra(split);
      QSettings().setValue(QStringLiteral("shown/both"), split);
    });
  }
  menu->addSeparator();
  QSettings settings;
  QAction* fit = menu->addAction(tr("&Fit the height of waveforms"));
  fit->setCheckable(true);
  fit->setChecked(settings.value(QStringLiteral("waveform/fit"), true).toBool());
  views_->setFitWaveforms(fit->isChecked());
  connect(fit, &QAction::toggled, this, [this](bool on) {
    views_->setFitWaveforms(on);
    QSettings().setValue(QStringLiteral("waveform/fit"), on);
  });
  SpectrogramStyle style;
  const auto choice = [&](const QString& title, const QString& setting, int fallback,
                          const QStringList& names, auto apply) {
    QMenu* sub = menu->addMenu(title);
    auto* group = new QActionGroup(sub);
    const int chosen = std::clamp(settings.value(setting, fallback).toInt(), 0,
                                  static_cast<int>(names.size()) - 1);
    for (int i = 0; i < names.size(); ++i) {
      QAction* item = sub->addAction(names[i]);
      item->setCheckable(true);
      item->setChecked(i == chosen);
      group->addAction(item);
      connect(item, &QAction::triggered, this, [=, this] {
        QSettings().setValue(setting, i);
        SpectrogramStyle now = views_->style();
        apply(now, i);
        views_->setStyle(now);
      });
    }
    apply(style, chosen);
    return group;
  };
  QStringList maps;
  for (const ColourMap map : kColourMaps) maps << colourMapName(map);
  choice(tr("Spectrogram &colours"), QStringLiteral("spectrogram/map"), 2, maps,
         [](SpectrogramStyle& s, int i) { s.map = static_cast<ColourMap>(i); });
  choice(tr("Spectrogram &range"), QStringLiteral("spectrogram/range"), 1,
         {tr("60 dB"), tr("80 dB"), tr("100 dB"), tr("120 dB")}, [](SpectrogramStyle& s, int i) {
           s.floorDb = s.ceilingDb - 60.0F - 20.0F * static_cast<float>(i);
         });
  choice(tr("Spectrogram &window"), QStringLiteral("spectrogram/window"), 1,
         {tr("256 samples"), tr("512 samples"), tr("1024 samples"), tr("2048 samples")},
         [](SpectrogramStyle& s, int i) { s.windowSamples = 256 << i; });
  choice(tr("&Frequency scale"), QStringLiteral("spectrogram/scale"), 0, {tr("Linear"), tr("Mel")},
         [](SpectrogramStyle& s, int i) { s.scale = static_cast<FrequencyScale>(i); });
  views_->setStyle(style);
  choice(tr("&Token colours"), QStringLiteral("tokens/colours"), 0,
         QStringList(tr("Phones, and quiet blue")) + maps, [this](SpectrogramStyle&, int i) {
           views_->setTokenColours(i == 0 ? std::nullopt
                                          : std::optional(static_cast<ColourMap>(i - 1)));
         });
  menu->addSeparator();
  QMenu* theme = menu->addMenu(tr("T&heme"));
  themes_ = new QActionGroup(this);
  for (const auto& [name, value] :
       {std::pair{tr("As the &system"), Theme::system}, std::pair{tr("&Light"), Theme::light},
        std::pair{tr("&Dark"), Theme::dark}}) {
    QAction* item = theme->addAction(name);
    item->setCheckable(true);
    themes_->addAction(item);
    connect(item, &QAction::triggered, this, [this, value = value] { setTheme(value); });
  }
  QMenu* panels = createPopupMenu();
  panels->setTitle(tr("&Panels"));
  QAction* first = panels->actions().value(0);
  for (QAction* go : a.panels) panels->insertAction(first, go);
  panels->insertSeparator(first);
  menu->addMenu(panels);
}

// What comes in above what goes out.
QWidget* MainWindow::makeMeters() {
  auto* box = new QWidget;
  auto* grid = new QGridLayout(box);
  grid->setContentsMargins(4, 0, 10, 0);
  grid->setHorizontalSpacing(5);
  grid->setVerticalSpacing(3);
  inputMeter_ = new LevelMeter(tr("Input level"), LevelMeter::Size::slim);
  outputMeter_ = new LevelMeter(tr("Output level"), LevelMeter::Size::slim);
  int row = 0;
  for (const auto& [name, meter] :
       {std::pair{tr("In"), inputMeter_}, std::pair{tr("Out"), outputMeter_}}) {
    auto* label = new QLabel(name);
    QFont small = label->font();
    small.setPointSizeF(small.pointSizeF() * 0.8);
    label->setFont(small);
    label->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(label, row, 0);
    grid->addWidget(meter, row, 1);
    ++row;
  }
  return box;
}

void MainWindow::makeToolBar() {
  const Actions& a = actions_;
  QToolBar* bar = addToolBar(tr("Tools"));
  bar->setObjectName(QStringLiteral("tools"));
  bar->setIconSize({22, 22});
  bar->addActions({a.open, a.save});
  bar->addSeparator();
  bar->addActions({a.record, a.pause, a.play, a.loop});
  clock_ = new QLabel(QStringLiteral("0:00.0 / 0:00.0"));
  QFont digits = clock_->font();
  digits.setPointSizeF(digits.pointSizeF() * 1.55);
  digits.setBold(true);
  clock_->setFont(digits);
  clock_->setAccessibleName(tr("Position and length"));
  clock_->setMinimumWidth(
      clock_->fontMetrics().horizontalAdvance(QStringLiteral("00:00.0 / 00:00.0")));
  clock_->setAlignment(Qt::AlignCenter);
  clock_->setContentsMargins(8, 0, 8, 0);
  bar->addWidget(clock_);
  badge_ = new QLabel;
  QFont state = clock_->font();
  state.setPointSizeF(state.pointSizeF() * 0.75);
  badge_->setFont(state);
  badge_->setObjectName(QStringLiteral("transport state"));
  badge_->setAlignment(Qt::AlignCenter);
  badge_->setContentsMargins(6, 0, 6, 0);
  for (const QString& text : {tr("REC"), tr("PAUSED")}) {
    const QMargins around = badge_->contentsMargins();
    badge_->setMinimumWidth(std::max(
        badge_->minimumWidth(),
        around.left() + around.right() + badge_->fontMetrics().horizontalAdvance(text) + 4));
  }
  badge_->setBackgroundRole(QPalette::Window);  // a tool bar has its own
  badge_->setForegroundRole(QPalette::WindowText);
  bar->addWidget(badge_);
  bar->addSeparator();

  original_ = new SwitchButton(&Colours::original, SwitchButton::Part::first);
  original_->setText(tr("A  Original"));
  reconstruction_ = new SwitchButton(&Colours::reconstruction, SwitchButton::Part::last);
  reconstruction_->setText(tr("B  Reconstruction"));
  auto* heard = new QWidget;
  auto* heardRow = new QHBoxLayout(heard);
  heardRow->setContentsMargins(8, 0, 8, 0);
  heardRow->setSpacing(0);
  for (SwitchButton* b : {original_, reconstruction_}) {
    b->setMinimumHeight(30);
    b->setToolTip(tr("What you hear and see, equally loud (X switches)"));
    heardRow->addWidget(b);
  }
  bar->addWidget(heard);
  heardFocus_ = new RovingFocus(RovingFocus::Follow::click, this);
  heardFocus_->setControls({{original_, reconstruction_}});
  reconstruction_->setChecked(true);
  connect(original_, &QToolButton::clicked, this, [this] {
    audio_.setListen(Listen::original);
    original_->setChecked(true);
  });
  connect(reconstruction_, &QToolButton::clicked, this, [this] {
    audio_.setListen(Listen::reconstruction);
    reconstruction_->setChecked(true);
  });
  bar->addSeparator();
  levels_ = new QSlider(Qt::Horizontal);
  levels_->setFixedWidth(90);
  levels_->setPageStep(1);
  levels_->setAccessibleName(tr("Codebooks to save"));
  levels_->setToolTip(tr("How many codebooks are saved and decoded: fewer bits, less sound"));
  levelsText_ = new QLabel;
  levelsText_->setContentsMargins(6, 0, 8, 0);
  bar->addWidget(levels_);
  bar->addWidget(levelsText_);
  connect(levels_, &QSlider::valueChanged, &session_, &Session::setSavedLevels);
  auto* space = new QWidget;
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(space);
  bar->addWidget(makeMeters());
  bar->addActions({a.zoomOut, a.zoomIn, a.zoomAll});
  bar_ = bar;
  shrinkToolBar(0);
  updateIcons();
}

// The longest texts there can be decide, so that nothing moves while they change.
void MainWindow::shrinkToolBar(int step) {
  shrunk_ = step;
  original_->setText(step < 2 ? tr("A  Original") : QStringLiteral("A"));
  reconstruction_->setText(step < 2 ? tr("B  Reconstruction") : QStringLiteral("B"));
  original_->setAccessibleName(tr("A  Original"));
  reconstruction_->setAccessibleName(tr("B  Reconstruction"));
  clock_->setMinimumWidth(clock_->fontMetrics().horizontalAdvance(
      step < 3 ? QStringLiteral("00:00.0 / 00:00.0") : QStringLiteral("00:00.0")));
  const QString rate = tr("%1 kbps").arg(QStringLiteral("10.00"));
  const QString widest =
      step > 0 ? QStringLiteral("5/5 · ") + rate
               : tr("%1 of %n codebook(s)", nullptr, 5).arg(5) + QStringLiteral(" · ") + rate;
  const QMargins around = levelsText_->contentsMargins();
  levelsText_->setFixedWidth(around.left() + around.right() +
                             levelsText_->fontMetrics().horizontalAdvance(widest));
  levels_->setFixedWidth(step < 3 ? 90 : 60);
  for (QAction* zoom : {actions_.zoomOut, actions_.zoomIn, actions_.zoomAll}) {
    const bool there = bar_->actions().contains(zoom);
    if (step < 3 && !there) bar_->addAction(zoom);
    if (step >= 3 && there) bar_->removeAction(zoom);  // the View menu and the wheel have them
  }
}

void MainWindow::fitToolBar() {
  constexpr int kMost = 3;
  if (bar_ == nullptr || bar_->orientation() == Qt::Vertical) return;
  const int before = shrunk_;
  for (int step = 0; step <= kMost; ++step) {
    shrinkToolBar(step);
    bar_->layout()->invalidate();
    if (bar_->sizeHint().width() <= width()) break;
  }
  if (shrunk_ == before) return;
  updateLevels();
  updateIcons();
}

void MainWindow::updateIcons() {
  if (levels_ == nullptr) return;
  const Actions& a = actions_;
  for (const auto& [act, symbol] :
       {std::pair{a.open, Symbol::open}, std::pair{a.save, Symbol::save},
        std::pair{a.record, Symbol::record}, std::pair{a.pause, Symbol::pause},
        std::pair{a.stop, Symbol::stop}, std::pair{a.loop, Symbol::loop},
        std::pair{a.zoomIn, Symbol::zoomIn}, std::pair{a.zoomOut, Symbol::zoomOut},
        std::pair{a.zoomAll, Symbol::zoomAll}}) {
    act->setIcon(icon(symbol));
    act->setIconVisibleInMenu(false);
  }
  a.play->setIconVisibleInMenu(false);
  showPlay();
  // Qt gives the button of what has no room its arrow once, at its making.
  for (auto* more : findChildren<QToolButton*>(QStringLiteral("qt_toolbar_ext_button"))) {
    more->setIcon(style()->standardIcon(QStyle::SP_ToolBarHorizontalExtensionButton));
  }
}

void MainWindow::fillContextMenu(QMenu* menu, QWidget* view, const QPoint& at) {
  TimeAxis& axis = session_.axis();
  const bool some = axis.length() > 0;
  const auto sample = std::clamp<codec::SampleIndex>(axis.sampleAt(at.x()), 0,
                                                     std::max<std::int64_t>(0, axis.length()));
  const bool selected = !axis.selection().empty();
  const auto add = [&](const QString& text, bool enabled, auto run) {
    QAction* item = menu->addAction(text, this, run);
    item->setEnabled(enabled);
    return item;
  };
  add(tr("Play from here"), actions_.play->isEnabled(), [this, sample] {
    playSpan({sample, session_.document().length});
  });
  add(tr("Play the selection"), selected && actions_.play->isEnabled(),
      [this] { playSpan(session_.axis().selection()); });
  add(tr("Hear A, then B"), session_.document().hasOriginal() && actions_.play->isEnabled(),
      [this, sample] {
        const TimeSpan chosen = session_.axis().selection();
        const auto second = static_cast<codec::SampleIndex>(session_.axis().rateHz());
        hearBoth(chosen.empty()
                     ? TimeSpan{sample, std::min(sample + second, session_.document().length)}
                     : chosen);
      });
  menu->addSeparator();
  if (view == &views_->tokens()) {
    const std::int64_t frame = views_->tokens().frameAt(at.x());
    const int level = views_->tokens().levelAt(at.y());
    if (frame >= 0 && level >= 0) {
      const codec::Code code = session_.document().codes->at(level, frame);
      add(tr("Mark code %1 of codebook %2").arg(code).arg(level + 1), true, [this, level, code] {
        session_.mark(MarkedCode{level, code});
      });
      add(tr("Find code %1").arg(code), true, [this, level, code] {
        raisePanel(QStringLiteral("search"));
        search_->search(QString::number(code), level);
      });
      add(tr("Hear code %1 alone").arg(code), session_.hasModel(),
          [this, level, code] { hearCode(level, code); });
      add(tr("Copy the codes of frame %1").arg(frame), true, [this, frame] {
        const codec::Codes& codes = *session_.document().codes;
        QStringList numbers;
        for (int q = 0; q < codes.levels; ++q) numbers << QString::number(codes.at(q, frame));
        QGuiApplication::clipboard()->setText(numbers.join(QLatin1Char(' ')));
      });
      menu->addSeparator();
    }
    menu->addActions(
        {actions_.copyCodes, actions_.pasteCodes, actions_.swapCodes, actions_.setCodes});
    menu->addSeparator();
  }
  if (qobject_cast<SpectrogramView*>(view) != nullptr) {
    menu->addActions({actions_.higherZoom, actions_.lowerZoom, actions_.allFrequencies});
    menu->addSeparator();
  }
  add(tr("Begin the selection here"), some && (!selected || sample < axis.selection().end),
      [this, sample] {
        TimeAxis& a = session_.axis();
        a.setSelection({sample, a.selection().empty() ? a.length() : a.selection().end});
      });
  add(tr("End the selection here"), some && (!selected || sample > axis.selection().begin),
      [this, sample] {
        TimeAxis& a = session_.axis();
        a.setSelection({a.selection().empty() ? 0 : a.selection().begin, sample});
      });
  menu->addActions(
      {actions_.addLabel, actions_.selectAll, actions_.zoomSelection, actions_.zoomAll});
  menu->addSeparator();
  menu->addActions({actions_.exportAs, actions_.exportPicture});
}

void MainWindow::showContextMenu(QWidget* view, const QPoint& at, const QPoint& global) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setObjectName(QStringLiteral("context"));
  fillContextMenu(menu, view, at);
  menu->popup(global);
}

void MainWindow::updateModels() {
  modelMenu_->clear();
  const auto models = codec::list_models();
  for (const auto& path : models) {
    const auto config = codec::ModelConfig::load(path);
    if (!config) continue;
    QAction* item = modelMenu_->addAction(QString::fromStdString(config->name));
    item->setToolTip(QString::fromStdString(config->description));
    item->setCheckable(true);
    item->setChecked(session_.hasModel() && session_.model()->config() == *config);
    connect(item, &QAction::triggered, this, [this, path] {
      const QString file = QString::fromStdString(path.string());
      QSettings().setValue(QStringLiteral("codec/model"), file);
      session_.worker().loadModel(file);
    });
  }
  if (modelMenu_->isEmpty()) modelMenu_->addAction(tr("No model found"))->setEnabled(false);
}

}  // namespace gui
