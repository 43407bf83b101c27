#include "codec/study/prior_training.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string>

#include "codec/engine/weights.h"

namespace codec {
namespace {

// Fixed point of the integers: h counts 127 steps to one, and so on down.
constexpr int kShift1 = 0;
constexpr int kShift2 = 6;
constexpr int kShift3 = 4;
constexpr float kEmbedRange = 127.0f / 127.0f;
constexpr float kWeightRange = 127.0f / 64.0f;
constexpr float kStretch = 256.0f * (1 << kShift3) / 127.0f;  // node units a logit at h = 1
constexpr float kNodeRange = 127.0f / kStretch;

constexpr float kRate = 0.1f;         // of the tables, AdaGrad by row
constexpr float kDenseRate = 0.002f;  // of what every code moves, RMSProp
constexpr float kDecay = 0.9995f;

// xorshift64*.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  std::uint32_t below(std::size_t n) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::uint32_t>(((state_ * 0x2545f4914f6cdd1du) >> 32) % n);
  }
  float normal() {  // the sum of twelve uniform numbers
    float sum = -6.0f;
    for (int i = 0; i < 12; ++i) sum += static_cast<float>(below(1u << 24)) * 0x1p-24f;
    return sum;
  }

 private:
  std::uint64_t state_;
};

// Orders ids[low, high) so that halves, quarters, ... are near one another: each part is cut at the
// median along its longest axis (power iteration).
void split(const engine::Codebook& book, std::vector<std::size_t>& ids, std::size_t low,
           std::size_t high) {
  if (high - low <= 1) return;
  const auto n = static_cast<double>(high - low);
  std::vector<double> mean(book.dim), axis(book.dim), next(book.dim);
  for (std::size_t d = 0; d < book.dim; ++d) {
    for (auto i = low; i < high; ++i) mean[d] += static_cast<double>(book.entry(ids[i])[d]) / n;
    axis[d] = 1.0 + 0.1 * static_cast<double>(d);
  }
  const auto along = [&](std::size_t id) {
    double sum = 0.0;
    for (std::size_t d = 0; d < book.dim; ++d) {
      sum += (static_cast<double>(book.entry(id)[d]) - mean[d]) * axis[d];
    }
    return sum;
  };
  for (int round = 0; round < 30; ++round) {
    std::fill(next.begin(), next.end(), 0.0);
    for (auto i = low; i < high; ++i) {
      const double p = along(ids[i]);
      for (std::size_t d = 0; d < book.dim; ++d) {
        next[d] += p * (static_cast<double>(book.entry(ids[i])[d]) - mean[d]);
      }
    }
    const double norm =
        std::sqrt(std::inner_product(next.begin(), next.end(), next.begin(), 1e-60));
    for (std::size_t d = 0; d < book.dim; ++d) axis[d] = next[d] / norm;
  }
  std::vector<std::pair<double, std::size_t>> order;
  for (auto i = low; i < high; ++i) order.emplace_back(along(ids[i]), ids[i]);
  std::sort(order.begin(), order.end());
  for (auto i = low; i < high; ++i) ids[i] = order[i - low].second;
  const auto middle = (low + high) / 2;
  split(book, ids, low, middle);
  split(book, ids, middle, high);
}

// a . b in eight lanes, which a compiler turns into vectors without being allowed to reorder.
float dot(const float* a, const float* b, std::size_t n) {
  std::array<float, 8> lanes{};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (std::size_t j = 0; j < 8; ++j) lanes[j] += a[i + j] * b[i + j];
  }
  for (; i < n; ++i) lanes[0] += a[i] * b[i];
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

// Values that every code moves, with their mean squared gradients.
struct Dense {
  std::vector<float> value;
  std::vector<float> square;
  explicit Dense(std::size_t n, float start = 0.0f) : value(n, start), square(n, 1e-6f) {}
  void step(std::size_t i, float gradient, float rate, float range) {
    square[i] = kDecay * square[i] + (1.0f - kDecay) * gradient * gradient;
    value[i] = std::clamp(value[i] - rate * gradient / std::sqrt(square[i] + 1e-8f), -range, range);
  }
};

