#include "gui/panels/search_panel.h"

#include <QElapsedTimer>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSettings>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "codec/files/sound_stream.h"
#include "gui/document/error_text.h"
#include "gui/look/decimal.h"
#include "gui/look/on_key.h"

namespace gui {
namespace {

constexpr QSize kPicture{150, 40};
constexpr double kAroundS = 0.35;  // of sound before and behind a hit

}  // namespace

SearchPanel::SearchPanel(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
  pattern_ = new QLineEdit;
  pattern_->setPlaceholderText(tr("17 * 903|904, or SH IH P"));
  pattern_->setClearButtonEnabled(true);
  pattern_->setAccessibleName(tr("Codes or phones to search"));
  pattern_->setToolTip(
      tr("Codes of consecutive frames, or phones one after the other. * is any, a|b one of two."));
  level_ = new QSpinBox;
  level_->setRange(1, 16);
  level_->setPrefix(tr("Codebook "));
  level_->setToolTip(tr("Of codes: the codebook that they are of"));
  scope_ = new QComboBox;
  scope_->setAccessibleName(tr("Search in"));
  scope_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  find_ = new QPushButton(tr("Search"));
  summary_ =
      new QLabel(tr("Where does a code, a run of codes or a word come again? Made of a "
                    "folder by “sonoglyph index”, an index is searched as a whole."));
  summary_->setWordWrap(true);
  summary_->setForegroundRole(QPalette::PlaceholderText);
  list_ = new QListWidget;
  list_->setIconSize(kPicture);
  list_->setUniformItemSizes(true);
  list_->setAlternatingRowColors(true);
  list_->setAccessibleName(tr("Where it occurs"));
  list_->setFocusPolicy(Qt::NoFocus);  // while there is nothing in it
  list_->setTextElideMode(Qt::ElideMiddle);
  go_ = new QPushButton(tr("Go there"));
  hear_ = new QPushButton(tr("Hear"));
  hear_->setToolTip(tr("With a third of a second around it"));
  auto* first = new QHBoxLayout;
  first->addWidget(pattern_, 1);
  first->addWidget(find_);
  auto* second = new QHBoxLayout;
  second->addWidget(scope_, 1);
  second->addWidget(level_);
  auto* last = new QHBoxLayout;
  last->addStretch();
  last->addWidget(hear_);
  last->addWidget(go_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addLayout(first);
  layout->addLayout(second);
  layout->addWidget(summary_);
  layout->addWidget(list_, 1);
  layout->addLayout(last);

  connect(find_, &QPushButton::clicked, this, &SearchPanel::run);
  connect(pattern_, &QLineEdit::returnPressed, this, &SearchPanel::run);
  connect(list_, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { go(list_->row(item)); });
  new OnKey(list_, {Qt::Key_Space}, [this] { hear(list_->currentRow()); });
  connect(list_, &QListWidget::currentRowChanged, this, [this](int row) {
    go_->setEnabled(row >= 0);
    hear_->setEnabled(row >= 0);
  });
  connect(go_, &QPushButton::clicked, this, [this] { go(list_->currentRow()); });
  connect(hear_, &QPushButton::clicked, this, [this] { hear(list_->currentRow()); });
  connect(scope_, &QComboBox::activated, this, [this](int i) {
    if (scope_->itemData(i).toInt() == 2) askIndex();
  });
  connect(session_, &Session::documentChanged, this, [this] {
    if (!hits_.empty() && hits_.front().source < 0) showHits({}, false, -1.0);
  });
  painter_.setInterval(0);
  connect(&painter_, &QTimer::timeout, this, &SearchPanel::paintNext);
  go_->setEnabled(false);
  hear_->setEnabled(false);
  refreshScope();
}

void SearchPanel::focusPattern() {
  pattern_->setFocus();
  pattern_->selectAll();
}

void SearchPanel::refreshScope() {
  scope_->clear();
  scope_->addItem(tr("In this file"), 0);
  if (index_ != nullptr) {
    scope_->addItem(tr("In %1: %n source(s), %2 h", nullptr, static_cast<int>(index_->sources()))
                        .arg(indexName_, decimal(index_->seconds() / 3600.0, 1)),
                    1);
    scope_->setCurrentIndex(1);
  }
  scope_->addItem(tr("Open an index …"), 2);
}

bool SearchPanel::inIndex() const {
  return index_ != nullptr && scope_->currentData().toInt() == 1;
}

void SearchPanel::askIndex() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open an index"), QSettings().value(QStringLiteral("folder")).toString(),
      tr("Index of codes (*.sgx)"));
  if (path.isEmpty()) return refreshScope();
  openIndex(path);
}

