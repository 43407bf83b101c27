#include <string>

#include "app/python/bindings.h"
#include "app/python/errors.h"
#include "app/python/tokens.h"

namespace {

// pybind11 before 2.12 reads numpy 2's dtypes at the places of numpy 1, and makes arrays of
// rubbish.
void require_known_numpy() {
#if PYBIND11_VERSION_HEX < 0x020C0000
  const auto version = pybind11::module_::import("numpy").attr("__version__").cast<std::string>();
  if (std::stoi(version) >= 2) {
    throw pybind11::import_error("sonoglyph was built with a pybind11 that knows no numpy " +
                                 version + ": use numpy<2, or build with pybind11 2.12 or later");
  }
#endif
}

}  // namespace

PYBIND11_MODULE(_core, module) {
  require_known_numpy();
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
