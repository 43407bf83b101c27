#include "codec/sound/pcm_pipe.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "codec/sound/sound_layout.h"

namespace codec {
namespace {

constexpr std::uint64_t kLongestHeader = std::uint64_t{1} << 20;
constexpr sf_count_t kEndless = sf_count_t{1} << 52;

std::uint64_t value(std::string_view bytes, std::size_t at, std::size_t n, bool big) {
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < n && at + i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[big ? at + i : at + n - 1 - i]);
    v = v << 8 | byte;
  }
  return v;
}

bool is_text(std::string_view id) {
  return std::all_of(id.begin(), id.end(), [](unsigned char c) { return c >= 0x20 && c <= 0x7e; });
}

}  // namespace

struct PcmPipe::Header {
  SF_INFO format{};
  std::int64_t block = 0;
  std::uint32_t mask = 0;
  std::uint64_t told = 0;
  bool is_unknown = false;
};

bool PcmPipe::fill(std::size_t bytes) {
  while (ahead_.size() < bytes) {
    const auto old = ahead_.size();
    ahead_.resize(bytes);
    const auto n = ::read(fd_, ahead_.data() + old, bytes - old);
    ahead_.resize(old + static_cast<std::size_t>(std::max<ssize_t>(0, n)));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && failure_ == 0) failure_ = errno;
    if (n <= 0) return false;
  }
  return true;
}

std::string PcmPipe::take(std::size_t bytes) {
  if (!fill(bytes)) return {};
  auto part = ahead_.substr(0, bytes);
  ahead_.erase(0, bytes);
  if (keeps_) kept_ += part;
  return part;
}

bool PcmPipe::pass(std::uint64_t bytes) {
  if (keeps_ && bytes > kLongestHeader) return false;
  while (bytes > 0) {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, 4096));
    if (take(n).empty()) return false;
    bytes -= n;
  }
  return true;
}

std::optional<PcmPipe::Header> PcmPipe::read_wav() {
  Header header;
  bool has_format = false;
  for (;;) {
    const auto chunk = take(8);
    if (chunk.empty() || !is_text(chunk.substr(0, 4))) return {};
    const auto size = value(chunk, 4, 4, is_big_);
    const auto id = chunk.substr(0, 4);
    if (id == "data") {
      if (!has_format) return {};
      header.told = size;
      header.is_unknown = size == 0 || is_unknown_size(size);
      return header;
    }
    if (id != "fmt " || has_format) {
      if (!pass(size + size % 2)) return {};
      continue;
    }
    if (size < 16 || size > 4096) return {};
    const auto f = take(static_cast<std::size_t>(size + size % 2));
    auto tag = value(f, 0, 2, is_big_);
    const auto channels = value(f, 2, 2, is_big_);
    const auto block = value(f, 12, 2, is_big_);
    const auto bits = value(f, 14, 2, is_big_);
    if (tag == 0xfffe && size >= 40) {
      tag = value(f, 24, 2, is_big_);
      header.mask = static_cast<std::uint32_t>(value(f, 20, 4, is_big_));
    }
    int sub = 0;
    if (tag == 1) {
      sub = bits == 8    ? SF_FORMAT_PCM_U8
            : bits == 16 ? SF_FORMAT_PCM_16
            : bits == 24 ? SF_FORMAT_PCM_24
            : bits == 32 ? SF_FORMAT_PCM_32
                         : 0;
    } else if (tag == 3) {
      sub = bits == 32 ? SF_FORMAT_FLOAT : bits == 64 ? SF_FORMAT_DOUBLE : 0;
    } else if ((tag == 6 || tag == 7) && bits == 8) {
      sub = tag == 6 ? SF_FORMAT_ALAW : SF_FORMAT_ULAW;
    }
    if (f.empty() || sub == 0 || channels == 0 || block * 8 != channels * bits) return {};
    header.format.samplerate = static_cast<int>(value(f, 4, 4, is_big_));
    header.format.channels = static_cast<int>(channels);
    header.format.format = SF_FORMAT_RAW | sub | (is_big_ ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE);
    header.block = static_cast<std::int64_t>(block);
    has_format = true;
  }
}

std::optional<PcmPipe::Header> PcmPipe::read_header(bool first) {
  if (!fill(12)) return {};
  const auto id = ahead_.substr(0, 4);
  if (first) {
    is_au_ = id == ".snd" || id == "dns.";
    is_big_ = id == ".snd" || id == "RIFX";
  }
  if (!is_au_) {
    if (id != (is_big_ ? "RIFX" : "RIFF") || ahead_.substr(8, 4) != "WAVE") return {};
    take(12);
    return read_wav();
  }
  if (id != (is_big_ ? ".snd" : "dns.")) return {};
  const auto h = take(24);
  if (h.empty()) return {};
  static constexpr std::array<std::array<int, 3>, 8> kEncodings = {{
      {1, SF_FORMAT_ULAW, 1},
      {2, SF_FORMAT_PCM_S8, 1},
      {3, SF_FORMAT_PCM_16, 2},
      {4, SF_FORMAT_PCM_24, 3},
      {5, SF_FORMAT_PCM_32, 4},
      {6, SF_FORMAT_FLOAT, 4},
      {7, SF_FORMAT_DOUBLE, 8},
      {27, SF_FORMAT_ALAW, 1},
  }};
  const auto offset = value(h, 4, 4, is_big_);
  const auto encoding = std::find_if(kEncodings.begin(), kEncodings.end(), [&](const auto& e) {
    return static_cast<std::uint64_t>(e[0]) == value(h, 12, 4, is_big_);
  });
  const auto channels = value(h, 20, 4, is_big_);
  if (offset < 24 || encoding == kEncodings.end() || channels == 0 || channels > 1024) return {};
  Header header;
  header.format.samplerate = static_cast<int>(value(h, 16, 4, is_big_));
  header.format.channels = static_cast<int>(channels);
  header.format.format =
      SF_FORMAT_RAW | (*encoding)[1] | (is_big_ ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE);
  header.block = static_cast<std::int64_t>(channels) * (*encoding)[2];
  header.told = value(h, 8, 4, is_big_);
  header.is_unknown = header.told == 0 || is_unknown_size(header.told);
  if (!pass(offset - 24)) return {};
  return header;
}