// Rows that few codes touch, with the sum of squared gradients of each.
struct Table {
  std::vector<float> value;
  std::vector<float> square;
  Table(std::size_t rows, std::size_t width, Random& random)
      : value(rows * width), square(rows, 1e-4f) {
    for (float& v : value) v = 0.05f * random.normal();
  }
};

class Trainer {
 public:
  Trainer(const Model& model, const PriorOptions& options)
      : q_(static_cast<std::size_t>(model.config().levels)),
        k_(static_cast<std::size_t>(model.config().codebook_size)),
        bits_(model.config().bits_per_code()),
        h_(static_cast<std::size_t>(options.hidden)),
        random_(options.seed),
        leaf_(q_ * k_),
        embed_(3 * q_ * (k_ + 1), h_, random_),
        node_(q_ * k_, h_, random_),
        node_bias_(q_ * k_, 0.0f),
        bias1_(q_ * h_, 0.5f),
        weight2_(q_ * h_ * h_),
        bias2_(q_ * h_, 0.5f),
        rows_(3 * q_) {
    const float spread = 0.7f / std::sqrt(static_cast<float>(h_));
    for (float& w : weight2_.value) w = spread * random_.normal();
    for (auto* v : {&sum1_, &sum2_, &h1_, &h2_, &slope1_, &slope2_}) v->resize(h_);
    for (std::size_t q = 0; q < q_; ++q) {
      std::vector<std::size_t> ids(k_);
      std::iota(ids.begin(), ids.end(), std::size_t{0});
      split(model.weights().codebooks[q], ids, 0, k_);
      for (std::size_t i = 0; i < k_; ++i) leaf_[q * k_ + ids[i]] = static_cast<Code>(i);
    }
  }

  // One packet, frame-major, by the first `levels` levels; scale 1..0 of the learning rates.
  // Returns bits.
  double learn(std::span<const Code> codes, std::size_t levels, float scale) {
    double bits = 0.0;
    for (std::size_t at = 0; at < codes.size(); at += q_) {
      for (std::size_t back = 1; back <= 2; ++back) {
        for (std::size_t q = 0; q < q_; ++q) {
          const bool is_there = at >= back * q_ && q < levels;
          set_row((back - 1) * q_ + q, is_there ? codes[at - back * q_ + q] : k_);
        }
      }
      for (std::size_t q = 0; q < q_; ++q) set_row(2 * q_ + q, k_);
      for (std::size_t q = 0; q < levels; ++q) {
        if (q > 0) set_row(2 * q_ + q - 1, codes[at + q - 1]);
        forward(q);
        bits += learn_tree(q, codes[at + q], kRate * scale);
        backward(q, scale);
      }
    }
    return bits;
  }

  SafeTensors rounded(const Model& model) const;
  std::size_t random_level_count() { return 1 + random_.below(q_); }
  Random& random() { return random_; }

 private:
  void set_row(std::size_t slot, std::size_t row) { rows_[slot] = slot * (k_ + 1) + row; }

  void forward(std::size_t q) {
    std::copy_n(bias1_.value.data() + q * h_, h_, sum1_.data());
    for (const auto row : rows_) {
      const float* e = embed_.value.data() + row * h_;
      for (std::size_t i = 0; i < h_; ++i) sum1_[i] += e[i];
    }
    for (std::size_t i = 0; i < h_; ++i) h1_[i] = std::clamp(sum1_[i], 0.0f, 1.0f);
    for (std::size_t i = 0; i < h_; ++i) {
      const float* w = weight2_.value.data() + (q * h_ + i) * h_;
      sum2_[i] = bias2_.value[q * h_ + i] + dot(w, h1_.data(), h_);
      h2_[i] = std::clamp(sum2_[i], 0.0f, 1.0f);
    }
  }

