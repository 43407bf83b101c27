// The slow work of the document on a thread of its own: reading, encoding, decoding, writing.
#pragma once

#include <QObject>
#include <QString>
#include <QThread>
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/types.h"
#include "codec/engine/model.h"
#include "gui/document/document.h"

namespace gui {

using ModelPtr = std::shared_ptr<const codec::Model>;

// What a file gave: an audio file has no codes yet, a token file no original.
struct OpenedFile {
  Document document;
  ModelPtr model;  // the one that fits the tokens; the model given where it does
};

// One job at a time, in the order they were started. cancel() ends the running one and forgets
// those that wait, but for the loading of a model, which only another loading replaces, and for
// what writes a file. All signals and replies come on the GUI thread, none of a cancelled job.
// Threads: public functions from the GUI thread.
class CodecWorker : public QObject {
  Q_OBJECT
 public:
  explicit CodecWorker(QObject* parent = nullptr);
  ~CodecWorker() override;

  void loadModel(const QString& nameOrPath);
  // channel: of a sound of several channels.
  void open(const std::filesystem::path& path, ModelPtr model,
            const codec::ChannelChoice& channel = {});
  // levels: how many take part in the reconstruction. Codes are always those of all levels.
  void encode(ModelPtr model, Track original, int levels);
  // lost: frames that are silent.
  void decode(ModelPtr model, std::shared_ptr<const codec::Codes> codes,
              std::vector<codec::Damage::Range> lost, int levels, codec::SampleIndex length);

  // Any other job: runs `work` on the thread; its error is reported by failed(), otherwise `done`
  // runs on the GUI thread.
  struct Control {
    const std::atomic<bool>* cancelled;
    std::function<void(double share)> progress;  // 0..1
  };
  void run(const QString& what, std::function<codec::Status(const Control&)> work,
           std::function<void()> done);

  // The same, of work that writes a file of the user's: what comes later waits for it.
  void write(const QString& what, std::function<codec::Status(const Control&)> work,
             std::function<void()> done);

  void cancel();
  void cancelCoding();  // encode() and decode() alone: what is being opened goes on
  void cancelWriting();
  bool isBusy() const { return jobs_ + codings_ + loads_ + writes_ > 0; }
  bool isWriting() const { return writes_ > 0; }
  bool isLoading() const { return loads_ > 0; }

 Q_SIGNALS:
  void busyChanged();
  void progressed(const QString& what, double share);
  void failed(const codec::Error& error);
  void notOpened();  // after failed()
  void modelLoaded(gui::ModelPtr model);
  void opened(const gui::OpenedFile& file);
  // Frame-major codes of all levels, and decoded sound, each continuing where the last one ended.
  void produced(const std::vector<codec::Code>& codes, const std::vector<float>& reconstruction);
  void encoded();
  void decoded();

 private:
  using Work = std::function<std::function<void()>(const Control&)>;
  // `work` gives what is to happen on the GUI thread afterwards.
  void start(const QString& what, Work work) { start(what, std::move(work), cancelled_, jobs_); }
  void start(const QString& what, Work work, std::shared_ptr<std::atomic<bool>> cancelled,
             int& count);
  void end(std::shared_ptr<std::atomic<bool>>& cancelled, int& count);
  Work working(std::function<codec::Status(const Control&)> work, std::function<void()> done);
  void toGui(const std::shared_ptr<std::atomic<bool>>& cancelled, std::function<void()> reply);
  std::function<void()> fail(const codec::Error& error);

  QThread thread_;
  QObject context_;  // lives on thread_
  std::shared_ptr<std::atomic<bool>> cancelled_;
  std::shared_ptr<std::atomic<bool>> uncoded_;   // of encoding and decoding
  std::shared_ptr<std::atomic<bool>> replaced_;  // of the loading of a model
  std::shared_ptr<std::atomic<bool>> stopped_;   // of what writes files
  int jobs_ = 0;
  int codings_ = 0;
  int loads_ = 0;
  int writes_ = 0;
};

}  // namespace gui
