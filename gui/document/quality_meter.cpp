#include "gui/document/quality_meter.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>

#include "gui/document/unhurried_thread.h"

namespace gui {
namespace {

constexpr std::size_t kAtOnce = 8;  // points that are told together

QThreadPool& pool() {
  static QThreadPool* const instance = unhurriedThread(QThread::LowestPriority);
  return *instance;
}

std::vector<float> piece(const Track& track, const codec::QualityPoint& p) {
  std::vector<float> samples(static_cast<std::size_t>(p.end - p.begin));
  track.read(p.begin, samples);
  return samples;
}

}  // namespace

QualityMeter::QualityMeter(QObject* parent) : QObject(parent) {}

QualityMeter::~QualityMeter() {
  if (cancelled_ != nullptr) *cancelled_ = true;
}

void QualityMeter::clear() {
  if (cancelled_ != nullptr) *cancelled_ = true;
  cancelled_.reset();
  busy_ = false;
  points_.clear();
  Q_EMIT changed();
}

void QualityMeter::measure(const Track& original, const Track& reconstruction) {
  clear();
  const int rate = original.rateHz();
  if (rate < 8000 || rate != reconstruction.rateHz()) return;
  points_ = codec::quality_grid(std::min(original.size(), reconstruction.size()), rate);
  if (points_.empty()) return;
  busy_ = true;
  cancelled_ = std::make_shared<std::atomic<bool>>(false);
  const QPointer<QualityMeter> self(this);
  pool().start([self, original, reconstruction, rate, points = points_, cancelled = cancelled_] {
    double loudest = 0.0;
    for (const auto& p : points) {
      if (*cancelled) return;
      loudest = std::max(loudest, codec::energy_of(piece(original, p)));
    }
    for (std::size_t first = 0; first < points.size(); first += kAtOnce) {
      const std::size_t end = std::min(points.size(), first + kAtOnce);
      std::vector<codec::QualityPoint> ready(points.begin() + static_cast<std::ptrdiff_t>(first),
                                             points.begin() + static_cast<std::ptrdiff_t>(end));
      for (auto& p : ready) {
        if (*cancelled) return;
        codec::measure_piece(piece(original, p), piece(reconstruction, p), rate, loudest, p);
      }
      QMetaObject::invokeMethod(
          QCoreApplication::instance(),
          [self, cancelled, ready, first, last = end == points.size()] {
            if (self && !*cancelled) self->take(ready, first, last);
          },
          Qt::QueuedConnection);
    }
  });
}

void QualityMeter::take(const std::vector<codec::QualityPoint>& ready, std::size_t first,
                        bool last) {
  std::copy(ready.begin(), ready.end(), points_.begin() + static_cast<std::ptrdiff_t>(first));
  busy_ = !last;
  Q_EMIT changed();
}

int QualityMeter::worst() const {
  int worst = -1;
  double most = -1.0;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (!points_[i].mel || *points_[i].mel <= most) continue;
    most = *points_[i].mel;
    worst = static_cast<int>(i);
  }
  return worst;
}

}  // namespace gui
