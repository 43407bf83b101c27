#include "app/python/errors.h"

#include <string_view>

namespace py = pybind11;

namespace python {
namespace {

const char* name_of(codec::ErrorCode code) {
  switch (code) {
    case codec::ErrorCode::io:
      return "io";
    case codec::ErrorCode::not_our_format:
      return "not_our_format";
    case codec::ErrorCode::newer_version:
      return "newer_version";
    case codec::ErrorCode::corrupt:
      return "corrupt";
    case codec::ErrorCode::truncated:
      return "truncated";
    case codec::ErrorCode::wrong_model:
      return "wrong_model";
    case codec::ErrorCode::bad_value:
      return "bad_value";
    case codec::ErrorCode::empty:
      return "empty";
    case codec::ErrorCode::cancelled:
      return "cancelled";
    case codec::ErrorCode::unsupported:
      return "unsupported";
  }
  return "unknown";
}

PyObject* g_error = nullptr;  // lives as long as the interpreter

}  // namespace

void warn(const std::string& text) {
  if (PyErr_WarnEx(PyExc_UserWarning, text.c_str(), 1) != 0) throw py::error_already_set();
}

void bind_errors(py::module_& module) {
  g_error = PyErr_NewExceptionWithDoc("sonoglyph.Error",
                                      "A file or model that cannot be used. The text is one line; "
                                      "`code` is a word such as 'io' or 'wrong_model'.",
                                      PyExc_Exception, nullptr);
  module.attr("Error") = py::reinterpret_borrow<py::object>(g_error);
  py::register_exception_translator([](std::exception_ptr raised) {
    try {
      if (raised) std::rethrow_exception(raised);
    } catch (const Failure& failure) {
      // Names of files may be any bytes.
      const std::string_view what = failure.what();
      const auto text = py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
          what.data(), static_cast<Py_ssize_t>(what.size()), "surrogateescape"));
      auto error = py::reinterpret_borrow<py::object>(g_error)(text);
      error.attr("code") = name_of(failure.error().code);
      PyErr_SetObject(g_error, error.ptr());
    } catch (const py::cast_error& error) {
      if (std::string_view(error.what()).find("non-held") == std::string_view::npos) throw;
      PyErr_SetString(PyExc_TypeError, "this object was made without its __init__()");
    }
  });
}

}  // namespace python
