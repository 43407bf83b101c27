// STOI and ESTOI of codec/measure/metrics.h.
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "codec/measure/metrics.h"
#include "codec/sound/fft.h"

namespace codec {
namespace {

constexpr int kRateHz = 10000;
constexpr std::size_t kFrame = 256;
constexpr std::size_t kHop = kFrame / 2;
constexpr std::size_t kFftSize = 512;
constexpr std::size_t kBands = 15;  // third octaves, the lowest centred at 150 Hz
constexpr double kLowestHz = 150.0;
constexpr std::size_t kSegment = 30;  // frames: 384 ms
constexpr double kDynamicRangeDb = 40.0;
constexpr double kEps = std::numeric_limits<double>::epsilon();

using Bands = std::array<double, kBands>;

// Modified Bessel function of the first kind, order 0, by its series.
double bessel_i0(double x) {
  double sum = 1.0;
  double term = 1.0;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

// Octave's resample(): a Kaiser-windowed sinc, 60 dB, whose gain at DC is 1.
std::vector<double> octave_filter(int up, int down) {
  const double rejection_db = 60.0;
  const double cutoff = 1.0 / (2.0 * std::max(up, down));
  const auto half = static_cast<int>(std::ceil((rejection_db - 8.0) / (28.714 * cutoff / 10.0)));
  const double beta = 0.1102 * (rejection_db - 8.7);
  std::vector<double> filter(static_cast<std::size_t>(2 * half + 1));
  double sum = 0.0;
  for (int t = -half; t <= half; ++t) {
    const double position = static_cast<double>(t) / half;
    const double angle = std::numbers::pi * 2.0 * cutoff * t;
    const double sinc = t == 0 ? 1.0 : std::sin(angle) / angle;
    double& tap = filter[static_cast<std::size_t>(t + half)];
    tap = sinc * bessel_i0(beta * std::sqrt(1.0 - position * position));
    sum += tap;
  }
  for (double& tap : filter) tap *= up / sum;
  return filter;
}

// scipy.signal.resample_poly with that filter: y[m] = sum over k of h[half + m down - k up] x[k].
std::vector<double> to_10_khz(std::span<const float> samples, int rate_hz) {
  if (rate_hz == kRateHz) return {samples.begin(), samples.end()};
  const int divisor = std::gcd(kRateHz, rate_hz);
  const std::int64_t up = kRateHz / divisor;
  const std::int64_t down = rate_hz / divisor;
  const auto filter = octave_filter(static_cast<int>(up), static_cast<int>(down));
  const auto half = static_cast<std::int64_t>(filter.size() / 2);
  const auto length = static_cast<std::int64_t>(samples.size());
  std::vector<double> out(static_cast<std::size_t>((length * up + down - 1) / down));
  for (std::size_t m = 0; m < out.size(); ++m) {
    const std::int64_t instant = static_cast<std::int64_t>(m) * down;  // in steps of rate * up
    const std::int64_t first = std::max<std::int64_t>(0, (instant - half + up - 1) / up);
    const std::int64_t last = std::min(length - 1, (instant + half) / up);
    double sum = 0.0;
    for (std::int64_t k = first; k <= last; ++k) {
      sum += filter[static_cast<std::size_t>(half + instant - k * up)] *
             static_cast<double>(samples[static_cast<std::size_t>(k)]);
    }
    out[m] = sum;
  }
  return out;
}

// Matlab's hanning(): no zeros at the ends.
std::array<double, kFrame> hanning() {
  std::array<double, kFrame> window{};
  for (std::size_t n = 0; n < kFrame; ++n) {
    window[n] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(n + 1) /
                                     static_cast<double>(kFrame + 1));
  }
  return window;
}

// Frames start at 0, hop, ... while more than a frame is left, as in pystoi.
std::size_t frame_count(std::size_t samples) {
  return samples > kFrame ? (samples - kFrame + kHop - 1) / kHop : 0;
}

// Indices of the frames of the reference that are within 40 dB of its loudest.
std::vector<std::size_t> audible_frames(std::span<const double> reference) {
  const auto window = hanning();
  std::vector<double> levels_db(frame_count(reference.size()));
  for (std::size_t i = 0; i < levels_db.size(); ++i) {
    double energy = 0.0;
    for (std::size_t n = 0; n < kFrame; ++n) {
      const double x = window[n] * reference[i * kHop + n];
      energy += x * x;
    }
    levels_db[i] = 20.0 * std::log10(std::sqrt(energy) + kEps);
  }
  std::vector<std::size_t> kept;
  if (levels_db.empty()) return kept;
  const double loudest = *std::ranges::max_element(levels_db);
  for (std::size_t i = 0; i < levels_db.size(); ++i) {
    if (loudest - kDynamicRangeDb - levels_db[i] < 0.0) kept.push_back(i);
  }
  return kept;
}

// The kept frames, tapered and overlap-added one hop apart.
std::vector<double> join(std::span<const double> samples, const std::vector<std::size_t>& kept) {
  const auto window = hanning();
  std::vector<double> out(kept.empty() ? 0 : (kept.size() - 1) * kHop + kFrame, 0.0);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    for (std::size_t n = 0; n < kFrame; ++n) {
      out[i * kHop + n] += window[n] * samples[kept[i] * kHop + n];
    }
  }
  return out;
}

// First bin of each band, and of the one after the last.
std::array<std::array<std::size_t, 2>, kBands> third_octaves() {
  std::array<std::array<std::size_t, 2>, kBands> ranges{};
  const auto nearest_bin = [](double hz) {
    return static_cast<std::size_t>(std::lround(hz * kFftSize / kRateHz));
  };
  for (std::size_t b = 0; b < kBands; ++b) {
    const auto k = static_cast<double>(b);
    ranges[b] = {nearest_bin(kLowestHz * std::pow(2.0, (2.0 * k - 1.0) / 6.0)),
                 nearest_bin(kLowestHz * std::pow(2.0, (2.0 * k + 1.0) / 6.0))};
  }
  return ranges;
}

// Third-octave envelopes, one array a frame.
std::vector<Bands> envelopes(std::span<const double> samples) {
  const auto window = hanning();
  const auto ranges = third_octaves();
  RealFft fft(kFftSize);
  std::vector<Bands> out(frame_count(samples.size()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::ranges::fill(fft.time(), 0.0f);
    for (std::size_t n = 0; n < kFrame; ++n) {
      fft.time()[n] = static_cast<float>(window[n] * samples[i * kHop + n]);
    }
    fft.forward();
    for (std::size_t b = 0; b < kBands; ++b) {
      double power = 0.0;
      for (std::size_t k = ranges[b][0]; k < ranges[b][1]; ++k) power += std::norm(fft.bins()[k]);
      out[i][b] = std::sqrt(power);
    }
  }
  return out;
}

using Row = std::array<double, kSegment>;
using Segment = std::array<Row, kBands>;

Segment segment_at(const std::vector<Bands>& frames, std::size_t first) {
  Segment segment{};
  for (std::size_t m = 0; m < kSegment; ++m) {
    for (std::size_t b = 0; b < kBands; ++b) segment[b][m] = frames[first + m][b];
  }
  return segment;
}

double norm(const Row& row) {
  return std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0));
}

