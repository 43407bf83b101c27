// A strict JSON reader (RFC 8259), and its way back. Texts come from strangers: depth is limited,
// duplicate keys and trailing text are errors, numbers must be finite. A byte order mark before the
// text is passed over.
//
// What was read is written again as it was: a number keeps its text (integers beyond 2^53, 1.0,
// 1e-3). Bytes of a string that are not UTF-8, as file names may have, are written as \udc80 to
// \udcff and read back as those bytes: the surrogateescape of Python, where os.fsencode() of the
// string gives the name again.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
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
  Value(std::nullptr_t) {}                         // NOLINT: implicit
  Value(std::same_as<bool> auto b) : data_(b) {}   // NOLINT: implicit
  Value(double d) : data_(d) {}                    // NOLINT: implicit
  Value(std::string s) : data_(std::move(s)) {}    // NOLINT: implicit
  Value(const char* s) : data_(std::string(s)) {}  // NOLINT: implicit
  Value(Array a) : data_(std::move(a)) {}          // NOLINT: implicit
  Value(Object o) : data_(std::move(o)) {}         // NOLINT: implicit
  // A number that is to be written as `text`, which is JSON for the finite `nearest`.
  Value(double nearest, std::string text)
      : data_(std::make_shared<const Written>(Written{nearest, std::move(text)})) {}
  static Value integer(std::int64_t i);
  static Value integer(std::uint64_t i);

  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const double* number() const {  // the nearest one
    const auto* written = std::get_if<std::shared_ptr<const Written>>(&data_);
    return written != nullptr ? &(*written)->value : std::get_if<double>(&data_);
  }
  // Of a number that is whole, written without fraction or exponent, and fits.
  std::optional<std::int64_t> integer() const;
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }
  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }

  // The member of that name, or nullptr (also where this is no object).
  const Value* find(std::string_view key) const;

 private:
  friend std::string to_text(const Value& value);
  struct Written {
    double value;
    std::string text;
  };
  // Numbers whose text is not the shortest of their double are rare, and lists of codes long: those
  // few are kept aside.
  std::variant<std::nullptr_t, bool, double, std::shared_ptr<const Written>, std::string, Array,
               Object>
      data_;
};

// Errors: corrupt, with the byte offset.
Result<Value> parse(std::string_view text);

// On one line. Numbers as they were read, others in the shortest form that reads back as the same.
std::string to_text(const Value& value);

// "text" with quotes, escapes included: always JSON, whatever the bytes.
std::string quote(std::string_view text);

// The text without a UTF-8 byte order mark before it.
std::string_view without_mark(std::string_view text);

}  // namespace codec::json
