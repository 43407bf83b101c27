#include "codec/engine/block_stack.h"

#include <algorithm>

namespace codec::engine {

BlockStack::BlockStack(const std::vector<Block>& blocks, std::size_t channels, std::size_t max_rows)
    : blocks_(blocks), channels_(channels), narrow_(max_rows * channels) {
  std::size_t hidden = 0;
  for (const auto& block : blocks) {
    rows_.emplace_back((block.conv.taps - 1 + max_rows) * channels);
    hidden = std::max(hidden, block.expand.outputs);
  }
  rows_.emplace_back(max_rows * channels);
  wide_.resize(max_rows * hidden);
}

float* BlockStack::input() {
  const std::size_t past = blocks_.empty() ? 0 : blocks_[0].conv.taps - 1;
  return rows_[0].data() + past * channels_;
}

float* BlockStack::run(std::size_t rows) {
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const Block& block = blocks_[i];
    const std::size_t past = block.conv.taps - 1;
    float* x = rows_[i].data();
    const std::size_t next_past = i + 1 < blocks_.size() ? blocks_[i + 1].conv.taps - 1 : 0;
    float* y = rows_[i + 1].data() + next_past * channels_;

    depthwise(block.conv, x, rows, narrow_.data());
    layer_norm(block.norm, narrow_.data(), rows, narrow_.data());
    linear(block.expand, narrow_.data(), channels_, rows, wide_.data(), block.expand.outputs);
    silu(wide_.data(), rows * block.expand.outputs);
    linear(block.contract, wide_.data(), block.contract.inputs, rows, narrow_.data(), channels_);
    std::copy_n(x + past * channels_, rows * channels_, y);
    add_scaled(y, block.scale.data(), narrow_.data(), rows, channels_);

    std::copy_n(x + rows * channels_, past * channels_, x);  // forward copy: to lower addresses
  }
  return rows_.back().data();
}

void BlockStack::reset() {
  for (auto& rows : rows_) std::fill(rows.begin(), rows.end(), 0.0f);
}

}  // namespace codec::engine
