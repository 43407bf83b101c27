// Element by element and row by row: norms, activations, depthwise convolution.
#include <cassert>
#include <cmath>

#include "codec/engine/kernels/kernels.h"
#include "codec/engine/kernels/targets.h"
#include "codec/model/definition.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codec/engine/kernels/vector.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include "codec/engine/kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace codec::engine::HWY_NAMESPACE {

constexpr auto kEpsilon = static_cast<float>(kNormEpsilon);
constexpr std::size_t kSums = 16;  // partial sums of a norm, whatever the vector

HWY_INLINE float add_tree(float* sums) {
  for (std::size_t half = kSums / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) sums[i] += sums[i + half];
  }
  return sums[0];
}

// Sum of value(x[c]) over n channels, channel c into partial sum c mod 16.
template <typename Value>
HWY_INLINE float fixed_sum(const float* x, std::size_t n, const Value& value) {
  const F32 d;
  constexpr std::size_t lanes = hn::MaxLanes(F32());
  HWY_ALIGN float sums[kSums];
  for (std::size_t column = 0; column < kSums; column += lanes) {
    Vec sum = hn::Zero(d);
    std::size_t c = column;
    for (; c + lanes <= n; c += kSums) sum = hn::Add(sum, value(hn::LoadU(d, x + c)));
    if (c < n) {
      const auto rest = hn::FirstN(d, n - c);
      sum = hn::Add(sum, hn::IfThenElseZero(rest, value(hn::MaskedLoad(rest, d, x + c))));
    }
    hn::Store(sum, d, sums + column);
  }
  return add_tree(sums);
}

void layer_norm(const Norm& norm, const float* x, std::size_t rows, float* y) {
  const std::size_t n = norm.gain.size();
  const float* gain = norm.gain.data();
  const float* bias = norm.bias.data();
  for (std::size_t r = 0; r < rows; ++r, x += n, y += n) {
    const float mean = fixed_sum(x, n, [](Vec v) HWY_ATTR { return v; }) / static_cast<float>(n);
    const Vec center = constant(mean);
    const float squares = fixed_sum(x, n, [center](Vec v) HWY_ATTR {
      const Vec d = hn::Sub(v, center);
      return hn::Mul(d, d);
    });
    const Vec inverse = constant(1.0f / std::sqrt(squares / static_cast<float>(n) + kEpsilon));
    for_each_vector(n, [&](auto load, auto store) HWY_ATTR {
      store(fma(hn::Mul(hn::Sub(load(x), center), inverse), load(gain), load(bias)), y);
    });
  }
}

void depthwise(const Depthwise& conv, const float* x, std::size_t rows, float* y) {
  const std::size_t n = conv.bias.size();
  for (std::size_t r = 0; r < rows; ++r, x += n, y += n) {
    for_each_vector(n, [&](auto load, auto store) HWY_ATTR {
      Vec sum = load(conv.bias.data());
      for (std::size_t j = 0; j < conv.taps; ++j) {
        sum = fma(load(conv.weight.data() + j * n), load(x + j * n), sum);
      }
      store(sum, y);
    });
  }
}

void silu(float* x, std::size_t n) {
  for_each_vector(n, [&](auto load, auto store) HWY_ATTR { store(silu_of(load(x)), x); });
}

void add_scaled(float* x, const float* scale, const float* y, std::size_t rows, std::size_t n) {
  for (std::size_t r = 0; r < rows; ++r, x += n, y += n) {
    for_each_vector(
        n, [&](auto load, auto store) HWY_ATTR { store(fma(load(scale), load(y), load(x)), x); });
  }
}

void add(float* x, const float* y, std::size_t n) {
  for_each_vector(n, [&](auto load, auto store) HWY_ATTR { store(hn::Add(load(x), load(y)), x); });
}

void subtract(float* x, const float* y, std::size_t n) {
  for_each_vector(n, [&](auto load, auto store) HWY_ATTR { store(hn::Sub(load(x), load(y)), x); });
}

void multiply(const float* a, const float* b, std::size_t n, float* y) {
  for_each_vector(n, [&](auto load, auto store) HWY_ATTR { store(hn::Mul(load(a), load(b)), y); });
}

void multiply_add(const float* a, const float* b, std::size_t n, float* y) {
  for_each_vector(
      n, [&](auto load, auto store) HWY_ATTR { store(fma(load(a), load(b), load(y)), y); });
}

}  // namespace codec::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace codec::engine {

HWY_EXPORT(layer_norm);
HWY_EXPORT(depthwise);
HWY_EXPORT(silu);
HWY_EXPORT(add_scaled);
HWY_EXPORT(add);
HWY_EXPORT(subtract);
HWY_EXPORT(multiply);
HWY_EXPORT(multiply_add);

void layer_norm(const Norm& norm, const float* x, std::size_t rows, float* y) {
  assert(norm.bias.size() == norm.gain.size());
  HWY_DYNAMIC_DISPATCH(layer_norm)(norm, x, rows, y);
}

void depthwise(const Depthwise& conv, const float* x, std::size_t rows, float* y) {
  assert(conv.weight.size() == conv.taps * conv.bias.size());
  HWY_DYNAMIC_DISPATCH(depthwise)(conv, x, rows, y);
}

void silu(float* x, std::size_t n) { HWY_DYNAMIC_DISPATCH(silu)(x, n); }

void add_scaled(float* x, const float* scale, const float* y, std::size_t rows,
                std::size_t channels) {
  HWY_DYNAMIC_DISPATCH(add_scaled)(x, scale, y, rows, channels);
}

void add(float* x, const float* y, std::size_t n) { HWY_DYNAMIC_DISPATCH(add)(x, y, n); }

void subtract(float* x, const float* y, std::size_t n) { HWY_DYNAMIC_DISPATCH(subtract)(x, y, n); }

void multiply(const float* a, const float* b, std::size_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(multiply)(a, b, n, y);
}

void multiply_add(const float* a, const float* b, std::size_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(multiply_add)(a, b, n, y);
}

}  // namespace codec::engine
#endif
