#include "codec/training/phone_head.h"

#include <algorithm>
#include <cmath>

namespace codec {
namespace {

using torch::Tensor;

constexpr std::int64_t kSpeakerWindow = 20;  // frames whose mean the speaker classifier hears
constexpr std::int64_t kHidden = 128;
// On the logits, so that a classifier learns this much faster than the codec at the same rate: at 1
// it still trailed a probe of the same codes after a thousand steps.
constexpr double kHeadGain = 10.0;

class ReversedGradient : public torch::autograd::Function<ReversedGradient> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, double factor) {
    context->saved_data["factor"] = factor;
    return x.view_as(x);
  }
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               const torch::autograd::tensor_list& gradients) {
    return {gradients[0] * -context->saved_data["factor"].toDouble(), Tensor()};
  }
};

// How many are known, at least 1, as a mean over the processes.
Tensor number_of(const Tensor& known, const Peers& peers) {
  return peers.sum(known.sum().to(torch::kFloat32)).clamp_min(1) / peers.count();
}

Tensor error_share(const Tensor& logits, const Tensor& classes, const Tensor& known,
                   const Peers& peers) {
  const auto wrong = (logits.detach().argmax(-1) != classes).logical_and(known);
  return wrong.sum() / number_of(known, peers);
}

}  // namespace

PhoneHeadImpl::PhoneHeadImpl(const PhoneHeadOptions& options) : options_(options) {
  const auto d = options.latent_dim;
  phone_ = register_module("phone", torch::nn::Linear(d, options.phones));
  hidden_ = register_module("hidden", torch::nn::Linear(2 * d, kHidden));
  speaker_ = register_module("speaker", torch::nn::Linear(kHidden, options.speakers));
  torch::NoGradGuard no_grad;
  for (auto* layer : {&phone_, &speaker_}) (*layer)->weight.div_(kHeadGain);
}

PhoneLoss PhoneHeadImpl::forward(const Tensor& level1, const Tensor& phones, const Tensor& speakers,
                                 const Peers& peers) {
  const auto d = options_.latent_dim;
  const double scale = std::sqrt(static_cast<double>(d));           // latents have |z|^2 about 1
  const auto logits = phone_->forward(level1 * scale) * kHeadGain;  // (B, T, P)
  const auto known = phones >= 0;
  PhoneLoss out;
  out.phone = torch::nn::functional::cross_entropy(
                  logits.reshape({-1, logits.size(2)}), phones.reshape({-1}),
                  torch::nn::functional::CrossEntropyFuncOptions().ignore_index(-1).reduction(
                      torch::kSum)) /
              number_of(known, peers);
  out.phone_error = error_share(logits, phones, known, peers);

  const auto window = std::min(kSpeakerWindow, level1.size(1));
  const auto heard = ReversedGradient::apply(level1, options_.reversal) * scale;
  const auto windows = heard.unfold(1, window, window);  // (B, M, D, window)
  const auto mean = windows.mean(3);
  const auto deviation = (windows.var(3, /*unbiased=*/false) + 1e-4).sqrt();
  const auto voice =
      speaker_->forward(torch::silu(hidden_->forward(torch::cat({mean, deviation}, 2)))) *
      kHeadGain;
  const auto who = speakers.unsqueeze(1).expand({-1, voice.size(1)});
  out.speaker =
      torch::nn::functional::cross_entropy(voice.reshape({-1, voice.size(2)}), who.reshape({-1}));
  out.speaker_error = error_share(voice, who, torch::ones_like(who).to(torch::kBool), peers);
  return out;
}

Tensor level_one(quantizer::ResidualSimVq& quantizer, const Tensor& latents, const Tensor& codes) {
  const auto entries = torch::embedding(quantizer->first_codebook(), codes);
  // Value: the entry. Gradient: one to the latents, one to the map behind the codebook.
  return entries + latents - latents.detach();
}

}  // namespace codec
