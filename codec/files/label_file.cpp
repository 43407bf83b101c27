#include "codec/files/label_file.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "codec/base/file_io.h"
#include "codec/base/printed.h"

namespace codec {
namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20;
constexpr double kLatest_s = 1e7;  // four months: later times are no times

void append_utf8(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | (c >> 18));
    text += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  }
  text += static_cast<char>(0x80 | (c & 0x3F));
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const std::size_t more = first < 0x80   ? 0
                             : first < 0xC2 ? 9
                             : first < 0xE0 ? 1
                             : first < 0xF0 ? 2
                             : first < 0xF5 ? 3
                                            : 9;
    if (more == 9 || i + more >= bytes.size()) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      if ((static_cast<unsigned char>(bytes[i + k]) & 0xC0) != 0x80) return false;
    }
    i += more + 1;
  }
  return true;
}

std::string from_utf16(std::string_view bytes, bool big) {
  std::string text;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(big ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t c = unit(i);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
      const char32_t low = unit(i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    append_utf8(text, c >= 0xD800 && c < 0xE000 ? U'\uFFFD' : c);
  }
  return text;
}

std::string to_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2), true);
  if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), false);
  if (is_utf8(bytes)) return std::string(bytes);
  std::string text;
  for (const char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
  return text;
}

Error cut() { return {ErrorCode::truncated, "the TextGrid ends before its last label"}; }

bool is_time(double t) { return std::isfinite(t) && std::abs(t) <= kLatest_s; }

bool by_begin(const Label& a, const Label& b) { return a.begin_s < b.begin_s; }

// Praat's text: numbers, "strings" and <flags> that stand free; all other words are for people.
class PraatText {
 public:
  explicit PraatText(std::string_view text) : text_(text) {}

  // Nothing at the end, and where another kind of value comes.
  std::optional<double> number() {
    const auto word = value();
    return word && word->front() != '"' && word->front() != '<' ? to_double(*word) : std::nullopt;
  }
  std::optional<std::string> string() {
    const auto word = value();
    if (!word || word->front() != '"') return {};
    std::string text;
    for (std::size_t i = 1; i + 1 < word->size(); ++i) {
      text += (*word)[i];
      if ((*word)[i] == '"') ++i;  // doubled
    }
    return text;
  }
  // Stays before another value.
  bool flag(std::string_view wanted) {
    const std::size_t before = at_;
    const auto word = value();
    if (word && *word == wanted) return true;
    at_ = before;
    return false;
  }
  bool at_end() {
    const std::size_t before = at_;
    const bool end = !value().has_value();
    at_ = before;
    return end;
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  std::optional<std::string_view> value() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        ++at_;
        continue;
      }
      const std::size_t from = at_;
      const char first = text_[at_];
      if (first == '!') {  // a comment
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (first == '"') {
        for (++at_; at_ < text_.size(); ++at_) {
          if (text_[at_] != '"') continue;
          if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
            ++at_;
          } else {
            return text_.substr(from, ++at_ - from);
          }
        }
        return {};  // its end is missing
      } else {
        while (at_ < text_.size() && !is_space(text_[at_])) ++at_;
        const auto word = text_.substr(from, at_ - from);
        const bool digit = (first >= '0' && first <= '9') || first == '-' || first == '+';
        if (digit || first == '<') return word;
      }
    }
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Status read_tier(PraatText& in, LabelTier& tier) {
  const auto kind = in.string();
  const bool points = kind == "TextTier";
  const auto name = in.string();
  const auto begin = in.number();
  const auto end = in.number();
  const auto count = in.number();
  if (!kind || !name || !begin || !end || !count) return cut();
  if (!points && *kind != "IntervalTier") {
    return Error{ErrorCode::bad_value, "the TextGrid has a tier of the unknown kind " + *kind};
  }
  tier.name = *name;
  for (double i = 0; i < *count; ++i) {
    Label label;
    const auto from = in.number();
    const auto to = points ? from : in.number();
    auto text = in.string();
    if (!from || !to || !text) return cut();
    if (!is_time(*from) || !is_time(*to) || *to < *from) {
      return Error{ErrorCode::bad_value,
                   printed("label %.0f of tier ", i + 1) + tier.name + " ends before it begins"};
    }
    if (!text->empty()) tier.labels.push_back({*from, *to, std::move(*text)});
  }
  std::stable_sort(tier.labels.begin(), tier.labels.end(), by_begin);
  return Done{};
}

Result<std::vector<LabelTier>> parse_text_grid(std::string_view text) {
  PraatText in(text);
  const auto type = in.string();
  const auto kind = in.string();
  if (!type || !kind || *kind != "TextGrid") {
    return Error{ErrorCode::not_our_format, "a text file of Praat, but no TextGrid"};
  }
  std::vector<LabelTier> tiers;
  const auto begin = in.number();
  const auto end = in.number();
  if (!begin || !end) return cut();
  if (in.flag("<absent>")) return tiers;
  if (!in.flag("<exists>")) return cut();
  const auto count = in.number();
  if (!count) return cut();
  for (double i = 0; i < *count; ++i) {
    if (in.at_end()) return cut();
    LabelTier tier;
    if (const auto read = read_tier(in, tier); !read) return read.error();
    tiers.push_back(std::move(tier));
  }
  return tiers;
}

std::optional<double> time_of(std::string_view field) {
  std::string text(field);
  std::replace(text.begin(), text.end(), ',', '.');
  const auto value = to_double(text);
  return value && is_time(*value) ? value : std::nullopt;
}

