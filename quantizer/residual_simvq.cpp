#include "quantizer/residual_simvq.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "quantizer/water_filling.h"

namespace quantizer {
namespace {

// Sets the map (or without one the table) so that the entries are drawn as reverse water-filling of
// samples (M, D) asks for. Returns how many dimensions that uses.
std::int64_t start_by_water_filling(SimVq& one, const torch::Tensor& samples) {
  const auto& o = one->options();
  const auto filling =
      reverse_water_filling(samples, std::log2(static_cast<double>(o.codebook_size)), o.frozen_dim,
                            /*centred=*/!o.linear_map || o.bias);
  const auto rank = filling.map.size(1);
  if (o.linear_map) {
    one->weight.zero_();
    one->weight.narrow(1, 0, rank)
        .copy_(filling.map * std::sqrt(static_cast<double>(o.frozen_dim)));
    if (o.bias) one->bias.copy_(filling.mean);
  } else {
    const auto normal = torch::randn({o.codebook_size, rank}, filling.map.options());
    one->table.copy_(torch::addmm(filling.mean, normal, filling.map.t()));
  }
  return filling.active_dimensions;
}

}  // namespace

ResidualSimVqImpl::ResidualSimVqImpl(const ResidualSimVqOptions& options) : options_(options) {
  TORCH_CHECK(options_.levels >= 1, "ResidualSimVq: needs one level at least");
  TORCH_CHECK(options_.dropout >= 0.0 && options_.dropout <= 1.0,
              "ResidualSimVq: dropout is a probability, not ", options_.dropout);
  TORCH_CHECK(options_.search_width >= 1, "ResidualSimVq: a search of ", options_.search_width,
              " paths");
  auto one = options_.level;
  one.channel_first = false;
  torch::nn::ModuleList list;
  auto entries = one;  // of level 1 with own_first
  entries.linear_map = false;
  entries.trainable_table = true;
  entries.frozen_dim = 0;
  for (std::int64_t i = 0; i < options_.levels; ++i) {
    levels_.emplace_back(options_.own_first && i == 0 ? entries : one);
    list->push_back(levels_.back());
  }
  options_.level.frozen_dim = one.frozen_dim == 0 ? one.dim : one.frozen_dim;
  register_module("levels", list);
  if (!options_.own_first) return;
  first_ = register_module("first", SimVq(one));
}

torch::Tensor ResidualSimVqImpl::first_codebook() const {
  return options_.own_first ? first_->codebook() : levels_.front()->codebook();
}

torch::Tensor ResidualSimVqImpl::first_codes(const torch::Tensor& x,
                                             const torch::Tensor& first) const {
  TORCH_CHECK(first.defined() == options_.own_first,
              "ResidualSimVq: a latent of the first level goes with own_first, and only with it");
  return options_.own_first ? first_->encode(channels_last(first)) : levels_.front()->encode(x);
}

std::int64_t ResidualSimVqImpl::choose_active(std::int64_t wanted) const {
  TORCH_CHECK(wanted >= 0 && wanted <= options_.levels, "ResidualSimVq: ", wanted,
              " levels wanted of ", options_.levels);
  return wanted == 0 ? options_.levels : wanted;
}

torch::Tensor ResidualSimVqImpl::channels_last(const torch::Tensor& x) const {
  if (!options_.level.channel_first) return x;
  TORCH_CHECK(x.dim() >= 2, "ResidualSimVq: latents ", x.sizes(), " have no channel axis");
  return x.movedim(1, -1);
}

torch::Tensor ResidualSimVqImpl::first_loss(const torch::Tensor& first,
                                            const torch::Tensor& codes) const {
  TORCH_CHECK(options_.own_first, "ResidualSimVq: no first code of its own");
  return first_.ptr()->forward_codes(channels_last(first), codes).loss;
}

ResidualQuantized ResidualSimVqImpl::forward(const torch::Tensor& x, std::int64_t active,
                                             const torch::Tensor& first) {
  ResidualQuantized result;
  result.active = choose_active(active);
  if (active == 0 && is_training() && options_.dropout > 0.0 &&
      torch::rand({1}, torch::kDouble).item<double>() < options_.dropout) {
    result.active = torch::randint(1, options_.levels + 1, {1}, torch::kLong).item<std::int64_t>();
  }
  std::vector<torch::Tensor> codes, losses;
  auto residual = channels_last(x);
  torch::Tensor paths;
  if (options_.search_width > 1) paths = encode(x, 0, first);
  for (std::int64_t i = 0; i < result.active; ++i) {
    auto step = paths.defined() ? level(i)->forward_codes(residual, paths.select(-1, i))
                : i == 0        ? level(0)->forward_codes(residual, first_codes(residual, first))
                                : level(i)->forward(residual);
    if (i == 0 && first.defined()) step.loss = step.loss + first_loss(first, step.codes);
    residual = residual - step.latents.detach();
    result.latents = i == 0 ? step.latents : result.latents + step.latents;
    codes.push_back(step.codes);
    losses.push_back(step.loss);
  }
  if (result.active < options_.levels) {
    const auto count = static_cast<std::size_t>(options_.levels);
    codes.resize(count, torch::full_like(codes.front(), -1));
    losses.resize(count, torch::zeros_like(losses.front()));
  }
  result.codes = torch::stack(codes, -1);
  result.losses = torch::stack(losses);
  if (options_.level.channel_first) result.latents = result.latents.movedim(-1, 1);
  return result;
}

torch::Tensor ResidualSimVqImpl::encode(const torch::Tensor& x, std::int64_t active,
                                        const torch::Tensor& first) const {
  const torch::NoGradGuard no_grad;
  const auto count = choose_active(active);
  if (options_.search_width > 1) return best_paths(x, first).narrow(-1, 0, count);
  std::vector<torch::Tensor> codes;
  auto residual = channels_last(x);
  for (std::int64_t i = 0; i < count; ++i) {
    codes.push_back(i == 0 ? first_codes(residual, first) : level(i)->encode(residual));
    if (i + 1 < count) residual = residual - torch::embedding(level(i)->codebook(), codes.back());
  }
  return torch::stack(codes, -1);
}

// Codes (B, T, Q).
torch::Tensor ResidualSimVqImpl::best_paths(const torch::Tensor& x,
                                            const torch::Tensor& first) const {
  const auto latents = channels_last(x);
  auto residuals = latents.reshape({-1, 1, latents.size(-1)});  // (N, paths, D)
  const auto n = residuals.size(0);
  // (|what a path leaves|^2 - |x|^2) / 2, (N, paths)
  auto errors = residuals.new_zeros({n, 1});
  torch::Tensor codes;  // (N, paths, levels so far)
  for (std::int64_t i = 0; i < options_.levels; ++i) {
    const auto book = level(i)->codebook();
    if (i == 0 && options_.own_first) {
      codes = first_codes(latents, first).reshape({n, 1, 1});
      residuals = residuals - torch::embedding(book, codes.select(2, 0));
      continue;
    }
    const auto scores = errors.unsqueeze(2) + book.square().sum(1) / 2 -
                        torch::matmul(residuals, book.t());  // (N, paths, K)
    const auto wanted = i + 1 < options_.levels ? options_.search_width : 1;
    const auto flat = scores.flatten(1);
    const auto [least, which] =
        flat.topk(std::min(wanted, flat.size(1)), 1, /*largest=*/false, /*sorted=*/true);
    const auto path = which.div(book.size(0), "floor");
    const auto code = which.remainder(book.size(0));
    const auto of_path = [&](const torch::Tensor& t) {  // (N, paths, C)
      return t.gather(1, path.unsqueeze(2).expand({-1, -1, t.size(2)}));
    };
    residuals = of_path(residuals) - torch::embedding(book, code);
    errors = least;
    codes =
        codes.defined() ? torch::cat({of_path(codes), code.unsqueeze(2)}, 2) : code.unsqueeze(2);
  }
  auto shape = latents.sizes().vec();
  shape.back() = options_.levels;
  return codes.select(1, 0).reshape(shape);
}

torch::Tensor ResidualSimVqImpl::decode_levels(const torch::Tensor& codes) const {
  TORCH_CHECK(codes.scalar_type() == torch::kLong, "ResidualSimVq: codes must be int64");
  TORCH_CHECK(codes.dim() >= 2 && codes.size(-1) >= 1 && codes.size(-1) <= options_.levels,
              "ResidualSimVq: codes ", codes.sizes(), " do not hold 1..", options_.levels,
              " levels");
  std::vector<torch::Tensor> parts;
  for (std::int64_t i = 0; i < codes.size(-1); ++i) {
    const auto column = codes.select(-1, i);
    const auto absent = column.eq(-1);
    parts.push_back(
        level(i)->decode(column.masked_fill(absent, 0)).masked_fill(absent.unsqueeze(-1), 0.0));
  }
  const auto stacked = torch::stack(parts);
  return options_.level.channel_first ? stacked.movedim(-1, 2) : stacked;
}

torch::Tensor ResidualSimVqImpl::decode(const torch::Tensor& codes) const {
  return decode_levels(codes).sum(0);
}

torch::Tensor ResidualSimVqImpl::decode(const torch::Tensor& codes,
                                        const std::vector<bool>& keep) const {
  TORCH_CHECK(codes.dim() >= 2 && static_cast<std::int64_t>(keep.size()) == codes.size(-1),
              "ResidualSimVq: ", keep.size(), " marks for codes ", codes.sizes());
  auto kept = codes.clone();
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (!keep[i]) kept.select(-1, static_cast<std::int64_t>(i)).fill_(-1);
  }
  return decode(kept);
}

