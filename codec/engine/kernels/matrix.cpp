// Products of packed matrices: linear(), nearest() and nearest_several().
#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>

#include "codec/engine/kernels/kernels.h"
#include "codec/engine/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codec/engine/kernels/matrix.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include "codec/engine/kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace codec::engine::HWY_NAMESPACE {

constexpr std::size_t kLanes = hn::MaxLanes(F32());
constexpr std::size_t kPanelVectors = kPanel / kLanes;

// Rows and panels of the largest tile: its sums stay in registers (32 of them with AVX-512, 16
// with AVX2). One row alone takes more panels, to keep enough sums in flight.
constexpr std::size_t kTileRows = kLanes == 1 ? 1 : 6;
constexpr std::size_t kTilePanels = kLanes == 16 ? 4 : 1;
constexpr std::size_t kSingleRowPanels = kLanes == 16 ? 8 : kLanes == 8 ? 4 : 1;

HWY_INLINE Vec load_weights(const float* p) { return hn::Load(F32(), p); }
HWY_INLINE Vec load_weights(const std::uint16_t* p) {
  const hn::Rebind<std::uint16_t, F32> d16;
  const hn::Rebind<hwy::float16_t, F32> half;
  return hn::PromoteTo(F32(), hn::BitCast(half, hn::Load(d16, p)));
}

// Sums of kRows rows and kPanels panels, which lie panel_inputs inputs apart: from start(row,
// vector) on, `inputs` products more. finish(row, vector, sum) for vector 0 .. panels * 16 / lanes,
// in ascending order for each row.
template <std::size_t kRows, std::size_t kPanels, typename Weight, typename Start, typename Finish>
HWY_INLINE void tile(const Weight* HWY_RESTRICT w, std::size_t panel_inputs, std::size_t inputs,
                     const float* HWY_RESTRICT x, std::size_t x_stride, const Start& start,
                     const Finish& finish) {
  const F32 d;
  Vec sums[kRows][kPanels * kPanelVectors];
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t v = 0; v < kPanels * kPanelVectors; ++v) sums[r][v] = start(r, v);
  }
  for (std::size_t k = 0; k < inputs; ++k) {
    Vec weights[kPanels * kPanelVectors];
    for (std::size_t p = 0; p < kPanels; ++p) {
      for (std::size_t v = 0; v < kPanelVectors; ++v) {
        weights[p * kPanelVectors + v] =
            load_weights(w + (p * panel_inputs + k) * kPanel + v * kLanes);
      }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
      const Vec input = hn::Set(d, x[r * x_stride + k]);
      for (std::size_t v = 0; v < kPanels * kPanelVectors; ++v) {
        sums[r][v] = fma(input, weights[v], sums[r][v]);
      }
    }
  }
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t v = 0; v < kPanels * kPanelVectors; ++v) finish(r, v, sums[r][v]);
  }
}

// run(count, first) for every tile of the rows, where count is a constant. Tiles of one or two rows
// have too few sums to keep the multipliers busy: seven or eight rows are two tiles of four.
template <typename Run>
HWY_INLINE void by_tiles(std::size_t rows, const Run& run) {
  using std::integral_constant;
  std::size_t r = 0;
  const auto is_next = [&](std::size_t left) {
    return left >= kTileRows && (kTileRows == 1 || left < 7 || left > 8);
  };
  for (; is_next(rows - r); r += kTileRows) run(integral_constant<std::size_t, kTileRows>(), r);
  if constexpr (kTileRows > 1) {
    if (rows - r > kTileRows) {
      run(integral_constant<std::size_t, 4>(), r);
      r += 4;
    }
    switch (rows - r) {
      case 5:
        return run(integral_constant<std::size_t, 5>(), r);
      case 4:
        return run(integral_constant<std::size_t, 4>(), r);
      case 3:
        return run(integral_constant<std::size_t, 3>(), r);
      case 2:
        return run(integral_constant<std::size_t, 2>(), r);
      case 1:
        return run(integral_constant<std::size_t, 1>(), r);
      default:
        return;
    }
  }
}

// All rows against kPanels panels.
template <std::size_t kPanels, typename Weight, typename Finish>
void strip(const Weight* w, const float* bias, std::size_t inputs, const float* x,
           std::size_t x_stride, std::size_t rows, const Finish& finish) {
  by_tiles(rows, [&](auto count, std::size_t first) HWY_ATTR {
    tile<decltype(count)::value, kPanels>(
        w, inputs, inputs, x + first * x_stride, x_stride,
        [&](std::size_t, std::size_t v) HWY_ATTR { return hn::Load(F32(), bias + v * kLanes); },
        [&](std::size_t r, std::size_t v, Vec sum) HWY_ATTR { finish(first + r, v, sum); });
  });
}

