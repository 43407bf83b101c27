#include "quantizer/codebook_usage.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

namespace quantizer {

CodebookUsage::CodebookUsage(std::size_t codebook_size) : counts_(codebook_size) {
  if (codebook_size == 0) throw std::invalid_argument("CodebookUsage: an empty codebook");
}

void CodebookUsage::add(std::span<const std::uint16_t> codes, std::size_t stride,
                        std::size_t offset) {
  if (stride == 0) throw std::invalid_argument("CodebookUsage: a stride of 0");
  for (std::size_t i = offset; i < codes.size(); i += stride) {
    if (codes[i] >= counts_.size()) throw std::out_of_range("CodebookUsage: code out of range");
  }
  for (std::size_t i = offset; i < codes.size(); i += stride) {
    ++counts_[codes[i]];
    ++total_;
  }
}

void CodebookUsage::add(const CodebookUsage& other) {
  if (other.counts_.size() != counts_.size()) {
    throw std::invalid_argument("CodebookUsage: codebooks of different size");
  }
  std::transform(counts_.begin(), counts_.end(), other.counts_.begin(), counts_.begin(),
                 std::plus<>());
  total_ += other.total_;
}

void CodebookUsage::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
  total_ = 0;
}

std::size_t CodebookUsage::used() const {
  return counts_.size() - static_cast<std::size_t>(std::count(counts_.begin(), counts_.end(), 0U));
}

std::vector<std::size_t> CodebookUsage::unused() const {
  std::vector<std::size_t> codes;
  for (std::size_t k = 0; k < counts_.size(); ++k) {
    if (counts_[k] == 0) codes.push_back(k);
  }
  return codes;
}

double CodebookUsage::utilisation() const {
  return static_cast<double>(used()) / static_cast<double>(counts_.size());
}

std::size_t CodebookUsage::ceiling() const {
  return static_cast<std::size_t>(std::min<std::uint64_t>(total_, counts_.size()));
}

double CodebookUsage::entropy_bits() const {
  double bits = 0.0;
  for (const auto count : counts_) {
    if (count == 0) continue;
    const double p = static_cast<double>(count) / static_cast<double>(total_);
    bits -= p * std::log2(p);
  }
  return bits;
}

double CodebookUsage::perplexity() const { return total_ == 0 ? 0.0 : std::exp2(entropy_bits()); }

}  // namespace quantizer
