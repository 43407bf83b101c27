#include "codec/training/steps.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "codec/base/printed.h"
#include "codec/model/stored_model.h"
#include "codec/training/synthesis.h"
#include "codec/training/usage_loss.h"

namespace codec {
namespace {

constexpr const char* kAdversary = "adversary.";  // before the names of its parameters

using torch::Tensor;

template <typename F>
Batch each(const Batch& b, F&& f) {
  return {f(b.audio), f(b.f0), f(b.phones), f(b.speakers)};
}

// Does not wait where the batch lies in pinned memory.
Batch on_device(const Batch& batch, const torch::Device& device) {
  return each(batch, [&](const Tensor& x) { return x.to(device, /*non_blocking=*/true); });
}

constexpr double kNoiseSpread = 1.7320508075688772;  // uniform of unit variance

// Scales all gradients down until their norm is at most `most`; what it was. As
// torch::nn::utils::clip_grad_norm_, which waits for the device.
Tensor clip_gradients(const torch::nn::Module& module, double most) {
  std::vector<Tensor> gradients, norms;
  for (const auto& p : module.parameters()) {
    if (!p.grad().defined()) continue;
    gradients.push_back(p.grad());
    norms.push_back(p.grad().norm());
  }
  if (norms.empty()) return {};
  torch::NoGradGuard no_grad;
  const auto norm = torch::stack(norms).norm();
  const auto scale = (most / (norm + 1e-6)).clamp_max(1.0);
  for (auto& g : gradients) g.mul_(scale);
  return norm;
}

}  // namespace

double learning_rate_at(const FitOptions& o, std::int64_t step) {
  const auto moving = std::max<std::int64_t>(0, step - o.adversary_head_start);
  const double warm =
      std::min(1.0, static_cast<double>(moving + 1) /
                        static_cast<double>(std::max<std::int64_t>(1, o.rate_warmup)));
  const double progress = static_cast<double>(step) / static_cast<double>(o.steps);
  const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, progress)));
  return o.learning_rate * warm * (o.final_rate + (1.0 - o.final_rate) * cosine);
}

Steps::Steps(const FitOptions& options, CropSource source)
    : o_(options),
      device_(options.device),
      source_(std::move(source)),
      network_(options.model, options.training),
      spectral_(options.model.sample_rate_hz, device_),
      envelope_(options.model.sample_rate_hz, device_),
      loudness_(options.model.sample_rate_hz, device_),
      stoi_(options.model.sample_rate_hz, device_),
      contrast_(options.model.sample_rate_hz, device_),
      balance_(options.model.sample_rate_hz, device_),
      postfilter_(options.model.sample_rate_hz, device_),
      first_bad_(torch::full({}, -1, torch::TensorOptions().dtype(torch::kLong).device(device_))) {
  network_->to(device_);
  network_->share_batches(o_.peers);
  average_.emplace(network_, o_.ema);
  const auto& w = o_.weights;
  if (w.phone > 0) {
    phone_head_ = PhoneHead(PhoneHeadOptions{.latent_dim = o_.model.latent_dim,
                                             .phones = kPhoneCount,
                                             .speakers = source_.speakers(),
                                             .reversal = w.speaker});
    phone_head_->to(device_);
  }
  if (w.acoustic > 0 && o_.training.part == Part::semantic) {
    acoustic_head_ = torch::nn::Linear(o_.model.latent_dim, o_.model.latent_dim);
    acoustic_head_->to(device_);
  }
  if (w.adversary > 0 || w.feature > 0) {
    adversary_ = Adversary(AdversaryOptions{.channels = o_.adversary_channels,
                                            .bands = o_.adversary_bands,
                                            .precision = o_.training.precision});
    adversary_->to(device_);
  }
  optimizer_.emplace(moved(), o_.optimizer);
}

NamedTensors Steps::trained() const {
  NamedTensors out;
  for (const auto& p : network_->named_parameters()) out.emplace_back(p.key(), p.value());
  const auto add = [&](const std::string& prefix, const torch::nn::Module& module) {
    for (const auto& p : module.named_parameters()) out.emplace_back(prefix + p.key(), p.value());
  };
  if (phone_head_) add("phone_head.", *phone_head_);
  if (acoustic_head_) add("acoustic_head.", *acoustic_head_);
  if (adversary_) add(kAdversary, *adversary_);
  return out;
}

NamedTensors Steps::discriminators() const {
  auto out = trained();
  std::erase_if(out, [](const auto& named) { return !named.first.starts_with(kAdversary); });
  return out;
}

