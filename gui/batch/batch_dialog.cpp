#include "gui/batch/batch_dialog.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QGroupBox>
#include <QHeaderView>
#include <QLocale>
#include <QMimeData>
#include <QPainter>
#include <QScreen>
#include <QSettings>
#include <QStyledItemDelegate>
#include <QThread>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/document/error_text.h"
#include "gui/document/time_axis.h"
#include "gui/look/decimal.h"
#include "gui/look/on_key.h"
#include "gui/look/theme.h"

namespace gui {
namespace {

// A bar behind the state of a file that is being worked on.
class ProgressDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const QVariant share = index.data(BatchModel::kProgress);
    if (share.isValid()) {
      QRectF bar = QRectF(option.rect).adjusted(2, 3, -2, -3);
      painter->fillRect(bar, colours().grid);
      bar.setWidth(bar.width() * share.toDouble());
      QColor fill = colours().original;
      fill.setAlpha(150);
      painter->fillRect(bar, fill);
    }
    QStyledItemDelegate::paint(painter, option, index);
  }
};

const QString kWholeNames = QStringLiteral("{dir}/{name}.{ext}");

}  // namespace

BatchDialog::BatchDialog(ModelPtr model, QWidget* parent)
    : QDialog(parent), model_(std::move(model)) {
  setWindowTitle(tr("Batch convert"));
  setAcceptDrops(true);
  view_ = new QTableView;
  view_->setModel(&table_);
  view_->setItemDelegateForColumn(BatchModel::kState, new ProgressDelegate(view_));
  view_->setAccessibleName(tr("Files of the batch"));
  view_->setSelectionBehavior(QAbstractItemView::SelectRows);
  view_->setAlternatingRowColors(true);
  view_->setShowGrid(false);
  view_->setTextElideMode(Qt::ElideRight);
  view_->verticalHeader()->hide();
  view_->verticalHeader()->setDefaultSectionSize(view_->fontMetrics().height() + 8);
  view_->horizontalHeader()->setStretchLastSection(true);
  view_->setColumnWidth(BatchModel::kFile, 260);
  view_->setColumnWidth(BatchModel::kState, 100);
  view_->setColumnWidth(BatchModel::kSize, 90);
  view_->setTabKeyNavigation(false);
  // Not the default button, which starts the batch.
  const auto open = [this] {
    const QString path = view_->currentIndex().data(BatchModel::kPath).toString();
    if (!path.isEmpty()) Q_EMIT openWanted(path);
  };
  new OnKey(view_, {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}, open);
  connect(view_, &QAbstractItemView::doubleClicked, this, open);
  total_ = new QProgressBar;
  total_->setRange(0, 1000);
  total_->setValue(0);
  totals_ = new QLabel(tr("Nothing started yet"));
  totals_->setWordWrap(true);
  problem_ = new QLabel;
  problem_->setWordWrap(true);
  problem_->hide();
  start_ = new QPushButton(tr("&Start"));
  pause_ = new QPushButton(tr("&Pause"));
  cancel_ = new QPushButton(tr("&Cancel"));
  retry_ = new QPushButton(tr("&Retry failed"));
  auto* close = new QPushButton(tr("C&lose"));
  start_->setDefault(true);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(retry_);
  buttons->addStretch();
  for (QPushButton* b : {start_, pause_, cancel_, close}) buttons->addWidget(b);
  auto* layout = new QVBoxLayout(this);
  settings_ = makeSettings();
  layout->addWidget(settings_);
  layout->addWidget(view_, 1);
  keepNames_ = new QPushButton(tr("&Keep the whole names: %1").arg(kWholeNames));
  keepNames_->hide();
  connect(keepNames_, &QPushButton::clicked, this, [this] {
    pattern_->setText(kWholeNames);
    start();
  });
  skipTwins_ = new QPushButton(tr("S&kip all but the first of each name"));
  skipTwins_->hide();
  connect(skipTwins_, &QPushButton::clicked, this, [this] {
    firstOfTwins_ = true;
    start();
  });
  auto* mend = new QHBoxLayout;
  mend->addWidget(keepNames_);
  mend->addWidget(skipTwins_);
  mend->addStretch();
  layout->addWidget(problem_);
  layout->addLayout(mend);
  layout->addWidget(total_);
  layout->addWidget(totals_);
  layout->addLayout(buttons);
  resize(QSize(820, 720).boundedTo(screen()->availableSize() - QSize(40, 80)));

  connect(start_, &QPushButton::clicked, this, &BatchDialog::start);
  connect(pause_, &QPushButton::clicked, this, &BatchDialog::pauseOrGoOn);
  connect(cancel_, &QPushButton::clicked, this, &BatchDialog::cancel);
  connect(retry_, &QPushButton::clicked, this, &BatchDialog::retryFailed);
  connect(close, &QPushButton::clicked, this, &QDialog::hide);
  connect(&runner_, &BatchRunner::listed, &table_, &BatchModel::setFiles);
  connect(&runner_, &BatchRunner::started, this, [this](std::size_t i) {
    table_.start(i);
    view_->scrollTo(table_.index(static_cast<int>(i), 0));
  });
  connect(&runner_, &BatchRunner::progressed, this,
          [this](std::size_t i, double share, const codec::BatchTotals& totals) {
            table_.progress(i, share);
            showTotals(totals);
          });
  connect(&runner_, &BatchRunner::ended, this,
          [this](const codec::BatchResult& result, const codec::BatchTotals& totals) {
            table_.end(result);
            showTotals(totals);
          });
  connect(&runner_, &BatchRunner::failed, this, [this](const codec::Error& error) {
    problem_->setText(errorText(error));
    problem_->show();
    const bool twins = error.message.find("would both become") != std::string::npos;
    // Same stems: the whole name of each source keeps them apart.
    keepNames_->setVisible(twins && !pattern_->text().contains(QStringLiteral("{name}")));
    skipTwins_->setVisible(twins);
  });
  connect(&runner_, &BatchRunner::finished, this,
          [this](const std::optional<codec::BatchReport>& report) {
            if (report) {
              showTotals(report->totals);
              total_->setValue(report->cancelled ? total_->value() : 1000);
              if (report->cancelled) totals_->setText(tr("Cancelled. ") + totals_->text());
            }
            update();
          });
  update();
}

