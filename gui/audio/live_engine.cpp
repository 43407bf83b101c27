#include "gui/audio/live_engine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include "codec/engine/stream.h"
#include "codec/sound/resampler.h"
#include "gui/audio/delay_control.h"
#include "gui/audio/memory_lock.h"
#include "gui/audio/thread_urgency.h"

namespace gui {
namespace {

using codec::SampleIndex;
using Clock = std::chrono::steady_clock;

constexpr double kPlayAheadS = 0.08;  // a file can wait: room for a busy machine
constexpr double kBacklogS = 0.10;    // behind by so much, the monitor is skipped
constexpr std::size_t kComputeKept = 1024;
constexpr std::size_t kHopWithoutModel = 320;

double millisSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// The first so many codebooks: a whole sound, if a coarse one, whose loudness can be matched. One
// that is soloed or muted is heard as loud as it is.
bool isPrefix(std::uint32_t mask) { return mask != 0 && (mask & (mask + 1)) == 0; }

std::size_t samplesOf(double seconds, int rateHz) {
  return static_cast<std::size_t>(std::lround(seconds * rateHz));
}

}  // namespace

struct LiveEngine::Playing {
  PlayFeed feed;
  codec::Resampler resampler;
  int outputHz;
  bool plain = false;
  bool whole = false;  // the original comes from source_, at the device's rate
  bool ended = false;
  double frameMs = 0.0;  // that decoding takes of late
};

struct LiveEngine::Capture {
  explicit Capture(codec::Resampler resampler) : in(std::move(resampler)) {}
  MemoryLock inMemory;
  codec::Resampler in;
  std::optional<codec::Resampler> out;
  std::optional<DelayControl> delay;  // of `out`
  std::optional<codec::StreamEncoder> encoder;
  std::optional<codec::StreamDecoder> decoder;
  int inputHz = 0;
  int outputHz = 0;
  std::size_t hop = kHopWithoutModel;
  std::vector<float> block;    // from the ring
  std::vector<float> pending;  // at the model's rate, less than a hop after each round
  std::vector<float> delayed;  // originals that wait for their reconstruction
  std::size_t skipFirst = 0;   // decoded samples before the start of the sound
  bool gaps = false;
  bool draft = false;
  std::uint64_t droppedBefore = 0;
};

LiveEngine::LiveEngine(std::shared_ptr<AudioPort> port)
    : port_(std::move(port)),
      original_(kHopWithoutModel),
      reconstruction_(kHopWithoutModel),
      mixed_(kHopWithoutModel),
      thread_([this] { run(); }) {}

LiveEngine::~LiveEngine() {
  quit_ = true;
  thread_.join();
}

void LiveEngine::post(std::function<void()> task) {
  const std::lock_guard lock(tasksMutex_);
  tasks_.push_back(std::move(task));
}

std::size_t LiveEngine::hop() const {
  return model_ != nullptr ? static_cast<std::size_t>(model_->config().hop_samples())
                           : kHopWithoutModel;
}

void LiveEngine::setModel(std::shared_ptr<const codec::Model> model) {
  post([this, model = std::move(model)] {
    stopHeard();
    if (capture_) finishCapture();
    model_ = model;
    live_ = nullptr;
    if (model_ != nullptr) {
      auto quickest = codec::Model::quickest(model_);
      live_ = quickest ? *quickest : model_;  // its file is gone: later, but it works
    }
    for (auto* buffer : {&original_, &reconstruction_, &mixed_}) buffer->resize(hop());
    const std::lock_guard lock(results_);
    if (model_ == nullptr) return;
    const auto& config = live_->config();
    algorithmicMs_ = config.latency_ms();
    hopMs_ = 1000.0 * config.hop_samples() / config.sample_rate_hz;
  });
}

void LiveEngine::play(PlayRequest request, int outputHz) {
  ++posted_;
  written_ = request.begin;
  loop_ = request.loop;
  const int sourceHz = request.source.rateHz();
  outputRatio_ = static_cast<double>(sourceHz) / outputHz;
  post([this, request = std::move(request), sourceHz, outputHz]() mutable {
    stopHeard();
    auto resampler = codec::Resampler::open(sourceHz, outputHz);
    if (resampler) {
      const bool plain = request.plain;
      openSource(request, outputHz);
      const bool whole = originalHz_ > 0;
      mix_.reset(whole ? outputHz : sourceHz);
      play_ =
          std::make_unique<Playing>(Playing{PlayFeed(plain ? nullptr : model_, std::move(request)),
                                            std::move(resampler).value(), outputHz, plain, whole});
      playing_ = true;
    }
    --posted_;
  });
}

// Where it cannot be read, the original is as the codec hears it, and that is told.
void LiveEngine::openSource(const PlayRequest& request, int outputHz) {
  std::optional<codec::Error> error;
  bool good = !request.plain && !request.whole.empty() && request.source.size() > 0;
  if (good && (!source_ || !source_->isOf(request.whole, request.channel, outputHz))) {
    source_.reset();
    auto opened = SourceFeed::open(request.whole, request.channel, outputHz);
    if (opened) source_.emplace(std::move(*opened));
    if (!opened) error = opened.error();
    good = opened.ok();
  }
  if (good) {
    if (auto ready = source_->restart(request.begin, request.end, request.source.rateHz());
        !ready) {
      error = ready.error();
      good = false;
    }
  }
  port_->setStereo(good && source_->isStereo());
  const std::lock_guard lock(results_);
  originalHz_ = good ? source_->rateHz() : 0;
  originalChannels_ = good ? (source_->isStereo() ? 2 : 1) : 0;
  if (error) sourceError_ = error;
}

std::optional<codec::Error> LiveEngine::takeSourceError() {
  const std::lock_guard lock(results_);
  return std::exchange(sourceError_, {});
}

void LiveEngine::stopPlaying() {
  port_->setExpecting(false);
  port_->flushHeard();
  post([this] { stopHeard(); });
}

// What waits in the ring is forgotten by the callback, at its next block.
void LiveEngine::stopHeard() {
  play_.reset();
  playing_ = false;
  port_->setExpecting(false);
  if (port_->heard.readable() > 0 || port_->sides.readable() > 0) port_->flushHeard();
  for (int i = 0; i < 100 && port_->flushPending() && !quit_; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

SampleIndex LiveEngine::position() const {
  const double waiting = static_cast<double>(port_->heard.readable()) * outputRatio_;
  return std::max<SampleIndex>(0, written_ - std::llround(waiting));
}

void LiveEngine::beginCapture(int inputHz, int outputHz) {
  port_->setLiveWanted(true);
  post([this, inputHz, outputHz] {
    stopHeard();
    port_->setStereo(false);
    const int rate = model_ != nullptr ? model_->config().sample_rate_hz : 16000;
    port_->live.skip(port_->live.capacity());
    auto in = codec::Resampler::open(inputHz, rate);
    if (!in) return port_->setPaused(false);
    capture_.reset();
    capture_ = std::make_unique<Capture>(std::move(in).value());
    Capture& c = *capture_;
    c.inputHz = inputHz;
    c.outputHz = outputHz;
    c.block.resize(4096);
    c.hop = hop();
    if (outputHz > 0) {
      if (auto out = codec::Resampler::open(rate, outputHz)) {
        c.out = std::move(out).value();
        c.delay.emplace(rate, outputHz, c.hop, port_->counters().underruns);
      }
    }
    if (model_ != nullptr) {
      c.encoder.emplace(live_);
      c.decoder.emplace(live_);
      c.draft = live_ != model_;
      c.skipFirst = static_cast<std::size_t>(c.decoder->delay_samples());
      c.delayed.assign(c.skipFirst, 0.0F);
    }
    c.droppedBefore = port_->counters().liveDropped;
    mix_.reset(rate);
    {
      const std::lock_guard lock(results_);
      output_ = {};
    }
    port_->setPaused(false);
  });
}

void LiveEngine::endCapture() {
  port_->setLiveWanted(false);
  post([this] {
    if (capture_) finishCapture();
  });
}

LiveOutput LiveEngine::takeOutput() {
  const std::lock_guard lock(results_);
  return std::exchange(output_, {});
}

OutputLevel LiveEngine::takeLevel() {
  const std::lock_guard lock(results_);
  return std::exchange(level_, {});
}

LiveStats LiveEngine::stats() const {
  const std::lock_guard lock(results_);
  LiveStats s;
  s.algorithmicMs = algorithmicMs_;
  s.hopMs = hopMs_;
  s.bufferMs = bufferMs_;
  s.computeMaxMs = computeMax_;
  s.frames = frames_;
  s.lateFrames = late_;
  s.skippedFrames = skipped_;
  s.matchDb = matchDb_;
  s.originalHz = originalHz_;
  s.originalChannels = originalChannels_;
  if (!computeMs_.empty()) {
    std::vector<float> sorted = computeMs_;
    std::sort(sorted.begin(), sorted.end());
    double sum = 0.0;
    for (const float ms : sorted) sum += ms;
    s.computeMeanMs = sum / static_cast<double>(sorted.size());
    s.computeP99Ms = sorted[(sorted.size() - 1) * 99 / 100];
  }
  return s;
}

void LiveEngine::resetStats() {
  const std::lock_guard lock(results_);
  computeMs_.clear();
  computeNext_ = 0;
  computeMax_ = 0.0;
  frames_ = late_ = skipped_ = 0;
}

std::uint32_t LiveEngine::allLevels() const {
  return model_ != nullptr ? (1u << model_->config().levels) - 1u : 0u;
}

void LiveEngine::countFrame(double ms) {
  const std::lock_guard lock(results_);
  if (computeMs_.size() < kComputeKept) {
    computeMs_.push_back(static_cast<float>(ms));
  } else {
    computeMs_[computeNext_++ % kComputeKept] = static_cast<float>(ms);
  }
  computeMax_ = std::max(computeMax_, ms);
  ++frames_;
  if (ms > hopMs_) ++late_;
}

void LiveEngine::run() {
  setUrgency(Urgency::sound);
  while (!quit_) {
    std::vector<std::function<void()>> tasks;
    {
      const std::lock_guard lock(tasksMutex_);
      tasks.swap(tasks_);
    }
    for (const auto& task : tasks) task();
    bool worked = !tasks.empty();
    if (play_) worked = servePlay() || worked;
    if (capture_) worked = serveCapture() || worked;
    if (worked) continue;
    const auto nap = std::chrono::microseconds(capture_ ? 500 : play_ ? 2000 : 10000);
    std::this_thread::sleep_for(nap);
  }
}

bool LiveEngine::servePlay() {
  Playing& p = *play_;
  const std::size_t ahead = samplesOf(kPlayAheadS, p.outputHz);
  const std::size_t waiting = port_->heard.readable();
  if (p.ended) {
    if (waiting == 0) {
      play_.reset();
      playing_ = false;
      return true;
    }
    return false;
  }
  if (waiting >= ahead) return false;
  const auto start = Clock::now();
  const std::uint32_t mask = levelMask_;
  p.feed.setLoop(loop_);
  // What was written ahead bridges the time, or the decoder does not go back.
  p.feed.setGoesBack(p.frameMs * PlayFeed::kWarmFrames < 750.0 * kPlayAheadS);
  const std::uint32_t before = p.feed.levelMask();
  const std::size_t n = p.feed.next(original_, reconstruction_, mask);
  const bool usual = p.feed.levelMask() == before;  // another mask takes many frames' time, once
  if (n > 0 && usual && model_ != nullptr && !p.plain) {
    const double ms = millisSince(start);
    p.frameMs += (ms - p.frameMs) / 16.0;
    countFrame(ms);
  }
  resampled_.clear();
  if (p.whole) {
    if (n > 0) {
      p.resampler.push(std::span(reconstruction_).first(n), resampled_);
    } else {
      p.resampler.finish(resampled_);
    }
    playWhole(resampled_.size(), listen_, isPrefix(mask & allLevels()), n == 0);
  } else if (n == 0) {
    p.resampler.finish(resampled_);
    p.ended = true;
    port_->setExpecting(false);
  } else {
    const bool matched = isPrefix(mask & allLevels());
    const Listen listen = p.plain                ? Listen::original
                          : p.feed.hasOriginal() ? listen_.load()
                                                 : Listen::reconstruction;
    const auto out = std::span(mixed_).first(n);
    mix_.mix(std::span(original_).first(n), std::span(reconstruction_).first(n),
             model_ != nullptr ? listen : Listen::original, matched, out);
    measureHeard(out);
    p.resampler.push(out, resampled_);
  }
  if (!p.whole) port_->heard.write(resampled_);
  written_ = p.feed.position();
  if (!p.ended) port_->setExpecting(true);
  const std::lock_guard lock(results_);
  bufferMs_ = 1000.0 * static_cast<double>(waiting) / p.outputHz;
  matchDb_ = mix_.matchDb();
  return true;
}

// At the device's rate: the reconstruction, of which resampled_ holds that many samples, and the
// original as it lies on disk.
void LiveEngine::playWhole(std::size_t samples, Listen listen, bool matched, bool last) {
  source_->setLoop(loop_);
  middle_.resize(samples);
  side_.resize(samples);
  source_->next(middle_, side_);
  if (auto error = source_->takeError()) {
    const std::lock_guard lock(results_);
    sourceError_ = std::move(error);
  }
  const bool stereo = source_->isStereo();
  mix_.mix(middle_, resampled_, model_ != nullptr ? listen : Listen::original, matched, resampled_,
           stereo ? std::span(side_) : std::span<float>());
  measureHeard(resampled_);
  if (stereo) port_->sides.write(side_);
  port_->heard.write(resampled_);
  if (!last) return;
  play_->ended = true;
  port_->setExpecting(false);
}

// Measures what is about to be heard.
void LiveEngine::measureHeard(std::span<const float> samples) {
  float peak = 0.0F;
  double squares = 0.0;
  for (const float x : samples) {
    peak = std::max(peak, std::abs(x));
    squares += static_cast<double>(x) * x;
  }
  const std::lock_guard lock(results_);
  level_.peak = std::max(level_.peak, peak);
  level_.rms = static_cast<float>(
      std::sqrt(squares / static_cast<double>(std::max<std::size_t>(1, samples.size()))));
}

bool LiveEngine::serveCapture() {
  Capture& c = *capture_;
  const std::size_t n = port_->live.read(c.block);
  if (n == 0) return false;
  c.in.push(std::span(c.block).first(n), c.pending);
  std::size_t done = 0;
  while (c.pending.size() - done >= c.hop) {
    captureHop(std::span(c.pending).subspan(done, c.hop));
    done += c.hop;
  }
  c.pending.erase(c.pending.begin(), c.pending.begin() + static_cast<std::ptrdiff_t>(done));
  return true;
}

void LiveEngine::captureHop(std::span<const float> samples) {
  Capture& c = *capture_;
  const auto start = Clock::now();
  std::vector<codec::Code> codes;
  const std::span decoded(reconstruction_);
  std::fill(decoded.begin(), decoded.end(), 0.0F);
  bool skipped = false;
  if (c.encoder) {
    c.encoder->push(samples, codes);
    skipped = static_cast<double>(port_->live.readable()) > kBacklogS * c.inputHz;
    const std::uint32_t mask = levelMask_;
    c.draft = c.draft || (mask & allLevels()) != allLevels();
    if (!skipped) c.decoder->push(codes, c.encoder->levels(), decoded, mask);
    countFrame(millisSince(start));
  }
  c.delayed.insert(c.delayed.end(), samples.begin(), samples.end());
  double waitingMs = 0.0;
  if (monitor_ && c.out && !skipped) {
    const std::span out(mixed_);
    const bool matched = isPrefix(levelMask_ & allLevels());
    mix_.mix(std::span(c.delayed).first(c.hop), decoded,
             c.encoder ? listen_.load() : Listen::original, matched, out);
    measureHeard(out);
    waitingMs = hear(out);
  } else if (c.delay && c.delay->isRunning() && !monitor_) {
    port_->setExpecting(false);
    c.delay->pause();
  }
  c.delayed.erase(c.delayed.begin(), c.delayed.begin() + static_cast<std::ptrdiff_t>(c.hop));
  const std::size_t skip = std::min(c.skipFirst, c.hop);
  c.skipFirst -= skip;
  const std::lock_guard lock(results_);
  output_.codes.insert(output_.codes.end(), codes.begin(), codes.end());
  if (c.decoder) {
    output_.reconstruction.insert(output_.reconstruction.end(),
                                  decoded.begin() + static_cast<std::ptrdiff_t>(skip),
                                  decoded.end());
  }
  if (skipped) {
    ++skipped_;
    c.gaps = true;
  }
  bufferMs_ = waitingMs;
  matchDb_ = mix_.matchDb();
}

// Into the ring; returns how many milliseconds wait at least. Devices take several blocks at once;
// what waits for that is part of the latency that they state.
double LiveEngine::hear(std::span<float> samples) {
  Capture& c = *capture_;
  const DelayControl::Step step =
      c.delay->next(samples, port_->heard.readable(), port_->counters().underruns);
  resampled_.assign(step.silence, 0.0F);
  c.out->push(step.samples, resampled_);
  port_->heard.write(resampled_);
  port_->setExpecting(true);
  return 1000.0 * static_cast<double>(step.leastWaiting) / c.outputHz;
}

void LiveEngine::finishCapture() {
  Capture& c = *capture_;
  while (serveCapture()) {
  }
  c.in.finish(c.pending);
  std::vector<codec::Code> codes;
  std::vector<float> tail;
  if (c.encoder) {
    c.encoder->push(c.pending, codes);
    c.encoder->finish(codes);
    const auto levels = static_cast<std::size_t>(c.encoder->levels());
    for (std::size_t at = 0; at + levels <= codes.size(); at += levels) {
      c.decoder->push(std::span(codes).subspan(at, levels), c.encoder->levels(), reconstruction_);
      tail.insert(tail.end(), reconstruction_.begin(), reconstruction_.end());
    }
    c.decoder->finish(tail);
  }
  port_->setExpecting(false);
  {
    const std::lock_guard lock(results_);
    output_.codes.insert(output_.codes.end(), codes.begin(), codes.end());
    output_.reconstruction.insert(output_.reconstruction.end(), tail.begin(), tail.end());
    output_.gaps = c.gaps || port_->counters().liveDropped != c.droppedBefore;
    output_.draft = c.draft;
    output_.complete = true;
  }
  capture_.reset();
}

}  // namespace gui
