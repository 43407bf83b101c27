#include "quantizer/simvq.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace quantizer {
namespace {

// Distances are made for this many pairs of row and entry at a time, to bound the memory.
constexpr std::int64_t kPairsAtOnce = std::int64_t{1} << 22;

torch::Tensor half_norms(const torch::Tensor& entries) { return entries.square().sum(1).mul(0.5); }

// Entries (K, D) -> (K) the lowest index of an entry with the same bits. Rows are told apart by a
// sum of integers, whose order does not matter, and compared; no step waits for the device.
torch::Tensor first_of_equals(const torch::Tensor& entries) {
  // Eight bytes at a time, with zeros behind a row that they do not divide.
  const std::int64_t each = 8 / entries.element_size();
  const auto missing = (each - entries.size(1) % each) % each;
  const auto words =
      torch::constant_pad_nd(entries.detach(), {0, missing}).contiguous().view(torch::kLong);
  const auto mixed = words.bitwise_xor(words.bitwise_right_shift(32));
  const auto factors =
      torch::arange(1, words.size(1) + 1, words.options()).mul_(std::int64_t{0x5851F42D4C957F2D});
  const auto [sorted, order] = torch::sort((mixed * factors).sum(1), /*stable=*/true, 0, false);
  const auto places = torch::arange(entries.size(0), words.options());
  const auto repeats = torch::constant_pad_nd(sorted.slice(0, 1) == sorted.slice(0, 0, -1), {1, 0});
  const auto starts = std::get<0>(places.masked_fill(repeats, 0).cummax(0));
  const auto first = torch::empty_like(places).scatter_(0, order, order.index_select(0, starts));
  return torch::where((words.index_select(0, first) == words).all(1), first, places);
}

// argmin_k |x - E_k|^2 = argmin_k |E_k|^2 / 2 - x . E_k. A matrix product may sum for equal entries
// (or, in the map, for equal rows of the table) in different orders, so that argmin alone could
// take any of them; firsts (K) has the lowest for each.
torch::Tensor search(const torch::Tensor& rows, const torch::Tensor& entries,
                     const torch::Tensor& norms, const torch::Tensor& firsts) {
  const auto step = std::max<std::int64_t>(1, kPairsAtOnce / entries.size(0));
  const auto transposed = entries.t();
  std::vector<torch::Tensor> parts;
  for (const auto& part : rows.split(step)) {
    parts.push_back(torch::addmm(norms, part, transposed, 1, -1).argmin(1));
  }
  return firsts.index_select(0, parts.size() == 1 ? parts[0] : torch::cat(parts));
}

}  // namespace

SimVqImpl::SimVqImpl(const SimVqOptions& options) : options_(options) {
  if (options_.frozen_dim == 0) options_.frozen_dim = options_.dim;
  const auto dim = options_.dim;
  const auto frozen_dim = options_.frozen_dim;
  TORCH_CHECK(dim >= 1 && frozen_dim >= 1 && options_.codebook_size >= 1,
              "SimVq: dim, frozen_dim and codebook_size must be at least 1");
  TORCH_CHECK(options_.linear_map || frozen_dim == dim,
              "SimVq: without a linear map the table must be as wide as the latents, ", frozen_dim,
              " is not ", dim);
  const auto drawn = torch::randn({options_.codebook_size, frozen_dim}) /
                     std::sqrt(static_cast<double>(frozen_dim));
  table = options_.trainable_table ? register_parameter("table", drawn)
                                   : register_buffer("table", drawn);
  if (!options_.linear_map) return;
  weight = register_parameter("weight", torch::empty({dim, frozen_dim}));
  torch::nn::init::orthogonal_(weight);
  if (options_.bias) bias = register_parameter("bias", torch::zeros({dim}));
}

torch::Tensor SimVqImpl::codebook() const {
  if (folded_codebook_.defined()) return folded_codebook_;
  if (!options_.linear_map) return table;
  return bias.defined() ? torch::addmm(bias, table, weight.t()) : table.mm(weight.t());
}

torch::Tensor SimVqImpl::nearest(const torch::Tensor& rows, const torch::Tensor& entries) const {
  const torch::NoGradGuard no_grad;
  return search(rows, entries,
                folded_half_norms_.defined() ? folded_half_norms_ : half_norms(entries), firsts());
}

const torch::Tensor& SimVqImpl::firsts() const {
  const std::pair<const void*, std::int64_t> now{table.data_ptr(), table._version()};
  if (!firsts_.defined() || firsts_of_ != now) {
    firsts_ = first_of_equals(table);
    firsts_of_ = now;
  }
  return firsts_;
}

