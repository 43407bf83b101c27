// What a run begins with: random weights, those of a finished model, or parts of two of them, and
// the quantizers' reverse water-filling.
#pragma once

#include <functional>
#include <string>

#include "codec/training/steps.h"

namespace codec {

// The weights of options.start_from in place of the random ones. Its quantizers are trained, so the
// recipe wants free_steps 0 and water_filling false. A semantic encoder comes from
// options.semantic_from (its first codes are grafted on), or, where only the new model has one,
// keeps its random start (the model has grown); in both cases level 1's entries are fitted anew.
// Discriminators that lie beside the model go on as well (discriminator_file.h).
// Errors: those of the files; corrupt (another shape); bad_value (semantic_from has no semantic
// encoder, or its first code is earlier or later).
Status start_from_model(const FitOptions& options, Steps& steps,
                        const std::function<void(const std::string&)>& log);

// Reverse water-filling on what the free steps have made of the latents.
void start_quantizers(const FitOptions& options, Steps& steps,
                      const std::function<void(const std::string&)>& log);

// The tokenizer of options.older beside the network's own. Errors: those of the files; bad_value
// (another grid of frames or width of the latent).
Status learn_older_codes(const FitOptions& options, Steps& steps);

// The model of options.start_from as the teacher of its own sound, sharper. Errors: those of the
// files; bad_value (nothing to start from, or another grid of frames or width of the latent).
Status learn_from_teacher(const FitOptions& options, Steps& steps);

}  // namespace codec
