// Result<T>: a value, or an Error that says in one sentence what is wrong and what to do.
// The world's faults (files, devices, models) are Errors; our own faults are exceptions or asserts.
// std::expected is not available to C++20 readers such as clang-tidy 14, hence these few lines.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace codec {

enum class ErrorCode {
  io,              // cannot open, read, write or rename
  not_our_format,  // wrong magic, or not an audio file at all
  newer_version,   // made by a later Sonoglyph
  corrupt,         // right format, damaged content
  truncated,       // ends before it should
  wrong_model,     // made by another model than the one loaded
  bad_value,       // an option, a config value or a sample out of its range (NaN, ...)
  empty,           // no samples to work on
  cancelled,       // the caller asked to stop
  unsupported,     // understood, but not offered
};

struct Error {
  ErrorCode code = ErrorCode::io;
  std::string message;  // one line, no full stop needed; names the file, what came, what was wanted
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

struct Done {};  // the value of a Result that only says whether it worked
using Status = Result<Done>;

}  // namespace codec
