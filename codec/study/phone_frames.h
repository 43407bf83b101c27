// The phone label of each token of a recording.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "codec/base/types.h"
#include "codec/corpus/phone_labels.h"
#include "codec/model/model_config.h"

namespace codec {

// The middle of the last analysis window of token t, in samples: the instant that its label speaks
// of.
SampleIndex label_instant(const ModelConfig& config, std::size_t t);

// Of entry i, `tokens` long; kUnknownPhone where nothing is known. A model of the corpus's rate.
std::vector<std::uint8_t> token_phones(const PhoneLabels& labels, const ModelConfig& config,
                                       std::size_t entry, std::size_t tokens);
// What the first code of each token speaks of: the label of semantic_delay_frames tokens before.
std::vector<std::uint8_t> first_code_phones(const PhoneLabels& labels, const ModelConfig& config,
                                            std::size_t entry, std::size_t tokens);

// Every first code moved to the token whose sound it speaks of, semantic_delay_frames earlier; the
// last ones, whose own first codes were never made, repeat the last that was.
Codes with_first_codes_in_place(const Codes& codes, const ModelConfig& config);

}  // namespace codec
