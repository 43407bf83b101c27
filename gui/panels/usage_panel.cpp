#include "gui/panels/usage_panel.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <algorithm>

namespace gui {

UsagePanel::UsagePanel(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addLayout(makeControls());
  layout->addWidget(legend_ = new PhoneLegend);
  layout->addWidget(makeBars(), 1);
  layout->addWidget(mark_ = new QLabel);
  mark_->setWordWrap(true);
  layout->addLayout(makeMarkButtons());
  makePages();
  layout->addWidget(tabs_);
  layout->addWidget(pages_);
  followSession();
  refresh();
  showMark();
}

// What is counted, and how the bars stand.
QLayout* UsagePanel::makeControls() {
  scope_ = new QComboBox;
  scope_->addItems({tr("File"), tr("Session"), tr("Selection")});
  scope_->setAccessibleName(tr("Count codes of"));
  scope_->setToolTip(tr("Which frames are counted"));
  order_ = new QComboBox;
  order_->addItems({tr("By code"), tr("By count")});
  order_->setAccessibleName(tr("Order of the bars"));
  log_ = new QCheckBox(tr("Log"));
  log_->setToolTip(tr("Logarithmic counts"));
  connect(scope_, &QComboBox::currentIndexChanged, this, &UsagePanel::refresh);
  connect(order_, &QComboBox::currentIndexChanged, this, [this](int i) {
    for (UsageView* v : views_) v->setOrder(static_cast<UsageOrder>(i));
  });
  connect(log_, &QCheckBox::toggled, this, [this](bool on) {
    for (UsageView* v : views_) v->setScale(on ? CountScale::logarithmic : CountScale::linear);
  });
  auto* controls = new QHBoxLayout;
  controls->addWidget(scope_, 1);
  controls->addWidget(order_, 1);
  controls->addWidget(log_);
  return controls;
}

// Where rebuild() puts a histogram for each codebook.
QWidget* UsagePanel::makeBars() {
  bars_ = new QWidget;
  barLayout_ = new QVBoxLayout(bars_);
  barLayout_->setContentsMargins(0, 0, 0, 0);
  barLayout_->setSpacing(2);
  auto* area = new QScrollArea;
  area->setWidget(bars_);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setMinimumHeight(120);
  area->setFocusPolicy(Qt::NoFocus);
  barFocus_ = new RovingFocus(RovingFocus::Follow::focus, this);
  return area;
}

// What can be done with the marked code.
QLayout* UsagePanel::makeMarkButtons() {
  hear_ = new QPushButton(tr("Hear"));
  hear_->setToolTip(tr("Half a second of this code alone"));
  previous_ = new QPushButton(QStringLiteral("◀"));
  previous_->setAccessibleName(tr("Previous occurrence"));
  previous_->setToolTip(tr("Previous occurrence (Shift+F3)"));
  next_ = new QPushButton(QStringLiteral("▶"));
  next_->setAccessibleName(tr("Next occurrence"));
  next_->setToolTip(tr("Next occurrence (F3)"));
  unmark_ = new QPushButton(QStringLiteral("✕"));
  unmark_->setAccessibleName(tr("Remove the mark"));
  unmark_->setToolTip(tr("Remove the mark"));
  connect(hear_, &QPushButton::clicked, this, [this] {
    if (const auto& m = session_->marked()) Q_EMIT hearCode(m->level, m->code);
  });
  connect(previous_, &QPushButton::clicked, this, [this] { Q_EMIT goToOccurrence(-1); });
  connect(next_, &QPushButton::clicked, this, [this] { Q_EMIT goToOccurrence(1); });
  connect(unmark_, &QPushButton::clicked, this, [this] { session_->mark({}); });
  auto* marks = new QHBoxLayout;
  marks->addStretch(1);
  marks->addWidget(hear_);
  for (QPushButton* b : {previous_, next_, unmark_}) {
    b->setFixedWidth(30);
    marks->addWidget(b);
  }
  return marks;
}

// Two tables, one at a time: the figures, and the codes of one frame.
void UsagePanel::makePages() {
  table_ = new FiguresTable(&model_, tr("Figures of code usage"));
  frameTable_ = new FiguresTable(&frameModel_, tr("Codes of the frame"));
  frameHint_ = new QLabel(tr("Point at a frame in the token lanes, or click one to keep it."));
  frameHint_->setWordWrap(true);
  frameHint_->setAlignment(Qt::AlignCenter);
  frameHint_->setForegroundRole(QPalette::PlaceholderText);
  tabs_ = new QTabBar;
  tabs_->addTab(tr("Figures"));
  tabs_->addTab(tr("Frame"));
  tabs_->setDocumentMode(true);
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setUsesScrollButtons(false);
  tabs_->setElideMode(Qt::ElideRight);
  tabs_->setAccessibleName(tr("Figures or frame"));
  pages_ = new QStackedWidget;
  for (QWidget* page : {static_cast<QWidget*>(table_), static_cast<QWidget*>(frameTable_),
                        static_cast<QWidget*>(frameHint_)}) {
    pages_->addWidget(page);
  }
  connect(tabs_, &QTabBar::currentChanged, this, &UsagePanel::fillFrame);
  for (FiguresTable* table : {table_, frameTable_}) {
    connect(table, &FiguresTable::wantedHeightChanged, this, &UsagePanel::fitHeight);
  }
}

void UsagePanel::followSession() {
  connect(session_, &Session::meaningsChanged, this, &UsagePanel::fillFrame);
  connect(session_, &Session::documentChanged, this, &UsagePanel::refresh);
  connect(session_, &Session::modelChanged, this, &UsagePanel::refresh);
  connect(session_, &Session::markChanged, this, &UsagePanel::showMark);
  connect(&timer_, &QTimer::timeout, this, [this] {
    const bool selection =
        scope() == UsageScope::selection && !(session_->axis().selection() == shownSelection_);
    if (isVisible() && (selection || session_->usageRevision() != shownRevision_)) refresh();
  });
  timer_.start(150);
}

void UsagePanel::showFrame(std::int64_t frame) {
  frame_ = frame;
  fillFrame();
}

void UsagePanel::fillFrame() {
  legend_->setVisible(session_->meanings()->level >= 0);
  const codec::Codes& codes = *session_->document().codes;
  const bool some = frame_ >= 0 && frame_ < codes.frames();
  std::vector<FrameModel::Row> rows;
  const auto usage = session_->usage(UsageScope::file);
  bool roles = false;
  bool phones = false;
  for (int q = 0; some && q < codes.levels; ++q) {
    const codec::Code code = codes.at(q, frame_);
    const auto& counted = usage[static_cast<std::size_t>(q)];
    rows.push_back({session_->roleOf(q), code, counted.counts()[code], counted.total(),
                    session_->phoneOf(q, code)});
    roles = roles || !rows.back().role.isEmpty();
    phones = phones || session_->meanings()->level == q;
  }
  frameModel_.setRows(std::move(rows));
  frameTable_->showColumn(FrameModel::kRole, roles);
  frameTable_->showColumn(FrameModel::kPhone, phones);
  const QString time =
      some ? formatTime(static_cast<double>(frame_) / session_->frameRateHz()) : QString();
  tabs_->setTabText(1, some ? tr("Frame %1, %2").arg(frame_).arg(time) : tr("Frame"));
  pages_->setCurrentIndex(tabs_->currentIndex() == 0 ? 0 : some ? 1 : 2);
}

UsageScope UsagePanel::scope() const { return static_cast<UsageScope>(scope_->currentIndex()); }

void UsagePanel::setScope(UsageScope scope) { scope_->setCurrentIndex(static_cast<int>(scope)); }

void UsagePanel::setOrder(UsageOrder order) { order_->setCurrentIndex(static_cast<int>(order)); }

void UsagePanel::setScale(CountScale scale) { log_->setChecked(scale == CountScale::logarithmic); }

void UsagePanel::refresh() {
  shownRevision_ = session_->usageRevision();
  shownSelection_ = session_->axis().selection();
  const auto usage = session_->usage(scope());
  if (usage.size() != views_.size()) rebuild();
  for (std::size_t q = 0; q < usage.size(); ++q) {
    views_[q]->setRole(session_->roleOf(static_cast<int>(q)));
    views_[q]->setUsage(usage[q]);
  }
  model_.setUsage(usage);
  fillFrame();
  fitHeight();
}

void UsagePanel::fitHeight() {
  pages_->setFixedHeight(std::max(table_->wantedHeight(), frameTable_->wantedHeight()));
}

void UsagePanel::rebuild() {
  for (UsageView* view : views_) delete view;
  views_.clear();
  const auto count = session_->usage(scope()).size();
  for (std::size_t q = 0; q < count; ++q) {
    auto* view = new UsageView(static_cast<int>(q));
    view->setOrder(static_cast<UsageOrder>(order_->currentIndex()));
    view->setScale(log_->isChecked() ? CountScale::logarithmic : CountScale::linear);
    connect(view, &UsageView::codeClicked, this, [this](int level, int code) {
      session_->mark(MarkedCode{level, static_cast<codec::Code>(code)});
    });
    connect(view, &UsageView::brushWanted, session_, &Session::brush);
    barLayout_->addWidget(view, 1);
    views_.push_back(view);
  }
  std::vector<std::vector<QWidget*>> rows;
  for (UsageView* view : views_) rows.push_back({view});
  barFocus_->setControls(std::move(rows));
  showMark();
}

void UsagePanel::showMark() {
  const auto& m = session_->marked();
  const auto& brushed = session_->brushed();
  for (std::size_t q = 0; q < views_.size(); ++q) {
    const int level = static_cast<int>(q);
    views_[q]->setMarked(m && m->level == level ? m->code : -1);
    views_[q]->setBrushed(brushed && brushed->level == level ? brushed->codes
                                                             : std::vector<bool>());
  }
  hear_->setEnabled(m.has_value());
  for (QPushButton* b : {previous_, next_, unmark_}) b->setEnabled(m || brushed);
  if (brushed) {
    const auto codes = std::count(brushed->codes.begin(), brushed->codes.end(), true);
    return mark_->setText(tr("Codebook %1, %n code(s) brushed", nullptr, static_cast<int>(codes))
                              .arg(brushed->level + 1));
  }
  if (!m) {
    mark_->setText(tr("Click a bar to mark its code in the lanes, drag over several."));
    return;
  }
  const auto usage = session_->usage(UsageScope::file);
  const auto level = static_cast<std::size_t>(m->level);
  const auto count = level < usage.size() ? usage[level].counts()[m->code] : 0;
  mark_->setText(tr("Codebook %1, code %2: %3×").arg(m->level + 1).arg(m->code).arg(count));
}

}  // namespace gui
