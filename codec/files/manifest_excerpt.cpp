#include "codec/files/manifest_excerpt.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "codec/base/printed.h"

namespace codec {
namespace {

// What a key tells of a part. Names are looked up in lower case without what joins their words:
// start_time, startTime and "Start Time" are one.
enum class Role { none, start, end, duration, channel, channels, other_unit, perhaps };

struct KnownKey {
  std::string_view name;
  Role role;
};
constexpr KnownKey kKeys[] = {
    {"offset", Role::start},
    {"offsets", Role::start},
    {"offsetsec", Role::start},
    {"offsetseconds", Role::start},
    {"onset", Role::start},
    {"start", Role::start},
    {"starts", Role::start},
    {"startsec", Role::start},
    {"startseconds", Role::start},
    {"starttime", Role::start},
    {"begin", Role::start},
    {"beginsec", Role::start},
    {"begintime", Role::start},
    {"segmentstart", Role::start},
    {"segmentstarttime", Role::start},
    {"end", Role::end},
    {"ends", Role::end},
    {"endsec", Role::end},
    {"endseconds", Role::end},
    {"endtime", Role::end},
    {"stop", Role::end},
    {"stoptime", Role::end},
    {"segmentend", Role::end},
    {"segmentendtime", Role::end},
    {"duration", Role::duration},
    {"durations", Role::duration},
    {"durationsec", Role::duration},
    {"durationseconds", Role::duration},
    {"channel", Role::channel},
    {"channelid", Role::channel},
    {"channelidx", Role::channel},
    {"channelindex", Role::channel},
    {"channelselector", Role::channel},
    {"channels", Role::channels},
    {"frameoffset", Role::other_unit},
    {"startsample", Role::other_unit},
    {"startsamples", Role::other_unit},
    {"startframe", Role::other_unit},
    {"beginsample", Role::other_unit},
    {"beginframe", Role::other_unit},
    {"offsetsamples", Role::other_unit},
    {"offsetframes", Role::other_unit},
    {"sampleoffset", Role::other_unit},
    {"offsetms", Role::other_unit},
    {"startms", Role::other_unit},
    {"beginms", Role::other_unit},
    {"starttimems", Role::other_unit},
    {"endsample", Role::other_unit},
    {"endsamples", Role::other_unit},
    {"endframe", Role::other_unit},
    {"endms", Role::other_unit},
    {"endtimems", Role::other_unit},
    // Where these are numbers, or pairs of them; "segment" may as well be a name.
    {"segment", Role::perhaps},
    {"timestamp", Role::perhaps},
    {"from", Role::perhaps},
    {"to", Role::perhaps},
    {"t0", Role::perhaps},
    {"t1", Role::perhaps},
    {"tstart", Role::perhaps},
    {"tend", Role::perhaps},
    {"clipstart", Role::perhaps},
    {"clipend", Role::perhaps},
    {"cutstart", Role::perhaps},
    {"cutend", Role::perhaps},
    {"trimstart", Role::perhaps},
    {"trimend", Role::perhaps},
    {"segstart", Role::perhaps},
    {"segend", Role::perhaps},
};

Role role_of(std::string_view key) {
  std::string name;
  for (const char c : key) {
    if (c == '_' || c == '-' || c == ' ') continue;
    name += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  const auto found = std::find_if(std::begin(kKeys), std::end(kKeys),
                                  [&](const KnownKey& known) { return known.name == name; });
  return found != std::end(kKeys) ? found->role : Role::none;
}

std::string quoted(std::string_view key) { return "\"" + std::string(key) + "\""; }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// A cell that is empty, or null, tells nothing.
bool is_told(const json::Value& value) {
  if (value.is_null()) return false;
  const auto* text = value.string();
  return text == nullptr || !trimmed(*text).empty();
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

std::optional<double> number_of(const json::Value& value) {
  if (value.string() != nullptr) return to_double(text_of(value));
  return value.number() != nullptr ? std::optional(*value.number()) : std::nullopt;
}

struct Member {
  std::string_view key;
  Role role = Role::none;
  const json::Value* value = nullptr;
};

// What the line tells of a part, in its order.
std::vector<Member> members_of(const json::Value& line) {
  std::vector<Member> members;
  bool is_event = false;  // "onset" and "offset" of a list of events: a start and an end
  for (const auto& [key, value] : *line.object()) {
    const auto role = role_of(key);
    if (role == Role::none || !is_told(value)) continue;
    is_event = is_event || lower_case(key) == "onset";
    members.push_back({key, role, &value});
  }
  for (auto& member : members) {
    if (is_event && lower_case(std::string(member.key)) == "offset") member.role = Role::end;
  }
  return members;
}

// What the keys of one role tell, if they agree.
Result<std::optional<Seconds>> seconds_of(const std::vector<Member>& members, Role role) {
  std::optional<Seconds> found;
  for (const auto& member : members) {
    if (member.role != role) continue;
    const auto number = number_of(*member.value);
    if (!number || !std::isfinite(*number)) {
      return Error{
          ErrorCode::bad_value,
          quoted(member.key) + " is " + json::to_text(*member.value) + ", no number of seconds"};
    }
    if (found && std::fabs(found->value - *number) > 1e-9) {
      return Error{ErrorCode::bad_value,
                   quoted(found->key) + " and " + quoted(member.key) + " contradict each other"};
    }
    if (!found) found = Seconds{member.key, *number, unit_of(text_of(*member.value))};
  }
  return found;
}

Result<std::vector<int>> channels_of(const std::vector<Member>& members) {
  std::vector<int> channels;
  for (const auto& [key, role, value] : members) {
    // A number of "channels" says how many there are.
    const bool is_list = role == Role::channels && value->array() != nullptr;
    if (role != Role::channel && !is_list) continue;
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

// A number, or a pair of them.
bool may_be_times(const json::Value& value) {
  const auto* list = value.array();
  if (list == nullptr) return number_of(value).has_value();
  return list->size() == 2 && number_of(list->front()) && number_of(list->back());
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
  const auto role = role_of(key);
  return role == Role::start || role == Role::end || role == Role::channel ||
         role == Role::other_unit;
}

bool is_excerpt_or_duration_key(std::string_view key) {
  return is_excerpt_key(key) || role_of(key) == Role::duration;
}

bool is_lhotse_cut(const json::Value& line) { return recording_of(line) != nullptr; }

bool is_lhotse_recording(const json::Value& line) {
  const auto* sources = line.find("sources");
  return !is_lhotse_cut(line) && sources != nullptr && sources->array() != nullptr;
}

Result<Excerpt> excerpt_of(const json::Value& line) {
  const auto bad = [](std::string what) { return Error{ErrorCode::bad_value, std::move(what)}; };
  const auto members = members_of(line);
  const auto start = seconds_of(members, Role::start);
  if (!start) return start.error();
  const auto end = seconds_of(members, Role::end);
  if (!end) return end.error();
  const auto duration = seconds_of(members, Role::duration);
  if (!duration) return duration.error();
  for (const auto& [key, role, value] : members) {
    const bool is_refused = role == Role::other_unit ||
                            (role == Role::perhaps && !*start && !*end && may_be_times(*value));
    if (!is_refused) continue;
    return Error{ErrorCode::unsupported,
                 quoted(key) + ": an excerpt is told in seconds (offset, duration)"};
  }
  auto channels = channels_of(members);
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