BatchDialog::~BatchDialog() = default;

QWidget* BatchDialog::makeSettings() {
  inputs_ = new QListWidget;
  inputs_->setAccessibleName(tr("Files and folders to convert"));
  inputs_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  inputs_->setTextElideMode(Qt::ElideMiddle);
  inputs_->setMinimumHeight(90);
  inputs_->setMaximumHeight(130);
  auto* addFiles = new QPushButton(tr("Add &files …"));
  auto* addFolder = new QPushButton(tr("Add f&older …"));
  auto* remove = new QPushButton(tr("Re&move"));
  undo_ = new QPushButton(tr("&Undo remove"));
  auto* side = new QVBoxLayout;
  for (QPushButton* b : {addFiles, addFolder, remove, undo_}) side->addWidget(b);
  side->addStretch();
  auto* top = new QHBoxLayout;
  top->addWidget(inputs_, 1);
  top->addLayout(side);
  connect(addFiles, &QPushButton::clicked, this,
          [this] { addInputs(QFileDialog::getOpenFileNames(this, tr("Add files"))); });
  connect(addFolder, &QPushButton::clicked, this,
          [this] { addInputs({QFileDialog::getExistingDirectory(this, tr("Add folder"))}); });
  connect(remove, &QPushButton::clicked, this, &BatchDialog::removeSelected);
  new OnKey(inputs_, {Qt::Key_Delete, Qt::Key_Backspace}, [this] { removeSelected(); });
  connect(undo_, &QPushButton::clicked, this, [this] {
    addInputs(std::exchange(removed_, {}));
    update();
  });

  QSettings settings;
  format_ = new QComboBox;
  for (const auto& [name, extension] :
       {std::pair{tr("Compress to Sonoglyph"), "sgl"}, std::pair{tr("Tokens, NumPy"), "npy"},
        std::pair{tr("Tokens, JSON"), "json"}, std::pair{tr("Tokens, CSV"), "csv"},
        std::pair{tr("Tokens, safetensors"), "safetensors"}, std::pair{tr("Decode to WAV"), "wav"},
        std::pair{tr("Decode to FLAC"), "flac"}, std::pair{tr("Decode to Opus"), "opus"},
        std::pair{tr("Decode to Ogg Vorbis"), "ogg"}}) {
    format_->addItem(QStringLiteral("%1 (.%2)").arg(name, QLatin1String(extension)),
                     QLatin1String(extension));
  }
  folder_ = new QLineEdit(settings.value(QStringLiteral("batch/folder")).toString());
  folder_->setPlaceholderText(tr("Folder for the results"));
  auto* browse = new QPushButton(tr("&Browse …"));
  connect(browse, &QPushButton::clicked, this, [this] {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder for the results"), folder_->text());
    if (!chosen.isEmpty()) folder_->setText(chosen);
  });
  pattern_ = new QLineEdit(QString::fromStdString(codec::BatchOptions().pattern));
  pattern_->setToolTip(
      tr("{dir} folder below the input, {stem} name without extension, {ext} new "
         "extension, {name} file name"));
  existing_ = new QComboBox;
  existing_->addItems({tr("Fail"), tr("Skip"), tr("Overwrite"), tr("Keep both, rename the new one"),
                       tr("Resume: keep what is finished")});
  existing_->setCurrentIndex(4);
  workers_ = new QSpinBox;
  workers_->setRange(1, 64);
  workers_->setValue(std::max(1, QThread::idealThreadCount()));
  levels_ = new QSpinBox;
  levels_->setRange(0, model_ != nullptr ? model_->config().levels : 16);
  levels_->setSpecialValueText(tr("all"));
  auto* where = new QHBoxLayout;
  where->addWidget(folder_, 1);
  where->addWidget(browse);
  auto* numbers = new QHBoxLayout;
  numbers->addWidget(existing_, 1);
  numbers->addWidget(new QLabel(tr("Threads")));
  numbers->addWidget(workers_);
  numbers->addWidget(new QLabel(tr("Codebooks")));
  numbers->addWidget(levels_);
  auto* form = new QFormLayout;
  form->addRow(tr("Convert"), format_);
  form->addRow(tr("Into"), where);
  form->addRow(tr("Name pattern"), pattern_);
  form->addRow(tr("If it exists"), numbers);
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(top);
  layout->addLayout(form);
  connect(inputs_->model(), &QAbstractItemModel::rowsInserted, this, &BatchDialog::update);
  connect(inputs_->model(), &QAbstractItemModel::rowsRemoved, this, &BatchDialog::update);
  connect(folder_, &QLineEdit::textChanged, this, &BatchDialog::update);
  // What was decided of one list is not decided of the next.
  for (auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
    connect(inputs_->model(), changed, this, [this] { firstOfTwins_ = false; });
  }
  return box;
}

