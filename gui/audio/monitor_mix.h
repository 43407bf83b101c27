// What the listener hears: original or reconstruction, equally loud, without a click between them.
#pragma once

#include <cstddef>
#include <span>

namespace gui {

enum class Listen { original, reconstruction };

struct OutputLevel {
  float peak = 0.0F;  // linear
  float rms = 0.0F;
};

// Threads: one at a time. Realtime: allocates nothing.
class MonitorMix {
 public:
  explicit MonitorMix(int rateHz = 16000) { reset(rateHz); }
  void reset(int rateHz);

  // Equal sizes. matched: whether the reconstruction is brought to the loudness of the original
  // (not while single codebooks sound: they are heard as they are).
  void mix(std::span<const float> original, std::span<const float> reconstruction, Listen listen,
           bool matched, std::span<float> out) {
    mix(original, reconstruction, listen, matched, out, {});
  }
  // The original is stereo: `original` is the middle of its channels, `side` half of left less
  // right, which is replaced by the side of what is heard: as much of it as of the original.
  void mix(std::span<const float> original, std::span<const float> reconstruction, Listen listen,
           bool matched, std::span<float> out, std::span<float> side);
  double matchDb() const;
  // By which both are turned down so that neither passes full scale: <= 1, kept until reset().
  float trim() const { return trim_; }

 private:
  double decay_ = 0.0;
  float step_ = 0.0F;
  double originalEnergy_ = 0.0;
  double reconstructionEnergy_ = 0.0;
  float gain_ = 1.0F;
  float trim_ = 1.0F;
  float share_ = -1.0F;  // of the reconstruction, 0..1; < 0: nothing was heard yet
};

}  // namespace gui
