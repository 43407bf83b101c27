#include "codec/sound/sound_layout.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <map>
#include <utility>

namespace codec {
namespace {

using std::int64_t;
using std::uint64_t;

constexpr std::size_t kMostParts = 100000;
constexpr int64_t kFarthest = 1 << 20;           // the first frame of MPEG audio from the start
constexpr int64_t kMostTold = int64_t{1} << 42;  // of samples
constexpr int64_t kTrifle = 1024;                // bytes behind a sound that are not worth a word

bool is_id(std::string_view id) {
  return id.size() == 4 &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) { return c >= 0x20 && c <= 0x7e; });
}

void put(std::string& out, uint64_t v, int bytes, bool big) {
  for (int i = 0; i < bytes; ++i) {
    const int shift = 8 * (big ? bytes - 1 - i : i);
    out += static_cast<char>((v >> shift) & 0xff);
  }
}

std::string number(uint64_t v, int bytes, bool big) {
  std::string out;
  put(out, v, bytes, big);
  return out;
}

// [begin, end) of the file with some bytes replaced.
struct Patch {
  int64_t at = 0;
  std::string bytes;
};
std::vector<FilePiece> patched(int64_t begin, int64_t end, std::vector<Patch> patches) {
  std::sort(patches.begin(), patches.end(),
            [](const Patch& a, const Patch& b) { return a.at < b.at; });
  std::vector<FilePiece> view;
  for (auto& patch : patches) {
    if (patch.at > begin) view.push_back({patch.at - begin, begin});
    const auto size = static_cast<int64_t>(patch.bytes.size());
    begin = patch.at + size;
    view.push_back({size, 0, std::move(patch.bytes)});
  }
  if (end > begin) view.push_back({end - begin, begin});
  return view;
}

// The sound ends at `end`, which is returned.
int64_t add(SoundPart part, int64_t end, std::vector<Patch> patches, SoundLayout& layout) {
  part.view = patched(part.begin, end, std::move(patches));
  layout.parts.push_back(std::move(part));
  return end;
}

// The end of the file without the tags that players put there: ID3v1, APE, Lyrics3.
int64_t without_tags(FileBytes& f, int64_t begin, int64_t end) {
  for (int tags = 0; tags < 8; ++tags) {
    const auto tag = [&](int64_t back, std::string_view word) {
      return end - back >= begin && f.text(end - back, word.size()) == word;
    };
    if (tag(128, "TAG")) {
      end -= 128;
    } else if (tag(32, "APETAGEX")) {
      const auto body = static_cast<int64_t>(f.little(end - 20, 4));  // with this footer
      const bool has_header = (f.little(end - 12, 4) & 0x80000000u) != 0;
      const auto all = body + (has_header ? 32 : 0);
      if (body < 32 || end - all < begin) break;
      end -= all;
    } else if (tag(9, "LYRICS200")) {
      int64_t all = 15;
      for (const char c : f.text(end - 15, 6)) all = (all - 15) * 10 + (c - '0') + 15;
      if (all < 15 || end - all < begin) break;
      end -= all;
    } else {
      break;
    }
  }
  return end;
}

bool is_zero(FileBytes& f, int64_t begin, int64_t end) {
  constexpr int64_t kBlock = 65536;
  for (auto at = begin; at < end; at += kBlock) {
    const auto block = f.text(at, static_cast<std::size_t>(std::min(kBlock, end - at)));
    if (block.find_first_not_of('\0') != std::string::npos) return false;
  }
  return true;
}

// Checksum of that polynomial, not reflected, going on from `crc`.
template <typename Word, std::uint32_t kPolynomial>
Word crc_of(std::string_view bytes, Word crc = 0) {
  constexpr int kTop = 8 * sizeof(Word) - 8;
  static const auto table = [] {
    std::array<Word, 256> t{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t c = i << kTop;
      for (int bit = 0; bit < 8; ++bit) c = c << 1 ^ ((c >> (kTop + 7) & 1) * kPolynomial);
      t[i] = static_cast<Word>(c);
    }
    return t;
  }();
  for (const char c : bytes) {
    const auto index = (crc >> kTop ^ static_cast<unsigned char>(c)) & 0xffu;
    crc = static_cast<Word>(static_cast<std::uint32_t>(crc) << 8 ^ table[index]);
  }
  return crc;
}

// What stands behind the last sound, for people; nothing where it is a tag or zeros.
void tell_rest(FileBytes& f, int64_t begin, SoundLayout& layout) {
  const auto end = without_tags(f, begin, f.size());
  if (end - begin < kTrifle || !layout.flaw.empty()) return;
  if (!is_zero(f, begin, end)) {
    layout.flaw = std::to_string(end - begin) + " bytes behind the sound are not read";
  }
}

// Of a WAV's chunk "fmt " at `at` and the number in its "fact": nothing where each sample stands by
// itself.
std::optional<SoundPart::EndInBlock> end_in_block(FileBytes& f, int64_t at, bool big,
                                                  int64_t count) {
  const auto field = [&](int64_t where) {
    return static_cast<int64_t>(big ? f.big(at + where, 2) : f.little(at + where, 2));
  };
  const auto channels = field(2);
  const auto bytes = field(12);
  if (count <= 0 || channels <= 0) return {};
  int64_t block = 0;
  switch (field(0)) {
    case 0x02:  // Microsoft's ADPCM
      block = (bytes - 7 * channels) * 2 / channels + 2;
      break;
    case 0x11:  // IMA's
      block = (bytes - 4 * channels) * 2 / channels + 1;
      break;
    case 0x31:  // GSM 6.10
      block = 320;
      break;
    case 0x38:  // Natural MicroSystems' ADPCM
      block = 160;
      break;
    case 0x14:  // G.723
    case 0x40:  // G.721
    case 0x64:
    case 0x65:
      block = 120;
      break;
    default:
      break;
  }
  if (block <= 0) return {};
  return SoundPart::EndInBlock{count, block};
}

// ---- RIFF: WAV, RF64, BW64, big-endian RIFX

