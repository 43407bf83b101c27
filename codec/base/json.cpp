#include "codec/base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "codec/base/utf8.h"

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

void append_escape(std::string& out, unsigned unit) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (const int shift : {12, 8, 4, 0}) out += kDigits[(unit >> shift) & 15];
}

std::string shortest(double v) {
  std::array<char, 32> buffer;
  const bool whole = v == std::floor(v) && std::fabs(v) < 9e15;
  const auto end = whole
                       ? std::to_chars(buffer.begin(), buffer.end(), static_cast<long long>(v)).ptr
                       : std::to_chars(buffer.begin(), buffer.end(), v).ptr;
  return {buffer.begin(), end};
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
        if (unit >= 0xdc80 && unit <= 0xdcff) {  // a byte that is not UTF-8, as quote() writes it
          out.push_back(static_cast<char>(unit & 0xff));
          return true;
        }
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
    const auto whole = at_;
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
    // Natural numbers of 15 digits are exact, and are written again as they stand here.
    const bool is_natural = whole == at_ && start == integer && at_ - start <= 15;
    out = is_natural ? Value(value) : Value(value, std::string(text_.substr(start, at_ - start)));
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

Value Value::integer(std::int64_t i) { return {static_cast<double>(i), std::to_string(i)}; }
Value Value::integer(std::uint64_t i) { return {static_cast<double>(i), std::to_string(i)}; }

std::optional<std::int64_t> Value::integer() const {
  if (number() == nullptr) return std::nullopt;
  const auto text = to_text(*this);
  std::int64_t i = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), i);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return i;
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

Result<Value> parse(std::string_view text) { return Parser(without_mark(text)).document(); }

std::string to_text(const Value& value) {
  if (const auto* b = value.boolean()) return *b ? "true" : "false";
  if (const auto* n = std::get_if<std::shared_ptr<const Value::Written>>(&value.data_)) {
    return (*n)->text;
  }
  if (const auto* d = value.number()) return shortest(*d);
  if (const auto* s = value.string()) return quote(*s);
  std::string text;
  if (const auto* a = value.array()) {
    for (const auto& item : *a) text += (text.empty() ? "" : ", ") + to_text(item);
    return "[" + text + "]";
  }
  if (const auto* o = value.object()) {
    for (const auto& [key, item] : *o) {
      text += (text.empty() ? "" : ", ") + quote(key) + ": " + to_text(item);
    }
    return "{" + text + "}";
  }
  return "null";
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const auto n = utf8_length(text);
    if (n == 0) {
      append_escape(out, 0xdc00u | byte);
    } else if (byte == '"' || byte == '\\') {
      out += {'\\', text.front()};
    } else if (byte < 0x20) {
      append_escape(out, byte);
    } else {
      out += text.substr(0, n);
    }
    text.remove_prefix(std::max<std::size_t>(n, 1));
  }
  out.push_back('"');
  return out;
}

}  // namespace codec::json