Result<std::vector<LabelTier>> parse_audacity(std::string_view text) {
  LabelTier tier;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '\\') continue;  // the frequencies of the label before
    const std::size_t first = line.find('\t');
    const std::size_t second = first == line.npos ? line.npos : line.find('\t', first + 1);
    const auto from = time_of(line.substr(0, first));
    const auto to =
        first == line.npos ? std::nullopt : time_of(line.substr(first + 1, second - first - 1));
    if (!from || !to || *to < *from) {
      return Error{tier.labels.empty() ? ErrorCode::not_our_format : ErrorCode::bad_value,
                   printed("line %zu is no label: begin, end and text with tabs between", number)};
    }
    const auto label = second == line.npos ? std::string_view() : line.substr(second + 1);
    if (!label.empty()) tier.labels.push_back({*from, *to, std::string(label)});
  }
  std::stable_sort(tier.labels.begin(), tier.labels.end(), by_begin);
  return std::vector<LabelTier>{std::move(tier)};
}

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string seconds(double value) { return printed("%.9g", value); }

// Labels as Praat's tiers take them: without overlap, points apart.
struct PraatTier {
  std::string name;
  bool points = false;
  std::vector<Label> labels;
};

std::vector<PraatTier> praat_tiers(const std::vector<LabelTier>& tiers) {
  std::vector<PraatTier> result;
  for (const LabelTier& tier : tiers) {
    const std::size_t first = result.size();
    std::vector<Label> labels = tier.labels;
    std::stable_sort(labels.begin(), labels.end(), by_begin);
    for (const Label& label : labels) {
      const bool point = label.end_s <= label.begin_s;
      const auto fits = [&](const PraatTier& t) {
        if (t.points != point) return false;
        return t.labels.empty() || (point ? t.labels.back().begin_s < label.begin_s
                                          : t.labels.back().end_s <= label.begin_s);
      };
      auto at =
          std::find_if(result.begin() + static_cast<std::ptrdiff_t>(first), result.end(), fits);
      if (at == result.end()) at = result.insert(result.end(), PraatTier{tier.name, point, {}});
      at->labels.push_back(label);
    }
    if (labels.empty()) result.push_back({tier.name, false, {}});
  }
  return result;
}

}  // namespace

std::optional<LabelFormat> label_format(const std::filesystem::path& path) {
  const std::string extension = lower_case(path.extension().string());
  if (extension == ".textgrid") return LabelFormat::text_grid;
  if (extension == ".txt" || extension == ".labels") return LabelFormat::audacity;
  return {};
}

Result<std::vector<LabelTier>> parse_labels(std::string_view bytes) {
  if (bytes.starts_with("ooBinaryFile")) {
    return Error{ErrorCode::unsupported, "a binary file of Praat: save it as a text file there"};
  }
  const std::string text = to_utf8(bytes);
  const std::string_view head = std::string_view(text).substr(0, 200);
  if (head.find("ooTextFile") != head.npos) return parse_text_grid(text);
  return parse_audacity(text);
}

Result<std::vector<LabelTier>> read_labels(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kMostBytes);
  if (!bytes) return bytes.error();
  auto labels = parse_labels({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!labels) return Error{labels.error().code, path.string() + ": " + labels.error().message};
  return labels;
}

std::string text_grid(const std::vector<LabelTier>& tiers, double length_s) {
  const auto praat = praat_tiers(tiers);
  double end = std::max(0.0, length_s);
  for (const auto& tier : praat) {
    for (const Label& label : tier.labels) end = std::max(end, label.end_s);
  }
  std::string text =
      "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = " +
      seconds(end) + "\ntiers? <exists>\n" + printed("size = %zu\n", praat.size()) + "item []:\n";
  for (std::size_t i = 0; i < praat.size(); ++i) {
    const PraatTier& tier = praat[i];
    text += printed("    item [%zu]:\n", i + 1) + "        class = \"" +
            (tier.points ? "TextTier" : "IntervalTier") +
            "\"\n        name = " + in_quotes(tier.name) +
            "\n        xmin = 0\n        xmax = " + seconds(end) + "\n";
    if (tier.points) {
      text += printed("        points: size = %zu\n", tier.labels.size());
      for (std::size_t k = 0; k < tier.labels.size(); ++k) {
        text += printed("        points [%zu]:\n            number = ", k + 1) +
                seconds(tier.labels[k].begin_s) +
                "\n            mark = " + in_quotes(tier.labels[k].text) + "\n";
      }
      continue;
    }
    // The whole tier, what is free among it.
    std::vector<Label> all;
    double at = 0.0;
    for (const Label& label : tier.labels) {
      if (label.begin_s > at) all.push_back({at, label.begin_s, {}});
      all.push_back(label);
      at = label.end_s;
    }
    if (at < end || all.empty()) all.push_back({at, end, {}});
    text += printed("        intervals: size = %zu\n", all.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
      text += printed("        intervals [%zu]:\n            xmin = ", k + 1) +
              seconds(all[k].begin_s) + "\n            xmax = " + seconds(all[k].end_s) +
              "\n            text = " + in_quotes(all[k].text) + "\n";
    }
  }
  return text;
}

std::string audacity_labels(const std::vector<LabelTier>& tiers) {
  std::vector<Label> all;
  for (const LabelTier& tier : tiers) all.insert(all.end(), tier.labels.begin(), tier.labels.end());
  std::stable_sort(all.begin(), all.end(), by_begin);
  std::string text;
  for (const Label& label : all) {
    std::string line = label.text;
    for (char& c : line) {
      if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    }
    text += printed("%.6f\t%.6f\t", label.begin_s, label.end_s) + line + "\n";
  }
  return text;
}

}  // namespace codec