bool is_riff(FileBytes& f, int64_t at) {
  const auto head = f.text(at, 12);
  if (head.size() < 12 || head.substr(8) != "WAVE") return false;
  const auto id = head.substr(0, 4);
  return id == "RIFF" || id == "RIFX" || id == "RF64" || id == "BW64";
}

// A chunk's size is followed by a byte where it is odd; some writers forget it.
int64_t after_chunk(FileBytes& f, int64_t end, bool odd) {
  if (!odd || end >= f.size()) return end;
  return is_id(f.text(end + 1, 4)) || !is_id(f.text(end, 4)) ? end + 1 : end;
}

// Whether chunks stand from here to the file's end, or nothing does.
bool chunks_follow(FileBytes& f, int64_t at, bool odd, bool big) {
  at = after_chunk(f, at, odd);
  if (at + 8 > f.size()) return true;
  if (is_riff(f, at)) return true;
  const auto size = static_cast<int64_t>(big ? f.big(at + 4, 4) : f.little(at + 4, 4));
  return is_id(f.text(at, 4)) && at + 8 + size <= f.size() + 1;
}

int64_t riff(FileBytes& f, int64_t at, SoundLayout& layout) {
  const auto kind = f.text(at, 4);
  const bool big = kind == "RIFX";
  const bool is_64 = kind == "RF64" || kind == "BW64";
  const auto word = [&](int64_t where) {
    return static_cast<int64_t>(big ? f.big(where, 4) : f.little(where, 4));
  };
  constexpr int64_t kWrap = int64_t{1} << 32;
  SoundPart part;
  part.begin = at;
  int64_t told_64 = 0;
  int64_t count_64 = 0;
  int64_t count = 0;  // of instants
  std::optional<FilePiece> format;
  std::vector<FilePiece> data;
  bool rebuild = false;  // libsndfile would not read all of it
  int64_t p = at + 12;
  while (p + 8 <= f.size()) {
    const auto id = f.text(p, 4);
    const auto told = word(p + 4);
    const auto body = p + 8;
    const auto there = f.size() - body;
    if (!is_id(id) || is_riff(f, p)) break;
    if (id == "ds64") {
      told_64 = static_cast<int64_t>(f.little(body + 8, 8));
      count_64 = static_cast<int64_t>(f.little(body + 16, 8));
    }
    if (id == "fmt " && !format) format = FilePiece{std::min(told, there), body};
    if (id == "fact" && told >= 4) {
      count = word(body);
      if (is_64 && count == kWrap - 1) count = count_64;
    }
    if (id != "data") {
      if (!data.empty() && told > there + 1) break;  // no chunk, or the file was cut within it
      p = after_chunk(f, std::min(body + told, f.size()), told % 2 != 0);
      continue;
    }
    auto size = is_64 && told == kWrap - 1 ? told_64 : told;
    const bool forgotten = size == 0 && !chunks_follow(f, body, false, big);
    const bool unknown = is_64 ? size < 0 : is_unknown_size(static_cast<uint64_t>(told));
    if (forgotten || (unknown && (size < 0 || size > there || there >= kWrap))) {
      size = there;
      rebuild = rebuild || forgotten || is_64 || there >= kWrap;
    } else if (size > there) {
      part.cut = SoundPart::Cut{size, there};
      rebuild = rebuild || size >= kWrap;
      size = there;
    } else if (there >= kWrap && !is_64 && !chunks_follow(f, body + size, size % 2 != 0, big)) {
      // 32 bits of a larger number.
      size += (there - size) / kWrap * kWrap;
      rebuild = true;
    }
    if (size > 0) data.push_back({size, body});
    p = after_chunk(f, body + size, size % 2 != 0);
  }
  p = std::min(p, f.size());
  if (format) part.end_in_block = end_in_block(f, format->at, big, count);
  rebuild = rebuild || data.size() > 1;
  if (!rebuild || !format) {
    return add(std::move(part), p, {}, layout);
  }
  int64_t bytes = 0;
  for (const auto& piece : data) bytes += piece.size;
  const auto form = f.text(format->at, static_cast<std::size_t>(format->size));
  const bool large = bytes + 1000 >= kWrap && !big;
  const auto whole = static_cast<uint64_t>(bytes) + form.size() + (large ? 20 + 8 + 28 : 20);
  std::string head = large ? "RF64" : big ? "RIFX" : "RIFF";
  put(head, large ? 0xffffffff : whole, 4, big);
  head += "WAVE";
  if (large) {
    head += "ds64";
    put(head, 28, 4, false);
    put(head, whole, 8, false);
    put(head, static_cast<uint64_t>(bytes), 8, false);
    put(head, 0, 8, false);
    put(head, 0, 4, false);
  }
  head += "fmt ";
  put(head, form.size(), 4, big);
  head += form + "data";
  put(head, large ? 0xffffffff : static_cast<uint64_t>(bytes), 4, big);
  part.view.push_back({static_cast<int64_t>(head.size()), 0, head});
  part.view.insert(part.view.end(), data.begin(), data.end());
  layout.parts.push_back(std::move(part));
  return p;
}

// ---- Sony Wave64

constexpr std::string_view kWave64{"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00", 16};

bool is_wave64(FileBytes& f, int64_t at) { return f.text(at, 16) == kWave64; }

int64_t wave64(FileBytes& f, int64_t at, SoundLayout& layout) {
  SoundPart part;
  part.begin = at;
  std::vector<Patch> patches;
  int64_t format_at = 0;
  int64_t count = 0;        // of instants
  int64_t samples_end = 0;  // libsndfile takes the padding of what follows for samples
  int64_t p = at + 40;
  while (p + 24 <= f.size() && !is_wave64(f, p)) {
    const auto there = f.size() - p;
    auto size = static_cast<int64_t>(f.little(p + 16, 8));  // with its head
    const bool is_data = f.text(p, 4) == "data";
    if (f.text(p, 4) == "fmt ") format_at = p + 24;
    if (f.text(p, 4) == "fact" && size >= 32) count = static_cast<int64_t>(f.little(p + 24, 8));
    if (is_data && (size <= 24 || size > int64_t{1} << 60) && there > 24) {
      patches.push_back({p + 16, number(static_cast<uint64_t>(there), 8, false)});
      size = there;
    }
    if (is_data && size > there) part.cut = SoundPart::Cut{size - 24, there - 24};
    if (is_data && size >= 24 && samples_end == 0) samples_end = p + std::min(size, there);
    if (size < 24 || !is_id(f.text(p, 4))) break;
    p += size > there ? there : (size + 7) / 8 * 8;
  }
  p = std::min(p, f.size());
  if (format_at > 0) part.end_in_block = end_in_block(f, format_at, false, count);
  add(std::move(part), samples_end > 0 ? samples_end : p, std::move(patches), layout);
  return p;
}

