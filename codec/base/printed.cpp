#include "codec/base/printed.h"

#include <charconv>
#include <clocale>
#include <cstdio>

namespace codec {
namespace {

// The calling thread in the C locale, until the object goes.
class CLocale {
 public:
  CLocale() : before_(::uselocale(c_locale())) {}
  ~CLocale() { ::uselocale(before_); }
  CLocale(const CLocale&) = delete;
  CLocale& operator=(const CLocale&) = delete;

 private:
  // Lives as long as the program. (locale_t)0, where there is no memory, changes nothing.
  static locale_t c_locale() {
    static const locale_t made = ::newlocale(LC_ALL_MASK, "C", locale_t{});
    return made;
  }
  locale_t before_;
};

}  // namespace

std::string printed_list(const char* pattern, std::va_list values) {
  const CLocale c;
  std::va_list again;
  va_copy(again, values);
  char buffer[256];
  const int n = std::vsnprintf(buffer, sizeof buffer, pattern, values);
  std::string text;
  if (n > 0 && static_cast<std::size_t>(n) < sizeof buffer) {
    text.assign(buffer, static_cast<std::size_t>(n));
  } else if (n > 0) {
    text.resize(static_cast<std::size_t>(n));
    std::vsnprintf(text.data(), text.size() + 1, pattern, again);
  }
  va_end(again);
  return text;
}

std::string printed(const char* pattern, ...) {
  std::va_list values;
  va_start(values, pattern);
  auto text = printed_list(pattern, values);
  va_end(values);
  return text;
}

std::optional<double> to_double(std::string_view text) {
  double value = 0.0;
  if (text.starts_with('+')) text.remove_prefix(text.substr(1, 1) == "-" ? 0 : 1);
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace codec