void PcmPipe::start_samples(std::uint64_t told, bool is_unknown) {
  is_unknown_ = is_unknown;
  told_ = told;
  const auto block = static_cast<std::uint64_t>(block_);
  left_ = told / block * block;  // what is less than an instant would shift all channels
  padding_ = told - left_ + (is_au_ ? 0 : told % 2);
  section_ = position_;
}

std::unique_ptr<PcmPipe> PcmPipe::open(int fd, std::string& begun) {
  std::unique_ptr<PcmPipe> pipe(new PcmPipe(fd));
  const auto header = pipe->read_header(true);
  if (!header) {
    begun = pipe->kept_ + pipe->ahead_;
    return nullptr;
  }
  pipe->keeps_ = false;
  pipe->kept_.clear();
  pipe->format_ = header->format;
  pipe->block_ = header->block;
  pipe->mask_ = header->mask;
  SF_FORMAT_INFO info{};
  info.format = header->format.format & SF_FORMAT_SUBMASK;
  sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info);
  pipe->name_ = pipe->is_au_ ? "AU (Sun/NeXT)" : "WAV (Microsoft)";
  if (info.name != nullptr) pipe->name_ += std::string(", ") + info.name;
  pipe->start_samples(header->told, header->is_unknown);
  return pipe;
}

void PcmPipe::tell_cut() {
  if (is_unknown_ || left_ == 0) return;
  const auto held = position_ / block_;
  const auto told = section_ / block_ + static_cast<std::int64_t>(told_) / block_;
  if (told > held && flaw_.empty()) {
    flaw_ = "cut: " + std::to_string(held) + " samples of the " + std::to_string(told) +
            " that its header tells of";
  }
}

// Whether there are more, behind those that were told.
bool PcmPipe::next_samples() {
  if (is_unknown_ || (padding_ > 0 && !pass(padding_))) return false;
  std::uint64_t strange = 0;
  while (fill(8)) {
    const auto id = ahead_.substr(0, 4);
    const bool begins =
        fill(12) && (is_au_ ? id == (is_big_ ? ".snd" : "dns.")
                            : id == (is_big_ ? "RIFX" : "RIFF") && ahead_.substr(8, 4) == "WAVE");
    if (begins) {
      const auto header = read_header(false);
      const bool same = header && header->format.format == format_.format &&
                        header->format.channels == format_.channels &&
                        header->format.samplerate == format_.samplerate;
      if (!same) {
        flaw_ = "what follows sample " + std::to_string(position_ / block_) +
                " has another format and is not read";
        return false;
      }
      start_samples(header->told, header->is_unknown);
      return true;
    }
    const auto size = value(ahead_, 4, 4, is_big_);
    if (is_au_ || !is_text(id)) {
      strange += ahead_.size();
      ahead_.clear();
      while (fill(4096)) {
        strange += ahead_.size();
        ahead_.clear();
      }
      strange += ahead_.size();
      ahead_.clear();
      break;
    }
    take(8);
    if (id == "data") {
      start_samples(size, size == 0 || is_unknown_size(size));
      return true;
    }
    if (!pass(size + size % 2)) break;
  }
  constexpr std::uint64_t kTrifle = 1024;  // a tag, or what fills a block
  if (strange >= kTrifle && flaw_.empty()) {
    flaw_ = std::to_string(strange) + " bytes behind the sound are not read";
  }
  return false;
}

sf_count_t PcmPipe::read(char* to, sf_count_t bytes) {
  sf_count_t done = 0;
  while (done < bytes && !ended_) {
    if (left_ == 0 && !is_unknown_) {
      ended_ = !next_samples();
      continue;
    }
    auto n = static_cast<std::uint64_t>(bytes - done);
    if (!is_unknown_) n = std::min(n, left_);
    sf_count_t got = 0;
    if (!ahead_.empty()) {
      got = static_cast<sf_count_t>(std::min<std::uint64_t>(n, ahead_.size()));
      ahead_.copy(to + done, static_cast<std::size_t>(got));
      ahead_.erase(0, static_cast<std::size_t>(got));
    } else {
      got = ::read(fd_, to + done, n);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && failure_ == 0) failure_ = errno;
    }
    if (got <= 0) {
      tell_cut();
      ended_ = true;
      break;
    }
    done += got;
    position_ += got;
    if (!is_unknown_) left_ -= static_cast<std::uint64_t>(got);
  }
  return done;
}

SF_VIRTUAL_IO PcmPipe::functions() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void*) { return kEndless; };
  io.seek = [](sf_count_t offset, int whence, void* of) -> sf_count_t {
    const auto at = static_cast<PcmPipe*>(of)->position_;
    const auto to = whence == SEEK_SET ? offset : whence == SEEK_CUR ? at + offset : at;
    return to == at ? at : -1;
  };
  io.read = [](void* to, sf_count_t bytes, void* of) {
    return static_cast<PcmPipe*>(of)->read(static_cast<char*>(to), bytes);
  };
  io.write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
  io.tell = [](void* of) { return static_cast<PcmPipe*>(of)->position_; };
  return io;
}

}  // namespace codec