// ---- IFF: AIFF, AIFC, 8SVX

bool is_iff(FileBytes& f, int64_t at) {
  const auto head = f.text(at, 12);
  if (head.size() < 12 || head.substr(0, 4) != "FORM") return false;
  const auto kind = head.substr(8);
  return kind == "AIFF" || kind == "AIFC" || kind == "8SVX" || kind == "16SV";
}

int64_t iff(FileBytes& f, int64_t at, SoundLayout& layout) {
  SoundPart part;
  part.begin = at;
  std::vector<Patch> patches;
  bool has_data = false;
  int64_t frames_at = 0;
  int64_t block = 0;  // bytes of an instant
  int64_t p = at + 12;
  while (p + 8 <= f.size() && !is_iff(f, p)) {
    const auto id = f.text(p, 4);
    auto size = static_cast<int64_t>(f.big(p + 4, 4));
    const auto body = p + 8;
    const auto there = f.size() - body;
    if (!is_id(id)) break;
    if (id == "COMM") {
      frames_at = body + 2;
      block = static_cast<int64_t>(f.big(body, 2) * ((f.big(body + 6, 2) + 7) / 8));
    }
    const bool is_data = id == "SSND" || id == "BODY";
    if (has_data && size > there + 1) break;  // no chunk, or the file was cut within it
    has_data = has_data || is_data;
    const int64_t inner = id == "SSND" ? 8 : 0;  // offset and block size before the samples
    if (is_data && size <= inner && there > inner && !chunks_follow(f, body + inner, false, true)) {
      size = there;
      patches.push_back({p + 4, number(static_cast<uint64_t>(size), 4, true)});
      if (frames_at > 0 && block > 0) {
        const auto frames = static_cast<uint64_t>((size - inner) / block);
        patches.push_back({frames_at, number(frames, 4, true)});
      }
    } else if (is_data && size > there) {
      if (!is_unknown_size(static_cast<uint64_t>(size))) {
        part.cut = SoundPart::Cut{size - inner, std::max<int64_t>(0, there - inner)};
      }
      size = there;
    }
    p = after_chunk(f, std::min(body + size, f.size()), size % 2 != 0);
  }
  return add(std::move(part), std::min(p, f.size()), std::move(patches), layout);
}

// ---- AU, CAF, NIST

bool is_au(FileBytes& f, int64_t at) {
  const auto id = f.text(at, 4);
  return id == ".snd" || id == "dns.";
}

int64_t au(FileBytes& f, int64_t at, SoundLayout& layout) {
  const bool is_big = f.text(at, 4) == ".snd";
  const auto word = [&](int64_t where) {
    return static_cast<int64_t>(is_big ? f.big(where, 4) : f.little(where, 4));
  };
  SoundPart part;
  part.begin = at;
  constexpr int64_t kHeader = 24;
  std::vector<Patch> patches;
  auto offset = word(at + 4);
  if (offset < kHeader) {  // libsndfile reads on behind the header, but seeks from there
    offset = kHeader;
    patches.push_back({at + 4, number(kHeader, 4, is_big)});
  }
  const auto data = at + offset;
  auto size = word(at + 8);
  const auto there = std::max<int64_t>(0, f.size() - data);
  if (size == 0 && there > 0 && !is_au(f, data)) {
    patches.push_back({at + 8, "\xff\xff\xff\xff"});
    size = there;
  } else if (size > there) {
    if (!is_unknown_size(static_cast<uint64_t>(size))) part.cut = SoundPart::Cut{size, there};
    size = there;
  }
  return add(std::move(part), std::min(data + size, f.size()), std::move(patches), layout);
}

bool is_caf(FileBytes& f, int64_t at) { return f.text(at, 6) == std::string_view("caff\0\1", 6); }

int64_t caf(FileBytes& f, int64_t at, SoundLayout& layout) {
  SoundPart part;
  part.begin = at;
  std::vector<Patch> patches;
  int64_t p = at + 8;
  while (p + 12 <= f.size() && !is_caf(f, p)) {
    const auto id = f.text(p, 4);
    auto size = static_cast<int64_t>(f.big(p + 4, 8));
    const auto there = f.size() - p - 12;
    if (!is_id(id)) break;
    constexpr int64_t kEdit = 4;  // bytes before the samples
    if (id == "data" && size >= 0 && size <= kEdit && there > kEdit &&
        !is_id(f.text(p + 12 + size, 4))) {
      patches.push_back({p + 4, number(static_cast<uint64_t>(there), 8, true)});
      size = there;
    } else if (size < 0) {
      patches.push_back({p + 4, number(static_cast<uint64_t>(there), 8, true)});
      size = there;
    } else if (size > there) {
      if (id == "data") {
        part.cut = SoundPart::Cut{size - kEdit, std::max<int64_t>(0, there - kEdit)};
        patches.push_back({p + 4, number(static_cast<uint64_t>(there), 8, true)});
      }
      size = there;
    }
    p += 12 + size;
  }
  return add(std::move(part), std::min(p, f.size()), std::move(patches), layout);
}

bool is_voc(FileBytes& f, int64_t at) { return f.text(at, 20) == "Creative Voice File\x1a"; }

