// How near a decoded sound is to its reference. Both are mono, at the same rate, aligned, and of
// the same length (a caller cuts to the shorter; unequal lengths are its bug and throw
// std::invalid_argument). Nothing here keeps state: any number of threads at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace codec {

// Mean over windows of 128, 256, 512, 1024, 2048 samples (hop a quarter, mirrored edges) of the
// mean |log10 m(decoded) - log10 m(reference)|, m = max(1e-4, mel bands of
// sqrt(|X|^2 + 1e-9)) with 10, 20, 40, 80, 128 bands: 0 is equal, 0.05 is 1 dB. The training loss
// (codec/training/losses.h) is this without the shortest window and without the edges. 0 for no
// samples.
double log_mel_distance(std::span<const float> reference, std::span<const float> decoded,
                        int sample_rate_hz);

// Scale-invariant signal-to-distortion ratio in dB (Le Roux et al., ICASSP 2019, eq. 2), means
// removed; +infinity for an exact multiple. Nothing if the reference is silent. A vocoder that
// does not keep the waveform scores badly here however good it sounds.
std::optional<double> si_sdr_db(std::span<const float> reference, std::span<const float> decoded);

struct Intelligibility {
  double stoi = 0.0;   // Taal, Hendriks, Heusdens, Jensen, IEEE TASLP 19(7), 2011
  double estoi = 0.0;  // Jensen, Taal, IEEE/ACM TASLP 24(11), 2016
};

// Both as pystoi 0.4 computes them: resampled to 10 kHz, frames of the reference 40 dB below its
// loudest removed. Up to 1. Nothing where fewer than 30 frames (about 0.4 s) remain.
std::optional<Intelligibility> intelligibility(std::span<const float> reference,
                                               std::span<const float> decoded, int sample_rate_hz);

// F0 of both, in Hz and 0 where unvoiced, subframe by subframe (codec/measure/pitch.h).
struct PitchAgreement {
  std::int64_t voiced_in_both = 0;
  std::optional<double> rmse_hz;      // over those
  std::optional<double> gross_error;  // share of those that are off by more than 20 %
  std::optional<double> voicing_f1;   // of "voiced"; nothing where neither is ever voiced
};
PitchAgreement compare_f0(std::span<const float> reference_hz, std::span<const float> decoded_hz);

}  // namespace codec