void SearchPanel::openIndex(const QString& path) {
  auto opened = codec::CodeIndex::open(path.toStdString());
  if (!opened) {
    summary_->setText(errorText(opened.error()));
    return refreshScope();
  }
  index_ = std::make_shared<const codec::CodeIndex>(std::move(*opened));
  indexName_ = QFileInfo(path).fileName();
  refreshScope();
}

void SearchPanel::search(const QString& pattern, int level) {
  pattern_->setText(pattern);
  level_->setValue(level + 1);
  run();
}

void SearchPanel::run() {
  const std::size_t size = inIndex() ? index_->shape().codebook_size : session_->codebookSize();
  auto pattern = codec::CodePattern::parse(pattern_->text().toStdString(), size);
  if (!pattern) {
    showHits({}, false, -1.0);
    return summary_->setText(errorText(pattern.error()));
  }
  const bool phones = pattern->kind == codec::CodePattern::Kind::phones;
  const ModelPtr model = session_->model();
  const auto table = model != nullptr && model->is_semantic() ? model->phones() : nullptr;
  if (phones && table == nullptr) {
    showHits({}, false, -1.0);
    return summary_->setText(tr("This model knows no phones: search for codes."));
  }
  const int level = level_->value() - 1;
  const auto found = std::make_shared<std::vector<Hit>>();
  const auto more = std::make_shared<bool>(false);
  const auto keep = [found, more](const codec::CodeHit& hit, int source) {
    *more = found->size() == kMostHits;
    if (!*more) found->push_back({hit, source});
    return !*more;
  };
  QElapsedTimer since;
  since.start();
  if (!inIndex()) {
    const codec::Codes& codes = *session_->document().codes;
    const auto take = [&](const codec::CodeHit& hit) { return keep(hit, -1); };
    if (phones) {
      codec::find_phones(*pattern, codec::phone_runs(*table, codes, model->config()), take);
    } else {
      codec::find_codes(*pattern, codes.data, codes.levels, level, session_->hopSamples(), take);
    }
    return showHits(std::move(*found), *more, static_cast<double>(since.nsecsElapsed()) / 1e9);
  }
  if (phones && !model->decodes(index_->shape().model)) {
    showHits({}, false, -1.0);
    return summary_->setText(tr("The index is of another model: choose it in the Codec menu."));
  }
  session_->worker().run(
      tr("Searching"),
      [=, index = index_](const CodecWorker::Control&) {
        return index->find(*pattern, level, table.get(),
                           model != nullptr ? &model->config() : nullptr,
                           [&](const codec::IndexHit& hit) {
                             return keep(hit.hit, static_cast<int>(hit.source));
                           });
      },
      [this, found, more, since] {
        showHits(std::move(*found), *more, static_cast<double>(since.nsecsElapsed()) / 1e9);
      });
}

void SearchPanel::showHits(std::vector<Hit> hits, bool more, double seconds) {
  painter_.stop();
  hits_ = std::move(hits);
  painted_ = 0;
  list_->clear();
  list_->setFocusPolicy(Qt::NoFocus);
  QPixmap blank(kPicture);
  blank.fill(Qt::transparent);
  for (const Hit& h : hits_) {
    const int rate = h.source < 0 ? session_->axis().rateHz() : index_->shape().sample_rate_hz;
    QString text =
        QStringLiteral("%1 – %2").arg(formatTime(static_cast<double>(h.hit.begin) / rate, 2),
                                      formatTime(static_cast<double>(h.hit.end) / rate, 2));
    QString tip = text;
    if (h.source >= 0) {
      const auto name = index_->name(static_cast<std::size_t>(h.source));
      const QString path = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
      text += QLatin1Char('\n') + QFileInfo(path).fileName();
      tip += QLatin1Char('\n') + path;
    } else {
      text += QLatin1Char('\n') + tr("frame %1").arg(h.hit.frame);
    }
    auto* item = new QListWidgetItem(QIcon(blank), text);
    item->setToolTip(tip);
    list_->addItem(item);
  }
  if (seconds >= 0) {
    const QString count = more ? tr("The first %1 of more").arg(hits_.size())
                               : tr("%n place(s)", nullptr, static_cast<int>(hits_.size()));
    summary_->setText(tr("%1, in %2 s").arg(count, decimal(seconds, 3)));
  }
  go_->setEnabled(false);
  hear_->setEnabled(false);
  if (!hits_.empty()) {
    list_->setFocusPolicy(Qt::StrongFocus);
    list_->setCurrentRow(0);
    painter_.start();
  }
}