int64_t voc(FileBytes& f, int64_t at, SoundLayout& layout) {
  SoundPart part;
  part.begin = at;
  int64_t p = at + static_cast<int64_t>(f.little(at + 20, 2));
  constexpr uint64_t kLastType = 9;
  while (p + 4 <= f.size() && f.little(p, 1) != 0 && f.little(p, 1) <= kLastType) {
    const auto size = static_cast<int64_t>(f.little(p + 1, 3));
    const auto type = f.little(p, 1);
    const auto there = f.size() - p - 4;
    if (size > there && (type == 1 || type == 2 || type == 9)) {
      const int64_t head = type == 1 ? 2 : type == 9 ? 12 : 0;
      part.cut = SoundPart::Cut{size - head, std::max<int64_t>(0, there - head)};
    }
    p += 4 + size;
  }
  p = std::min(p, f.size());
  if (f.little(p, 1) == 0) p = std::min(p + 1, f.size());  // what ends it
  return add(std::move(part), p, {}, layout);
}

bool is_nist(FileBytes& f, int64_t at) { return f.text(at, 7) == "NIST_1A"; }

int64_t nist(FileBytes& f, int64_t at, SoundLayout& layout) {
  SoundPart part;
  part.begin = at;
  constexpr int64_t kHead = 1024;
  const auto head = f.text(at, kHead);
  const auto field = [&head](const std::string& name) {  // NAME -TYPE VALUE, a line
    const auto found = head.find("\n" + name + " -");
    auto i = found == std::string::npos ? found : head.find(' ', found + name.size() + 3);
    int64_t told = 0;
    while (i != std::string::npos && ++i < head.size() && head[i] >= '0' && head[i] <= '9') {
      told = std::min(told * 10 + (head[i] - '0'), kMostTold);
    }
    return told;
  };
  const auto told = field("sample_count");
  if (told > 0) part.instants_told = told;
  auto end = f.size();
  const auto coding = head.find("\nsample_coding -s");
  const bool is_packed =
      coding != std::string::npos && head.find("embedded", coding) < head.find('\n', coding + 1);
  const auto block = std::min<int64_t>(field("channel_count"), 1024) *
                     std::min<int64_t>(field("sample_n_bytes"), 8);
  if (!is_packed && told > 0 && block > 0) end = std::min(end, at + kHead + told * block);
  return add(std::move(part), end, {}, layout);
}

// ---- Headers that tell of so many bytes of samples behind them: AVR, Psion, MPC 2000, MATLAB

int64_t plain(FileBytes& f, int64_t at, int64_t data, int64_t bytes, SoundLayout& layout) {
  SoundPart part;
  part.begin = at;
  const auto there = std::max<int64_t>(0, f.size() - data);
  if (bytes <= 0) return add(std::move(part), f.size(), {}, layout);  // it does not tell
  if (bytes > there) part.cut = SoundPart::Cut{bytes, there};
  return add(std::move(part), data + std::min(bytes, there), {}, layout);
}

bool is_avr(FileBytes& f, int64_t at) { return f.text(at, 4) == "2BIT"; }

int64_t avr(FileBytes& f, int64_t at, SoundLayout& layout) {
  const bool is_mono = f.big(at + 12, 2) == 0;  // writers count two channels in two ways
  const auto bytes = static_cast<int64_t>(f.big(at + 26, 4) * (f.big(at + 14, 2) / 8));
  return plain(f, at, at + 128, is_mono ? bytes : 0, layout);
}

bool is_wve(FileBytes& f, int64_t at) {
  return f.text(at, 16) == std::string_view("ALawSoundFile**\0", 16);
}

int64_t wve(FileBytes& f, int64_t at, SoundLayout& layout) {
  return plain(f, at, at + 32, static_cast<int64_t>(f.big(at + 18, 4)), layout);
}

bool is_mpc2k(FileBytes& f, int64_t at) {
  return f.text(at, 2) == "\1\4" && f.little(at + 21, 1) <= 1 && f.little(at + 40, 2) >= 1000;
}

int64_t mpc2k(FileBytes& f, int64_t at, SoundLayout& layout) {
  const auto channels = f.little(at + 21, 1) + 1;
  return plain(f, at, at + 42, static_cast<int64_t>(f.little(at + 30, 4) * 2 * channels), layout);
}

// Two matrices: "samplerate", "wavedata".
bool is_mat4(FileBytes& f, int64_t at) {
  return f.text(at + 20, 11) == std::string_view("samplerate\0", 11) &&
         (f.little(at, 4) == 0 || f.big(at, 4) == 1000);
}

int64_t mat4(FileBytes& f, int64_t at, SoundLayout& layout) {
  const bool big = f.big(at, 4) == 1000;
  const auto word = [&](int64_t where) {
    return static_cast<int64_t>(big ? f.big(where, 4) : f.little(where, 4));
  };
  constexpr int64_t kHead = 20;
  const auto wave = at + kHead + 11 + 8;
  const auto kind = word(wave) - (big ? 1000 : 0);
  const int64_t size = kind == 0 ? 8 : kind == 10 || kind == 20 ? 4 : kind == 50 ? 1 : 2;
  const auto data = wave + kHead + std::min<int64_t>(word(wave + 16), 64);
  const auto rows = std::min<int64_t>(word(wave + 4), 1024);
  return plain(f, at, data, rows * word(wave + 8) * size, layout);
}

bool is_mat5(FileBytes& f, int64_t at) { return f.text(at, 10) == "MATLAB 5.0"; }

int64_t mat5(FileBytes& f, int64_t at, SoundLayout& layout) {
  const bool big = f.text(at + 126, 2) == "MI";
  const auto size = [&](int64_t element) {
    return static_cast<int64_t>(big ? f.big(element + 4, 4) : f.little(element + 4, 4));
  };
  const auto after = [&](int64_t element) {  // small ones have their size in their type
    const auto type = big ? f.big(element, 4) : f.little(element, 4);
    return element + 8 + (type >> 16 != 0 ? 0 : (size(element) + 7) / 8 * 8);
  };
  constexpr int64_t kTag = 8;
  auto element = after(at + 128) + kTag;                 // in the second matrix:
  for (int i = 0; i < 3; ++i) element = after(element);  // flags, sizes, its name
  return plain(f, at, element + kTag, size(element), layout);
}