void BatchDialog::addInputs(const QStringList& paths) {
  for (const QString& path : paths) {
    if (path.isEmpty() || !inputs_->findItems(path, Qt::MatchExactly).isEmpty()) continue;
    auto* item = new QListWidgetItem(path);
    item->setToolTip(path);
    inputs_->addItem(item);
  }
}

void BatchDialog::setFormat(const QString& extension) {
  format_->setCurrentIndex(std::max(0, format_->findData(extension)));
}

void BatchDialog::removeSelected() {
  const auto selected = inputs_->selectedItems();
  if (selected.isEmpty()) return;
  removed_.clear();
  for (QListWidgetItem* item : selected) {
    removed_ << item->text();
    delete item;
  }
  update();
}

codec::BatchOptions BatchDialog::options() const {
  codec::BatchOptions o;
  for (int i = 0; i < inputs_->count(); ++i)
    o.inputs.push_back(inputs_->item(i)->text().toStdString());
  o.out_folder = folder_->text().toStdString();
  o.to = format_->currentData().toString().toStdString();
  o.pattern = pattern_->text().toStdString();
  o.existing = static_cast<codec::Existing>(existing_->currentIndex());
  o.first_of_twins = firstOfTwins_;
  o.workers = workers_->value();
  o.encode.levels = levels_->value();
  o.decode.levels = levels_->value();
  return o;
}

