// codec's errors as Python exceptions. What the world does wrong (files, devices, models) becomes
// sonoglyph.Error with a `code`; what a caller does wrong becomes TypeError or ValueError.
#pragma once

#include <pybind11/pybind11.h>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

#include "codec/base/result.h"

namespace python {

// Thrown with or without the GIL.
class Failure : public std::exception {
 public:
  explicit Failure(codec::Error error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return error_.message.c_str(); }
  const codec::Error& error() const { return error_; }

 private:
  codec::Error error_;
};

template <typename T>
T take(codec::Result<T> result) {
  if (!result) throw Failure(result.error());
  return std::move(result).value();
}
inline void require(const codec::Status& status) {
  if (!status) throw Failure(status.error());
}

// A UserWarning. With the GIL; throws pybind11::error_already_set where warnings are errors.
void warn(const std::string& text);

// Defines sonoglyph.Error and its translation.
void bind_errors(pybind11::module_& module);

// Lets Ctrl-C end a long computation: poll() looks ten times a second at most.
// Call without the GIL; throws pybind11::error_already_set (KeyboardInterrupt).
class Interrupt {
 public:
  void poll() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    pybind11::gil_scoped_acquire hold;
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace python
