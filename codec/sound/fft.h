// A real FFT of fixed size with its own aligned buffers: FFTW (single precision) in RAII.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace codec {

// Plans are made without measuring, so that the same machine always rounds the same way.
// Threads: construct and destroy anywhere (FFTW's planner is locked inside); each object is used by
// one thread at a time.
// Realtime: forward() and inverse() neither allocate nor lock.
class RealFft {
 public:
  // portable: FFTW's scalar code, whose rounding does not depend on the SIMD of the machine, for
  // arithmetic that decides codes. The same FFTW library gives the same bits on every x86-64.
  enum class Rounding { fastest, portable };

  // N >= 2, any factors; fast for products of 2, 3, 5.
  explicit RealFft(std::size_t size, Rounding rounding = Rounding::fastest);
  ~RealFft();
  RealFft(RealFft&&) noexcept;
  RealFft& operator=(RealFft&&) noexcept;

  std::size_t size() const;
  std::span<float> time();                // N
  std::span<std::complex<float>> bins();  // N / 2 + 1

  void forward();  // bins[k] = sum over n of time[n] exp(-2 pi i k n / N)
  void inverse();  // time = N times the inverse DFT of bins; overwrites bins

 private:
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

}  // namespace codec