codec::Codes SearchPanel::codesAround(const Hit& hit) const {
  codec::Codes part;
  const auto& shape = index_->shape();
  part.levels = shape.levels;
  const auto all = index_->codes(static_cast<std::size_t>(hit.source));
  const auto frames = static_cast<std::int64_t>(all.size()) / shape.levels;
  const auto around =
      static_cast<std::int64_t>(std::ceil(kAroundS * shape.sample_rate_hz / shape.hop_samples));
  const auto first = std::max<std::int64_t>(0, hit.hit.begin / shape.hop_samples - around);
  const auto last = std::min(frames, hit.hit.end / shape.hop_samples + around + 1);
  const auto levels = static_cast<std::size_t>(shape.levels);
  const auto span =
      all.subspan(static_cast<std::size_t>(first) * levels,
                  static_cast<std::size_t>(std::max<std::int64_t>(0, last - first)) * levels);
  part.data.assign(span.begin(), span.end());
  for (codec::Code& c : part.data) {
    c = static_cast<codec::Code>(std::min<std::size_t>(c, shape.codebook_size - 1));
  }
  return part;
}

QIcon SearchPanel::pictureOf(const Hit& hit) const {
  SpectrogramRequest r;
  codec::SampleIndex begin = 0;
  codec::SampleIndex end = 0;
  if (hit.source < 0) {
    const Document& d = session_->document();
    const auto around = static_cast<codec::SampleIndex>(kAroundS * session_->axis().rateHz());
    r.first = d.hasOriginal() ? d.original->track : d.reconstruction->track;
    begin = std::max<codec::SampleIndex>(0, hit.hit.begin - around);
    end = hit.hit.end + around;
  } else {
    const ModelPtr model = session_->model();
    if (model == nullptr || !model->decodes(index_->shape().model)) return {};
    auto decoder = codec::SoundDecoder::open(model, model->config().sample_rate_hz);
    if (!decoder) return {};
    const codec::Codes codes = codesAround(hit);
    std::vector<float> sound;
    decoder->push(codes.data, codes.levels, sound);
    decoder->finish(sound);
    r.first = Track(model->config().sample_rate_hz);
    r.first.append(sound);
    end = r.first.size();
  }
  const qreal ratio = devicePixelRatioF();
  r.style = style_;
  r.columns = static_cast<int>(kPicture.width() * ratio);
  r.rows = static_cast<int>(kPicture.height() * ratio);
  r.perColumn = std::max(1.0, static_cast<double>(end - begin) / r.columns);
  r.begin = static_cast<std::int64_t>(static_cast<double>(begin) / r.perColumn);
  QPixmap pixels = QPixmap::fromImage(renderSpectrogram(r).image);
  pixels.setDevicePixelRatio(ratio);
  return QIcon(pixels);
}

void SearchPanel::paintNext() {
  if (painted_ >= hits_.size()) return painter_.stop();
  list_->item(static_cast<int>(painted_))->setIcon(pictureOf(hits_[painted_]));
  ++painted_;
}

void SearchPanel::go(int row) {
  if (row < 0 || static_cast<std::size_t>(row) >= hits_.size()) return;
  const Hit& h = hits_[static_cast<std::size_t>(row)];
  if (h.source < 0) {
    Q_EMIT goToWanted({h.hit.begin, h.hit.end}, h.hit.frame);
    return;
  }
  const auto name = index_->name(static_cast<std::size_t>(h.source));
  Q_EMIT openWanted(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())),
                    {h.hit.begin, h.hit.end});
}

void SearchPanel::hear(int row) {
  if (row < 0 || static_cast<std::size_t>(row) >= hits_.size()) return;
  const Hit& h = hits_[static_cast<std::size_t>(row)];
  if (h.source >= 0) {
    Q_EMIT hearCodes(codesAround(h));
    return;
  }
  const auto around = static_cast<codec::SampleIndex>(kAroundS * session_->axis().rateHz());
  Q_EMIT hearSpan({std::max<codec::SampleIndex>(0, h.hit.begin - around), h.hit.end + around});
}

}  // namespace gui