void ResidualSimVqImpl::start_first_code(const torch::Tensor& first) {
  const torch::NoGradGuard no_grad;
  start_by_water_filling(first_, first);
}

void ResidualSimVqImpl::fit_first_entries(const torch::Tensor& x, const torch::Tensor& first) {
  const torch::NoGradGuard no_grad;
  const auto codes = first_->encode(first);
  const auto ones = torch::ones({x.size(0)}, x.options().dtype(torch::kDouble));
  // A linear guess from the chosen entries: normal equations with a little ridge, in double.
  const auto with_one = [](const torch::Tensor& rows) {
    return torch::cat({rows, torch::ones({rows.size(0), 1}, rows.options())}, 1).to(torch::kDouble);
  };
  const auto wanted = x.to(torch::kDouble);
  const auto rows = with_one(torch::embedding(first_->codebook(), codes));
  const auto ridge =
      torch::eye(rows.size(1), rows.options()) * (1e-4 * static_cast<double>(rows.size(0)));
  const auto map = torch::linalg_solve(rows.t().mm(rows) + ridge, rows.t().mm(wanted));
  const auto guess = with_one(first_->codebook()).mm(map);
  // To which each code adds the mean of what is missed there, as if it had missed nothing in
  // kDoubt more frames.
  constexpr double kDoubt = 5.0;
  const auto missed = torch::zeros_like(guess).index_add_(0, codes, wanted - rows.mm(map));
  const auto frames = torch::zeros({guess.size(0)}, guess.options()).index_add_(0, codes, ones);
  levels_.front()->table.copy_(guess + missed / (frames + kDoubt).unsqueeze(1));
}

