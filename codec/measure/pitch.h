// Fundamental frequency of recorded speech: what training gives the decoder as the truth, and what
// F0 figures are measured with.
//
// Candidates: peaks of the autocorrelation of a Hann-windowed frame divided by that of the window
// (P. Boersma, "Accurate short-term analysis of the fundamental frequency ...", IFA Proceedings 17,
// 1993), taken from a power spectrum weighted against hum below and noise above the voice, refined
// by a parabola. Path: dynamic programming over candidates and an unvoiced state with costs for
// octave jumps and voicing changes (D. Talkin, RAPT, 1995; Boersma 1993).
#pragma once

#include <span>
#include <vector>

namespace codec {

struct PitchOptions {
  int sample_rate_hz = 16000;
  int hop_samples = 160;
  double min_hz = 60.0;   // >= 20, and the window holds three of its periods
  double max_hz = 540.0;  // < rate / 4
  // Strengths are correlations, 0..1; costs are in the same unit.
  double voicing_threshold = 0.48;  // a peak below it is rather unvoiced
  double silence_threshold = 0.02;  // level re the loud parts, below it a frame is rather unvoiced
  double octave_cost = 0.01;        // advantage of a candidate over the one an octave below
  double octave_jump_cost = 0.45;   // per octave between neighbouring frames, for a 10 ms hop
  double voicing_cost = 0.18;       // for a change between voiced and unvoiced, for a 10 ms hop
};

// F0 in Hz, 0 where unvoiced: value s describes the instant (s + 1) * hop_samples. There are
// samples.size() / hop_samples values, rounded down. Mono; the level does not matter; a sample that
// is not finite makes the frames that see it unvoiced.
// Threads: any number at once.
std::vector<float> track_f0(std::span<const float> samples, const PitchOptions& options = {});

}  // namespace codec
