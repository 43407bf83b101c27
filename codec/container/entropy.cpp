#include "codec/container/entropy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "codec/model/entropy_prior.h"

namespace codec {
namespace {

// Probabilities are of the bit 1, in 1/65536. The logistic domain counts 1/256 nat, -2047..2047.
constexpr int kStretchMax = 2047;
constexpr int kMinProbability = 24;

// squash(x) = 65536 / (1 + e^(-x / 256)). e^(-1/256) in 1/2^32, multiplied up by integers.
constexpr std::array<std::uint16_t, 2 * kStretchMax + 1> make_squash() {
  std::array<std::uint16_t, 2 * kStretchMax + 1> table{};
  constexpr std::uint64_t kStep = 4278222805u;  // round(2^32 exp(-1/256))
  constexpr std::uint64_t kOne = std::uint64_t{1} << 32;
  std::uint64_t power = kOne;
  for (int x = 0; x <= kStretchMax; ++x) {
    const std::uint64_t high = (kOne << 16) / (kOne + power);
    table[static_cast<std::size_t>(kStretchMax + x)] = static_cast<std::uint16_t>(high);
    table[static_cast<std::size_t>(kStretchMax - x)] = static_cast<std::uint16_t>(65536 - high);
    power = (power * kStep) >> 32;
  }
  return table;
}
constexpr auto kSquash = make_squash();
static_assert(kSquash[kStretchMax] == 32768);

constexpr int squash(int x) {
  return kSquash[static_cast<std::size_t>(std::clamp(x, -kStretchMax, kStretchMax) + kStretchMax)];
}

// The inverse, over p / 16.
constexpr std::array<std::int16_t, 4096> make_stretch() {
  std::array<std::int16_t, 4096> table{};
  int x = -kStretchMax;
  for (int i = 0; i < 4096; ++i) {
    while (x < kStretchMax && squash(x) < i * 16 + 8) ++x;
    table[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(x);
  }
  return table;
}
constexpr auto kStretch = make_stretch();

constexpr int stretch(int probability) {
  return kStretch[static_cast<std::size_t>(probability >> 4)];
}

// What one context has seen: moves by 1 / (n + 1.5) at its nth bit, n up to kLimit.
struct Bit {
  std::uint16_t probability = 32768;
  std::uint8_t count = 0;
  std::uint8_t check = 0;

  static constexpr int kLimit = 30;
  void learn(int bit) {
    const int target = bit != 0 ? 65535 : 0;
    const int n = count;
    probability =
        static_cast<std::uint16_t>(probability + (target - probability) * 2 / (2 * n + 3));
    if (count < kLimit) ++count;
  }
};

// Open-addressed by a hash with an 8-bit check; a collision starts the context afresh.
class BitTable {
 public:
  void reset(std::size_t contexts) {
    bits_.assign(std::bit_ceil(std::max<std::size_t>(contexts * 4, 1024)), Bit{});
  }
  Bit& at(std::uint32_t context, std::uint32_t node) {
    std::uint32_t h = (context + 1) * 0x9e3779b1u ^ (node * 0x85ebca6bu);
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 13;
    Bit& bit = bits_[h & (bits_.size() - 1)];
    const auto check = static_cast<std::uint8_t>(h >> 24);
    if (bit.check != check) bit = Bit{.check = check};
    return bit;
  }

 private:
  std::vector<Bit> bits_;
};

class BitWriter {
 public:
  explicit BitWriter(std::vector<std::byte>& out) : out_(out), start_(out.size()) {}
  int code(int bit, int probability) {
    const auto middle =
        low_ + static_cast<std::uint32_t>((static_cast<std::uint64_t>(high_ - low_) *
                                           static_cast<std::uint32_t>(probability)) >>
                                          16);
    if (bit != 0) {
      high_ = middle;
    } else {
      low_ = middle + 1;
    }
    while (((low_ ^ high_) & 0xff000000u) == 0) {
      out_.push_back(static_cast<std::byte>(high_ >> 24));
      low_ <<= 8;
      high_ = (high_ << 8) | 0xffu;
    }
    return bit;
  }
  // The shortest bytes that, followed by zeros, lie within low..high; zeros at the end are implied.
  void finish() {
    if (low_ > 0) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        const std::uint64_t unit = std::uint64_t{1} << shift;
        const std::uint64_t value = (low_ + unit - 1) / unit * unit;
        if (value > high_) continue;
        for (int s = 24; s >= shift; s -= 8) {
          out_.push_back(static_cast<std::byte>((value >> s) & 0xffu));
        }
        break;
      }
    }
    while (out_.size() > start_ && out_.back() == std::byte{0}) out_.pop_back();
  }

