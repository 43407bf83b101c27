#include "codec/measure/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "codec/sound/spectrum.h"

namespace codec {
namespace {

void require_equal_sizes(std::size_t reference, std::size_t decoded) {
  if (reference != decoded) {
    throw std::invalid_argument("reference and decoded sound differ in length");
  }
}

double log_mel_distance_at(std::span<const float> reference, std::span<const float> decoded,
                           int sample_rate_hz, std::size_t window, int bands) {
  constexpr float kFloor = 1e-4f;
  constexpr float kPowerFloor = 1e-9f;
  ShortTimeSpectrum spectrum(window);
  const MelBank bank(sample_rate_hz, window, bands);
  std::vector<float> bins(spectrum.bins());
  std::vector<float> mel_reference(bank.bands());
  std::vector<float> mel_decoded(bank.bands());
  const auto log_mel = [&](std::span<const float> samples, SampleIndex centre,
                           std::span<float> mel) {
    spectrum.power(samples, centre, Edge::mirror, bins);
    for (float& bin : bins) bin = std::sqrt(bin + kPowerFloor);
    bank.apply(bins, mel);
    for (float& m : mel) m = std::log10(std::max(m, kFloor));
  };
  double sum = 0.0;
  std::int64_t count = 0;
  for (std::size_t centre = 0; centre <= reference.size(); centre += window / 4) {
    log_mel(reference, static_cast<SampleIndex>(centre), mel_reference);
    log_mel(decoded, static_cast<SampleIndex>(centre), mel_decoded);
    for (std::size_t b = 0; b < mel_reference.size(); ++b) {
      sum += std::abs(mel_decoded[b] - mel_reference[b]);
    }
    count += bands;
  }
  return sum / static_cast<double>(count);
}

}  // namespace

double log_mel_distance(std::span<const float> reference, std::span<const float> decoded,
                        int sample_rate_hz) {
  require_equal_sizes(reference.size(), decoded.size());
  if (reference.empty()) return 0.0;
  constexpr struct {
    std::size_t window;
    int bands;
  } kScales[] = {{128, 10}, {256, 20}, {512, 40}, {1024, 80}, {2048, 128}};
  double sum = 0.0;
  for (const auto& scale : kScales) {
    sum += log_mel_distance_at(reference, decoded, sample_rate_hz, scale.window, scale.bands);
  }
  return sum / std::size(kScales);
}

std::optional<double> si_sdr_db(std::span<const float> reference, std::span<const float> decoded) {
  require_equal_sizes(reference.size(), decoded.size());
  const auto count = static_cast<double>(reference.size());
  double mean_r = 0.0;
  double mean_d = 0.0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    mean_r += reference[i] / count;
    mean_d += decoded[i] / count;
  }
  double rr = 0.0;
  double rd = 0.0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    rr += (reference[i] - mean_r) * (reference[i] - mean_r);
    rd += (reference[i] - mean_r) * (decoded[i] - mean_d);
  }
  if (!(rr > 0.0)) return std::nullopt;
  const double scale = rd / rr;
  double error = 0.0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double e = scale * (reference[i] - mean_r) - (decoded[i] - mean_d);
    error += e * e;
  }
  const double target = scale * scale * rr;
  if (error == 0.0 && target > 0.0) return std::numeric_limits<double>::infinity();
  if (target == 0.0) return -std::numeric_limits<double>::infinity();
  return 10.0 * std::log10(target / error);
}

PitchAgreement compare_f0(std::span<const float> reference_hz, std::span<const float> decoded_hz) {
  require_equal_sizes(reference_hz.size(), decoded_hz.size());
  constexpr double kGross = 0.2;
  PitchAgreement agreement;
  std::int64_t one_only = 0;
  std::int64_t gross = 0;
  double squares = 0.0;
  for (std::size_t s = 0; s < reference_hz.size(); ++s) {
    const double r = reference_hz[s];
    const double d = decoded_hz[s];
    if (r > 0.0 && d > 0.0) {
      ++agreement.voiced_in_both;
      squares += (d - r) * (d - r);
      if (std::abs(d - r) > kGross * r) ++gross;
    } else if (r > 0.0 || d > 0.0) {
      ++one_only;
    }
  }
  const auto both = static_cast<double>(agreement.voiced_in_both);
  if (agreement.voiced_in_both > 0) {
    agreement.rmse_hz = std::sqrt(squares / both);
    agreement.gross_error = static_cast<double>(gross) / both;
  }
  if (agreement.voiced_in_both + one_only > 0) {
    agreement.voicing_f1 = 2.0 * both / (2.0 * both + static_cast<double>(one_only));
  }
  return agreement;
}

}  // namespace codec
