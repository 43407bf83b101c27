#include "gui/batch/batch_runner.h"

#include <chrono>
#include <utility>

namespace gui {

// Called on the batch's workers, one call at a time.
class BatchRunner::Observer : public codec::BatchObserver {
 public:
  explicit Observer(BatchRunner* runner) : runner_(runner) {}
  void on_start(const codec::BatchFile& file) override {
    runner_->toGui([r = runner_, i = file.index] { Q_EMIT r->started(i); });
  }
  void on_progress(const codec::BatchFile& file, double done, double total,
                   const codec::BatchTotals& totals) override {
    const double share = total > 0 ? done / total : 0.0;
    runner_->toGui(
        [r = runner_, i = file.index, share, totals] { Q_EMIT r->progressed(i, share, totals); });
  }
  void on_end(const codec::BatchResult& result, const codec::BatchTotals& totals) override {
    runner_->toGui([r = runner_, result, totals] { Q_EMIT r->ended(result, totals); });
  }

 private:
  BatchRunner* runner_;
};

BatchRunner::BatchRunner(QObject* parent) : QObject(parent) {}

BatchRunner::~BatchRunner() {
  if (control_) control_->go_on();
  if (control_) control_->abort();
  if (thread_.joinable()) thread_.join();
}

void BatchRunner::toGui(std::function<void()> call) {
  QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

void BatchRunner::start(ModelPtr model, codec::BatchOptions options) {
  if (running_) return;
  if (thread_.joinable()) thread_.join();
  running_ = true;
  control_ = std::make_shared<codec::BatchControl>();
  thread_ = std::thread([this, model = std::move(model), options = std::move(options)]() mutable {
    run(model, std::move(options));
  });
}

void BatchRunner::run(const ModelPtr& model, codec::BatchOptions options) {
  const auto fail = [this](const codec::Error& error) {
    toGui([this, error] {
      running_ = false;
      Q_EMIT failed(error);
      Q_EMIT finished({});
    });
  };
  auto plan = codec::BatchPlan::make(std::move(options));
  if (!plan) return fail(plan.error());
  std::vector<codec::BatchFile> files;
  files.reserve(plan->size());
  for (std::size_t i = 0; i < plan->size(); ++i) files.push_back(plan->file(i));
  toGui([this, files = std::move(files), left = plan->left_out()] { Q_EMIT listed(files, left); });
  Observer observer(this);
  auto report = codec::run_batch(model, *plan, &observer, control_.get());
  if (!report) return fail(report.error());
  toGui([this, report = std::move(report).value()] {
    running_ = false;
    Q_EMIT finished(report);
  });
}

void BatchRunner::setPaused(bool on) {
  if (!control_) return;
  if (on) {
    control_->pause();
  } else {
    control_->go_on();
  }
}

void BatchRunner::abort() {
  if (!control_) return;
  control_->go_on();
  control_->abort();
}

void BatchRunner::cancel() {
  if (!control_) return;
  control_->go_on();
  control_->cancel();
}

}  // namespace gui
