// A stretch of the reconstruction from some of its codebooks, decoded beside everything else.
#pragma once

#include <QObject>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "gui/document/codec_worker.h"
#include "gui/document/time_axis.h"

namespace gui {

// Threads: GUI; decoding runs on an unhurried thread of its own.
class PartialSounds : public QObject {
  Q_OBJECT
 public:
  explicit PartialSounds(QObject* parent = nullptr) : QObject(parent) {}
  ~PartialSounds() override;

  // Longer stretches are not decoded: there is too much of them to be looked at closely.
  static constexpr int kMostSeconds = 90;

  struct Wanted {
    ModelPtr model;                             // null: nothing
    std::shared_ptr<const codec::Codes> codes;  // that do not grow any more
    std::vector<codec::Damage::Range> lost;
    codec::SampleIndex length = 0;
    TimeSpan span;                     // that must be there; more comes with it, for scrolling
    std::vector<std::uint32_t> masks;  // bit q: codebook q sounds
  };
  // What is there already is kept, what is missing is decoded; each mask is told by changed().
  void want(Wanted wanted);
  void clear();
  // On the document's time axis, silent before the stretch; null: not there (yet).
  std::shared_ptr<const Sound> sound(std::uint32_t mask) const;
  bool isBusy() const { return busy_ > 0; }

 Q_SIGNALS:
  void changed();

 private:
  void decode(const Wanted& wanted, std::uint32_t mask);

  ModelPtr model_;
  std::shared_ptr<const codec::Codes> codes_;
  TimeSpan span_;                   // of all sounds
  std::shared_ptr<Track> silence_;  // before it; of the decoding thread
  std::map<std::uint32_t, std::shared_ptr<const Sound>> sounds_;  // null: on its way
  std::shared_ptr<std::atomic<bool>> cancelled_;
  int busy_ = 0;
};

}  // namespace gui
