// The codes that a model gives for a corpus: what an entropy prior learns from.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "codec/base/types.h"
#include "codec/corpus/corpus.h"
#include "codec/engine/model.h"

namespace codec {

// All levels of each recording for training, in the corpus's order. Speed-perturbed copies are left
// out: nobody speaks like that. progress is told of every entry; what is there when `cancel` is set
// is returned.
std::vector<Codes> training_codes(
    const std::shared_ptr<const Model>& model, const CorpusReader& corpus,
    const std::function<void(std::size_t done, std::size_t total)>& progress,
    const std::atomic<bool>* cancel = nullptr);

}  // namespace codec