// finish(row, panel, vector within the panels from there, sum) for everything.
template <std::size_t kPanels, typename Weight, typename Finish>
std::size_t strips(const Matrix& m, const Weight* weights, std::size_t panel, const float* x,
                   std::size_t x_stride, std::size_t rows, const Finish& finish) {
  const std::size_t panels = m.bias.size() / kPanel;
  for (; panel + kPanels <= panels; panel += kPanels) {
    strip<kPanels>(weights + panel * m.inputs * kPanel, m.bias.data() + panel * kPanel, m.inputs, x,
                   x_stride, rows, [&](std::size_t r, std::size_t v, Vec sum) HWY_ATTR {
                     finish(r, panel * kPanel + v * kLanes, sum);
                   });
  }
  if constexpr (kPanels > 1) {
    return strips<kPanels / 2>(m, weights, panel, x, x_stride, rows, finish);
  }
  return panel;
}

// Many rows against f16 weights: kDepth inputs of a strip's panels are widened once, into what
// stays in the nearest cache, and kManyRows rows go over them before the next. A sum waits in
// memory meanwhile, which changes none of its bits.
constexpr std::size_t kDepth = kLanes == 16 ? 128 : 256;
constexpr std::size_t kManyRows = 48;

// Up to kManyRows rows against kPanels panels.
template <std::size_t kPanels, typename Finish>
void widened_strip(const std::uint16_t* weights, const float* bias, std::size_t inputs,
                   const float* x, std::size_t x_stride, std::size_t rows, const Finish& finish) {
  const F32 d;
  constexpr std::size_t kWidth = kPanels * kPanel;
  HWY_ALIGN float wide[kPanels * kDepth * kPanel];
  HWY_ALIGN float sums[kManyRows * kWidth];
  for (std::size_t r = 0; r < rows; ++r) std::copy_n(bias, kWidth, sums + r * kWidth);
  for (std::size_t from = 0; from < inputs; from += kDepth) {
    const std::size_t depth = std::min(kDepth, inputs - from);
    for (std::size_t p = 0; p < kPanels; ++p) {
      const std::uint16_t* panel = weights + (p * inputs + from) * kPanel;
      for (std::size_t i = 0; i < depth * kPanel; i += kLanes) {
        hn::Store(load_weights(panel + i), d, wide + p * kDepth * kPanel + i);
      }
    }
    by_tiles(rows, [&](auto count, std::size_t first) HWY_ATTR {
      float* to = sums + first * kWidth;
      tile<decltype(count)::value, kPanels>(
          wide, kDepth, depth, x + first * x_stride + from, x_stride,
          [&](std::size_t r, std::size_t v)
              HWY_ATTR { return hn::Load(d, to + r * kWidth + v * kLanes); },
          [&](std::size_t r, std::size_t v, Vec sum)
              HWY_ATTR { hn::Store(sum, d, to + r * kWidth + v * kLanes); });
    });
  }
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t v = 0; v < kWidth / kLanes; ++v) {
      finish(r, v, hn::Load(d, sums + r * kWidth + v * kLanes));
    }
  }
}

template <std::size_t kPanels, typename Finish>
void widened_strips(const Matrix& m, std::size_t panel, const float* x, std::size_t x_stride,
                    std::size_t rows, const Finish& finish) {
  const std::size_t panels = m.bias.size() / kPanel;
  for (; panel + kPanels <= panels; panel += kPanels) {
    for (std::size_t at = 0; at < rows; at += kManyRows) {
      widened_strip<kPanels>(m.half.data() + panel * m.inputs * kPanel,
                             m.bias.data() + panel * kPanel, m.inputs, x + at * x_stride, x_stride,
                             std::min(kManyRows, rows - at),
                             [&](std::size_t r, std::size_t v, Vec sum)
                                 HWY_ATTR { finish(at + r, panel * kPanel + v * kLanes, sum); });
    }
  }
  if constexpr (kPanels > 1) {
    widened_strips<kPanels / 2>(m, panel, x, x_stride, rows, finish);
  }
}

// finish(row, first output of the vector, sum).
template <typename Weight, typename Finish>
HWY_INLINE void product(const Matrix& m, const Weight* weights, const float* x,
                        std::size_t x_stride, std::size_t rows, const Finish& finish) {
  if (rows == 1) {
    strips<kSingleRowPanels>(m, weights, 0, x, x_stride, rows, finish);
  } else {
    strips<kTilePanels>(m, weights, 0, x, x_stride, rows, finish);
  }
}

