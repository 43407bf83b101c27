// The wait of heard sound, against a device of numbers alone.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "gui/audio/delay_control.h"

namespace {

using gui::DelayControl;

constexpr int kRate = 16000;

// A ring that a device empties, block after block; hops come by the clock of the recording.
struct Device {
  double blockS = 0.0025;
  double drift = 0.0;  // its clock runs faster by so much
  double nextS = 0.0;
  std::ptrdiff_t ring = 0;
  std::uint64_t underruns = 0;
  bool expecting = false;

  void runUntil(double timeS, int rateHz) {
    const auto block = static_cast<std::ptrdiff_t>(std::lround(blockS * rateHz));
    for (; nextS <= timeS; nextS += blockS / (1.0 + drift)) {
      if (expecting && ring < block) ++underruns;
      ring = std::max<std::ptrdiff_t>(0, ring - block);
    }
  }
};

class Session {
 public:
  Session(int deviceHz, std::size_t hop)
      : control(kRate, deviceHz, hop), hz_(deviceHz), hop_(hop) {}

  void run(double seconds) {
    for (const double end = time_ + seconds; time_ < end; ++hops_) {
      time_ += static_cast<double>(hop_) / kRate;
      device.runUntil(time_, hz_);
      std::vector<float> sound(hop_, 0.1F);
      last = control.next(sound, static_cast<std::size_t>(device.ring), device.underruns);
      device.ring += static_cast<std::ptrdiff_t>(step_samples());
      device.expecting = true;
      least = std::min(least, device.ring - static_cast<std::ptrdiff_t>(step_samples()));
    }
  }
  double waitingMs() const { return 1000.0 * static_cast<double>(last.leastWaiting) / hz_; }

  DelayControl control;
  Device device;
  DelayControl::Step last;
  std::ptrdiff_t least = 1 << 30;  // in the ring when a hop came, without what was laid for it

 private:
  std::size_t step_samples() const {
    return last.silence + last.samples.size() * static_cast<std::size_t>(hz_) / kRate;
  }
  int hz_;
  std::size_t hop_;
  double time_ = 0.0;
  std::int64_t hops_ = 0;
};

TEST(DelayControl, TheFirstHopFindsTheWholeMargin) {
  DelayControl control(kRate, 48000, 320);
  std::vector<float> hop(320);
  const auto step = control.next(hop, 100, 0);
  EXPECT_EQ(step.silence, 1440u - 100u);
  EXPECT_EQ(step.samples.size(), 320u);
  EXPECT_EQ(step.leastWaiting, 1440u);
  EXPECT_EQ(control.next(hop, 1440, 0).silence, 0u);
  control.pause();
  EXPECT_FALSE(control.isRunning());
  EXPECT_EQ(control.next(hop, 0, 0).silence, 1440u);
}

TEST(DelayControl, ASteadyDeviceSoonWaitsForTheLeastMarginAlone) {
  for (const int hz : {16000, 48000}) {
    for (const std::size_t hop : {16u, 320u, 4800u, 32768u}) {
      Session session(hz, hop);
      session.run(hop < 10000 ? 20.0 : 60.0);
      EXPECT_NEAR(session.waitingMs(), 7.0, 2.6) << hz << " Hz, hop " << hop;
      EXPECT_EQ(session.device.underruns, 0u) << hz << " Hz, hop " << hop;
      session.least = 1 << 30;
      session.run(20.0);
      EXPECT_GT(session.least, hz * 4 / 1000) << hz << " Hz, hop " << hop;
    }
  }
}

TEST(DelayControl, ADriftingClockIsFollowedBothWays) {
  for (const double drift : {-300e-6, 300e-6}) {
    Session session(48000, 320);
    session.device.drift = drift;
    session.run(600.0);  // 180 ms of drift
    EXPECT_EQ(session.device.underruns, 0u) << drift;
    EXPECT_GT(session.waitingMs(), 1.0) << drift;
    EXPECT_LT(session.waitingMs(), 11.0) << drift;
  }
}

TEST(DelayControl, EachUnderrunRaisesTheMarginToItsBoundAndPeaceGivesItBack) {
  DelayControl control(kRate, kRate, 320);
  std::vector<float> hop(320);
  control.next(hop, 0, 0);
  const double first = control.marginS();
  std::uint64_t underruns = 1;
  const auto step = control.next(hop, 0, underruns);
  EXPECT_GT(control.marginS(), first);
  EXPECT_EQ(step.silence, static_cast<std::size_t>(std::lround(control.marginS() * kRate)));
  for (; underruns < 100; ++underruns) control.next(hop, 0, underruns);
  EXPECT_NEAR(control.marginS(), 0.10, 1e-9);
  double before = control.marginS();
  for (int window = 0; window < 40; ++window) {
    for (int i = 0; i < 100; ++i) control.next(hop, 2000, 99);
    EXPECT_LE(control.marginS(), before);
    before = control.marginS();
  }
  EXPECT_NEAR(control.marginS(), 0.007, 1e-9);
}

TEST(DelayControl, UnderrunsFromBeforeAreNotItsOwn) {
  DelayControl control(kRate, kRate, 320, 17);
  std::vector<float> hop(320);
  control.next(hop, 0, 17);
  EXPECT_NEAR(control.marginS(), 0.030, 1e-9);
}

// What is cut or stretched must not click: a slow sine stays without a step.
TEST(DelayControl, CutsAndStretchesWithoutAStep) {
  for (const std::size_t waiting : {3000u, 0u}) {
    DelayControl control(kRate, kRate, 320);
    const double w = 2.0 * std::numbers::pi * 100.0 / kRate;
    std::vector<float> heard;
    bool changed = false;
    for (int n = 0; n < 400; ++n) {
      std::vector<float> hop(320);
      for (std::size_t i = 0; i < hop.size(); ++i) {
        hop[i] = static_cast<float>(std::sin(w * (320.0 * n + static_cast<double>(i))));
      }
      // Above the margin, and below it without the device having run dry.
      const auto step = control.next(hop, n == 0 ? 480 : waiting, 0);
      changed = changed || step.samples.size() != 320;
      EXPECT_GE(step.samples.size(), 160u);
      EXPECT_LE(step.samples.size(), 480u);
      heard.insert(heard.end(), step.samples.begin(), step.samples.end());
    }
    EXPECT_TRUE(changed) << waiting;
    double most = 0.0;
    for (std::size_t i = 1; i < heard.size(); ++i) {
      most = std::max(most, std::abs(static_cast<double>(heard[i]) - heard[i - 1]));
    }
    EXPECT_LT(most, 2.0 * w) << waiting;  // a sine's own steepest step is w
  }
}

}  // namespace