 private:
  std::vector<std::byte>& out_;
  std::size_t start_;
  std::uint32_t low_ = 0;
  std::uint32_t high_ = 0xffffffffu;
};

class BitReader {
 public:
  explicit BitReader(std::span<const std::byte> in) : in_(in) {
    for (int i = 0; i < 4; ++i) value_ = (value_ << 8) | next();
  }
  int code(int, int probability) {
    const auto middle =
        low_ + static_cast<std::uint32_t>((static_cast<std::uint64_t>(high_ - low_) *
                                           static_cast<std::uint32_t>(probability)) >>
                                          16);
    const int bit = value_ <= middle ? 1 : 0;
    if (bit != 0) {
      high_ = middle;
    } else {
      low_ = middle + 1;
    }
    while (((low_ ^ high_) & 0xff000000u) == 0) {
      low_ <<= 8;
      high_ = (high_ << 8) | 0xffu;
      value_ = (value_ << 8) | next();
    }
    return bit;
  }
  bool all_used() const { return at_ >= in_.size(); }

 private:
  std::uint32_t next() {
    const auto at = at_++;
    return at < in_.size() ? std::to_integer<std::uint32_t>(in_[at]) : 0;
  }
  std::span<const std::byte> in_;
  std::size_t at_ = 0;
  std::uint32_t low_ = 0;
  std::uint32_t high_ = 0xffffffffu;
  std::uint32_t value_ = 0;
};

}  // namespace

struct EntropyCoder::State {
  // Inputs of the mixer.
  enum Input { kOrder0, kBefore, kLower, kRepeat, kPrior, kInputs };
  using Weights = std::array<std::int32_t, kInputs>;  // 1/65536

  int levels = 0;
  int bits = 0;
  std::shared_ptr<const EntropyPrior> prior;
  BitTable order0;
  BitTable before;
  BitTable lower;
  std::vector<Bit> repeat;       // (levels, bits): does the code of the frame before come again?
  std::vector<Weights> weights;  // (levels, 16): by how often the two contexts were seen
  std::vector<std::int32_t> scratch;

  void reset(std::size_t codes) {
    const auto n = codes * static_cast<std::size_t>(bits);
    order0.reset(n);
    before.reset(n);
    lower.reset(n);
    repeat.assign(static_cast<std::size_t>(levels * bits), Bit{});
    Weights start{};
    start[kOrder0] = prior ? 6000 : 18000;
    start[kBefore] = prior ? 10000 : 22000;
    start[kLower] = prior ? 6000 : 18000;
    start[kRepeat] = prior ? 6000 : 22000;
    start[kPrior] = 65536;
    weights.assign(static_cast<std::size_t>(levels * 16), start);
  }