void SimVqImpl::check(const torch::Tensor& x) const {
  const std::int64_t axis = options_.channel_first ? 1 : -1;
  TORCH_CHECK(x.dim() >= 2 && x.size(axis) == options_.dim, "SimVq: latents ", x.sizes(),
              " have not the width ", options_.dim);
  TORCH_CHECK(x.scalar_type() == table.scalar_type(), "SimVq: latents of ", x.scalar_type(),
              " for a table of ", table.scalar_type());
}

Quantized SimVqImpl::forward(const torch::Tensor& x) { return forward_codes(x, encode(x)); }

Quantized SimVqImpl::forward_codes(const torch::Tensor& x, const torch::Tensor& codes) {
  check(x);
  TORCH_CHECK(x.numel() > 0, "SimVq: no latents to train on");
  const auto last = options_.channel_first ? x.movedim(1, -1) : x;
  const auto rows = last.reshape({-1, options_.dim});
  const auto q = torch::embedding(codebook(), codes.reshape({-1}));

  auto loss = torch::mse_loss(rows.detach(), q) +
              torch::mse_loss(rows, q.detach()) * options_.input_to_quantize_commit_loss_weight;
  const double width = options_.loss_reduction == LossReduction::sum_over_dim
                           ? static_cast<double>(options_.dim)
                           : 1.0;
  loss = loss * (options_.commitment_weight * width);

  // Adding exactly zero keeps the value q to the last bit, so that training and encode() agree.
  const auto target = q.detach();
  const auto through =
      options_.rotation_trick ? rotate_to(rows, target) : target + (rows - rows.detach());
  const auto latents = through.view(last.sizes());
  return {options_.channel_first ? latents.movedim(-1, 1) : latents, codes, loss};
}

torch::Tensor SimVqImpl::encode(const torch::Tensor& x) const {
  check(x);
  const torch::NoGradGuard no_grad;
  const auto last = options_.channel_first ? x.movedim(1, -1) : x;
  const auto codes = nearest(last.reshape({-1, options_.dim}), codebook());
  return codes.view(last.sizes().slice(0, static_cast<std::size_t>(last.dim()) - 1));
}

torch::Tensor SimVqImpl::decode(const torch::Tensor& codes) const {
  TORCH_CHECK(codes.scalar_type() == torch::kLong, "SimVq: codes must be int64");
  if (codes.numel() > 0) {
    const auto low = codes.min().item<std::int64_t>();
    const auto high = codes.max().item<std::int64_t>();
    TORCH_CHECK(low >= 0 && high < options_.codebook_size, "SimVq: code ", low < 0 ? low : high,
                " lies outside 0..", options_.codebook_size - 1);
  }
  const auto latents = torch::embedding(codebook(), codes);
  return options_.channel_first ? latents.movedim(-1, 1) : latents;
}

void SimVqImpl::freeze() {
  eval();
  folded_codebook_.reset();
  const torch::NoGradGuard no_grad;
  folded_half_norms_ = half_norms(codebook());
  firsts();  // so that const methods only read it from here on
  folded_codebook_ = codebook().detach().clone();
}

void SimVqImpl::train(bool on) {
  torch::nn::Module::train(on);
  if (!on) return;
  folded_codebook_.reset();
  folded_half_norms_.reset();
}

torch::Tensor nearest_codes(const torch::Tensor& x, const torch::Tensor& codebook) {
  const torch::NoGradGuard no_grad;
  const auto entries = codebook.detach();
  return search(x.detach().reshape({-1, x.size(-1)}), entries, half_norms(entries),
                first_of_equals(entries))
      .view(x.sizes().slice(0, static_cast<std::size_t>(x.dim()) - 1));
}

torch::Tensor nearest_reference(const torch::Tensor& x, const torch::Tensor& codebook) {
  const torch::NoGradGuard no_grad;
  const auto difference = x.to(torch::kDouble).unsqueeze(1) - codebook.to(torch::kDouble);
  return difference.square().sum(2).argmin(1);
}

torch::Tensor rotate_to(const torch::Tensor& x, const torch::Tensor& q) {
  constexpr double kSmallest = 1e-6;  // of a norm; vector-quantize-pytorch has the same
  const auto target = q.detach();
  torch::Tensor u, v, w, scale;
  {
    const torch::NoGradGuard no_grad;
    const auto norm_x = x.norm(2, {-1}, true);
    const auto norm_q = target.norm(2, {-1}, true);
    u = x / norm_x.clamp_min(kSmallest);
    v = target / norm_q.clamp_min(kSmallest);
    w = u + v;
    w = w / w.norm(2, {-1}, true).clamp_min(kSmallest);
    scale = norm_q / norm_x.clamp_min(kSmallest);
  }
  const auto rotated = (x - (x * w).sum(-1, true) * w * 2 + (x * u).sum(-1, true) * v * 2) * scale;
  return target + (rotated - rotated.detach());
}

}  // namespace quantizer
