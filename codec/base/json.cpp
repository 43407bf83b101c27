#include "codec/base/json.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <unordered_set>

namespace codec::json {
namespace {

constexpr int kMaxDepth = 32;

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | (c >> 6));
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3f));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

// Recursive descent; each function returns false after it has set error_.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Value> document() {
    Value value;
    if (!any(value, 0)) return failure();
    skip_space();
    if (at_ != text_.size()) {
      fail("text after the end");
      return failure();
    }
    return value;
  }

 private:
  Result<Value> failure() const {
    return Error{ErrorCode::corrupt, "JSON: " + error_ + " at byte " + std::to_string(at_)};
  }
  bool fail(const char* what) {
    if (error_.empty()) error_ = what;
    return false;
  }
  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view w) {
    if (text_.substr(at_, w.size()) != w) return fail("unknown word");
    at_ += w.size();
    return true;
  }

  bool any(Value& out, int depth) {
    if (depth > kMaxDepth) return fail("nested too deeply");
    skip_space();
    if (at_ >= text_.size()) return fail("unexpected end");
    switch (text_[at_]) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"': {
        std::string s;
        if (!string(s)) return false;
        out = Value(std::move(s));
        return true;
      }
      case 't':
        out = Value(true);
        return word("true");
      case 'f':
        out = Value(false);
        return word("false");
      case 'n':
        out = Value(nullptr);
        return word("null");
      default:
        return number(out);
    }
  }

  bool object(Value& out, int depth) {
    ++at_;
    Object members;
    std::unordered_set<std::string> keys;
    if (!take('}')) {
      do {
        skip_space();
        std::string key;
        if (!string(key)) return false;
        if (!keys.insert(key).second) return fail("duplicate key");
        if (!take(':')) return fail("expected ':'");
        Value value;
        if (!any(value, depth + 1)) return false;
        members.emplace_back(std::move(key), std::move(value));
      } while (take(','));
      if (!take('}')) return fail("expected ',' or '}'");
    }
    out = Value(std::move(members));
    return true;
  }

  bool array(Value& out, int depth) {
    ++at_;
    Array items;
    if (!take(']')) {
      do {
        Value value;
        if (!any(value, depth + 1)) return false;
        items.push_back(std::move(value));
      } while (take(','));
      if (!take(']')) return fail("expected ',' or ']'");
    }
    out = Value(std::move(items));
    return true;
  }

  bool hex4(std::uint32_t& out) {
    if (text_.size() - at_ < 4) return fail("short \\u escape");
    const char* first = text_.data() + at_;
    const auto [end, ec] = std::from_chars(first, first + 4, out, 16);
    if (ec != std::errc() || end != first + 4) return fail("bad \\u escape");
    at_ += 4;
    return true;
  }

  bool escape(std::string& out) {
    if (at_ >= text_.size()) return fail("unexpected end");
    const char c = text_[at_++];
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out.push_back(c);
        return true;
      case 'b':
        out.push_back('\b');
        return true;
      case 'f':
        out.push_back('\f');
        return true;
      case 'n':
        out.push_back('\n');
        return true;
      case 'r':
        out.push_back('\r');
        return true;
      case 't':
        out.push_back('\t');
        return true;
      case 'u': {
        std::uint32_t unit = 0;
        if (!hex4(unit)) return false;
        if (unit >= 0xdc00 && unit < 0xe000) return fail("lone surrogate");
        if (unit >= 0xd800 && unit < 0xdc00) {
          std::uint32_t low = 0;
          if (text_.substr(at_, 2) != "\\u") return fail("lone surrogate");
          at_ += 2;
          if (!hex4(low)) return false;
          if (low < 0xdc00 || low >= 0xe000) return fail("lone surrogate");
          unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
        append_utf8(out, unit);
        return true;
      }
      default:
        return fail("unknown escape");
    }
  }

  bool string(std::string& out) {
    if (at_ >= text_.size() || text_[at_] != '"') return fail("expected a string");
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return fail("control character in a string");
      if (c != '\\') {
        out.push_back(c);
      } else if (!escape(out)) {
        return false;
      }
    }
    return fail("unexpected end");
  }

  bool digits() {
    const auto start = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ > start;
  }

  bool number(Value& out) {
    const auto start = at_;
    if (text_[at_] == '-') ++at_;
    const bool zero = at_ < text_.size() && text_[at_] == '0';
    const auto integer = at_;
    if (!digits()) return fail("expected a value");
    if (zero && at_ - integer > 1) return fail("leading zero");
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digits()) return fail("bad number");
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return fail("bad number");
    }
    double value = 0;
    const auto [end, ec] = std::from_chars(text_.data() + start, text_.data() + at_, value);
    if (ec != std::errc() || end != text_.data() + at_ || !std::isfinite(value)) {
      return fail("number out of range");
    }
    out = Value(value);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string error_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  if (const auto* members = object()) {
    for (const auto& [name, value] : *members) {
      if (name == key) return &value;
    }
  }
  return nullptr;
}

Result<Value> parse(std::string_view text) { return Parser(text).document(); }

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
      out += buffer;
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
  return out;
}

}  // namespace codec::json
