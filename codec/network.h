// The definition of the codec's network in libtorch: what is trained, and what the fast engine
// (codec/model.h, codec/stream.h) must agree with.
//
// Axes: B batch, S subframes (10 ms), T frames (20 ms), N window, h subframe, C channels,
//       D latent width, K codes, Q levels. Everything here is channels-last: (B, T, C).
//
// The signal path, with the tensor names of the safetensors file in [brackets]:
//
//   Analysis. Subframe s covers samples [(s+1)h - N, (s+1)h); samples before the start are 0.
//     X = rfft(hann_periodic(N) * x) / sqrt(N);  feature = log10(max(|X|, 1e-4)) + 2.
//   Encoder. Frame t sees the R = 2 * subframes_per_frame subframes that end with its own last one,
//     oldest first (the sound before the start is silence, so its features are -2):
//     u = Linear(R * bins -> C)                                 [encoder.input.{weight,bias}]
//     u = Block(u), encoder_blocks times                        [encoder.blocks.i.*]
//     z = Linear(LayerNorm(u)) -> D                 [encoder.norm.*, encoder.project.*]
//     In training a BatchNorm without affine part and a factor D^-1/2 follow, so that |z|^2 is
//     about 1; in an exported file both are folded into encoder.project.
//   Block(x) = x + scale * W2 gelu(W1 LayerNorm(depthwise(x)))
//     depthwise: causal, k taps, tap k-1 meets the present; zeros before the start.
//       [depthwise.weight (C, k), depthwise.bias] [norm.weight, norm.bias: eps 1e-5]
//       [expand.weight (eC, C), expand.bias] [contract.weight (C, eC), contract.bias] [scale (C)]
//     gelu is the tanh form: 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).
//   Quantizer. Level q: E = C W^T + b  [quantizer.levels.q.{table (K,D), weight (D,D), bias (D)}],
//     code = argmin_k |r - E_k|^2, the lowest index on a tie; r -= E_code. Sum over levels = z^.
//   Decoder. u = Linear(z^[t-2], z^[t-1], z^[t] -> C), zeros before the start  [decoder.input.*]
//     u = Block(u), decoder_blocks times                        [decoder.blocks.i.*]
//     v = Linear(C -> subframes_per_frame * F), split into subframes   [decoder.up.*]
//     v = Block(v), fine_blocks times, at subframe rate         [decoder.fine.i.*]
//     y = Linear(LayerNorm(v))                                  [decoder.norm.*, decoder.head.*]
//     y = (pitch 1, voicing 1, harmonic bands, noise bands | free log-magnitude bins, free phase
//     bins); the part before the bar only with source_filter, the part behind with free_spectrum.
//   Synthesis: codec/synthesis.h.
#pragma once

#include <torch/torch.h>

#include <filesystem>

#include "codec/model_config.h"
#include "codec/safetensors.h"
#include "quantizer/residual_simvq.h"
