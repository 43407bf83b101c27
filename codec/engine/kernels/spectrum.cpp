// Between spectra and features, and from the decoder's heads to spectra and the pulse source.
#include <cmath>

#include "codec/engine/kernels/kernels.h"
#include "codec/engine/kernels/targets.h"
#include "codec/model/definition.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codec/engine/kernels/spectrum.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include "codec/engine/kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace codec::engine::HWY_NAMESPACE {

constexpr std::size_t kLanes = hn::MaxLanes(F32());

constexpr auto kPowerFloor = static_cast<float>(kMagnitudeFloor * kMagnitudeFloor);
static_assert(kPowerFloor == 1e-8f);

HWY_INLINE Vec number(double v) { return constant(static_cast<float>(v)); }

// Calls f(i, re, im) for vectors of the n pairs at `pairs`, lanes from i on. The last call works
// on a copy, padded with zeros, and takes what f left in re and im back as far as it goes.
template <bool kStore, typename Pairs, typename F>
HWY_INLINE void for_each_pair(Pairs* pairs, std::size_t n, F&& f) {
  const F32 d;
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    Vec re, im;
    hn::LoadInterleaved2(d, pairs + 2 * i, re, im);
    f(i, re, im);
    if constexpr (kStore) hn::StoreInterleaved2(re, im, d, pairs + 2 * i);
  }
  if (i < n) {
    HWY_ALIGN float rest[2 * kLanes] = {};
    for (std::size_t j = 0; j < 2 * (n - i); ++j) rest[j] = pairs[2 * i + j];
    Vec re, im;
    hn::LoadInterleaved2(d, rest, re, im);
    f(i, re, im);
    if constexpr (kStore) {
      hn::StoreInterleaved2(re, im, d, rest);
      for (std::size_t j = 0; j < 2 * (n - i); ++j) pairs[2 * i + j] = rest[j];
    }
  }
}

// Lanes i .. i + kLanes of the n floats at p, zeros behind the end.
HWY_INLINE Vec load_up_to(const float* p, std::size_t i, std::size_t n) {
  const F32 d;
  return i + kLanes <= n ? hn::LoadU(d, p + i) : hn::MaskedLoad(hn::FirstN(d, n - i), d, p + i);
}

void log_magnitude(const float* spectrum, std::size_t n, float* features) {
  // log10 |X| = ln(|X|^2) / (2 ln 10).
  const F32 d;
  for_each_pair<false>(spectrum, n, [&](std::size_t i, Vec re, Vec im) HWY_ATTR {
    const Vec power = hn::Max(fma(re, re, hn::Mul(im, im)), constant(kPowerFloor));
    const Vec v = fma(log(power), constant(0.217147240951625912f), number(kFeatureOffset));
    if (i + kLanes <= n) {
      hn::StoreU(v, d, features + i);
    } else {
      hn::BlendedStore(v, hn::FirstN(d, n - i), d, features + i);
    }
  });
}

void band_gains(const float* bands, const std::int32_t* low_band, const float* fraction,
                std::size_t n, float* gains) {
  for (std::size_t k = 0; k < n; ++k) {
    const float low = bands[low_band[k]];
    const float high = bands[low_band[k] + 1];
    gains[k] = low + fraction[k] * (high - low);
  }
  for_each_vector(n, [&](auto load, auto store)
                         HWY_ATTR { store(exp(hn::Min(load(gains), number(kGainLimit))), gains); });
}

void add_filtered(const float* x, const float* gain, std::size_t n, float* y) {
  const F32 d;
  for_each_pair<true>(y, n, [&](std::size_t i, Vec& re, Vec& im) HWY_ATTR {
    Vec x_re, x_im;
    if (i + kLanes <= n) {
      hn::LoadInterleaved2(d, x + 2 * i, x_re, x_im);
    } else {
      HWY_ALIGN float rest[2 * kLanes] = {};
      for (std::size_t j = 0; j < 2 * (n - i); ++j) rest[j] = x[2 * i + j];
      hn::LoadInterleaved2(d, rest, x_re, x_im);
    }
    const Vec g = load_up_to(gain, i, n);
    re = fma(x_re, g, re);
    im = fma(x_im, g, im);
  });
}

void add_polar(const float* m, const float* p, std::size_t n, float* y) {
  for_each_pair<true>(y, n, [&](std::size_t i, Vec& re, Vec& im) HWY_ATTR {
    const Vec magnitude =
        exp(hn::Add(hn::Min(load_up_to(m, i, n), number(kGainLimit)), number(kFreeOffset)));
    const SinCos angle = sin_cos(load_up_to(p, i, n));
    re = fma(magnitude, angle.cos, re);
    im = fma(magnitude, angle.sin, im);
  });
}

void pulses(const float* phase, const float* f, const float* gain, std::size_t n, float* y) {
  for_each_vector(n, [&](auto load, auto store) HWY_ATTR {
    const Vec angle = load(phase);
    // A masked load leaves zeros: keep the division finite there.
    const Vec hz = hn::Max(load(f), constant(1.0f));
    const Vec ratio = hn::Div(number(kHighestHarmonicHz), hz);
    const Vec rounded = nearest_whole(ratio).value;
    const Vec harmonics =
        hn::IfThenElse(hn::Gt(rounded, ratio), hn::Sub(rounded, constant(1.0f)), rounded);
    const Vec half = sin_cos(hn::Mul(angle, constant(0.5f))).sin;
    const auto close = hn::Lt(hn::Abs(half), number(kPulseEdge));
    const Vec top = sin_cos(hn::Mul(hn::Add(harmonics, constant(0.5f)), angle)).sin;
    const Vec quotient = hn::Sub(hn::Div(top, hn::Add(half, half)), constant(0.5f));
    const Vec pulse = hn::IfThenElse(close, harmonics, quotient);
    const Vec level = hn::Sqrt(hn::Div(constant(2.0f), harmonics));
    store(hn::Mul(hn::Mul(pulse, level), load(gain)), y);
  });
}

}  // namespace codec::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <cfenv>

namespace codec::engine {

HWY_EXPORT(log_magnitude);
HWY_EXPORT(band_gains);
HWY_EXPORT(add_filtered);
HWY_EXPORT(add_polar);
HWY_EXPORT(pulses);

void log_magnitude(const float* spectrum, std::size_t n, float* features) {
  HWY_DYNAMIC_DISPATCH(log_magnitude)(spectrum, n, features);
}

void band_gains(const float* bands, const std::int32_t* low_band, const float* fraction,
                std::size_t n, float* gains) {
  HWY_DYNAMIC_DISPATCH(band_gains)(bands, low_band, fraction, n, gains);
}

void add_filtered(const float* x, const float* gain, std::size_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(add_filtered)(x, gain, n, y);
}

void add_polar(const float* m, const float* p, std::size_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(add_polar)(m, p, n, y);
}

void pulses(const float* phase, const float* f, const float* gain, std::size_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(pulses)(phase, f, gain, n, y);
}

}  // namespace codec::engine
#endif