// What the optimizer moves: the part that is trained.
NamedTensors Steps::moved() const {
  auto out = trained();
  if (o_.training.part == Part::all) return out;
  std::erase_if(out, [&](const auto& named) {
    const auto& name = named.first;
    if (o_.training.part == Part::decoder) {
      return !is_decoders(name) && !name.starts_with(kAdversary);
    }
    const bool semantic = chooses_first_code(name) || name.starts_with("phone_head.") ||
                          name.starts_with("acoustic_head.");
    return semantic != (o_.training.part == Part::semantic);
  });
  return out;
}

void Steps::begin_anew() {
  optimizer_.emplace(moved(), o_.optimizer);
  average_->reset();
}

Batch Steps::batch(std::int64_t step) const {
  if (ahead_.valid()) ahead_.wait();
  return on_device(source_.batch(step, o_.batch), device_);
}

Batch Steps::made_part(std::int64_t step) const {
  const auto size = o_.batch / o_.peers.count();
  const auto made = source_.batch(step, size, o_.peers.rank() * size);
  if (!device_.is_cuda()) return made;
  return each(made, [](const Tensor& x) { return x.pin_memory(); });
}

Batch Steps::own_part(std::int64_t step) {
  const auto made = ahead_.valid() && ahead_step_ == step ? ahead_.get() : made_part(step);
  if (ahead_.valid()) ahead_.wait();  // of another step; CropSource serves one at a time
  ahead_step_ = step + 1;
  ahead_ = std::async(std::launch::async, [this, next = ahead_step_] { return made_part(next); });
  return on_device(made, device_);
}

Tensor Steps::own_uniform(std::vector<std::int64_t> shape) const {
  shape.front() *= o_.peers.count();
  return torch::rand(shape, torch::TensorOptions(device_))
      .chunk(o_.peers.count())[static_cast<std::size_t>(o_.peers.rank())];
}

Tensor Steps::read(const LossTensors& losses, const Tensor& total) const {
  std::vector<Tensor> values;
  const auto like = torch::TensorOptions().dtype(torch::kFloat64).device(device_);
  for_each_loss<Tensor>([&](const char*, Tensor LossTensors::*member) {
    const auto& x = losses.*member;
    values.push_back(x.defined() ? x.detach().to(torch::kFloat64) : torch::zeros({}, like));
  });
  values.push_back(total.detach().to(torch::kFloat64));
  return o_.peers.mean(torch::stack(values));
}

Tensor Steps::some_latents(std::int64_t batches) {
  torch::NoGradGuard no_grad;
  std::vector<Tensor> latents;
  for (std::int64_t i = 0; i < batches; ++i) {
    latents.push_back(network_->encode(batch(-1 - i).audio).flatten(0, 1));
  }
  return torch::cat(latents);
}

// The same random part of every crop, with the losses' gradients kept apart
// (codec/training/adversary.h).
AdversaryLoss Steps::hear(const Tensor& output, const Tensor& target) {
  const auto whole = output.size(1);
  const auto n =
      std::min(whole, static_cast<std::int64_t>(o_.adversary_seconds * o_.model.sample_rate_hz));
  const auto from = torch::randint(whole - n + 1, {1}, torch::kLong).item<std::int64_t>();
  return adversary_->forward(output.slice(1, from, from + n), target.slice(1, from, from + n),
                             o_.peers);
}

// Of the phone head on level 1 (B, T, D).
Tensor Steps::phone_losses(const Tensor& level1, const Batch& batch, LossTensors& out) {
  // Token t describes the middle of its last window: the subframe that begins there; its first
  // code what sounded semantic_delay_frames earlier.
  const auto now = batch.phones.slice(1, 0, batch.phones.size(1), o_.model.subframes_per_frame);
  const auto late = std::min<std::int64_t>(o_.model.semantic_delay_frames, now.size(1));
  const auto labels =
      torch::nn::functional::pad(now.slice(1, 0, now.size(1) - late),
                                 torch::nn::functional::PadFuncOptions({late, 0}).value(-1));
  const auto loss = phone_head_->forward(level1, labels, batch.speakers, o_.peers);
  out.phone = loss.phone;
  out.phone_error = loss.phone_error;
  out.speaker_error = loss.speaker_error;
  return o_.weights.phone * loss.phone + (o_.weights.speaker > 0 ? 1.0 : 0.0) * loss.speaker;
}

