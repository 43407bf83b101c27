#include "codec/training/adversary.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "codec/training/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr double kSlope = 0.1;  // of the leaky rectifiers
constexpr double kFloor = 1e-3;
constexpr double kCompression = 0.7;
constexpr std::array kEdges = {0.0, 0.1, 0.25, 0.5, 0.75, 1.0};  // of the bands, shares of Nyquist

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

BandDiscriminatorImpl::BandDiscriminatorImpl(const AdversaryOptions& options)
    : precision_(options.precision) {
  layers_ = register_module("layers", torch::nn::ModuleList());
  const auto c = options.channels;
  layers_->push_back(convolution(3, c, 7, 2));
  layers_->push_back(convolution(c, c, 7, 2));
  layers_->push_back(convolution(c, c, 7, 2));
  layers_->push_back(convolution(c, c, 3, 1));
  layers_->push_back(convolution(c, 1, 3, 1));
}

std::vector<Tensor> BandDiscriminatorImpl::forward(Tensor x) {
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

SpectrogramDiscriminatorImpl::SpectrogramDiscriminatorImpl(std::int64_t window,
                                                           const AdversaryOptions& options)
    : window_(window) {
  taper_ = register_buffer("taper", torch::hann_window(window, /*periodic=*/true));
  const auto bins = window / 2 + 1;
  if (options.bands) {
    for (const double edge : kEdges)
      edges_.push_back(std::llround(edge * static_cast<double>(bins)));
  } else {
    edges_ = {0, bins};
  }
  for (std::size_t b = 0; b + 1 < edges_.size(); ++b) {
    bands_.push_back(register_module("band_" + std::to_string(b), BandDiscriminator(options)));
  }
}

std::vector<std::vector<Tensor>> SpectrogramDiscriminatorImpl::forward(const Tensor& audio) {
  const auto spectrum = torch::fft::rfft(audio.unfold(1, window_, window_ / 4) * taper_);
  const auto size = magnitude(spectrum).clamp_min(kFloor);
  const auto compressed = size.pow(-kCompression);
  const auto seen = torch::stack(
      {torch::real(spectrum) * compressed, torch::imag(spectrum) * compressed, torch::log10(size)},
      1);
  std::vector<std::vector<Tensor>> out;
  for (std::size_t b = 0; b < bands_.size(); ++b) {
    out.push_back(bands_[b]->forward(seen.slice(3, edges_[b], edges_[b + 1])));
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
  double count = 0;
  for (auto& d : discriminators_) {
    const auto all_recorded = d->forward(target);
    const auto all_made = d->forward(judged.sound);
    for (std::size_t b = 0; b < all_made.size(); ++b) {
      const auto& recorded = all_recorded[b];
      const auto& made = all_made[b];
      count += 1;
      judged.discriminator = judged.discriminator +
                             torch::relu(1.0 - wide(recorded.back())).mean() +
                             torch::relu(1.0 + wide(made.back())).mean();
      judged.verdict = judged.verdict - wide(made.back()).mean();
      for (std::size_t i = 0; i + 1 < made.size(); ++i) {
        const auto wanted = wide(recorded[i].detach());
        judged.feature = judged.feature + (wide(made[i]) - wanted).abs().mean() /
                                              (peers.mean(wanted.abs().mean()) *
                                               static_cast<double>(made.size() - 1));
      }
    }
  }
  const auto weights = parameters();
  // As a TensorList: of a vector, libtorch would not see the tensors.
  const auto losses = Judgement::apply(output, torch::TensorList(weights), judged);
  return {losses[0] / count, losses[1] / count, losses[2] / count};
}

}  // namespace codec
