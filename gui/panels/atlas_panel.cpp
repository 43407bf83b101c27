#include "gui/panels/atlas_panel.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "gui/look/decimal.h"

namespace gui {
namespace {

constexpr std::size_t kMostPairs = 40;
constexpr int kDwellMs = 250;

}  // namespace

AtlasPanel::AtlasPanel(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
  level_ = new QComboBox;
  level_->setAccessibleName(tr("Codebook"));
  level_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  tabs_ = new QTabBar;
  tabs_->addTab(tr("Map"));
  tabs_->addTab(tr("Transitions"));
  tabs_->setDrawBase(false);
  tabs_->setDocumentMode(true);
  tabs_->setExpanding(false);
  tabs_->setAccessibleName(tr("Map or transitions"));
  map_ = new AtlasView;
  pairs_ = new TransitionView;
  pages_ = new QStackedWidget;
  pages_->addWidget(map_);
  pages_->addWidget(pairs_);
  note_ = new QLabel;
  note_->setWordWrap(true);
  note_->setForegroundRole(QPalette::PlaceholderText);
  hear_ = new QCheckBox(tr("Hear the code under the pointer"));
  hear_->setToolTip(tr("In the file, with what is around it"));
  auto* top = new QHBoxLayout;
  top->addWidget(level_);
  top->addStretch();
  top->addWidget(tabs_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addLayout(top);
  layout->addWidget(pages_, 1);
  layout->addWidget(legend_ = new PhoneLegend);
  layout->addWidget(hear_);
  layout->addWidget(note_);

  connect(level_, &QComboBox::currentIndexChanged, this, &AtlasPanel::refresh);
  connect(tabs_, &QTabBar::currentChanged, this, [this](int i) {
    pages_->setCurrentIndex(i);
    shownRevision_ = -1;
    refresh();
  });
  connect(map_, &AtlasView::chosen, this, &AtlasPanel::choose);
  connect(map_, &AtlasView::hearWanted, this,
          [this](int code) { Q_EMIT hearWanted(level(), code); });
  connect(map_, &AtlasView::pointed, this, [this](int code) {
    pointed_ = code;
    if (hear_->isChecked() && code >= 0) {
      dwell_.start(kDwellMs);
    } else {
      dwell_.stop();
    }
  });
  dwell_.setSingleShot(true);
  connect(&dwell_, &QTimer::timeout, this, [this] {
    if (pointed_ >= 0) Q_EMIT hearWanted(level(), pointed_);
  });
  connect(pairs_, &TransitionView::chosen, this, [this](const QString& from, const QString& to) {
    Q_EMIT searchWanted(from + QLatin1Char(' ') + to, level());
  });
  connect(session_, &Session::modelChanged, this, &AtlasPanel::showModel);
  connect(session_, &Session::documentChanged, this, &AtlasPanel::refresh);
  connect(session_, &Session::meaningsChanged, this, [this] {
    shownModel_ = nullptr;
    refresh();
  });
  connect(map_, &AtlasView::brushWanted, this,
          [this](const std::vector<codec::Code>& codes) { session_->brush(level(), codes); });
  connect(session_, &Session::markChanged, this, &AtlasPanel::showMark);
  connect(&timer_, &QTimer::timeout, this, [this] {
    if (isVisible() && session_->usageRevision() != shownRevision_) refresh();
  });
  timer_.start(500);
  showModel();
}

void AtlasPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refresh();
}

void AtlasPanel::showModel() {
  const int levels = session_->hasModel() ? session_->model()->config().levels : 0;
  {
    const QSignalBlocker quiet(level_);
    const int before = std::max(0, level_->currentIndex());
    level_->clear();
    for (int q = 0; q < levels; ++q) {
      const QString role = session_->roleOf(q);
      level_->addItem(role.isEmpty() ? tr("Codebook %1").arg(q + 1)
                                     : QStringLiteral("%1 %2").arg(q + 1).arg(role));
    }
    level_->setCurrentIndex(std::min(before, levels - 1));
    level_->setEnabled(levels > 1);
  }
  shownModel_ = nullptr;
  refresh();
}

// Costs something, so only where it is seen.
void AtlasPanel::refresh() {
  if (!isVisible()) return;
  const int q = level();
  if (!session_->hasModel() || q < 0) {
    map_->setMap({});
    map_->setCounts({});
    pairs_->setTransitions({});
    legend_->hide();
    return note_->setText(tr("Needs a model."));
  }
  if (session_->model() != shownModel_ || q != shownLevel_) {
    shownModel_ = session_->model();
    shownLevel_ = q;
    CodebookMap map = mapOf(*shownModel_, q);
    mapNote_ = tr("The %1 codes by how they sound: the two directions in which they differ "
                  "most, %2 % of the difference. Size: how often the file uses them. Click "
                  "marks, double click hears, dragging brushes several.")
                   .arg(map.places.size())
                   .arg(std::lround(100.0 * map.explained));
    map_->setMap(std::move(map));
    map_->setMeanings(q, session_->meanings());
    showMark();
  }
  shownRevision_ = session_->usageRevision();
  const auto usage = session_->usage(UsageScope::file);
  std::vector<std::uint64_t> counts;
  if (static_cast<std::size_t>(q) < usage.size()) {
    const auto& of = usage[static_cast<std::size_t>(q)].counts();
    counts.assign(of.begin(), of.end());
  }
  map_->setCounts(std::move(counts));
  hear_->setVisible(tabs_->currentIndex() == 0);
  legend_->setVisible(tabs_->currentIndex() == 0 && session_->meanings()->level == q);
  if (tabs_->currentIndex() != 1) return note_->setText(mapNote_);
  note_->setText(
      tr("What follows what in the file: rows, then columns; the stronger the colour, "
         "the more often. A click searches for the pair."));
  const Document& d = session_->document();
  const auto& phones = session_->model()->phones();
  if (session_->meanings()->level == q && phones != nullptr && !d.codes->data.empty()) {
    pairs_->setTransitions(phoneTransitions(
        codec::phone_runs(*phones, *d.codes, session_->model()->config()), kMostPairs));
  } else {
    pairs_->setTransitions(codeTransitions(*d.codes, q, kMostPairs));
  }
}

void AtlasPanel::showMark() {
  const auto& m = session_->marked();
  const auto& brushed = session_->brushed();
  map_->setMarked(m && m->level == level() ? m->code : -1);
  map_->setBrushed(brushed && brushed->level == level() ? brushed->codes : std::vector<bool>());
}

void AtlasPanel::choose(int code) {
  session_->mark(MarkedCode{level(), static_cast<codec::Code>(code)});
}

}  // namespace gui
