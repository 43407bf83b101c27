// sonoglyph.Tokens: codes and what it takes to turn them back into the sound they came from.
#pragma once

#include <pybind11/numpy.h>

#include <optional>
#include <string>

#include "codec/container/container.h"
#include "codec/engine/model.h"
#include "codec/tokens/token_file.h"

namespace python {

struct Tokens {
  codec::StreamHeader header;
  pybind11::array codes;  // (Q, T); belongs to Python, so it is checked whenever it is used
  codec::Damage damage;

  // Frame-major. Throws pybind11::type_error, pybind11::value_error, std::invalid_argument.
  codec::TokenFile file() const;
};

// sample_rate_hz: the source's, nothing = the model's. length: instants of the source, nothing = as
// much as the frames hold. Throws pybind11::value_error where length and frames do not agree.
Tokens make_tokens(const codec::Model& model, const pybind11::object& codes,
                   std::optional<int> sample_rate_hz, std::optional<std::int64_t> length);

void bind_tokens(pybind11::module_& module);

}  // namespace python
