#include "gui/audio/capture_writer.h"

#include <chrono>
#include <cmath>
#include <utility>

namespace gui {

CaptureWriter::CaptureWriter(std::shared_ptr<AudioPort> port)
    : port_(std::move(port)), block_(4096), thread_([this] { run(); }) {}

CaptureWriter::~CaptureWriter() {
  quit_ = true;
  thread_.join();
}

codec::Status CaptureWriter::begin(const std::filesystem::path& spoolFolder, int deviceHz,
                                   int documentHz) {
  auto resampler = codec::Resampler::open(deviceHz, documentHz);
  if (!resampler) return resampler.error();
  auto spool = Spool::create(spoolFolder, deviceHz);
  const std::lock_guard lock(mutex_);
  error_.reset();
  spool_.reset();
  path_.clear();
  if (spool) {
    path_ = spool->path();
    spool_ = std::move(spool).value();
  } else {
    error_ = spool.error();
  }
  resampler_ = std::move(resampler).value();
  ready_.clear();
  port_->recorded.skip(port_->recorded.capacity());
  recording_ = true;
  return codec::Done{};
}

void CaptureWriter::end() {
  const std::lock_guard lock(mutex_);
  if (!recording_) return;
  drain();
  recording_ = false;
  resampler_->finish(ready_);
  if (!spool_) return;
  if (codec::Status status = spool_->close(); !status && !error_) error_ = status.error();
  spool_.reset();
}

std::vector<float> CaptureWriter::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(ready_, {});
}

Level CaptureWriter::takeLevel() {
  const std::lock_guard lock(mutex_);
  Level level;
  level.any = squared_ > 0;
  level.peak = std::exchange(peak_, 0.0F);
  level.clipped = std::exchange(clipped_, false);
  if (squared_ > 0) {
    level.rms = static_cast<float>(std::sqrt(squares_ / static_cast<double>(squared_)));
  }
  squares_ = 0.0;
  squared_ = 0;
  return level;
}

std::filesystem::path CaptureWriter::spoolPath() const {
  const std::lock_guard lock(mutex_);
  return path_;
}

std::optional<codec::Error> CaptureWriter::takeError() {
  const std::lock_guard lock(mutex_);
  return std::exchange(error_, std::nullopt);
}

void CaptureWriter::run() {
  while (!quit_) {
    {
      const std::lock_guard lock(mutex_);
      drain();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

// With mutex_ held.
void CaptureWriter::drain() {
  for (;;) {
    const std::size_t n = port_->recorded.read(block_);
    if (n == 0) return;
    const std::span<const float> samples(block_.data(), n);
    for (const float x : samples) {
      peak_ = std::max(peak_, std::abs(x));
      squares_ += static_cast<double>(x) * x;
    }
    clipped_ = clipped_ || peak_ >= 0.999F;
    squared_ += n;
    if (!recording_) continue;
    if (spool_) {
      if (codec::Status status = spool_->append(samples); !status) {
        error_ = status.error();
        spool_.reset();
      }
    }
    resampler_->push(samples, ready_);
  }
}

}  // namespace gui
