// The phone label of each token of a recording.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "codec/model_config.h"
#include "codec/phone_labels.h"
#include "codec/types.h"

namespace codec {

// The middle of the last analysis window of token t, in samples: the instant that its label speaks
// of.
SampleIndex label_instant(const ModelConfig& config, std::size_t t);

// Of entry i, `tokens` long; kUnknownPhone where nothing is known. A model of the corpus's rate.
std::vector<std::uint8_t> token_phones(const PhoneLabels& labels, const ModelConfig& config,
                                       std::size_t entry, std::size_t tokens);

}  // namespace codec
