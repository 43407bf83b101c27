#include "codec/training/adversary.h"

#include <algorithm>

#include "codec/training/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr double kSlope = 0.1;  // of the leaky rectifiers
constexpr double kFloor = 1e-3;
constexpr double kCompression = 0.7;

// One graph of the discriminators, from a sound that is a leaf and from their parameters.
struct JudgedSound {
  Tensor sound;
  Tensor verdict;
  Tensor feature;
  Tensor discriminator;
};

// (sound, parameters) -> (verdict, feature, discriminator) of a graph that is there already. The
// gradients of the first two are taken to the sound alone, that of the third to the parameters
// alone: one forward pass serves both.
class Judgement : public torch::autograd::Function<Judgement> {
 public:
  static tensor_list forward(AutogradContext* context, const Tensor& /*output*/,
                             torch::TensorList parameters, const JudgedSound& judged) {
    context->set_materialize_grads(false);
    context->saved_data["sound"] = judged.sound;
    context->saved_data["losses"] =
        tensor_list{judged.verdict, judged.feature, judged.discriminator};
    context->saved_data["parameters"] = parameters.vec();
    return {judged.verdict.detach(), judged.feature.detach(), judged.discriminator.detach()};
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
    const auto sound = context->saved_data["sound"].toTensor();
    const auto losses = context->saved_data["losses"].toTensorVector();
    const auto parameters = context->saved_data["parameters"].toTensorVector();
    tensor_list out(1 + parameters.size() + 1);  // the graph itself has none
    tensor_list taught, weights;
    for (const std::size_t i : {0, 1}) {
      if (!gradients[i].defined()) continue;
      taught.push_back(losses[i]);
      weights.push_back(gradients[i]);
    }
    if (!taught.empty() && sound.requires_grad()) {
      out[0] = torch::autograd::grad(taught, {sound}, weights, /*retain_graph=*/true)[0];
    }
    if (gradients[2].defined()) {
      const auto learnt = torch::autograd::grad({losses[2]}, parameters, {gradients[2]},
                                                /*retain_graph=*/true);
      std::copy(learnt.begin(), learnt.end(), out.begin() + 1);
    }
    return out;
  }
};

torch::nn::Conv2d convolution(std::int64_t from, std::int64_t to, std::int64_t bins,
                              std::int64_t stride) {
  return torch::nn::Conv2d(
      torch::nn::Conv2dOptions(from, to, {3, bins}).stride({1, stride}).padding({1, bins / 2}));
}

}  // namespace

SpectrogramDiscriminatorImpl::SpectrogramDiscriminatorImpl(std::int64_t window,
                                                           const AdversaryOptions& options)
    : window_(window), precision_(options.precision) {
  taper_ = register_buffer("taper", torch::hann_window(window, /*periodic=*/true));
  layers_ = register_module("layers", torch::nn::ModuleList());
  const auto c = options.channels;
  layers_->push_back(convolution(3, c, 7, 2));
  layers_->push_back(convolution(c, c, 7, 2));
  layers_->push_back(convolution(c, c, 7, 2));
  layers_->push_back(convolution(c, c, 3, 1));
  layers_->push_back(convolution(c, 1, 3, 1));
}

std::vector<Tensor> SpectrogramDiscriminatorImpl::forward(const Tensor& audio) {
  const auto spectrum = torch::fft::rfft(audio.unfold(1, window_, window_ / 4) * taper_);
  const auto size = magnitude(spectrum).clamp_min(kFloor);
  const auto compressed = size.pow(-kCompression);
  auto x = torch::stack(
      {torch::real(spectrum) * compressed, torch::imag(spectrum) * compressed, torch::log10(size)},
      1);
  std::vector<Tensor> out;
  for (std::size_t i = 0; i < layers_->size(); ++i) {
    auto* layer = layers_->at<torch::nn::Conv2dImpl>(i).as<torch::nn::Conv2dImpl>();
    if (precision_ == Precision::bf16) {
      x = torch::conv2d(x.to(torch::kBFloat16), layer->weight.to(torch::kBFloat16),
                        layer->bias.to(torch::kBFloat16), layer->options.stride(),
                        {layer->weight.size(2) / 2, layer->weight.size(3) / 2});
    } else {
      x = layer->forward(x);
    }
    if (i + 1 < layers_->size()) x = torch::leaky_relu(x, kSlope);
    out.push_back(x);
  }
  return out;
}

AdversaryImpl::AdversaryImpl(const AdversaryOptions& options) {
  for (const auto window : options.windows) {
    discriminators_.push_back(register_module("window_" + std::to_string(window),
                                              SpectrogramDiscriminator(window, options)));
  }
}

AdversaryLoss AdversaryImpl::forward(const Tensor& output, const Tensor& target,
                                     const Peers& peers) {
  const auto zero = torch::zeros({}, output.options().dtype(torch::kFloat32));
  JudgedSound judged{output.detach().requires_grad_(output.requires_grad()), zero, zero, zero};
  const auto wide = [](const Tensor& t) { return t.to(torch::kFloat32); };
  for (auto& d : discriminators_) {
    const auto recorded = d->forward(target);
    const auto made = d->forward(judged.sound);
    judged.discriminator = judged.discriminator + torch::relu(1.0 - wide(recorded.back())).mean() +
                           torch::relu(1.0 + wide(made.back())).mean();
    judged.verdict = judged.verdict - wide(made.back()).mean();
    for (std::size_t i = 0; i + 1 < made.size(); ++i) {
      const auto wanted = wide(recorded[i].detach());
      judged.feature = judged.feature +
                       (wide(made[i]) - wanted).abs().mean() /
                           (peers.mean(wanted.abs().mean()) * static_cast<double>(made.size() - 1));
    }
  }
  const auto weights = parameters();
  // As a TensorList: of a vector, libtorch would not see the tensors.
  const auto losses = Judgement::apply(output, torch::TensorList(weights), judged);
  const auto count = static_cast<double>(discriminators_.size());
  return {losses[0] / count, losses[1] / count, losses[2] / count};
}

}  // namespace codec
