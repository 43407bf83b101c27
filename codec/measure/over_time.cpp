#include "codec/measure/over_time.h"

#include <algorithm>

#include "codec/measure/metrics.h"
#include "codec/measure/pitch.h"

namespace codec {

double energy_of(std::span<const float> samples) {
  double sum = 0.0;
  for (const float x : samples) sum += static_cast<double>(x) * x;
  return samples.empty() ? 0.0 : sum / static_cast<double>(samples.size());
}

std::vector<QualityPoint> quality_grid(SampleIndex length, SampleIndex step) {
  std::vector<QualityPoint> points;
  for (SampleIndex at = 0; at < length; at += step) {
    if (!points.empty() && length - at < step / 2) {
      points.back().end = length;
      break;
    }
    points.push_back({at, std::min(at + step, length), {}, {}, {}, {}});
  }
  return points;
}

void measure_piece(std::span<const float> reference, std::span<const float> decoded,
                   int sample_rate_hz, double loudest, QualityPoint& point) {
  const double energy = energy_of(reference);
  if (energy <= 0.0 || energy < loudest * kSilentShare) return;
  point.mel = log_mel_distance(reference, decoded, sample_rate_hz);
  if (const auto both = intelligibility(reference, decoded, sample_rate_hz)) {
    point.stoi = both->stoi;
    point.estoi = both->estoi;
  }
  const PitchOptions options{.sample_rate_hz = sample_rate_hz, .hop_samples = sample_rate_hz / 100};
  point.f0_rmse_hz = compare_f0(track_f0(reference, options), track_f0(decoded, options)).rmse_hz;
}

std::vector<QualityPoint> quality_over_time(std::span<const float> reference,
                                            std::span<const float> decoded, int sample_rate_hz,
                                            SampleIndex step) {
  auto points =
      quality_grid(static_cast<SampleIndex>(std::min(reference.size(), decoded.size())), step);
  const auto part = [](std::span<const float> sound, const QualityPoint& p) {
    return sound.subspan(static_cast<std::size_t>(p.begin),
                         static_cast<std::size_t>(p.end - p.begin));
  };
  double loudest = 0.0;
  for (const auto& p : points) loudest = std::max(loudest, energy_of(part(reference, p)));
  for (auto& p : points) {
    measure_piece(part(reference, p), part(decoded, p), sample_rate_hz, loudest, p);
  }
  return points;
}

}  // namespace codec
