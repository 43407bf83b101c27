// The arithmetic of the engine, once for every SIMD target of Google Highway, chosen at run time.
//
// The same bits on every target: each output is computed by one lane, sums over inputs run in the
// order of the inputs with one fused multiply-add (rounded once) a term, and sums over lanes have a
// fixed shape. So neither the width of a vector nor the number of rows in a call changes a bit.
// Guaranteed for the targets AVX2 + FMA, AVX-512 and the scalar fallback (std::fma: exact, and a
// hundred times slower, about twice real time), as long as the compiler leaves IEEE operations as
// they are written: -ffp-contract=off, no -ffast-math.
//
// Matrices of activations are row-major; a stride counts floats from one row to the next, and rows
// may overlap. Inputs and outputs of one call do not overlap each other unless stated.
// Errors: none; sizes are the caller's duty (asserted in debug builds).
// Threads: any number at once. Realtime: no allocation, no lock.
#pragma once

#include <cstddef>
#include <cstdint>

#include "codec/base/aligned.h"
#include "codec/base/types.h"

namespace codec::engine {

inline constexpr std::size_t kPanel = 16;  // outputs side by side in a packed matrix

// y = W x + b. Weights [outputs / 16, rounded up][inputs][16], zeros behind the last output; in
// one of two forms, since f16 weights, widened exactly as they are used, halve the memory traffic
// that bounds the speed of single frames.
struct Matrix {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  Aligned<float> full;          // either this
  Aligned<std::uint16_t> half;  // or this, IEEE binary16
  Aligned<float> bias;          // outputs, rounded up to a whole panel
};

// A codebook E (K, D) for search: scores |E_k|^2 / 2 - x E_k as a Matrix, K outputs, D inputs, in
// full form. Where K is no multiple of 16 the bias behind it is +infinity.
using CodebookMatrix = Matrix;

struct Norm {  // layer normalisation, eps 1e-5
  Aligned<float> gain;
  Aligned<float> bias;
};

struct Depthwise {
  std::size_t taps = 0;
  Aligned<float> weight;  // [taps][channels], the last tap meets the present
  Aligned<float> bias;
};

// y[r] = W x[r] + b for `rows` rows of x.
void linear(const Matrix& m, const float* x, std::size_t x_stride, std::size_t rows, float* y,
            std::size_t y_stride);

// codes[r * code_stride] = the k with the lowest score, the lowest k on a tie.
void nearest(const CodebookMatrix& m, const float* x, std::size_t x_stride, std::size_t rows,
             Code* codes, std::size_t code_stride);

// A path's next code.
struct Candidate {
  float error;
  std::uint16_t path;
  Code code;
  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

// Of `lists` times `paths` rows x, contiguous, path p of list l in row l * paths + p: the `count`
// lowest of errors[row] + score, over all paths of a list and all k; lowest first, of equal ones
// the lowest path, then the lowest k. best (lists, count). Where there are fewer the errors behind
// are +infinity.
void nearest_several(const CodebookMatrix& m, const float* x, const float* errors,
                     std::size_t lists, std::size_t paths, std::size_t count, Candidate* best);

// y[r] = gain * (x[r] - mean) / sqrt(variance + 1e-5) + bias. Rows are contiguous; y may be x.
// Sums: sixteen partial sums, channel c into sum c mod 16, then added as a binary tree.
void layer_norm(const Norm& norm, const float* x, std::size_t rows, float* y);

// y[r][c] = bias[c] + sum over j of weight[j][c] x[r + j][c]: x has rows + taps - 1 rows.
void depthwise(const Depthwise& conv, const float* x, std::size_t rows, float* y);

void silu(float* x, std::size_t n);  // in place: x / (1 + exp(-x))

// x[r][c] += scale[c] * y[r][c].
void add_scaled(float* x, const float* scale, const float* y, std::size_t rows,
                std::size_t channels);

void add(float* x, const float* y, std::size_t n);       // x += y
void subtract(float* x, const float* y, std::size_t n);  // x -= y

// y[i] = a[i] * b[i], and y[i] += a[i] * b[i].
void multiply(const float* a, const float* b, std::size_t n, float* y);
void multiply_add(const float* a, const float* b, std::size_t n, float* y);

// features[k] = log10(max(|X_k|, 1e-4)) + 2; spectrum holds n pairs (re, im).
void log_magnitude(const float* spectrum, std::size_t n, float* features);

// Gains of n bins from log gains of bands: out[k] = exp(min((1 - t_k) b[i_k] + t_k b[i_k + 1], 6)).
void band_gains(const float* bands, const std::int32_t* low_band, const float* fraction,
                std::size_t n, float* gains);

// y[k] += x[k] * gain[k], complex times real; n pairs each.
void add_filtered(const float* x, const float* gain, std::size_t n, float* y);

// y[k] += exp(min(m[k], 6) - 4) (cos p[k] + i sin p[k]); n pairs in y.
void add_polar(const float* m, const float* p, std::size_t n, float* y);

// The band-limited pulse train of codec/training/synthesis.h: phase in [0, 2 pi), f in Hz.
void pulses(const float* phase, const float* f, const float* gain, std::size_t n, float* y);

// The names of the targets compiled in that this machine can run, best first, and a way for tests
// to run one of them: its index, or -1 for the best. Not while any kernel runs.
struct Targets {
  static std::size_t count();
  static const char* name(std::size_t i);
  static void use(int i);
};

// While it lives, this thread rounds to nearest and keeps subnormal numbers, whatever the host of
// the library has set; then the old state returns.
class FloatingPointScope {
 public:
  FloatingPointScope();
  ~FloatingPointScope();
  FloatingPointScope(const FloatingPointScope&) = delete;
  FloatingPointScope& operator=(const FloatingPointScope&) = delete;

 private:
  alignas(16) unsigned char saved_[64];
};

}  // namespace codec::engine