// ---- MIDI sample dump: packets of 120 bytes of samples

constexpr int64_t kSdsHead = 21;
constexpr int64_t kSdsPacket = 127;

bool is_sds(FileBytes& f, int64_t at) {
  return f.text(at, 2) == "\xf0\x7e" && f.little(at + 3, 1) == 1 && f.little(at + 20, 1) == 0xf7;
}

int64_t sds(FileBytes& f, int64_t at, SoundLayout& layout) {
  SoundPart part;
  part.begin = at;
  const auto bits = f.little(at + 6, 1);
  const int64_t each = bits < 15 ? 60 : bits < 22 ? 40 : 30;
  int64_t told = 0;
  for (int i = 2; i >= 0; --i)
    told = told << 7 | static_cast<int64_t>(f.little(at + 10 + i, 1) & 0x7f);
  const auto there = (f.size() - at - kSdsHead) / kSdsPacket;
  const auto packets = (told + each - 1) / each;
  std::vector<Patch> patches;
  if (packets > there) {  // libsndfile would give zeros in place of what is missing
    const auto held = there * each;
    part.instants_told = told;
    std::string count;
    for (int i = 0; i < 3; ++i) count += static_cast<char>(held >> (7 * i) & 0x7f);
    patches.push_back({at + 10, count});
  }
  const auto end = at + kSdsHead + std::min(packets, there) * kSdsPacket;
  return add(std::move(part), end, std::move(patches), layout);
}

// ---- FLAC

bool is_flac(FileBytes& f, int64_t at) {
  const auto head = f.text(at, 8);
  return head.size() == 8 && head.substr(0, 4) == "fLaC" && (head[4] & 0x7f) == 0 &&
         head.substr(5) == std::string_view("\0\0\x22", 3);
}

constexpr int64_t kMostFlac = int64_t{1} << 36;  // samples that its header can tell of

// Of the block STREAMINFO, which comes first.
struct FlacInfo {
  int64_t largest = 0;  // samples in a frame
  int channels = 0;
  int bits = 0;
  int64_t told = 0;         // samples of the whole; 0: unknown
  int64_t told_at = 0;      // the byte where their 36 bits begin, behind 4 others
  int64_t frames_from = 0;  // behind all blocks
};

FlacInfo flac_info(FileBytes& f, int64_t at) {
  FlacInfo info;
  const auto body = at + 8;
  info.largest = static_cast<int64_t>(f.big(body + 2, 2));
  const auto packed = f.big(body + 10, 8);  // 20 bits rate, 3 channels, 5 bits, 36 samples
  info.channels = static_cast<int>(packed >> 41 & 7) + 1;
  info.bits = static_cast<int>(packed >> 36 & 31) + 1;
  info.told = static_cast<int64_t>(packed % static_cast<uint64_t>(kMostFlac));
  info.told_at = body + 13;
  auto p = at + 4;
  for (bool last = false; !last && p + 4 <= f.size();) {
    last = (f.little(p, 1) & 0x80) != 0;
    p += 4 + static_cast<int64_t>(f.big(p + 1, 3));
  }
  info.frames_from = p;
  return info;
}

struct FlacFrame {
  int64_t at = 0;
  int64_t first = 0;  // sample
  int64_t samples = 0;
};

// A frame's header, as the stream's has it; its own checksum stands behind it.
std::optional<FlacFrame> flac_frame(FileBytes& f, int64_t at, const FlacInfo& info) {
  static constexpr std::array<int, 8> kBits = {0, 8, 12, -1, 16, 20, 24, 32};
  const auto head = f.text(at, 16);
  const auto byte = [&head](std::size_t i) {
    return i < head.size() ? static_cast<unsigned char>(head[i]) : 0u;
  };
  if (head.size() < 6 || byte(0) != 0xff || (byte(1) & 0xfe) != 0xf8) return {};
  const bool is_variable = (byte(1) & 1) != 0;
  const auto size = byte(2) >> 4;
  const auto rate = byte(2) & 15;
  const auto channels = static_cast<int>(byte(3) >> 4);
  const auto bits = kBits[byte(3) >> 1 & 7];
  if (size == 0 || rate == 15 || channels > 10 || (byte(3) & 1) != 0) return {};
  if ((channels < 8 ? channels + 1 : 2) != info.channels) return {};
  if (bits < 0 || (bits > 0 && bits != info.bits)) return {};
  const auto ones = static_cast<std::size_t>(std::countl_one(static_cast<unsigned char>(byte(4))));
  if (ones == 1 || ones > 7) return {};
  auto number = static_cast<int64_t>(byte(4) & (0xffu >> (ones + 1)));
  std::size_t i = 5;
  for (; i < 4 + std::max<std::size_t>(1, ones); ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    number = number << 6 | (byte(i) & 0x3f);
  }
  FlacFrame frame;
  frame.at = at;
  if (size == 6) {
    frame.samples = byte(i) + 1;
  } else if (size == 7) {
    frame.samples = (byte(i) << 8 | byte(i + 1)) + 1;
  } else {
    frame.samples = size == 1 ? 192 : size < 6 ? 576 << (size - 2) : 256 << (size - 8);
  }
  i += size == 6 ? 1 : size == 7 ? 2 : 0;
  i += rate == 12 ? 1 : rate == 13 || rate == 14 ? 2 : 0;
  if (frame.samples > info.largest || i >= head.size()) return {};
  if (crc_of<std::uint8_t, 0x07>(std::string_view(head).substr(0, i)) != byte(i)) return {};
  frame.first = is_variable ? number : number * info.largest;
  return frame;
}

// Where a frame may end by its checksum, which is right by chance once in 65536 bytes.
std::vector<int64_t> flac_frame_ends(FileBytes& f, const FlacFrame& frame, int64_t end) {
  constexpr int64_t kLargest = 1 << 24;  // bytes
  constexpr int64_t kBlock = 65536;
  std::uint16_t crc = 0;
  std::vector<int64_t> ends;
  const auto last = std::min(end, frame.at + kLargest);
  for (auto p = frame.at; p < last; p += kBlock) {
    auto at = p;
    for (const char c : f.text(p, static_cast<std::size_t>(std::min(kBlock, last - p)))) {
      crc = crc_of<std::uint16_t, 0x8005>({&c, 1}, crc);
      if (++at; crc == 0) ends.push_back(at);
    }
  }
  return ends;
}

