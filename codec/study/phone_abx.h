// ABX: of segments A, B and X, where A and X are of one phone and B of another, is X nearer to A?
// The share of triples where it is not, with half of the ties, says how well a representation keeps
// phones apart, without learning anything (T. Schatz et al., "Evaluating speech features with the
// Minimal-Pair ABX task", Interspeech 2013; the Zero Resource Speech challenges).
//
// Segments are runs of frames of one label, without silence. Distance: dynamic time warping over
// cosine distances of frames, divided by the length of its path. Within speakers all three are of
// one voice; across, X is of another than A and B. Where the data hold enough of such triples, A, B
// and X stand between the same two phones, as the challenge wants it; otherwise in any context (as
// in the "any-context" phone ABX of Hallap et al., 2022). Errors are averaged over contexts, then
// over speakers (of A and B), then over pairs of phones, each cell counting once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "codec/study/labelled_frames.h"

namespace codec {

enum class AbxSpeakers { within, across };

struct AbxOptions {
  std::size_t triples = 200000;     // at most
  std::size_t triples_a_cell = 8;   // at most: a cell is a pair of phones, a speaker, a context
  std::size_t enough_cells = 1000;  // with the same context, to do without any-context
  std::size_t least_frames = 2;     // of a segment
  std::size_t most_frames = 25;     // longer runs are errors of the alignment
  std::uint64_t seed = 1;
};

// The frames [first, first + frames) of a recording.
struct PhoneSegment {
  std::size_t recording = 0;
  std::size_t first = 0;
  std::size_t frames = 0;
  std::uint8_t phone = 0;
  std::uint8_t before = 0, after = 0;  // the neighbours' phones; kUnknownPhone at an end
};

// Chosen from labels and speakers alone, so that all representations hear the same triples.
struct AbxTriples {
  struct Triple {
    std::uint32_t a = 0, b = 0, x = 0;  // segments
    double weight = 0;                  // over all triples they sum to 1
  };
  std::vector<PhoneSegment> segments;
  std::vector<Triple> triples;
  std::size_t pairs = 0;  // of phones, (a, b) and (b, a) counted as two
  bool same_context = false;
};

// phones[i] and speakers[i] of recording i. No triples where no speaker offers any.
AbxTriples choose_triples(std::span<const std::vector<std::uint8_t>> phones,
                          std::span<const std::size_t> speakers, AbxSpeakers kind,
                          const AbxOptions& options);

// recordings[i] has the frames that phones[i] had. `centre` (D) is taken from each frame first (the
// mean of frames that were not measured): without it an offset that all frames share hides their
// angles. A frame of length 0 is at distance 1 from every other. There is at least one triple.
double abx_error(const AbxTriples& triples, std::span<const LabelledFrames> recordings,
                 std::span<const float> centre);

// costs (n, m), row-major, n and m >= 1. The path from (0, 0) to (n - 1, m - 1) in steps (1, 1),
// (1, 0), (0, 1) with the least sum, that sum divided by its number of cells; on a tie the shorter.
double warped_distance(std::span<const float> costs, std::size_t n, std::size_t m);

}  // namespace codec
