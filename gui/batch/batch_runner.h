// Runs a batch beside the window and brings its news to the GUI thread.
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <thread>

#include "codec/batch/batch.h"
#include "gui/document/codec_worker.h"

namespace gui {

// Threads: public functions and signals on the GUI thread.
class BatchRunner : public QObject {
  Q_OBJECT
 public:
  explicit BatchRunner(QObject* parent = nullptr);
  ~BatchRunner() override;  // drops what is in hand, without a trace

  // Lists the files and converts them, both on a thread of their own.
  void start(ModelPtr model, codec::BatchOptions options);
  bool isRunning() const { return running_; }
  void setPaused(bool on);
  bool isPaused() const { return control_ && control_->is_paused(); }
  void cancel();  // finishes the files in hand
  void abort();   // drops them, without a trace
  bool isCancelled() const { return control_ && control_->is_cancelled(); }

 Q_SIGNALS:
  void listed(const std::vector<codec::BatchFile>& files,
              const std::vector<codec::BatchLeftOut>& leftOut);
  void started(std::size_t index);
  void progressed(std::size_t index, double share, const codec::BatchTotals& totals);
  void ended(const codec::BatchResult& result, const codec::BatchTotals& totals);
  void failed(const codec::Error& error);
  void finished(const std::optional<codec::BatchReport>& report);  // nothing after an error

 private:
  class Observer;
  void run(const ModelPtr& model, codec::BatchOptions options);
  void toGui(std::function<void()> call);

  std::thread thread_;
  std::shared_ptr<codec::BatchControl> control_;
  bool running_ = false;
};

}  // namespace gui
