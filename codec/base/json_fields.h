// Plain structs to and from JSON objects: one list of (key, member) pairs serves both directions.
// A reader leaves absent members as they are, and knows the first fault and any key nobody asked
// for.
#pragma once

#include <cmath>
#include <concepts>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "codec/base/json.h"
#include "codec/base/printed.h"

namespace codec::json {

class FieldWriter {
 public:
  template <std::integral T>
  void operator()(const char* name, T v) {
    if constexpr (std::same_as<T, bool>) {
      put(name, v ? "true" : "false");
    } else {
      put(name, std::to_string(v));
    }
  }
  void operator()(const char* name, double v) { put(name, text_of(v)); }
  void operator()(const char* name, const std::string& v) { put(name, quote(v)); }
  void operator()(const char* name, const std::vector<std::string>& v) {
    std::string list = "[";
    for (const auto& item : v) list += (list.size() > 1 ? ", " : "") + quote(item);
    put(name, list + "]");
  }
  void operator()(const char* name, const std::map<std::string, double>& v) {
    std::string object = "{";
    for (const auto& [key, value] : v) {
      object += (object.size() > 1 ? ", " : "") + quote(key) + ": " + text_of(value);
    }
    put(name, object + "}");
  }
  // A nested object, already written.
  void raw(const char* name, const std::string& json) { put(name, json); }

  std::string finish() const { return "{\n" + members_ + "\n}\n"; }

 private:
  static std::string text_of(double v) {
    // The shortest of the forms that read back as the same number.
    std::string text;
    for (const int digits : {6, 9, 17}) {
      text = printed("%.*g", digits, v);
      if (to_double(text) == v) break;
    }
    return text;
  }
  void put(const char* name, const std::string& value) {
    members_ += (members_.empty() ? "  " : ",\n  ") + quote(name) + ": " + value;
  }
  std::string members_;
};

class FieldReader {
 public:
  explicit FieldReader(const Value& root) : root_(root) {}  // root outlives the reader

  template <std::integral T>
  void operator()(const char* name, T& v) {
    const auto* m = member(name);
    if (m == nullptr) return;
    if constexpr (std::same_as<T, bool>) {
      if (m->boolean() == nullptr) return wrong(name, "true or false");
      v = *m->boolean();
    } else {
      const auto* d = m->number();
      if (d == nullptr || *d != std::floor(*d) || std::fabs(*d) > 1e9) {
        return wrong(name, "a whole number");
      }
      v = static_cast<T>(*d);
    }
  }
  void operator()(const char* name, double& v) {
    const auto* m = member(name);
    if (m == nullptr) return;
    if (m->number() == nullptr) return wrong(name, "a number");
    v = *m->number();
  }
  void operator()(const char* name, std::string& v) {
    const auto* m = member(name);
    if (m == nullptr) return;
    if (m->string() == nullptr) return wrong(name, "a string");
    v = *m->string();
  }
  void operator()(const char* name, std::vector<std::string>& v) {
    const auto* m = member(name);
    if (m == nullptr) return;
    if (m->array() == nullptr) return wrong(name, "a list of strings");
    v.clear();
    for (const auto& item : *m->array()) {
      if (item.string() == nullptr) return wrong(name, "a list of strings");
      v.push_back(*item.string());
    }
  }
  void operator()(const char* name, std::map<std::string, double>& v) {
    const auto* m = member(name);
    if (m == nullptr) return;
    if (m->object() == nullptr) return wrong(name, "an object of numbers");
    v.clear();
    for (const auto& [key, value] : *m->object()) {
      if (value.number() == nullptr) return wrong(name, "an object of numbers");
      v[key] = *value.number();
    }
  }
  // The value under that key, which then counts as known; nullptr where it is absent.
  const Value* member(const char* name) {
    known_.insert(name);
    return root_.find(name);
  }

  const std::string& error() const { return error_; }  // empty, or "'key' must be ..."
  std::string unknown_key() const {                    // empty where there is none
    for (const auto& [key, value] : *root_.object()) {
      if (!known_.contains(key)) return key;
    }
    return {};
  }

 private:
  void wrong(const char* name, const char* wanted) {
    if (error_.empty()) error_ = std::string("'") + name + "' must be " + wanted;
  }

  const Value& root_;
  std::set<std::string> known_;
  std::string error_;
};

}  // namespace codec::json
