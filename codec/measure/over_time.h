// The figures of a decoded sound second by second.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "codec/base/types.h"

namespace codec {

struct QualityPoint {
  SampleIndex begin = 0, end = 0;
  // Nothing where the reference is silent.
  std::optional<double> mel;   // log_mel_distance(): 0 is equal
  std::optional<double> stoi;  // also nothing where too little of it is speech
  std::optional<double> estoi;
  std::optional<double> f0_rmse_hz;  // nothing without frames that are voiced in both
};

// Mean square.
double energy_of(std::span<const float> samples);
// A reference below this share of the energy of the loudest second is silent: 40 dB.
inline constexpr double kSilentShare = 1e-4;

// Where one piece begins and ends: each `step` samples long, the last one shorter; one shorter than
// half a step belongs to the one before. step: > 0.
std::vector<QualityPoint> quality_grid(SampleIndex length, SampleIndex step);

// Fills in the figures of one piece. reference, decoded: that piece of both sounds, mono, of equal
// length, at the same rate (>= 8000), aligned. loudest: energy_of() the loudest piece.
// Threads: any number at once.
void measure_piece(std::span<const float> reference, std::span<const float> decoded,
                   int sample_rate_hz, double loudest, QualityPoint& point);

// All pieces of sounds in memory; the longer one is cut.
std::vector<QualityPoint> quality_over_time(std::span<const float> reference,
                                            std::span<const float> decoded, int sample_rate_hz,
                                            SampleIndex step);

}  // namespace codec
