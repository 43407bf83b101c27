#include "codec/files/manifest_excerpt.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "codec/base/printed.h"

namespace codec {
namespace {

constexpr std::array<std::string_view, 9> kStarts = {"offset",    "start",         "start_time",
                                                     "start_sec", "start_s",       "begin",
                                                     "offset_s",  "start_seconds", "begin_time"};
constexpr std::array<std::string_view, 7> kEnds = {"end",  "end_time",  "end_sec",    "end_s",
                                                   "stop", "stop_time", "end_seconds"};
constexpr std::array<std::string_view, 4> kDurations = {"duration", "duration_s", "duration_sec",
                                                        "duration_seconds"};
constexpr std::array<std::string_view, 5> kChannels = {"channel", "channel_id", "channel_idx",
                                                       "channel_index", "channel_selector"};
constexpr std::array<std::string_view, 16> kUnknownUnits = {
    "frame_offset", "start_sample",   "start_samples", "start_frame",
    "begin_sample", "offset_samples", "sample_offset", "offset_ms",
    "start_ms",     "begin_ms",       "start_time_ms", "end_sample",
    "end_samples",  "end_frame",      "end_ms",        "end_time_ms"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::string quoted(std::string_view key) { return "\"" + std::string(key) + "\""; }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// A cell that is empty, or null, tells nothing.
const json::Value* told(const json::Value& line, std::string_view key) {
  const auto* value = line.find(key);
  if (value == nullptr || value->is_null()) return nullptr;
  if (const auto* text = value->string(); text != nullptr && trimmed(*text).empty()) return nullptr;
  return value;
}

std::string text_of(const json::Value& value) {
  return value.string() != nullptr ? std::string(trimmed(*value.string())) : json::to_text(value);
}

// One unit of the last decimal of "12.3": how far a rounded or cut off number may be from the
// truth.
double unit_of(const std::string& text) {
  if (text.find_first_of("eE") != std::string::npos) return 0.0;
  const auto point = text.find('.');
  return point == std::string::npos ? 0.5
                                    : std::pow(10.0, -static_cast<double>(text.size() - point - 1));
}

struct Seconds {
  std::string_view key;
  double value = 0.0;
  double unit = 0.0;
};

// What the keys of one role tell, if they agree.
template <std::size_t n>
Result<std::optional<Seconds>> seconds_of(const json::Value& line,
                                          const std::array<std::string_view, n>& keys) {
  std::optional<Seconds> found;
  for (const auto key : keys) {
    const auto* value = told(line, key);
    if (value == nullptr) continue;
    const auto text = text_of(*value);
    const auto number = value->string() != nullptr   ? to_double(text)
                        : value->number() != nullptr ? std::optional(*value->number())
                                                     : std::nullopt;
    if (!number || !std::isfinite(*number)) {
      return Error{ErrorCode::bad_value,
                   quoted(key) + " is " + json::to_text(*value) + ", no number of seconds"};
    }
    if (found && std::fabs(found->value - *number) > 1e-9) {
      return Error{ErrorCode::bad_value,
                   quoted(found->key) + " and " + quoted(key) + " contradict each other"};
    }
    if (!found) found = Seconds{key, *number, unit_of(text)};
  }
  return found;
}

Result<std::vector<int>> channels_of(const json::Value& line) {
  std::vector<int> channels;
  for (const auto key : kChannels) {
    const auto* value = told(line, key);
    if (value == nullptr) continue;
    const auto bad = Error{ErrorCode::bad_value, quoted(key) + " is " + json::to_text(*value) +
                                                     ", no channel (0, 1, ...)"};
    if (!channels.empty()) {
      return Error{ErrorCode::bad_value, quoted(key) + ": channels are told twice"};
    }
    const auto add = [&channels](const json::Value& item) {
      const auto number = to_double(text_of(item));
      if (!number || !(*number >= 0 && *number < 1024) || *number != std::floor(*number)) {
        return false;
      }
      channels.push_back(static_cast<int>(*number));
      return true;
    };
    if (const auto* list = value->array()) {
      if (list->empty() || !std::all_of(list->begin(), list->end(), add)) return bad;
    } else if (!add(*value)) {
      return bad;
    }
  }
  std::sort(channels.begin(), channels.end());
  channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
  return channels;
}

const json::Value* recording_of(const json::Value& line) {
  const auto* recording = line.find("recording");
  return recording != nullptr && recording->object() != nullptr ? recording : nullptr;
}

// "channels" of one of a recording's sources: the numbers that the file's channels have there.
std::vector<int> channel_ids(const json::Value& source) {
  std::vector<int> ids;
  const auto* list = source.find("channels");
  if (list == nullptr || list->array() == nullptr) return ids;
  for (const auto& item : *list->array()) {
    const auto id = item.integer();
    ids.push_back(id && *id >= 0 && *id < 1024 ? static_cast<int>(*id) : -1);
  }
  return ids;
}

// Places of the wanted channels in the file; nothing where one is not in it.
std::optional<std::vector<int>> places(const std::vector<int>& wanted,
                                       const std::vector<int>& ids) {
  if (ids.empty()) return wanted;
  std::vector<int> out;
  for (const int channel : wanted) {
    const auto at = std::find(ids.begin(), ids.end(), channel);
    if (at == ids.end()) return std::nullopt;
    out.push_back(static_cast<int>(at - ids.begin()));
  }
  return out;
}

}  // namespace

bool is_excerpt_key(std::string_view key) {
  return is_one_of(kStarts, key) || is_one_of(kEnds, key) || is_one_of(kChannels, key) ||
         is_one_of(kUnknownUnits, key);
}

bool is_lhotse_cut(const json::Value& line) { return recording_of(line) != nullptr; }

bool is_lhotse_recording(const json::Value& line) {
  const auto* sources = line.find("sources");
  return !is_lhotse_cut(line) && sources != nullptr && sources->array() != nullptr;
}

Result<Excerpt> excerpt_of(const json::Value& line) {
  const auto bad = [](std::string what) { return Error{ErrorCode::bad_value, std::move(what)}; };
  for (const auto key : kUnknownUnits) {
    if (told(line, key) == nullptr) continue;
    return Error{ErrorCode::unsupported,
                 quoted(key) + ": an excerpt is told in seconds (offset, duration)"};
  }
  const auto start = seconds_of(line, kStarts);
  if (!start) return start.error();
  const auto end = seconds_of(line, kEnds);
  if (!end) return end.error();
  const auto duration = seconds_of(line, kDurations);
  if (!duration) return duration.error();
  auto channels = channels_of(line);
  if (!channels) return channels.error();
  Excerpt excerpt;
  excerpt.channels = std::move(*channels);
  if (*start) {
    if ((*start)->value < 0.0) return bad(quoted((*start)->key) + " is before the sound");
    excerpt.start_s = (*start)->value;
  }
  if (*end) {
    if (!((*end)->value > excerpt.start_s)) {
      return bad(quoted((*end)->key) + " is not behind the start");
    }
    excerpt.end_s = (*end)->value;
  }
  if (!*duration) return excerpt;
  const auto& length = **duration;
  if (*end) {
    const double other = excerpt.end_s - excerpt.start_s;
    if (std::fabs(other - length.value) > std::max(0.001, std::min(0.1, length.unit))) {
      return bad(quoted(length.key) + " and " + quoted((*end)->key) + " contradict each other");
    }
    return excerpt;
  }
  if (!*start) {
    if (!(length.value > 0.0)) return excerpt;  // 0 and -1 stand for a length that is not known
    excerpt.slack_s = std::max(length.unit, 1e-6);
  } else if (!(length.value > 0.0)) {
    return bad(quoted(length.key) + " of an excerpt is " + printed("%.10g", length.value));
  }
  excerpt.duration_s = length.value;
  excerpt.tolerance_s = std::clamp(length.unit, excerpt.tolerance_s, 0.1);
  return excerpt;
}

Result<LhotseSource> lhotse_source(const json::Value& line, const std::vector<int>& channels) {
  const auto other = [](std::string what) {
    return Error{ErrorCode::unsupported, std::move(what)};
  };
  if (line.find("tracks") != nullptr) return other("\"tracks\": a mixed cut is no one recording");
  const auto* recording = recording_of(line);
  if (recording == nullptr) recording = &line;
  if (const auto* list = recording->find("transforms");
      list != nullptr && list->array() != nullptr && !list->array()->empty()) {
    return other("\"transforms\": the recording is not as its file has it");
  }
  const auto* sources = recording->find("sources");
  if (sources == nullptr || sources->array() == nullptr || sources->array()->empty()) {
    return Error{ErrorCode::bad_value, "names no file (audio_filepath)"};
  }
  const auto& list = *sources->array();
  if (channels.empty() && list.size() > 1) {
    return other("\"sources\": a recording of several files; name a channel");
  }
  for (const auto& source : list) {
    const auto there = places(channels, channel_ids(source));
    if (!there) continue;
    const auto* type = source.find("type");
    if (type != nullptr && type->string() != nullptr && *type->string() != "file") {
      return other("\"sources\": of type " + json::quote(*type->string()) + ", not a file");
    }
    const auto* path = source.find("source");
    if (path == nullptr || path->string() == nullptr) break;
    return LhotseSource{*path->string(), *there};
  }
  if (channels.empty()) return Error{ErrorCode::bad_value, "names no file (audio_filepath)"};
  return Error{ErrorCode::bad_value, "\"channel\": no file of the recording has it"};
}

}  // namespace codec
