// What a stream says of its model.
#pragma once

#include "codec/container/container.h"
#include "codec/engine/model.h"

namespace codec {

// The header of a stream of that model's first `levels` codebooks (0: all), in packets of about a
// second. Of the source only this is told: its rate is the model's, it is mono, its length unknown.
StreamHeader header_of(const Model& model, int levels = 0);

}  // namespace codec