// What the first code is taught beside its code error: z1 (B, T, D), codes (B, T).
Tensor Steps::first_code_losses(const Tensor& z1, const Tensor& codes, const Batch& batch,
                                LossTensors& out) {
  auto total = torch::zeros({}, z1.options());
  auto& quantizer = network_->residual_quantizer();
  if (o_.weights.usage > 0) {
    const auto usage = usage_loss(z1, quantizer->first_codebook(), o_.peers);
    out.usage = usage;
    total = total + o_.weights.usage * usage;
  }
  if (phone_head_) total = total + phone_losses(level_one(quantizer, z1, codes), batch, out);
  return total;
}

// What the sound of these latents (B, T, D) is worth.
Tensor Steps::sound_losses(std::int64_t step, const Tensor& latents, const Batch& batch,
                           LossTensors& out) {
  const auto heads = network_->decode_heads(latents);
  const auto noise = (own_uniform(batch.audio.sizes().vec()) - 0.5) * (2 * kNoiseSpread);
  const auto phase = own_uniform({batch.audio.size(0), 1}) * (2 * std::numbers::pi);
  const auto f0 = f0_at_source(batch.f0, o_.model);
  const auto audio = synthesise(heads, o_.model, f0, noise, phase);

  const auto& w = o_.weights;
  const auto [mel, fine] = spectral_(audio, batch.audio);
  const auto envelope = envelope_(audio, batch.audio, o_.peers);
  auto total = w.mel * mel + w.fine * fine + w.envelope * envelope;
  out.mel = mel;
  out.fine = fine;
  out.envelope = envelope;
  if (w.loudness > 0) {
    const auto loudness = loudness_(audio, batch.audio);
    total = total + w.loudness * loudness;
    out.loudness = loudness;
  }
  if (w.stoi > 0) {
    const auto stoi = stoi_(audio, batch.audio);
    total = total + w.stoi * stoi;
    out.stoi = stoi;
  }
  if (w.contrast > 0) {
    const auto contrast = contrast_(audio, batch.audio);
    total = total + w.contrast * contrast;
    out.contrast = contrast;
  }
  if (w.balance > 0) {
    const auto balance = balance_(audio, batch.audio);
    total = total + w.balance * balance;
    out.balance = balance;
  }
  if (teacher_) {
    const auto [tone, line] = spectral_(audio, teachers_sound(latents, f0, noise, phase));
    out.teacher = tone + line;
    total = total + w.teacher * out.teacher;
  }
  if (o_.model.source_filter) {
    const auto pitch = pitch_loss(heads, f0, o_.model, o_.peers);
    total = total + w.pitch * pitch.pitch + w.voicing * pitch.voicing;
    out.pitch = pitch.pitch;
    out.voicing = pitch.voicing;
  }
  if (adversary_) {
    const torch::AutoGradMode learning(true);  // also where all else stands
    const auto a = hear(audio, batch.audio);
    total = total + a.discriminator;
    if (step >= o_.adversary_head_start + o_.adversary_warmup) {
      total = total + w.adversary * a.verdict + w.feature * a.feature;
    }
    out.verdict = a.verdict;
    out.feature = a.feature;
    out.discriminator = a.discriminator;
  }
  return total;
}

void Steps::learn_codes_of(Network older) {
  older_ = std::move(older);
  older_->to(device_);
  older_->eval();
}

void Steps::learn_sound_of(Network teacher) {
  teacher_ = std::move(teacher);
  teacher_->to(device_);
  teacher_->eval();
}

// Of these latents, by the source that the network's sound has.
Tensor Steps::teachers_sound(const Tensor& latents, const Tensor& f0, const Tensor& noise,
                             const Tensor& phase) {
  const torch::NoGradGuard no_grad;
  const auto heads = teacher_->decode_heads(latents);
  return postfilter_(synthesise(heads, teacher_->config(), f0, noise, phase), o_.sharpness);
}

// Latents (B, T, D) of crops (B, n) with those of the older tokenizer, of its first `active`
// levels, in some of the rows, evenly over the whole batch. Through these no gradient flows.
Tensor Steps::with_older(const Tensor& latents, const Tensor& audio, std::int64_t active) {
  if (!older_) return latents;
  std::vector<std::int64_t> rows;
  const auto size = latents.size(0);
  for (std::int64_t i = 0; i < size; ++i) {
    const auto at = static_cast<double>(o_.peers.rank() * size + i);
    if (std::floor((at + 1) * o_.older_share) > std::floor(at * o_.older_share)) rows.push_back(i);
  }
  if (rows.empty()) return latents;
  const auto which = torch::tensor(rows, torch::kLong).to(device_);
  const auto levels = std::min<std::int64_t>(active, older_->config().levels);
  const auto theirs = [&] {
    const torch::NoGradGuard no_grad;
    return older_->quantize(older_->encode(audio.index_select(0, which)), levels).latents;
  }();
  return latents.index_copy(0, which, theirs.to(latents.dtype()));
}