void BatchDialog::start() { startWith(options()); }

void BatchDialog::startWith(codec::BatchOptions options) {
  if (isRunning()) return;
  problem_->hide();
  keepNames_->hide();
  skipTwins_->hide();
  if (model_ == nullptr && loading_) {
    waiting_ = true;
    totals_->setText(tr("Waiting for the model …"));
    return update();
  }
  totals_->setText(tr("Listing the files …"));
  total_->setValue(0);
  QSettings().setValue(QStringLiteral("batch/folder"), folder_->text());
  runner_.start(model_, std::move(options));
  update();
}

void BatchDialog::setModel(ModelPtr model, bool loading) {
  model_ = std::move(model);
  loading_ = loading;
  if (model_ != nullptr) levels_->setRange(0, model_->config().levels);
  if (!waiting_ || (model_ == nullptr && loading_)) return;
  waiting_ = false;
  start();  // without a model, where loading failed: the batch says what it needs
}

void BatchDialog::cancel() {
  if (waiting_) {
    waiting_ = false;
    totals_->setText(tr("Cancelled. "));
  } else if (runner_.isCancelled()) {
    runner_.abort();
  } else {
    runner_.cancel();
    totals_->setText(tr("Cancelling: finishing the files in hand …"));
  }
  update();
}

void BatchDialog::retryFailed() {
  // The same settings: what is finished is kept, so the folders keep their structure.
  codec::BatchOptions again = options();
  again.existing = codec::Existing::resume;
  startWith(std::move(again));
}

void BatchDialog::pauseOrGoOn() {
  runner_.setPaused(!runner_.isPaused());
  update();
}

void BatchDialog::showTotals(const codec::BatchTotals& t) {
  total_->setValue(static_cast<int>(t.fraction * 1000));
  QString text = tr("%1 of %2 files").arg(t.ended()).arg(t.files);
  if (t.failed > 0)
    text += QStringLiteral(" · ") + tr("%n failed", nullptr, static_cast<int>(t.failed));
  if (t.wall_s > 0)
    text += QStringLiteral(" · ") + tr("%1 × real time").arg(decimal(t.times_realtime(), 0));
  if (runner_.isRunning() && runner_.isCancelled()) {
    text = tr("Cancelling …") + QLatin1Char(' ') + text;
  } else if (runner_.isRunning() && t.left_s) {
    text += QStringLiteral(" · ") + tr("%1 left").arg(formatTime(*t.left_s, 0));
  }
  if (t.output_bytes > 0) {
    text += QStringLiteral(" · ") +
            tr("%1 written").arg(QLocale().formattedDataSize(static_cast<qint64>(t.output_bytes)));
  }
  totals_->setText(text);
}

void BatchDialog::update() {
  const bool running = isRunning();
  settings_->setEnabled(!running);
  start_->setEnabled(!running && inputs_->count() > 0 && !folder_->text().isEmpty());
  pause_->setEnabled(runner_.isRunning() && !runner_.isCancelled());
  pause_->setText(running && runner_.isPaused() ? tr("&Go on") : tr("&Pause"));
  cancel_->setEnabled(running);
  const bool ending = runner_.isRunning() && runner_.isCancelled();
  cancel_->setText(ending ? tr("&Stop at once") : tr("&Cancel"));
  cancel_->setToolTip(ending ? tr("Drops the files in hand; what is finished stays")
                             : tr("Finishes the files in hand and begins no other"));
  retry_->setEnabled(!running && table_.count(BatchState::failed) > 0);
  undo_->setEnabled(!removed_.isEmpty());
}

void BatchDialog::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() && !runner_.isRunning()) event->acceptProposedAction();
}

void BatchDialog::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) paths << url.toLocalFile();
  addInputs(paths);
  event->acceptProposedAction();
}

}  // namespace gui