// Whether nothing stands there, zeros, or the beginning of a frame's header.
bool is_no_frame(FileBytes& f, int64_t begin, int64_t end) {
  constexpr int64_t kHeader = 16;
  if (end - begin < kHeader && (begin == end || f.little(begin, 1) == 0xff)) return true;
  return is_zero(f, begin, end);
}

// What of a FLAC is there, looked at from its end.
struct FlacEnd {
  int64_t end = 0;      // behind the last whole frame
  int64_t samples = 0;  // so far
  bool is_cut = false;
};
std::optional<FlacEnd> flac_end(FileBytes& f, const FlacInfo& info, int64_t end) {
  if (info.frames_from >= end) return FlacEnd{end, 0, true};
  constexpr int64_t kBlock = 65536;
  constexpr int kMostTried = 1000;
  int tried = 0;
  std::optional<FlacFrame> later;
  for (auto block_end = end; block_end > info.frames_from; block_end -= kBlock) {
    const auto begin = std::max(info.frames_from, block_end - kBlock);
    const auto block = f.text(begin, static_cast<std::size_t>(block_end - begin));
    for (auto i = block.rfind('\xff'); i != std::string::npos;
         i = i == 0 ? std::string::npos : block.rfind('\xff', i - 1)) {
      const auto frame = flac_frame(f, begin + static_cast<int64_t>(i), info);
      if (!frame) continue;
      const auto ends = flac_frame_ends(f, *frame, later ? later->at : end);
      const auto samples = frame->first + frame->samples;
      if (later) {
        if (!ends.empty() && ends.back() == later->at && samples == later->first) {
          return FlacEnd{later->at, samples, true};
        }
      } else {
        const auto whole = std::find_if(ends.rbegin(), ends.rend(),
                                        [&](int64_t at) { return is_no_frame(f, at, end); });
        if (whole != ends.rend()) {
          return FlacEnd{*whole, samples,
                         info.told > 0 ? samples < info.told : f.little(*whole, 1) == 0xff};
        }
        // Something else behind the last frame.
        if (info.told > 0 && samples >= info.told && !ends.empty()) return FlacEnd{end, samples};
      }
      if (frame->at == info.frames_from) return FlacEnd{frame->at, 0, true};
      if (++tried == kMostTried) return {};
      later = frame;
    }
  }
  return {};
}

// Nothing tells where one ends: the next begins, or the file ends.
int64_t flac(FileBytes& f, int64_t at, SoundLayout& layout) {
  const auto end = without_tags(f, at, f.size());
  int64_t next = end;
  constexpr int64_t kBlock = 65536;
  for (int64_t p = at + 8; p < end && next == end; p += kBlock) {
    const auto block = f.text(p, static_cast<std::size_t>(std::min(kBlock + 3, end - p)));
    for (auto i = block.find("fLaC"); i != std::string::npos; i = block.find("fLaC", i + 1)) {
      if (!is_flac(f, p + static_cast<int64_t>(i))) continue;
      next = p + static_cast<int64_t>(i);
      break;
    }
  }
  SoundPart part;
  part.begin = at;
  const auto info = flac_info(f, at);
  const auto there = flac_end(f, info, next);
  if (!there || !there->is_cut || there->samples >= kMostFlac) {
    add(std::move(part), next, {}, layout);
    return next == end ? f.size() : next;
  }
  // The decoder loses its way in half a frame, and with it the whole block that was asked for.
  part.instants_held = there->samples;
  if (info.told > 0) {
    part.instants_told = info.told;
  } else {
    layout.flaw = "cut: ends within a frame";
  }
  auto count = number(static_cast<uint64_t>(there->samples), 5, true);
  count[0] =
      static_cast<char>((f.little(info.told_at, 1) & 0xf0) | static_cast<unsigned char>(count[0]));
  add(std::move(part), there->end, {{info.told_at, count}}, layout);
  return next == end ? f.size() : next;
}

// ---- Ogg: RFC 3533

bool is_ogg(FileBytes& f, int64_t at) { return f.text(at, 4) == "OggS"; }

// All links of the chain. A link begins with the first pages of its streams.
int64_t ogg(FileBytes& f, int64_t at, SoundLayout& layout) {
  struct Stream {
    std::uint32_t next = 0;
    bool ended = false;
  };
  std::map<std::uint32_t, Stream> streams;  // of this link
  std::int64_t lost = 0;                    // pages
  std::int64_t skipped = 0;                 // bytes
  bool at_start = true;                     // of a link: only first pages so far
  bool open_end = false;
  bool cut_page = false;
  int64_t begin = at;
  int64_t p = at;
  int64_t sound_end = at;
  const auto end_link = [&](int64_t end) {
    open_end =
        std::any_of(streams.begin(), streams.end(), [](const auto& s) { return !s.second.ended; });
    SoundPart part;
    part.begin = begin;
    add(std::move(part), end, {}, layout);
    streams.clear();
    begin = end;
  };
  bool any_open = false;
  while (p + 27 <= f.size()) {
    if (!is_ogg(f, p)) {
      ++p;
      ++skipped;
      continue;
    }
    const auto flags = f.little(p + 5, 1);
    const auto serial = static_cast<std::uint32_t>(f.little(p + 14, 4));
    const auto number_of = static_cast<std::uint32_t>(f.little(p + 18, 4));
    const auto segments = static_cast<std::size_t>(f.little(p + 26, 1));
    int64_t size = 27 + static_cast<int64_t>(segments);
    for (const char c : f.text(p + 27, segments)) size += static_cast<unsigned char>(c);
    if (p + size > f.size()) {
      cut_page = true;
      break;
    }
    auto page = f.text(p, static_cast<std::size_t>(size));
    const auto told = f.little(p + 22, 4);
    page.replace(22, 4, 4, '\0');
    if (crc_of<std::uint32_t, 0x04c11db7>(page) != told) {  // what a reader passes over
      p += 4;
      skipped += 4;
      continue;
    }
    const bool first = (flags & 2) != 0;
    if (first && !at_start && layout.parts.size() < kMostParts) {
      end_link(p);
      any_open = any_open || open_end;
    }
    at_start = first;
    auto& stream = streams[serial];
    if (!first && number_of != stream.next)
      lost += std::max<std::int64_t>(1, std::int64_t{number_of} - stream.next);
    stream.next = number_of + 1;
    stream.ended = (flags & 4) != 0;
    if (sound_end != p) skipped = std::max(skipped, p - sound_end);
    p += size;
    sound_end = p;
  }
  end_link(f.size());
  any_open = any_open || open_end;
  if (lost > 0) {
    layout.flaw = "damaged: " + std::to_string(lost) + " pages are missing or unreadable";
  } else if (any_open || cut_page) {
    layout.flaw = "cut: its last page is missing";
  } else {
    tell_rest(f, sound_end, layout);
  }
  return f.size();
}

