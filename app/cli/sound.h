// Sound as the model hears it, for commands that compare.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/spool.h"

namespace cli {

// Mono samples at that rate, mixed as encode does it, or where channels cancel in the mix the
// loudest alone, which is told. Handed on in blocks of at most `block` samples (all but the last
// are full); stops where take() says false. Errors: those of AudioReader and Resampler.
codec::Status read_sound(const codec::Spool& in, int rate_hz, std::size_t block,
                         const std::function<bool(std::span<const float>)>& take);

}  // namespace cli
