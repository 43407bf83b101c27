#include "gui/document/session.h"

#include <QUndoCommand>
#include <algorithm>
#include <cmath>
#include <utility>

#include "codec/files/header_of.h"
#include "gui/document/recording_name.h"
#include "gui/look/decimal.h"

namespace gui {

using codec::SampleIndex;

std::uint32_t LevelSwitches::mask(int levels) const {
  const std::uint32_t all = levels >= 32 ? 0xffffffffu : (1u << levels) - 1u;
  const std::uint32_t reached = upTo >= 32 ? all : ((1u << std::max(upTo, 0)) - 1u) & all;
  const std::uint32_t wanted = solo != 0 ? solo : all;
  return wanted & reached & ~muted;
}

// Documents are values whose parts are shared, so keeping the former one costs next to nothing.
class ShowDocument : public QUndoCommand {
 public:
  ShowDocument(Session* session, Document before, Document after, const QString& text)
      : QUndoCommand(text),
        session_(session),
        before_(std::move(before)),
        after_(std::move(after)) {}
  void redo() override {
    if (done_) before_ = session_->document();
    done_ = true;
    session_->put(after_);
  }
  void undo() override {
    after_ = session_->document();
    session_->put(before_);
  }
  // The one that is not shown.
  const Document& other(bool undone) const { return undone ? after_ : before_; }

 private:
  Session* session_;
  Document before_;
  Document after_;
  bool done_ = false;
};

// Of a document that meanwhile went through another model it changes nothing.
class EditCodes : public QUndoCommand {
 public:
  EditCodes(Session* session, std::shared_ptr<codec::Codes> codes,
            std::vector<codec::Damage::Range> lost, const QString& text)
      : QUndoCommand(text),
        session_(session),
        before_{session->document().codes, session->document().lost},
        after_{std::move(codes), std::move(lost)} {}
  void redo() override { replace(before_, after_); }
  void undo() override { replace(after_, before_); }

 private:
  struct State {
    std::shared_ptr<codec::Codes> codes;
    std::vector<codec::Damage::Range> lost;
  };
  void replace(const State& now, const State& next) {
    if (session_->document().codes == now.codes) session_->putCodes(next.codes, next.lost);
  }

  Session* session_;
  State before_;
  State after_;
};

class EditLabels : public QUndoCommand {
 public:
  EditLabels(Session* session, std::shared_ptr<const Labels> labels, const QString& text)
      : QUndoCommand(text),
        session_(session),
        before_(session->document().labels),
        after_(std::move(labels)) {}
  void redo() override { replace(before_, after_); }
  void undo() override { replace(after_, before_); }

 private:
  void replace(const std::shared_ptr<const Labels>& now,
               const std::shared_ptr<const Labels>& next) {
    if (session_->document_.labels != now) return;
    session_->document_.labels = next;
    session_->document_.labelsUnsaved = true;
    Q_EMIT session_->labelsChanged();
  }

  Session* session_;
  std::shared_ptr<const Labels> before_;
  std::shared_ptr<const Labels> after_;
};

class ClearSessionUsage : public QUndoCommand {
 public:
  ClearSessionUsage(std::vector<quantizer::CodebookUsage>* counts, std::int64_t* revision,
                    const QString& text)
      : QUndoCommand(text), counts_(counts), revision_(revision), kept_(*counts) {}
  void redo() override {
    for (auto& level : *counts_) level.clear();
    ++*revision_;
  }
  void undo() override {
    *counts_ = kept_;
    ++*revision_;
  }