  // Moves the nodes on the code's way; slope2_ becomes the gradient at h2.
  double learn_tree(std::size_t q, Code code, float rate) {
    double bits = 0.0;
    std::fill(slope2_.begin(), slope2_.end(), 0.0f);
    const std::uint32_t target = leaf_[q * k_ + code];
    std::uint32_t node = 1;
    for (int depth = bits_ - 1; depth >= 0; --depth) {
      const std::uint32_t bit = (target >> depth) & 1u;
      const auto row = q * k_ + node;
      float* v = node_.value.data() + row * h_;
      const float p = 1.0f / (1.0f + std::exp(-node_bias_[row] - dot(v, h2_.data(), h_)));
      bits -= std::log2(std::max(1e-9, static_cast<double>(bit != 0 ? p : 1.0f - p)));
      const float g = p - static_cast<float>(bit);
      node_.square[row] += 0.3f * g * g;
      const float step = rate * g / std::sqrt(node_.square[row]);
      for (std::size_t i = 0; i < h_; ++i) {
        slope2_[i] += g * v[i];
        v[i] = std::clamp(v[i] - step * h2_[i], -kNodeRange, kNodeRange);
      }
      node_bias_[row] = std::clamp(node_bias_[row] - step, -20.0f, 20.0f);
      node = (node << 1) | bit;
    }
    return bits;
  }

  // The gradient passes a clamp unless it would push further out.
  static bool is_stuck(float sum, float gradient) {
    return (sum <= 0.0f && gradient > 0.0f) || (sum >= 1.0f && gradient < 0.0f);
  }

  void backward(std::size_t q, float scale) {
    const float rate = kDenseRate * scale;
    std::fill(slope1_.begin(), slope1_.end(), 0.0f);
    for (std::size_t i = 0; i < h_; ++i) {
      const float g = slope2_[i];
      if (is_stuck(sum2_[i], g)) continue;
      const auto row = (q * h_ + i) * h_;
      for (std::size_t j = 0; j < h_; ++j) slope1_[j] += g * weight2_.value[row + j];
      for (std::size_t j = 0; j < h_; ++j) weight2_.step(row + j, g * h1_[j], rate, kWeightRange);
      bias2_.step(q * h_ + i, g, rate, 100.0f);
    }
    float square = 0.0f;
    for (std::size_t i = 0; i < h_; ++i) {
      if (is_stuck(sum1_[i], slope1_[i])) slope1_[i] = 0.0f;
      square += slope1_[i] * slope1_[i];
      bias1_.step(q * h_ + i, slope1_[i], rate, 100.0f);
    }
    for (std::size_t slot = 0; slot < 2 * q_ + q; ++slot) {
      const auto row = rows_[slot];
      embed_.square[row] += square / static_cast<float>(h_);
      const float step = 0.3f * kRate * scale / std::sqrt(embed_.square[row]);
      float* e = embed_.value.data() + row * h_;
      for (std::size_t i = 0; i < h_; ++i) {
        e[i] = std::clamp(e[i] - step * slope1_[i], -kEmbedRange, kEmbedRange);
      }
    }
  }

  std::size_t q_, k_;
  int bits_;
  std::size_t h_;
  Random random_;
  std::vector<Code> leaf_;
  Table embed_;
  Table node_;
  std::vector<float> node_bias_;
  Dense bias1_, weight2_, bias2_;
  std::vector<std::size_t> rows_;  // of embed_, a slot each, for the code at hand
  std::vector<float> sum1_, sum2_, h1_, h2_, slope1_, slope2_;
};

template <typename T>
TensorData tensor(DType type, std::vector<std::size_t> shape, const std::vector<T>& values) {
  TensorData t;
  t.type = type;
  t.shape.assign(shape.begin(), shape.end());
  t.bytes.resize(values.size() * sizeof(T));
  std::memcpy(t.bytes.data(), values.data(), t.bytes.size());
  return t;
}

std::vector<std::int8_t> to_bytes(const std::vector<float>& values, float scale) {
  std::vector<std::int8_t> out;
  for (const float v : values) {
    out.push_back(static_cast<std::int8_t>(std::clamp(std::lround(v * scale), -127l, 127l)));
  }
  return out;
}

// `half` makes the shift that follows round to nearest.
std::vector<std::int32_t> to_words(const std::vector<float>& values, float scale, float half) {
  std::vector<std::int32_t> out;
  for (const float v : values)
    out.push_back(static_cast<std::int32_t>(std::lround(v * scale + half)));
  return out;
}

