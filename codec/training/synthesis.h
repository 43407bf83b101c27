// From the decoder's heads to sound: source-filter plus free spectrum, inverse STFT, overlap-add.
//
// h hop, N analysis window, M = 2h source window, d = N / h - 2 subframes.
//
//   The source-filter part runs d subframes late, in the time of the output that is due anyway:
//   head s shapes the window [(s+1)h - N, (s+1)h - N + M) of the sound and tells the pitch at its
//   end. For N = 4h that is the middle of the encoder's last window, so that nothing is
//   extrapolated; pitch told for the newest instant (s+1)h was off by 35 cents (median), which cost
//   0.36 PESQ-WB.
//
//   Pitch a, voicing v of subframe s -> F0 = f0_min * 2^(x log2(f0_max / f0_min)), voiced where
//     v > 0; x = sigmoid(a), or what pitch classes tell (codec/model/definition.h). Both describe
//     the instant (s+1)h - dh.
//
//   Source: inside subframe s, F0 runs linearly from that of s-1 to that of s and the voicing gain
//     from 0 or 1 of s-1 to 0 or 1 of s: at sample i of the subframe (0-based) the weight of s is
//     (i+1)/h. Where only one of the two is voiced its F0 holds for the whole subframe; where none
//     is, 100 Hz. Before subframe 0: unvoiced. With f that F0, per sample:
//       phase += 2 pi f / rate (first sample of a sound: phase = 2 pi f / rate), in [0, 2 pi);
//       H = floor(7600 / f) harmonics;  p = sin((H + 1/2) phase) / (2 sin(phase / 2)) - 1/2,
//       and H where |sin(phase / 2)| < 5e-4;  source = p sqrt(2 / H) * voicing gain.
//
//   Noise: noise_at(n) at sample n (codec/sound/noise.h).
//
//   Both are cut into windows of their last two subframes, w = sqrt(hann(M)):
//     S, V = rfft(w * .) / sqrt(M).
//
//   Gains: bands are linearly interpolated over mel = 2595 log10(1 + f/700): bin k stands at
//     position mel(k) / mel(rate/2) * (bands - 1); G = exp(min(interpolated, 6)).
//
//   Source-filter part: irfft(S Gh + V Gn) sqrt(M) * w, overlap-added at
//     [(s+1)h - N, (s+1)h - N + M).
//
//   Free part: Y = exp(min(m, 6) - 4) (cos p + i sin p); irfft(Y) sqrt(N) * hann(N), overlap-added
//     at [(s+1)h - N, (s+1)h), divided by sum over j of hann[i + j h]^2 (1.5 for N = 4h).
//
//   What falls before the sound is dropped.
#pragma once

#include <torch/torch.h>

#include "codec/model/definition.h"
#include "codec/model/model_config.h"

namespace codec {

// Starts the gains low and the free spectrum near silence.
void initialise_head(torch::Tensor& weight, torch::Tensor& bias, const ModelConfig& config);

// Causal windows of audio (B, n) -> complex spectra (B, n / hop, window / 2 + 1), orthonormal.
torch::Tensor windowed_spectra(const torch::Tensor& audio, std::int64_t window, std::int64_t hop);

// What windowed_spectra() took apart: spectra (B, S, bins), here tapered by `window` (n), a
// multiple of hop long -> audio (B, S * hop), overlap-added and divided by the taper's power. The
// last n - hop samples lack the frames that would follow.
torch::Tensor sound_of_spectra(const torch::Tensor& spectra, const torch::Tensor& window,
                               std::int64_t hop);

// F0 (B, S) at the instants (s+1)h of a sound -> at those that the heads describe.
torch::Tensor f0_at_source(const torch::Tensor& f0, const ModelConfig& config);

// Position of F0 between f0_min and f0_max on a log scale, 0..1, from head outputs: (B, S).
torch::Tensor predicted_pitch(const torch::Tensor& heads, const ModelConfig& config);

// F0 in Hz and voicing from head outputs (B, S, .): (B, S), 0 where unvoiced.
torch::Tensor predicted_f0(const torch::Tensor& heads, const ModelConfig& config);

// F0 (B, S), 0 = unvoiced -> source (B, S * h). phase_offset (B, 1) radians, or undefined.
torch::Tensor pulse_train(const torch::Tensor& f0, const ModelConfig& config,
                          const torch::Tensor& phase_offset = {});

// Head outputs (B, S, .) -> audio (B, S * h). f0 (B, S), as f0_at_source(), replaces the predicted
// one where defined; noise (B, S * h) replaces noise_at() where defined (both in training).
torch::Tensor synthesise(const torch::Tensor& heads, const ModelConfig& config,
                         const torch::Tensor& f0 = {}, const torch::Tensor& noise = {},
                         const torch::Tensor& phase_offset = {});

}  // namespace codec
