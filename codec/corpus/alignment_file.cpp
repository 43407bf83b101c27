#include "codec/corpus/alignment_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/model/phone_set.h"

namespace codec {
namespace {

constexpr std::int64_t kMaxSubframes = 100LL * 3600 * 24;  // a day

// The text before the next separator; the rest stays in `text`.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto out = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return out;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < 0 || value > kMaxSubframes) return std::nullopt;
  return value;
}

std::optional<std::uint8_t> phone_of(std::string_view symbol) {
  if (symbol == phone_name(kSilence)) return kSilence;
  const auto phones = phones_of_arpabet(symbol);
  if (phones.size() != 1) return std::nullopt;
  return phones.front().phone;
}

std::string_view stem_of(std::string_view name) {
  name.remove_prefix(name.rfind('/') + 1);  // npos + 1 = 0
  return name.substr(0, name.rfind('.'));
}

}  // namespace

Result<AlignmentFile> AlignmentFile::parse(std::string_view text) {
  AlignmentFile out;
  for (int number = 1; !text.empty(); ++number) {
    auto line = take(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto bad = [&](const std::string& what) {
      return Error{ErrorCode::bad_value, printed("line %d: ", number) + what};
    };
    const std::string name(take(line, '\t'));
    if (name.empty()) return bad("no name of a recording");
    std::vector<TimedPhone> phones;
    while (!line.empty()) {
      const auto item = take(line, ' ');
      if (item.empty()) continue;
      auto rest = item;
      const auto phone = phone_of(take(rest, ':'));
      const auto start = whole(take(rest, ':'));
      const auto length = whole(rest);
      if (!phone) return bad("'" + std::string(item) + "' begins with no phone of the set");
      if (!start || !length) return bad("'" + std::string(item) + "' wants PHONE:START:LENGTH");
      if (!phones.empty() && *start < phones.back().start + phones.back().length) {
        return bad("'" + std::string(item) + "' begins before its predecessor ends");
      }
      phones.push_back({*phone, *start, *length});
    }
    if (!out.recordings_.emplace(name, std::move(phones)).second) {
      return bad(name + " stands here twice");
    }
  }
  return out;
}

Result<AlignmentFile> AlignmentFile::load(const std::filesystem::path& path) {
  auto text = read_file(path);
  if (!text) return text.error();
  auto parsed = parse(std::string_view(reinterpret_cast<const char*>(text->data()), text->size()));
  if (!parsed) return Error{parsed.error().code, path.string() + ": " + parsed.error().message};
  return parsed;
}

const std::vector<TimedPhone>* AlignmentFile::find(std::string_view entry_name) const {
  // A speed copy's name ends in "@0.88", behind the extension.
  if (const auto at = entry_name.rfind('@');
      at != std::string_view::npos && entry_name.find('/', at) == std::string_view::npos) {
    entry_name = entry_name.substr(0, at);
  }
  const auto stem = stem_of(entry_name);
  const auto file = entry_name.substr(entry_name.rfind('/') + 1);
  const auto id = stem.substr(stem.find('_') + 1);
  for (const auto name : {entry_name, file, stem, id}) {
    if (const auto found = recordings_.find(name); found != recordings_.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

void write_labels(std::span<const TimedPhone> phones, double speed,
                  std::span<std::uint8_t> labels) {
  std::ranges::fill(labels, kUnknownPhone);
  const auto at = [&](std::int64_t subframe) {
    const auto place = std::llround(static_cast<double>(subframe) / speed);
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(place, 0, static_cast<std::int64_t>(labels.size())));
  };
  for (const auto& p : phones) {
    std::ranges::fill(labels.subspan(at(p.start), at(p.start + p.length) - at(p.start)), p.phone);
  }
}

}  // namespace codec