void linear(const Matrix& m, const float* x, std::size_t x_stride, std::size_t rows, float* y,
            std::size_t y_stride) {
  const auto store = [&](std::size_t r, std::size_t first, Vec sum) HWY_ATTR {
    const F32 d;
    float* to = y + r * y_stride + first;
    if (first + kLanes <= m.outputs) {
      hn::StoreU(sum, d, to);
    } else if (first < m.outputs) {
      hn::BlendedStore(sum, hn::FirstN(d, m.outputs - first), d, to);
    }
  };
  if (m.half.empty()) {
    product(m, m.full.data(), x, x_stride, rows, store);
  } else if (rows > 2 * kTileRows) {
    widened_strips<kTilePanels>(m, 0, x, x_stride, rows, store);
  } else {
    product(m, m.half.data(), x, x_stride, rows, store);
  }
}

void nearest(const CodebookMatrix& m, const float* x, std::size_t x_stride, std::size_t rows,
             Code* codes, std::size_t code_stride) {
  const F32 d;
  // Each of sixteen columns keeps the first of its lowest scores; then the columns are compared.
  constexpr std::size_t kGroup = kTileRows;
  HWY_ALIGN float best[kGroup][kPanel];
  HWY_ALIGN float index[kGroup][kPanel];  // exact: below 2^16
  HWY_ALIGN float lane_numbers[kPanel];
  for (std::size_t i = 0; i < kPanel; ++i) lane_numbers[i] = static_cast<float>(i);

  for (std::size_t at = 0; at < rows; at += kGroup) {
    const std::size_t n = std::min(kGroup, rows - at);
    for (std::size_t r = 0; r < n; ++r) {
      std::fill_n(best[r], kPanel, std::numeric_limits<float>::infinity());
      std::fill_n(index[r], kPanel, 0.0f);
    }
    product(m, m.full.data(), x + at * x_stride, x_stride, n,
            [&](std::size_t r, std::size_t first, Vec score) HWY_ATTR {
              const std::size_t column = first % kPanel;
              const Vec old = hn::Load(d, best[r] + column);
              const auto lower = hn::Lt(score, old);
              const Vec numbers = hn::Add(hn::Load(d, lane_numbers + column),
                                          constant(static_cast<float>(first - column)));
              hn::Store(hn::IfThenElse(lower, score, old), d, best[r] + column);
              hn::Store(hn::IfThenElse(lower, numbers, hn::Load(d, index[r] + column)), d,
                        index[r] + column);
            });
    for (std::size_t r = 0; r < n; ++r) {
      std::size_t winner = 0;
      for (std::size_t i = 1; i < kPanel; ++i) {
        if (best[r][i] < best[r][winner] ||
            (best[r][i] == best[r][winner] && index[r][i] < index[r][winner])) {
          winner = i;
        }
      }
      codes[(at + r) * code_stride] = static_cast<Code>(index[r][winner]);
    }
  }
}

void nearest_several(const CodebookMatrix& m, const float* x, const float* errors,
                     std::size_t lists, std::size_t paths, std::size_t count, Candidate* best) {
  const F32 d;
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::fill_n(best, lists * count, Candidate{kInfinity, 0, 0});
  HWY_ALIGN float lanes[kLanes];
  product(m, m.full.data(), x, m.inputs, lists * paths,
          [&](std::size_t r, std::size_t first, Vec score) HWY_ATTR {
            Candidate* list = best + r / paths * count;
            Candidate& worst = list[count - 1];
            score = hn::Add(score, constant(errors[r]));
            if (hn::AllFalse(d, hn::Le(score, constant(worst.error)))) return;
            hn::Store(score, d, lanes);
            for (std::size_t i = 0; i < kLanes; ++i) {
              if (!(lanes[i] < kInfinity)) continue;
              const Candidate found{lanes[i], static_cast<std::uint16_t>(r % paths),
                                    static_cast<Code>(first + i)};
              if (!(found < worst)) continue;
              Candidate* at = &worst;
              for (; at > list && found < at[-1]; --at) *at = at[-1];
              *at = found;
            }
          });
}

}  // namespace codec::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace codec::engine {

HWY_EXPORT(linear);
HWY_EXPORT(nearest);
HWY_EXPORT(nearest_several);

void linear(const Matrix& m, const float* x, std::size_t x_stride, std::size_t rows, float* y,
            std::size_t y_stride) {
  assert(m.full.size() + m.half.size() == m.inputs * m.bias.size());
  HWY_DYNAMIC_DISPATCH(linear)(m, x, x_stride, rows, y, y_stride);
}

void nearest(const CodebookMatrix& m, const float* x, std::size_t x_stride, std::size_t rows,
             Code* codes, std::size_t code_stride) {
  assert(m.half.empty());
  HWY_DYNAMIC_DISPATCH(nearest)(m, x, x_stride, rows, codes, code_stride);
}

void nearest_several(const CodebookMatrix& m, const float* x, const float* errors,
                     std::size_t lists, std::size_t paths, std::size_t count, Candidate* best) {
  assert(m.half.empty());
  HWY_DYNAMIC_DISPATCH(nearest_several)(m, x, errors, lists, paths, count, best);
}

}  // namespace codec::engine
#endif
