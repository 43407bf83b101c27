#include "app/python/bindings.h"
#include "app/python/errors.h"
#include "app/python/tokens.h"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The engine of the package sonoglyph.";
  module.attr("__version__") = SONOGLYPH_VERSION;
  pybind11::options options;
  options.disable_function_signatures();  // _core.pyi has them
  python::bind_errors(module);
  python::bind_codec(module);
  python::bind_streams(module);
  python::bind_tokens(module);
  python::bind_audio(module);
}