SafeTensors Trainer::rounded(const Model& model) const {
  SafeTensors file;
  file.metadata = {{"format", "sonoglyph-prior-1"},
                   {"model", model.config().name},
                   {"weights_sha256", to_hex(model.fingerprint())},
                   {"shift1", std::to_string(kShift1)},
                   {"shift2", std::to_string(kShift2)},
                   {"shift3", std::to_string(kShift3)}};
  constexpr float kOne = 127.0f;
  file.tensors["leaf"] = tensor(DType::u16, {q_, k_}, leaf_);
  file.tensors["embed"] = tensor(DType::u8, {3 * q_, k_ + 1, h_}, to_bytes(embed_.value, kOne));
  file.tensors["bias1"] = tensor(DType::i32, {q_, h_}, to_words(bias1_.value, kOne, 0.0f));
  file.tensors["weight2"] = tensor(DType::u8, {q_, h_, h_}, to_bytes(weight2_.value, 64.0f));
  file.tensors["bias2"] = tensor(DType::i32, {q_, h_}, to_words(bias2_.value, 64.0f * kOne, 32.0f));
  file.tensors["node"] = tensor(DType::u8, {q_, k_, h_}, to_bytes(node_.value, kStretch));
  file.tensors["node_bias"] =
      tensor(DType::i32, {q_, k_}, to_words(node_bias_, 256.0f * (1 << kShift3), 8.0f));
  return file;
}

Status check(const Model& model, std::span<const Codes> sounds, const PriorOptions& options) {
  if (options.hidden < 4 || options.hidden > 512 || options.epochs < 1 || options.epochs > 100 ||
      options.packet_frames < 1) {
    return Error{ErrorCode::bad_value, "prior: hidden wants 4..512, epochs 1..100"};
  }
  for (const auto& codes : sounds) {
    if (codes.levels != model.config().levels ||
        std::any_of(codes.data.begin(), codes.data.end(),
                    [&](Code c) { return c >= model.config().codebook_size; })) {
      return Error{ErrorCode::bad_value,
                   "prior: codes are not of every level of model " + model.config().name};
    }
  }
  return Done{};
}

}  // namespace

Result<SafeTensors> train_prior(const Model& model, std::span<const Codes> sounds,
                                const PriorOptions& options) {
  if (auto valid = check(model, sounds, options); !valid) return valid.error();
  const auto levels = static_cast<std::size_t>(model.config().levels);
  const auto full = static_cast<std::size_t>(options.packet_frames) * levels;
  std::vector<std::span<const Code>> packets;
  for (const auto& codes : sounds) {
    const std::span<const Code> all(codes.data);
    for (std::size_t at = 0; at < all.size(); at += full) {
      packets.push_back(all.subspan(at, std::min(full, all.size() - at)));
    }
  }
  if (packets.empty()) return Error{ErrorCode::empty, "prior: not a single frame to learn from"};

  Trainer trainer(model, options);
  const auto steps = static_cast<float>(packets.size() * static_cast<std::size_t>(options.epochs));
  float step = 0.0f;
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    for (std::size_t i = packets.size(); i > 1; --i) {
      std::swap(packets[i - 1], packets[trainer.random().below(i)]);
    }
    double bits = 0.0;
    double frames = 0.0;
    for (const auto packet : packets) {
      if (options.cancel != nullptr && options.cancel->load(std::memory_order_relaxed)) {
        return Error{ErrorCode::cancelled, "cancelled"};
      }
      // One packet in five as a stream of fewer levels sees it.
      const bool partly = trainer.random().below(5) == 0;
      const auto n = partly ? trainer.random_level_count() : levels;
      const double spent = trainer.learn(packet, n, std::max(0.02f, 1.0f - step++ / steps));
      if (n < levels) continue;
      bits += spent;
      frames += static_cast<double>(packet.size() / levels);
    }
    if (options.on_epoch) {
      options.on_epoch(
          {epoch, frames > 0.0 ? bits / frames : 0.0,
           static_cast<double>(model.config().levels * model.config().bits_per_code())});
    }
  }
  return trainer.rounded(model);
}

}  // namespace codec
