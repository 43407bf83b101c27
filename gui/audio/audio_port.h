// What the audio callback and the rest of the program share: three rings and some counters.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "codec/base/realtime.h"
#include "codec/base/spsc_ring.h"

namespace gui {

// Samples are mono, at the rate of the open stream of their side. What is heard may be stereo: then
// `heard` holds the middle of both channels and `sides` half of left less right, sample by sample.
//
// Errors: counted, never raised.
// Threads: capture() and playback() from the device's callback; each ring has one other end: the
// capture writer (recorded), the live engine (live, heard). Counters and switches: any thread.
// Realtime: capture() and playback() copy, count and return.
class AudioPort {
 public:
  struct Counters {
    std::uint64_t captureBlocks = 0;
    std::uint64_t captureSamples = 0;
    std::uint64_t playbackBlocks = 0;
    std::uint64_t recordDropped = 0;   // samples lost to a full recording ring: must stay 0
    std::uint64_t liveDropped = 0;     // samples that the live path had no room for
    std::uint64_t underruns = 0;       // playback blocks that found too little in the ring
    std::uint64_t inputOverflows = 0;  // as the device reports them
    std::uint64_t outputUnderflows = 0;
  };

  void capture(std::span<const float> samples) CODEC_REALTIME {
    captureBlocks_.fetch_add(1, std::memory_order_relaxed);
    captureSamples_.fetch_add(samples.size(), std::memory_order_relaxed);
    if (paused_.load(std::memory_order_relaxed)) return;
    recordDropped_.fetch_add(samples.size() - recorded.write(samples), std::memory_order_relaxed);
    if (liveWanted_.load(std::memory_order_relaxed)) {
      liveDropped_.fetch_add(samples.size() - live.write(samples), std::memory_order_relaxed);
    }
  }

  void playback(std::span<float> out) CODEC_REALTIME { playback(out, {}); }
  // side: empty, or as long as `middle`; silent where what is heard is mono.
  void playback(std::span<float> out, std::span<float> side) CODEC_REALTIME {
    playbackBlocks_.fetch_add(1, std::memory_order_relaxed);
    if (flush_.exchange(false, std::memory_order_relaxed)) {
      heard.skip(heard.capacity());
      sides.skip(sides.capacity());
    }
    const std::size_t got = heard.read(out);
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(got), out.end(), 0.0F);
    if (stereo_.load(std::memory_order_acquire)) {
      // Sides are written before their middles, so they are there.
      const std::size_t had = side.empty() ? sides.skip(got) : sides.read(side.first(got));
      std::fill(side.begin() + static_cast<std::ptrdiff_t>(side.empty() ? 0 : had), side.end(),
                0.0F);
    } else {
      std::fill(side.begin(), side.end(), 0.0F);
    }
    if (got < out.size() && expecting_.load(std::memory_order_relaxed)) {
      underruns_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  void countXruns(bool inputOverflow, bool outputUnderflow) CODEC_REALTIME {
    inputOverflows_.fetch_add(inputOverflow ? 1 : 0, std::memory_order_relaxed);
    outputUnderflows_.fetch_add(outputUnderflow ? 1 : 0, std::memory_order_relaxed);
  }

  // While paused nothing reaches either ring, so that recording and codes stay aligned.
  void setPaused(bool on) { paused_.store(on, std::memory_order_relaxed); }
  bool isPaused() const { return paused_.load(std::memory_order_relaxed); }
  void setLiveWanted(bool on) { liveWanted_.store(on, std::memory_order_relaxed); }
  // Whether `sides` belongs to what is written to `heard`. Both must be empty when it changes.
  void setStereo(bool on) { stereo_.store(on, std::memory_order_release); }
  // From the first sample to the last one of a sound: an empty ring is then an underrun.
  void setExpecting(bool on) { expecting_.store(on, std::memory_order_relaxed); }
  // The callback forgets what waits to be heard.
  void flushHeard() { flush_.store(true, std::memory_order_relaxed); }
  bool flushPending() const { return flush_.load(std::memory_order_relaxed); }

  Counters counters() const {
    const auto get = [](const std::atomic<std::uint64_t>& c) {
      return c.load(std::memory_order_relaxed);
    };
    return {get(captureBlocks_),  get(captureSamples_),  get(playbackBlocks_),
            get(recordDropped_),  get(liveDropped_),     get(underruns_),
            get(inputOverflows_), get(outputUnderflows_)};
  }

  codec::SpscRing<float> recorded{1 << 19};  // 11 s at 48 kHz: a disk may hang that long
  codec::SpscRing<float> live{1 << 16};
  codec::SpscRing<float> heard{1 << 20};  // two of the longest hops (32768), 8 to 96 kHz
  codec::SpscRing<float> sides{1 << 20};

 private:
  std::atomic<bool> paused_{false};
  std::atomic<bool> liveWanted_{false};
  std::atomic<bool> expecting_{false};
  std::atomic<bool> stereo_{false};
  std::atomic<bool> flush_{false};
  std::atomic<std::uint64_t> captureBlocks_{0};
  std::atomic<std::uint64_t> captureSamples_{0};
  std::atomic<std::uint64_t> playbackBlocks_{0};
  std::atomic<std::uint64_t> recordDropped_{0};
  std::atomic<std::uint64_t> liveDropped_{0};
  std::atomic<std::uint64_t> underruns_{0};
  std::atomic<std::uint64_t> inputOverflows_{0};
  std::atomic<std::uint64_t> outputUnderflows_{0};
};

}  // namespace gui
