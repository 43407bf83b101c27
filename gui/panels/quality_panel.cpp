#include "gui/panels/quality_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/look/decimal.h"
#include "gui/look/on_key.h"

namespace gui {

QualityPanel::QualityPanel(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
  worst_ = new QLabel;
  worst_->setWordWrap(true);
  hearWorst_ = new QPushButton(tr("Hear A, then B"));
  hearWorst_->setToolTip(tr("The worst second as it was, and as it came back"));
  auto* first = new QHBoxLayout;
  first->addWidget(worst_, 1);
  first->addWidget(hearWorst_);

  what_ = new QLabel;
  what_->setWordWrap(true);
  measure_ = new QPushButton(tr("Compare codecs"));
  measure_->setToolTip(
      tr("The selection, or what begins at the cursor, by every number of codebooks and by other "
         "codecs"));
  auto* second = new QHBoxLayout;
  second->addWidget(what_, 1);
  second->addWidget(measure_);

  table_ = new FiguresTable(&model_, tr("Codecs compared"));
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  hearOriginal_ = new QPushButton(tr("Hear original"));
  hearChosen_ = new QPushButton(tr("Hear chosen"));
  hearChosen_->setToolTip(tr("As loud as the original. A double click or Space does the same."));
  blind_ = new QPushButton(tr("Blind test …"));
  blind_->setToolTip(tr("ABX: can you tell the chosen one from the original?"));
  rate_ = new QPushButton(tr("Rate several …"));
  rate_->setToolTip(
      tr("MUSHRA: rate those that are chosen, or all of them, without knowing which is which"));
  auto* third = new QGridLayout;
  third->addWidget(hearOriginal_, 0, 0);
  third->addWidget(hearChosen_, 0, 1);
  third->addWidget(blind_, 1, 0);
  third->addWidget(rate_, 1, 1);
  legend_ =
      new QLabel(tr("STOI and ESTOI tell how much is understood, up to 1; the mel distance "
                    "and the error of F0 how far the sound is off: 0 is equal."));
  legend_->setWordWrap(true);
  legend_->setForegroundRole(QPalette::PlaceholderText);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->setSpacing(10);
  layout->addLayout(first);
  layout->addLayout(second);
  layout->addWidget(table_);
  layout->addLayout(third);
  layout->addWidget(legend_);
  layout->addStretch(1);

  connect(measure_, &QPushButton::clicked, this, [this] {
    if (measuring_) return session_->cancelWork();
    measure();
  });
  connect(hearWorst_, &QPushButton::clicked, this, &QualityPanel::hearWorst);
  connect(hearOriginal_, &QPushButton::clicked, this, [this] {
    if (comparison_ != nullptr) Q_EMIT hear(comparison_->original);
  });
  const auto hearChosen = [this] {
    if (const auto* c = chosen()) Q_EMIT hear(c->sound);
  };
  connect(hearChosen_, &QPushButton::clicked, this, hearChosen);
  connect(table_, &QAbstractItemView::doubleClicked, this, hearChosen);
  new OnKey(table_, {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter}, hearChosen);
  connect(blind_, &QPushButton::clicked, this, &QualityPanel::blindTestWanted);
  connect(rate_, &QPushButton::clicked, this, &QualityPanel::ratingWanted);
  connect(table_, &FiguresTable::wantedHeightChanged, this,
          [this] { table_->setFixedHeight(table_->wantedHeight()); });
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &QualityPanel::refresh);
  connect(&session_->quality(), &QualityMeter::changed, this, &QualityPanel::refresh);
  connect(&session_->axis(), &TimeAxis::selectionChanged, this, &QualityPanel::refresh);
  connect(&session_->worker(), &CodecWorker::busyChanged, this, [this] {
    measuring_ = measuring_ && session_->worker().isBusy();
    refresh();
  });
  connect(session_, &Session::documentChanged, this, [this] {
    if (comparison_ != nullptr && session_->document().original->track.size() == 0) {
      comparison_.reset();
      model_.setSounds({});
    }
    refresh();
  });
  refresh();
}