// Only the discriminators learn.
bool Steps::head_start(std::int64_t step) const {
  return adversary_ && step < o_.adversary_head_start;
}

// From sound to sound; the first code's losses as well where all parts are trained.
Tensor Steps::sound_step(std::int64_t step, const Batch& batch, Made& out) {
  const bool codes_stand = o_.training.part == Part::decoder;
  const torch::AutoGradMode gradient(!codes_stand && !head_start(step));
  const auto z = network_->encode(batch.audio);
  if (step < o_.free_steps) {
    return sound_losses(step, network_->acoustic_part(z), batch, out.losses);
  }
  const auto q = network_->quantize(z);
  const auto code_error = q.losses.sum() / static_cast<double>(q.active);
  const auto latents = with_older(q.latents, batch.audio, q.active);
  out.codes = q.codes;
  out.losses.quantizer = code_error;
  if (codes_stand || head_start(step)) {
    const torch::AutoGradMode learning(!head_start(step));
    return sound_losses(step, latents, batch, out.losses);
  }
  const auto total =
      o_.weights.quantizer * code_error + sound_losses(step, latents, batch, out.losses);
  if (o_.training.part != Part::all) return total;
  return total +
         first_code_losses(network_->level_one_part(z), q.codes.select(-1, 0), batch, out.losses);
}

// The first code alone, without any sound.
Tensor Steps::semantic_step(const Batch& batch, Made& out) {
  const auto z =
      acoustic_head_ ? network_->encode(batch.audio) : network_->encode_semantic(batch.audio);
  const auto z1 = network_->level_one_part(z);
  auto& quantizer = network_->residual_quantizer();
  const auto codes = quantizer::nearest_codes(z1, quantizer->first_codebook());
  const auto code_error = quantizer->first_loss(z1, codes);
  out.codes = codes.unsqueeze(-1);
  out.losses.quantizer = code_error;
  const auto total =
      o_.weights.quantizer * code_error + first_code_losses(z1, codes, batch, out.losses);
  if (!acoustic_head_) return total;
  const auto guess = acoustic_head_->forward(level_one(quantizer, z1, codes));
  const auto missed = (network_->acoustic_part(z) - guess).square().sum(2).mean();
  out.losses.acoustic = missed;
  return total + o_.weights.acoustic * missed;
}

StepOutcome Steps::run(std::int64_t step) {
  torch::manual_seed(o_.seed * 1000003 + static_cast<std::uint64_t>(step));
  const auto crops = own_part(step);
  Made made;
  const auto total = o_.training.part == Part::semantic ? semantic_step(crops, made)
                                                        : sound_step(step, crops, made);
  optimizer_->zero_grad();
  total.backward();
  if (!o_.peers.alone()) {
    std::vector<Tensor> gradients;
    for (const auto& [name, parameter] : moved()) gradients.push_back(parameter.grad());
    o_.peers.average(gradients);
  }
  made.losses.gradient = clip_gradients(*network_, o_.max_gradient_norm);
  if (adversary_) clip_gradients(*adversary_, o_.max_gradient_norm);
  const auto losses = read(made.losses, total);
  const auto bad = (first_bad_ < 0) * losses.isfinite().all().logical_not();
  first_bad_ = torch::where(bad, torch::full_like(first_bad_, step), first_bad_);
  const double rate = learning_rate_at(o_, step);
  optimizer_->step([&](const std::string& name) {
    return o_.adversary_rate > 0 && name.starts_with(kAdversary) ? o_.adversary_rate : rate;
  });
  average_->update();
  return {.losses = losses.slice(0, 0, -1), .codes = made.codes};
}

Status Steps::all_finite() const {
  const auto step = first_bad_.item<std::int64_t>();
  if (step < 0) return Done{};
  return Error{ErrorCode::bad_value,
               printed("loss or gradient is no finite number at step %lld; the checkpoint before "
                       "it stays: lower the learning rate and resume",
                       static_cast<long long>(step))};
}

}  // namespace codec