// ---- MPEG audio: ISO/IEC 11172-3, 13818-3

struct MpegFrame {
  std::uint32_t head = 0;
  int64_t size = 0;
  int samples = 0;
  int layer = 0;
  bool mpeg1 = false;
  bool mono = false;
  bool fits(const MpegFrame& other) const {  // version, layer and rate
    return (head & 0xfffe0c00u) == (other.head & 0xfffe0c00u) && mono == other.mono;
  }
};

std::optional<MpegFrame> mpeg_frame(FileBytes& f, int64_t at) {
  static constexpr std::array<std::array<int, 16>, 5> kBitRates = {{
      {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0},
      {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0},
      {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
      {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0},
      {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
  }};
  static constexpr std::array<int, 3> kRates = {44100, 48000, 32000};
  const auto h = static_cast<std::uint32_t>(f.big(at, 4));
  const auto version = h >> 19 & 3;
  const auto rate_index = h >> 10 & 3;
  if (h >> 21 != 0x7ff || version == 1 || (h >> 17 & 3) == 0 || rate_index == 3) return {};
  MpegFrame frame;
  frame.head = h;
  frame.layer = 4 - static_cast<int>(h >> 17 & 3);
  frame.mpeg1 = version == 3;
  frame.mono = (h >> 6 & 3) == 3;
  const std::size_t table = frame.mpeg1        ? static_cast<std::size_t>(frame.layer - 1)
                            : frame.layer == 1 ? 3U
                                               : 4U;
  const int kbps = kBitRates[table][h >> 12 & 15];
  if (kbps == 0) return {};  // free format as well: nothing tells its frames' size
  const int rate = kRates[rate_index] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  const int padding = static_cast<int>(h >> 9 & 1);
  if (frame.layer == 1) {
    frame.samples = 384;
    frame.size = (12 * kbps * 1000 / rate + padding) * 4;
  } else {
    frame.samples = frame.layer == 3 && !frame.mpeg1 ? 576 : 1152;
    frame.size = frame.samples / 8 * kbps * 1000 / rate + padding;
  }
  return frame;
}

// Behind the ID3v2 tags that begin here.
int64_t after_id3(FileBytes& f, int64_t at) {
  while (f.text(at, 3) == "ID3") {
    int64_t size = 0;
    for (int i = 6; i < 10; ++i)
      size = size << 7 | static_cast<int64_t>(f.little(at + i, 1) & 0x7f);
    at += 10 + size + ((f.little(at + 5, 1) & 0x10) != 0 ? 10 : 0);
  }
  return at;
}

// A first frame that tells how many follow, for streams whose encoder left it out; libsndfile's
// guess by the first bit rate may be half of what there is.
std::string table_frame(const MpegFrame& like, int64_t frames) {
  MpegFrame frame = like;
  frame.head = (like.head | 0x00010000u) & ~0x0000f200u;  // no CRC, no padding
  frame.head |= frame.mpeg1 ? 9u << 12 : 8u << 12;        // 128 or 64 kbit/s
  std::string head;
  put(head, frame.head, 4, true);
  // As mpeg_frame() would say; the bytes are few enough to compute again.
  static constexpr std::array<int, 3> kRates = {44100, 48000, 32000};
  const auto version = frame.head >> 19 & 3;
  const int rate = kRates[frame.head >> 10 & 3] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  const int size = frame.samples / 8 * (frame.mpeg1 ? 128 : 64) * 1000 / rate;
  const std::size_t side = frame.mpeg1 ? (frame.mono ? 17 : 32) : (frame.mono ? 9 : 17);
  head.append(side, '\0');
  head += "Xing";
  put(head, 1, 4, true);
  put(head, static_cast<uint64_t>(frames), 4, true);
  head.resize(std::max(head.size(), static_cast<std::size_t>(size)), '\0');
  return head;
}

// Whether so many frames stand in a row. The bytes of one may look like a frame by chance.
bool are_frames(FileBytes& f, int64_t at, int frames) {
  const auto first = mpeg_frame(f, at);
  for (auto next = first; frames > 0; --frames) {
    if (!next || !next->fits(*first)) return false;
    at += next->size;
    next = mpeg_frame(f, at);
  }
  return true;
}

// Of what has no name that would tell.
bool holds_mpeg(FileBytes& f) {
  constexpr int64_t kNear = 65536;
  constexpr int kSure = 6;
  for (int64_t p = 0; p < std::min(kNear, f.size()); ++p) {
    if (f.little(p, 1) == 0xff && are_frames(f, p, kSure)) return true;
  }
  return false;
}

// False where no frames are found.
bool mpeg(FileBytes& f, int64_t at, SoundLayout& layout) {
  const auto start = after_id3(f, at);
  const auto end = without_tags(f, start, f.size());
  std::optional<MpegFrame> like;
  int64_t first_at = start;
  int64_t frames = 0;
  int64_t told = 0;
  int64_t delay = 0;     // samples before the sound that a decoder leaves out
  int64_t bytes_at = 0;  // where the table tells the bytes of the whole
  int64_t damaged = 0;   // bytes between frames
  int64_t sound_end = start;
  std::vector<FilePiece> runs;  // of frames, where something else stands between them
  int64_t run_at = start;
  bool has_table = false;
  bool varies = false;
  bool cut_frame = false;
  bool synced = false;
  for (int64_t p = start; p + 4 <= end;) {
    const auto frame = mpeg_frame(f, p);
    bool good = frame && (!like || frame->fits(*like));
    if (good && !synced) {  // four bytes may look like a frame by chance: two in a row do not
      const auto next = mpeg_frame(f, p + frame->size);
      good = (next && next->fits(*frame)) || (like && p + frame->size == end);
    }
    if (!good) {
      if (!like && p - start > kFarthest) return false;
      synced = false;
      ++p;
      continue;
    }
    if (p + frame->size > end) {
      cut_frame = true;
      break;
    }
    if (like && p > sound_end) {
      damaged += p - sound_end;
      runs.push_back({sound_end - run_at, run_at});
      run_at = p;
    }
    if (!like) {
      like = frame;
      first_at = p;
      run_at = p;
      const int64_t side = frame->mpeg1 ? (frame->mono ? 17 : 32) : (frame->mono ? 9 : 17);
      const auto word = f.text(p + 4 + side, 4);
      if (frame->layer == 3 && (word == "Xing" || word == "Info")) {
        has_table = true;
        const auto holds = f.big(p + 8 + side, 4);
        auto field = p + 12 + side;
        if ((holds & 1) != 0)
          told = static_cast<int64_t>(f.big(std::exchange(field, field + 4), 4));
        if ((holds & 2) != 0) bytes_at = std::exchange(field, field + 4);
        field += ((holds & 4) != 0 ? 100 : 0) + ((holds & 8) != 0 ? 4 : 0);
        constexpr int64_t kDecoderDelay = 529;
        if (f.little(field, 1) != 0) {  // the encoder's name
          delay = static_cast<int64_t>(f.big(field + 21, 3) >> 12) + kDecoderDelay;
        }
      } else if (f.text(p + 36, 4) == "VBRI") {
        has_table = true;
        told = static_cast<int64_t>(f.big(p + 50, 4));
      }
    } else {
      varies = varies || (frame->head >> 12 & 15) != (like->head >> 12 & 15);
    }
    if (!has_table || p != first_at) ++frames;
    synced = true;
    p += frame->size;
    sound_end = p;
  }
  if (!like) return false;
  layout.is_mpeg = true;
  SoundPart part;
  part.begin = at;
  const bool needs_table = !has_table && varies && like->layer == 3;
  part.instants_held = std::max<int64_t>(0, frames * like->samples - delay);
  if (told > frames + 1 || (cut_frame && told > frames)) {
    part.cut = SoundPart::Cut{told, frames};
  } else if (damaged > 0) {
    layout.flaw =
        "damaged: " + std::to_string(damaged) + " bytes between its frames are unreadable";
  } else if (cut_frame && told == 0) {
    layout.flaw = "cut: ends within a frame";
  } else {
    tell_rest(f, sound_end, layout);
  }
  const auto last = cut_frame ? end : sound_end;
  runs.push_back({last - run_at, run_at});
  if (needs_table || damaged > 0) {
    if (needs_table) {
      auto table = table_frame(*like, frames);
      const auto size = static_cast<int64_t>(table.size());
      part.view.push_back({size, 0, std::move(table)});
    }
    part.view.insert(part.view.end(), runs.begin(), runs.end());
  } else {
    std::vector<Patch> patches;
    if (bytes_at > 0) {  // or mpg123 writes a warning to stderr where the table is wrong
      patches.push_back({bytes_at, number(static_cast<uint64_t>(sound_end - first_at), 4, true)});
    }
    part.view = patched(first_at == start ? at : first_at, last, std::move(patches));
  }
  layout.parts.push_back(std::move(part));
  return true;
}

struct Family {
  bool (*is)(FileBytes&, int64_t);
  int64_t (*read)(FileBytes&, int64_t, SoundLayout&);
};
constexpr std::array kFamilies = {
    Family{is_riff, riff}, Family{is_wave64, wave64}, Family{is_iff, iff},    Family{is_au, au},
    Family{is_caf, caf},   Family{is_nist, nist},     Family{is_voc, voc},    Family{is_flac, flac},
    Family{is_ogg, ogg},   Family{is_avr, avr},       Family{is_wve, wve},    Family{is_mat4, mat4},
    Family{is_mat5, mat5}, Family{is_sds, sds},       Family{is_mpc2k, mpc2k}};

bool ends_with(std::string_view name, std::string_view extension) {
  if (name.size() < extension.size()) return false;
  const auto tail = name.substr(name.size() - extension.size());
  return std::equal(tail.begin(), tail.end(), extension.begin(),
                    [](char a, char b) { return (a | 0x20) == (b | 0x20); });
}

}  // namespace

SoundLayout layout_of(FileBytes& f, std::string_view name) {
  SoundLayout layout;
  const auto start = after_id3(f, 0);  // some put it before a FLAC as well
  for (const auto& family : kFamilies) {
    if (!family.is(f, start)) continue;
    int64_t at = start;
    while (at < f.size() && family.is(f, at) && layout.parts.size() < kMostParts) {
      at = family.read(f, at, layout);
    }
    tell_rest(f, at, layout);
    return layout;
  }
  const bool has_extension = name.substr(name.rfind('/') + 1).find('.') != std::string_view::npos;
  const bool may_be_mpeg = start > 0 || (!has_extension && holds_mpeg(f)) ||
                           f.big(0, 2) >> 5 == 0x7ff || ends_with(name, ".mp3") ||
                           ends_with(name, ".mp2") || ends_with(name, ".mpga");
  if (may_be_mpeg && mpeg(f, 0, layout)) return layout;
  layout.is_mpeg = start > 0 || ends_with(name, ".mp3");
  SoundPart part;
  part.view.push_back({f.size(), 0});
  layout.parts.push_back(std::move(part));
  return layout;
}

}  // namespace codec
