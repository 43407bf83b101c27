// The state of the program without its window: the document, the model, what is marked, which
// codebooks sound, and how the codes are used.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <optional>
#include <vector>

#include "gui/document/code_edit.h"
#include "gui/document/code_meaning.h"
#include "gui/document/codec_worker.h"
#include "gui/document/document.h"
#include "gui/document/quality_meter.h"
#include "gui/document/time_axis.h"
#include "quantizer/codebook_usage.h"

namespace gui {

enum class UsageScope { file, session, selection };

struct MarkedCode {
  int level = 0;
  codec::Code code = 0;
  friend bool operator==(const MarkedCode&, const MarkedCode&) = default;
};

// Codes of one codebook that are marked together.
struct BrushedCodes {
  int level = 0;
  std::vector<bool> codes;  // one for each of the codebook; at least one is true
  bool has(codec::Code code) const { return code < codes.size() && codes[code]; }
  friend bool operator==(const BrushedCodes&, const BrushedCodes&) = default;
};

// Which codebooks sound.
struct LevelSwitches {
  std::uint32_t solo = 0;   // bit q: only soloed levels sound, if any
  std::uint32_t muted = 0;  // bit q
  int upTo = 16;            // levels 0 .. upTo-1
  std::uint32_t mask(int levels) const;
};

// Threads: GUI.
class Session : public QObject {
  Q_OBJECT
 public:
  explicit Session(QObject* parent = nullptr);

  TimeAxis& axis() { return axis_; }
  const TimeAxis& axis() const { return axis_; }
  CodecWorker& worker() { return worker_; }
  // Ends what the worker does for the document, and forgets the file that waits for a model.
  void cancelWork();
  // Codes and reconstruction reach to the end of the sound, as far as a model can make them: a
  // cancelled encoder or decoder leaves less. complete() makes them anew where they do not.
  bool isComplete() const;
  void complete();
  QUndoStack& undo() { return undo_; }
  // Of the reconstruction, as soon as it is complete.
  const QualityMeter& quality() const { return quality_; }

  const ModelPtr& model() const { return model_; }
  void setModel(ModelPtr model);
  int levels() const;  // of the codes at hand, or of the model; 0 with neither
  std::size_t codebookSize() const;
  int hopSamples() const;
  double frameRateHz() const;
  bool hasModel() const { return model_ != nullptr; }

  // "semantic", "acoustic" in the language of the window; empty: the model names none.
  QString roleOf(int level) const;
  // What codes stand for; never null.
  const std::shared_ptr<const CodeMeanings>& meanings() const { return meanings_; }
  void setMeanings(std::shared_ptr<const CodeMeanings> meanings);
  // "[a] 62 %", or empty.
  QString phoneOf(int level, codec::Code code) const;
  // By how much a phone sounded before the frame whose code stands for it.
  double phoneDelayMs() const;

  const Document& document() const { return document_; }
  // Replaces the document; what it replaces can be brought back with undo.
  void show(Document document, const QString& undoText);
  // Titles of the sounds that only undo brings back, with codes or labels that are in no file.
  QStringList replacedUnsaved() const;
  void openPath(const std::filesystem::path& path, const codec::ChannelChoice& channel = {});
  // A mended spool (gui/audio/spool.h): opens as an unsaved recording.
  void openRecovered(const std::filesystem::path& spool);
  void closeDocument();
  // `written` is in that file; nothing happens where another sound is shown by now. take: where
  // the recording is kept as it was captured; empty: nowhere else yet, so its spool stays and it
  // counts as unsaved.
  void markSaved(const Document& written, const std::filesystem::path& path,
                 const std::filesystem::path& take);

  // Recording: the parts come one after the other.
  void beginRecording(const QString& title, std::filesystem::path spool);
  void appendOriginal(std::span<const float> samples);
  void appendProduced(std::span<const codec::Code> codes, std::span<const float> reconstruction);
  enum class Live { complete, decodeAnew, encodeAnew };  // what the live codec left
  void endRecording(Live live);

  // How many codebooks are saved and take part in the reconstruction: 1..levels().
  int savedLevels() const { return savedLevels_; }
  void setSavedLevels(int levels);
  // Nominal bits per second of that many codebooks, and bytes of the document saved with them
  // (packed; entropy coding can only make it smaller).
  double bitRate(int levels) const;
  std::int64_t estimatedBytes(int levels) const;

  const LevelSwitches& switches() const { return switches_; }
  void setSwitches(const LevelSwitches& switches);
  // Bit q: codebook q sounds. Those that are not saved never do.
  std::uint32_t levelMask() const { return switches_.mask(savedLevels_); }

  const std::optional<MarkedCode>& marked() const { return marked_; }
  void mark(std::optional<MarkedCode> code);
  // Several codes instead of one; mark() ends it. No code: nothing is marked.
  const std::optional<BrushedCodes>& brushed() const { return brushed_; }
  void brush(int level, const std::vector<codec::Code>& codes);
  // The occurrence after (direction 1) or before (-1) that frame, wrapping; -1 with none.
  std::int64_t nextMarked(std::int64_t frame, int direction) const;
  // Half a second of that code, code 0 in the other codebooks. Empty where the model (if any) does
  // not know it.
  codec::Codes held(const MarkedCode& code) const;

  // Other codes for the document, as many as it has; `span` is where they differ. Can be undone;
  // the reconstruction is decoded anew. Does nothing where nothing differs.
  void editCodes(codec::Codes codes, FrameSpan span, const QString& undoText);
  // Can be undone.
  void setLabels(Labels labels, const QString& undoText);
  // They are in a file now.
  void markLabelsSaved();

  // One for each level.
  std::vector<quantizer::CodebookUsage> usage(UsageScope scope) const;
  std::int64_t usageRevision() const { return usageRevision_; }  // grows with every change
  void clearSessionUsage();

 Q_SIGNALS:
  void modelChanged();
  void meaningsChanged();
  void documentChanged();  // another document, or its description
  void grown();            // samples or codes were added
  void switchesChanged();
  void savedLevelsChanged();
  void markChanged();  // of what is brushed, too
  void labelsChanged();
  void notice(const QString& text);
  void failed(const codec::Error& error);

 private:
  void openWaiting();
  void showThroughModel(bool first);
  friend class ShowDocument;
  friend class EditCodes;
  friend class EditLabels;
  void putCodes(const std::shared_ptr<codec::Codes>& codes,
                const std::vector<codec::Damage::Range>& lost);
  void put(const Document& document);
  void adopt(ModelPtr model);
  void onOpened(const OpenedFile& file);
  bool lacksCodes() const;
  bool lacksSound() const;
  void findLabels(Document& document);
  void encodeDocument();
  void measureQuality();
  void decodeDocument();
  void countCodes(std::span<const codec::Code> codes);

  ModelPtr model_;
  std::shared_ptr<const CodeMeanings> meanings_ = std::make_shared<CodeMeanings>();
  Document document_;
  TimeAxis axis_;
  CodecWorker worker_;
  QUndoStack undo_;
  QualityMeter quality_;
  LevelSwitches switches_;
  int savedLevels_ = 0;
  std::optional<MarkedCode> marked_;
  std::optional<BrushedCodes> brushed_;
  std::vector<quantizer::CodebookUsage> fileUsage_;
  std::vector<quantizer::CodebookUsage> sessionUsage_;
  std::int64_t usageRevision_ = 0;
  bool encoding_ = false;
  std::filesystem::path waiting_;  // to be opened when the model is there
  std::filesystem::path recovering_;
};

}  // namespace gui