  // Codes or decodes frame-major codes in place: with a BitReader the codes are what comes out.
  template <typename Coder, typename CodeType>
  void run(Coder& coder, std::span<CodeType> codes) {
    reset(codes.size());
    const auto q = static_cast<std::size_t>(levels);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const auto level = i % q;
      const auto frame = i - level;
      const std::span<const Code> all(codes);
      const auto frame_before = frame >= q ? all.subspan(frame - q, q) : all.first(0);
      const auto frame_before2 = frame >= 2 * q ? all.subspan(frame - 2 * q, q) : all.first(0);
      one_code(coder, codes[i], static_cast<int>(level), frame_before, frame_before2,
               all.subspan(frame, level));
    }
  }

  template <typename Coder, typename CodeType>
  void one_code(Coder& coder, CodeType& code, int level, std::span<const Code> frame_before,
                std::span<const Code> frame_before2, std::span<const Code> below) {
    constexpr std::uint32_t kNone = 0x10000;
    const auto q = static_cast<std::size_t>(level);
    const auto leaf_of = [&](Code c) { return prior ? prior->leaf(level, c) : c; };
    const auto tag = static_cast<std::uint32_t>(level) << 20;
    const auto previous = frame_before.empty() ? kNone : std::uint32_t{frame_before[q]};
    const auto under = level > 0               ? std::uint32_t{below[q - 1]}
                       : frame_before2.empty() ? kNone
                                               : frame_before2[0] | 0x20000u;
    const std::uint32_t expected =
        frame_before.empty() ? 0 : leaf_of(static_cast<Code>(previous)) | (1u << bits);
    if (prior) prior->prepare(level, frame_before, frame_before2, below, scratch);

    const auto target = static_cast<std::uint32_t>(leaf_of(code));
    std::uint32_t node = 1;
    for (int depth = 0; depth < bits; ++depth) {
      const int rest = bits - 1 - depth;
      Bit& a = order0.at(tag, node);
      Bit& b = before.at(tag | previous, node);
      Bit& c = lower.at(tag | under, node);
      const bool follows = expected != 0 && (expected >> (rest + 1)) == node;
      const int likely = static_cast<int>((expected >> rest) & 1u);
      Bit& r = repeat[static_cast<std::size_t>(level * bits + depth)];

      std::array<int, kInputs> in{};
      in[kOrder0] = stretch(a.probability);
      in[kBefore] = stretch(b.probability);
      in[kLower] = stretch(c.probability);
      if (follows) in[kRepeat] = likely != 0 ? stretch(r.probability) : -stretch(r.probability);
      if (prior) in[kPrior] = prior->stretch(level, node, scratch);
      Weights& w = weights[static_cast<std::size_t>(level * 16 + std::min<int>(b.count, 3) * 4 +
                                                    std::min<int>(c.count, 3))];
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < kInputs; ++i) sum += std::int64_t{w[i]} * in[i];
      const int x =
          static_cast<int>(std::clamp<std::int64_t>(sum >> 16, -kStretchMax, kStretchMax));
      const int probability = std::clamp(squash(x), kMinProbability, 65536 - kMinProbability);

      const int bit = coder.code(static_cast<int>((target >> rest) & 1u), probability);
      const int error = (bit << 16) - probability;
      for (std::size_t i = 0; i < kInputs; ++i) {
        const auto step = (std::int64_t{in[i]} * error * kRate) >> 20;
        w[i] =
            static_cast<std::int32_t>(std::clamp<std::int64_t>(w[i] + step, -(1 << 20), 1 << 20));
      }
      a.learn(bit);
      b.learn(bit);
      c.learn(bit);
      if (follows) r.learn(bit == likely ? 1 : 0);
      node = (node << 1) | static_cast<std::uint32_t>(bit);
    }
    if constexpr (!std::is_const_v<CodeType>) {
      const auto leaf = static_cast<Code>(node & ((1u << bits) - 1));
      code = prior ? prior->code(level, leaf) : leaf;
    }
  }

  static constexpr int kRate = 6;
};

EntropyCoder::EntropyCoder(int levels, int bits, std::shared_ptr<const EntropyPrior> prior)
    : state_(std::make_unique<State>()) {
  assert(levels >= 1 && levels <= 32 && bits >= 1 && bits <= 16);
  assert(!prior || (prior->levels() >= levels && prior->bits() == bits));
  state_->levels = levels;
  state_->bits = bits;
  if (prior) state_->scratch.resize(2 * static_cast<std::size_t>(prior->hidden()));
  state_->prior = std::move(prior);
}
EntropyCoder::~EntropyCoder() = default;
EntropyCoder::EntropyCoder(EntropyCoder&&) noexcept = default;
EntropyCoder& EntropyCoder::operator=(EntropyCoder&&) noexcept = default;

void EntropyCoder::encode(std::span<const Code> codes, std::vector<std::byte>& out) {
  BitWriter writer(out);
  state_->run(writer, codes);
  writer.finish();
}

bool EntropyCoder::decode(std::span<const std::byte> in, std::span<Code> codes) {
  std::fill(codes.begin(), codes.end(), Code{0});
  BitReader reader(in);
  state_->run(reader, codes);
  return reader.all_used();
}

}  // namespace codec