 private:
  std::vector<quantizer::CodebookUsage>* counts_;
  std::int64_t* revision_;
  std::vector<quantizer::CodebookUsage> kept_;
};

Session::Session(QObject* parent) : QObject(parent) {
  undo_.setUndoLimit(20);
  connect(&worker_, &CodecWorker::modelLoaded, this, &Session::setModel);
  connect(&worker_, &CodecWorker::opened, this, &Session::onOpened);
  connect(&worker_, &CodecWorker::produced, this,
          [this](const std::vector<codec::Code>& codes, const std::vector<float>& sound) {
            appendProduced(codes, sound);
          });
  connect(&worker_, &CodecWorker::encoded, this, [this] {
    encoding_ = false;
    Q_EMIT documentChanged();
    measureQuality();
  });
  connect(&worker_, &CodecWorker::decoded, this, &Session::measureQuality);
  connect(&worker_, &CodecWorker::notOpened, this, &Session::complete);
  connect(&worker_, &CodecWorker::failed, this, [this](const codec::Error& error) {
    Q_EMIT failed(error);
    openWaiting();
  });
}

int Session::levels() const {
  if (document_.codes->levels > 0) return document_.codes->levels;
  return model_ != nullptr ? model_->config().levels : 0;
}

std::size_t Session::codebookSize() const {
  return model_ != nullptr ? static_cast<std::size_t>(model_->config().codebook_size) : 1024;
}

int Session::hopSamples() const { return model_ != nullptr ? model_->config().hop_samples() : 320; }

double Session::frameRateHz() const {
  return model_ != nullptr ? model_->config().frame_rate_hz() : 50.0;
}

QString Session::roleOf(int level) const {
  if (model_ == nullptr || level < 0) return {};
  const auto& roles = model_->config().level_roles;
  const auto index = static_cast<std::size_t>(level);
  if (index >= roles.size()) return {};
  return roles[index] == "semantic" ? tr("semantic") : tr("acoustic");
}

void Session::setMeanings(std::shared_ptr<const CodeMeanings> meanings) {
  meanings_ = std::move(meanings);
  Q_EMIT meaningsChanged();
}

QString Session::phoneOf(int level, codec::Code code) const {
  const CodeMeaning* m = meanings_->of(level, code);
  if (m == nullptr) return {};
  return tr("[%1] %2 %", "phone, its share of the code's frames")
      .arg(m->phone)
      .arg(decimal(100.0 * m->share, 0));
}

double Session::phoneDelayMs() const {
  return model_ == nullptr ? 0.0 : model_->config().semantic_delay_ms();
}

void Session::adopt(ModelPtr model) {
  model_ = std::move(model);
  sessionUsage_.assign(static_cast<std::size_t>(model_->config().levels),
                       quantizer::CodebookUsage(codebookSize()));
  if (document_.isEmpty()) {
    fileUsage_ = sessionUsage_;
    ++usageRevision_;
  }
  savedLevels_ = model_->config().levels;
  switches_ = {};
  Q_EMIT modelChanged();
  setMeanings(std::make_shared<CodeMeanings>(meaningsOf(*model_)));
  Q_EMIT switchesChanged();
  Q_EMIT savedLevelsChanged();
}

void Session::openWaiting() {
  if (waiting_.empty() || worker_.isLoading()) return;
  openPath(std::exchange(waiting_, {}));
}

void Session::cancelWork() {
  waiting_.clear();
  worker_.cancel();
}

void Session::setModel(ModelPtr model) {
  const bool first = model_ == nullptr;
  const auto next = std::exchange(waiting_, {});
  adopt(std::move(model));
  if (document_.recording) return;
  if (document_.hasOriginal()) showThroughModel(first);
  if (!next.empty()) openPath(next);
}

// The same sound through another model.
void Session::showThroughModel(bool first) {
  const bool sameRate = document_.original->track.rateHz() == model_->config().sample_rate_hz;
  if (!sameRate && !document_.path.empty()) {
    openPath(document_.path, document_.channel);
  } else if (sameRate && (!first || document_.codes->data.empty())) {
    Document again = document_;
    again.codes = std::make_shared<codec::Codes>();
    again.codesOnDisk.reset();
    again.model = nullptr;
    again.reconstruction = std::make_shared<Sound>(model_->config().sample_rate_hz);
    put(again);
  }
}

void Session::show(Document document, const QString& undoText) {
  if (document_.isEmpty()) {
    put(document);
    undo_.clear();
    return;
  }
  undo_.push(new ShowDocument(this, document_, std::move(document), undoText));
}

QStringList Session::replacedUnsaved() const {
  QStringList titles;
  for (int i = 0; i < undo_.count(); ++i) {
    const auto* shown = dynamic_cast<const ShowDocument*>(undo_.command(i));
    if (shown == nullptr) continue;
    const Document& d = shown->other(i >= undo_.index());
    // A file that was opened once more took its labels along.
    const bool labels = d.labelsUnsaved && d.labels != document_.labels;
    const bool codes = d.isEdited() && d.codes != document_.codes;
    if ((labels || codes) && !titles.contains(d.title)) titles << d.title;
  }
  return titles;
}

void Session::measureQuality() {
  const Document& d = document_;
  const bool complete = d.hasOriginal() && !d.recording && d.length > 0 &&
                        d.original->track.size() >= d.length &&
                        d.reconstruction->track.size() >= d.length;
  if (!complete) return quality_.clear();
  quality_.measure(d.original->track, d.reconstruction->track);
}

void Session::put(const Document& document) {
  cancelWork();
  quality_.clear();
  encoding_ = false;
  document_ = document;
  if (document_.model != nullptr && document_.model != model_) adopt(document_.model);
  marked_.reset();
  brushed_.reset();
  const int shown = levels();
  fileUsage_.assign(static_cast<std::size_t>(shown), quantizer::CodebookUsage(codebookSize()));
  const auto& data = document_.codes->data;
  for (int q = 0; q < shown && !data.empty(); ++q) {
    fileUsage_[static_cast<std::size_t>(q)].add(data, static_cast<std::size_t>(shown),
                                                static_cast<std::size_t>(q));
  }
  ++usageRevision_;
  savedLevels_ = shown;
  axis_.setSound(document_.original->track.rateHz(), document_.length);
  Q_EMIT documentChanged();
  Q_EMIT savedLevelsChanged();
  Q_EMIT switchesChanged();
  Q_EMIT markChanged();
  if (document_.recording || model_ == nullptr) return;
  if (isComplete()) return measureQuality();
  complete();
}

bool Session::lacksCodes() const {
  const std::int64_t hop = std::max(1, hopSamples());
  return document_.hasOriginal() && document_.codes->frames() < (document_.length + hop - 1) / hop;
}

bool Session::lacksSound() const {
  return document_.reconstruction->track.size() < document_.length;
}

bool Session::isComplete() const {
  return document_.recording || model_ == nullptr || !(lacksCodes() || lacksSound());
}

void Session::complete() {
  if (isComplete()) return;
  if (lacksCodes()) return encodeDocument();
  decodeDocument();
}

void Session::openPath(const std::filesystem::path& path, const codec::ChannelChoice& channel) {
  cancelWork();               // what it leaves is completed where the file cannot be opened
  if (worker_.isLoading()) {  // what comes is to be opened with that model
    waiting_ = path;
    return;
  }
  worker_.open(path, model_, channel);
}

void Session::openRecovered(const std::filesystem::path& spool) {
  openPath(spool);
  recovering_ = spool;
}

void Session::onOpened(const OpenedFile& file) {
  if (file.model != nullptr && file.model != model_) {
    Q_EMIT notice(tr("Changed to the model %1, which made this file.")
                      .arg(QString::fromStdString(file.model->config().name)));
  }
  Document document = file.document;
  if (!recovering_.empty() && document.path == recovering_) {
    document.title = recordingName(recovering_);
    document.path.clear();
    document.spool = recovering_;
    document.unsaved = true;
  }
  recovering_.clear();
  if (!document.codes->data.empty()) document.model = file.model;
  findLabels(document);
  show(std::move(document), tr("Open %1").arg(file.document.title));
}

// Those of the same file, opened anew; else those of a TextGrid beside it.
void Session::findLabels(Document& document) {
  if (document.path.empty()) return;
  if (document.path == document_.path && !document_.labels->empty()) {
    document.labels = document_.labels;
    document.labelsUnsaved = document_.labelsUnsaved;
    return;
  }
  std::filesystem::path beside = document.path;
  beside.replace_extension(".TextGrid");
  std::error_code none;
  if (!std::filesystem::is_regular_file(beside, none)) return;
  auto labels = codec::read_labels(beside);
  if (!labels) {
    Q_EMIT failed(labels.error());
    return;
  }
  document.labels = std::make_shared<const Labels>(std::move(*labels));
}

void Session::closeDocument() {
  if (!document_.isEmpty()) show({}, tr("Close %1").arg(document_.title));
}

void Session::markSaved(const Document& written, const std::filesystem::path& path,
                        const std::filesystem::path& take) {
  if (document_.original != written.original) return;
  document_.path = path;
  document_.title = QString::fromStdString(path.filename().string());
  document_.unsaved = document_.unsaved && take.empty();
  if (document_.codesOnDisk != nullptr) document_.codesOnDisk = written.codes;
  if (!take.empty() && !document_.spool.empty()) {
    std::error_code ignored;  // a spool that stays is offered again; nothing is lost
    std::filesystem::remove(document_.spool, ignored);
    document_.spool.clear();
  }
  Q_EMIT documentChanged();
}

void Session::encodeDocument() {
  worker_.cancelCoding();
  encoding_ = true;
  quality_.clear();
  document_.codes = std::make_shared<codec::Codes>();
  document_.codesOnDisk.reset();
  document_.codes->levels = model_->config().levels;
  document_.model = model_;
  document_.reconstruction = std::make_shared<Sound>(model_->config().sample_rate_hz);
  fileUsage_.assign(static_cast<std::size_t>(levels()), quantizer::CodebookUsage(codebookSize()));
  savedLevels_ = std::clamp(savedLevels_, 1, levels());
  Q_EMIT documentChanged();
  worker_.encode(model_, document_.original->track, savedLevels_);
}

void Session::decodeDocument() {
  worker_.cancelCoding();
  quality_.clear();
  document_.reconstruction = std::make_shared<Sound>(model_->config().sample_rate_hz);
  Q_EMIT documentChanged();
  worker_.decode(model_, std::make_shared<codec::Codes>(*document_.codes), document_.lost,
                 savedLevels_, document_.length);
}

void Session::beginRecording(const QString& title, std::filesystem::path spool) {
  Document d;
  const int rate = model_ != nullptr ? model_->config().sample_rate_hz : 16000;
  d.title = title;
  d.original = std::make_shared<Sound>(rate);
  d.reconstruction = std::make_shared<Sound>(rate);
  d.codes->levels = model_ != nullptr ? model_->config().levels : 0;
  d.model = model_;
  d.sourceRateHz = rate;
  d.format = tr("recording, %1 Hz").arg(rate);
  d.spool = std::move(spool);
  d.unsaved = true;
  d.recording = true;
  show(std::move(d), tr("New recording"));
}

void Session::appendOriginal(std::span<const float> samples) {
  if (samples.empty()) return;
  document_.original->append(samples);
  document_.length = document_.original->track.size();
  axis_.setLength(document_.length);
  Q_EMIT grown();
}

void Session::appendProduced(std::span<const codec::Code> codes,
                             std::span<const float> reconstruction) {
  if (codes.empty() && reconstruction.empty()) return;
  countCodes(codes);
  document_.codes->data.insert(document_.codes->data.end(), codes.begin(), codes.end());
  document_.reconstruction->append(reconstruction);
  Q_EMIT grown();
}

void Session::countCodes(std::span<const codec::Code> codes) {
  const auto stride = static_cast<std::size_t>(levels());
  if (codes.empty() || stride == 0) return;
  for (std::size_t q = 0; q < stride && q < fileUsage_.size(); ++q) {
    fileUsage_[q].add(codes, stride, q);
    if (q < sessionUsage_.size()) sessionUsage_[q].add(codes, stride, q);
  }
  ++usageRevision_;
}

void Session::endRecording(Live live) {
  document_.recording = false;
  document_.sourceLength = document_.length;
  axis_.setLength(document_.length);
  Q_EMIT documentChanged();
  if (model_ == nullptr) return;
  if (live == Live::complete) measureQuality();
  if (live == Live::encodeAnew) encodeDocument();
  if (live == Live::decodeAnew) decodeDocument();
}

void Session::setSavedLevels(int count) {
  count = std::clamp(count, 1, std::max(1, levels()));
  if (count == savedLevels_) return;
  savedLevels_ = count;
  Q_EMIT savedLevelsChanged();
  if (model_ == nullptr || document_.recording || document_.codes->data.empty()) return;
  if (encoding_) {
    encodeDocument();
  } else {
    decodeDocument();
  }
}

double Session::bitRate(int count) const {
  if (model_ == nullptr) return 0.0;
  return model_->config().bit_rate_bps(count);
}

std::int64_t Session::estimatedBytes(int count) const {
  if (model_ == nullptr) return 0;
  const std::int64_t hop = hopSamples();
  const std::int64_t frames = (document_.length + hop - 1) / hop;
  return codec::estimated_bytes(codec::header_of(*model_, count), frames);
}

void Session::setSwitches(const LevelSwitches& switches) {
  switches_ = switches;
  Q_EMIT switchesChanged();
}

void Session::mark(std::optional<MarkedCode> code) {
  if (code == marked_ && !brushed_) return;
  marked_ = code;
  brushed_.reset();
  Q_EMIT markChanged();
}

void Session::brush(int level, const std::vector<codec::Code>& codes) {
  BrushedCodes next{level, std::vector<bool>(codebookSize())};
  bool any = false;
  for (const codec::Code code : codes) {
    if (code >= next.codes.size()) continue;
    next.codes[code] = any = true;
  }
  if (!any) return mark({});
  marked_.reset();
  brushed_ = std::move(next);
  Q_EMIT markChanged();
}

void Session::editCodes(codec::Codes codes, FrameSpan span, const QString& undoText) {
  if (document_.recording || codes.levels != document_.codes->levels ||
      codes.data.size() != document_.codes->data.size() || codes == *document_.codes) {
    return;
  }
  if (document_.codesOnDisk == nullptr) document_.codesOnDisk = document_.codes;
  undo_.push(new EditCodes(this, std::make_shared<codec::Codes>(std::move(codes)),
                           withoutFrames(document_.lost, span), undoText));
}

void Session::putCodes(const std::shared_ptr<codec::Codes>& codes,
                       const std::vector<codec::Damage::Range>& lost) {
  worker_.cancelCoding();
  document_.codes = codes;
  document_.lost = lost;
  for (std::size_t q = 0; q < fileUsage_.size(); ++q) {
    fileUsage_[q].clear();
    fileUsage_[q].add(codes->data, fileUsage_.size(), q);
  }
  ++usageRevision_;
  if (model_ != nullptr) return decodeDocument();
  Q_EMIT documentChanged();
}

void Session::setLabels(Labels labels, const QString& undoText) {
  if (labels == *document_.labels) return;
  undo_.push(new EditLabels(this, std::make_shared<const Labels>(std::move(labels)), undoText));
}

void Session::markLabelsSaved() {
  document_.labelsUnsaved = false;
  Q_EMIT labelsChanged();
}

std::int64_t Session::nextMarked(std::int64_t frame, int direction) const {
  const codec::Codes& codes = *document_.codes;
  const std::int64_t frames = codes.frames();
  const int level = brushed_ ? brushed_->level : marked_ ? marked_->level : -1;
  if (level < 0 || frames == 0 || level >= codes.levels) return -1;
  for (std::int64_t i = 1; i <= frames; ++i) {
    const std::int64_t at = ((frame + direction * i) % frames + frames) % frames;
    const codec::Code code = codes.at(level, at);
    if (brushed_ ? brushed_->has(code) : code == marked_->code) return at;
  }
  return -1;
}

codec::Codes Session::held(const MarkedCode& code) const {
  codec::Codes codes;
  if (model_ == nullptr) return codes;
  const codec::ModelConfig& config = model_->config();
  if (code.level >= config.levels || code.code >= config.codebook_size) return codes;
  codes.levels = config.levels;
  const auto levels = static_cast<std::size_t>(config.levels);
  const std::int64_t frames = std::max<std::int64_t>(1, std::llround(config.frame_rate_hz() / 2));
  codes.data.assign(static_cast<std::size_t>(frames) * levels, 0);
  for (auto at = static_cast<std::size_t>(code.level); at < codes.data.size(); at += levels) {
    codes.data[at] = code.code;
  }
  return codes;
}

std::vector<quantizer::CodebookUsage> Session::usage(UsageScope scope) const {
  if (scope == UsageScope::file) return fileUsage_;
  if (scope == UsageScope::session) return sessionUsage_;
  const auto count = static_cast<std::size_t>(levels());
  std::vector<quantizer::CodebookUsage> result(count, quantizer::CodebookUsage(codebookSize()));
  const std::int64_t hop = std::max(1, hopSamples());
  const TimeSpan span = axis_.selection();
  const std::int64_t frames = document_.codes->frames();
  const std::int64_t first = std::min(span.begin / hop, frames);
  const std::int64_t last = std::min((span.end + hop - 1) / hop, frames);
  const auto part =
      std::span<const codec::Code>(document_.codes->data)
          .subspan(static_cast<std::size_t>(first) * count,
                   static_cast<std::size_t>(std::max<std::int64_t>(0, last - first)) * count);
  for (std::size_t q = 0; q < count && !part.empty(); ++q) result[q].add(part, count, q);
  return result;
}

void Session::clearSessionUsage() {
  undo_.push(new ClearSessionUsage(&sessionUsage_, &usageRevision_, tr("Clear session counts")));
}

}  // namespace gui