std::vector<LevelStart> ResidualSimVqImpl::initialise_by_water_filling(const torch::Tensor& samples,
                                                                       const torch::Tensor& first) {
  const torch::NoGradGuard no_grad;
  TORCH_CHECK(samples.dim() == 2 && samples.size(1) == options_.level.dim,
              "ResidualSimVq: samples ", samples.sizes(), " are not (M, ", options_.level.dim, ")");
  const bool was_training = is_training();
  train();  // thaws
  train(was_training);

  const auto mean_energy = [](const torch::Tensor& r) {
    return r.square().sum(1, false, torch::kDouble).mean().item<double>();
  };
  std::vector<LevelStart> report;
  auto residual = samples.detach();
  for (std::int64_t i = 0; i < options_.levels; ++i) {
    auto& one = level(i);
    LevelStart start;
    start.energy_before = mean_energy(residual);
    if (i == 0 && options_.own_first) {
      start_first_code(first);
      fit_first_entries(residual, first);
      start.active_dimensions = first.size(1);
    } else {
      start.active_dimensions = start_by_water_filling(one, residual);
    }
    const auto codes = i == 0 ? first_codes(residual, first) : one->encode(residual);
    residual = residual - torch::embedding(one->codebook(), codes);
    start.energy_after = mean_energy(residual);
    start.codes_used =
        codes.bincount({}, options_.level.codebook_size).gt(0).sum().item<std::int64_t>();
    report.push_back(start);
  }
  return report;
}

void ResidualSimVqImpl::freeze() {
  eval();
  for (auto& one : levels_) one->freeze();
  if (first_) first_->freeze();
}

}  // namespace quantizer