void remove_mean(Row& row) {
  const double mean = std::accumulate(row.begin(), row.end(), 0.0) / kSegment;
  for (double& value : row) value -= mean;
}

// Sum over bands of the correlation of the reference with the scaled and clipped envelope.
double stoi_of(const Segment& reference, const Segment& decoded) {
  static const double kClip = 1.0 + std::pow(10.0, 15.0 / 20.0);
  double sum = 0.0;
  for (std::size_t b = 0; b < kBands; ++b) {
    Row x = reference[b];
    Row y = decoded[b];
    const double scale = norm(x) / (norm(y) + kEps);
    for (std::size_t m = 0; m < kSegment; ++m) y[m] = std::min(y[m] * scale, x[m] * kClip);
    remove_mean(x);
    remove_mean(y);
    sum += std::inner_product(x.begin(), x.end(), y.begin(), 0.0) /
           ((norm(x) + kEps) * (norm(y) + kEps));
  }
  return sum;
}

// Rows, then columns, to mean 0 and length 1; what has no variance becomes 0.
void normalise_rows_and_columns(Segment& segment) {
  for (Row& row : segment) {
    remove_mean(row);
    const double length = norm(row);
    for (double& value : row) value = length > 0.0 ? value / length : 0.0;
  }
  for (std::size_t m = 0; m < kSegment; ++m) {
    double mean = 0.0;
    for (const Row& row : segment) mean += row[m] / kBands;
    double squares = 0.0;
    for (Row& row : segment) {
      row[m] -= mean;
      squares += row[m] * row[m];
    }
    for (Row& row : segment) row[m] = squares > 0.0 ? row[m] / std::sqrt(squares) : 0.0;
  }
}

// Mean over frames of the correlation across bands.
double estoi_of(Segment reference, Segment decoded) {
  normalise_rows_and_columns(reference);
  normalise_rows_and_columns(decoded);
  double sum = 0.0;
  for (std::size_t b = 0; b < kBands; ++b) {
    sum += std::inner_product(reference[b].begin(), reference[b].end(), decoded[b].begin(), 0.0);
  }
  return sum / kSegment;
}

}  // namespace

std::optional<Intelligibility> intelligibility(std::span<const float> reference,
                                               std::span<const float> decoded, int sample_rate_hz) {
  if (reference.size() != decoded.size()) {
    throw std::invalid_argument("reference and decoded sound differ in length");
  }
  const auto x = to_10_khz(reference, sample_rate_hz);
  const auto y = to_10_khz(decoded, sample_rate_hz);
  const auto kept = audible_frames(x);
  const auto x_bands = envelopes(join(x, kept));
  const auto y_bands = envelopes(join(y, kept));
  if (x_bands.size() < kSegment) return std::nullopt;

  Intelligibility sum;
  const std::size_t segments = x_bands.size() - kSegment + 1;
  for (std::size_t first = 0; first < segments; ++first) {
    const Segment x_segment = segment_at(x_bands, first);
    const Segment y_segment = segment_at(y_bands, first);
    sum.stoi += stoi_of(x_segment, y_segment);
    sum.estoi += estoi_of(x_segment, y_segment);
  }
  return Intelligibility{sum.stoi / static_cast<double>(segments * kBands),
                         sum.estoi / static_cast<double>(segments)};
}

}  // namespace codec
