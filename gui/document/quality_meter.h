// How near the reconstruction is to the original, second by second, measured beside everything
// else.
#pragma once

#include <QObject>
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "codec/measure/over_time.h"
#include "gui/audio/track.h"

namespace gui {

// Threads: GUI; the work is done on an unhurried thread of its own.
class QualityMeter : public QObject {
  Q_OBJECT
 public:
  explicit QualityMeter(QObject* parent = nullptr);
  ~QualityMeter() override;

  // Begins anew with these sounds, at one rate; points come as they are measured.
  void measure(const Track& original, const Track& reconstruction);
  void clear();

  // All pieces of the sound; those that are not measured yet have no figures.
  const std::vector<codec::QualityPoint>& points() const { return points_; }
  bool isBusy() const { return busy_; }
  // Of those that are measured, the one of the largest log-mel distance; -1: none.
  int worst() const;

 Q_SIGNALS:
  void changed();

 private:
  void take(const std::vector<codec::QualityPoint>& ready, std::size_t first, bool last);

  std::vector<codec::QualityPoint> points_;
  std::shared_ptr<std::atomic<bool>> cancelled_;
  bool busy_ = false;
};

}  // namespace gui
