#include "codec/model/phone_table.h"

#include <bit>
#include <cmath>
#include <set>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/json_fields.h"
#include "codec/base/printed.h"
#include "codec/base/sha256.h"

namespace codec {
namespace {

constexpr std::uintmax_t kMaxBytes = std::uintmax_t{8} << 20;
constexpr double kSumSlack = 1e-3;  // three shares rounded to four decimals

Error bad(const std::string& what) { return {ErrorCode::bad_value, "phone table: " + what}; }

template <typename Table, typename F>
void for_each_field(Table& t, F&& f) {
  f("format", t.format);
  f("weights_sha256", t.weights_sha256);
  f("level", t.level);
  f("phones", t.phones);
  f("frames", t.frames);
}

bool is_phone(const std::string& s) {
  if (s.empty() || s.size() > PhoneTable::kMaxPhoneBytes) return false;
  for (const char c : s) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f) return false;
  }
  return true;
}

// [[phone index, share], ...]; false where it is something else.
bool take_shares(const json::Value& value, std::vector<PhoneShare>& out) {
  const auto* pairs = value.array();
  if (pairs == nullptr || pairs->size() > PhoneTable::kMaxShares) return false;
  for (const auto& pair : *pairs) {
    const auto* items = pair.array();
    if (items == nullptr || items->size() != 2) return false;
    const auto* phone = (*items)[0].number();
    const auto* share = (*items)[1].number();
    if (phone == nullptr || share == nullptr || *phone != std::floor(*phone) || *phone < 0 ||
        *phone >= static_cast<double>(PhoneTable::kMaxPhones)) {
      return false;
    }
    out.push_back({static_cast<int>(*phone), *share});
  }
  return true;
}

}  // namespace

std::string_view PhoneTable::phone_of(Code code) const {
  if (code >= codes.size() || codes[code].empty()) return {};
  return phones[static_cast<std::size_t>(codes[code].front().phone)];
}

Status PhoneTable::validate() const {
  if (format > 1) {
    return Error{ErrorCode::newer_version, "phone table: format " + std::to_string(format) +
                                               " is newer than this program (1); update Sonoglyph"};
  }
  if (format != 1) return bad("'format' wants 1");
  if (!is_sha256(weights_sha256)) return bad("'weights_sha256' wants 64 hex digits");
  if (level != 1) return bad("'level' is " + std::to_string(level) + ", wanted 1");
  if (phones.empty() || phones.size() > kMaxPhones) {
    return bad("'phones' wants 1.." + std::to_string(kMaxPhones) + " names");
  }
  for (const auto& phone : phones) {
    if (!is_phone(phone)) return bad("a phone wants 1..16 bytes of visible text");
  }
  if (std::set<std::string>(phones.begin(), phones.end()).size() != phones.size()) {
    return bad("'phones' names one twice");
  }
  if (frames < 0 || frames > 1000000000) return bad("'frames' wants 0..1000000000");
  if (codes.size() < 2 || codes.size() > 65536 || !std::has_single_bit(codes.size())) {
    return bad("'codes' has " + std::to_string(codes.size()) +
               " entries, wanted a power of two, 2..65536");
  }
  for (std::size_t code = 0; code < codes.size(); ++code) {
    const auto wrong = [code](const std::string& what) {
      return bad("code " + std::to_string(code) + ": " + what);
    };
    const auto& shares = codes[code];
    if (shares.size() > kMaxShares) return wrong("more than three phones");
    double before = 1.0;
    double sum = 0.0;
    std::set<int> seen;
    for (const auto& [phone, share] : shares) {
      if (phone < 0 || static_cast<std::size_t>(phone) >= phones.size()) {
        return wrong("phone " + std::to_string(phone) + " of " + std::to_string(phones.size()));
      }
      if (!seen.insert(phone).second) return wrong("a phone twice");
      if (!(share >= 0.0 && share <= before)) return wrong("shares want to fall within 1..0");
      before = share;
      sum += share;
    }
    if (sum > 1.0 + kSumSlack) return wrong("shares add up to more than 1");
  }
  return Done{};
}

std::string PhoneTable::to_json() const {
  json::FieldWriter writer;
  for_each_field(*this, writer);
  std::string list = "[";
  for (std::size_t code = 0; code < codes.size(); ++code) {
    list += code == 0 ? "\n    [" : ",\n    [";
    for (std::size_t i = 0; i < codes[code].size(); ++i) {
      list += printed("%s[%d, %.4f]", i == 0 ? "" : ", ", codes[code][i].phone,
                      static_cast<double>(codes[code][i].share));
    }
    list += "]";
  }
  writer.raw("codes", list + "]");
  return writer.finish();
}

Result<PhoneTable> PhoneTable::from_json(std::string_view text) {
  const auto root = json::parse(text);
  if (!root) return Error{ErrorCode::not_our_format, "phone table: " + root.error().message};
  if (root->object() == nullptr) {
    return Error{ErrorCode::not_our_format, "phone table: not a JSON object"};
  }
  PhoneTable table;
  table.format = table.level = 0;  // both must be told
  table.frames = -1;
  json::FieldReader reader(*root);
  for_each_field(table, reader);
  if (!reader.error().empty()) return bad(reader.error());
  // A newer format may have keys of its own: say that it is newer rather than which key is unknown.
  if (table.format > 1) return table.validate().error();
  const auto* codes = reader.member("codes");
  if (const auto key = reader.unknown_key(); !key.empty()) return bad("unknown key '" + key + "'");
  if (codes == nullptr || codes->array() == nullptr || codes->array()->size() > 65536) {
    return bad("'codes' must be a list with an entry a code");
  }
  table.codes.resize(codes->array()->size());
  for (std::size_t code = 0; code < table.codes.size(); ++code) {
    if (!take_shares((*codes->array())[code], table.codes[code])) {
      return bad("code " + std::to_string(code) +
                 " must be a list of at most three [phone index, share]");
    }
  }
  if (auto valid = table.validate(); !valid) return valid.error();
  return table;
}

Result<PhoneTable> PhoneTable::load(const std::filesystem::path& path) {
  auto bytes = read_regular_file(path, kMaxBytes);
  if (!bytes) return bytes.error();
  auto table = from_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!table) return Error{table.error().code, path.string() + ": " + table.error().message};
  return table;
}

}  // namespace codec
