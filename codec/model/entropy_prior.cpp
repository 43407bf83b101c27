#include "codec/model/entropy_prior.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include "codec/base/sha256.h"

namespace codec {
namespace {

constexpr const char* kFormat = "sonoglyph-prior-1";
constexpr int kMaxHidden = 512;
constexpr std::int32_t kMaxBias = 1 << 28;

Error corrupt(const std::string& what) { return {ErrorCode::corrupt, "entropy prior: " + what}; }

const TensorData* tensor(const SafeTensors& file, const char* name, DType type,
                         const std::vector<std::int64_t>& shape) {
  const auto* t = file.find(name);
  return t != nullptr && t->type == type && t->shape == shape ? t : nullptr;
}

template <typename T>
std::vector<T> values(const TensorData& t) {
  std::vector<T> out(t.bytes.size() / sizeof(T));
  std::memcpy(out.data(), t.bytes.data(), out.size() * sizeof(T));
  return out;
}

int shift_of(const SafeTensors& file, const char* name) {
  const auto it = file.metadata.find(name);
  if (it == file.metadata.end()) return -1;
  int value = -1;
  const auto& text = it->second;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc() && end == text.data() + text.size() && value <= 24 ? value : -1;
}

bool within(const std::vector<std::int32_t>& biases) {
  return std::all_of(biases.begin(), biases.end(),
                     [](std::int32_t b) { return b >= -kMaxBias && b <= kMaxBias; });
}

}  // namespace

Result<std::shared_ptr<const EntropyPrior>> EntropyPrior::from_tensors(const SafeTensors& file) {
  const auto format = file.metadata.find("format");
  if (format == file.metadata.end() || !format->second.starts_with("sonoglyph-prior-")) {
    return Error{ErrorCode::not_our_format, "entropy prior: the metadata lacks its format"};
  }
  if (format->second != kFormat) {
    return Error{ErrorCode::newer_version, "entropy prior: format " + format->second +
                                               " is newer than this program (" + kFormat + ")"};
  }
  const auto* leaf = file.find("leaf");
  const auto* bias1 = file.find("bias1");
  if (leaf == nullptr || leaf->type != DType::u16 || leaf->shape.size() != 2 || bias1 == nullptr ||
      bias1->type != DType::i32 || bias1->shape.size() != 2) {
    return corrupt("leaf wants u16 (Q, K) and bias1 i32 (Q, H)");
  }
  const auto q = leaf->shape[0];
  const auto k = leaf->shape[1];
  const auto h = bias1->shape[1];
  if (q < 1 || q > 16 || k < 2 || k > 65536 ||
      !std::has_single_bit(static_cast<std::uint64_t>(k)) || h < 1 || h > kMaxHidden) {
    return corrupt("Q, K or H is out of range");
  }
  const auto* embed = tensor(file, "embed", DType::u8, {3 * q, k + 1, h});
  const auto* weight2 = tensor(file, "weight2", DType::u8, {q, h, h});
  const auto* bias2 = tensor(file, "bias2", DType::i32, {q, h});
  const auto* node = tensor(file, "node", DType::u8, {q, k, h});
  const auto* node_bias = tensor(file, "node_bias", DType::i32, {q, k});
  if (bias1->shape[0] != q || embed == nullptr || weight2 == nullptr || bias2 == nullptr ||
      node == nullptr || node_bias == nullptr) {
    return corrupt("a tensor is missing or has another shape or dtype");
  }

  std::shared_ptr<EntropyPrior> prior(new EntropyPrior);
  prior->levels_ = static_cast<int>(q);
  prior->bits_ = std::countr_zero(static_cast<std::uint64_t>(k));
  prior->hidden_ = static_cast<int>(h);
  prior->shift1_ = shift_of(file, "shift1");
  prior->shift2_ = shift_of(file, "shift2");
  prior->shift3_ = shift_of(file, "shift3");
  if (prior->shift1_ < 0 || prior->shift2_ < 0 || prior->shift3_ < 0) {
    return corrupt("shift1, shift2, shift3 want 0..24");
  }
  prior->leaf_ = values<Code>(*leaf);
  prior->code_.assign(prior->leaf_.size(), 0);
  std::vector<bool> seen(prior->leaf_.size());
  for (int level = 0; level < prior->levels_; ++level) {
    for (std::size_t code = 0; code < static_cast<std::size_t>(k); ++code) {
      const auto at = prior->leaf_[prior->index(level, code)];
      if (at >= k || seen[prior->index(level, at)]) return corrupt("leaf is no permutation");
      seen[prior->index(level, at)] = true;
      prior->code_[prior->index(level, at)] = static_cast<Code>(code);
    }
  }
  prior->embed_ = values<std::int8_t>(*embed);
  prior->bias1_ = values<std::int32_t>(*bias1);
  prior->weight2_ = values<std::int8_t>(*weight2);
  prior->bias2_ = values<std::int32_t>(*bias2);
  prior->node_ = values<std::int8_t>(*node);
  prior->node_bias_ = values<std::int32_t>(*node_bias);
  // |sum| <= 2^28 + 512 * 127 * 128 < 2^31.
  if (!within(prior->bias1_) || !within(prior->bias2_) || !within(prior->node_bias_)) {
    return corrupt("a bias is out of range");
  }
  if (const auto made_by = file.metadata.find("weights_sha256"); made_by != file.metadata.end()) {
    prior->weights_sha256_ = made_by->second;
  }
  const auto digest = sha256(file.serialize());
  for (int i = 0; i < 8; ++i) {
    prior->id_ |= static_cast<std::uint64_t>(digest[static_cast<std::size_t>(i)]) << (8 * i);
  }
  prior->id_ |= prior->id_ == 0 ? 1u : 0u;
  return std::shared_ptr<const EntropyPrior>(std::move(prior));
}

Result<std::shared_ptr<const EntropyPrior>> EntropyPrior::load(const std::filesystem::path& path) {
  auto file = SafeTensors::load(path);
  if (!file) return file.error();
  auto prior = from_tensors(*file);
  if (!prior) return Error{prior.error().code, path.string() + ": " + prior.error().message};
  return prior;
}

void EntropyPrior::prepare(int level, std::span<const Code> before, std::span<const Code> before2,
                           std::span<const Code> lower, std::span<std::int32_t> scratch) const {
  const auto h = static_cast<std::size_t>(hidden_);
  const auto k = std::size_t{1} << bits_;
  auto h2 = scratch.first(h);
  auto h1 = scratch.subspan(h, h);
  const auto* bias1 = bias1_.data() + static_cast<std::size_t>(level) * h;
  std::copy_n(bias1, h, h1.begin());
  std::size_t slot = 0;
  for (const auto codes : {before, before2, lower}) {
    for (std::size_t q = 0; q < static_cast<std::size_t>(levels_); ++q, ++slot) {
      const auto row = q < codes.size() ? std::size_t{codes[q]} : k;
      const auto* embed = embed_.data() + (slot * (k + 1) + row) * h;
      for (std::size_t i = 0; i < h; ++i) h1[i] += embed[i];
    }
  }
  for (auto& v : h1) v = std::clamp(v >> shift1_, 0, 127);
  const auto* weight = weight2_.data() + static_cast<std::size_t>(level) * h * h;
  for (std::size_t i = 0; i < h; ++i, weight += h) {
    std::int32_t sum = bias2_[static_cast<std::size_t>(level) * h + i];
    for (std::size_t j = 0; j < h; ++j) sum += weight[j] * h1[j];
    h2[i] = std::clamp(sum >> shift2_, 0, 127);
  }
}

int EntropyPrior::stretch(int level, std::uint32_t node,
                          std::span<const std::int32_t> scratch) const {
  const auto h = static_cast<std::size_t>(hidden_);
  const auto* row = node_.data() + index(level, node) * h;
  std::int32_t sum = node_bias_[index(level, node)];
  for (std::size_t i = 0; i < h; ++i) sum += row[i] * scratch[i];
  return std::clamp(sum >> shift3_, -2047, 2047);
}

}  // namespace codec
