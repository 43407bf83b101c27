// Arithmetic that gives the same bits on every target: included once per target by kernels_*.cpp.
// Only operations that IEEE 754 rounds correctly (+ - * / sqrt, fused multiply-add) are used, each
// written out, so a lane computes what a scalar would. Polynomials: S. Moshier, Cephes (netlib).

#if defined(CODEC_KERNELS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef CODEC_KERNELS_INL_H
#undef CODEC_KERNELS_INL_H
#else
#define CODEC_KERNELS_INL_H
#endif

#include <hwy/highway.h>

#include <cmath>
#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace codec::engine::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using F32 = hn::CappedTag<float, 16>;
using I32 = hn::RebindToSigned<F32>;
using Vec = hn::Vec<F32>;

// a * b + c, rounded once.
HWY_INLINE Vec fma(Vec a, Vec b, Vec c) {
#if HWY_NATIVE_FMA
  return hn::MulAdd(a, b, c);
#else
  const F32 d;
  HWY_ALIGN float x[hn::MaxLanes(d)];
  HWY_ALIGN float y[hn::MaxLanes(d)];
  HWY_ALIGN float z[hn::MaxLanes(d)];
  hn::Store(a, d, x);
  hn::Store(b, d, y);
  hn::Store(c, d, z);
  for (std::size_t i = 0; i < hn::MaxLanes(d); ++i) z[i] = std::fma(x[i], y[i], z[i]);
  return hn::Load(d, z);
#endif
}

HWY_INLINE Vec constant(float v) { return hn::Set(F32(), v); }

// The nearest whole number (ties to even) of |x| < 2^22, as float and as integer.
struct Rounded {
  Vec value;
  hn::Vec<I32> integer;
};
HWY_INLINE Rounded nearest_whole(Vec x) {
  const Vec magic = constant(12582912.0f);  // 1.5 * 2^23
  const Vec shifted = hn::Add(x, magic);
  return {hn::Sub(shifted, magic), hn::Sub(hn::BitCast(I32(), shifted), hn::BitCast(I32(), magic))};
}

// e^x for any finite x, saturating at e^-87 and e^88. Relative error below 2e-7.
HWY_INLINE Vec exp(Vec x) {
  x = hn::Min(hn::Max(x, constant(-87.0f)), constant(88.0f));
  const Rounded n = nearest_whole(hn::Mul(x, constant(1.44269504088896341f)));
  Vec r = fma(n.value, constant(-0.693359375f), x);
  r = fma(n.value, constant(2.12194440e-4f), r);
  Vec p = constant(1.9875691500e-4f);
  p = fma(p, r, constant(1.3981999507e-3f));
  p = fma(p, r, constant(8.3334519073e-3f));
  p = fma(p, r, constant(4.1665795894e-2f));
  p = fma(p, r, constant(1.6666665459e-1f));
  p = fma(p, r, constant(5.0000001201e-1f));
  p = fma(p, hn::Mul(r, r), r);
  p = hn::Add(p, constant(1.0f));
  const auto scale = hn::ShiftLeft<23>(hn::Add(n.integer, hn::Set(I32(), 127)));
  return hn::Mul(p, hn::BitCast(F32(), scale));
}

// Natural logarithm of a positive normal number. Absolute error below 2e-7 + 1e-7 |ln x|.
HWY_INLINE Vec log(Vec x) {
  // x = m 2^e with m in [sqrt(1/2), sqrt(2)).
  const auto bits = hn::BitCast(I32(), x);
  const auto shifted = hn::Sub(bits, hn::Set(I32(), 0x3f3504f3));
  const auto e = hn::ShiftRight<23>(shifted);
  const Vec m = hn::BitCast(F32(), hn::Sub(bits, hn::ShiftLeft<23>(e)));
  const Vec f = hn::Sub(m, constant(1.0f));
  const Vec z = hn::Mul(f, f);
  Vec p = constant(7.0376836292e-2f);
  p = fma(p, f, constant(-1.1514610310e-1f));
  p = fma(p, f, constant(1.1676998740e-1f));
  p = fma(p, f, constant(-1.2420140846e-1f));
  p = fma(p, f, constant(1.4249322787e-1f));
  p = fma(p, f, constant(-1.6668057665e-1f));
  p = fma(p, f, constant(2.0000714765e-1f));
  p = fma(p, f, constant(-2.4999993993e-1f));
  p = fma(p, f, constant(3.3333331174e-1f));
  p = hn::Mul(hn::Mul(p, f), z);
  const Vec exponent = hn::ConvertTo(F32(), e);
  p = fma(exponent, constant(-2.12194440e-4f), p);
  p = fma(z, constant(-0.5f), p);
  p = hn::Add(f, p);
  return fma(exponent, constant(0.693359375f), p);
}

struct SinCos {
  Vec sin;
  Vec cos;
};

// Of radians; |x| is held below 65536, where the absolute error is still below 1e-6.
HWY_INLINE SinCos sin_cos(Vec x) {
  x = hn::Min(hn::Max(x, constant(-65536.0f)), constant(65536.0f));
  const Rounded n = nearest_whole(hn::Mul(x, constant(0.636619772367581343f)));
  Vec r = fma(n.value, constant(-1.5707963705062866f), x);
  r = fma(n.value, constant(4.3711388286737929e-8f), r);
  const Vec z = hn::Mul(r, r);
  Vec s = constant(-1.9515295891e-4f);
  s = fma(s, z, constant(8.3321608736e-3f));
  s = fma(s, z, constant(-1.6666654611e-1f));
  s = fma(hn::Mul(s, z), r, r);
  Vec c = constant(2.443315711809948e-5f);
  c = fma(c, z, constant(-1.388731625493765e-3f));
  c = fma(c, z, constant(4.166664568298827e-2f));
  c = fma(hn::Mul(c, z), z, fma(z, constant(-0.5f), constant(1.0f)));
  // Quadrant n: (s, c), (c, -s), (-s, -c), (-c, s).
  const auto one = hn::Set(I32(), 1);
  const auto odd = hn::RebindMask(F32(), hn::Eq(hn::And(n.integer, one), one));
  const auto sin_sign = hn::ShiftLeft<31>(hn::ShiftRight<1>(n.integer));
  const auto cos_sign = hn::ShiftLeft<31>(hn::ShiftRight<1>(hn::Add(n.integer, one)));
  const Vec a = hn::IfThenElse(odd, c, s);
  const Vec b = hn::IfThenElse(odd, s, c);
  return {hn::Xor(a, hn::BitCast(F32(), sin_sign)), hn::Xor(b, hn::BitCast(F32(), cos_sign))};
}

// x / (1 + e^-x).
HWY_INLINE Vec silu_of(Vec x) { return hn::Div(x, hn::Add(exp(hn::Neg(x)), constant(1.0f))); }

// Calls f(i, load, store) for lanes [i, i + Lanes) of n elements; the last call is masked.
// f receives two functors: load(const float*) and store(Vec, float*).
template <typename F>
HWY_INLINE void for_each_vector(std::size_t n, F&& f) {
  const F32 d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    f([i, d](const float* p) HWY_ATTR { return hn::LoadU(d, p + i); },
      [i, d](Vec v, float* p) HWY_ATTR { hn::StoreU(v, d, p + i); });
  }
  if (i < n) {
    const auto rest = hn::FirstN(d, n - i);
    f([i, d, rest](const float* p) HWY_ATTR { return hn::MaskedLoad(rest, d, p + i); },
      [i, d, rest](Vec v, float* p) HWY_ATTR { hn::BlendedStore(v, rest, d, p + i); });
  }
}

}  // namespace codec::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
