// How long heard sound waits before the device takes it: as short as the device's habits allow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gui {

// Sound comes in hops, and the device takes it out of a ring in bursts of its own. An underrun
// raises the margin that must wait in the ring when a hop comes; a quarter of what was not needed
// for two seconds is given back; what waits beyond the margin (more than that, or what drifting
// clocks bring) is cut out of the sound, what is short is stretched.
//
// Threads: one at a time. Realtime: allocates nothing after the constructor.
class DelayControl {
 public:
  // sourceHz: rate of the hops; deviceHz: rate of the ring; hop: samples of each, at least 2;
  // underruns: counted before.
  DelayControl(int sourceHz, int deviceHz, std::size_t hop, std::uint64_t underruns = 0);

  struct Step {
    std::size_t silence = 0;   // samples at the device's rate to be written before the hop
    std::span<float> samples;  // the hop, up to a half shorter or longer; good until the next call
    // Samples at the device's rate that wait at least when a hop comes, as far as is known.
    std::size_t leastWaiting = 0;
  };
  // What to write for this hop (at the source's rate; may be changed in place), while `waiting`
  // samples are in the ring and the device has found it empty `underruns` times in all.
  Step next(std::span<float> hop, std::size_t waiting, std::uint64_t underruns);

  // Nothing is heard for a while: the next hop begins with a full margin.
  void pause() { primed_ = false; }
  bool isRunning() const { return primed_; }
  double marginS() const { return marginS_; }

 private:
  void watch(std::size_t waiting);
  std::span<float> fit(std::span<float> hop);
  void watchAnew();

  const int sourceHz_;
  const int deviceHz_;
  const int watchHops_;
  double marginS_;
  bool primed_ = false;         // the margin was laid
  bool settled_ = false;        // the first window is over
  int watched_ = 0;             // hops of this window
  std::ptrdiff_t surplus_ = 0;  // samples at the source's rate to cut out; below 0: to add
  std::size_t leastWaiting_;    // samples in the ring when a hop came, of this window ...
  std::size_t settledWaiting_;  // ... and of the last one
  std::uint64_t seenUnderruns_;
  std::vector<float> stretched_;
};

}  // namespace gui
