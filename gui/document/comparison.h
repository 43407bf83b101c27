// A stretch of the document through several codecs: its sounds, as loud as the original, and their
// figures.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "codec/compare/contender.h"
#include "codec/measure/evaluate.h"
#include "gui/audio/track.h"
#include "gui/document/codec_worker.h"
#include "gui/document/time_axis.h"

namespace gui {

struct ComparedSound {
  std::string name;
  double kbps = 0.0;
  codec::EvaluationRow figures;
  Track sound;  // brought to the loudness of the original, by 12 dB at most
};

struct Comparison {
  TimeSpan span;  // of the document
  Track original;
  std::vector<ComparedSound> sounds;
};

// Every number of codebooks of the model; Opus and Codec 2 at rates near it, where this build knows
// them.
std::vector<codec::Contender> usualContenders(const codec::Model& model);

// Errors: those of codec::render() and codec::evaluate(). Threads: any; `original` is a snapshot.
codec::Result<Comparison> compareSpan(const Track& original, TimeSpan span, const ModelPtr& model,
                                      const std::vector<codec::Contender>& contenders,
                                      const CodecWorker::Control& control);

}  // namespace gui