TimeSpan QualityPanel::spanToMeasure() const {
  const Document& d = session_->document();
  TimeSpan span = session_->axis().selection();
  if (span.empty()) span = {session_->axis().cursor(), d.length};
  const auto most = static_cast<codec::SampleIndex>(kMostSeconds) * d.original->track.rateHz();
  // Where next to nothing is left, from the beginning.
  if (span.length() < d.original->track.rateHz() && session_->axis().selection().empty()) {
    span = {0, d.length};
  }
  span.end = std::min({span.end, span.begin + most, d.original->track.size()});
  return span;
}

const ComparedSound* QualityPanel::chosen() const {
  const QModelIndexList rows = table_->selectionModel()->selectedRows();
  if (comparison_ == nullptr || rows.isEmpty()) return nullptr;
  const auto row = static_cast<std::size_t>(rows.front().row());
  return row < comparison_->sounds.size() ? &comparison_->sounds[row] : nullptr;
}

std::vector<ComparedSound> QualityPanel::toRate() const {
  if (comparison_ == nullptr) return {};
  std::vector<int> rows;
  for (const QModelIndex& index : table_->selectionModel()->selectedRows()) {
    rows.push_back(index.row());
  }
  if (rows.size() < 2) return comparison_->sounds;
  std::sort(rows.begin(), rows.end());
  std::vector<ComparedSound> sounds;
  for (const int row : rows) {
    if (static_cast<std::size_t>(row) >= comparison_->sounds.size()) continue;
    sounds.push_back(comparison_->sounds[static_cast<std::size_t>(row)]);
  }
  return sounds;
}

void QualityPanel::measure() {
  const ModelPtr model = session_->model();
  const TimeSpan span = spanToMeasure();
  if (model == nullptr || span.empty()) return;
  const auto result = std::make_shared<Comparison>();
  measuring_ = true;
  session_->worker().run(
      tr("Comparing codecs"),
      [=, track = session_->document().original->track](
          const CodecWorker::Control& control) -> codec::Status {
        auto compared = compareSpan(track, span, model, usualContenders(*model), control);
        if (!compared) return compared.error();
        *result = std::move(*compared);
        return codec::Done{};
      },
      [this, result] {
        comparison_ = result;
        model_.setSounds(result->sounds);
        table_->setFixedHeight(table_->wantedHeight());
        if (!result->sounds.empty()) {
          const auto own = session_->model()->config().levels;
          choose(std::min(own, static_cast<int>(result->sounds.size())) - 1);
        }
        refresh();
        // Keys hear the rows at once, and do not compare again.
        if (measure_->hasFocus()) table_->setFocus(Qt::OtherFocusReason);
      });
}

void QualityPanel::refresh() {
  const Document& d = session_->document();
  const bool possible = session_->hasModel() && d.hasOriginal() && !d.recording;
  const QualityMeter& meter = session_->quality();
  const int worst = meter.worst();
  hearWorst_->setEnabled(worst >= 0);
  if (worst >= 0) {
    const auto& p = meter.points()[static_cast<std::size_t>(worst)];
    worst_->setText(tr("Worst second: %1, log-mel distance %2")
                        .arg(formatTime(session_->axis().seconds(p.begin), 1), decimal(*p.mel, 3)));
  } else {
    worst_->setText(possible ? tr("Measuring every second …")
                             : tr("Needs original and reconstruction."));
  }
  // It stays enabled while it works, and so keeps the focus.
  measure_->setEnabled(measuring_ || (possible && !session_->worker().isBusy()));
  measure_->setText(measuring_ ? tr("Cancel") : tr("Compare codecs"));
  const TimeSpan span = spanToMeasure();
  if (comparison_ != nullptr) {
    const auto& s = comparison_->span;
    what_->setText(tr("Compared %1 – %2")
                       .arg(formatTime(session_->axis().seconds(s.begin), 1),
                            formatTime(session_->axis().seconds(s.end), 1)));
  } else {
    what_->setText(possible ? tr("Every number of codebooks, and other codecs, on %1 s of it")
                                  .arg(decimal(session_->axis().seconds(span.length()), 1))
                            : QString());
  }
  const bool some = comparison_ != nullptr;
  table_->setVisible(some);
  legend_->setVisible(some);
  hearOriginal_->setVisible(some);
  hearChosen_->setVisible(some);
  blind_->setVisible(some);
  rate_->setVisible(some);
  hearChosen_->setEnabled(chosen() != nullptr);
  blind_->setEnabled(chosen() != nullptr);
}

}  // namespace gui
