// The parts of the module, each in a file of its name.
#pragma once

#include <pybind11/pybind11.h>

namespace python {

void bind_codec(pybind11::module_& module);
void bind_streams(pybind11::module_& module);
void bind_audio(pybind11::module_& module);

}  // namespace python
