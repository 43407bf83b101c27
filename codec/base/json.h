// A strict JSON reader (RFC 8259) for the two small texts that must be read where only libtorch is
// installed: the model config and the header of a safetensors file. Both come from strangers:
// depth is limited, duplicate keys and trailing text are errors, numbers must be finite.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "codec/base/result.h"

namespace codec::json {

class Value;
using Array = std::vector<Value>;
using Object = std::vector<std::pair<std::string, Value>>;  // in the order of the text

class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}                       // NOLINT: implicit
  Value(bool b) : data_(b) {}                    // NOLINT: implicit
  Value(double d) : data_(d) {}                  // NOLINT: implicit
  Value(std::string s) : data_(std::move(s)) {}  // NOLINT: implicit
  Value(Array a) : data_(std::move(a)) {}        // NOLINT: implicit
  Value(Object o) : data_(std::move(o)) {}       // NOLINT: implicit

  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const double* number() const { return std::get_if<double>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }

  // The member of that name, or nullptr (also where this is no object).
  const Value* find(std::string_view key) const;

 private:
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> data_;
};

// Errors: corrupt, with the byte offset.
Result<Value> parse(std::string_view text);

// "text" with quotes, escapes included.
std::string quote(std::string_view text);

}  // namespace codec::json
