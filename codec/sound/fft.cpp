#include "codec/sound/fft.h"

#include <fftw3.h>

#include <algorithm>
#include <cassert>
#include <mutex>
#include <new>

namespace codec {
namespace {

// fftw3.h has it as an undocumented flag; defined there since FFTW 3.0.
#ifdef FFTW_NO_SIMD
constexpr unsigned kNoSimd = FFTW_NO_SIMD;
#else
constexpr unsigned kNoSimd = 1U << 17;
#endif

std::mutex& planner_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

struct RealFft::Plans {
  Plans(std::size_t n, unsigned flags)
      : size(n), time(fftwf_alloc_real(n)), bins(fftwf_alloc_complex(n / 2 + 1)) {
    if (time == nullptr || bins == nullptr) {
      release();
      throw std::bad_alloc();
    }
    const std::lock_guard lock(planner_mutex());
    forward = fftwf_plan_dft_r2c_1d(static_cast<int>(n), time, bins, flags);
    inverse = fftwf_plan_dft_c2r_1d(static_cast<int>(n), bins, time, flags);
    std::fill_n(time, n, 0.0f);
    std::fill_n(&bins[0][0], 2 * (n / 2 + 1), 0.0f);
  }
  ~Plans() {
    const std::lock_guard lock(planner_mutex());
    fftwf_destroy_plan(forward);
    fftwf_destroy_plan(inverse);
    release();
  }
  Plans(const Plans&) = delete;
  Plans& operator=(const Plans&) = delete;

  void release() {
    fftwf_free(time);
    fftwf_free(bins);
  }

  std::size_t size;
  float* time;
  fftwf_complex* bins;
  fftwf_plan forward = nullptr;
  fftwf_plan inverse = nullptr;
};

RealFft::RealFft(std::size_t size, Rounding rounding) {
  assert(size >= 2);
  plans_ = std::make_unique<Plans>(size,
                                   FFTW_ESTIMATE | (rounding == Rounding::portable ? kNoSimd : 0U));
}
RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;

std::size_t RealFft::size() const { return plans_->size; }
std::span<float> RealFft::time() { return {plans_->time, plans_->size}; }
std::span<std::complex<float>> RealFft::bins() {
  return {reinterpret_cast<std::complex<float>*>(plans_->bins), plans_->size / 2 + 1};
}
void RealFft::forward() { fftwf_execute(plans_->forward); }
void RealFft::inverse() { fftwf_execute(plans_->inverse); }

}  // namespace codec
